"""The few things that a store must be able to do to have a site published to it; paths are relative to the site's own folder."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Protocol

from pipeline.remote.faults import Sentence, damaged
from pipeline.remote.layout import HALF_MADE, HOME, is_object
from pipeline.remote.lock import LockStore


class Store(LockStore, Protocol):
    """What every store can do.

    Attributes:
        faults: the exceptions by which the store, or its driver, says that something did not work.
    """

    faults: tuple[type[Exception], ...]

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""

    def read(self, path: str) -> bytes:
        """Return a file's bytes.

        Raises:
            FileNotFoundError: there is none.
        """

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back.

        Raises:
            TargetError: what arrived is not what was sent.
        """

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder, the site's own if it has no name; nothing if there is no such folder."""

    def walk(self, folder: str) -> list[str]:
        """Return the path, from a folder on, of every file that is in it or in folders below it, links followed."""

    def remove(self, paths: Collection[str]) -> None:
        """Remove files; those that are not there are no fault."""


class LinkStore(Store, Protocol):
    """A store with symbolic links: a release is folders of links, and one link shows it."""

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path."""

    def make_links(self, path: str, links: Mapping[str, str], base: str = "", same: Collection[str] = ()) -> None:
        """Make a folder of links that appears only when it is whole.

        Args:
            path: the folder.
            links: where each leads, by name.
            base: another folder, of which what it has in common with this one may be taken.
            same: the names of those links that are not among the others, because they lead where the base's do.

        Raises:
            FileNotFoundError: the base has not all of these.
        """

    def make_link(self, path: str, leads_to: str) -> None:
        """Make or replace one link of a folder of links, in one step."""

    def discard(self, path: str) -> None:
        """Remove a file, or a folder with the files and links in it, which disappears at once."""

    def move(self, origin: str, path: str) -> None:
        """Let a file, folder or link be at another path, in one step, in place of a file or link that is there."""

    def remove_folder(self, path: str) -> None:
        """Remove a folder if it is empty; one that is not there is no fault."""

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step; everything written before is on the disk first."""

    def sweep(self) -> None:
        """Remove what runs that died have left half-made; only who holds the lock may."""


class CopyStore(Store, Protocol):
    """A store without links, but it copies files without their being sent again. A file that is being sent may arrive torn."""

    def put(self, path: str, data: bytes) -> None:
        """Send a file."""

    def copy(self, origin: str, path: str) -> None:
        """Copy a file over another one."""

    def move(self, origin: str, path: str) -> None:
        """Let a file be at another path, in place of one that is there."""


def put_whole(store: CopyStore, path: str, data: bytes) -> None:
    """Send a file and read it back. Only objects, whose names tell whether they are torn, are sent to where they will be.

    Args:
        store: where to.
        path: the file.
        data: what is to be in it.

    Raises:
        TargetError: what arrived is not what was sent.
    """
    sent = path if is_object(path) else f"{HOME}{HALF_MADE}/{secrets.token_hex(8)}"
    store.put(sent, data)
    if store.read(sent) != data:
        store.remove([sent])
        raise damaged(path)
    if sent != path:
        store.move(sent, path)
