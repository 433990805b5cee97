"""A template's statements as what they govern: `for` … `endfor`, two siblings of the tree, become one with what stands between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.document.tree import Statement


@dataclass(frozen=True, slots=True)
class Nest:
    """A statement with all that it governs, whichever of its branches that stands in.

    Attributes:
        opening: the statement.
        inside: what stands in it: nodes of the tree, and nests.
    """

    opening: Statement
    inside: Sequence[Any]


def nested(siblings: Iterable[Any]) -> list[Any]:
    """Return siblings of the tree with those that a statement governs within it; a statement that governs none stays itself."""
    top: list[Any] = []
    open_ones = [top]
    for node in siblings:
        if not isinstance(node, Statement):
            open_ones[-1].append(node)
        elif node.depth > 0:
            nest: list[Any] = []
            open_ones[-1].append(Nest(node, nest))
            open_ones.append(nest)
        elif node.depth < 0:
            open_ones.pop()
        elif node.word == "set":
            open_ones[-1].append(node)
    return top
