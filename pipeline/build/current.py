"""Is a unit-year up to date? Answered from its manifest and hashes alone, before anything that could build it is imported."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pipeline import __version__
from pipeline.build.looks import Looks, fingerprint
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.build.pdf_fonts import installed_fonts
from pipeline.files import beside, is_left_over
from pipeline.workspace import UnitYear, Workspace

# What the file beside a folder is called that says how the unit-year's files looked when they were read.
SEEN: Final = "seen"
# Where the inputs lie that one unit-year has for itself, or shares with few; the others are read once in a process.
OWN: Final = "data/"


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
    if known is None or is_left_over(folder):
        return None
    looks = Looks(beside(folder, SEEN))
    if not (made_from(known, workspace.root, pdf=pdf, looks=looks) and are_there(known, folder, looks)):
        return None
    looks.keep()
    return known


def made_from(known: Manifest, root: Path, *, pdf: bool = False, looks: Looks | None = None) -> bool:
    """Return whether the present program made something from the inputs as they are in a workspace, rules that were added among them.

    Args:
        known: what it was made from.
        root: the workspace's folder.
        pdf: whether it is to have PDFs too, printed with the fonts that are there now.
        looks: how its own inputs looked when they were read; without it they are read.
    """
    is_printed = not pdf or bool(known.fonts and known.fonts.installed == installed_fonts())
    is_same = known.program == program() and is_printed and shared_rules(Workspace(root)) <= known.inputs.keys()
    return is_same and all(input_hash(name, f"{root}/{name}", looks) == made for name, made in known.inputs.items())


def input_hash(name: str, path: str, looks: Looks | None) -> str:
    """Return an input's SHA-256, or nothing if it cannot be read.

    Args:
        name: its path from the workspace on.
        path: where it is.
        looks: how a unit-year's own inputs looked when they were read, if anybody knows.
    """
    return looks.fingerprint(name, path) if looks and name.startswith(OWN) else fingerprint(path)


def shared_rules(workspace: Workspace) -> set[str]:
    """Return the files of rules that all forms share."""
    try:
        names = os.listdir(workspace.common)  # noqa: PTH208 - names are quicker than paths, and every unit-year asks
    except OSError:
        return set()
    shown = workspace.shown(workspace.common)
    return {f"{shown}/{name}" for name in names if name.endswith(".yaml")}


def are_there(known: Manifest, folder: Path, looks: Looks) -> bool:
    """Return whether every document lies in a folder as it was made.

    Args:
        known: what was made.
        folder: the folder.
        looks: how its files looked when they were read.
    """
    return all(looks.fingerprint(name, f"{folder}/{name}") == made for name, made in known.outputs.items())


@cache
def program() -> str:
    """Return the program's version and the SHA-256 of its code: a change in either makes documents anew."""
    folder = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - texts are quicker than paths, and these are hundreds
    code = hashlib.sha256()
    for name in sorted(modules(folder)):
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - as above
            code.update(f"{name}\0".encode() + file.read())
    return f"{__version__} {code.hexdigest()[:16]}"


def modules(folder: str, below: str = "") -> Iterator[str]:
    """Yield the names of the modules in a folder, and of those in the folders below it; `below` is what the names begin with."""
    with os.scandir(f"{folder}/{below}") as found:
        for each in found:
            if each.name.endswith(".py"):
                yield f"{below}{each.name}"
            elif each.name != "__pycache__" and each.is_dir():
                yield from modules(folder, f"{below}{each.name}/")
