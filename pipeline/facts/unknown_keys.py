"""The names in a data file that its form does not have, and which of the form's was probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.facts.typed import colon_was_put_right
from pipeline.form.field import Field
from pipeline.form.form import RESERVED, Form
from pipeline.form.keys import explain_key
from pipeline.paths import child
from pipeline.problems import Kind, Problem, error
from pipeline.source.complaints import NEXT_LINE
from pipeline.source.nodes import Entry, TextNode


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
        if not meant and is_cut_off(entry):
            problems.append(cut_off(entry))
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


def is_cut_off(entry: Entry) -> bool:
    """Return whether a name without content is the rest of a text within braces that has a half-width comma in it."""
    before = entry.key.place.text[: entry.key.place.column - 1].rstrip()
    return isinstance(entry.value, TextNode) and entry.value.is_empty and before.endswith(",") and "{" in before


def cut_off(entry: Entry) -> Problem:
    """Return what to say about the rest of a text within braces behind its half-width comma."""
    place = entry.key.place
    before = place.text[: place.column - 1].rstrip()
    comma = replace(place, column=len(before))
    if before[-2:-1].isdigit() and entry.key.text[:1].isdigit():
        return error(Kind.SIGN, "数字里不能有千分位逗号", comma, hint="删去逗号")
    return error(Kind.SIGN, "半角逗号把这一项的文字断开了", comma, hint="改成全角逗号“，”，或给整段内容加半角引号")
