"""A store on an SFTP server, reached with the keys, the known hosts and the settings that the ssh command uses."""

from __future__ import annotations

import io
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Final

import paramiko

from pipeline.remote.address import Address, wrong
from pipeline.remote.faults import Sentence, damaged
from pipeline.remote.layout import FOLDER_MODE, HALF_MADE, HOME, mode_of
from pipeline.remote.linked_target import LinkedTarget
from pipeline.remote.sftp_connection import CheckedFileSystem, connect, explain
from pipeline.remote.sftp_requests import make_hard_links, make_symbolic_links, remove_files

LOCK: Final = f"{HOME}lock"
# How many pieces of a folder's list, of about a hundred names, are asked for at once.
READ_AHEAD: Final = 16


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
        try:
            self.ftp.getfo(self.path(path), data)
        except OSError as fault:  # SFTP knows no number for a folder
            if fault.errno is None and not S_ISREG(self.ftp.stat(self.path(path)).st_mode or 0):
                raise FileNotFoundError(path) from fault
            raise
        return data.getvalue()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back."""
        with self.half_made(path) as new:
            self.ftp.putfo(io.BytesIO(data), self.path(new), confirm=False)
            self.ftp.chmod(self.path(new), mode_of(path))
            if self.read(new) != data:
                raise damaged(path)

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return [entry.filename for entry in self.ftp.listdir_iter(self.path(folder), READ_AHEAD)]
        except FileNotFoundError:
            return []

    def walk(self, folder: str) -> list[str]:
        """Return the path, from a folder on, of every file that is in it or in folders below it, links followed."""
        root = self.path(folder)
        return [path.removeprefix(f"{root}/") for path in self.files_below(root, frozenset())]

    def files_below(self, folder: str, above: frozenset[str]) -> Iterator[str]:
        """Yield the paths of the files in a folder and those below it, links followed, but none that leads back to where it came from.

        Args:
            folder: the folder; nothing is in it if it is not there.
            above: the folders that lead to it, by their real paths.
        """
        with suppress(FileNotFoundError):  # what leads nowhere cannot be read
            real = self.ftp.normalize(folder)
            for name in self.ftp.listdir(folder) if real not in above else ():
                path = f"{folder}/{name}"
                with suppress(FileNotFoundError):
                    if S_ISDIR(self.ftp.stat(path).st_mode or 0):
                        yield from self.files_below(path, above | {real})
                    else:
                        yield path

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

    def make_links(self, path: str, links: Mapping[str, str], base: str = "", same: Collection[str] = ()) -> None:
        """Make a folder of links that appears only when it is whole.

        Args:
            path: the folder.
            links: where each leads, by name.
            base: another folder, of which what it has in common with this one may be taken.
            same: the names of those links that are not among the others, because they lead where the base's do.
        """
        with self.half_made(path) as new:
            self.ftp.mkdir(self.path(new))
            self.ftp.chmod(self.path(new), FOLDER_MODE)
            make_symbolic_links(self.ftp, [(leads_to, self.path(f"{new}/{name}")) for name, leads_to in links.items()])
            self.take_links(base, new, same)

    def take_links(self, base: str, new: str, names: Collection[str]) -> None:
        """Let links of another folder be in a new one too: the same ones, so that they take no room.

        Args:
            base: the folder.
            new: the new one.
            names: the links' names.

        Raises:
            FileNotFoundError: they are not all there, or the server cannot do that.
        """
        try:
            make_hard_links(self.ftp, [(self.path(f"{base}/{name}"), self.path(f"{new}/{name}")) for name in names])
        except TimeoutError:
            raise
        except OSError as fault:
            raise FileNotFoundError(base) from fault

    def make_link(self, path: str, leads_to: str) -> None:
        """Make or replace one link of a folder of links, in one step."""
        if self.exists(path) and S_ISDIR(self.ftp.lstat(self.path(path)).st_mode or 0):
            self.discard(path)
        self.relink(path, leads_to)

    def discard(self, path: str) -> None:
        """Remove a file, or a folder with the files and links in it, which disappears at once."""
        old = self.new_path()
        self.ftp.posix_rename(self.path(path), self.path(old))
        self.clear_away(old)

    def clear_away(self, path: str) -> None:
        """Remove a file, or a folder with what is in it."""
        if not S_ISDIR(self.ftp.lstat(self.path(path)).st_mode or 0):
            self.remove([path])
            return
        found = self.ftp.listdir_attr(self.path(path))
        remove_files(self.ftp, [self.path(f"{path}/{entry.filename}") for entry in found if not S_ISDIR(entry.st_mode or 0)])
        for entry in found:
            if S_ISDIR(entry.st_mode or 0):
                self.clear_away(f"{path}/{entry.filename}")
        self.ftp.rmdir(self.path(path))

    def move(self, origin: str, path: str) -> None:
        """Let a file, folder or link be at another path, in one step, in place of a file or link that is there."""
        self.make_folder(PurePosixPath(self.path(path)).parent)
        self.ftp.posix_rename(self.path(origin), self.path(path))
        if S_ISREG(self.ftp.lstat(self.path(path)).st_mode or 0):
            self.ftp.chmod(self.path(path), mode_of(path))

    def remove_folder(self, path: str) -> None:
        """Remove a folder if it is empty; one that is not there is no fault."""
        if self.exists(path) and not self.names(path):
            self.ftp.rmdir(self.path(path))

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is nothing, an empty text if there is something else."""
        try:
            return self.ftp.readlink(self.path(path))
        except FileNotFoundError:
            return None
        except OSError:  # SFTP knows no number for that
            if S_ISLNK(self.ftp.lstat(self.path(path)).st_mode or 0):
                raise
            return ""

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
        except TimeoutError:  # a server that does not answer is not asked again
            raise
        except BaseException:
            with suppress(*self.faults):  # a folder is left to be swept
                self.remove([new])
            raise

    def new_path(self) -> str:
        """Return a path that nothing has, among what is half-made."""
        self.make_folder(self.root / HOME / HALF_MADE)
        return f"{HOME}{HALF_MADE}/{secrets.token_hex(8)}"

    def sweep(self) -> None:
        """Remove what runs that died have left half-made."""
        for name in self.names(f"{HOME}{HALF_MADE}"):
            self.clear_away(f"{HOME}{HALF_MADE}/{name}")

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
                self.ftp.chmod(str(path), FOLDER_MODE)
            except OSError:
                self.ftp.stat(str(path))  # another publisher may just have made it
        self.there.add(path)

    def create_lock(self, text: str) -> bool:
        """Make the lock: a link, because a link is made in one step with what it says."""
        self.make_folder(self.root / HOME)
        try:
            self.ftp.symlink(text, self.path(LOCK))
        except OSError:
            if self.read_lock() is not None:
                return False
            self.ftp.symlink(text, self.path(LOCK))  # its holder has freed it just now; else this fails for the same reason
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
