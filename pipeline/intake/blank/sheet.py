"""Where each cell of an empty form stands in a workbook: the form's own grid, finer where one of its cells holds several values."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.word.grid import grid_cells
from pipeline.document.word.xml import W, is_on
from pipeline.intake.blank.bands import Atom, Group, atoms_of, bands_of, edges, width_of
from pipeline.intake.blank.marking import Marks
from pipeline.intake.blank.pieces import Opening, pieces_of
from pipeline.intake.blank.printed import BlankPrint

# In twentieths of a point: how near edges become one, and the height of a line and of what surrounds the lines of a cell.
NEAR, LINE, AROUND = 90, 210, 130
# How many lines a text of several paragraphs has room for.
ROOM: Final = {"paragraphs": 4, "list": 3}
TITLE_STYLES: Final = ("Title", "title")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of the sheet, or several merged.

    Attributes:
        atom: what stands in it.
        top: its first row, from 0.
        bottom: its last row.
        left: where it begins, in twentieths of a point.
        right: where it ends.
        look: how it looks.
        part: of which of the form's cells it is a part: the cell's number, the row in it, the number in the row; None if it is a whole one.
    """

    atom: Atom
    top: int
    bottom: int
    left: int
    right: int
    look: Look
    part: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of the form looks.

    Attributes:
        align: left, center or right; empty if its length decides.
        indent: by how many twentieths of a point it is indented.
        is_title: whether it is the title.
        is_framed: whether it stands in a table.
    """

    align: str = ""
    indent: int = 0
    is_title: bool = False
    is_framed: bool = True


@dataclass(slots=True)
class FormCell:
    """A cell of the form: where it stands, and its rows of groups."""

    top: int
    bottom: int
    left: int
    right: int
    bands: list[list[Group]]
    look: Look


@dataclass(slots=True)
class Sheet:
    """A document as a sheet.

    Attributes:
        boxes: its cells.
        heights: its rows' heights in twentieths of a point.
        heads: the rows that head columns.
    """

    boxes: list[Box] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)

    @property
    def columns(self) -> list[int]:
        """The edges of its columns, in twentieths of a point."""
        return sorted({edge for box in self.boxes for edge in (box.left, box.right)})


class SheetMaker:
    """Lays out one document."""

    def __init__(self, blank: BlankPrint, marks: Marks) -> None:
        """Begin.

        Args:
            blank: the document as printed.
            marks: gives its places their names.
        """
        self.blank, self.marks = blank, marks
        self.sheet = Sheet()
        self.cells: list[FormCell] = []
        self.body = blank.root.find(f"{W}body")
        self.width = max((table_width(table) for table in blank.root.iter(f"{W}tbl")), default=9000)

    def made(self) -> Sheet:
        """Return the sheet."""
        for block in self.body if self.body is not None else ():
            if block.tag == f"{W}p":
                self.paragraph(block)
            elif block.tag == f"{W}tbl":
                self.table(block)
        anchors = sorted({edge for cell in self.cells for edge in (cell.left, cell.right)})
        for cell_number, cell in enumerate(self.cells, 1):
            self.sheet.boxes += boxes_of(cell, cell_number, anchors)
        self.sheet.heights = heights_of(self.sheet.boxes, self.rows)
        return self.sheet

    @property
    def rows(self) -> int:
        """How many rows there are so far."""
        return max((cell.bottom + 1 for cell in self.cells), default=0)

    def paragraph(self, paragraph: etree._Element) -> None:
        """Add a paragraph that says anything as a row of its own."""
        lines = self.lines(paragraph)
        if any(atom.opening or atom.text.strip() for line in lines for atom in line):
            bands = bands_of(lines, self.width)
            top = self.rows
            self.cells.append(FormCell(top, top + len(bands) - 1, 0, self.width, bands, look_of(paragraph, is_framed=False)))

    def table(self, table: etree._Element) -> None:
        """Add a table's rows."""
        places = edges_of(table)
        open_ones: dict[tuple[int, int], FormCell] = {}
        for row in table.iterfind(f"{W}tr"):
            top = self.rows
            if is_on(row.find(f"{W}trPr/{W}tblHeader")):
                self.sheet.heads.append(top)
            going_on: dict[tuple[int, int], FormCell] = {}
            new = []
            for cell in grid_cells(row):
                left, right = places[cell.column], places[min(cell.column + cell.span, len(places) - 1)]
                known = open_ones.get((left, right)) if cell.vertical == "continue" else None
                if known is None:
                    new.append(known := self.cell(cell.element, top, left, right))
                if cell.vertical:
                    going_on[left, right] = known
            bottom = max((each.top + len(each.bands) - 1 for each in new), default=top)
            for each in (*new, *going_on.values()):
                each.bottom = bottom
            self.cells += new
            open_ones = going_on

    def cell(self, element: etree._Element, top: int, left: int, right: int) -> FormCell:
        """Return a cell of a table.

        Args:
            element: the cell.
            top: its row.
            left: where it begins.
            right: where it ends.
        """
        paragraphs = list(element.iterfind(f"{W}p"))
        bands = bands_of([line for paragraph in paragraphs for line in self.lines(paragraph)], right - left)
        return FormCell(top, top, left, right, bands, look_of(paragraphs[0], is_framed=True))

    def lines(self, paragraph: etree._Element) -> list[list[Atom]]:
        """Return the lines of a paragraph."""
        pieces = pieces_of(paragraph, self.blank.facts)
        open_ones = [(number, piece) for number, piece in enumerate(pieces) if isinstance(piece, Opening) and not piece.is_computed]
        return list(atoms_of(pieces, {number: self.marks.next(piece.fact.path) for number, piece in open_ones}))


