"""What is known of a unit before it fills in a form: what stays the same from year to year, from its own file and its last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from pipeline.build.unit_file import for_form
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.new_year import last_year
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.language.values import Lines, Value, Words
from pipeline.paths import numbered
from pipeline.source.nodes import Entry, ItemsNode, Node, TextNode, entries_of
from pipeline.source.reader import Source, read
from pipeline.workspace import UnitYear, UsageError, Workspace

# A year that is after all others.
NEVER: Final = "9999"


def known_of(workspace: Workspace, of: UnitYear, form: Form) -> dict[str, Value]:
    """Return what stays the same of a unit, by path; its own file wins over last year's.

    Args:
        workspace: where everything is.
        of: the unit-year that the form is for.
        form: the form.

    Raises:
        UsageError: there is no such unit.
        Stop: the unit's file cannot be read.
    """
    path = workspace.unit_file(of.unit)
    if not path.is_file():
        raise UsageError(f"没有 {workspace.shown(path)}，不知道“{of.unit}”是哪个单位。不写单位，就是各单位都能用的空白表")
    own = for_form(workspace, of, form, read(path, workspace.shown(path)))
    last = newest_before(workspace, of)
    known = dict(constants(form.root, last.root.entries)) if last else {}
    return known | dict(constants(form.root, own.root.entries))


def newest_before(workspace: Workspace, of: UnitYear) -> Source | None:
    """Return a unit's newest data file from before a year, of all if there is no year; None if there is none that can be read."""
    return last_year(workspace, of if of.year else replace(of, year=NEVER))


def constants(group: Field, entries: Mapping[str, Entry]) -> Iterator[tuple[str, Value]]:
    """Yield the path and value of each field of a group that usually stays the same and is filled in; mistakes are passed over.

    Args:
        group: the group.
        entries: what a file has in it.
    """
    for each in group.fields.values():
        entry = each.among(entries)
        if entry is None or each.type == "rows":
            continue
        if each.type == "group":
            yield from constants(each, entries_of(entry.value))
        elif each.constant and (value := value_in(each, entry.value)):
            yield each.path, value


def value_in(field: Field, node: Node) -> Value | None:
    """Return what was typed for a field as its value; None if it is none."""
    several = type_of(field).holds is Holds.SEVERAL
    items = node.items if isinstance(node, ItemsNode) and several else (node,)
    texts = [item.text for item in items if isinstance(item, TextNode) and item.text.strip()]
    lines = [line for text in texts for line in text.split("\n") if line.strip()] if several else texts[:1]
    try:
        values = [type_of(field).read(line, field, numbered(field.path, n) if several else field.path) for n, line in enumerate(lines, 1)]
    except MistakeError:
        return None
    return Lines(value for value in values if isinstance(value, Words)) if several and values else next(iter(values), None)
