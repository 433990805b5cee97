"""Where a site is published to: one small interface, and the registry of what implements it.

Everything is kept by its SHA-256, so an unchanged file is never sent again, and an older release is still there to go back to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

KEPT: Final = 10
MANIFEST: Final = "manifest.json"
# What is switched last: whoever reads these finds the pages that they name.
LISTS: Final = ("index.html", "feed.xml", "sitemap.xml")

Sent = Callable[[str, int], None]


class TargetError(Exception):
    """The publishing target failed; readers still see a whole site.

    Attributes:
        message: the sentence that the web editor reads.
        hint: what to do.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class BusyError(TargetError):
    """Another publisher holds the lock."""


@dataclass(frozen=True, slots=True)
class Release:
    """One state of the whole site.

    Attributes:
        number: 1, 2, 3 …
        time: when it was made, ISO 8601.
        files: the SHA-256 of each file by its path in the site.
        content: the site's index of articles.
    """

    number: int
    time: str
    files: dict[str, str]
    content: dict[str, Any]

    def text(self) -> bytes:
        """Return it as the site's manifest.json."""
        return (json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n").encode()

    @classmethod
    def from_text(cls, data: bytes) -> Release:
        """Return a release from its manifest.json."""
        return cls(**json.loads(data))


class Target(Protocol):
    """A place that a site is published to."""

    @property
    def shown(self) -> str:
        """The address as people may see it, without any credentials."""

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to publish; raises BusyError if another publisher has it."""

    def current(self) -> Release | None:
        """Return what readers see; None if there is nothing yet."""

    def releases(self) -> list[int]:
        """Return the numbers of the releases kept, ascending."""

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return the paths whose content is not there yet, each content once."""

    def stage(self, release: Release, contents: Mapping[str, bytes], sent: Sent) -> None:
        """Send what is missing beside what readers see, and read each file back."""

    def switch(self, number: int) -> None:
        """Let readers see a staged or an older release; then clear away what is too old."""

    def read(self, path: str) -> bytes:
        """Return a file as readers see it; raises FileNotFoundError."""


def open_target(address: str, base: Path) -> Target:
    """Return the target at an address.

    Args:
        address: a folder, or sftp://, s3://, webdav:// or webdavs:// and where; nothing for the default folder.
        base: what a relative folder is relative to.

    Raises:
        TargetError: nothing can be published there, or it cannot be reached.
    """
    scheme = address.partition("://")[0] if "://" in address else ""
    if scheme not in OPENERS:
        raise TargetError(f"不能发布到“{scheme}://”", f"可以用文件夹，或 {'、'.join(f'{name}://' for name in OPENERS if name)}")
    if scheme and urlsplit(address).password is not None:
        raise TargetError("网址里不能写密码", "密码放在各自平常的地方，见说明书“发布”一章")
    return OPENERS[scheme](address, base)


def open_folder(address: str, base: Path) -> Target:
    """Return a local folder as a target; the default is output/site."""
    from pipeline.publish.folder import FolderStore  # noqa: PLC0415 - each kind of target imports what it needs
    from pipeline.publish.linked import LinkedTarget  # noqa: PLC0415

    root = base / (address or "output/site")
    return LinkedTarget(FolderStore(root), address or "output/site")


def open_sftp(address: str, _base: Path) -> Target:
    """Return a folder on another machine as a target."""
    from pipeline.publish.linked import LinkedTarget  # noqa: PLC0415 - each kind of target imports what it needs
    from pipeline.publish.sftp import open_store  # noqa: PLC0415

    return LinkedTarget(open_store(address), address)


def open_objects(address: str, _base: Path) -> Target:
    """Return an object store as a target."""
    from pipeline.publish.object_stores import open_store  # noqa: PLC0415
    from pipeline.publish.objects import ObjectTarget  # noqa: PLC0415 - each kind of target imports what it needs

    return ObjectTarget(open_store(address), address)


# How an address begins → what opens it.
OPENERS: Final[dict[str, Callable[[str, Path], Target]]] = {
    "": open_folder,
    "sftp": open_sftp,
    "s3": open_objects,
    "webdav": open_objects,
    "webdavs": open_objects,
}


def in_order(paths: Iterable[str]) -> list[str]:
    """Return paths in the order in which a site is brought up to date: files, pages, then the lists that lead to them."""
    return sorted(paths, key=lambda path: (path in LISTS, path.endswith(".html"), path))


def first_of_each(files: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """Return the paths whose content is not known, each content once, in order."""
    seen = set(known)
    paths = []
    for path in in_order(files):
        if files[path] not in seen:
            seen.add(files[path])
            paths.append(path)
    return paths


def check_read_back(data: bytes, digest: str, path: str) -> None:
    """Compare what was read back with what was sent.

    Raises:
        TargetError: they differ.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise TargetError(f"{path} 传过去以后与原件不同，没有发布，网站仍是原来的", "请检查网络和对方的磁盘，再发布一次")
