"""The grid of a Word table: which cells merge vertically, and what that means when rows repeat or vanish at run time."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.document.styles import CellStyle
from pipeline.document.tree import Cell, Expression, Merge, Paragraph, Row, Statement
from pipeline.document.word.marks import Tags
from pipeline.document.word.styles import row_style
from pipeline.document.word.xml import W, is_on, number

# Set by the program on a merge whose label was moved down, with the number of rows that it was moved.
MOVED: Final = "moved"


@dataclass(slots=True, eq=False)
class GridCell:
    """A table cell with its place in the grid; `vertical` is restart, continue or nothing, all else as in the tree's `Cell`.

    `joining` are the values by which it is joined with equal neighbours.
    """

    element: etree._Element
    column: int
    span: int
    vertical: str
    rowspan: int = 1
    merge: Merge | None = None
    blocks: tuple[Paragraph | Statement, ...] = ()
    joining: tuple[Expression, ...] = ()
    equal: str = ""
    label: bool = False
    align: str = ""
    vertical_align: str = ""
    style: CellStyle = field(default_factory=CellStyle)

    @property
    def vertical_merge(self) -> etree._Element:
        """The element that makes the cell part of a vertical merge."""
        found = self.element.find(f"{W}tcPr/{W}vMerge")
        if found is None:
            raise LookupError("the cell is not merged vertically")
        return found


@dataclass(slots=True, eq=False)
class GridRow:
    """A table row with its cells and the statements between them."""

    element: etree._Element
    cells: list[GridCell | Statement] = field(default_factory=list)
    before: str = ""

    def at(self, column: int, span: int) -> GridCell | None:
        """Return the cell that covers exactly these grid columns."""
        return next((c for c in self.cells if isinstance(c, GridCell) and (c.column, c.span) == (column, span)), None)


Item = GridRow | Statement


@dataclass(slots=True)
class VerticalGroup:
    """Cells that merge vertically: the indices of their rows among the table's items, and the cells."""

    rows: list[int]
    cells: list[GridCell]


