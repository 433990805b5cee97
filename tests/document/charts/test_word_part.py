"""A chart's part in Word: every element at its place in the schema's order, and figures where their kind of bars can have them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from lxml import etree

from pipeline.document.charts.cells import cells
from pipeline.document.charts.data import ChartData
from pipeline.document.charts.word_chart import WordCharts
from pipeline.document.charts.word_layout import HIGHEST
from pipeline.document.charts.word_part import chart_part, pages_of
from tests.document.charts import in_word
from tests.document.charts.charts import chart, charts
from tests.document.charts.in_word import ALL, table, told

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHOWN = "showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator"
LABEL = f"numFmt spPr txPr dLblPos {SHOWN}"
AXIS = "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt"
SHAPE = "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln effectLst effectDag scene3d sp3d"
# ECMA-376, dml-chart.xsd and dml-main.xsd: what may stand in an element, or in one within another, in this order.
ORDER = {
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData printSettings userShapes extLst",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax extLst",
    "plotArea": "layout barChart lineChart catAx valAx dTable spPr extLst",
    "layout": "manualLayout extLst",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h extLst",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
    "barChart/ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst",
    "lineChart/ser": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth extLst",
    "ser/marker": "symbol size spPr extLst",
    "tx": "strRef rich",
    "cat": "multiLvlStrRef numLit numRef strLit strRef",
    "val": "numRef numLit",
    "strRef": "f strCache extLst",
    "numRef": "f numCache extLst",
    "strCache": "ptCount pt extLst",
    "numCache": "formatCode ptCount pt extLst",
    "pt": "v",
    "dLbls": f"dLbl delete {LABEL} showLeaderLines leaderLines extLst",
    "dLbl": f"idx delete layout tx {LABEL} extLst",
    "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
    "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits extLst",
    "scaling": "logBase orientation max min extLst",
    "legend": "legendPos legendEntry layout overlay spPr txPr extLst",
    "externalData": "autoUpdate",
    "spPr": SHAPE,
    "txPr": "bodyPr lstStyle p",
    "p": "pPr r br fld endParaRPr",
    "pPr": "lnSpc spcBef spcAft buClrTx buNone tabLst defRPr extLst",
    "defRPr": "ln noFill solidFill gradFill blipFill pattFill grpFill effectLst highlight latin ea cs sym hlinkClick rtl extLst",
    "ln": "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd extLst",
    "solidFill": "scrgbClr srgbClr hslClr sysClr schemeClr prstClr",
}
# What only one element of a kind may be.
SEVERAL = {"ser", "pt", "dLbl", "axId"}
# Where figures may stand; Word calls a file damaged in which bars that are stacked have them behind their ends.
PLACES = {"clustered": {"ctr", "inBase", "inEnd", "outEnd"}, "stacked": {"ctr", "inBase", "inEnd"}, "standard": {"t", "b", "l", "r", "ctr"}}


def part_of(data: ChartData) -> etree._Element:
    return etree.fromstring(chart_part(data.kind, cells(data), "rId1", cells(data)).xml.encode())


def local(element: etree._Element) -> str:
    return etree.QName(element).localname


def order_of(element: etree._Element) -> list[str]:
    parent = element.getparent()
    within = "" if parent is None else f"{local(parent)}/{local(element)}"
    return ORDER.get(within, ORDER.get(local(element), "") if within != "lineChart/marker" else "").split()


def misplaced(data: ChartData) -> list[str]:
    """Return each element of a chart's part that is not where the schema has it."""
    found = []
    for element in part_of(data).iter():
        order, children = order_of(element), [local(child) for child in element]
        places = [order.index(child) for child in children]
        pairs = pairwise(zip(places, children, strict=True))
        found += [f"{local(element)}/{child}" for (one, child), (two, _) in pairs if one > two or (one == two and child not in SEVERAL)]
    return found


@pytest.mark.parametrize("data", ALL, ids=lambda data: data.kind)
def test_elements_stand_in_the_schemas_order(data: ChartData) -> None:
    assert misplaced(data) == []


@settings(max_examples=40)
@given(charts())
def test_elements_of_any_chart_stand_in_the_schemas_order(data: ChartData) -> None:
    assert misplaced(data) == []


@pytest.mark.parametrize("data", ALL, ids=lambda data: data.kind)
def test_figures_stand_where_their_kind_of_bars_can_have_them(data: ChartData) -> None:
    root = part_of(data)
    grouping = next(root.iter(f"{C}grouping")).get("val", "")
    found = {place.get("val") for place in root.iter(f"{C}dLblPos")}
    assert found
    assert found <= PLACES[grouping]


