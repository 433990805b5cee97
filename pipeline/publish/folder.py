"""A local folder to publish to."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import flush_folder, replace_file
from pipeline.publish.target import BusyError


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A folder on this machine; everything is on the disk before the link is renamed."""

    root: Path

    def read(self, path: str) -> bytes:
        """Return a file's content."""
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Write a whole file durably."""
        replace_file(self.root / path, data)

    def link(self, path: str, to: str) -> None:
        """Make a symbolic link."""
        (self.root / path).symlink_to(to)

    def replace(self, old: str, new: str) -> None:
        """Rename something, over what is there."""
        (self.root / old).replace(self.root / new)

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it."""
        (self.root / path).mkdir(parents=True, exist_ok=True)

    def exists(self, path: str) -> bool:
        """Return whether there is something."""
        return os.path.lexists(self.root / path)

    def names(self, path: str) -> list[str]:
        """Return what is in a folder."""
        return [found.name for found in (self.root / path).iterdir()] if (self.root / path).is_dir() else []

    def remove(self, path: str) -> None:
        """Remove whatever is there."""
        found = self.root / path
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)

    def flush(self, path: str) -> None:
        """Wait until a folder's names are on the disk."""
        flush_folder(self.root / path)

    @contextmanager
    def lock(self, shown: str) -> Iterator[None]:
        """Hold the right to publish; the system frees it when the process dies, however it dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(f"{shown}：另一个程序正在发布", "请等它结束后再试") from None
            yield
