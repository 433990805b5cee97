"""Runs of equal neighbours in a table being printed: how many rows each cell covers that joins those below that say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final

from pipeline.language.budget import spend
from pipeline.language.expressions import own_name
from pipeline.language.values import Blank, is_filled
from pipeline.records import record

# What the writers call in their sources.
BEGIN_ROWS, NOTE_ROW, END_RUNS, NEXT_ROW = map(own_name, ("begin_rows", "note_row", "end_runs", "next_row"))
# What one row and one compared value cost of a template's budget.
ROW_COST: Final = 20

# Where a cell stands in a row: its first grid column, and how many it covers.
Spot = tuple[int, int]


@record(frozen=False)
class Run:
    """Equal neighbours: what they say, and the list of rows covered in which the first of them has its number."""

    texts: tuple[str, ...]
    covered: list[int]
    index: int


@record(frozen=False)
class RowsToCome:
    """The rows of one table as they will be printed.

    Attributes:
        covered: for each row, how many rows each of its joining cells covers.
        runs: the runs that the next row may go on with, by the cell's place.
        printed: how many rows have been printed.
    """

    covered: list[list[int]] = field(default_factory=list)
    runs: dict[Spot, Run] = field(default_factory=dict)
    printed: int = 0

    def note(self, cells: Sequence[tuple[Spot, Sequence[object]]]) -> None:
        """Add a row; no run goes on to the right of one that begins."""
        covered: list[int] = []
        runs: dict[Spot, Run] = {}
        is_new = False
        for spot, values in cells:
            is_new = is_new or any(other < spot and other not in runs for other in self.runs)
            run = None if is_new else self.runs.get(spot)
            texts = texts_of(values)
            if run and texts and run.texts == texts:
                run.covered[run.index] += 1
                covered.append(0)
            else:
                is_new = True
                run = Run(texts, covered, len(covered))
                covered.append(1)
            runs[spot] = run
        self.covered.append(covered)
        self.runs = runs


def texts_of(values: Sequence[object]) -> tuple[str, ...]:
    """Return what a cell's values say; nothing if one is not filled: blanks are not equal, they are unknown."""
    if any(isinstance(value, Blank) and not is_filled(value) for value in values):
        return ()
    texts = tuple(map(str, values))
    spend(ROW_COST + sum(map(len, texts)))
    return texts


class Neighbours:
    """The comparisons of one document being printed."""

    def __init__(self) -> None:
        self.tables: dict[int, RowsToCome] = {}

    def begin_rows(self, number: int) -> None:
        """Begin to go through a table's rows."""
        self.tables[number] = RowsToCome()

    def note_row(self, number: int, cells: Sequence[tuple[Spot, Sequence[object]]]) -> None:
        """Note what the joining cells of the next row say."""
        spend(ROW_COST)
        self.tables[number].note(cells)

    def end_runs(self, number: int, column: int) -> None:
        """End the runs to the right of a column, since what stands there begins anew."""
        rows = self.tables[number]
        rows.runs = {spot: run for spot, run in rows.runs.items() if spot[0] <= column}

    def next_row(self, number: int) -> list[int]:
        """Return for the joining cells of the row that is printed next how many rows they cover; 0 for one that goes on."""
        rows = self.tables[number]
        rows.printed += 1
        return rows.covered[rows.printed - 1]

    def functions(self) -> dict[str, Callable[..., object]]:
        """Return what the writers' sources call, by name."""
        return {BEGIN_ROWS: self.begin_rows, NOTE_ROW: self.note_row, END_RUNS: self.end_runs, NEXT_ROW: self.next_row}
