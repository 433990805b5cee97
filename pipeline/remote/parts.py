"""Groups of files by their names, cut into parts by the digests of the names, so that a change writes few of them and a look reads one.

The same groups are always cut into the same parts, however they came together: so they are all the same if their parts' digests are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from pipeline.hashes import sha256

# Up to how many files are stated as they are, and how many a part has at most on average: with more, each is cut into sixteen.
STATED: Final = 256
PART: Final = 1024

# What is known of each file of a group, by its name.
Group = Mapping[str, Any]
Entries = Mapping[str, Group]
# Returns the entries of a part by its name and its digest.
Load = Callable[[str, str], Entries]


def nothing_to_load(part: str, _digest: str) -> Entries:
    """Refuse to load a part: of what was never cut there is none."""
    raise FileNotFoundError(part)


@dataclass(frozen=True)
class Part:
    """A part that was made here and need not be loaded.

    Attributes:
        content: what is in it.
        text: the same as a file.
    """

    content: Any
    text: bytes


@dataclass(frozen=True, eq=False)
class Parts(Mapping[str, Group]):
    """Groups of files; few are stated as they are, many are cut into parts, which are never changed.

    Attributes:
        stated: the groups, if they are not cut.
        digests: the digest of each part by its name: the first hexadecimal digits of the digests of the names of its groups.
        groups: how many groups there are.
        files: how many files there are in all of them.
        load: what loads a part.
        made: the parts that were made here, by their digests.
    """

    stated: Entries = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    groups: int = 0
    files: int = 0
    load: Load = nothing_to_load
    made: Mapping[str, Part] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Entries, load: Load = nothing_to_load) -> Parts:
        """Return groups, cut if their files are many."""
        whole = cls.whole(entries, load)
        if not (digits := digits_for(whole.files)):
            return whole
        cut: dict[str, dict[str, Group]] = defaultdict(dict)
        for key, value in entries.items():
            cut[part_of(key, digits)][key] = value
        parts = {name: part_from(some) for name, some in sorted(cut.items())}
        digests = {name: sha256(part.text) for name, part in parts.items()}
        made = {digests[name]: part for name, part in parts.items()}
        return cls({}, digests, whole.groups, whole.files, load, made)

    @classmethod
    def whole(cls, entries: Entries, load: Load = nothing_to_load) -> Parts:
        """Return groups that are not cut, however many they are."""
        return cls(dict(entries), {}, len(entries), sum(map(len, entries.values())), load)

    @property
    def digits(self) -> int:
        """How long the parts' names are; 0 if nothing is cut."""
        return len(next(iter(self.digests), ""))

    def entries(self, part: str) -> Entries:
        """Return the entries of a part; none if there is no such part."""
        if not self.digests:
            return self.stated
        digest = self.digests.get(part)
        if digest is None:
            return {}
        made = self.made.get(digest)
        entries: Entries = made.content if made else self.load(part, digest)
        return entries

    def __getitem__(self, key: str) -> Group:
        return self.entries(part_of(key, self.digits))[key]

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.pairs())

    def __len__(self) -> int:
        return self.groups

    def pairs(self) -> Iterator[tuple[str, Group]]:
        """Yield all groups with their names, part by part."""
        for part in self.digests or ("",):
            yield from self.entries(part).items()

    def statement(self) -> dict[str, Any]:
        """Return what a manifest states of parts."""
        return {"folders": self.groups, "files": self.files, "parts": dict(self.digests)}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Parts) and self.digits == other.digits:
            return (self.stated, self.digests) == (other.stated, other.digests)
        return dict(self.pairs()) == (dict(other) if isinstance(other, Mapping) else other)

    __hash__ = None  # type: ignore[assignment] # as of every mapping

    def changed(self, put: Entries, gone: Collection[str] = ()) -> Parts:
        """Return it with other groups.

        Args:
            put: what is new or another one.
            gone: the names of those that are there no longer.
        """
        touched: dict[str, dict[str, Group]] = {}
        for key in (*gone, *put):
            part = part_of(key, self.digits)
            touched.setdefault(part, dict(self.entries(part)))
        groups, files = self.groups - sum(map(len, touched.values())), self.files - files_in(touched)
        for key in gone:
            touched[part_of(key, self.digits)].pop(key, None)
        for key, value in put.items():
            touched[part_of(key, self.digits)][key] = value
        groups, files = groups + sum(map(len, touched.values())), files + files_in(touched)
        if not self.digests or digits_for(files) != self.digits:
            others = {key: value for part in self.digests or ("",) if part not in touched for key, value in self.entries(part).items()}
            return Parts.of({**others, **{key: value for some in touched.values() for key, value in some.items()}}, self.load)
        parts = {name: part_from(some) for name, some in touched.items() if some}
        digests = {**self.digests, **{name: sha256(part.text) for name, part in parts.items()}}
        kept = {name: digests[name] for name in sorted(digests) if name not in touched or name in parts}
        made = {**self.made, **{digests[name]: part for name, part in parts.items()}}
        return Parts({}, kept, groups, files, self.load, {digest: made[digest] for digest in kept.values() if digest in made})

    def cut(self) -> Parts:
        """Return it cut as it should be; what was stated by a former version of the program may not be."""
        return self if digits_for(self.files) == self.digits else Parts.of(dict(self.pairs()), self.load)

    def differing(self, other: Parts) -> Iterator[str]:
        """Yield the names of the groups that are not the same in another one, or only in one of them; equal parts are not read."""
        is_alike = self.digits == other.digits
        names = dict.fromkeys((*self.digests, *other.digests)) if is_alike and self.digests else ("",)
        for name in names:
            if self.digests and is_alike and self.digests.get(name) == other.digests.get(name):
                continue
            one, two = (parts.entries(name) if is_alike else dict(parts.pairs()) for parts in (self, other))
            yield from (key for key in {**one, **two} if one.get(key) != two.get(key))


def files_in(parts: Mapping[str, Entries]) -> int:
    """Return how many files there are in the groups of some parts."""
    return sum(len(group) for entries in parts.values() for group in entries.values())


def digits_for(files: int) -> int:
    """Return how long the names of parts are for so many files; 0 if they are not cut."""
    if files <= STATED:
        return 0
    digits = 1
    while files > PART * 16**digits:
        digits += 1
    return digits


@lru_cache(maxsize=50_000)
def part_of(key: str, digits: int) -> str:
    """Return the name of the part that a key belongs to."""
    return sha256(key.encode())[:digits] if digits else ""


def part_from(content: Any) -> Part:  # noqa: ANN401 - whatever JSON can say
    """Return what JSON can say as a part: the same gives the same bytes."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Part(content, f"{text}\n".encode())
