"""One unit-year worked on at the desk: what a page asks for, and what it is told after each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import jinja2

from pipeline.build.unit_year import build
from pipeline.desk.chapters import chapters_of
from pipeline.desk.conflicts import ChangedError, typed_at
from pipeline.desk.drafts import note_draft, read_draft
from pipeline.desk.entries import progress
from pipeline.desk.history import History
from pipeline.desk.opened import Opened, opened, read_now
from pipeline.desk.reasons import with_reason, without_reason
from pipeline.desk.rows import with_row, with_rows_in_order
from pipeline.desk.telling import Telling, findings
from pipeline.form.field import UNIT_NAME
from pipeline.printing.outputs import is_asked_for
from pipeline.problems import Stop, has_errors
from pipeline.workspace import UnitYear, Workspace

KEPT: Final = 30  # states; a page of an older one is not told where both sides differ
UNDRAWN: Final = 4  # states; a page that asks later for the documents of one gets those of the files


@dataclass(eq=False)
class Work:
    """A unit-year on the desk.

    Attributes:
        workspace: where everything is.
        of: which unit-year.
        pages: the desk's page templates.
        history: what can be undone.
        known: the states that pages may still have, by their hashes.
        undrawn: states that a page was told and whose documents it has not asked for yet, by their hashes.
    """

    workspace: Workspace
    of: UnitYear
    pages: jinja2.Environment
    history: History = field(default_factory=History)
    known: dict[str, Opened] = field(default_factory=dict)
    undrawn: dict[str, Opened] = field(default_factory=dict)

    @cached_property
    def telling(self) -> Telling:
        """Says what a page is told."""
        return Telling(self.pages)

    def now(self) -> Opened:
        """Return the unit-year as its files are now.

        Raises:
            Stop: they cannot be filled in at the desk.
        """
        return self.known.get(read_now(self.workspace, self.of)) or self.remembered(opened(self.workspace, self.of))

    def remembered(self, found: Opened) -> Opened:
        """Return a state after noting that pages may have it; what was made of those before it can go."""
        self.known = {read: state.unread() for read, state in self.known.items() if read != found.read}
        self.known[found.read] = found
        while len(self.known) > KEPT:
            del self.known[next(iter(self.known))]
        return found

    def page(self) -> dict[str, Any]:
        """Return what the page of the unit-year shows.

        Raises:
            Stop: it cannot be filled in at the desk.
        """
        now = self.now()
        filled, asked = progress(list(now.entries.values()))
        return {
            "of": self.of,
            "title": f"{now.facts.names.get(UNIT_NAME) or self.of.unit} {self.of.year} 年度{now.form.title}{self.of.named}",
            "read": now.read,
            "filled": filled,
            "asked": asked,
            "chapters": chapters_of(now.section),
            **findings(now),
            "documents": now.titles(),
            "draft": [(path, typed) for path, typed in sorted(read_draft(self.workspace, self.of).items()) if typed != typed_at(now, path)],
            "undo": self.history.can_undo(now),
        }

    def tried(self, read: str, path: str, typed: str) -> dict[str, Any]:
        """Return what a page is told while something is being typed; it is kept as a draft and not yet saved.

        Args:
            read: the hash of the files as the page has them.
            path: the field.
            typed: what is typed there.

        Raises:
            Stop: it cannot be put there.
            ChangedError: the files have changed.
        """
        self.noted(read, path, typed)
        before = self.as_read(read, path)
        new, found = before.with_typed(path, typed)
        same = typed == before.entries[path].typed
        words = f"离开这一格后：{found.words}" if found.words else ""
        told = self.told(before, new, saved=False)
        return told | {"same": same, "texts": told["texts"] | self.telling.texts(new, [path]), "understood": words}

    def set(self, read: str, path: str, typed: str, *, exact: bool = False) -> dict[str, Any]:
        """Save what is typed into a field, and return what the page is told.

        Args:
            read: the hash of the files as the page has them.
            path: the field.
            typed: what is typed there.
            exact: whether it is put there as it is, whatever it could mean.

        Raises:
            Stop: it cannot be put there, or not be saved.
            ChangedError: the files have changed.
        """
        try:
            before = self.as_read(read, path)
            new, found = before.with_typed(path, typed, exact=exact)
            told = self.saved(before, new, path)
        except (ChangedError, Stop):
            self.noted(read, path, typed)
            raise
        self.dropped(path)
        after = self.known[told["read"]]
        texts = told["texts"] | self.telling.texts(after, [path])
        return told | {"texts": texts, "typed": after.entries[path].typed, **found.told()}

    def noted(self, read: str, path: str, typed: str) -> None:
        """Keep what is typed into a field as a draft, unless it is what the files say.

        Args:
            read: the hash of the files as the page has them.
            path: the field.
            typed: what is typed there.
        """
        now = self.now()
        mine = self.known.get(read, now)
        if path in mine.entries:
            is_saved = mine.read == now.read and typed == typed_at(now, path)
            note_draft(self.workspace, self.of, {path: None if is_saved else typed})

    def dropped(self, path: str) -> None:
        """Let a field's draft go."""
        note_draft(self.workspace, self.of, {path: None})

    def row_added(self, read: str, path: str) -> dict[str, Any]:
        """Add a row, save, and return what the page is told.

        Raises:
            Stop: it cannot be done, or not be saved.
            ChangedError: the files have changed.
        """
        before = self.as_read(read)
        return self.saved(before, with_row(before, path))

    def rearranged(self, read: str, path: str, order: Sequence[int]) -> dict[str, Any]:
        """Move or remove rows, save, and return what the page is told.

        Args:
            read: the hash of the files as the page has them.
            path: where the rows stand.
            order: the numbers that the rows have now, in the order in which they are to stand; those left out go.

        Raises:
            Stop: it cannot be done, or not be saved.
            ChangedError: the files have changed.
        """
        before = self.as_read(read)
        return self.saved(before, with_rows_in_order(before, path, order))

    def answered(self, read: str, mark: str, reason: str) -> dict[str, Any]:
        """Answer a finding with a reason, save, and return what the page is told.

        Args:
            read: the hash of the files as the page has them.
            mark: which finding.
            reason: the reason.

        Raises:
            Stop: it cannot be done, or not be saved.
            ChangedError: the files have changed.
        """
        before = self.as_read(read)
        return self.saved(before, with_reason(before, mark, reason))

    def unanswered(self, read: str, number: int) -> dict[str, Any]:
        """Take back one of the answers that hold, save, and return what the page is told.

        Args:
            read: the hash of the files as the page has them.
            number: which of them, from 0.

        Raises:
            Stop: it cannot be done, or not be saved.
            ChangedError: the files have changed.
        """
        before = self.as_read(read)
        return self.saved(before, without_reason(before, number))

    def undone(self, read: str) -> dict[str, Any]:
        """Undo the last save, and return what the page is told.

        Raises:
            Stop: it cannot be written.
            ChangedError: the files have changed.
        """
        before = self.as_read(read)
        return self.told(before, self.remembered(self.history.undone(before)), saved=True) if self.history.can_undo(before) else {}

    def saved(self, before: Opened, new: Opened, path: str = "") -> dict[str, Any]:
        """Save a new state, and return what the page is told.

        Args:
            before: the state that it was made of.
            new: the new one.
            path: the field that changes, if it is one.

        Raises:
            Stop: it cannot be saved.
            ChangedError: the files have changed.
        """
        try:
            after = self.remembered(new.saved())
        except Stop:
            self.as_read(before.read, path)  # somebody else was quicker
            raise
        if after.read != before.read:
            self.history.note(before, after)
        return self.told(before, after, saved=True)

    def told(self, before: Opened, after: Opened, *, saved: bool) -> dict[str, Any]:
        """Return what a page is told of a new state.

        Args:
            before: the state that it shows.
            after: the new one.
            saved: whether that is saved.
        """
        self.undrawn[after.state] = after
        while len(self.undrawn) > UNDRAWN:
            del self.undrawn[next(iter(self.undrawn))]
        undo = {"undo": self.history.can_undo(after)} if saved else {}
        return self.telling.of(before, after, saved=saved) | undo

    def drawn(self, state: str) -> dict[str, str]:
        """Return the documents of a state that was told last as they will be printed, by their names; of another, those of the files now.

        Raises:
            Stop: they cannot be printed.
        """
        return (self.undrawn.pop(state, None) or self.now()).main_parts()

    def as_read(self, read: str, path: str = "") -> Opened:
        """Return the state that a page has.

        Args:
            read: the hash of the files as the page has them.
            path: the field that it is about, if it is one.

        Raises:
            ChangedError: the files have changed.
        """
        now = self.now()
        if now.read != read:
            raise ChangedError(self.known.get(read), now, path)
        return now

    def built(self, *, draft: bool) -> dict[str, Any]:
        """Make the documents, and return what the page is told: where they are, or what is wrong.

        Raises:
            Stop: they cannot be made or written.
        """
        made = build(self.workspace, self.of, draft=draft)
        folder = self.workspace.shown(self.workspace.output(self.of, draft=draft))
        wrong = has_errors(made.problems)
        names = [] if wrong or made.manifest is None else [name for name in made.manifest.outputs if not is_asked_for(name)]
        return {"folder": folder, "files": names, "wrong": wrong, "draft": draft}
