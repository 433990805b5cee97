"""Edits of whole rows: inserted, deleted, split, swapped, merged; headings repeated, tables cut in two."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from itertools import accumulate, pairwise
from random import Random
from typing import Final

from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.runs import w
from tests.intake.mixture.sheet import CONTINUED, Cell, Row, Sheet, Table, pick

REMARKS: Final = ("备注：以上数据以决算报表为准", "填表人核对无误，领导已审", "此行由经办科室补充，详见所附台账")
WORDS: Final = ("详见附件", "待核", "同上年口径")
BETWEEN: Final = ("", "（续表）", "二、其他情况")
MIN_CELLS: Final = 4  # of a row that is split


def blank(row: Row) -> Row:
    """Return an empty row to stand below another one, as Word makes it."""
    cells = [cell.copy() for cell in row.cells]
    for cell in cells:
        cell.merge = CONTINUED if cell.merge else ""
    return row.copy(cells)


def put_below(sheet: Sheet, row: Row, other: Row) -> None:
    rows = sheet.table_of(row).rows
    rows.insert(rows.index(row) + 1, other)


def inserted_empty(sheet: Sheet, chance: Random) -> None:
    row = chance.choice(sheet.rows)
    put_below(sheet, row, blank(row))


def inserted_remark(sheet: Sheet, chance: Random) -> None:
    """Insert a row of one cell with a remark."""
    row, remark = chance.choice(sheet.rows), chance.choice(REMARKS)
    cell = row.cells[-1].copy(Piece(remark))
    cell.merge, cell.span = "", sum(own.span for own in row.cells)
    put_below(sheet, row, row.copy([cell]))
    sheet.strays.append(remark)


def inserted_word(sheet: Sheet, chance: Random) -> None:
    """Insert a row like the one above with a word in one of its cells; in rows of rows it would be one of them."""
    there = [row for table in sheet.tables for row, below in pairwise(table.rows) if not row.is_repeated and not below.is_repeated]
    row, word = pick(chance, there), chance.choice(WORDS)
    made = blank(row)
    chance.choice(made.shown or made.cells).say(Piece(word))
    put_below(sheet, row, made)
    sheet.strays.append(word)


def deleted(sheet: Sheet, chance: Random) -> None:
    """Delete a row; the words of merges that begin in it stay in the row below, or go too: not of rows of rows, or nobody knew whose they are."""
    table = pick(chance, [table for table in sheet.tables if len(table.rows) > 1])
    at = chance.randrange(len(table.rows) - 1)
    row, below = table.rows[at], table.rows[at + 1]
    if chance.randrange(2) or below.is_repeated:
        under = columns(below)
        for column, cell in columns(row).items():
            if cell.merge == "restart" and column in under and under[column].merge == CONTINUED:
                under[column].say(*cell.pieces)
                under[column].merge = "restart"
    table.rows.remove(row)


def columns(row: Row) -> dict[int, Cell]:
    """Return a row's cells by the columns in which they begin."""
    begin = accumulate((cell.span for cell in row.cells), initial=0)
    return dict(zip(begin, row.cells, strict=False))


def split(sheet: Sheet, chance: Random) -> None:
    """Move the second half of a row's labels and values to a row of its own."""
    there = [row for row in sheet.rows if len(row.shown) >= MIN_CELLS and not row.is_repeated and any(map(bool, cuts(row)))]
    row = pick(chance, there)
    at = pick(chance, cuts(row))
    merged = [cell for cell in row.cells[:at] if cell.merge]
    made = row.copy([*(cell.copy() for cell in merged), *row.cells[at:]])
    for cell in made.cells[: len(merged)]:
        cell.merge = CONTINUED
    row.cells = row.cells[:at]
    put_below(sheet, row, made)


def cuts(row: Row) -> list[int]:
    """Return where a label stands behind a value, so that a row can be split there."""
    return [at for at in range(2, len(row.cells)) if row.cells[at].is_label and row.cells[at - 1].holds]


def swapped(sheet: Sheet, chance: Random) -> None:
    """Swap two rows in which no merge begins or ends."""
    there = [(table, at) for table in sheet.tables for at in range(len(table.rows) - 1) if are_alike(*table.rows[at : at + 2])]
    table, at = pick(chance, there)
    table.rows[at : at + 2] = reversed(table.rows[at : at + 2])


