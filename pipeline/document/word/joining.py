"""Equal neighbours of a Word table: where its rows are gone through, and cells that decide when printed whether they begin or go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

from pipeline.document.neighbours import Step, around, comparison, next_row, rows_covered
from pipeline.document.tree import Comparison, Merge, Statement
from pipeline.document.word.grid import GridCell, GridRow, Item
from pipeline.document.word.marks import Tags
from pipeline.document.word.xml import W

# What stands before `w:vMerge` in a cell's properties.
BEFORE: Final = tuple(f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))


def compare_rows(items: Sequence[Item], merges: Mapping[int, Sequence[Merge]], tags: Tags, number: int) -> dict[int, list[Comparison]]:
    """Let the cells of a table that join equal neighbours ask at run time how many rows they cover.

    Args:
        items: the table's rows and statements, its vertical merges settled; their cells, and the XML behind them, are changed.
        merges: the table's run-time merges, by the index of the item that they begin before.
        tags: the form's tags, which take up what the program adds.
        number: the number of the comparison.

    Returns:
        the comparison, by the index of the item that it stands before; nothing if no cell joins.
    """
    rows = [index for index, item in enumerate(items) if isinstance(item, GridRow) and joining_cells(item)]
    if not rows:
        return {}
    low, high = around(items, rows[0], rows[-1])
    borders = dict(begun_merges(items, merges))
    made = comparison(number, (step for index in range(low, high + 1) for step in (*borders.get(index, ()), step_of(items[index]))))
    start = items[low]
    if isinstance(start, Statement):
        tags.put_before(start, *made.steps)
    else:
        start.element.text = tags.mark(*made.steps) + (start.element.text or "")
    for item in items[low : high + 1]:
        if isinstance(item, GridRow):
            ask(item, number, tags)
    return {low: [made]}


def joining_cells(row: GridRow) -> list[GridCell]:
    """Return the cells of a row that join equal neighbours."""
    return [cell for cell in row.cells if isinstance(cell, GridCell) and cell.joining]


def begun_merges(items: Sequence[Item], merges: Mapping[int, Sequence[Merge]]) -> Iterator[tuple[int, list[int]]]:
    """Yield the columns in which vertical merges of the template begin, by the item that they begin before: no run on their right goes on.

    Args:
        items: the table's rows and statements.
        merges: its run-time merges, by the index of the item that they begin before.
    """
    cells = [(index, cell) for index, item in enumerate(items) if isinstance(item, GridRow) for cell in item.cells]
    columns = {cell.merge.number: cell.column for _, cell in cells if isinstance(cell, GridCell) and cell.merge}
    for index, item in enumerate(items):
        own = [cell for cell in item.cells if isinstance(cell, GridCell)] if isinstance(item, GridRow) else []
        fixed = [cell.column for cell in own if cell.vertical == "restart" and not cell.merge]
        yield index, [columns[merge.number] for merge in merges.get(index, ())] + fixed


def step_of(item: Item) -> Step:
    """Return how to go through a statement or a row."""
    return item if isinstance(item, Statement) else [((cell.column, cell.span), cell.joining) for cell in joining_cells(item)]


def ask(row: GridRow, number: int, tags: Tags) -> None:
    """Let a row ask when it is printed what became of its joining cells.

    Args:
        row: the row.
        number: the number of the comparison.
        tags: the form's tags, which take up what the program adds.
    """
    row.before = next_row(number)
    row.element.text = (row.element.text or "") + tags.mark(row.before)
    for index, cell in enumerate(joining_cells(row)):
        cell.equal = rows_covered(number, index)
        properties = cell.element[0]
        merge = etree.Element(f"{W}vMerge", {f"{W}val": tags.mark(f"{{{{ 'restart' if {cell.equal} else 'continue' }}}}")})
        properties.insert(sum(child.tag in BEFORE for child in properties), merge)
        properties.tail = tags.mark(f"{{% if {cell.equal} %}}") + (properties.tail or "")
        last = cell.element[-1]
        last.tail = (last.tail or "") + tags.mark("{% else %}")
        etree.SubElement(cell.element, f"{W}p").tail = tags.mark("{% endif %}")
