"""Ways through a tree: the tags in a paragraph, and the blocks with what closes the document as one."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.document.tree import Block, Closing, Expression, Inline, Link, Paragraph, Statement


def tags_of(content: tuple[Inline, ...]) -> Iterator[Expression | Statement]:
    """Yield the expressions and statements of a paragraph's content."""
    for node in content:
        if isinstance(node, Expression | Statement):
            yield node
        elif isinstance(node, Link):
            yield from (part for part in node.target if isinstance(part, Expression))
            yield from tags_of(node.content)


def with_closings(blocks: tuple[Block, ...]) -> Iterator[Block | Closing]:
    """Yield blocks, each signature and the date right below it as one."""
    waiting: Paragraph | None = None
    for block in blocks:
        role = block.role if isinstance(block, Paragraph) else ""
        if waiting and role == "日期" and isinstance(block, Paragraph):
            yield Closing(waiting, block)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = block if role == "署名" and isinstance(block, Paragraph) else None
        if not waiting:
            yield block
    if waiting:
        yield waiting
