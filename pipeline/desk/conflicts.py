"""Data files that are no longer as a page has them: both sides, field by field, and where a field is that the page shows."""

from __future__ import annotations

from typing import Any, Final

from pipeline.desk.entries import Section
from pipeline.desk.opened import Opened
from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.intake.into_data.same_rows import key_of
from pipeline.paths import child, numbered
from pipeline.regex import regex

NUMBER: Final = regex(r"\[([0-9]+)\]")


class ChangedError(Exception):
    """The data files are no longer as a page has them.

    Attributes:
        now: what they say now.
        told: what the page is told: where both sides differ, and where the field is now that it is about, empty if nowhere surely.
    """

    def __init__(self, mine: Opened | None, now: Opened, path: str = "") -> None:
        super().__init__()
        self.now = now
        at = followed(path, mine, now) if path else ""
        theirs = {"label": label_of(now.form, path), "theirs": typed_at(now, at), "at": at} if path else {}
        self.told: dict[str, Any] = {"conflict": both_sides(mine, now) if mine else [], "read": now.read, **theirs}


def both_sides(mine: Opened, now: Opened) -> list[dict[str, str]]:
    """Return where the files differ from what a page has, field by field.

    Args:
        mine: what a page has.
        now: what they say now.
    """
    paths = dict.fromkeys((*mine.entries, *now.entries))
    sides = ((path, typed_at(mine, path), typed_at(now, path)) for path in paths)
    return [{"path": path, "label": label_of(now.form, path), "mine": one, "theirs": other} for path, one, other in sides if one != other]


def typed_at(state: Opened, path: str) -> str:
    """Return what is typed into a field; nothing where there is no such field."""
    entry = state.entries.get(path)
    return entry.typed if entry else ""


def followed(path: str, mine: Opened | None, now: Opened) -> str:
    """Return the path that a field has now: its row may have moved; nothing if it is not certain which row that is.

    Args:
        path: the field's path in what a page has.
        mine: what the page has; None if nobody knows any more.
        now: what the files say now.
    """
    at, done = "", 0
    for found in NUMBER.finditer(path):
        at += path[done : found.start()]
        done = found.end()
        old, new = mine.tables.get(path[: found.start()]) if mine else None, now.tables.get(at)
        if old is None or new is None:
            return ""
        number = int(found[1])
        if not new.is_fixed:
            was = [called(row, old.field) for row in old.rows]
            same = [other for other, row in enumerate(new.rows, 1) if called(row, new.field) == was[number - 1]]
            is_only_one = len(same) == 1 and was.count(was[number - 1]) == 1
            if not is_only_one and was != [called(row, new.field) for row in new.rows]:
                return ""
            number = same[0] if is_only_one else number
        at = numbered(at, number)
    at += path[done:]
    return at if at in now.entries else ""


def called(row: Section, rows: Field) -> tuple[str, ...]:
    """Return what tells a row from others: its name, or all that it says if it has none."""
    typed = {entry.path: entry.typed for entry in row.entries()}
    key = key_of(rows)
    name = typed.get(child(row.path, key.name), "") if key else ""
    return (name,) if name else tuple(typed.values())
