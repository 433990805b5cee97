"""Publishes to a folder of this computer."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from pipeline.files import flush, link_or_copy, write_durably
from pipeline.remote.contract import SAFE, BusyError
from pipeline.remote.faults import Sentence, sentence
from pipeline.remote.lock import Lock, Owner, owner_from, who
from pipeline.remote.storage import compare
from pipeline.remote.tree_target import TreeTarget

# Where files and folders lie until they are whole.
INCOMING: Final = "incoming"


class FolderStorage:
    """The folder that a site is in."""

    faults: tuple[type[Exception], ...] = (OSError,)

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock_shown = str(root / ".lock")
        self.lock_file: int | None = None

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return sentence(fault)

    def read(self, path: str) -> bytes:
        """Return a file's content."""
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        staging, target = self.incoming(), self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_durably(staging, data)
            compare(data, staging.read_bytes(), path)
            staging.replace(target)
        except BaseException:
            staging.unlink(missing_ok=True)
            raise
        flush(target.parent)

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

    def make_tree(self, path: str, links: Mapping[str, str]) -> None:
        """Make a folder of links that appears only when it is whole and on the disk.

        Contents are linked hard: a browser that opens a page from the disk takes the name that a symbolic link leads to, which
        has no .html, and shows the source.
        """
        staging, target = self.incoming(), self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            staging.mkdir()
            for name, leads_to in links.items():
                if (origin := Path(os.path.normpath(target / leads_to))).is_dir():
                    (staging / name).symlink_to(leads_to)
                else:
                    link_or_copy(origin, staging / name)
            flush(staging)
            staging.rename(target)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise
        flush(target.parent)

    def remove_tree(self, path: str) -> None:
        """Remove a folder of links, which disappears at once."""
        staging = self.incoming()
        (self.root / path).rename(staging)
        shutil.rmtree(staging)

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""
        try:
            return str((self.root / path).readlink())
        except FileNotFoundError:
            return None

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step; everything written before is on the disk."""
        staging = self.incoming()
        staging.symlink_to(leads_to)
        try:
            staging.replace(self.root / path)
        except BaseException:
            staging.unlink(missing_ok=True)
            raise
        flush(self.root)

    def incoming(self) -> Path:
        """Return a new name for what is not whole yet."""
        folder = self.root / INCOMING
        folder.mkdir(parents=True, exist_ok=True)
        return folder / secrets.token_hex(8)

    def claim(self, text: str) -> bool:
        """Take the lock, which the system frees when the process dies, however it dies."""
        self.root.mkdir(parents=True, exist_ok=True)
        file = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self.lock_file = file
        try:
            self.renew(text)
        except OSError:
            self.drop()
            raise
        return True

    def claimed(self) -> str | None:
        """Return who signed the lock."""
        return (self.root / ".lock").read_text(encoding="utf-8")

    def renew(self, text: str) -> None:
        """Sign the lock."""
        if self.lock_file is not None:
            os.ftruncate(self.lock_file, 0)
            os.pwrite(self.lock_file, text.encode(), 0)

    def drop(self) -> None:
        """Free the lock. The file stays: who waits for it and who makes it anew would not mean the same one."""
        if self.lock_file is not None:
            os.close(self.lock_file)
            self.lock_file = None

    def sweep(self) -> None:
        """Remove what runs that died have left unfinished; only the lock's holder may."""
        shutil.rmtree(self.root / INCOMING, ignore_errors=True)


class FolderLock(Lock):
    """A lock that belongs to an open file: nobody can take it over."""

    def keep_alive(self) -> None:
        """Do nothing."""

    def check(self) -> None:
        """Do nothing."""

    def free(self) -> None:
        """Give the lock back."""
        self.place.drop()


class FolderTarget(TreeTarget):
    """A site in a folder of this computer."""

    storage: FolderStorage

    def acquire(self) -> Lock:
        """Return the lock, held.

        Raises:
            BusyError: another publisher holds it.
        """
        owner = Owner()
        if not self.storage.claim(owner.text()):
            raise BusyError(f"{who(owner_from(self.storage.claimed()))}正在发布到这里。{SAFE}", "请等对方发布完，再运行一次")
        self.storage.sweep()
        return FolderLock(self.storage, owner)


def open_folder(path: Path, shown: str) -> FolderTarget:
    """Return a folder as a target.

    Raises:
        OSError: something else is in its place.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return FolderTarget(shown, FolderStorage(path))
