"""Is a unit-year up to date? Answered from its manifest and hashes alone, before anything that could build it is imported."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from stat import S_ISREG

from pipeline import __version__
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.build.pdf_fonts import installed_fonts
from pipeline.files import is_left_over
from pipeline.hashes import sha256
from pipeline.workspace import MANIFEST, UnitYear, Workspace

TOO_LARGE = 50_000_000  # bytes; no file that is read or made has so many


def current(workspace: Workspace, of: UnitYear, *, draft: bool = False, pdf: bool = False) -> Manifest | None:
    """Return a unit-year's manifest if the program, every input and every document is still the one that it names; else None.

    What a process that died has left beside the documents is cleared away by the next build.

    Args:
        workspace: where everything is.
        of: which unit-year.
        draft: whether its draft is meant.
        pdf: whether its PDFs are wanted too. Where they are not, those that are there do no harm.
    """
    folder = workspace.output(of, draft=draft)
    known = read_manifest(folder)
    is_current = known and made_from(known, workspace.root, pdf=pdf) and are_there(known, folder) and not is_left_over(folder)
    return known if is_current else None


def made_from(known: Manifest, root: Path, *, pdf: bool = False) -> bool:
    """Return whether the present program made something from the inputs as they are in a workspace, rules that were added among them.

    Args:
        known: what it was made from.
        root: the workspace's folder.
        pdf: whether it is to have PDFs too, printed with the fonts that are there now.
    """
    is_same = known.program == program() and known.inputs == fingerprints(known.inputs, root)
    is_printed = not pdf or bool(known.fonts and known.fonts.installed == installed_fonts())
    return is_same and is_printed and shared_rules(Workspace(root)) <= known.inputs.keys()


def shared_rules(workspace: Workspace) -> set[str]:
    """Return the files of rules that all forms share."""
    return {workspace.shown(path) for path in workspace.common.glob("*.yaml")}


def are_there(known: Manifest, folder: Path) -> bool:
    """Return whether every document lies in a folder as it was made."""
    written = modified(folder / MANIFEST)
    return all(0 < modified(folder / name) <= written or fingerprint(folder / name) == made for name, made in known.outputs.items())


def modified(path: Path) -> int:
    """Return when a file was last written, in ns; 0 if it is not there. What is older than its manifest need not be read."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def fingerprints(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files by name; empty for a file that is not there, or that nobody would read."""
    return {name: fingerprint(folder / name) for name in names}


def fingerprint(path: Path) -> str:
    """Return a file's SHA-256, or nothing if it cannot be read."""
    try:
        state = path.stat()
        if not S_ISREG(state.st_mode) or state.st_size > TOO_LARGE:  # a pipe would never end
            return ""
        return content_hash(path, state.st_mtime_ns, state.st_size, state.st_ino)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def content_hash(path: Path, _modified: int, _size: int, _number: int) -> str:
    """Return a file's SHA-256, read once in this process as long as the file is the same: templates are inputs of every unit.

    Args:
        path: the file.
        _modified: when it was written last; another time means another content, as do the following.
        _size: its size in bytes.
        _number: its number on the disk.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def program() -> str:
    """Return the program's version and the SHA-256 of its code: a change in either makes documents anew."""
    folder = Path(__file__).parents[1]
    code = (path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() for path in sorted(folder.rglob("*.py")))
    return f"{__version__} {sha256(b''.join(code))[:16]}"
