"""Fields that form.yaml declares once and uses in several places: `fields: 同 数量指标`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from pipeline.form.types.registry import TYPES
from pipeline.paths import EVERY_ROW, child, parent, steps, without_rows
from pipeline.problems import nearest
from pipeline.source.nodes import Node, TextNode, entries_of, text_of

SAME: Final = "同"
EXAMPLE: Final = "例如 fields: 同 数量指标"
# Copies of copies double with each level; no form has as many fields.
MOST: Final = 5000


def asked_in(node: Node | None) -> tuple[str, Node] | None:
    """Return the name of the group whose fields are asked for, and where; None if none are.

    Args:
        node: what declares fields: the text `同 名称`, or a mapping with an entry `fields: 同 名称` or `同: 名称`.
    """
    if isinstance(node, TextNode):
        return (node.text.removeprefix(SAME).strip(), node) if node.text.startswith(SAME) else None
    entries = entries_of(node)
    whole = entries[SAME].value if SAME in entries else None
    if isinstance(whole, TextNode) and whole.text not in TYPES:  # else it is a field of that name
        return whole.text.strip(), whole
    return asked_in(below) if "fields" in entries and isinstance(below := entries["fields"].value, TextNode) else None


def groups_in(node: Node | None, attributes: Collection[str], above: str = "") -> Iterator[tuple[str, Node]]:
    """Yield the path, without rows, of each group and of all rows that are declared, with what declares their fields.

    Args:
        node: what declares the fields of a group.
        attributes: the names in it that are no fields.
        above: the group's path.
    """
    for name, entry in entries_of(node).items():
        content = entries_of(entry.value)
        kind = text_of(content["type"].value) if "type" in content else "group"
        below = content["fields"].value if kind == "rows" and "fields" in content else entry.value if kind == "group" else None
        if name not in attributes and below is not None and (content or kind == "rows"):
            yield child(above, name), below
            yield from groups_in(below, attributes, child(above, name))


def found_groups(groups: Mapping[str, Node], name: str, own: str) -> list[str]:
    """Return the paths of the groups that a name may mean: one beside the group that asks, else one of that path or ending.

    Args:
        groups: the form's groups by path.
        name: the name, or names joined by dots.
        own: the path of the group that asks.
    """
    beside = child(parent(without_rows(own.removesuffix(EVERY_ROW))), name)
    whole = [path for path in (beside, name) if path in groups]
    return whole[:1] or [path for path in groups if path.endswith(f".{name}")]


def not_one(name: str, found: list[str], groups: Mapping[str, Node]) -> tuple[str, str]:
    """Return what is wrong with a name that means no group or several, and a hint.

    Args:
        name: the name.
        found: the paths of the groups that it may mean.
        groups: the form's groups by path.
    """
    if found:
        return f"“{SAME} {name}”有 {len(found)} 处，要写明是哪一处", "、".join(found)
    if not name:
        return f"“{SAME}”后面要写一组字段的名称", EXAMPLE
    return f"“{SAME} {name}”：表中没有“{name}”这一组字段", nearest(steps(name)[-1], [steps(path)[-1] for path in groups]) or EXAMPLE
