"""The files of a release: the digest of each by its path, so many that they are never all looked at to change a few.

Files in the site's first two levels of folders are listed by themselves; those below by the folder of the second level that they are in,
such as `xinfang` of 2020/xinfang/index.html, and these are cut into parts where there are many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pipeline.characters import FORBIDDEN_IN_LOG
from pipeline.problems import printable
from pipeline.remote.failures import TargetError
from pipeline.remote.layout import DIGEST, HIDDEN
from pipeline.remote.parts import Entries, Parts

# Where a release's own text lies in the site, and the folder of the parts into which it is cut.
RELEASE_FILE: Final = "manifest.json"
PARTS_FOLDER: Final = "manifest"
PART_FILE: Final = "part.json"
FILES: Final = "files"

FORBIDDEN_PARTS: Final = {"", ".", ".."}
# On some servers a backslash divides folders too.
FORBIDDEN_CHARACTERS: Final = re.compile(rf"[\\{FORBIDDEN_IN_LOG}]")
# How many names the path of a file has at least that lies in a folder of the second level.
DEEP: Final = 3

# Returns what is in a part, by its path and its digest.
LoadPart = Callable[[str, str], Any]


def no_parts(path: str, _digest: str) -> Entries:
    """Refuse to load a part: there are none."""
    raise FileNotFoundError(path)


@dataclass(frozen=True, eq=False)
class Listing(Mapping[str, str]):
    """The digest of each file by its path. Looking one up reads one part, and going through all of them reads every part.

    Attributes:
        near: the files of the first two levels.
        tops: for each folder of the first level, the files of the folders in it, by the folders' names.
    """

    near: Mapping[str, str]
    tops: Mapping[str, Parts]
    load: LoadPart = no_parts

    @classmethod
    def of(cls, files: Mapping[str, str]) -> Listing:
        """Return files as a listing.

        Raises:
            TargetError: one does not lie in the site, or is a folder too.
        """
        return cls({}, {}).changed(files)

    @classmethod
    def whole(cls, files: Mapping[str, str]) -> Listing:
        """Return files as a listing that is not cut, however many they are: as they were once stated.

        Raises:
            TargetError: one does not lie in the site, or is a folder too.
        """
        near, deep = sorted_out(files)
        listing = cls(near, {top: Parts.whole(groups) for top, groups in deep.items()})
        listing.refuse_outside(files)
        return listing

    def __getitem__(self, path: str) -> str:
        top, group, rest = divided(path)
        digest: str = self.tops[top][group][rest] if rest else self.near[path]
        return digest

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in self.pairs())

    def __len__(self) -> int:
        return len(self.near) + sum(parts.files for parts in self.tops.values())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the path of every file with its digest."""
        yield from self.near.items()
        for top, parts in self.tops.items():
            for name, group in parts.pairs():
                yield from ((f"{top}/{name}/{rest}", digest) for rest, digest in group.items())

    def below(self, folder: str) -> dict[str, str]:
        """Return the digests of the files in a folder of the second level, by their paths below it."""
        top, _, name = folder.partition("/")
        return dict(self.tops[top].get(name, {})) if top in self.tops else {}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Listing):
            return self.near == other.near and {**self.tops} == {**other.tops}
        return dict(self.pairs()) == other

    __hash__ = None  # type: ignore[assignment] # as of every mapping

    def statement(self) -> dict[str, Any]:
        """Return what the manifest states: files by their paths, and the parts of those that are cut."""
        files = dict(self.near)
        for top, parts in self.tops.items():
            files |= {f"{top}/{name}/{rest}": digest for name, group in parts.stated.items() for rest, digest in group.items()}
        return {"files": files, "folders": {top: parts.statement() for top, parts in self.tops.items() if parts.digests}}

    @classmethod
    def from_statement(cls, files: Mapping[str, str], folders: Mapping[str, Any], load: LoadPart) -> Listing:
        """Return the listing that a manifest states.

        Args:
            files: the files that it states by their paths.
            folders: the parts of those that are cut.
            load: what loads a part.

        Raises:
            TargetError: a file does not lie in the site, or is a folder too.
        """
        near, deep = sorted_out(files)
        tops = {top: Parts.whole(groups, Loader(near, top, load)) for top, groups in deep.items()}
        for top, cut in folders.items():
            refuse(is_inside(top) and top not in tops, top)
            tops[top] = Parts({}, cut["parts"], cut["folders"], cut["files"], Loader(near, top, load))
        listing = cls(near, tops, load)
        # Whether others are folders too is seen when the parts are loaded that say so.
        listing.refuse_outside([path for path in files if divided(path)[0] not in folders])
        refuse(all(map(is_inside, files)), next((path for path in files if not is_inside(path)), ""))
        return listing

    def part_files(self) -> dict[str, str]:
        """Return the digests of the files that hold its parts, by their paths."""
        return {
            f"{part_folder(top)}/{name}/{PART_FILE}": digest for top, parts in self.tops.items() for name, digest in parts.digests.items()
        }

    def refuse_outside(self, paths: Collection[str]) -> None:
        """Refuse files that do not lie in the site, or are folders too.

        Args:
            paths: those that are not known to be none of these.

        Raises:
            TargetError: there is one.
        """
        for path in paths:
            top, group, rest = divided(path)
            is_free = path != RELEASE_FILE and top != PARTS_FOLDER and path not in self.tops
            refuse(is_free and is_inside(path), path)
            if rest:
                is_free = top not in self.near and f"{top}/{group}" not in self.near
                refuse(is_free and is_no_folder(rest, self.tops[top][group]), path)
            elif group:
                refuse(top not in self.near and group not in self.tops.get(top, ()), path)

    def changed(self, put: Mapping[str, str], gone: Iterable[str] = ()) -> Listing:
        """Return it with other files.

        Args:
            put: what is new or another one, digests by path.
            gone: how the paths of those begin that are there no longer, but for what is put: with whole names of the first two folders.

        Raises:
            TargetError: a file does not lie in the site, or is a folder too.
        """
        near, tops = dict(self.near), dict(self.tops)
        for folder in gone:
            near = {path: digest for path, digest in near.items() if not path.startswith(folder)}
            top, group, rest = divided(folder)
            if not group:
                tops.pop(top, None)
            elif top in tops and group in tops[top]:
                left = {path: digest for path, digest in tops[top][group].items() if rest and not path.startswith(rest)}
                tops[top] = tops[top].changed({group: left} if left else {}, () if left else (group,))
        added, deep = sorted_out(put)
        near |= added
        for top, groups in deep.items():
            parts = tops.get(top) or Parts(load=Loader(near, top, self.load))
            tops[top] = parts.changed({name: {**parts.get(name, {}), **group} for name, group in groups.items()})
        listing = Listing(near, {top: parts.cut() for top, parts in sorted(tops.items()) if parts}, self.load)
        listing.refuse_outside([path for path in put if path not in self])
        return listing

    def differing(self, other: Listing) -> Iterator[str]:
        """Yield the paths of the files that two listings do not have in common; parts that they have in common are not read."""
        yield from (path for path in {**self.near, **other.near} if self.near.get(path) != other.near.get(path))
        nothing = Parts()
        for top in {**self.tops, **other.tops}:
            one, two = self.tops.get(top, nothing), other.tops.get(top, nothing)
            for name in one.differing(two):
                before, after = one.get(name, {}), two.get(name, {})
                yield from (f"{top}/{name}/{rest}" for rest in {**before, **after} if before.get(rest) != after.get(rest))


