"""A chart as a figure of a page."""

from __future__ import annotations

from hypothesis import given
from lxml import etree

from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.svg import Figures
from tests.document.charts.charts import BLANK, chart, charts

SVG = "{http://www.w3.org/2000/svg}"
COMPARED = chart("对比", "预算数 决算数", ("三公经费", "9", "8.06"), ("R&D<经费>", "120.5%", BLANK))


def drawn(data: ChartData, prefix: str = "") -> etree._Element:
    return etree.fromstring(f'<main xmlns="http://www.w3.org/1999/xhtml">{Figures().figure(data, prefix)}</main>')


@given(charts())
def test_any_chart_is_well_formed_and_says_its_words_to_everybody(data: ChartData) -> None:
    main = drawn(data)
    (svg,) = main.iter(f"{SVG}svg")
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (text_of(data.caption), sentence(data))
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    cells = ["".join(map(str, cell.itertext())) for row in main.iter("{*}tr") for cell in row][1:]
    assert cells == [*map(text_of, data.series), *(text for row in data.rows for text in (text_of(row.name), *map(shown, row.measures)))]


def test_every_figure_names_its_fact_in_the_drawing_and_in_the_table() -> None:
    main = drawn(COMPARED)
    in_drawing = [
        (label.get("data-fact"), label.get("data-value"), label.text) for label in main.iter(f"{SVG}text") if label.get("data-fact")
    ]
    in_table = [
        (data.get("data-fact"), data.get("value"), "".join(map(str, data.itertext()))) for data in main.iterfind(".//{*}td//{*}data")
    ]
    assert in_drawing == in_table == [("数.9", "9", "9"), ("数.8.06", "8.06", "8.06"), ("数.120.5%", "120.5", "120.5%")]


def test_charts_of_a_page_have_ids_of_their_own_and_no_styles() -> None:
    figures = Figures()
    page = "".join(figures.figure(COMPARED, prefix) for prefix in ("", "", "report-"))
    ids = etree.fromstring(f'<main xmlns="http://www.w3.org/1999/xhtml">{page}</main>').xpath("//@id")
    assert ids == [f"{name}-{part}" for name in ("chart-1", "chart-2", "report-chart-3") for part in ("title", "desc")]
    assert "style=" not in page
