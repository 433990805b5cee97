"""Reads small narratives, and tells their tree in a few letters."""

from __future__ import annotations

from typing import Any

from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import Expression, Inline, Link, Row, Statement, Table, Text


def blocks(text: str) -> list[Any]:
    return list(markdown_reader.read(text, "report.md").blocks)


def only(text: str) -> Any:  # noqa: ANN401 - whatever block the text is
    found = blocks(text)
    assert len(found) == 1, found
    return found[0]


def plain(content: tuple[Inline, ...]) -> str:
    """Return a paragraph's content with bold, links and tags written out."""
    words = []
    for node in content:
        if isinstance(node, Text):
            words.append(f"*{node.text}*" if node.bold else node.text)
        elif isinstance(node, Link):
            words.append(f"[{plain(node.content)}→{plain(node.target)}]")
        elif isinstance(node, Expression):
            words.append(f"*{{{node.source}}}*" if node.bold else f"{{{node.source}}}")
        elif isinstance(node, Statement):
            words.append(f"<{node.source}>")
    return "".join(words)


def in_cells(table: Table) -> list[Any]:
    """Return a table's rows as lists of texts, statements as they are written."""
    return [
        [plain(block.content) for cell in row.cells for block in cell.blocks]  # type: ignore[union-attr]
        if isinstance(row, Row)
        else row.source  # type: ignore[union-attr]
        for row in table.rows
    ]
