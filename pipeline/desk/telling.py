"""What a page of the desk is told after a change: findings, derived figures, and the fields that look otherwise now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import jinja2

from pipeline.desk.chapters import chapters_of
from pipeline.desk.entries import progress
from pipeline.desk.opened import Opened
from pipeline.desk.reasons import answerable
from pipeline.problems import Problem


class Telling:
    """Says what pages are told, with the macros that they are printed with."""

    def __init__(self, pages: jinja2.Environment) -> None:
        self.pages = pages

    @cached_property
    def macros(self) -> Any:  # noqa: ANN401 - Jinja's module of macros
        """What the parts of a page are printed with."""
        return self.pages.get_template("parts.html").module

    def of(self, before: Opened, after: Opened, *, saved: bool) -> dict[str, Any]:
        """Return what a page is told of a new state.

        Args:
            before: the state that it shows.
            after: the new one.
            saved: whether that is saved.
        """
        problems, chapters = after.problems(), chapters_of(after.section)
        filled, asked = progress(list(after.entries.values()))
        has_other_rows = before.entries.keys() != after.entries.keys() or any(
            len(before.tables[path].rows) != len(table.rows) for path, table in after.tables.items()
        )
        return {
            "read": after.read if saved else before.read,
            "saved": saved,
            "filled": f"已填 {filled} / {asked}",
            "count": len(problems),
            "findings": str(self.macros.findings(**findings(after))),
            "chapters": str(self.macros.contents(chapters)),
            "wanted": [path for chapter in chapters for path in chapter.missing],
            "state": after.state,
            "fields": str(self.macros.fields(chapters, after)) if has_other_rows else None,
            "entries": {} if has_other_rows else changed(before, after),
            "texts": {} if has_other_rows else self.texts(after, (path for path in after.narratives if differs(before, after, path))),
            "found": {} if has_other_rows else self.found(before, after),
        }

    def texts(self, now: Opened, paths: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return what lies behind texts and what is said below them, by path; paths of other fields are passed over."""
        shown = {path: now.narratives[path] for path in paths if path in now.narratives}
        return {path: {"behind": str(self.macros.behind(text)), "notes": str(self.macros.notes(text))} for path, text in shown.items()}

    def found(self, before: Opened, after: Opened) -> dict[str, str]:
        """Return the findings of each field that has others now."""
        other = [path for path in after.entries if spoken(before.found.get(path, ())) != spoken(after.found.get(path, ()))]
        return {path: str(self.macros.found(after.found.get(path, ()))) for path in other}


def differs(before: Opened, after: Opened, path: str) -> bool:
    """Return whether what is shown with a text is another.

    Args:
        before: one state.
        after: another, which has the text.
        path: the text's path.
    """
    return before.narratives.get(path) != after.narratives[path]


def spoken(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """Return findings as a reader sees them."""
    return [(problem.severity.value, problem.message, problem.hint) for problem in problems]


def findings(now: Opened) -> dict[str, Any]:
    """Return what the list of findings shows."""
    marks = {problem: mark for mark, problem in answerable(now).items()}
    found = [(problem, marks.get(problem, "")) for problem in now.problems()]
    return {"now": now, "problems": found, "answered": now.examined.answered}


def changed(before: Opened, after: Opened) -> dict[str, Mapping[str, Any]]:
    """Return what differs between two states of the fields, by path."""

    def seen(state: Opened, path: str) -> tuple[str, str]:
        entry = state.entries[path]
        return entry.typed, entry.shown or entry.typed or "—"

    found: dict[str, Mapping[str, Any]] = {}
    for path in after.entries:
        (typed, shown), old = seen(after, path), seen(before, path)
        if (typed, shown) != old:
            found[path] = {"typed": typed, "shown": shown}
    return found
