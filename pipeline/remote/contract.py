"""What the rest of the program and a publishing target agree on: releases, the target's interface, its failures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final, Protocol

# How many releases a target keeps to go back to, the present one included.
KEPT: Final = 10

# Where a release's own text lies in the site.
MANIFEST: Final = "manifest.json"

# How every failure ends before readers could have seen anything of it.
SAFE: Final = "网站没有受影响，读者看到的仍是原来完整的内容"


class TargetError(Exception):
    """The publishing target failed; unless the message says otherwise, the old site is whole.

    Attributes:
        message: what happened, in a Chinese sentence.
        hint: what to do; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class AddressError(TargetError):
    """The address cannot be right; nothing was tried."""


class BusyError(TargetError):
    """Another publisher holds the lock."""


@dataclass(frozen=True)
class Release:
    """One state of the whole site.

    Attributes:
        number: 1, 2, 3 ..., ascending.
        time: when it was made, in ISO format with its zone.
        files: SHA-256 by the path in the site, such as 2020/xinfang/index.html; the manifest itself is not among them.
        content: the site's own index.
    """

    number: int
    time: str
    files: dict[str, str]
    content: dict[str, Any]

    @cached_property
    def text(self) -> bytes:
        """It as the site's public manifest.json: the same release gives the same bytes."""
        record = {field.name: getattr(self, field.name) for field in fields(self)}
        return (json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()

    @classmethod
    def from_text(cls, data: bytes) -> Release:
        """Return the release that a manifest.json states.

        Raises:
            TargetError: this program did not write it.
        """
        try:
            record = json.loads(data)
            release = cls(**record)
            release.__dict__["text"] = data  # it need not be written again only to know its hash
        except (ValueError, TypeError):
            release = None
        if release is None or not (isinstance(release.number, int) and isinstance(release.files, dict)):
            raise TargetError(
                f"这里的 {MANIFEST} 不是本程序写的，或者已经损坏，没有发布任何内容",
                "请确认地址没有写错：网站要发布到一个专用的、开始时为空的位置",
            )
        return release


class Target(Protocol):
    """A place that a site is published to.

    Every method raises TargetError if the place cannot be reached or does not do as it is told.

    Attributes:
        shown: the address as people see it, never with credentials.
    """

    shown: str

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to publish; also completes a switch that was interrupted.

        Raises:
            BusyError: another publisher holds it.
        """

    def current(self) -> Release | None:
        """Return what readers see now; None if nothing was ever published."""

    def releases(self) -> list[int]:
        """Return the numbers of the releases that readers saw and that are kept, ascending."""

    def release(self, number: int) -> Release:
        """Return one of them."""

    def stage(self, release: Release, contents: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        """Send what a release needs and the target does not have, without any change that readers see.

        Args:
            release: what will be switched to.
            contents: the contents by SHA-256, at least all those that are new.
            sent: called after each file that was sent, with its path and size in bytes.
        """

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return those of the files, SHA-256 by path, whose content the target does not have."""

    def switch(self, number: int) -> None:
        """Let readers see the staged release or an older one; then clear away what is no longer kept."""

    def read(self, path: str) -> bytes:
        """Return a file of the current release.

        Raises:
            FileNotFoundError: it is not there.
        """


def digest(data: bytes) -> str:
    """Return a content's SHA-256."""
    return hashlib.sha256(data).hexdigest()


def is_page(path: str) -> bool:
    """Return whether a file is a page, which goes up after what it links to."""
    return path.endswith(".html")
