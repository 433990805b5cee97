"""A Word form's tables as boxes in a grid, each label, empty, or a text with places to fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from pipeline.document.word.grid import GridCell, GridRow, grid_cells, vertical_groups
from pipeline.document.word.labels import is_short_label
from pipeline.document.word.xml import W, paragraph_text
from pipeline.drafting.words import FIGURE, OF_VALUES, PLACEHOLDER, UNIT_ALONE, name_of, slots_in

# Characters of a figure, a day or a placeholder.
LONGEST_VALUE = 40
LEAST_HEADS = 3


@dataclass(eq=False, slots=True)
class Box:
    """A cell with all that is merged into it: where it begins, how far it goes, what it says, and whether its column is of values."""

    element: etree._Element
    row: int
    column: int
    columns: int
    rows: int = 1
    text: str = ""
    is_value: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it waits to be filled as a whole: nothing in it, or only a unit."""
        return not self.text.strip() or UNIT_ALONE.fullmatch(self.text) is not None

    @property
    def is_filled(self) -> bool:
        """Whether it holds a value: a figure or a day, or any words in a column of values."""
        words = self.text.strip()
        return 0 < len(words) <= LONGEST_VALUE and (self.is_value or FIGURE.fullmatch(words) is not None)

    @property
    def is_placeholder(self) -> bool:
        """Whether it stands for as many rows as there are: 指标1：, 2, ……."""
        return 0 < len(self.text.strip()) <= LONGEST_VALUE and PLACEHOLDER.fullmatch(self.text.strip()) is not None

    @property
    def is_label(self) -> bool:
        """Whether its words name what stands beside or below it."""
        words = self.text.rstrip("？? ")  # a question is a label, too
        return not self.is_empty and not self.is_placeholder and not self.is_filled and is_short_label(words) and not slots_in(words)


@dataclass(slots=True)
class Grid:
    """A table: its rows' elements, and its boxes by every place and by every row that they cover."""

    rows: Sequence[etree._Element]
    boxes: list[Box] = field(default_factory=list)
    at: dict[tuple[int, int], Box] = field(default_factory=dict)
    in_row: dict[int, list[Box]] = field(default_factory=dict)

    def add(self, box: Box) -> None:
        """Add a box at every place that it covers."""
        self.boxes.append(box)
        for row in range(box.row, box.row + box.rows):
            self.in_row.setdefault(row, []).append(box)
            self.at |= {(row, column): box for column in range(box.column, box.column + box.columns)}

    def begun(self, row: int) -> list[Box]:
        """Return the boxes that begin in a row, from the left."""
        return [box for box in self.covering(row) if box.row == row]

    def covering(self, row: int) -> list[Box]:
        """Return the boxes that cover a row, from the left."""
        return sorted(self.in_row.get(row, ()), key=lambda box: box.column)

    def head_of(self, box: Box) -> Box | None:
        """Return the label that heads a box's column: above it, with the same columns, only other values between."""
        row = box.row - 1
        while row >= 0:
            above = self.at.get((row, box.column))
            if above is None or (above.column, above.columns) != (box.column, box.columns):
                return None
            if above.is_label:
                return above
            row = above.row - 1
        return None

    def column_head_of(self, box: Box) -> Box | None:
        """Return the label that heads a box's column, unless it is one that names the values on its right, of a row of its own."""
        head = self.head_of(box)
        beside = [other for other in self.covering(head.row) if other.column > head.column] if head else []
        return None if len(beside) > 1 and not any(other.is_label for other in beside) else head

    def is_under_heads(self, box: Box) -> bool:
        """Return whether a box's column is headed in a row of nothing but labels."""
        head = self.head_of(box)
        row = self.covering(head.row) if head else []
        return len(row) >= LEAST_HEADS and all(other.is_label for other in row)

    def is_corner(self, box: Box) -> bool:
        """Return whether an empty box is the corner between heads of columns on its right and heads of rows below it."""
        below = self.at.get((box.row + box.rows, box.column))
        right = [other for other in self.begun(box.row) if other.column > box.column]
        is_of_columns = len(right) > 1 and all(other.is_label for other in right)
        return box.is_empty and is_of_columns and below is not None and below.columns == box.columns and below.is_label


def grid_of(table: etree._Element) -> Grid:
    """Return a table's grid."""
    rows = [GridRow(element, list(grid_cells(element))) for element in table.findall(f"{W}tr")]
    merged = {id(cell): group for group in vertical_groups(rows) for cell in group.cells}
    grid = Grid([row.element for row in rows])
    for number, row in enumerate(rows):
        for cell in row.cells:
            if not isinstance(cell, GridCell):
                continue
            group = merged.get(id(cell))
            if group and group.cells[0] is not cell:
                continue
            text = "\n".join(map(paragraph_text, cell.element.iter(f"{W}p")))
            grid.add(Box(cell.element, number, cell.column, cell.span, len(group.rows) if group else 1, text))
    mark_values(grid)
    return grid


def mark_values(grid: Grid) -> None:
    """Mark the boxes in columns whose heads, in a row of nothing but labels, say that they hold values."""
    heads: dict[tuple[int, int], bool] = {}
    for number in range(len(grid.rows)):
        row = grid.covering(number)
        if len(row) >= LEAST_HEADS and all(box.is_label for box in row):
            heads = {(box.column, box.columns): OF_VALUES.search(name_of(box.text)) is not None for box in row}
            continue
        for box in row:
            box.is_value = box.is_value or (box.row == number and heads.get((box.column, box.columns), False))
