"""合计 and the like as a template calls them: over rows of rows, in loops and macros, beside macros of the author's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.language.aggregates import left_out, noting
from pipeline.language.expressions import HTML, PLAIN, compiled
from pipeline.language.values import AtHand, Blank, Figure, Group, NotApplicable, Rows, Words


def figure(number: str, path: str = "") -> Figure:
    return Figure(Decimal(number.removesuffix("%")), path, number)


def rows(*values: Blank | NotApplicable | str) -> Rows:
    return Rows(Group({"数": value if isinstance(value, Blank | Words) else figure(value), "名": Words("甲", "")}) for value in values)


NAMES = {
    "表": Rows([Group({"行": rows("1.5", "2")}), Group({"行": rows(NotApplicable("无", "表[2].行[1].数"), Blank("表[2].行[2].数"))})]),
    "行": Rows([Group({"数": figure("9", "行[1].数")}), Group({"数": figure("8.06", "行[2].数")})]),
    "率": rows("50%", "25.5%"),
    "组": Group({"行": rows("1", "2")}),
    "没有": Rows(),
    "错": rows("1", Blank("错[2].数", wrong=True)),
    "外": AtHand(Group({"数": figure("1")}), rows("1", "2")),
    "值": figure("1"),
}


def printed(source: str) -> str:
    return PLAIN.from_string(source).render(NAMES)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ 合计(表.行.数) }}", "3.5"),
        ("{{ 合计(行.数) }}", "17.06"),
        ("{{ 合计(率.数) }}", "75.50%"),
        ("{{ 平均(率.数) }}", "37.75%"),
        ("{{ 平均(表.行.数) }}", "1.75"),
        ("{{ 最大(行.数) }}", "9"),
        ("{{ 个数(表) }}{{ 个数(表.行) }}{{ 个数(表.行.数) }}{{ 个数(表.行.名) }}", "2424"),
        ("{{ 合计(组.行.数) }}{{ 合计(组['行'].数) }}{{ 合计(行[1:].数) }}{{ 合计(表[0].行.数) }}", "338.063.5"),
        ("{{ 合计(没有.数) }}{{ 合计(没有.数.数) }}{{ 合计(没有) }}{{ 个数(没有.数) }}", "0"),
        ("{{ 合计(错.数) }}{{ 最大(错.数) }}", ""),
        ("{{ 合计([值, 2]) }}{{ [值, 2] | 合计 }}", "33"),
        ("{{ 外.数 }}{{ 合计(外.数) }}{{ 个数(外) }}{{ 外 | 个数 }}{% for 一 in 外 %}{{ 一.数 }}{% endfor %}{{ 外[1].数 }}", "1322122"),
        ("{% for 一 in 表 %}{{ 合计(一.行.数) }};{% endfor %}", "3.5;;"),
        ("{% macro 和(各行) %}{{ 合计(各行.数) }}{% endmacro %}{{ 和(行) }}", "17.06"),
        ("{% set 各行 = 组.行 %}{{ 合计(各行.数) * 2 }}", "6"),
        ("{% set 名 = namespace(各行=行) %}{{ 合计(名.各行.数) }}", "17.06"),
        ("{% macro 合计(甲, 乙) %}{{ 甲 }}和{{ 乙 }}{% endmacro %}{{ 合计(1, 2) }}", "1和2"),
        ("{% if 合计(行.数) > 17 %}多{% endif %}", "多"),
    ],
)
def test_a_call_gives_its_text(source: str, text: str) -> None:
    assert printed(source) == text


def test_the_greatest_of_a_column_is_its_fact() -> None:
    assert HTML.from_string("{{ 最大(行.数) }}{{ 合计(行.数) }}").render(NAMES) == '<data value="9" data-fact="行[1].数">9</data>17.06'


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 合计(行) }}", "要写明是各行的哪一项，例如 合计(项目.金额)"),
        ("{{ 合计(行.名) }}", "没有“名”这一项"),
        ("{{ 最大(表.行.名) }}", "合计、最大、最小、平均只能用于数字"),
        ("{{ 外 }}", "这里印不出一个值：一组内容要写明是哪一项，判断要写在 if 里"),
    ],
)
def test_what_a_form_cannot_tell_beforehand_is_told_when_it_runs(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=said.replace("(", "[(]").replace(")", "[)]")):
        printed(source)


def test_what_was_left_out_can_be_asked() -> None:
    with noting() as columns:
        compiled("合计(表.行.数) + 合计(行.数) + 合计(表.行.数)")(NAMES)
    assert [[value.path for value in left_out(column)] for column in columns.values()] == [["表[2].行[1].数", "表[2].行[2].数"], []]


def test_columns_that_are_noted_are_gathered_once() -> None:
    with noting() as columns:
        compiled("最大(行.数) - 最小(行.数)")(NAMES)
    assert len(columns) == 1
