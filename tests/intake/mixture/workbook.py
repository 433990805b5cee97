"""A filled form as an Excel file, as clerks make it who prefer Excel: each cell where the Word form has it, numbers as numbers."""

from __future__ import annotations

import io
import re
from itertools import count
from typing import Final

import xlsxwriter

from tests.intake.mixture.sheet import CONTINUED, Cell, Row, Sheet, Table

NUMBER: Final = re.compile(r"(0|[1-9]\d{0,9})(\.\d{1,2})?")
DOTS: Final = (0, 1, 2)


def as_workbook(sheet: Sheet) -> bytes:
    """Return a form as the only sheet of a workbook."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        page, lines = book.add_worksheet("基础数据表"), count()
        looks = [book.add_format({"text_wrap": True, "num_format": "0." + "0" * dots if dots else "General"}) for dots in DOTS]
        for block in sheet.blocks:
            if isinstance(block, Cell):
                page.write(next(lines), 0, block.text.strip(), looks[0])
            else:
                write_table(page, block, next(lines), looks)
                for _ in block.rows[1:]:
                    next(lines)
    return made.getvalue()


def write_table(page: xlsxwriter.worksheet.Worksheet, table: Table, top: int, looks: list[xlsxwriter.format.Format]) -> None:
    """Write a table.

    Args:
        page: the sheet.
        table: the table.
        top: the number of its first row.
        looks: how cells look, by the number of decimals.
    """
    begun = [by_column(row) for row in table.rows]
    for number, cells in enumerate(begun):
        for column, cell in cells.items():
            if cell.merge != CONTINUED:
                depth = next(
                    (n for n, below in enumerate(begun[number + 1 :], 1) if column not in below or below[column].merge != CONTINUED), None
                )
                last = top + number + ((depth or len(begun) - number) - 1 if cell.merge else 0)
                found = NUMBER.fullmatch(cell.text.strip())
                value, look = (float(cell.text), looks[max(len(found[2] or ".") - 1, 0)]) if found else (cell.text, looks[0])
                if last > top + number or cell.span > 1:
                    page.merge_range(top + number, column, last, column + cell.span - 1, value, look)
                else:
                    page.write(top + number, column, value, look)


def by_column(row: Row) -> dict[int, Cell]:
    """Return a row's cells by the columns in which they begin."""
    made, column = {}, 0
    for cell in row.cells:
        made[column] = cell
        column += cell.span
    return made
