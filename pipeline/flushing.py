"""What was written is on the disk before the program goes on: a file, a folder's list of names, or many of both in one wait."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

# File systems that can be flushed as a whole and tell if that fails, by their numbers in Linux: ext2 to ext4, XFS, Btrfs.
FLUSHED_WHOLE: Final = (0xEF53, 0x58465342, 0x9123683E)
TOLD_SINCE: Final = (5, 8)  # the version of Linux
STATFS_BYTES: Final = 512  # more than any system's answer; the first 8 are the file system's number


def flush(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk.

    Raises:
        OSError: the disk does not take it.
    """
    if path.is_dir():
        flush_names(path)
        return
    with path.open("rb+") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def flush_names(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk; where the system opens no folders, as Windows, it sees to that itself."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_all(paths: Iterable[Path]) -> dict[Path, OSError]:
    """Wait until files' contents and folders' lists of names are on the disk, and return those that it did not take.

    Every flush waits for the disk anew; so a file system is flushed as a whole where it can be. If that fails, it may be over another
    program's file: only then, and elsewhere, each of them is flushed by itself.
    """
    faults: dict[Path, OSError] = {}
    disks: dict[int, list[Path]] = {}
    for path in paths:
        try:
            disks.setdefault(path.stat().st_dev, []).append(path)
        except OSError as fault:
            faults[path] = fault
    for written in disks.values():
        if len(written) == 1 or not is_flushed_whole(written[0]):
            for path in written:
                try:
                    flush(path)
                except OSError as fault:  # told once: who asks again hears that all is well
                    faults[path] = fault
    return faults


def is_flushed_whole(path: Path) -> bool:
    """Wait until everything in a file's file system is on the disk; return False where that cannot be done, or not be relied on."""
    if not tells_failures():
        return False
    import ctypes  # noqa: PLC0415 - only what writes needs it

    system = ctypes.CDLL(None, use_errno=True)
    about = ctypes.create_string_buffer(STATFS_BYTES)
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        is_known = system.fstatfs(descriptor, about) == 0 and int.from_bytes(about.raw[:8], sys.byteorder) in FLUSHED_WHOLE
        return bool(is_known and system.syncfs(descriptor) == 0)
    finally:
        os.close(descriptor)


@cache
def tells_failures() -> bool:
    """Return whether this is a Linux that tells when flushing a whole file system fails."""
    system = os.uname() if hasattr(os, "uname") else None
    version = re.match(r"(\d+)\.(\d+)", system.release) if system and system.sysname == "Linux" else None
    return version is not None and (int(version[1]), int(version[2])) >= TOLD_SINCE
