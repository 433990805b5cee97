"""Is a unit-year up to date? Answered from its manifest and hashes alone, before anything that could build it is imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final
from zlib import crc32

from pipeline import __version__
from pipeline.build.looks import Look, Looks, fingerprint, look_at
from pipeline.build.manifest import Manifest, read_manifest
from pipeline.build.pdf_fonts import installed_fonts
from pipeline.files import beside, is_left_over
from pipeline.workspace import UnitYear, Workspace

# What the file beside a folder is called that says how the unit-year's files looked when they were read.
SEEN: Final = "seen"
# How that file calls the program, whose code lies here.
PROGRAM: Final = "pipeline"
CODE: Final = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - texts are quicker than paths


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
        looks: how they and the program looked when they were read; without it they are read.
    """
    is_printed = not pdf or bool(known.fonts and known.fonts.installed == installed_fonts())
    is_same = known.program == present_program(looks) and is_printed and shared_rules(Workspace(root)) <= known.inputs.keys()
    return is_same and all(
        (looks.fingerprint(name, f"{root}/{name}") if looks else fingerprint(f"{root}/{name}")) == made
        for name, made in known.inputs.items()
    )


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


def present_program(looks: Looks | None) -> str:
    """Return what `program` says; without reading the code if it looks as it did when it was read."""
    return looks.told(PROGRAM, look_of_program(), program) if looks else program()


@cache
def program() -> str:
    """Return the program's version and the SHA-256 of its code: a change in either makes documents anew."""
    import hashlib  # noqa: PLC0415 - takes longer than to see that nothing changed

    code = hashlib.sha256()
    for name in sorted(modules(CODE)):
        with open(f"{CODE}/{name}", "rb") as file:  # noqa: PTH123 - texts are quicker than paths, and these are hundreds
            code.update(f"{name}\0".encode() + file.read())
    return f"{__version__} {code.hexdigest()[:16]}"


@cache
def look_of_program() -> Look:
    """Return how the code looks, as `look_at` does of a file: of its modules the last times, and a sum of all that is looked at."""
    every = [(name, look_at(f"{CODE}/{name}")) for name in sorted(modules(CODE))]
    if not all(look for _, look in every):
        return []
    sizes, written, changed, _ = zip(*(look for _, look in every), strict=True)
    return [sum(sizes), max(written), max(changed), crc32(repr(every).encode())]


def modules(folder: str, below: str = "") -> Iterator[str]:
    """Yield the names of the modules in a folder, and of those in the folders below it; `below` is what the names begin with."""
    with os.scandir(f"{folder}/{below}") as found:
        for each in found:
            if each.name.endswith(".py"):
                yield f"{below}{each.name}"
            elif each.name != "__pycache__" and each.is_dir():
                yield from modules(folder, f"{below}{each.name}/")
