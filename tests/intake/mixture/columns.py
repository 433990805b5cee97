"""Edits of columns under a heading: swapped, inserted."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from random import Random
from typing import Final

from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.sheet import Row, Sheet, pick

FEWEST_ROWS, FEWEST_CELLS = 4, 4
ADDED: Final = ("备注", "见台账")


def tables_with_headings(sheet: Sheet) -> list[list[Row]]:
    """Return the rows of tables, or parts of them, that have equally many cells and begin with a row of labels."""
    parts = [[*rows] for table in sheet.tables for _, rows in groupby(table.rows, key=lambda row: len(row.cells))]
    return [rows for rows in parts if len(rows) >= FEWEST_ROWS and len(rows[0].cells) >= FEWEST_CELLS and is_heading(rows[0])]


def is_heading(row: Row) -> bool:
    return not row.holds and all(cell.text.strip() and not cell.merge for cell in row.cells)


def swapped(sheet: Sheet, chance: Random) -> None:
    """Swap two columns, headings and all."""
    rows = pick(chance, tables_with_headings(sheet))
    free = [at for at in range(1, len(rows[0].cells)) if not any(row.cells[at].merge for row in rows)]
    one, other = chance.sample(free, 2)
    for row in rows:
        row.cells[one], row.cells[other] = row.cells[other], row.cells[one]


def inserted(sheet: Sheet, chance: Random) -> None:
    """Insert a column of remarks, heading and all."""
    rows = pick(chance, tables_with_headings(sheet))
    free = [at for at in range(1, len(rows[0].cells)) if not any(row.cells[at].merge for row in rows)]
    at = pick(chance, free)
    for number, row in enumerate(rows):
        row.cells.insert(at, row.cells[at].copy(Piece(ADDED[number > 0])))


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {"columns swapped": swapped, "column inserted": inserted}
