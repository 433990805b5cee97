"""Vertical merges whose rows repeat or vanish: the Word file and the page must show the same grid, whatever the data."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document.printed import print_form
from tests.word_files import cell, row, table

ROWS = [0, 1, 3]


def begin(text: str = "标签", span: int = 1) -> str:
    return cell(text, merge="restart", span=span)


def below(text: str = "", span: int = 1) -> str:
    return cell(text, merge="continue", span=span)


def named(number: int) -> list[dict[str, str]]:
    return [{"名": f"第{n}"} for n in range(1, number + 1)]


@pytest.mark.parametrize("number", ROWS)
def test_a_label_above_a_loop_covers_its_own_row_and_the_loops(number: int) -> None:
    form = table(
        row(begin(), "头", "数"),
        row(below(), "{%tr for 项 in 各项 %}", ""),
        row(below(), "{{ 项.名 }}", "a"),
        row(below(), "{%tr endfor %}", ""),
    )
    expected = [["标签", "头", "数"], *(["标签", f"第{n}", "a"] for n in range(1, number + 1))]
    assert print_form(form, 各项=named(number)).rows() == expected


@pytest.mark.parametrize("number", ROWS)
def test_a_label_in_the_row_of_the_for_tag_covers_the_loops_rows(number: int) -> None:
    form = table(row(begin(), "{%tr for 项 in 各项 %}", ""), row(below(), "{{ 项.名 }}", "a"), row(below(), "{%tr endfor %}", ""))
    assert print_form(form, 各项=named(number)).rows() == [["标签", f"第{n}", "a"] for n in range(1, number + 1)]


@pytest.mark.parametrize("number", ROWS)
@pytest.mark.parametrize("head", [[], [row(begin(), "头", "a")]])
def test_a_merge_runs_on_after_the_loop(number: int, head: list[str]) -> None:
    loop = [
        row(below() if head else begin(), "{%tr for 项 in 各项 %}", ""),
        row(below(), "{{ 项.名 }}", "a"),
        row(below(), "{%tr endfor %}", ""),
    ]
    printed = print_form(table(*head, *loop, row(below(), "尾", "a")), 各项=named(number))
    middle = [["标签", f"第{n}", "a"] for n in range(1, number + 1)]
    assert printed.rows() == [*([["标签", "头", "a"]] if head else []), *middle, ["标签", "尾", "a"]]


@pytest.mark.parametrize("number", ROWS)
def test_each_record_of_two_rows_has_a_merge_of_its_own(number: int) -> None:
    form = table(
        row("{%tr for 项 in 各项 %}", "", ""),
        row(begin("{{ 项.名 }}"), "上", "a"),
        row(below(), "下", "b"),
        row("{%tr endfor %}", "", ""),
    )
    expected = [line for n in range(1, number + 1) for line in ([f"第{n}", "上", "a"], [f"第{n}", "下", "b"])]
    assert print_form(form, 各项=named(number)).rows() == expected


@pytest.mark.parametrize("number", ROWS)
def test_loops_in_loops_merge_on_two_levels(number: int) -> None:
    form = table(
        row(begin("总"), "{%tr for 项 in 各项 %}", ""),
        row(below(), begin("{{ 项.名 }}"), "{%tr for 子 in 各项 %}"),
        row(below(), below(), "{{ 子.名 }}"),
        row(below(), below(), "{%tr endfor %}"),
        row(below(), "{%tr endfor %}", ""),
    )
    numbers = range(1, number + 1)
    assert print_form(form, 各项=named(number)).rows() == [["总", f"第{n}", f"第{m}"] for n in numbers for m in numbers]


@pytest.mark.parametrize("holds", [True, False])
def test_a_merge_spans_a_condition_with_else(holds: bool) -> None:  # noqa: FBT001
    form = table(
        row(begin(), "头", "数"),
        row(below(), "{%tr if 有 %}", ""),
        row(below(), "有", "a"),
        row(below(), "也有", "a"),
        row(below(), "{%tr else %}", ""),
        row(below(), "没有", "b"),
        row(below(), "{%tr endif %}", ""),
    )
    middle = [["标签", "有", "a"], ["标签", "也有", "a"]] if holds else [["标签", "没有", "b"]]
    assert print_form(form, 有=holds).rows() == [["标签", "头", "数"], *middle]


@pytest.mark.parametrize("tag_row", [begin(), "{%tr if 有 %}"])
@pytest.mark.parametrize("holds", [True, False])
def test_a_label_is_not_lost_with_the_row_that_a_condition_takes_away(holds: bool, tag_row: str) -> None:  # noqa: FBT001
    first = row(begin(), "{%tr if 有 %}", "") if tag_row == begin() else row(tag_row, "", "")
    form = table(
        first, row(below() if tag_row == begin() else begin(), "有", "a"), row(below(), "{%tr endif %}", ""), row(below(), "尾", "b")
    )
    assert print_form(form, 有=holds).rows() == [*([["标签", "有", "a"]] if holds else []), ["标签", "尾", "b"]]


def test_a_label_whose_rows_all_vanish_vanishes_too() -> None:
    form = table(row("x", "y", "z"), row(begin(), "{%tr if 有 %}", ""), row(below(), "有", "a"), row(below(), "{%tr endif %}", ""))
    assert print_form(form, 有=False).rows() == [["x", "y", "z"]]


@pytest.mark.parametrize("number", ROWS)
def test_several_columns_merge_at_once(number: int) -> None:
    form = table(
        row(begin("一"), begin("二", span=2), "头"),
        row(below(), below(span=2), "{%tr for 项 in 各项 %}"),
        row(below(), below(span=2), "{{ 项.名 }}"),
        row(below(), below(span=2), "{%tr endfor %}"),
        widths=(2000, 1000, 1000, 2000),
    )
    printed = print_form(form, 各项=named(number))
    assert printed.rows() == [["一", "二", "二", text] for text in ["头", *(f"第{n}" for n in range(1, number + 1))]]


def test_a_fixed_merge_beside_a_loop_stays_fixed() -> None:
    form = table(
        row(begin("甲"), "1", "a"),
        row(below(), "2", "a"),
        row("{%tr for 项 in 各项 %}", "", ""),
        row("乙", "{{ 项.名 }}", "b"),
        row("{%tr endfor %}", "", ""),
    )
    assert print_form(form, 各项=named(2)).rows() == [["甲", "1", "a"], ["甲", "2", "a"], ["乙", "第1", "b"], ["乙", "第2", "b"]]


def test_two_merges_one_below_the_other_stay_apart() -> None:
    form = table(row(begin("甲"), "1", "a"), row(below(), "2", "a"), row(begin("乙"), "3", "a"), row(below(), "4", "a"))
    assert [line[0] for line in print_form(form).rows()] == ["甲", "甲", "乙", "乙"]


def test_the_label_of_a_merge_can_have_several_paragraphs_and_tags() -> None:
    form = table(
        row(cell("整体", "（{{ 名 }}）", merge="restart"), "头", "a"),
        row(below(), "{%tr for 项 in 各项 %}", ""),
        row(below(), "{{ 项.名 }}", "a"),
        row(below(), "{%tr endfor %}", ""),
    )
    assert [line[0] for line in print_form(form, 名="甲", 各项=named(2)).rows()] == ["整体|（甲）"] * 3


def test_a_label_can_hold_a_condition_of_its_own() -> None:
    label = cell("整体{% if 有 %}有{% endif %}", "{%p if 有 %}", "补", "{%p endif %}", merge="restart")
    form = table(row(label, "{%tr for 项 in 各项 %}", ""), row(below(), "{{ 项.名 }}", "a"), row(below(), "{%tr endfor %}", ""))
    assert [line[0] for line in print_form(form, 有=True, 各项=named(2)).rows()] == ["整体有|补"] * 2
    assert [line[0] for line in print_form(form, 有=False, 各项=named(2)).rows()] == ["整体"] * 2


# A made-up table as a tree: rows, loops and conditions, and which neighbours of one level share a label.
@dataclass
class Part:
    """A row (no body), or a loop or condition around parts; `times` says how often the body is printed, or which branch."""

    times: int = 1
    body: list[Part] = field(default_factory=list)
    other: list[Part] = field(default_factory=list)
    loop: bool = False
    together: bool = False


def parts(depth: int) -> st.SearchStrategy[list[Part]]:
    plain = st.builds(Part, together=st.booleans())
    if not depth:
        return st.lists(plain, min_size=1, max_size=3)
    inner = parts(depth - 1)
    loops = st.builds(Part, times=st.integers(0, 3), body=inner, loop=st.just(value=True), together=st.booleans())
    choices = st.builds(Part, times=st.integers(0, 1), body=inner, other=st.just([]) | inner, together=st.booleans())
    return st.lists(plain | loops | choices, min_size=1, max_size=4)


class Made:
    """The rows of the Word table that a tree makes, and the rows that must be printed."""

    def __init__(self) -> None:
        self.form: list[str] = []
        self.data: dict[str, Any] = {}
        self.expected: list[list[str]] = []
        self.numbers = count(1)

    def write(self, level: int, around: list[str], tree: list[Part]) -> None:
        """Add the form's rows; a level has a column, in which parts that stand together have one label."""
        for group in grouped(tree):
            self.label = f"标签{next(self.numbers)}"
            cells = iter([begin(self.label) if len(group) > 1 or group[0].body else self.label])
            for part in group:
                self.write_part(level, around, cells, part)

    def own(self, cells: Any) -> str:  # noqa: ANN401
        return str(next(cells, below()))

    def write_part(self, level: int, around: list[str], cells: Any, part: Part) -> None:  # noqa: ANN401
        number = next(self.numbers)
        if not part.body:
            self.row(around, [self.own(cells)], f"行{number}")
            return
        self.data[f"项{number}"] = [{"名": "x"}] * part.times if part.loop else bool(part.times)
        self.row(around, [self.own(cells)], f"{{%tr for 个{number} in 项{number} %}}" if part.loop else f"{{%tr if 项{number} %}}")
        self.inner(level, around, cells, part.body)
        if part.other:
            self.row(around, [below()], "{%tr else %}")
            self.inner(level, around, cells, part.other)
        self.row(around, [below()], "{%tr endfor %}" if part.loop else "{%tr endif %}")

    def inner(self, level: int, around: list[str], _: Any, body: list[Part]) -> None:  # noqa: ANN401
        self.write(level + 1, [*around, below()], body)

    def row(self, around: list[str], own: list[str], last: str) -> None:
        empty = LEVELS - len(around) - len(own)
        self.form.append(row(*around, *own, *["-" if "{%" not in last else ""] * empty, last))


