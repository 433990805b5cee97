"""Edits of cells: split, merged, emptied; values typed beside their labels."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random
from typing import Final

from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.sheet import Cell, Row, Sheet, pick

SHORTEST: Final = 4  # characters of a label that is split
GLUE: Final = ("", " ", "：", "\n")


def put_behind(row: Row, cell: Cell, *others: Cell) -> None:
    """Put cells behind one, in its columns as far as they go."""
    whole, number = cell.span, len(others) + 1
    for own in (cell, *others):
        own.span = max(whole // number, 1)
    at = row.cells.index(cell) + 1
    row.cells[at:at] = others


def value_split(sheet: Sheet, chance: Random) -> None:
    """Split a value from its unit, the words of a tick from each other, or an empty cell from a value."""
    row, cell = pick(chance, [(row, cell) for row in sheet.rows for cell in row.shown if cell.is_value and not cell.merge])
    value, *others = cell.pieces
    if value.held and value.held.fact.field.type == "yes_no" and "√" in value.text:
        yes, no = value.text.split("√") if value.text.endswith("否") else ("是", "否")
        words = ("是", "√", no.strip()) if value.text.endswith("否") else (yes, no, "√")
        parts = [[Piece(words[0], value.held, is_label=False)], *([Piece(word)] for word in words[1:])]
    else:
        parts = [[value], others]
    cell.say(*parts[0])
    put_behind(row, cell, *(cell.copy(*part) for part in parts[1:]))


def label_split(sheet: Sheet, chance: Random) -> None:
    there = [(row, cell) for row in sheet.rows for cell in row.shown if cell.is_label and not cell.merge and len(cell.text) >= SHORTEST]
    row, cell = pick(chance, there)
    at = chance.randint(2, len(cell.text) - 2)
    text = cell.text
    cell.say(Piece(text[:at]))
    put_behind(row, cell, cell.copy(Piece(text[at:])))


def pairs(sheet: Sheet) -> list[tuple[Row, Cell, Cell]]:
    """Return labels with the values beside them."""
    return [
        (row, label, cell)
        for row in sheet.rows
        for label, cell in pairwise(row.cells)
        if label.is_label and cell.is_value and not label.merge and not cell.merge
    ]


def merged(sheet: Sheet, chance: Random) -> None:
    """Merge a label and the value beside it."""
    row, label, cell = pick(chance, pairs(sheet))
    label.span += cell.span
    label.say(*label.pieces, Piece(chance.choice(GLUE)), *cell.pieces)
    row.cells.remove(cell)


def row_merged(sheet: Sheet, chance: Random) -> None:
    """Merge all cells of a row in which labels and values stand in turns."""
    there = {id(row): row for row, _, _ in pairs(sheet) if not row.is_repeated}
    row = pick(chance, [*there.values()])
    first, *others = [cell for cell in row.cells if not cell.merge]
    glue = chance.choice((" ", "  ", "，"))
    first.say(*first.pieces, *(piece for cell in others for piece in (Piece(glue), *cell.pieces)))
    first.span += sum(cell.span for cell in others)
    row.cells = [cell for cell in row.cells if cell not in others]


def emptied(sheet: Sheet, chance: Random) -> None:
    """Empty a cell; its units and labels stay, and 是 and 否 without a tick."""
    cell = pick(chance, [cell for cell in sheet.cells if cell.holds and any(piece.text for piece in cell.pieces if piece.held)])
    cell.say(
        *(
            Piece("是 否" if piece.held.fact.field.type == "yes_no" else "", is_label=False) if piece.held else piece
            for piece in cell.pieces
        )
    )


def beside_label(sheet: Sheet, chance: Random) -> None:
    """Type a value into the cell of its label, and leave its own cell empty."""
    _, label, cell = pick(chance, pairs(sheet))
    label.say(*label.pieces, Piece(chance.choice(GLUE[1:])), *cell.pieces)
    cell.say()


def pairs_swapped(sheet: Sheet, chance: Random) -> None:
    """Swap two labels in a row, each with its value."""
    rows = [own for _, group in grouped(pairs(sheet)) for own in pairwise(group)]
    (row, label, cell), (_, other, under) = pick(chance, rows)
    at = [row.cells.index(own) for own in (label, cell, other, under)]
    for place, own in zip(at, (other, under, label, cell), strict=True):
        row.cells[place] = own


def grouped(found: list[tuple[Row, Cell, Cell]]) -> list[tuple[Row, list[tuple[Row, Cell, Cell]]]]:
    rows = {id(row): row for row, _, _ in found}
    return [(row, [own for own in found if own[0] is row]) for row in rows.values()]


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    "value's cell split": value_split,
    "label's cell split": label_split,
    "label and value merged": merged,
    "row merged in one cell": row_merged,
    "cell emptied": emptied,
    "value beside its label": beside_label,
    "labels swapped with their values": pairs_swapped,
}
