"""What is typed and not yet saved, kept beside the data file so that a crash of browser or program loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.build.folder import turn
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import remove_file, write_file


def draft_file(workspace: Workspace, of: UnitYear) -> Path:
    """Return where a unit-year's draft lies."""
    path = workspace.data_file(of)
    return path.with_name(f".{path.stem}.draft.json")


def read_draft(workspace: Workspace, of: UnitYear) -> dict[str, str]:
    """Return what was typed and not saved, by path; nothing if there is no draft, or none that this program wrote."""
    with suppress(OSError, ValueError):
        found = json.loads(draft_file(workspace, of).read_bytes())
        if isinstance(found, dict) and all(isinstance(typed, str) for typed in found.values()):
            return found
    return {}


def note_draft(workspace: Workspace, of: UnitYear, typed: Mapping[str, str | None]) -> None:
    """Keep what is typed and not saved, with what other desks keep there; nothing left removes the draft.

    Args:
        workspace: where everything is.
        of: which unit-year.
        typed: what is typed, by path; None where it is saved or let go.

    Raises:
        Stop: it cannot be written.
    """
    path = draft_file(workspace, of)
    shown, lock = workspace.shown(path), workspace.output(of).with_name(f"{of.stem}.draft")
    with turn(lock, shown, lambda: None, doing="填这份表"):
        before = read_draft(workspace, of)
        after = {path: text for path, text in {**before, **typed}.items() if text is not None}
        if after == before:
            return
        if after:
            write_file(path, shown, json.dumps(after, ensure_ascii=False).encode())
        else:
            remove_file(path, shown)
