"""Limits that are other numbers of the form: `maximum: 分值` says that a number is never more than the 分值 that stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from pipeline.form.field import Field
from pipeline.form.last_year import below
from pipeline.form.types.registry import NUMERIC
from pipeline.paths import parent
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.source.nodes import Node, text_of

MINIMUM, MAXIMUM = LIMITS = ("minimum", "maximum")
LIMIT: Final = "应为数字、none，或旁边一个数字的名称"


def is_name(node: Node) -> bool:
    """Return whether a limit is the name of a field."""
    return text_of(node).isidentifier() and text_of(node) != "none"


def limit_faults(root: Field, nodes: Mapping[tuple[Field, str], Node]) -> Iterator[Problem]:
    """Yield each limit that is no number beside its field.

    Args:
        root: the top group of the form's fields.
        nodes: where form.yaml has the limits that are names, by field and limit.
    """
    for (field, limit), node in nodes.items():
        group = below(root, parent(field.path)).fields
        other = group.get(text_of(node))
        numbers = [each.name for each in group.values() if each.type in NUMERIC and each is not field]
        if other is None or other is field or other.type not in NUMERIC:
            hint = nearest(text_of(node), numbers) or (f"可写：{'、'.join(numbers)}" if numbers else LIMIT)
            yield error(Kind.FORM, f"{limit} 写的“{text_of(node)}”不是与“{field.name}”同一组的一个数字", node.place, hint=hint)
        elif (other.type == "percent", other.unit) != (field.type == "percent", field.unit) and other.unit and field.unit:
            message = f"{limit} 写的“{other.name}”单位是{other.unit}，“{field.name}”却是{field.unit}"
            yield error(Kind.FORM, message, node.place, hint="单位要相同")


@lru_cache(maxsize=16)
def limited(root: Field) -> tuple[Field, ...]:
    """Return the fields below a group that another number limits."""
    return tuple(leaf for leaf in root.leaves() if leaf.least or leaf.most)


def limits_of(root: Field, field: Field) -> list[Field]:
    """Return the fields below a form's top group that limit one of them."""
    beside = below(root, parent(field.path)).fields
    return [beside[name] for name in (field.least, field.most) if name]
