"""A chart's rows as they are gone through while a document is printed, before the chart is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, Final, TypeGuard

from pipeline.document.charts.data import ChartData, ChartRow, Measure, Said
from pipeline.document.charts.kinds import SCORES
from pipeline.language.budget import spend
from pipeline.language.expressions import own_name
from pipeline.language.nothing import says_nothing
from pipeline.language.phrases import common_decimals, decimals_of, with_decimals
from pipeline.language.values import Blank, Figure, NotApplicable
from pipeline.language.wording import plain_number

# What the writers call in their sources.
BEGIN_CHART, NOTE_BAR, END_CHART = map(own_name, ("begin_chart", "note_bar", "end_chart"))
# What one row costs of a template's budget, besides its characters: what drawing it takes.
ROW_COST: Final = 1_000


class Charts:
    """The charts of one document being printed, as their rows are gone through."""

    def __init__(self) -> None:
        self.heads: dict[int, tuple[str, Said, Sequence[Said | None]]] = {}
        self.rows: dict[int, list[ChartRow]] = {}

    def begin_chart(self, number: int, kind: str, caption: Sequence[object], series: Sequence[Sequence[object] | None]) -> None:
        """Begin to go through a chart's rows.

        Args:
            number: the chart's.
            kind: what it is.
            caption: what it is called.
            series: what each column of figures is called; None of one that is not printed.
        """
        self.heads[number] = kind, tuple(caption), [None if name is None else tuple(name) for name in series]
        self.rows[number] = []

    def note_bar(self, number: int, name: Sequence[object], values: Sequence[object]) -> None:
        """Add a row.

        Args:
            number: the chart's.
            name: what the row is called.
            values: one for each column.
        """
        spend(ROW_COST + sum(len(str(part)) for part in (*name, *values)))
        shown = self.heads[number][2]
        measures = (measure(value) for value, series in zip(values, shown, strict=True) if series is not None)
        self.rows[number].append(ChartRow(tuple(name), tuple(measures)))

    def end_chart(self, number: int) -> ChartData | None:
        """Return the chart; None if there is nothing to draw."""
        kind, caption, series = self.heads[number]
        data = ChartData(kind, caption, tuple(name for name in series if name is not None), aligned(self.rows[number], kind))
        return data if data.figures else None

    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return what the writers' sources call, by name."""
        return {BEGIN_CHART: self.begin_chart, NOTE_BAR: self.note_bar, END_CHART: self.end_chart}


def measure(value: object) -> Measure:
    """Return a value as a chart shows it: a figure in digits, or what stands instead of one.

    Raises:
        ValueError: it is no figure, and does not say that there is none.
    """
    if isinstance(value, Figure):
        return value.in_digits
    if isinstance(value, Blank | NotApplicable):
        return value
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        number = Decimal(value)
        return Figure(number, "", plain_number(number))
    if isinstance(value, str) and says_nothing(value):
        return NotApplicable(value, getattr(value, "path", "")) if value.strip() else Blank("")
    raise ValueError(f"图里要写数，这里是“{value}”")


def aligned(rows: Sequence[ChartRow], kind: str) -> tuple[ChartRow, ...]:
    """Return a chart's rows, its numbers with as many decimals as those beside them: 9.00 for 9 beside 8.06; percentages as they are."""
    columns = list(zip(*(row.measures for row in rows), strict=True))
    places = [common_places(column if kind == SCORES else chain(*columns)) for column in columns]
    return tuple(ChartRow(row.name, tuple(map(with_places, row.measures, places))) for row in rows)


def common_places(measures: Iterable[Measure]) -> int:
    """Return how many decimals the numbers among measures have together."""
    decimals = {decimals_of(measure) for measure in measures if is_number(measure)}
    return common_decimals(decimals) if decimals else 0


def with_places(value: Measure, places: int) -> Measure:
    """Return a number with so many decimals, anything else as it is."""
    return with_decimals(value, places) if is_number(value) else value


def is_number(value: Measure) -> TypeGuard[Figure]:
    """Return whether a measure is a figure, and no percentage."""
    return isinstance(value, Figure) and not value.text.endswith("%")
