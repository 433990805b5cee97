"""The names of what the program keeps for a site besides what readers see: all of it in one hidden folder of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

HIDDEN: Final = ".ziping"
HOME: Final = f"{HIDDEN}/"

OBJECTS: Final = "objects"  # the files of all releases, by digest
STAGED: Final = "staged"  # releases that are uploaded and were not yet shown, by number
RELEASES: Final = "releases"  # releases that were shown, by number
FOLDERS: Final = "trees"  # folders of links, by digest
SHARED: Final = "shared"  # the digests of what may stand at several places or have been there before, so that it is not easily removed
HALF_MADE: Final = "incoming"  # what is made, until it is whole
MARK: Final = f"{HOME}README.txt"
UNFINISHED: Final = f"{HOME}switching.json"

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
NUMBERED: Final = re.compile(r"[1-9][0-9]*\.json")
UNNAMED: Final = re.compile(r"[0-9a-f]{16}")

# What each folder holds, and nothing else.
HELD: Final = {OBJECTS: DIGEST, FOLDERS: DIGEST, SHARED: DIGEST, STAGED: NUMBERED, RELEASES: NUMBERED, HALF_MADE: UNNAMED}
ALONE: Final = {"README.txt", "switching.json", "lock", "lock.json"}


def holds_only_own(names: Callable[[str], list[str]], home: str, inside: set[str]) -> bool:
    """Return whether folders hold only what this program puts into them.

    Args:
        names: returns what is in a folder.
        home: the folder that they are in, with a slash at its end; empty for the site's own.
        inside: their names.
    """
    return all(HELD[folder].fullmatch(name) for folder in inside & HELD.keys() for name in names(f"{home}{folder}"))


def is_hidden_own(names: Callable[[str], list[str]]) -> bool:
    """Return whether the hidden folder of a place holds only what this program puts there, or there is none."""
    inside = set(names(HOME))
    return inside <= HELD.keys() | ALONE and holds_only_own(names, HOME, inside)


def is_object(path: str) -> bool:
    """Return whether a file is one that is named by its digest."""
    return path.startswith(f"{HOME}{OBJECTS}/")


def mode_of(path: str) -> int:
    """Return who may do what with a file, where a store knows such modes, whoever runs the program: nobody changes an object."""
    return 0o444 if is_object(path) else 0o644


# Readers go into folders.
FOLDER_MODE: Final = 0o755
