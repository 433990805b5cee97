"""Turns the elements that the `markdown` package made of a narrative into the tree's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.characters import ROLE_MARK
from pipeline.document.markdown.inlines import inlines, line_of
from pipeline.document.markdown.lines import is_macro
from pipeline.document.markdown.subset import UNKNOWN
from pipeline.document.markdown.tags import MARK, Reading
from pipeline.document.neighbours import cell_fault, joined
from pipeline.document.tree import (
    ROLES,
    Block,
    Cell,
    Chart,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Macro,
    PageBreak,
    Paragraph,
    Row,
    Statement,
    Table,
)
from pipeline.language.expressions import own_name

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Widths = tuple[int, ...]


def blocks_of(root: Element, tables: Iterator[tuple[Widths, str]], reading: Reading) -> Iterator[Block]:
    """Yield the tree's blocks.

    Args:
        root: what the `markdown` package made.
        tables: the columns' widths of each table, and what chart it is.
        reading: what the marks stand for; what is wrong is noted there.
    """
    for element in root:
        if element.tag in ("h1", "h2", "h3", "h4"):
            heading = Heading(int(element.tag[1]), inlines(element, reading))
            if not heading.content:
                reading.complain("标题没有内容", line_of(element))
            yield heading
        elif element.tag == "p":
            yield from paragraph(element, reading)
        elif element.tag in ("ul", "ol"):
            yield List(element.tag == "ol", tuple(items(element, reading)))
        elif element.tag == "table":
            widths, kind = next(tables, ((), ""))
            read = table(element, widths, reading)
            yield Chart(kind, reading.tables, read) if kind else read
        elif element.tag == "hr":
            yield PageBreak()
        else:
            reading.complain(UNKNOWN, line_of(element))


def paragraph(element: Element, reading: Reading) -> Iterator[Block]:
    """Yield a paragraph, or the statements or the macro that a paragraph of tags is."""
    content = inlines(element, reading)
    if not content:
        return
    first, last = content[0], content[-1]
    if isinstance(first, Statement) and is_macro(first):
        if not isinstance(last, Statement) or last.word != "endmacro":
            reading.complain("宏（macro）要以 endmacro 结束，中间不能空行", first.place.line)
        elif any(isinstance(node, Link) or getattr(node, "bold", False) for node in content):
            reading.complain("宏（macro）里不能有链接和加粗", first.place.line)
        yield Macro(first, content[1:])
        return
    if all(isinstance(node, Statement) for node in content):
        yield from (node for node in content if isinstance(node, Statement))
        return
    role = next((int(match[2]) for text in element.itertext() for match in MARK.finditer(text) if match[1] == ROLE_MARK), None)
    yield Paragraph(content, "" if role is None else ROLES[role])


def items(element: Element, reading: Reading) -> Iterator[Item]:
    """Yield a list's items; a list within a list is no part of the subset."""
    for item in element:
        if any(child.tag in ("ul", "ol", "table") for child in item.iter()):
            reading.complain("列表里不能再有列表", line_of(item))
            continue
        body = item[0] if len(item) == 1 and item[0].tag == "p" and not (item.text or "").strip() else item
        yield Item(inlines(body, reading))


def table(element: Element, widths: Widths, reading: Reading) -> Table:
    """Return a table; a row whose first cell holds only statements stands for them.

    A column whose head is put between `if` and `endif` as a whole is printed on that condition.

    Args:
        element: what the `markdown` package made of it.
        widths: its columns' widths.
        reading: what the marks stand for.
    """
    rows: list[Row | Statement] = []
    columns: list[Statement | None] = []
    for row in element.iter("tr"):
        cells = [inlines(cell, reading) for cell in row]
        header = row[0].tag == "th"
        if cells and cells[0] and all(isinstance(node, Statement) for node in cells[0]) and not any(cells[1:]):
            if header:
                reading.complain("表格第一行是表头，不能只有语句", line_of(row))
                return Table(())
            rows.extend(node for node in cells[0] if isinstance(node, Statement))
            continue
        if header:
            columns = [condition(content, number) for number, content in enumerate(cells)]
            cells = [content[1:-1] if statement else content for content, statement in zip(cells, columns, strict=True)]
        shown = Table((), columns=tuple(columns)).shown
        rows.append(
            Row(
                tuple(
                    Cell((Paragraph(content),), label=header, align=alignment(cell), column=name)
                    for cell, content, name in zip(row, cells, shown, strict=True)
                ),
                header,
            )
        )
    for cell in (cell for row in rows if isinstance(row, Row) for cell in row.cells if isinstance(cell, Cell)):
        if fault := cell_fault(cell.blocks):
            reading.problems.append(fault)
    reading.tables += 1
    return Table(tuple(joined(rows, reading.tables)), widths, columns=tuple(columns) if any(columns) else ())


def condition(head: tuple[Inline, ...], column: int) -> Statement | None:
    """Return the statement that sets whether a column is printed, or None if it always is.

    Args:
        head: what its head says.
        column: the column's number.
    """
    statements = [node for node in head if isinstance(node, Statement)]
    if [statement.word for statement in statements] != ["if", "endif"] or head[0] is not statements[0] or head[-1] is not statements[1]:
        return None
    opening = statements[0]
    name = own_name("column", f"{opening.place.line}_{column}")
    return Statement(f"set {name} = {opening.source.removeprefix('if').strip()}", opening.place)


def alignment(cell: Element) -> str:
    """Return a table cell's alignment as Markdown's colons gave it."""
    match = re.search(r"left|center|right", cell.get("style", "") + cell.get("align", ""))
    return match[0] if match else ""


def joined_lists(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks with a loop that makes only list items drawn into one list."""
    waiting = list(blocks)
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Statement) and block.word == "for":
            length = span(waiting)
            lists = [inner for inner in waiting[:length] if isinstance(inner, List)]
            if len({inner.ordered for inner in lists}) == 1 and all(isinstance(inner, List | Statement) for inner in waiting[:length]):
                entries: list[Item | Statement] = [block]
                for inner in waiting[:length]:
                    entries.extend(inner.items if isinstance(inner, List) else [inner])  # type: ignore[list-item]
                del waiting[:length]
                block = List(lists[0].ordered, tuple(entries))
        yield block


def span(blocks: Sequence[Block]) -> int:
    """Return how many blocks follow an opening statement up to and with the one that closes it."""
    depth = 1
    for count, block in enumerate(blocks, 1):
        depth += block.depth if isinstance(block, Statement) else 0
        if depth == 0:
            return count
    return 0


def captioned(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks with each caption given to the table or chart below it."""
    caption: Paragraph | None = None
    for block in blocks:
        if isinstance(block, Paragraph) and block.role == "题注":
            caption = block
        elif caption and isinstance(block, Table | Chart):
            yield with_caption(block, caption.content)
            caption = None
        else:
            yield block


def with_caption(block: Table | Chart, caption: tuple[Inline, ...]) -> Table | Chart:
    """Return a table or chart that has a caption."""
    if isinstance(block, Chart):
        return replace(block, table=replace(block.table, caption=caption))
    return replace(block, caption=caption)
