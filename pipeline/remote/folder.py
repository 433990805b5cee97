"""A store in a folder of this computer."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.files import flush, link_or_copy, write_durably
from pipeline.remote.faults import Sentence, damaged, sentence
from pipeline.remote.linked_target import LinkedTarget

# Where files, folders and links lie until they are whole.
HALF_MADE: Final = "incoming"
LOCK: Final = ".lock"


class FolderStore:
    """The folder that a site is in."""

    faults: tuple[type[Exception], ...] = (OSError,)
    lock_name = ""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock_file: int | None = None

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return sentence(fault)

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        with self.half_made(path) as new:
            write_durably(new, data)
            if new.read_bytes() != data:
                raise damaged(path)

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return [path.name for path in (self.root / folder).iterdir()]
        except FileNotFoundError:
            return []

    def remove(self, paths: Collection[str]) -> None:
        """Remove files."""
        for path in paths:
            (self.root / path).unlink(missing_ok=True)

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path."""
        return os.path.lexists(self.root / path)

    def make_links(self, path: str, links: Mapping[str, str]) -> None:
        """Make a folder of links that appears only when it is whole and on the disk.

        Files are linked hard: a browser that opens a page from the disk takes the name that a symbolic link leads to, which
        has no .html, and shows the source.
        """
        with self.half_made(path) as new:
            new.mkdir()
            for name, leads_to in links.items():
                if (origin := Path(os.path.normpath(self.root / path / leads_to))).is_dir():
                    (new / name).symlink_to(leads_to)
                else:
                    link_or_copy(origin, new / name)
            flush(new)

    def remove_links(self, path: str) -> None:
        """Remove a folder of links, which disappears at once."""
        old = self.new_path()
        (self.root / path).rename(old)
        shutil.rmtree(old)

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""
        try:
            return str((self.root / path).readlink())
        except FileNotFoundError:
            return None

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step; everything written before is on the disk."""
        with self.half_made(path) as new:
            new.symlink_to(leads_to)

    @contextmanager
    def half_made(self, path: str) -> Iterator[Path]:
        """Yield where to make what then takes its place at a path, in one step, and on the disk; a failure leaves nothing."""
        new, place = self.new_path(), self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield new
            new.replace(place)
        except BaseException:
            if new.is_dir() and not new.is_symlink():
                shutil.rmtree(new, ignore_errors=True)
            else:
                new.unlink(missing_ok=True)
            raise
        flush(place.parent)

    def new_path(self) -> Path:
        """Return a path that nothing has, among what is half-made."""
        folder = self.root / HALF_MADE
        folder.mkdir(parents=True, exist_ok=True)
        return folder / secrets.token_hex(8)

    def sweep(self) -> None:
        """Remove what runs that died have left half-made."""
        shutil.rmtree(self.root / HALF_MADE, ignore_errors=True)

    def create_lock(self, text: str) -> bool:
        """Take the lock, which belongs to an open file: the system frees it when the process dies, however it dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        file = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self.lock_file = file
        try:
            self.write_lock(text)
        except OSError:
            self.remove_lock()
            raise
        return True

    def read_lock(self) -> str | None:
        """Return the lock's text; None if there is no lock."""
        try:
            return (self.root / LOCK).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write_lock(self, text: str) -> None:
        """Replace the text of the lock, which must be this process's own."""
        if self.lock_file is not None:
            os.ftruncate(self.lock_file, 0)
            os.pwrite(self.lock_file, text.encode(), 0)

    def remove_lock(self) -> None:
        """Free the lock if it is this process's own. The file stays: who waits for it and who makes it anew would not mean the same one."""
        if self.lock_file is not None:
            os.close(self.lock_file)
            self.lock_file = None


def open_folder(path: Path, name: str) -> LinkedTarget:
    """Return a site in a folder.

    Args:
        path: the folder; it need not exist.
        name: its path as the user wrote it.

    Raises:
        OSError: something else is in its place.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return LinkedTarget(name, FolderStore(path))
