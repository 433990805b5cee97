"""What a table asks of the rows that it prints: whether a column has content, its total, and as many decimals all the way down."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext

from pipeline.language import wording
from pipeline.language.nothing import has_content
from pipeline.language.phrases import decimals_of, with_decimals
from pipeline.language.values import Blank, Figure, Group, Rows, Value


def has_column(rows: Iterable[Group], name: str) -> bool:
    """Return whether a row says anything in a column; 0 is something."""
    return any(has_content(row[name]) for row in rows)


def column_total(rows: Iterable[Group], name: str) -> Decimal | Blank:
    """Return the sum of a column with as many decimals as it has; a blank if a row's number is missing: the sum would not be true.

    Args:
        rows: the rows; one of 不适用 or 无 adds nothing.
        name: the column.
    """
    values = [row[name] for row in rows]
    numbers = [value for value in values if isinstance(value, Figure)]
    if not numbers or any(isinstance(value, Blank) for value in values):
        return Blank(name)
    with localcontext(wording.EXACT):
        total = sum(numbers, Decimal(0))
    return total.quantize(Decimal((0, (1,), -max(map(decimals_of, numbers)))))


def aligned_columns(rows: Iterable[Group]) -> Rows:
    """Return rows whose numbers have as many decimals all the way down: 9.00 above 8.06; percentages stay as they are."""
    lines = list(rows)
    most: dict[str, int] = {}
    for row in lines:
        for name, value in row.items():
            if type(value) is Figure and "%" not in value.text:
                most[name] = max(most.get(name, 0), decimals_of(value))
    return Rows(Group({name: aligned_value(value, most.get(name, 0)) for name, value in row.items()}) for row in lines)


def aligned_value(value: Value, places: int) -> Value:
    """Return a number of a column with so many decimals; anything else as it is."""
    return with_decimals(value, places) if type(value) is Figure and "%" not in value.text else value
