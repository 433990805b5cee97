"""A store on an SFTP server, reached with the keys, the known hosts and the settings that the ssh command uses."""

from __future__ import annotations

import io
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import Final

import paramiko

from pipeline.remote.address import Address, wrong
from pipeline.remote.faults import Sentence, damaged
from pipeline.remote.linked_target import LinkedTarget
from pipeline.remote.sftp_connection import CheckedFileSystem, connect, explain

# Where files, folders and links lie until they are whole.
HALF_MADE: Final = "incoming"
LOCK: Final = ".lock"


class SftpStore:
    """The folder on an SFTP server that a site is in; the connection is made when it is first needed."""

    faults: tuple[type[Exception], ...] = (OSError, EOFError, paramiko.SSHException)

    def __init__(self, address: Address) -> None:
        self.address = address
        # /~/ leads to the account's own folder, as it does for git.
        self.root = PurePosixPath(address.path.removeprefix("/~/"))
        self.lock_name = f"{address.name}/{LOCK}"
        self.system: CheckedFileSystem | None = None
        self.there: set[PurePosixPath] = set()

    @property
    def ftp(self) -> paramiko.SFTPClient:
        """The connection."""
        if self.system is None:
            self.system = connect(self.address)
        return self.system.ftp

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return explain(fault, self.address)

    def path(self, path: str) -> str:
        """Return a path as the server knows it."""
        return str(self.root / path)

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        data = io.BytesIO()
        self.ftp.getfo(self.path(path), data)
        return data.getvalue()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        with self.half_made(path) as new:
            self.ftp.putfo(io.BytesIO(data), self.path(new), confirm=False)
            if self.read(new) != data:
                raise damaged(path)

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return self.ftp.listdir(self.path(folder))
        except FileNotFoundError:
            return []

    def remove(self, paths: Collection[str]) -> None:
        """Remove files."""
        for path in paths:
            with suppress(FileNotFoundError):
                self.ftp.remove(self.path(path))

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path."""
        try:
            self.ftp.lstat(self.path(path))
        except FileNotFoundError:
            return False
        return True

    def make_links(self, path: str, links: Mapping[str, str]) -> None:
        """Make a folder of links that appears only when it is whole."""
        with self.half_made(path) as new:
            self.ftp.mkdir(self.path(new))
            for name, leads_to in links.items():
                self.ftp.symlink(leads_to, self.path(f"{new}/{name}"))

    def remove_links(self, path: str) -> None:
        """Remove a folder of links, which disappears at once."""
        old = self.new_path()
        self.ftp.posix_rename(self.path(path), self.path(old))
        self.remove_folder(old)

    def remove_folder(self, path: str) -> None:
        """Remove a folder with the files and links in it."""
        self.remove([f"{path}/{name}" for name in self.names(path)])
        self.ftp.rmdir(self.path(path))

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""
        try:
            return self.ftp.readlink(self.path(path))
        except FileNotFoundError:
            return None

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step."""
        with self.half_made(path) as new:
            self.ftp.symlink(leads_to, self.path(new))

    @contextmanager
    def half_made(self, path: str) -> Iterator[str]:
        """Yield where to make what then takes its place at a path, in one step; a failure leaves no file."""
        new = self.new_path()
        self.make_folder(PurePosixPath(self.path(path)).parent)
        try:
            yield new
            self.ftp.posix_rename(self.path(new), self.path(path))
        except BaseException:
            with suppress(*self.faults):  # a folder is left to be swept
                self.remove([new])
            raise

    def new_path(self) -> str:
        """Return a path that nothing has, among what is half-made."""
        self.make_folder(self.root / HALF_MADE)
        return f"{HALF_MADE}/{secrets.token_hex(8)}"

    def sweep(self) -> None:
        """Remove what runs that died have left half-made."""
        for name in self.names(HALF_MADE):
            path = f"{HALF_MADE}/{name}"
            try:
                self.remove([path])
            except OSError:
                self.remove_folder(path)

    def make_folder(self, path: PurePosixPath) -> None:
        """Make a folder, and those that it is in, unless it is known to be there."""
        if path in self.there:
            return
        try:
            self.ftp.stat(str(path))
        except FileNotFoundError:
            self.make_folder(path.parent)
            try:
                self.ftp.mkdir(str(path))
            except OSError:
                self.ftp.stat(str(path))  # another publisher may just have made it
        self.there.add(path)

    def create_lock(self, text: str) -> bool:
        """Make the lock: a link, because a link is made in one step with what it says."""
        self.make_folder(self.root)
        try:
            self.ftp.symlink(text, self.path(LOCK))
        except OSError:
            if self.read_lock() is None:
                raise
            return False
        return True

    def read_lock(self) -> str | None:
        """Return the lock's text; None if there is no lock."""
        return self.link(LOCK)

    def write_lock(self, text: str) -> None:
        """Replace the lock's text."""
        self.relink(LOCK, text)

    def remove_lock(self) -> None:
        """Remove the lock, whoever holds it."""
        self.remove([LOCK])


def open_sftp(address: Address) -> LinkedTarget:
    """Return a site on an SFTP server.

    Raises:
        AddressError: the address has no path.
    """
    if not address.path:
        raise wrong(address.scheme)
    return LinkedTarget(address.name, SftpStore(address))
