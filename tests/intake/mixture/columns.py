"""Edits of columns under a heading: swapped, inserted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import takewhile
from random import Random
from typing import Final

from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.rows import columns
from tests.intake.mixture.sheet import Cell, Row, Sheet, pick

FEWEST_ROWS, FEWEST_COLUMNS = 4, 3
ADDED: Final = ("备注", "见台账")
# Rows, the first of which is a heading, each as its cells by the columns in which they begin; and the columns that all of them have.
Part = tuple[list[tuple[Row, dict[int, Cell]]], list[int]]


def parts(sheet: Sheet) -> list[Part]:
    """Return the parts of tables that stand under a heading, for each row that can be one."""
    found = []
    for table in sheet.tables:
        rows = [(row, columns(row)) for row in table.rows]
        for number, (row, cells) in enumerate(rows):
            if is_heading(row):
                wanted = {at for at in cells if at}
                part = [*takewhile(partial(has, wanted), rows[number:])]
                free = [at for at in sorted(wanted) if not any(own[at].merge for _, own in part)]
                if len(part) >= FEWEST_ROWS and len(free) >= FEWEST_COLUMNS:
                    found.append((part, free))
    return found


def has(wanted: set[int], row: tuple[Row, dict[int, Cell]]) -> bool:
    """Return whether a row has cells that begin in some columns."""
    return wanted <= row[1].keys()


def is_heading(row: Row) -> bool:
    """Return whether a row names columns: it holds no figures, computed ones neither."""
    return not row.holds and all(any(map(str.isalpha, cell.text)) and not cell.merge for cell in row.cells)


def swapped(sheet: Sheet, chance: Random) -> None:
    """Swap two columns, headings and all."""
    part, free = pick(chance, parts(sheet))
    chosen = chance.sample(free, 2)
    for row, cells in part:
        one, other = (row.cells.index(cells[at]) for at in chosen)
        row.cells[one], row.cells[other] = row.cells[other], row.cells[one]


def inserted(sheet: Sheet, chance: Random) -> None:
    """Insert a column of remarks, heading and all."""
    part, free = pick(chance, parts(sheet))
    at = pick(chance, free)
    for number, (row, cells) in enumerate(part):
        row.cells.insert(row.cells.index(cells[at]), cells[at].copy(Piece(ADDED[number > 0])))


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {"columns swapped": swapped, "column inserted": inserted}
