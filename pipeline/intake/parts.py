"""The cells of an issued workbook that together are one cell of the form: a label, the place for its value, a unit behind it.

Each of them carries a name that says of which cell it is a part, so that whoever reads it back sees the form's own cells.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pipeline.intake.received import ReceivedCell, ReceivedLine

PART: Final = re.compile(r"zp_part_(?P<cell>[0-9]{1,6})_(?P<row>[0-9]{1,3})_(?P<part>[0-9]{1,3})")

# What stands between a sheet and a cell in the name of a spot, as in 工作表“表”C8.
SHEET_END: Final = "”"


def part_name(cell: int, row: int, part: int) -> str:
    """Return the name of a part of one of the form's cells.

    Args:
        cell: the number of the form's cell.
        row: in which of the rows that it was divided into, from 0.
        part: the part's number in that row, from 0.
    """
    return f"zp_part_{cell}_{row}_{part}"


def rejoined(lines: Sequence[ReceivedLine]) -> tuple[ReceivedLine, ...]:
    """Return lines in which the parts of each of the form's cells are one cell again, where the first of them was met."""
    parts: dict[str, list[ReceivedCell]] = defaultdict(list)
    for line in lines:
        for cell in line.cells:
            if number := cell_of(cell):
                parts[number].append(cell)
    if not parts:
        return tuple(lines)
    whole = {number: joined(cells) for number, cells in parts.items()}
    # Popped, so that only the first part that is met becomes the cell.
    cells = (tuple(each for cell in line.cells if (each := whole.pop(cell_of(cell), None) if cell_of(cell) else cell)) for line in lines)
    return tuple(replace(line, cells=some) for line, some in zip(lines, cells, strict=True) if some)


def place_of(cell: ReceivedCell) -> tuple[int, int, str]:
    """Return the row and number of a part, and the number of the form's cell; of any other cell no number."""
    found = next((match for mark in cell.marks if (match := PART.fullmatch(mark))), None)
    return (int(found["row"]), int(found["part"]), found["cell"]) if found else (0, 0, "")


def cell_of(cell: ReceivedCell) -> str:
    """Return the number of the form's cell that a cell is a part of; nothing if it is none."""
    return place_of(cell)[2]


def joined(parts: Sequence[ReceivedCell]) -> ReceivedCell:
    """Return the parts of a cell as one."""
    in_order = sorted(parts, key=place_of)
    rows = [list(row) for _, row in groupby(in_order, key=lambda part: place_of(part)[0])]
    marks = tuple(mark for cell in in_order for mark in cell.marks if not PART.fullmatch(mark))
    text = "\n".join(" ".join(cell.text for cell in row) for row in rows)
    spot = in_order[0].spot + (f":{in_order[-1].spot.rpartition(SHEET_END)[2]}" if len(in_order) > 1 else "")
    return ReceivedCell(text, spot, sum(cell.columns for cell in rows[0]), marks)
