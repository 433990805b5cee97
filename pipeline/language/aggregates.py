"""What is asked of a column of rows, and of rows within rows: 合计(指标.得分), exact, and knowing what it left out.

A call is compiled into the filter of the same name, so that there is one way to count. What stands in its brackets is a path,
which goes through rows there as nowhere else: all values below them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal, localcontext
from functools import reduce
from typing import Any, Final

from jinja2 import Environment, nodes, pass_environment

from pipeline.language import wording
from pipeline.language.budget import FILTER, limited, spend
from pipeline.language.nothing import has_content
from pipeline.language.phrases import RATES
from pipeline.language.values import AtHand, Blank, Column, Figure, NotApplicable, Rows

SUM, COUNT, GREATEST, LEAST, MEAN = NAMES = ("合计", "个数", "最大", "最小", "平均")
# What goes through rows to the values below them; no author can call it, since no name of a field begins so.
COLUMN: Final = "_column"
NO_FIGURE: Final = "不适用"
WHICH: Final = "要写明是各行的哪一项，例如 合计(项目.金额)"
NUMBERS_ONLY: Final = "合计、最大、最小、平均只能用于数字"
Of = Callable[[Any], Any]


class _Noted(threading.local):
    """The columns that were asked, in this thread, while somebody wants to know."""

    columns: dict[int, Column] | None = None


_noted = _Noted()


@contextmanager
def noting() -> Iterator[dict[int, Column]]:
    """Note each column of which a sum or the like is asked meanwhile, once."""
    before, _noted.columns = _noted.columns, {}
    try:
        yield _noted.columns
    finally:
        _noted.columns = before


def left_out(column: Column) -> list[Blank | NotApplicable]:
    """Return the values of a column that count nothing: blanks, 无 and 不适用; looked for once."""
    return column.known(left_out, lambda: [value for value in column if isinstance(value, Blank | NotApplicable)])  # type: ignore[no-any-return]


def figures(values: Iterable[object]) -> list[Decimal]:
    """Return the figures among the values."""
    return [value for value in values if isinstance(value, Decimal)]


def counting(values: Iterable[object]) -> list[Decimal]:
    """Return the numbers among the values, those too that a template has counted or written itself."""
    return [value if isinstance(value, Decimal) else Decimal(value) for value in values if isinstance(value, Decimal) or type(value) is int]


def total(values: Iterable[object]) -> Decimal:
    """Return the sum of the numbers among the values; exact."""
    return reduce(wording.EXACT.add, counting(values), Decimal(0))


def least(values: Iterable[object]) -> Decimal:
    """Return the least of the numbers among the values, or 0 if there is none."""
    return min(counting(values), default=Decimal(0))


def greatest(values: Iterable[object]) -> Decimal:
    """Return the greatest of the numbers among the values, or 0 if there is none."""
    return max(counting(values), default=Decimal(0))


def mean(values: Iterable[object]) -> Decimal | NotApplicable:
    """Return the mean of the numbers among the values; 不适用 if there is none."""
    numbers = counting(values)
    with localcontext(RATES):
        return total(numbers) / len(numbers) if numbers else NotApplicable(NO_FIGURE, "")


def shown(of_numbers: Of) -> Of:
    """Return what is asked of at least one number of a column as a figure, printed as a computed number is: no decimals that it has not."""

    def figure(numbers: Collection[Figure]) -> Figure:
        number = of_numbers(numbers)
        is_rate = all(each.text.endswith("%") for each in numbers)
        return Figure(number, "", wording.percent(number) if is_rate else wording.short_number(number))

    return figure


def of_figures(of_column: Of) -> Of:
    """Return what is asked of the numbers of a column; of a column without any, what it has instead."""

    def asked(column: Column) -> object:
        if _noted.columns is not None:
            _noted.columns[id(column)] = column
        return column.known(of_column, lambda: answer(column))

    def answer(column: Column) -> object:
        absent, numbers = left_out(column), [value for value in column if isinstance(value, Figure)]
        if len(absent) + len(numbers) < len(column):
            raise ValueError(NUMBERS_ONLY)
        wrong = any(isinstance(value, Blank) and value.wrong for value in absent)
        return of_column(numbers) if numbers and not wrong else instead(absent)

    return asked


def instead(absent: list[Blank | NotApplicable]) -> Blank | NotApplicable:
    """Return what there is instead of a sum: a blank that is told as wrong, 不适用 if nothing else was filled in, else a blank."""
    blanks = [value for value in absent if isinstance(value, Blank)]
    if absent and not blanks:
        return NotApplicable(NO_FIGURE, "")
    first = next((blank for blank in blanks if blank.wrong), next(iter(blanks), Blank("")))
    return Blank("", first.shown, wrong=first.wrong)


def counted(column: Column) -> int | Blank:
    """Return in how many rows a column says something; 无 and 不适用 do not."""

    def count() -> int | Blank:
        wrong = next((value for value in column if isinstance(value, Blank) and value.wrong), None)
        return wrong or sum(not isinstance(value, Blank) and has_content(value) for value in column)

    return column.known(counted, count)  # type: ignore[no-any-return]


def over_rows(of_column: Of, of_values: Of, of_rows: Of | None = None) -> Of:
    """Return a filter over a column of rows, or over a list that a template has written.

    Args:
        of_column: what is asked of a column.
        of_values: what is asked of a list.
        of_rows: what is asked of rows, if rows will do.
    """
    of_values = limited(of_values)

    def asked(values: object) -> object:
        whole = values.rows if isinstance(values, AtHand) else values
        if not isinstance(whole, Column | Rows):
            return of_values(whole)
        spend(FILTER)
        if isinstance(whole, Column):
            return of_column(whole)
        if of_rows:
            return of_rows(whole)
        if whole:
            raise ValueError(WHICH)
        return of_column(Column())

    return asked


@pass_environment
def column(environment: Environment, whole: object, *names: str) -> object:
    """Return what stands at the end of a path: all values below rows, if it goes through any.

    Args:
        environment: what knows how to reach anything else.
        whole: where the path begins.
        names: the names on it.
    """
    for name in names:
        rows = whole.rows if isinstance(whole, AtHand) else whole
        if type(rows) in (tuple, list):  # some of the rows
            rows = Rows(rows)  # type: ignore[arg-type]
        if isinstance(rows, Rows | Column):
            spend(FILTER if rows.has_column(name) else FILTER + len(rows))
            whole = below(rows, name)
        else:
            whole = Column((rows,)) if isinstance(rows, Blank) else environment.getattr(rows, name)
    return whole


def below(rows: Rows | Column, name: str) -> Rows | Column:
    """Return what all rows hold by a name.

    Raises:
        ValueError: they do not.
    """
    try:
        return rows.column(name)
    except (TypeError, LookupError):
        raise ValueError(f"各行没有“{name}”这一项") from None


# What each name asks.
FILTERS: Final[dict[str, Of]] = {
    SUM: over_rows(of_figures(shown(total)), total),
    COUNT: over_rows(counted, len, len),
    GREATEST: over_rows(of_figures(max), greatest),
    LEAST: over_rows(of_figures(min), least),
    MEAN: over_rows(of_figures(shown(mean)), mean),
}


def called(node: nodes.Node) -> str:
    """Return which of the names a node calls; nothing if none."""
    is_call = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in NAMES
    return node.node.name if is_call else ""  # type: ignore[attr-defined]


def own_macros(tree: nodes.Node) -> set[str]:
    """Return the macros of a template, which go before the functions of the same names."""
    return {macro.name for macro in tree.find_all(nodes.Macro)}


def member(node: nodes.Node) -> str:
    """Return the name behind a dot or in brackets; nothing if a node is neither."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    name = node.arg.value if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else None
    return name if isinstance(name, str) else ""
