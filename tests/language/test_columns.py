"""What a table asks of its rows: content, totals that are true, decimals that stand below each other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.language.columns import aligned_columns, can_be_totalled, column_total, grouped, has_column
from pipeline.language.values import Blank, Figure, Group, NotApplicable, Rows, Value, Words


def rows(*values: str) -> Rows:
    return Rows(
        Group({"名": Words("甲", f"行[{number}].名"), "数": value(text, f"行[{number}].数")}) for number, text in enumerate(values, 1)
    )


def value(text: str, path: str) -> Value:
    if not text:
        return Blank(path)
    return NotApplicable(text, path) if text == "无" else Figure(Decimal(text.strip("%")), path, text)


@pytest.mark.parametrize(("values", "holds"), [(("", ""), False), (("无", ""), False), (("", "0"), True)])
def test_a_column_has_content_if_a_row_says_something_in_it(values: tuple[str, ...], holds: bool) -> None:  # noqa: FBT001
    assert has_column(rows(*values), "数") is holds


@pytest.mark.parametrize(("values", "total"), [(("1.5", "2.25"), "3.75"), (("0.80", "1.20"), "2.00"), (("3", "无"), "3")])
def test_a_total_is_exact_and_has_the_decimals_of_its_column(values: tuple[str, ...], total: str) -> None:
    assert str(column_total(rows(*values), "数")) == total


@pytest.mark.parametrize("values", [("1.5", ""), ("无", "无"), ()])
def test_a_total_that_would_not_be_true_is_a_blank(values: tuple[str, ...]) -> None:
    assert not str(column_total(rows(*values), "数"))


def test_the_numbers_of_columns_have_the_same_number_of_decimals() -> None:
    assert [str(row["数"]) for row in aligned_columns(rows("9", "8.06", "4.5", "无", ""), "数")] == ["9.00", "8.06", "4.50", "无", ""]
    assert [str(row["数"]) for row in aligned_columns(rows("9", "12"), "数")] == ["9", "12"]


@pytest.mark.parametrize(("values", "holds"), [(("1", "2"), True), (("1",), False), (("1", ""), False)])
def test_a_total_stands_below_several_rows_if_it_is_true(values: tuple[str, ...], holds: bool) -> None:  # noqa: FBT001
    assert can_be_totalled(rows(*values), "数") is holds


def test_rows_are_grouped_if_each_says_to_which_group_it_belongs() -> None:
    assert [len(group) for group in grouped(rows("1", "2", "1"), "数")] == [2, 1]
    assert grouped(rows("1", ""), "数") == []
