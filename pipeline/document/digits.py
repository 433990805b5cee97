"""A 0 that a form prints as a dash is a dash in tables only: “支出-万元” is no sentence."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from pipeline.document.tree import Expression, Table
from pipeline.language.filters import DIGITS_FILTER


def in_digits(node: Any) -> Any:  # noqa: ANN401 - a node, or several, and the same again
    """Return a part of a document whose expressions print 0 as 0, but for those in a table's cells."""
    if isinstance(node, Expression):
        return replace(node, source=f"({node.source}) | {DIGITS_FILTER}")
    if isinstance(node, Table):
        return replace(node, caption=in_digits(node.caption))
    if isinstance(node, tuple):
        return tuple(map(in_digits, node))
    if not is_dataclass(node) or isinstance(node, type):
        return node
    held = {each.name: getattr(node, each.name) for each in fields(node)}
    return replace(node, **{name: in_digits(part) for name, part in held.items() if isinstance(part, tuple) or is_dataclass(part)})