LEVELS = 3


def grouped(tree: list[Part]) -> list[list[Part]]:
    groups: list[list[Part]] = []
    for part in tree:
        if groups and part.together:
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def numbered(tree: list[Part], numbers: Any) -> list[Any]:  # noqa: ANN401
    """Return the tree with the labels and numbers that `Made` gave its parts."""
    return [
        (f"标签{next(numbers)}", [(part, next(numbers), numbered(part.body, numbers), numbered(part.other, numbers)) for part in group])
        for group in grouped(tree)
    ]


def expected_rows(tree: list[Any], around: list[str]) -> list[list[str]]:
    """Return what a numbered tree prints: each row with the labels around it."""
    rows: list[list[str]] = []
    for label, group in tree:
        labels = [*around, label]
        for part, number, body, other in group:
            if not part.body:
                rows.append([*labels, *["-"] * (LEVELS - len(labels)), f"行{number}"])
            elif part.loop:
                rows += [line for _ in range(part.times) for line in expected_rows(body, labels)]
            else:
                rows += expected_rows(body if part.times else other, labels)
    return rows


@settings(max_examples=25)
@given(parts(2))
def test_any_table_of_loops_and_conditions_prints_the_same_grid_in_both_outputs(tree: list[Part]) -> None:
    made = Made()
    made.write(0, [], tree)
    printed = print_form(table(*made.form, widths=(1000, 1000, 1000, 1000)), **made.data)
    assert printed.rows() == expected_rows(numbered(tree, count(1)), [])
