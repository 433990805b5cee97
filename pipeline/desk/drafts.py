"""What is typed and not yet saved, kept beside the data file so that a crash of browser or program loses nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

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


def write_draft(workspace: Workspace, of: UnitYear, typed: Mapping[str, str]) -> None:
    """Keep what is typed and not saved; nothing removes the draft.

    Args:
        workspace: where everything is.
        of: which unit-year.
        typed: what is typed, by path.

    Raises:
        Stop: it cannot be written.
    """
    path = draft_file(workspace, of)
    shown = workspace.shown(path)
    if typed:
        write_file(path, shown, json.dumps(typed, ensure_ascii=False).encode())
    else:
        remove_file(path, shown)
