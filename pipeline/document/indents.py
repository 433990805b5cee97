"""Indents of a Word form's paragraphs, which a page has as classes: it allows no style of an element's own."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document.tree import Cell, Document, Look, Paragraph, Row, Table


def indent_classes(look: Look) -> Iterator[str]:
    """Yield the classes of a paragraph that is indented."""
    if look.left:
        yield f"left-{look.left}"
    if look.first:
        yield f"first-{look.first}" if look.first > 0 else f"hang-{-look.first}"


def indent_rules(document: Document) -> Iterator[str]:
    """Yield the CSS rule of each class of indent that a document has."""
    for name in sorted({name for look in looks_in(document) for name in indent_classes(look)}):
        kind, _, halves = name.partition("-")
        size = f"{'-' if kind == 'hang' else ''}{int(halves) / 2:g}em"
        yield f"p.{name}{{{'padding-inline-start' if kind == 'left' else 'text-indent'}:{size}}}"


def looks_in(document: Document) -> Iterator[Look]:
    """Yield how the paragraphs of a Word form stand."""
    for block in document.blocks:
        rows = block.rows if isinstance(block, Table) else ()
        cells = (cell for row in rows if isinstance(row, Row) for cell in row.cells if isinstance(cell, Cell))
        for paragraph in (block, *(inner for cell in cells for inner in cell.blocks)):
            if isinstance(paragraph, Paragraph) and paragraph.look:
                yield paragraph.look
