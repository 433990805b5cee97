"""A sheet of a workbook, whatever its format: its cells with what they show, and the lines that it is read as."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from itertools import chain
from typing import Final

from pipeline.intake.readers.bounds import MAX_CELLS, TOO_MUCH, refusal
from pipeline.intake.readers.number_format import exact, plain, shown
from pipeline.intake.received import ReceivedCell, ReceivedLine
from pipeline.problems import Stop

AGAIN: Final = "请用 Excel 或 WPS 打开后另存为 .xlsx 再读"
# How much a workbook may hold; a form has one or two sheets with some hundred merges.
MOST_SHEETS, MOST_MERGES = 100, 5_000

At = tuple[int, int]  # row and column, each from 1
Area = tuple[int, int, int, int]  # the first row and column, and the last ones


class Caution(Enum):
    """Why somebody has to look at a cell."""

    FORMULA = "formula"
    NOT_COMPUTED = "not computed"
    ROUNDED = "rounded"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with words.

    Attributes:
        text: what it shows.
        caution: why somebody has to look at it, if there is a reason.
        holds: what it holds, if that is not what it shows.
    """

    text: str
    caution: Caution | None = None
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown.

    Attributes:
        name: its name.
        cells: its cells with words.
        merges: the areas that are one cell each.
        marks: names of cells, by where they stand.
        hidden: its hidden rows and columns, in words.
    """

    name: str
    cells: Mapping[At, SheetCell]
    merges: Sequence[Area] = ()
    marks: Mapping[At, tuple[str, ...]] = field(default_factory=dict)
    hidden: Sequence[str] = ()

    def spot(self, at: At) -> str:
        """Return where a person finds a cell."""
        return f"工作表“{self.name}”{cell_name(at)}"


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook.

    Attributes:
        sheets: its sheets that are shown and have words.
        hidden: the names of those that somebody has hidden; those that only a program can hide are passed over.
        has_drawings: whether there is something on them that is in no cell: pictures, text boxes, controls, charts.
    """

    sheets: Sequence[Sheet]
    hidden: Sequence[str] = ()
    has_drawings: bool = False


def number_cell(value: float, code: str, caution: Caution | None, *, from_1904: bool = False) -> SheetCell:
    """Return the cell of a number.

    Args:
        value: the number.
        code: its format.
        caution: why somebody has to look at it besides.
        from_1904: whether days count from 1904.
    """
    number = exact(value)
    seen = shown(number, code, from_1904=from_1904)
    if seen.is_unsure:
        return SheetCell("", Caution.UNSURE, seen.text)
    if seen.is_rounded and not caution:
        return SheetCell(seen.text, Caution.ROUNDED, plain(number))
    return SheetCell(seen.text, caution)


def cleaned(text: str) -> str:
    """Return a text with line feeds between its lines and blanks for tabs."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def yes_or_no(*, is_yes: bool) -> str:
    """Return what a cell says that is TRUE or FALSE."""
    return "是" if is_yes else "否"


def column_number(name: str) -> int:
    """Return the number of a column that Excel calls by letters."""
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, name, 0)


def cell_name(at: At) -> str:
    """Return how Excel calls a cell, such as C8."""
    return f"{column_name(at[1])}{at[0]}"


def column_name(column: int) -> str:
    """Return how Excel calls a column: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def hidden_words(cells: Iterable[At], rows: Container[int], columns: Iterable[range]) -> list[str]:
    """Return in words which of a sheet's hidden rows and columns have words.

    Args:
        cells: where the cells with words stand.
        rows: the hidden rows.
        columns: the hidden columns.
    """
    used_rows, used_columns = ({at[axis] for at in cells} for axis in (0, 1))
    return [f"第 {row} 行" for row in sorted(used_rows) if row in rows] + [
        f"{column_name(column)} 列" for column in sorted(used_columns) if any(column in some for some in columns)
    ]


def check_sheets(count: int, file: str) -> None:
    """Check how many sheets a workbook has, before they are read.

    Raises:
        Stop: no form has so many.
    """
    if count > MOST_SHEETS:
        raise too_large(f"工作表太多（超过 {MOST_SHEETS} 张）", file)


def too_large(what: str, file: str) -> Stop:
    """Return the fault of a workbook that holds more than a form does."""
    return refusal(file, f"工作簿里的{what}", TOO_MUCH)


def laid_out(sheets: Sequence[Sheet], file: str) -> list[ReceivedLine]:
    """Return the lines of sheets, one after another.

    Raises:
        Stop: they hold more than a form does.
    """
    if sum(len(sheet.merges) for sheet in sheets) > MOST_MERGES:
        raise too_large(f"合并单元格太多（超过 {MOST_MERGES} 处）", file)
    lines, cells = [], 0
    for line in chain.from_iterable(lines_of(sheet, number) for number, sheet in enumerate(sheets, 1)):
        lines.append(line)
        cells += len(line.cells)
        if cells > MAX_CELLS:
            raise too_large(f"表格太大（超过 {MAX_CELLS} 格）", file)
    return lines


def lines_of(sheet: Sheet, table: int) -> Iterator[ReceivedLine]:
    """Yield a sheet's rows that have words or marks, from its first used column to its last one.

    Args:
        sheet: the sheet.
        table: its number among those that are read, from 1.
    """
    used = sheet.cells.keys() | sheet.marks.keys()
    starts = {(area[0], area[1]): area for area in sheet.merges}
    columns = [column for _, column in used] + [starts[at][3] for at in used if at in starts]
    for row in sorted({row for row, _ in used}):
        covering = [area for area in sheet.merges if area[0] <= row <= area[2]]
        if cells := tuple(cells_of(sheet, row, covering, range(min(columns), max(columns) + 1))):
            yield ReceivedLine(cells, table)


def cells_of(sheet: Sheet, row: int, covering: Sequence[Area], columns: range) -> Iterator[ReceivedCell]:
    """Yield the cells of a row, without those that a merge continues.

    Args:
        sheet: the sheet.
        row: the row.
        covering: the merges that have a part in it.
        columns: those to yield.
    """
    column = columns.start
    while column in columns:
        at = (row, column)
        top, left, _, right = next((area for area in covering if area[1] <= column <= area[3]), (row, column, row, column))
        if top == row and column == max(left, columns.start):
            words = sheet.cells.get(at)
            width = min(right + 1, columns.stop) - column
            yield ReceivedCell(words.text if words else "", sheet.spot(at), width, sheet.marks.get(at, ()))
        column = right + 1
