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
