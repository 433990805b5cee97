"""What files hold, by their SHA-256, and how they looked when they were read: one that still looks the same need not be read again.

What is looked at is a file's size, its number on the disk and its times: when it was written, which anybody can set back, and when it was
last changed in any way, which only the system sets. Where there is no such time files are read.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Final

TOO_LARGE: Final = 50_000_000  # bytes; no file that is read or made has so many
# What has just been changed may be changed again and look the same, as times are only as exact as the clock ticks, on some disks to two
# seconds. So long ago, in ns, was the last change of what is relied on.
SETTLED: Final = 3_000_000_000
HAS_TIME_OF_CHANGE: Final = os.name == "posix"

Look = list[int]


class Looks:
    """What a unit-year's files hold, with how they looked when they were read.

    Attributes:
        record: the file that keeps it from one run to the next. If it is missing or torn the files are read.
        known: what it says: for each file, by name, its SHA-256 and how it looked.
        kept: what it is to say, as far as files were asked for.
        now: when this run began to ask, in ns.
    """

    def __init__(self, record: Path) -> None:
        self.record = record
        self.known = read_record(record)
        self.kept: dict[str, tuple[str, Look]] = {}
        self.now = time.time_ns()

    def fingerprint(self, name: str, path: str) -> str:
        """Return a file's SHA-256, or nothing if it cannot be read.

        Args:
            name: how the record calls it.
            path: where it is.
        """
        return self.told(name, look_at(path), lambda: fingerprint(path))

    def told(self, name: str, look: Look, read: Callable[[], str]) -> str:
        """Return what is told of something: what the record says if it still looks the same, or else what reading it says.

        Args:
            name: how the record calls it.
            look: how it looks.
            read: reads it.
        """
        sha256, before = self.known.get(name, ("", []))
        if not look or look != before:
            sha256 = read()
        if look and max(look[1:3]) + SETTLED < self.now:
            self.kept[name] = sha256, look
        return sha256

    def keep(self) -> None:
        """Write the record, if it says something else by now; it is no harm if that fails."""
        if self.kept != self.known:
            new = self.record.with_name(f"{self.record.name}.new")
            with suppress(OSError):
                new.write_text(json.dumps(self.kept, ensure_ascii=False), encoding="utf-8")
                new.replace(self.record)


def look_at(path: str) -> Look:
    """Return how a file looks: its size, when it was written and changed, in ns, and its number; nothing if that would tell nothing."""
    try:
        state = os.stat(path)  # noqa: PTH116 - a text is quicker than a path, and so many are asked for
    except OSError:
        return []
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino] if HAS_TIME_OF_CHANGE else []


def read_record(record: Path) -> dict[str, tuple[str, Look]]:
    """Return what a record says; nothing if it is missing or torn."""
    try:
        return {str(name): (str(sha256), list(look)) for name, (sha256, look) in json.loads(record.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def fingerprints(names: Iterable[str], folder: Path) -> dict[str, str]:
    """Return the SHA-256 of files by name; empty for a file that is not there, or that nobody would read."""
    return {name: fingerprint(f"{folder}/{name}") for name in names}


def fingerprint(path: str | Path) -> str:
    """Return a file's SHA-256, or nothing if it cannot be read."""
    try:
        state = os.stat(path)  # noqa: PTH116 - a text is quicker than a path, and so many are asked for
        if not S_ISREG(state.st_mode) or state.st_size > TOO_LARGE:  # a pipe would never end
            return ""
        return content_hash(path, state.st_mtime_ns, state.st_size, state.st_ino, state.st_ctime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def content_hash(path: str | Path, *_look: int) -> str:
    """Return a file's SHA-256, read once in this process as long as it looks the same: templates are inputs of every unit.

    Raises:
        OSError: it cannot be read.
    """
    import hashlib  # noqa: PLC0415 - takes longer than to see that nothing changed

    with open(path, "rb") as file:  # noqa: PTH123 - as above
        return hashlib.file_digest(file, "sha256").hexdigest()
