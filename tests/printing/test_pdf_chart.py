"""Charts in PDFs are told from the finished file, in the marks of every other kind of file."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

import pytest

from pipeline.characters import LINE_END
from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.sentences import sentence
from pipeline.document.charts.typst import drawn
from pipeline.document.pdf.file import read_pdf
from pipeline.document.pdf.structure import Element, read_tagged
from pipeline.document.typst.compiler import set_on_pages
from pipeline.document.typst.source import as_typst
from pipeline.printing.pdf_telling import tell_pdf_file
from tests.document.charts.charts import BLANK, chart

HEAD = '#set page("a4",margin:28mm);#set document(title:"图");#set text(lang:"zh",region:"cn",font:"Noto Serif CJK SC");#'
HOSTILE = '"\\#$[{ <&amp;> // /* @甲 `'
CHARTS = {
    "对比": chart("对比", "预算数 决算数", ("三公经费", "9.00", "8.06"), (HOSTILE, "-1.50", BLANK)),
    "趋势": chart("趋势", "预算数 一个在图的左边写不下要分成几行的名称", ("2019年", "9", "8"), ("2020年", "10", BLANK)),
    "得分": chart("得分", "分值 得分", ("预算执行率" * 8, "10", "9.5"), ("按期答复率", "5", "5")),
    "构成": chart("构成", "决算数", ("人员经费", "30"), ("项目支出", "10")),
    "横条": chart("横条", "金额", *((f"项目{number}", str(Decimal(number))) for number in range(80))),
}


@cache
def printed(kind: str) -> bytes:
    pytest.importorskip("typst")
    return set_on_pages(HEAD + as_typst(str(drawn(CHARTS[kind]))), dated=False)


def texts(data: ChartData) -> list[str]:
    rows = (text for row in data.rows for text in (text_of(row.name), *map(shown, row.measures)))
    return ["", *map(text_of, data.series), *rows]


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_is_told_as_the_table_that_it_is_drawn_of(kind: str) -> None:
    places = tell_pdf_file(printed(kind)).places()
    assert [text.replace(LINE_END, "") for text in places.values()] == texts(CHARTS[kind])
    assert list(places)[len(CHARTS[kind].series) + 1] == "第1个表格第2行第1格"


def test_its_sentence_is_its_alternative_text() -> None:
    def elements(kids: tuple[object, ...]) -> list[Element]:
        found = [kid for kid in kids if isinstance(kid, Element)]
        return found + [inner for kid in found for inner in elements(kid.kids)]

    (figure,) = (each for each in elements(read_tagged(read_pdf(printed("对比"))).elements) if each.kind == "Figure")
    assert figure.alternative == sentence(CHARTS["对比"])
