"""What form.yaml says about comparing units with each other: which field tells what kind a unit is, and which how large it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.form.field import Field
from pipeline.problems import Kind, Problem, error, nearest
from pipeline.source.mapping import KnownEntries
from pipeline.source.nodes import text_of

PEERS, SIZE = "peers", "size"
# form.yaml's key → the type of field that it may name, and what the field is for.
COMPARED: Final = {PEERS: ("choice", "同类单位按选项（choice）来分"), SIZE: ("integer", "单位大小按整数（integer）来量，如在职人数")}


def compared_by(top: KnownEntries, names: Mapping[str, Sequence[Field]]) -> dict[str, str]:
    """Return the path of the field that each key names; keys that are missing or wrong are left out.

    Args:
        top: form.yaml's outermost entries.
        names: what a name may stand for.
    """
    return {key: found[0].path for key in COMPARED if len(found := meant(top.text(key), names)) == 1}


def compared_faults(top: KnownEntries, names: Mapping[str, Sequence[Field]]) -> Iterator[Problem]:
    """Yield why a key does not name a field by which units can be compared.

    Args:
        top: form.yaml's outermost entries.
        names: what a name may stand for.
    """
    for key, (kind, purpose) in COMPARED.items():
        node = top.node(key)
        if node is None:
            continue
        text = text_of(node)
        found = meant(text, names)
        if not found:
            yield error(Kind.FORM, f"{key} 写的不是表中的一项", node.place, hint=nearest(text, names) or "写一项的名称")
        elif len(found) > 1:
            hint = f"写全：{'、'.join(field.path for field in found[:3])}"
            yield error(Kind.FORM, f"表中有 {len(found)} 项叫“{text}”，不知 {key} 指哪一项", node.place, hint=hint)
        elif found[0].type != kind:
            yield error(Kind.FORM, f"{key} 不能是“{text}”：它的类型是 {found[0].type}", node.place, hint=purpose)


def meant(name: str, names: Mapping[str, Sequence[Field]]) -> Sequence[Field]:
    """Return the fields that a name or a whole path may stand for."""
    return names.get(name) or [field for fields in names.values() for field in fields if field.path == name]
