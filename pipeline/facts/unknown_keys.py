"""The names in a data file that its form does not have, and which of the form's was probably meant."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.facts.typed import colon_was_put_right
from pipeline.form.field import Field
from pipeline.form.form import RESERVED, Form
from pipeline.form.keys import explain_key
from pipeline.paths import child
from pipeline.problems import Kind, Problem, error
from pipeline.source.complaints import NEXT_LINE
from pipeline.source.nodes import Entry


def by_known_names(
    form: Form, group: Field, path: str, entries: Mapping[str, Entry]
) -> tuple[Mapping[str, Entry], list[Problem], list[str]]:
    """Return what a file has in a group by the names that its fields have now, what is wrong with its names, and what was probably meant.

    Args:
        form: the form.
        group: the group.
        path: its path in the data.
        entries: what the file has in it.
    """
    entries, twice = by_present_names(group, path, entries)
    unknown, meant = unknown_keys(form, group, path, entries)
    return entries, [*twice, *unknown], meant


def unknown_keys(form: Form, group: Field, path: str, entries: Mapping[str, Entry]) -> tuple[list[Problem], list[str]]:
    """Return a problem for each name that the form does not have, and the paths of the fields that were probably meant.

    Args:
        form: the form.
        group: the group that the names stand in.
        path: its path in the data.
        entries: what the file has in it.
    """
    problems: list[Problem] = []
    excused: list[str] = []
    for name, entry in entries.items():
        if name in group.fields or (not group.path and name in RESERVED):
            continue
        message, hint, meant = explain_key(form, group, name)
        if not meant and colon_was_put_right(entry.key):
            problems.append(error(Kind.FOLDED, NEXT_LINE[0], entry.key.place, hint=NEXT_LINE[1]))
            continue
        problems.append(error(Kind.UNKNOWN_KEY, message, entry.key.place, hint=hint))
        excused += [child(path, field.name) if group.fields.get(field.name) is field else field.path for field in meant]
    return problems, excused


def by_present_names(group: Field, path: str, entries: Mapping[str, Entry]) -> tuple[Mapping[str, Entry], list[Problem]]:
    """Return what a file has in a group by the names that its fields have now, and a problem for each that it has by both names.

    Args:
        group: the group.
        path: its path in the data.
        entries: what the file has in it.
    """
    present = {former: field.name for field in group.fields.values() for former in field.formers}
    if not present.keys() & entries.keys():
        return entries, []
    found: dict[str, Entry] = {}
    problems = []
    for name, entry in entries.items():
        now = present.get(name, name)
        if now in found:
            one, other = found[now].key.text, entry.key.text
            message = f"“{one}”和“{other}”是同一项的两个名称，第 {found[now].key.place.line} 行已经写过"
            problems.append(error(Kind.DUPLICATE, message, entry.key.place, child(path, now), f"只留“{now}”"))
        found.setdefault(now, entry)
    return found, problems
