"""A release: one state of the whole site, and its text, which lies in the site as manifest.json.

Of a large site the text names parts, which lie in the site too (listing.py): so it is short, and the next release has nearly all of
them in common with this one. The first version of the program stated everything in one text; such a release can be read, and the
next one is stated as all are now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from pipeline.hashes import sha256
from pipeline.remote.failures import TargetError
from pipeline.remote.listing import RELEASE_FILE, Listing, LoadPart, is_digest, no_parts
from pipeline.remote.records import RECORDS, Records

# How this program states a release; the first version of it said nothing of that.
FORMAT: Final = 2
FORMER: Final = 1


@dataclass(frozen=True)
class Release:
    """One state of the whole site.

    Attributes:
        number: 1, 2, 3 ..., ascending.
        time: when it was made, in ISO format with its zone.
        files: the digest of each file by its path in the site, such as 2020/xinfang/index.html; neither manifest.json nor its parts.
        content: what the publisher wants to know again at once; this room does not read it.
        before: the number of the release that was shown when this one was made; 0 for none.
        records: what the publisher wants to know again of some things among many.
        format: how it is stated.
    """

    number: int
    time: str
    files: Listing
    content: dict[str, Any]
    before: int = 0
    records: Records = field(default_factory=Records)
    format: int = FORMAT

    @cached_property
    def text(self) -> bytes:
        """The release as manifest.json states it: the same release gives the same bytes."""
        stated = {"number": self.number, "time": self.time, "content": self.content, "before": self.before}
        if self.format != FORMER:
            stated |= {"format": self.format, RECORDS: self.records.statement()}
        stated |= self.files.statement() if self.format != FORMER else {"files": dict(self.files.pairs())}
        return (json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()

    @cached_property
    def parts(self) -> dict[str, str]:
        """The digest of each part of its text, by its path in the site."""
        return {**self.files.part_files(), **self.records.part_files()}

    @cached_property
    def made_parts(self) -> dict[str, bytes]:
        """The parts that are not known to lie in the site yet, by their digests."""
        made = [*(parts.made for parts in self.files.tops.values()), self.records.made]
        return {digest: part.text for some in made for digest, part in some.items()}

    def digest_at(self, path: str) -> str | None:
        """Return the digest of the file, or of the part, at a path; None if there is none."""
        return self.parts.get(path) or self.files.get(path)

    def everything(self) -> Iterator[tuple[str, str]]:
        """Yield the path of every file and of every part with its digest."""
        yield from self.files.pairs()
        yield from self.parts.items()

    @classmethod
    def from_text(cls, data: bytes, load: LoadPart = no_parts) -> Release:
        """Return the release that a manifest.json states.

        Args:
            data: the text.
            load: what loads a part of it.

        Raises:
            TargetError: this program did not write it, or it names a file outside the site.
        """
        try:
            stated = json.loads(data)
            form = stated.get("format", FORMER)
            release = former(stated) if form == FORMER else present(stated, load)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            release = None
        if release is None or not is_well_formed(release):
            raise TargetError(
                f"这里的 {RELEASE_FILE} 不是本程序写的，或者已经损坏，没有发布任何内容",
                "请确认地址没有写错：网站要发布到一个专用的、开始时为空的位置",
            )
        release.__dict__["text"] = data  # it need not be written again only to know its hash
        return release


def former(stated: Mapping[str, Any]) -> Release:
    """Return a release as the first version of the program stated it, with all its files in one text.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it did not.
    """
    refuse_digests(stated["files"])
    return Release(**{**stated, "files": Listing.whole(stated["files"])}, format=FORMER)


def present(stated: Mapping[str, Any], load: LoadPart) -> Release:
    """Return a release as it is stated now.

    Args:
        stated: its text's content.
        load: what loads a part.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none.
    """
    known = {**stated}
    files, folders, records = known.pop("files"), known.pop("folders"), known.pop(RECORDS)
    refuse_digests(files)
    for cut in (*folders.values(), records):
        refuse_digests(cut["parts"])
    held = Records.from_statement(records["stated"], records["parts"], load)
    return Release(**known, files=Listing.from_statement(files, folders, load), records=held)


def refuse_digests(files: Mapping[str, Any]) -> None:
    """Refuse what names no digests.

    Raises:
        ValueError: it does not.
    """
    if not all(map(is_digest, files.values())):
        raise ValueError


def is_well_formed(release: Release) -> bool:
    """Return whether everything in a release is of its kind."""
    numbers = (release.number, release.before)
    return (
        all(type(number) is int and number >= 0 for number in numbers)
        and isinstance(release.time, str)
        and isinstance(release.content, dict)
        and release.format in (FORMER, FORMAT)
    )


def differing(one: Release | None, other: Release) -> set[str]:
    """Return the paths of the files, and of the parts, that two releases do not have in common."""
    parts = one.parts if one else {}
    return {
        *(one.files if one else Listing({}, {})).differing(other.files),
        *(path for path in {**parts, **other.parts} if parts.get(path) != other.parts.get(path)),
    }


def says_the_same(one: Release, other: Release) -> bool:
    """Return whether two releases have the same files, and the publisher knows the same of them."""
    return (one.files, one.content, one.records) == (other.files, other.content, other.records)


def digest_of(data: bytes) -> str:
    """Return the digest of a file's bytes."""
    return sha256(data)


def is_page(path: str) -> bool:
    """Return whether a file is a page, which is uploaded and shown after what it links to."""
    return path.endswith(".html")