def are_alike(row: Row, below: Row) -> bool:
    merges = [[cell.merge for cell in own.cells if cell.merge] for own in (row, below)]
    return merges[0] == merges[1] and "restart" not in merges[0] and bool(row.holds) and bool(below.holds) and are_of_one(row, below)


def are_of_one(row: Row, below: Row) -> bool:
    """Return whether two rows are of the same rows, or of none."""
    return {held.rows for held in row.holds} == {held.rows for held in below.holds}


def joined(sheet: Sheet, chance: Random) -> None:
    """Append a row's cells to the row above."""
    there = [(table, at) for table in sheet.tables for at in range(len(table.rows) - 1) if can_be_joined(*table.rows[at : at + 2])]
    table, at = pick(chance, there)
    below = table.rows.pop(at + 1)
    table.rows[at].cells += below.shown


def can_be_joined(row: Row, below: Row) -> bool:
    return not row.is_repeated and not below.is_repeated and all(cell.merge != "restart" for cell in below.cells) and bool(below.holds)


def stacked(sheet: Sheet, chance: Random) -> None:
    """Put the words of a row's cells below those of the cells above."""
    pairs = [(table, at) for table in sheet.tables for at in range(len(table.rows) - 1) if can_be_joined(*table.rows[at : at + 2])]
    there = [(table, at) for table, at in pairs if can_be_stacked(*table.rows[at : at + 2])]
    table, at = pick(chance, there)
    for cell, under in zip(unmerged(table.rows[at]), unmerged(table.rows.pop(at + 1)), strict=True):
        cell.say(*cell.pieces, Piece("\n"), *under.pieces)


def can_be_stacked(row: Row, below: Row) -> bool:
    cells = zip(unmerged(row), unmerged(below), strict=False)
    return len(unmerged(row)) == len(unmerged(below)) and all(cell.is_label == under.is_label for cell, under in cells)


def unmerged(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if not cell.merge]


def heading_repeated(sheet: Sheet, chance: Random) -> None:
    """Repeat a row of labels further down, as after the end of a page."""
    there = [row for row in sheet.rows if len(row.shown) > 1 and all(cell.is_label for cell in row.shown)]
    row = pick(chance, there)
    made = row.copy([cell.copy(*cell.pieces) for cell in row.cells])
    for cell in made.cells:
        cell.merge = CONTINUED if cell.merge == CONTINUED else ""
    rows = sheet.table_of(row).rows
    rows.insert(chance.randint(rows.index(row) + 1, len(rows)), made)


def cut_in_two(sheet: Sheet, chance: Random) -> None:
    """Cut a table in two, with a paragraph between; merges begin anew, with their words or without."""
    table = max(sheet.tables, key=lambda table: len(table.rows))
    at = chance.randint(2, len(table.rows) - 2)
    above = [columns(row) for row in reversed(table.rows[:at])]
    for column, cell in columns(table.rows[at]).items():
        if cell.merge == CONTINUED:
            begun = next((own[column] for own in above if column in own and own[column].merge == "restart"), None)
            cell.merge = "restart"
            cell.say(*(begun.pieces if begun and begun.is_label and chance.randrange(2) else ()))
    rest = Table(deepcopy(table.element), table.rows[at:])
    for row in rest.element.findall(w("tr")):
        rest.element.remove(row)
    table.rows = table.rows[:at]
    between = Cell(
        deepcopy(next(block for block in sheet.blocks if isinstance(block, Cell)).element), [Piece(chance.choice(BETWEEN))], is_edited=True
    )
    where = sheet.blocks.index(table)
    sheet.blocks[where + 1 : where + 1] = [between, rest]


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    "row inserted, empty": inserted_empty,
    "row inserted, with a remark": inserted_remark,
    "row inserted, with a word": inserted_word,
    "row deleted": deleted,
    "row split in two": split,
    "rows swapped": swapped,
    "rows joined in one": joined,
    "rows stacked in one": stacked,
    "heading repeated": heading_repeated,
    "table cut in two": cut_in_two,
}
