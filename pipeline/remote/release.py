"""A release: one state of the whole site, and its text, which lies in the site as manifest.json."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final

from pipeline.characters import FORBIDDEN_IN_LOG
from pipeline.problems import printable
from pipeline.remote.failures import TargetError
from pipeline.remote.layout import DIGEST, HIDDEN

# Where a release's own text lies in the site.
RELEASE_FILE: Final = "manifest.json"

FORBIDDEN_PARTS: Final = {"", ".", ".."}
# On some servers a backslash divides folders too.
FORBIDDEN_CHARACTERS: Final = re.compile(rf"[\\{FORBIDDEN_IN_LOG}]")


@dataclass(frozen=True)
class Release:
    """One state of the whole site.

    Attributes:
        number: 1, 2, 3 ..., ascending.
        time: when it was made, in ISO format with its zone.
        files: the digest of each file by its path in the site, such as 2020/xinfang/index.html; manifest.json is not among them.
        content: what the publisher wants to know again, such as the articles; this room does not read it.
        before: the number of the release that was shown when this one was made; 0 for none.
    """

    number: int
    time: str
    files: dict[str, str]
    content: dict[str, Any]
    before: int = 0

    @cached_property
    def text(self) -> bytes:
        """The release as manifest.json states it: the same release gives the same bytes."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        return (json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()

    @classmethod
    def from_text(cls, data: bytes) -> Release:
        """Return the release that a manifest.json states.

        Raises:
            TargetError: this program did not write it, or it names a file outside the site.
        """
        try:
            release = cls(**json.loads(data))
        except (ValueError, TypeError, RecursionError):
            release = None
        if release is None or not is_well_formed(release):
            raise TargetError(
                f"这里的 {RELEASE_FILE} 不是本程序写的，或者已经损坏，没有发布任何内容",
                "请确认地址没有写错：网站要发布到一个专用的、开始时为空的位置",
            )
        refuse_outside(release.files)
        release.__dict__["text"] = data  # it need not be written again only to know its hash
        return release


def is_well_formed(release: Release) -> bool:
    """Return whether everything in a release is of its kind."""
    numbers, files = (release.number, release.before), release.files
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and isinstance(release.time, str)
        and isinstance(release.content, dict)
        and isinstance(files, dict)
        and all(isinstance(digest, str) and DIGEST.fullmatch(digest) for digest in files.values())
    )


def refuse_outside(paths: Collection[str]) -> None:
    """Refuse paths that do not lie in the site.

    Raises:
        TargetError: there is one, or one is both a file and a folder.
    """
    for path in paths:
        if not is_inside(path) or path == RELEASE_FILE or any(folder in paths for folder in folders_of(path)):
            raise TargetError(f"文件名“{printable(path)}”不能用在网站上，没有发布任何内容", "请把这句话告诉管理员")


def is_inside(path: str) -> bool:
    """Return whether a path names a place in the site where readers look, on every server."""
    parts = path.split("/")
    return not (FORBIDDEN_PARTS.intersection(parts) or parts[0].casefold() == HIDDEN or FORBIDDEN_CHARACTERS.search(path))


def folders_of(path: str) -> list[str]:
    """Return the folders that a file is in, as paths."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def differing(one: Release | None, other: Release) -> set[str]:
    """Return the paths of the files that two releases do not have in common."""
    before = one.files if one else {}
    return {path for path in {*before, *other.files} if before.get(path) != other.files.get(path)}


def digest_of(data: bytes) -> str:
    """Return the digest of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def is_page(path: str) -> bool:
    """Return whether a file is a page, which is uploaded and shown after what it links to."""
    return path.endswith(".html")