def grid_cells(row: etree._Element) -> Iterator[GridCell]:
    """Yield a row's cells with the grid columns that they cover."""
    column = number(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in row.findall(f"{W}tc"):
        span = number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        yield GridCell(cell, column, span, "" if merge is None else merge.get(f"{W}val", "continue"))
        column += span


def move_labels(root: etree._Element) -> None:
    """Move a merged label out of a `{%tr %}` row, which will vanish, into the row below it.

    Selecting a label column over a loop's three rows and merging it in Word leaves the label in the `{%tr for %}` row.
    """
    for table in root.iter(f"{W}tbl"):
        rows = [GridRow(row, list(grid_cells(row))) for row in table.findall(f"{W}tr")]
        for row, below in pairwise(rows):
            if "{%tr" in "".join(map(str, row.element.itertext())).replace(" ", ""):
                for cell in row.cells:
                    if isinstance(cell, GridCell) and cell.vertical == "restart":
                        move_label(cell, below.at(cell.column, cell.span))


def move_label(origin: GridCell, target: GridCell | None) -> None:
    """Move a label's paragraphs into the cell below, where the merge now begins."""
    if target is None or target.vertical != "continue":
        return
    for old in target.element.findall(f"{W}p"):
        target.element.remove(old)
    target.element.extend(origin.element.findall(f"{W}p"))
    target.vertical_merge.set(f"{W}val", "restart")
    target.vertical_merge.set(MOVED, str(int(origin.vertical_merge.get(MOVED, "0")) + 1))
    target.vertical = "restart"


def settle_merges(items: Sequence[Item], tags: Tags, first_number: int) -> dict[int, list[Merge]]:
    """Give each vertical merge of a table its number of rows: now if it is fixed, else by a count at run time.

    Args:
        items: the table's rows and statements; their cells, and the XML behind them, are changed.
        tags: the form's tags, which take up what the program adds.
        first_number: the number of the table's first run-time merge.

    Returns:
        the run-time merges that begin before each item, by the item's index.
    """
    starts: dict[int, list[Merge]] = {}
    merges = 0
    for group in vertical_groups(items):
        first, last = group.rows[0], group.rows[-1]
        moved = int(group.cells[0].vertical_merge.attrib.pop(MOVED, "0"))
        if not moved and not any(isinstance(item, Statement) for item in items[first : last + 1]):
            group.cells[0].rowspan = len(group.cells)
            continue
        low, high = balanced(items, first, last, moved)
        merge = Merge(first_number + merges, skeleton(items[low : high + 1], [items[row] for row in group.rows]))
        merges += 1
        starts.setdefault(low, []).append(merge)
        start = items[low]
        if isinstance(start, Statement):
            choose_first_row(group, merge, start, tags)
        for cell in group.cells:
            lead = group.cells[0]
            cell.merge, cell.blocks, cell.vertical = merge, lead.blocks, "restart"
            cell.label, cell.align, cell.vertical_align, cell.style = lead.label, lead.align, lead.vertical_align, lead.style
    return starts


def vertical_groups(items: Sequence[Item]) -> Iterator[VerticalGroup]:
    """Yield the vertical merges of a table from its rows, statements between them passed over."""
    open_groups: dict[tuple[int, int], VerticalGroup] = {}
    for index, item in enumerate(items):
        if isinstance(item, Statement):
            continue
        going_on: dict[tuple[int, int], VerticalGroup] = {}
        for cell in item.cells:
            if not isinstance(cell, GridCell) or not cell.vertical:
                continue
            place = (cell.column, cell.span)
            group = open_groups.pop(place, None) if cell.vertical == "continue" else None
            if group is None:
                cell.vertical = "restart"
                group = VerticalGroup([], [])
            group.rows.append(index)
            group.cells.append(cell)
            going_on[place] = group
        yield from open_groups.values()
        open_groups = going_on
    yield from open_groups.values()


def balanced(items: Sequence[Item], first: int, last: int, moved: int) -> tuple[int, int]:
    """Return the range of items around a merge in which every statement that opens also closes.

    Args:
        items: the table's rows and statements.
        first: the merge's first row.
        last: the merge's last row.
        moved: how many statements above the first row belong to the merge because its label stood there.
    """
    low, high = first - moved, last
    while low > 0 and lowest_depth(items[low : high + 1]) < 0:
        low -= 1
    while high < len(items) - 1 and total_depth(items[low : high + 1]) > 0:
        high += 1
    return low, high


def total_depth(items: Sequence[Item]) -> int:
    """Return how many blocks some items open and do not close."""
    return sum(item.depth for item in items if isinstance(item, Statement))


def lowest_depth(items: Sequence[Item]) -> int:
    """Return how far below their beginning some items get: negative if they close what they did not open."""
    depth = lowest = 0
    for item in items:
        if isinstance(item, Statement):
            depth += item.depth
            lowest = min(lowest, depth - (item.word in ("else", "elif")))
    return lowest


def skeleton(items: Sequence[Item], merged: Collection[Item]) -> tuple[Statement | None, ...]:
    """Return some items' statements, with None for each row of a merge: replayed, they count its rows."""
    return tuple(item if isinstance(item, Statement) else None for item in items if isinstance(item, Statement) or item in merged)


def choose_first_row(group: VerticalGroup, merge: Merge, start: Statement, tags: Tags) -> None:
    """Let the Word cells decide at run time which of them is the merge's first and carries the label.

    Args:
        group: the merge's cells.
        merge: their merge in the tree, whose variable they ask.
        start: the statement that the merge begins with.
        tags: the form's tags, which take up what the program adds.
    """
    tags.put_before(start, f"{{% set {merge.name} = namespace(begun=false) %}}")
    lead, label = content(group.cells[0].element)
    for cell in group.cells:
        properties = cell.element[0]
        del cell.element[1:]
        properties.tail = tags.mark(f"{{% if not {merge.name}.begun %}}") + lead
        cell.element.extend(copy.deepcopy(label))
        last = cell.element[-1]
        last.tail = (last.tail or "") + tags.mark("{% else %}")
        empty = etree.SubElement(cell.element, f"{W}p")
        empty.tail = tags.mark(f"{{% endif %}}{{% set {merge.name}.begun = true %}}")
        cell.vertical_merge.set(f"{W}val", tags.mark(f"{{{{ 'continue' if {merge.name}.begun else 'restart' }}}}"))


def content(cell: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return what a cell with properties holds: the tags before its first paragraph, and its paragraphs with the tags behind them."""
    return cell[0].tail or "", copy.deepcopy(list(cell)[1:])


def can_be_empty(blocks: Sequence[Paragraph | Statement]) -> bool:
    """Return whether all of a cell's paragraphs stand in loops or conditions, so that none may be left at run time."""
    depth = 0
    for block in blocks:
        if isinstance(block, Statement):
            depth += block.depth
        elif not depth:
            return False
    return True


def keep_paragraph(cell: etree._Element, name: str, tags: Tags) -> None:
    """Let a cell print an empty paragraph if it would print none: Word refuses a file with an empty cell.

    Args:
        cell: the cell, with properties.
        name: the name of the variable that notes whether a paragraph was printed.
        tags: the form's tags, which take up what the program adds.
    """
    for paragraph in cell.findall(f"{W}p"):
        paragraph.tail = tags.mark(f"{{% set {name}.printed = true %}}") + (paragraph.tail or "")
    cell[0].tail = tags.mark(f"{{% set {name} = namespace(printed=false) %}}") + (cell[0].tail or "")
    cell[-1].tail = (cell[-1].tail or "") + tags.mark(f"{{% if not {name}.printed %}}")
    etree.SubElement(cell, f"{W}p").tail = tags.mark("{% endif %}")


def tree_row(row: GridRow, widths: Sequence[int]) -> Row:
    """Return a row of the tree: of a merge's cells only those that can carry its label, and gaps where it has no cell.

    Args:
        row: the row.
        widths: the grid columns'.
    """
    properties = row.element.find(f"{W}trPr")
    gaps = [0 if properties is None else number(properties.find(f"{W}{side}"), 0) for side in ("gridBefore", "gridAfter")]
    before, after = [[Cell((), span, gap=True)] if span else [] for span in gaps]
    cells = [tree_cell(cell, widths) if isinstance(cell, GridCell) else cell for cell in row.cells if not continues(cell)]
    return Row(
        (*before, *cells, *after), properties is not None and is_on(properties.find(f"{W}tblHeader")), row.before, row_style(row.element)
    )


def continues(cell: GridCell | Statement) -> bool:
    """Return whether a cell is the lower part of a merge."""
    return isinstance(cell, GridCell) and cell.vertical == "continue"


def tree_cell(cell: GridCell, widths: Sequence[int]) -> Cell:
    """Return a cell of the tree, as wide as its grid columns."""
    sides = (cell.element.find(f"{W}tcPr/{W}tcBorders/{W}{side}") for side in ("left", "right", "bottom"))
    bare = all(side is not None and side.get(f"{W}val") in ("nil", "none") for side in sides)
    return Cell(
        cell.blocks,
        cell.span,
        cell.rowspan,
        cell.merge,
        cell.equal,
        label=cell.label,
        align=cell.align,
        vertical=cell.vertical_align,
        bare=bare,
        style=replace(cell.style, width=sum(widths[cell.column : cell.column + cell.span])),
    )
