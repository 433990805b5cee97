"""The few things that a place must be able to do to have a site published to it; paths are relative to the site's own folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from pipeline.remote.contract import digest
from pipeline.remote.faults import Sentence, damaged
from pipeline.remote.lock import LockPlace


class Storage(LockPlace, Protocol):
    """What every place can do.

    Attributes:
        faults: the exceptions by which the place, or its driver, says that something failed.
    """

    faults: tuple[type[Exception], ...]

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""

    def read(self, path: str) -> bytes:
        """Return a file's content.

        Raises:
            FileNotFoundError: there is none.
        """

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back.

        Raises:
            TargetError: what arrived is not what was sent.
        """

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder; nothing if there is no such folder."""

    def remove(self, paths: Collection[str]) -> None:
        """Remove files; those that are not there are no fault."""


class LinkStorage(Storage, Protocol):
    """A file system with symbolic links: a release is a tree of links, and one link shows it."""

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path."""

    def make_tree(self, path: str, links: Mapping[str, str]) -> None:
        """Make a folder of links, targets by name, that appears only when it is whole."""

    def remove_tree(self, path: str) -> None:
        """Remove a folder of links, which disappears at once."""

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is no link."""

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step; everything written before is on the disk first."""


class CopyStorage(Storage, Protocol):
    """An object store: no links and no renaming, but copying without sending again."""

    def copy(self, origin: str, path: str) -> None:
        """Copy a file over another one."""


def compare(sent: bytes, arrived: bytes, path: str) -> None:
    """Compare what was sent with what was read back.

    Raises:
        TargetError: they differ.
    """
    if digest(sent) != digest(arrived):
        raise damaged(path)
