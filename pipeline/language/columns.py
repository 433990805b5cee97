"""What a table asks of the rows that it prints: whether a column has content, its total, and as many decimals all the way down."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from pipeline.language import wording
from pipeline.language.nothing import has_content
from pipeline.language.phrases import common_decimals, decimals_of, growth, with_decimals
from pipeline.language.values import Blank, Figure, Group, Rows, Value


def has_column(rows: Iterable[Group], name: str) -> bool:
    """Return whether a row says anything in a column; 0 is something."""
    return any(has_content(row[name]) for row in rows)


def column_total(rows: Iterable[Group], name: str) -> Figure | Blank:
    """Return the sum of a column with as many decimals; a blank if a row's number is missing: the sum would not be true.

    Args:
        rows: the rows; one of 不适用 or 无 adds nothing.
        name: the column.
    """
    values = [row[name] for row in rows]
    numbers = [value for value in values if isinstance(value, Figure)]
    if not numbers or any(isinstance(value, Blank) for value in values):
        return Blank(name)
    total = reduce(wording.EXACT.add, numbers, Decimal(0))
    if all(number.is_dash for number in numbers):
        return Figure(total, "", numbers[0].text)
    places = common_decimals({decimals_of(number) for number in numbers if not number.is_dash})
    return Figure(total, "", wording.plain_number(total.quantize(Decimal((0, (1,), -places)))))


def has_growth(rows: Iterable[Group], name: str, last: str) -> bool:
    """Return whether a row's number can be compared with last year's, so that a column can say by how much it grew.

    Args:
        rows: the rows.
        name: the column of this year's numbers.
        last: the column of last year's.
    """
    return any(growth(row[name], row[last]) for row in rows)


def can_be_totalled(rows: Iterable[Group], *names: str) -> bool:
    """Return whether there is more than one row, and a total of at least one of the columns that is true."""
    lines = list(rows)
    return len(lines) > 1 and any(isinstance(column_total(lines, name), Decimal) for name in names)


def grouped(rows: Iterable[Group], name: str) -> list[Rows]:
    """Return the rows in groups, one for each content of a column in the order of the first of each; none if a row has no content there.

    Args:
        rows: the rows.
        name: the column.
    """
    found: dict[str, list[Group]] = {}
    for row in rows:
        if not has_content(row[name]):
            return []
        found.setdefault(str(row[name]), []).append(row)
    return [Rows(group) for group in found.values()]


def aligned_columns(rows: Iterable[Group], *names: str) -> Rows:
    """Return rows whose numbers in some columns have the same number of decimals: 9.00 beside and above 8.06.

    Args:
        rows: the rows.
        names: the columns, of one unit.
    """
    lines = list(rows)
    decimals = {decimals_of(value) for row in lines for name in names if type(value := row[name]) is Figure and not value.is_dash}
    places = common_decimals(decimals) if decimals else 0
    return Rows(Group({name: aligned_value(value, places if name in names else 0) for name, value in row.items()}) for row in lines)


def aligned_value(value: Value, places: int) -> Value:
    """Return a number of a column with so many decimals; anything else as it is."""
    return with_decimals(value, places) if type(value) is Figure and places else value
