"""A release: one state of the whole site, and its text, which lies in the site as manifest.json."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Final

from pipeline.remote.failures import TargetError

# Where a release's own text lies in the site.
RELEASE_FILE: Final = "manifest.json"


@dataclass(frozen=True)
class Release:
    """One state of the whole site.

    Attributes:
        number: 1, 2, 3 ..., ascending.
        time: when it was made, in ISO format with its zone.
        files: the digest of each file by its path in the site, such as 2020/xinfang/index.html; manifest.json is not among them.
        content: what the publisher wants to know again, such as the articles; this room does not read it.
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
            TargetError: this program did not write it.
        """
        try:
            stated = json.loads(data)
            release = cls(**stated)
            release.__dict__["text"] = data  # it need not be written again only to know its hash
        except (ValueError, TypeError):
            release = None
        if release is None or not (isinstance(release.number, int) and isinstance(release.files, dict)):
            raise TargetError(
                f"这里的 {RELEASE_FILE} 不是本程序写的，或者已经损坏，没有发布任何内容",
                "请确认地址没有写错：网站要发布到一个专用的、开始时为空的位置",
            )
        return release


def digest_of(data: bytes) -> str:
    """Return the digest of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def is_page(path: str) -> bool:
    """Return whether a file is a page, which is uploaded and shown after what it links to."""
    return path.endswith(".html")
