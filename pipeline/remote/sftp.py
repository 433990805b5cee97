"""Publishes over SFTP, with the keys, the known hosts and the settings that the ssh command uses."""

from __future__ import annotations

import io
import secrets
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Final

import paramiko

from pipeline.remote.address import Address, wrong
from pipeline.remote.faults import Sentence
from pipeline.remote.sftp_connection import CheckedFileSystem, connect, explain
from pipeline.remote.storage import compare
from pipeline.remote.tree_target import TreeTarget

# Where files and folders lie until they are whole.
INCOMING: Final = "incoming"
LOCK: Final = ".lock"


class SftpStorage:
    """A folder on an SFTP server; the connection is made when it is first needed."""

    faults: tuple[type[Exception], ...] = (OSError, EOFError, paramiko.SSHException)

    def __init__(self, address: Address) -> None:
        self.address = address
        # /~/ leads to the account's own folder, as it does for git.
        self.root = PurePosixPath(address.path.removeprefix("/~/"))
        self.lock_shown = f"{address.shown}/{LOCK}"
        self.system: CheckedFileSystem | None = None
        self.there: set[PurePosixPath] = set()

    @property
    def ftp(self) -> paramiko.SFTPClient:
        """The connection."""
        if self.system is None:
            self.system = connect(self.address)
        return self.system.ftp

    def close(self) -> None:
        """End the connection."""
        if self.system:
            self.system.client.close()
            self.system = None

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return explain(fault, self.address)

    def path(self, path: str) -> str:
        """Return a path as the server knows it."""
        return str(self.root / path)

    def read(self, path: str) -> bytes:
        """Return a file's content."""
        content = io.BytesIO()
        self.ftp.getfo(self.path(path), content)
        return content.getvalue()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        staging = self.incoming()
        self.make_folder(PurePosixPath(self.path(path)).parent)
        try:
            self.ftp.putfo(io.BytesIO(data), self.path(staging), confirm=False)
            compare(data, self.read(staging), path)
            self.ftp.posix_rename(self.path(staging), self.path(path))
        except BaseException:
            with suppress(*self.faults):
                self.remove([staging])
            raise

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

    def make_tree(self, path: str, links: Mapping[str, str]) -> None:
        """Make a folder of links that appears only when it is whole."""
        staging = self.incoming()
        self.make_folder(PurePosixPath(self.path(path)).parent)
        self.ftp.mkdir(self.path(staging))
        for name, leads_to in links.items():
            self.ftp.symlink(leads_to, self.path(f"{staging}/{name}"))
        self.ftp.posix_rename(self.path(staging), self.path(path))

    def remove_tree(self, path: str) -> None:
        """Remove a folder of links, which disappears at once."""
        staging = self.incoming()
        self.ftp.posix_rename(self.path(path), self.path(staging))
        self.remove([f"{staging}/{name}" for name in self.names(staging)])
        self.ftp.rmdir(self.path(staging))

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""
        try:
            return self.ftp.readlink(self.path(path))
        except FileNotFoundError:
            return None

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step."""
        staging = self.incoming()
        self.ftp.symlink(leads_to, self.path(staging))
        self.ftp.posix_rename(self.path(staging), self.path(path))

    def incoming(self) -> str:
        """Return a new name for what is not whole yet."""
        self.make_folder(self.root / INCOMING)
        return f"{INCOMING}/{secrets.token_hex(8)}"

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

    def claim(self, text: str) -> bool:
        """Put the lock down: a link, because a link is made in one step with what it says."""
        self.make_folder(self.root)
        try:
            self.ftp.symlink(text, self.path(LOCK))
        except OSError:
            if self.claimed() is None:
                raise
            return False
        return True

    def claimed(self) -> str | None:
        """Return the lock's text; None if there is no lock."""
        return self.link(LOCK)

    def renew(self, text: str) -> None:
        """Replace the lock's text."""
        self.relink(LOCK, text)

    def drop(self) -> None:
        """Remove the lock, whosever it is."""
        self.remove([LOCK])

    def sweep(self) -> None:
        """Remove what runs that died have left unfinished."""
        for name in self.names(INCOMING):
            path = f"{INCOMING}/{name}"
            try:
                self.remove([path])
            except OSError:  # a folder
                self.remove([f"{path}/{inner}" for inner in self.names(path)])
                self.ftp.rmdir(self.path(path))


class SftpTarget(TreeTarget):
    """A site on an SFTP server."""

    storage: SftpStorage

    def complete(self) -> None:
        """Remove what runs that died have left unfinished."""
        self.storage.sweep()


def open_sftp(address: Address) -> SftpTarget:
    """Return a folder on an SFTP server as a target.

    Raises:
        AddressError: the address has no path.
    """
    if not address.path:
        raise wrong(address.scheme)
    return SftpTarget(address.shown, SftpStorage(address))
