"""What a publisher wants to know again of a release, record by record: those of any length are files, each read when it is asked for.

Where there are many records, short ones are files too, so that the release's own text is short however many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.hashes import sha256
from pipeline.remote.listing import PART_FILE, PARTS_FOLDER, LoadPart, is_inside, no_parts, refuse
from pipeline.remote.parts import Part, part_from

# Where the records are among the parts of a release's text.
RECORDS: Final = "records"
# Up to how many bytes a record is stated in the release's own text, and all of them together.
SHORT: Final = 8192
STATED: Final = 32_768


@dataclass(frozen=True, eq=False)
class Records(Mapping[str, Any]):
    """What JSON can say, by names that could be folders' paths.

    Attributes:
        stated: the short ones.
        digests: the digests of the others.
        load: what loads one of these.
        made: those that were made here, by their digests.
    """

    stated: Mapping[str, Any] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    load: LoadPart = no_parts
    made: Mapping[str, Part] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - whatever was put in
        if name in self.stated:
            return self.stated[name]
        digest = self.digests[name]
        return self.made[digest].content if digest in self.made else self.load(record_path(name), digest)

    def __iter__(self) -> Iterator[str]:
        return iter((*self.stated, *self.digests))

    def __len__(self) -> int:
        return len(self.stated) + len(self.digests)

    def __contains__(self, name: object) -> bool:
        return name in self.stated or name in self.digests

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Records):
            return self.every() == other.every()
        return dict(self) == other

    __hash__ = None  # type: ignore[assignment] # as of every mapping

    def statement(self) -> dict[str, Any]:
        """Return what the release's own text states."""
        return {"stated": dict(self.stated), "parts": dict(self.digests)}

    @classmethod
    def from_statement(cls, stated: Mapping[str, Any], digests: Mapping[str, str], load: LoadPart) -> Records:
        """Return the records that a release's own text states.

        Args:
            stated: the short ones.
            digests: the digests of the others.
            load: what loads one of these.

        Raises:
            TargetError: one does not lie in the site.
        """
        for name in digests:
            refuse(is_inside(record_path(name)), name)
        return cls(stated, digests, load)

    def part_files(self) -> dict[str, str]:
        """Return the digests of the files that hold records, by their paths."""
        return {record_path(name): digest for name, digest in self.digests.items()}

    def changed(self, put: Mapping[str, Any], gone: Collection[str] = ()) -> Records:
        """Return them with other records.

        Args:
            put: what is new or another one.
            gone: the names of what is there no longer.
        """
        others = {*put, *gone}
        known = {name: digest for name, digest in self.digests.items() if name not in others}
        parts = {name: part_from(record) for name, record in {**self.stated, **put}.items() if name in put or name not in others}
        longest = min(SHORT, STATED // max(len(known) + len(parts), 1))
        stated = {name: part.content for name, part in parts.items() if len(part.text) <= longest}
        long = {name: sha256(part.text) for name, part in parts.items() if name not in stated}
        made = {**self.made, **{digest: parts[name] for name, digest in long.items()}}
        digests = {**known, **long}
        left = set(digests.values())
        return Records(
            dict(sorted(stated.items())),
            dict(sorted(digests.items())),
            self.load,
            {digest: part for digest, part in made.items() if digest in left},
        )

    def every(self) -> dict[str, str]:
        """Return the digest of each record, be it a file or not."""
        return {**self.digests, **{name: sha256(part_from(record).text) for name, record in self.stated.items()}}


def record_path(name: str) -> str:
    """Return where a record's file lies in the site."""
    return f"{PARTS_FOLDER}/{RECORDS}/{name}/{PART_FILE}"
