"""Which documents of a folder are open in Word, WPS or LibreOffice, so that the system does not let them be replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

# How the names of the files begin by which office programs mark a document as open: Word's and WPS's, WPS's and LibreOffice's.
MARKED: Final = ("~$", ".~")


def open_documents(folder: Path) -> list[str]:
    """Return the names, from the folder on, of the documents that are open and thereby protected.

    A mark alone says little: a program that died leaves it, and on Linux a document can be replaced while it is open.
    """
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    marks = {path for path in files if path.name.startswith(MARKED)}
    documents = (path for path in files if path not in marks) if marks else ()
    found = (path for path in documents if any(path.with_name(name) in marks for name in marks_of(path.name)) and is_protected(path))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def marks_of(name: str) -> Iterator[str]:
    """Yield the names of the files that mark a document as open; of a long name Word leaves out the first one or two characters."""
    yield from (f"~${name}", f"~${name[1:]}", f"~${name[2:]}")
    yield from (f".~{name}", f".~lock.{name}#")


def is_protected(path: Path) -> bool:
    """Return whether the system lets nobody write a file."""
    try:
        path.open("rb+").close()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
