"""Charts in Word files, made and told again, and the table that each should be told as."""

from __future__ import annotations

from typing import Final

from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.word_chart import WordCharts
from pipeline.document.charts.word_reader import ToldChart, targets_of, tell_chart
from pipeline.document.word.contents import part_name
from pipeline.document.word.finished import FinishedPackage
from pipeline.document.word.package import DOCUMENT, WordPackage
from pipeline.language.values import NotApplicable
from tests.document.charts.charts import BLANK, DRAFT, NOT_APPLICABLE, chart
from tests.word_files import DOCUMENT_RELATIONSHIPS, HEAD, RELATIONSHIPS, TYPES, W

SHELL: Final = WordPackage(
    {
        "[Content_Types].xml": TYPES.encode(),
        "_rels/.rels": RELATIONSHIPS.encode(),
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONSHIPS.encode(),
        "word/styles.xml": f"{HEAD}<w:styles {W}/>".encode(),
    },
    [DOCUMENT],
)


def table(data: ChartData) -> list[list[str]]:
    """Return a chart as the table of what it shows."""
    return [["", *map(text_of, data.series)], *([text_of(row.name), *map(shown, row.measures)] for row in data.rows)]


def in_word(*charts: ChartData) -> bytes:
    """Return a Word file of charts."""
    drawn = WordCharts()
    body = "".join(str(drawn.drawn(data)) for data in charts)
    return SHELL.write({DOCUMENT: f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"}, "题", "局", drawn.parts)


def told_chart(data: bytes, number: int = 1) -> ToldChart:
    """Return what one of a Word file's charts says."""
    package = FinishedPackage(data)
    return tell_chart(package, part_name(targets_of(package, DOCUMENT)[f"rIdZiping-chart{number}"], DOCUMENT))


def told(data: bytes, number: int = 1) -> list[list[str]]:
    """Return what one of a Word file's charts draws, as a table."""
    return list(map(list, told_chart(data, number).rows))


NONE: Final = NotApplicable("无", "无")
NAMES: Final = "预算数 决算数"
ORDINARY: Final = chart("对比", NAMES, ("三公经费", "9.00", "8.06"), ("公用经费", "120.5", NONE), ("会议费", "0", "0.5"))
ONE_BAR: Final = chart("横条", "完成率", ("预算执行率", "89.56%"))
MISSING: Final = chart(
    "横条", "率", ("执行率", "89.56%"), ("结转率", BLANK), ("采购率", NOT_APPLICABLE), ("待填的", DRAFT), ("全部", "100%")
)
NEGATIVE: Final = chart("横条", "增减", ("人员经费", "12.5"), ("公用经费", "-3.20"), ("项目经费", "-20"), ("其他", "0"))
TWENTY: Final = chart("对比", NAMES, *((f"第{number}个项目的名称", str(3 * number), str(60 - 2 * number)) for number in range(1, 21)))
PARTS: Final = chart("构成", "决算数", ("基本支出", "1200.5"), ("项目支出", "300.25"), ("未填的", BLANK), ("其他", "0"))
NEGATIVE_PART: Final = chart("构成", "决算数", ("基本支出", "12"), ("调减", "-3"))
TREND: Final = chart("趋势", NAMES, ("2018年", "10", "9.50"), ("2019年", "9.5", "9.1"), ("2020年", "9.00", "8.06"), ("2021年", "8", BLANK))
SCORES: Final = chart("得分", "分值 得分", ("投入", "20", "18.5"), ("过程", "30", "30"), ("产出", "30", "0"), ("效果", "20", BLANK))
LONG: Final = "一个很长很长的名称，用来看看它在左边这一列里会不会折行，还是被截断，还是盖住了别的"
LONG_NAMES: Final = chart("横条", "数", (LONG, "9"), ("甲", "123456789012345678"), (f"又{LONG}", "12345678901.50"))
MANY: Final = chart("得分", "分值 得分", *((f"第{number}项指标：{LONG}", "10", f"{number % 11}") for number in range(1, 48)))
ALL: Final = (ORDINARY, ONE_BAR, MISSING, NEGATIVE, TWENTY, PARTS, NEGATIVE_PART, TREND, SCORES, LONG_NAMES)
