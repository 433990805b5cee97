"""Edits of values: other ways to write ticks, dates and numbers; units doubled, left out, moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import Final

from pipeline.language.values import Day, Figure
from pipeline.language.wording import chinese_number
from tests.intake.mixture.pieces import Held, Piece
from tests.intake.mixture.sheet import Cell, Sheet

FULL_WIDTH: Final = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
CHINESE: Final = str.maketrans("0123456789", "〇一二三四五六七八九")
SEVERAL: Final = 4

# How 是 is ticked; 否 likewise, the words and signs exchanged.
TICKS: Final = (
    "√是 □否",
    "☑是 ☐否",
    "☒是 ☐否",
    "是（√） 否（ ）",
    "■是 □否",
    "是",
    "是[√] 否[ ]",
    "是✓ 否",
    "●是 ○否",
    "是 √\n否",
    "是√",
    "√是  否",
)
SIGNED: Final = ("是☑ 否□", "√是 □否")  # with signs of the font Wingdings


def values(sheet: Sheet) -> Iterator[tuple[Cell, Piece, Held]]:
    """Yield the pieces that are values as they were typed, with their cells."""
    return ((cell, piece, piece.held) for cell in sheet.cells for piece in cell.pieces if piece.held and piece.text and not piece.how)


def rewritten(is_meant: Callable[[Held, str], bool], ways: Callable[[Held, str, Random], Piece]) -> Callable[[Sheet, Random], None]:
    """Return an edit that writes some values otherwise.

    Args:
        is_meant: tells which values.
        ways: returns a value otherwise.
    """

    def edit(sheet: Sheet, chance: Random) -> None:
        there = [(cell, piece, held) for cell, piece, held in values(sheet) if is_meant(held, piece.text)]
        for cell, piece, held in chance.sample(there, min(SEVERAL, len(there))):
            if piece in cell.pieces:
                cell.turn(piece, ways(held, piece.text, chance))

    return edit


def tick(held: Held, _: str, chance: Random) -> Piece:
    """Return a tick in one of a dozen ways."""
    how = "symbols" if not chance.randrange(6) else ""
    text = chance.choice(SIGNED if how else TICKS)
    return Piece(text if held.plain == "是" else text.translate(str.maketrans("是否", "否是")), held, is_label=False, how=how)


def day(held: Held, _: str, chance: Random) -> Piece:
    """Return a day in one of a dozen ways."""
    value = held.fact.value
    assert isinstance(value, Day)
    year, month, day = value.year, value.month, value.day
    chinese = f"{str(year).translate(CHINESE)}年{chinese_number(month)}月{chinese_number(day)}日"
    dotted = f"{year}.{month}.{day}"
    ways = (
        *(dotted, f"{year}.{month:02}.{day:02}", f"{year}-{month}-{day}", f"{year}-{month:02}-{day:02}", f"{year}/{month}/{day}"),
        *(f"{year}年{month:02}月{day:02}日", f"{year} 年 {month} 月 {day} 日", f"{year}年{month}月{day}号", f"{year}{month:02}{day:02}"),
        *(
            dotted.translate(FULL_WIDTH),
            f"{year}年{month}月{day}日".translate(FULL_WIDTH),
            chinese,
            f"{year}、{month}、{day}",
            f"{dotted}日",
        ),
    )
    return Piece(chance.choice(ways), held, is_label=False)


def number(held: Held, text: str, chance: Random) -> Piece:
    """Return a number with separators, in full width, with spaces or more zeros; a percentage with its sign otherwise or without."""
    sign = "%" if text.endswith("%") else ""
    digits = text.removesuffix("%")
    whole, _, rest = digits.partition(".")
    parted = f"{int(whole):,}" + (f".{rest}" if rest else "")
    ways = [parted, digits.translate(FULL_WIDTH), parted.replace(",", "，"), parted.replace(",", " "), f" {digits}"]
    ways.append(f"{digits}.00" if not rest else f"{digits}0")
    signs = (sign, "％", " %", "") if sign else ("",)
    return Piece(chance.choice(ways) + chance.choice(signs), held, is_label=False)


def is_figure(held: Held, text: str) -> bool:
    return isinstance(held.fact.value, Figure) and text[:1].isdigit()


def with_units(sheet: Sheet) -> list[tuple[Cell, Piece, Piece]]:
    """Return the cells in which a unit stands behind a number, with both."""
    units = ("万元", "个", "人次（次）", "人", "分")
    return [
        (cell, value, unit)
        for cell in sheet.cells
        for value, unit in pairwise(cell.pieces)
        if value.held and is_figure(value.held, value.text) and unit.is_label and unit.text.strip() in units
    ]


def units(edit: Callable[[Sheet, Cell, Piece, Random], None]) -> Callable[[Sheet, Random], None]:
    """Return an edit of some units."""

    def edits(sheet: Sheet, chance: Random) -> None:
        there = with_units(sheet)
        for cell, _, unit in chance.sample(there, min(SEVERAL, len(there))):
            if unit in cell.pieces:
                edit(sheet, cell, unit, chance)

    return edits


def doubled(_: Sheet, cell: Cell, unit: Piece, chance: Random) -> None:
    cell.turn(unit, Piece(chance.choice(("{0}{0}", "{0} {0}", "（{0}） {0}")).format(unit.text.strip())))


def left_out(_: Sheet, cell: Cell, unit: Piece, __: Random) -> None:
    cell.turn(unit)


def moved(sheet: Sheet, cell: Cell, unit: Piece, chance: Random) -> None:
    """Move a unit into brackets behind the label before, or to the beginning of the cell behind."""
    row = sheet.row_of(cell)
    if row is None or len(cell.pieces) > 2:
        return
    at = row.cells.index(cell)
    if chance.randrange(2) and at and row.cells[at - 1].is_label and not row.cells[at - 1].merge:
        cell.turn(unit)
        row.cells[at - 1].say(*row.cells[at - 1].pieces, Piece(f"（{unit.text.strip()}）"))
    elif at + 1 < len(row.cells):
        cell.turn(unit)
        row.cells[at + 1].say(Piece(f"{unit.text.strip()} "), *row.cells[at + 1].pieces)


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    "ticks": rewritten(lambda held, text: held.fact.field.type == "yes_no" and "√" in text, tick),
    "dates": rewritten(lambda held, _: isinstance(held.fact.value, Day), day),
    "numbers": rewritten(is_figure, number),
    "units doubled": units(doubled),
    "units left out": units(left_out),
    "units moved": units(moved),
}
