"""A unit's file serves several forms: what this one does not know and another of the unit's does is none of this one's business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.build.compiled_form import CompiledForm, compile_fields
from pipeline.form.field import Field
from pipeline.form.form import RESERVED, Form
from pipeline.problems import Stop
from pipeline.source.nodes import EntriesNode, Entry, ItemsNode, Node, entries_of, text_of, value_of
from pipeline.source.reader import Source, read
from pipeline.workspace import Asked, UnitYear, Workspace


def for_form(workspace: Workspace, of: UnitYear, form: Form, source: Source) -> Source:
    """Return a unit's file as one of its forms is to read it.

    What only another form of the unit knows is left out; where that form says that it was formerly called as this one calls it, it is
    this one's. The other forms are only looked for if there is a name that this one does not know.

    Args:
        workspace: where everything is.
        of: the unit-year that is made, whose own file is not asked again.
        form: its form.
        source: the unit's file.
    """
    if not has_unknown(form.root, source.root):
        return source
    others = other_forms(workspace, of, form)
    root = served(form.root, [other.form.root for other in others], source.root)
    return replace(source, root=root, whole=source, inputs={name: made for other in others for name, made in other.inputs.items()})


def other_forms(workspace: Workspace, of: UnitYear, form: Form) -> list[CompiledForm]:
    """Return the other forms that a unit's data files name, of any year, so far as they can be read.

    Args:
        workspace: where everything is.
        of: the unit-year that is made.
        form: its form.
    """
    found: dict[str, CompiledForm] = {}
    known = set(workspace.form_names()) - {form.name}
    for each in workspace.unit_years(Asked(unit=of.unit)) if known else ():
        path = workspace.data_file(each)
        try:
            name = text_of(value_of(read(path, workspace.shown(path)).root, "form")) if each != of else ""
            if name in known and name not in found:
                found[name] = compile_fields(workspace, name)
        except Stop:
            continue  # which is told where that unit-year is made
    return list(found.values())


def has_unknown(group: Field, node: Node) -> bool:
    """Return whether a group's entries, or those of one of its rows, have a name that its form does not know."""
    if isinstance(node, ItemsNode):
        return any(has_unknown(group, item) for item in node.items)
    known = own_names(group)
    return any(
        bool(known[name].fields) and has_unknown(known[name], entry.value) if name in known else not is_reserved(group, name)
        for name, entry in entries_of(node).items()
    )


def is_reserved(group: Field, name: str) -> bool:
    """Return whether a name in a group is one that every file may have."""
    return not group.path and name in RESERVED


def own_names(group: Field) -> dict[str, Field]:
    """Return a group's fields by their names and former names."""
    former = {name: field for field in group.fields.values() for name in field.formers}
    return former | group.fields


def served(group: Field, others: Sequence[Field], node: EntriesNode) -> EntriesNode:
    """Return a group's entries without those that only other forms know, and with those that these call otherwise by its own names.

    Args:
        group: the group, as the form to be read by has it.
        others: the same group as other forms have it.
        node: what the file has.
    """
    known = own_names(group)
    entries: dict[str, Entry] = {}
    renamed: dict[str, Entry] = {}
    for name, entry in node.entries.items():
        homes = [home for other in others if (home := own_names(other).get(name))]
        if own := known.get(name):
            entries[name] = Entry(entry.key, served_below(own, [home for home in homes if home.type == own.type], entry.value))
        elif not homes or is_reserved(group, name):
            entries[name] = entry
        elif meant := called_before(homes, known):
            renamed.setdefault(meant.name, entry)
    given = {known[name].name for name in entries if name in known}
    return replace(node, entries=entries | {name: entry for name, entry in renamed.items() if name not in given})


def served_below(own: Field, homes: Sequence[Field], node: Node) -> Node:
    """Return what stands behind a name, of a group or rows without what only other forms know.

    Args:
        own: the field, as the form to be read by has it.
        homes: the same as other forms have it.
        node: what the file has.
    """
    if own.fields and isinstance(node, EntriesNode):
        return served(own, homes, node)
    if own.fields and isinstance(node, ItemsNode):
        return replace(node, items=tuple(served_below(own, homes, item) for item in node.items))
    return node


def called_before(homes: Iterable[Field], known: Mapping[str, Field]) -> Field | None:
    """Return which of a group's own fields other forms say that theirs was formerly; None if none.

    Args:
        homes: the fields of the other forms.
        known: the group's own fields by their names.
    """
    return next((known[former] for home in homes for former in home.formers if former in known), None)
