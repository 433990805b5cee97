"""Begins a workspace with what the program ships, and brings what a newer program ships into one that is there."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pipeline.files import clear_away
from pipeline.hashes import sha256
from pipeline.problems import Stop
from pipeline.renaming import rename
from pipeline.shipped import shipped_files
from pipeline.workspace import UsageError, Workspace
from pipeline.writing import cannot_write, write_durably, write_file

# Which templates were shipped, by their SHA-256: one that is still so is nobody's own, and a newer one may replace it.
RECORD: Final = "templates/.shipped.json"
# What is made lies in a hidden folder until it is whole, and from then on in another one until everything has moved to its place.
HALF_MADE, WHOLE = ".ziping-init.new", ".ziping-init"


def create(folder: Path) -> None:
    """Make a folder a workspace, whole or not at all; what a run that died has begun is completed.

    Raises:
        UsageError: there is something in it, or it is no folder.
        Stop: it cannot be written.
    """
    was_there = folder.exists()
    try:
        refuse_unless_empty(folder)
        folder.mkdir(exist_ok=True)
        if not (folder / WHOLE).exists():
            fill(folder / HALF_MADE)
            rename(folder / HALF_MADE, folder / WHOLE)
        # With data/ the folder becomes a workspace, so it is the last.
        for path in sorted((folder / WHOLE).iterdir(), key=lambda path: path.name == "data"):
            rename(path, folder / path.name)
        (folder / WHOLE).rmdir()
    except OSError as fault:
        clear_away(folder / HALF_MADE)
        if not was_there:
            with suppress(OSError):
                folder.rmdir()
        raise Stop(cannot_write(fault, str(folder))) from None


def refuse_unless_empty(folder: Path) -> None:
    """Refuse a folder that is not empty, unless all that is in it was moved there by a run that died.

    Raises:
        UsageError: there is something in it, or it is no folder.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} 是一个文件。请写一个新文件夹的名称，例如 ziping init 我的自评")
    if not folder.absolute().parent.is_dir():
        raise UsageError(f"没有 {folder.absolute().parent} 这个文件夹，请先建好它")
    there = names_in(folder)
    moved = {name.partition("/")[0] for name in shipped_files()} - names_in(folder / WHOLE) if WHOLE in there else set()
    if there - moved - {HALF_MADE, WHOLE}:
        raise UsageError(f"{folder} 里已经有文件，没有动它们。请写一个新文件夹的名称，例如 ziping init 我的自评")


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder; of nothing if there is none."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def fill(folder: Path) -> None:
    """Write everything that a workspace begins with to a new folder.

    Raises:
        OSError: it cannot be written.
    """
    clear_away(folder)
    files = {name: path.read_bytes() for name, path in shipped_files().items()}
    for name, data in {**files, RECORD: record_of(files)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_durably(folder / name, data)


def record_of(files: dict[str, bytes]) -> bytes:
    """Return the record of which templates were shipped."""
    return (json.dumps({name: sha256(files[name]) for name in files if is_template(name)}, ensure_ascii=False, indent=1) + "\n").encode()


def is_template(name: str) -> bool:
    """Return whether a shipped file belongs to a form or to the page layout."""
    return name.startswith("templates/")


@dataclass(frozen=True, slots=True)
class Renewal:
    """What bringing a workspace's templates up to date came to: paths in it.

    Attributes:
        added: what is new.
        renewed: what nobody had changed, and is now as shipped.
        kept: what somebody changed, and stays as it is.
    """

    added: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def renew(workspace: Workspace) -> Renewal:
    """Bring the shipped forms and page layout into a workspace; what somebody changed in it stays.

    Raises:
        Stop: a file cannot be written; what was written before is whole, and another run goes on.
    """
    shipped = {name: path.read_bytes() for name, path in shipped_files().items() if is_template(name)}
    known, renewal = read_record(workspace), Renewal()
    for name, data in shipped.items():
        path = workspace.root / name
        present = path.read_bytes() if path.is_file() else None
        if present == data:
            continue
        if present is not None and sha256(present) != known.get(name):
            renewal.kept.append(name)
            continue
        write_file(path, name, data)
        (renewal.added if present is None else renewal.renewed).append(name)
    write_file(workspace.root / RECORD, RECORD, record_of(shipped))
    return renewal


def read_record(workspace: Workspace) -> dict[str, str]:
    """Return the SHA-256 of each template as it was shipped last; of none if nobody knows, then all count as somebody's own."""
    try:
        known = json.loads((workspace.root / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