def divided(path: str) -> tuple[str, str, str]:
    """Return the names of a path's first two folders, and the rest; of a file in one of the site's upper folders the rest is empty."""
    names = path.split("/", DEEP - 1)
    return names[0], names[1] if len(names) > 1 else "", names[2] if len(names) == DEEP else ""


def sorted_out(files: Mapping[str, str]) -> tuple[dict[str, str], dict[str, dict[str, dict[str, str]]]]:
    """Return files of the first two levels, and those below by the folders that they are in."""
    near, deep = dict[str, str](), defaultdict[str, dict[str, dict[str, str]]](dict)
    for path, digest in files.items():
        top, group, rest = divided(path)
        if rest:
            deep[top].setdefault(group, {})[rest] = digest
        else:
            near[path] = digest
    return near, deep


def part_folder(top: str) -> str:
    """Return the folder in the site of the parts of a folder."""
    return f"{PARTS_FOLDER}/{FILES}/{top}"


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads the parts of a folder of the first level.

    Attributes:
        near: the files of the first two levels.
        top: the folder.
        load: what loads a part.
        checked: the digests of the parts that are known to be right.
    """

    near: Mapping[str, str]
    top: str
    load: LoadPart
    checked: set[str] = field(default_factory=set)

    def __call__(self, name: str, digest: str) -> Entries:
        """Return the files in a part.

        Args:
            name: the part's name.
            digest: its digest.

        Raises:
            TargetError: this program did not write it, or it names a file outside the site.
        """
        path = f"{part_folder(self.top)}/{name}/{PART_FILE}"
        entries: Entries = self.load(path, digest)
        if digest in self.checked:
            return entries
        is_right = isinstance(entries, dict) and all(isinstance(group, dict) for group in entries.values())
        if not (is_right and all(is_digest(digest) for group in entries.values() for digest in group.values())):
            raise foreign_part(path)
        for group, files in entries.items():
            folder = f"{self.top}/{group}"
            is_right = folder not in self.near and all(is_inside(f"{folder}/{rest}") and is_no_folder(rest, files) for rest in files)
            refuse(is_right, folder)
        self.checked.add(digest)
        return entries


def foreign_part(path: str) -> TargetError:
    """Return the failure that a part of the manifest is not this program's."""
    return TargetError(
        f"这里的 {path} 不是本程序写的，或者已经损坏，没有发布任何内容", "网站的清单缺了这一部分：请从网站的备份恢复这个文件"
    )


def is_no_folder(path: str, files: Collection[str]) -> bool:
    """Return whether none of the folders that a file is in is a file itself."""
    return not any(folder in files for folder in folders_of(path))


def is_digest(digest: object) -> bool:
    """Return whether something is a digest."""
    return isinstance(digest, str) and DIGEST.fullmatch(digest) is not None


def refuse(is_right: bool, path: str) -> None:  # noqa: FBT001 - what is asked
    """Refuse a path unless it is right.

    Raises:
        TargetError: it is not.
    """
    if not is_right:
        raise TargetError(f"文件名“{printable(path)}”不能用在网站上，没有发布任何内容", "请把这句话告诉管理员")


def is_inside(path: str) -> bool:
    """Return whether a path names a place in the site where readers look, on every server."""
    parts = path.split("/")
    return not (FORBIDDEN_PARTS.intersection(parts) or parts[0].casefold() == HIDDEN or FORBIDDEN_CHARACTERS.search(path))


def folders_of(path: str) -> list[str]:
    """Return the folders that a file is in, as paths."""
    parts = path.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