@pytest.mark.parametrize("data", ALL, ids=lambda data: data.kind)
def test_a_chart_fits_on_a_page_with_its_parts_inside_it(data: ChartData) -> None:
    assert chart_part(data.kind, cells(data), "rId1", cells(data)).height <= HIGHEST
    for measures in part_of(data).iter(f"{C}manualLayout"):
        x, y, width, height = (float(found.get("val", "")) for found in list(measures)[-4:])
        assert min(x, y, width, height) > 0
        assert max(x + width, y + height) <= 1


def axis_of(data: ChartData) -> list[str]:
    return [local(found) for found in next(part_of(data).iter(f"{C}valAx")).iterfind(f"{C}scaling/*")]


def test_bars_begin_at_0_unless_one_is_negative() -> None:
    assert axis_of(in_word.ORDINARY) == axis_of(in_word.TREND) == ["orientation", "min"]
    assert axis_of(in_word.NEGATIVE) == ["orientation"]


def test_parts_of_a_whole_start_where_the_one_above_ends() -> None:
    hidden, shown = part_of(in_word.PARTS).iter(f"{C}ser")
    assert [point.findtext(f"{C}v") for point in hidden.iterfind(f"{C}val//{C}pt")] == ["0", "1200.5", "1500.75", "1500.75"]
    assert hidden.find(f"{C}dLbls") is None
    assert [local(found) for found in hidden[3]] == ["noFill", "ln"]
    assert [point.findtext(f"{C}v") for point in shown.iterfind(f"{C}val//{C}pt")] == ["1200.5", "300.25", "0"]
    assert hidden.findtext(f"{C}tx//{C}v") == " "  # in the legend


def test_what_can_be_no_part_of_a_whole_makes_plain_bars() -> None:
    assert len(list(part_of(in_word.NEGATIVE_PART).iter(f"{C}ser"))) == 1


def test_several_series_are_told_apart_and_look_different() -> None:
    for data in (in_word.ORDINARY, in_word.SCORES, in_word.TREND):
        root = part_of(data)
        assert [local(found) for found in root.iter(f"{C}legend")] == ["legend"]
        looks = [etree.tostring(look) for series in root.iter(f"{C}ser") for look in series.iterfind(f"{C}spPr")]
        assert len(set(looks)) == len(looks) > 1


def test_a_score_stands_within_its_weight() -> None:
    root = part_of(in_word.SCORES)
    assert next(root.iter(f"{C}overlap")).get("val") == "100"
    assert [series.findtext(f"{C}tx//{C}v") for series in root.iter(f"{C}ser")] == ["分值", "得分"]


@pytest.mark.parametrize("kind", ["对比", "得分"])
def test_a_column_may_be_missing(kind: str) -> None:
    data = chart(kind, "分值", ("投入", "20"))
    assert told(in_word.in_word(data)) == table(data)


def test_more_years_than_have_room_are_bars() -> None:
    years = chart("趋势", "预算数", *((f"{year}年", "123456.78") for year in range(2001, 2021)))
    drawn = WordCharts()
    for data in (years, in_word.TREND):
        drawn.drawn(data)
    first, _, second, _ = map(str, drawn.parts.values())
    assert ("<c:barChart>" in first, "<c:lineChart>" in second) == (True, True)


def test_a_drawing_says_in_words_what_it_shows_and_stays_with_its_caption() -> None:
    drawing = str(WordCharts().drawn(chart("横条", "率", ('甲"<', "9"))))
    assert 'descr="甲&#34;&lt;的率为9。"' in drawing
    assert "<w:keepNext/>" in drawing


def test_rows_that_do_not_fit_on_a_page_go_on_in_further_charts() -> None:
    pages = pages_of(in_word.MANY.kind, cells(in_word.MANY))
    assert [len(page) - 1 for page in pages] == [10, 10, 10, 10, 7]
    assert [row for page in pages for row in page[1:]] == cells(in_word.MANY)[1:]
    drawn = WordCharts()
    kept = ["<w:keepNext/>" in paragraph for paragraph in str(drawn.drawn(in_word.MANY)).split("<w:p>")[1:]]
    assert kept == [*[False] * 4, True]  # with the caption
    alike = {tuple(re.findall('<c:(?:max|min|x|w) val="[^"]+"', str(part))) for part in list(drawn.parts.values())[::2]}
    assert [len(measures) for measures in alike] == [4]


def test_parts_that_do_not_fit_on_a_page_start_at_0() -> None:
    data = chart("构成", "数", *((f"第{number}项", "1") for number in range(60)))
    pages = pages_of(data.kind, cells(data))
    assert [len(page[0]) for page in pages] == [2] * len(pages)
    assert len(pages) > 1
