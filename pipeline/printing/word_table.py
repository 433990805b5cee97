"""A Word table told as a page has it: each vertical merge as one cell, with a note of how many rows it covers."""

from __future__ import annotations

import re
from typing import Final

from pipeline.characters import AFTER, BEFORE, BEGUN, CELL, END, GOES_ON, NOTE, NOTE_END, PARAGRAPH, ROW, TABLE
from pipeline.printing.telling import spans
from pipeline.records import record
from pipeline.regex import regex

TABLES: Final = regex(f"{TABLE}[^{TABLE}{AFTER}]*{AFTER}")
SPAN: Final = regex(f"{NOTE}横跨([0-9]+)列{NOTE_END}")
# That a paragraph is a heading or an item, which in a cell no page knows.
KINDS: Final = f"{PARAGRAPH}{NOTE}是"
KIND: Final = regex(f"{KINDS}[^{NOTE_END}]*{NOTE_END}")
SHIFTED: Final = regex(f"{BEFORE}([0-9]+){END}")
MERGES: Final = regex(f"[{BEGUN}{GOES_ON}]")


@record(frozen=False)
class Merge:
    """A vertical merge: what its first cell says, in which row that stands, and how many columns and rows it covers so far."""

    text: str
    row: int
    across: int
    down: int = 1

    def __str__(self) -> str:
        """Return it as one cell."""
        return f"{CELL}{spans(self.across, self.down)}{self.text}"


def told_table(table: re.Match[str]) -> str:
    """Return a table whose cells are marked as beginning a merge or going on with one with each merge as one cell."""
    text = table[0]
    before, *rows = (KIND.sub(PARAGRAPH, text) if KINDS in text else text).split(ROW)
    told: list[str | Merge] = [before]
    merges: dict[int, Merge] = {}  # by the columns where they begin
    for number, row in enumerate(rows):
        if BEGUN in row or GOES_ON in row or BEFORE in row:
            told += told_row(row, number, merges)
        else:
            told.append(ROW + row)
    return "".join(map(str, told))


def told_row(row: str, number: int, merges: dict[int, Merge]) -> list[str | Merge]:
    """Return a row's cells. One that goes on with a merge is none of its own, and should say nothing.

    Args:
        row: the row.
        number: its number.
        merges: the last merge in each column, which the row goes on with or adds to.
    """
    before, *cells = row.split(CELL)
    shifted = SHIFTED.search(before) if before else None
    column = int(shifted[1]) if shifted else 0
    told: list[str | Merge] = [ROW + SHIFTED.sub("", before)]
    for cell in cells:
        span = SPAN.search(cell) if NOTE in cell else None
        across = int(span[1]) if span else 1
        if BEGUN in cell:
            merges[column] = merge = Merge(plain(cell), number, across)
            told.append(merge)
        elif GOES_ON in cell:
            begun = merges.get(column)
            if begun and begun.row + begun.down == number and begun.across == across:
                begun.down += 1
            told.append(plain(cell).replace(PARAGRAPH, ""))
        else:
            told.append(CELL + cell)
        column += across
    return told


def plain(cell: str) -> str:
    """Return a merged cell without what is told of its columns and of the merge."""
    return MERGES.sub("", SPAN.sub("", cell))
