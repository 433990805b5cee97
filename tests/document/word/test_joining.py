"""`| 合并`: cells of flat rows become one with equal neighbours, in the Word file as on the page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.values import Blank
from tests.document.printed import PAGE_NAMES, form_complaints, page_text, print_form
from tests.word_files import cell, row, table

FLAT = table(
    row("一级", "二级", "三级"),
    row("{%tr for 项 in 指标 %}", "", ""),
    row("{{ 项.一 | 合并 }}", "{{ 项.二|合并 }}", "{{ 项.三 }}"),
    row("{%tr endfor %}", "", ""),
)


def indicators(*rows: str) -> list[dict[str, str]]:
    return [dict(zip("一二三", texts, strict=False)) for texts in rows]


def spans(body: str, **data: Any) -> list[tuple[str, int]]:  # noqa: ANN401
    printed = print_form(body, **data)
    return [(spot.text, spot.rows) for spot in printed.grid()]


def test_equal_neighbours_are_one_cell() -> None:
    assert spans(FLAT, 指标=indicators("甲子1", "甲子2", "甲丑3", "乙丑4"))[3:] == [
        ("甲", 3), ("子", 2), ("1", 1), ("2", 1), ("丑", 1), ("3", 1), ("乙", 1), ("丑", 1), ("4", 1),
    ]  # fmt: skip


def test_a_value_that_comes_again_later_is_a_cell_of_its_own() -> None:
    assert [text for text, _ in spans(FLAT, 指标=indicators("甲子1", "乙子2", "甲子3"))[3:]] == [
        "甲",
        "子",
        "1",
        "乙",
        "子",
        "2",
        "甲",
        "子",
        "3",
    ]


def test_no_rows_and_one_row_are_printed_as_they_are() -> None:
    assert spans(FLAT, 指标=[])[3:] == []
    assert spans(FLAT, 指标=indicators("甲子1"))[3:] == [("甲", 1), ("子", 1), ("1", 1)]


def test_blanks_are_not_equal_but_unknown() -> None:
    rows = [{"一": Blank(f"指标[{n}].一", "【待填】"), "二": "子", "三": "1"} for n in (1, 2)]
    assert [text for text, _ in spans(FLAT, 指标=rows)[3:]] == ["【待填】", "子", "1"] * 2


def test_what_else_the_cell_says_must_be_equal_too() -> None:
    form = table(row("{%tr for 项 in 指标 %}"), row("{{ 项.一 | 合并 }}（{{ 项.二 }}分）"), row("{%tr endfor %}"), widths=(1,))
    assert spans(form, 指标=indicators("甲1", "甲1", "甲2")) == [("甲（1分）", 2), ("甲（2分）", 1)]


def test_a_row_without_such_a_cell_divides_what_is_above_from_what_is_below() -> None:
    form = table(
        row("{%tr for 组 in 各组 %}", ""),
        row("{%tr for 项 in 组.各项 %}", ""),
        row("{{ 项.一 | 合并 }}", "{{ 项.二 }}"),
        row("{%tr endfor %}", ""),
        row("小计", "{{ 组.计 }}"),
        row("{%tr endfor %}", ""),
        widths=(1, 1),
    )
    groups = [{"各项": indicators("甲1", "甲2"), "计": "3"}, {"各项": indicators("甲4"), "计": "4"}]
    assert spans(form, 各组=groups) == [("甲", 2), ("1", 1), ("2", 1), ("小计", 1), ("3", 1), ("甲", 1), ("4", 1), ("小计", 1), ("4", 1)]


def test_a_subtotal_row_can_belong_to_the_run() -> None:
    form = table(
        row("{%tr for 组 in 各组 %}", ""),
        row("{%tr for 项 in 组.各项 %}", ""),
        row("{{ 组.名 | 合并 }}", "{{ 项.二 }}"),
        row("{%tr endfor %}", ""),
        row("{{ 组.名 | 合并 }}", "小计"),
        row("{%tr endfor %}", ""),
        widths=(1, 1),
    )
    groups = [{"名": "甲", "各项": indicators("甲1", "甲2")}, {"名": "乙", "各项": indicators("乙4")}]
    assert spans(form, 各组=groups) == [("甲", 3), ("1", 1), ("2", 1), ("小计", 1), ("乙", 2), ("4", 1), ("小计", 1)]


def test_a_merge_in_the_template_on_the_left_is_a_border() -> None:
    form = table(
        row(cell("{{ 首 }}", merge="restart"), "{%tr for 组 in 各组 %}", ""),
        row(cell(merge="continue"), cell("{{ 组.名 }}", merge="restart"), "{%tr for 项 in 组.各项 %}"),
        row(cell(merge="continue"), cell(merge="continue"), "{{ 项.二 | 合并 }}"),
        row(cell(merge="continue"), cell(merge="continue"), "{%tr endfor %}"),
        row(cell(merge="continue"), "{%tr endfor %}", ""),
    )
    groups = [{"名": "甲", "各项": indicators("甲1", "甲1")}, {"名": "乙", "各项": indicators("乙1", "乙2")}]
    assert spans(form, 首="全", 各组=groups) == [("全", 4), ("甲", 2), ("1", 2), ("乙", 2), ("1", 1), ("2", 1)]


def test_a_fixed_merge_of_each_record_is_a_border() -> None:
    form = table(
        row("{%tr for 项 in 指标 %}", ""),
        row(cell("{{ 项.一 }}", merge="restart"), "{{ 项.二 | 合并 }}"),
        row(cell(merge="continue"), "{{ 项.二 | 合并 }}"),
        row("{%tr endfor %}", ""),
        widths=(1, 1),
    )
    assert spans(form, 指标=indicators("甲1", "乙1")) == [("甲", 2), ("1", 2), ("乙", 2), ("1", 2)]


def test_runs_go_on_over_the_rows_of_an_outer_loop_without_a_label() -> None:
    form = table(
        row("{%tr for 组 in 各组 %}", ""),
        row("{%tr for 项 in 组.各项 %}", ""),
        row("{{ 项.一 | 合并 }}", "{{ 项.二 }}"),
        row("{%tr endfor %}", ""),
        row("{%tr endfor %}", ""),
        widths=(1, 1),
    )
    groups = [{"各项": indicators("甲1")}, {"各项": []}, {"各项": indicators("甲2", "乙3")}]
    assert spans(form, 各组=groups) == [("甲", 2), ("1", 1), ("2", 1), ("乙", 1), ("3", 1)]


def test_rows_outside_of_loops_join_as_well() -> None:
    form = table(row("{{ 名 | 合并 }}", "1"), row("{{ 名 | 合并 }}", "2"), row("尾", "3"), widths=(1, 1))
    assert spans(form, 名="甲") == [("甲", 2), ("1", 1), ("2", 1), ("尾", 1), ("3", 1)]


def test_going_through_the_rows_beforehand_changes_no_variable() -> None:
    form = table(
        row("{%tr set 数 = 1 %}"), row("{%tr for 项 in 指标 %}"), row("{{ 项.一 | 合并 }}"), row("{%tr set 数 = 数 + 1 %}"), row("{%tr endfor %}"),
        row("{{ 数 }}"), widths=(1,),
    )  # fmt: skip
    assert spans(form, 指标=indicators("甲", "甲")) == [("甲", 2), ("1", 1)]


def test_a_table_in_a_loop_begins_anew_each_time() -> None:
    form = (
        "<w:p><w:r><w:t>{%p for 组 in 各组 %}</w:t></w:r></w:p>"
        + table(row("{%tr for 项 in 组.各项 %}"), row("{{ 项.一 | 合并 }}"), row("{%tr endfor %}"), widths=(1,))
        + "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    )
    printed = print_form(form, 各组=[{"各项": indicators("甲", "甲")}, {"各项": indicators("甲")}])
    assert [[(spot.text, spot.rows) for spot in printed.grid(number)] for number in (1, 2)] == [[("甲", 2)], [("甲", 1)]]


def test_a_joined_label_heads_all_its_rows() -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="表格标签"/></w:style></w:styles>'
    )
    label = '<w:p><w:pPr><w:pStyle w:val="b"/></w:pPr><w:r><w:t>{{ 项.一 | 合并 }}</w:t></w:r></w:p>'
    form = table(row("{%tr for 项 in 指标 %}", ""), row(cell(label), "{{ 项.二 }}"), row("{%tr endfor %}", ""), widths=(1, 1))
    printed = print_form(form, styles=styles, 指标=indicators("甲1", "甲2"))
    assert [(page_text(head), head.get("scope"), head.get("rowspan")) for head in printed.page.iter(f"{PAGE_NAMES}th")] == [
        ("甲", "row", "2")
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (table(row("{{ 名 | 合并 }}{% if 名 %}甲{% endif %}"), widths=(1,)), "用了 合并 的这一格里还有判断、循环或链接，无法比较"),
        (
            table(row(cell("{{ 名 | 合并 }}", merge="restart")), row(cell(merge="continue")), widths=(1,)),
            "这一格在模板里已经上下合并，不能再用 合并",
        ),
        (table(row("{%tc if 名 %}", "甲", "{%tc endif %}", "{{ 名 | 合并 }}"), widths=(1, 1)), "这一行里有 {%tc %}，不能用 合并"),
        ("<w:p><w:r><w:t>{{ 名 | 合并 }}</w:t></w:r></w:p>", "合并 只能用在表格的格里"),
    ],
)
def test_where_nothing_can_be_joined_the_author_is_told(body: str, said: str) -> None:
    assert [complaint.partition(": ")[2] for complaint in form_complaints(body)] == [said]


def runs(texts: list[str]) -> list[tuple[str, int]]:
    return [(key, len(list(group))) for key, group in groupby(texts)]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.sampled_from("子丑"), st.sampled_from("12")), max_size=12))
def test_any_rows_are_joined_as_a_person_would(rows: list[tuple[str, str, str]]) -> None:
    printed = print_form(FLAT, 指标=[dict(zip("一二三", texts, strict=True)) for texts in rows])
    spots = [spot for spot in printed.grid() if spot.row]
    by_column = [[(spot.text, spot.rows) for spot in spots if spot.column == column] for column in (0, 1)]
    assert by_column == [runs([row[0] for row in rows]), [(pair[1], length) for pair, length in runs([row[0] + row[1] for row in rows])]]
    assert printed.rows()[1:] == [list(texts) for texts in rows]