def boxes_of(cell: FormCell, cell_number: int, anchors: Sequence[int]) -> Iterator[Box]:
    """Yield the boxes of one of the form's cells; its last row of them reaches down to its end.

    Args:
        cell: the cell.
        cell_number: its number in the sheet.
        anchors: edges that others near them are moved to.
    """
    is_whole = sum(len(group) for band in cell.bands for group in band) == 1
    for row, band in enumerate(cell.bands):
        top = cell.top + row
        bottom = cell.bottom if row == len(cell.bands) - 1 else top
        for part, (atom, left, right) in enumerate(edges(band, cell.left, cell.right)):
            place = None if is_whole else (cell_number, row, part)
            yield Box(atom, top, bottom, nearest(left, anchors), nearest(right, anchors), cell.look, place)


def nearest(edge: int, anchors: Sequence[int]) -> int:
    """Return the anchor that an edge is very near to, else the edge."""
    place = bisect_left(anchors, edge)
    near = min(anchors[max(0, place - 1) : place + 1], key=lambda anchor: abs(anchor - edge))
    return near if abs(near - edge) <= NEAR else edge


def heights_of(boxes: Sequence[Box], rows: int) -> list[int]:
    """Return the heights of rows that hold what stands in their boxes; what stands over several rows makes the last of them higher."""
    heights = [LINE + AROUND] * rows
    for box in sorted(boxes, key=lambda box: box.bottom - box.top):
        missing = height_of(box) - sum(heights[box.top : box.bottom + 1])
        heights[box.bottom] += max(0, missing)
    return heights


def height_of(box: Box) -> int:
    """Return how high a box has to be."""
    width = box.right - box.left
    if opening := box.atom.opening:
        lines = ROOM.get(opening.fact.field.type, 1) if not opening.text else wrapped(opening.text, width)
    else:
        lines = wrapped(box.atom.text, width) * (2 if box.look.is_title else 1)
    return lines * LINE + AROUND


def wrapped(text: str, width: int) -> int:
    """Return how many lines words take in a width."""
    return sum(max(1, math.ceil(width_of(line) / max(width, 1))) for line in text.split("\n"))


def table_width(table: etree._Element) -> int:
    """Return a table's width."""
    return edges_of(table)[-1]


def edges_of(table: etree._Element) -> list[int]:
    """Return the edges of a table's columns."""
    found = [0]
    for column in table.iterfind(f"{W}tblGrid/{W}gridCol"):
        found.append(found[-1] + int(float(column.get(f"{W}w", "0"))))
    return found


def look_of(paragraph: etree._Element, *, is_framed: bool) -> Look:
    """Return how a paragraph looks; `is_framed` is whether it stands in a table."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return Look(is_framed=is_framed)
    style, align, indent = (properties.find(f"{W}{name}") for name in ("pStyle", "jc", "ind"))
    is_title = style is not None and style.get(f"{W}val") in TITLE_STYLES
    said = "" if align is None else align.get(f"{W}val", "")
    left = 0 if indent is None else int(float(indent.get(f"{W}left", "0") or 0))
    return Look(said if said in ("left", "center", "right") else "", left, is_title, is_framed)
