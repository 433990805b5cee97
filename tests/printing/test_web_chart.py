"""Charts on pages are read again: what is drawn, the table below it and the facts must agree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from pipeline.printing.read_back import disagreements
from pipeline.printing.web_telling import tell_web_page
from tests.document.printed import PAGE_NAMES, print_narrative

CHART = "经费\n{: .题注}\n\n| 经费 | 预算数 | 决算数 |\n|-|-|-|\n| 三公经费 | {{ 甲 }} | {{ 乙 }} |\n| 合计 | {{ 甲 }} | {{ 甲 + 乙 }} |\n{: .对比}\n\n后文。\n"
TREND = (
    "经费\n{: .题注}\n\n| 年 | 预算数 | 决算数 |\n|-|-|-|\n| 2019年 | {{ 甲 }} | {{ 乙 }} |\n| 2020年 | {{ 乙 }} | {{ 甲 }} |\n{: .趋势}\n"
)
EXPECTED = {"甲": ("9", "9"), "乙": ("8.06", "8.06")}


def page(text: str = CHART) -> str:
    main = etree.tostring(print_narrative(text, 甲=9, 乙=Decimal("8.06")).page, encoding="unicode")
    return f'<html xmlns="{PAGE_NAMES[1:-1]}"><head><title>标题</title></head><body>{main}</body></html>'


def drawn(words: str) -> str:
    return f": 第1张图画的是“{words}”，图下表格里是“预算数、决算数、三公经费、9.00、8.06、合计、9.00、17.06”"


def found(text: str) -> list[str]:
    """Return what is wrong with a page."""
    telling = tell_web_page(text.encode())
    return [f"{problem.path}: {problem.message}" for problem in disagreements("note", {".html": telling}, EXPECTED)]


def test_a_chart_is_told_as_its_table_with_its_caption_behind_it() -> None:
    places = tell_web_page(page().encode()).places()
    assert list(places.values()) == ["", "预算数", "决算数", "三公经费", "9.00", "8.06", "合计", "9.00", "17.06", "经费", "后文。"]


@pytest.mark.parametrize("text", [CHART, TREND])
def test_a_chart_as_it_is_printed_has_no_faults(text: str) -> None:
    assert found(page(text)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('data-fact="乙" data-value="8.06">8.06<', 'data-fact="乙" data-value="8.06">8.60<', "乙: 印出的是“8.60”，数据是“8.06”"),
        ('data-value="8.06"', 'data-value="8.60"', "乙: value 是“8.60”，数据是“8.06”"),
        (">17.06</text>", ">17.6</text>", drawn("预算数、决算数、三公经费、9.00、8.06、合计、9.00、17.6")),
        (">三公经费</text>", ">公用经费</text>", drawn("预算数、决算数、公用经费、9.00、8.06、合计、9.00、17.06")),
        (">决算数</text>", ">预算数</text>", drawn("预算数、预算数、三公经费、9.00、8.06、合计、9.00、17.06")),
    ],
)
def test_what_is_drawn_wrongly_is_found(old: str, new: str, expected: str) -> None:
    assert page().count(old) > 0
    assert expected in found(page().replace(old, new, 1))
