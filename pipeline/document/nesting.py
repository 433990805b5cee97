"""Finds statements that begin in one place of a document and end in another: what they print would be no document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.document.tree import Block, Cell, Chart, Heading, Inline, Item, Link, List, Macro, Paragraph, Row, Statement, Table

Node = Block | Inline | Item | Row
# A statement, what is wrong with it, and what to do.
Crossing = tuple[Statement, str, str]
NAMES: Final[dict[type, str]] = {Paragraph: "这一段", Heading: "这个标题", Item: "这一项", Link: "这个链接"}


def crossings(blocks: Sequence[Block]) -> Iterator[Crossing]:
    """Yield each statement whose other half stands elsewhere: of the two, one that is within a paragraph, cell or the like.

    Statements that are paired wrongly in one place, or not at all between the blocks, are left to Jinja.
    """
    return crossings_in(blocks, "", [])


def crossings_in(nodes: Iterable[Node], place: str, told: list[str]) -> Iterator[Crossing]:
    """Yield the crossings of one place and of those within it.

    Args:
        nodes: what stands there.
        place: what messages call it; empty for the document.
        told: the words of those yielded so far, whose other halves are still to come; these are not yielded too.
    """
    opened: list[Statement] = []
    for node in nodes:
        if not isinstance(node, Statement):
            for name, content in places_in(node):
                yield from crossings_in(content, name, told)
        elif node.depth > 0:
            opened.append(node)
        elif words := openers(node):
            matching = [number for number, statement in enumerate(opened) if statement.word in words]
            if matching and node.depth < 0:
                yield from left_open(opened[matching[-1] + 1 :], place, told)
                del opened[matching[-1] :]
            elif not matching and is_new(node.word, words[0], told) and place:
                yield node, f"{node.word} 在{place}里，与它配对的 {words[0]} 却在{place}外面", hint(words[0], place)
    yield from left_open(opened, place, told)


def left_open(statements: Iterable[Statement], place: str, told: list[str]) -> Iterator[Crossing]:
    """Yield the statements that a place left open; the document's own are left to Jinja.

    Args:
        statements: those left open.
        place: what messages call the place; empty for the document.
        told: as in `crossings_in`.
    """
    for statement in statements if place else ():
        word = statement.word
        if is_new(word, f"end{word}", told):
            yield statement, f"{word} 在{place}里没有结束", hint(word, place)


def is_new(word: str, other: str, told: list[str]) -> bool:
    """Return whether the other half of a statement is not told; then this one is to be, else both are done with.

    Args:
        word: the statement's word.
        other: the word of its other half.
        told: as in `crossings_in`.
    """
    if other in told:
        told.remove(other)
        return False
    told.append(word)
    return True


def hint(word: str, place: str) -> str:
    """Return where the two halves of a statement can stand."""
    return f"{word} 和 end{word} 要在同一处：都在{place}里，中间不空行，或都在外面，各自单独写一行"


def openers(statement: Statement) -> tuple[str, ...]:
    """Return the statements that one belongs to which goes on with or ends another; none for one that stands alone."""
    if statement.depth < 0:
        return (statement.word.removeprefix("end"),)
    return {"elif": ("if",), "else": ("if", "for")}.get(statement.word, ())


def places_in(node: Node) -> list[tuple[str, Sequence[Node]]]:
    """Return the places that a node holds, named, each with what stands in it; a list's items stand where the list does."""
    if isinstance(node, Paragraph | Heading | Item | Link):
        return [(NAMES[type(node)], node.content)]
    if isinstance(node, Macro):
        return [("这个宏", (node.opening, *node.content))]
    if isinstance(node, List):
        return [("", node.items)]
    if isinstance(node, Table | Chart):
        table = node.table if isinstance(node, Chart) else node
        return [("这个题注", table.caption), ("这个表格", [row for row in table.rows if isinstance(row, Row | Statement)])]
    if isinstance(node, Row):
        return [("这一格", words_in(cell)) for cell in node.cells if isinstance(cell, Cell)]
    return []


def words_in(cell: Cell) -> list[Inline]:
    """Return what stands in the paragraphs of a cell, and the statements between them."""
    return [node for block in cell.blocks for node in (block.content if isinstance(block, Paragraph) else (block,))]
