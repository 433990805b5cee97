"""A release as folders of links that are named by the digest of what is in them, so that a new release makes only those that changed.

A folder whose files the release lists in parts is named by the digests of the parts, so that its name is known without reading them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final

from pipeline.remote.listing import PARTS_FOLDER, RELEASE_FILE, divided, folders_of
from pipeline.remote.release import Release, digest_of

# Where each link of a folder leads, by its name.
Links = dict[str, str]
# What is in a folder by name: the digest of a file, or a folder.
Folder = dict[str, "Folder | str"]

ROOT_FOLDER: Final = ""


class LinkFolders:
    """The folders of links of a release, by their paths in the site.

    Each link leads from `trees/<digest>/` to the file or to the inner folder, relatively, so that the site can be moved.
    """

    def __init__(self, release: Release) -> None:
        self.release = release
        self.known: dict[str, Links | None] = {}

    @cached_property
    def near(self) -> dict[str, Folder]:
        """What lies in the folders of the first level, by their names, and in the site's own; not what is cut into parts."""
        found: dict[str, Folder] = {ROOT_FOLDER: {RELEASE_FILE: digest_of(self.release.text)}}
        for path, digest in {**self.release.files.near, **self.release.parts}.items():
            top, _, rest = path.partition("/")
            put_in(found.setdefault(top, {}) if rest else found[ROOT_FOLDER], rest or top, digest)
        for top, parts in self.release.files.tops.items():
            folder = found.setdefault(top, {})
            for name, group in parts.stated.items():
                folder[name] = folder_from(group)
        return found

    @cached_property
    def root(self) -> str:
        """The digest of the outermost folder."""
        return self.name(ROOT_FOLDER)

    def is_cut(self, path: str) -> bool:
        """Return whether the release lists what is in a folder in parts."""
        return bool(path in self.release.files.tops and self.release.files.tops[path].digests)

    def count(self, path: str) -> int:
        """Return how many links a folder has that is listed in parts."""
        return self.release.files.tops[path].groups + len(self.near.get(path, {}))

    def name(self, path: str) -> str:
        """Return the digest by which the folder at a path is named; empty if there is none."""
        if self.is_cut(path):
            direct = {**links_of(self.near.get(path, {})), **self.release.files.tops[path].digests}
            return digest_of_links(tuple(sorted(direct.items())))
        links = self.links(path)
        return digest_of_links(tuple(links.items())) if links else ""

    def links(self, path: str) -> Links:
        """Return the links of the folder at a path; none if there is no such folder."""
        if path not in self.known:
            self.known[path] = self.links_at(path)
        return self.known[path] or {}

    def links_at(self, path: str) -> Links:
        """Return the links of the folder at a path, found out anew."""
        if path == ROOT_FOLDER:
            inner = {top: self.name(top) for top in {*self.near, *self.release.files.tops} - {ROOT_FOLDER}}
            return dict(sorted({**links_of(self.near[ROOT_FOLDER]), **{top: f"../{name}" for top, name in inner.items()}}.items()))
        top, group, rest = divided(path)
        if not group:
            return links_of({**self.near.get(top, {}), **self.cut_groups(top)})
        folder: Folder | str = self.group(top, group)
        for part in rest.split("/") if rest else ():
            folder = folder.get(part, {}) if isinstance(folder, dict) else {}
        return links_of(folder) if isinstance(folder, dict) else {}

    def cut_groups(self, top: str) -> Folder:
        """Return the folders in a folder that is listed in parts; every part is read."""
        return {name: folder_from(group) for name, group in self.release.files.tops[top].pairs()} if self.is_cut(top) else {}

    def group(self, top: str, name: str) -> Folder:
        """Return a folder of the second level."""
        if top in self.release.files.tops and top != PARTS_FOLDER:
            return folder_from(self.release.files.tops[top].get(name, {}))
        found = self.near.get(top, {}).get(name, {})
        return found if isinstance(found, dict) else {}

    def changed_links(self, top: str, names: Iterable[str]) -> tuple[Links, set[str]]:
        """Return what makes of its former self a folder that is listed in parts: links to files and those that changed; and what is gone.

        Args:
            top: the folder.
            names: the folders in it that changed.
        """
        groups = {name: self.release.files.tops[top].get(name) for name in names}
        there = {name: folder_from(group) for name, group in groups.items() if group}
        return links_of({**self.near.get(top, {}), **there}), groups.keys() - there.keys()

    def every(self) -> dict[str, Links]:
        """Return all folders by their digests: inner ones first, the root last."""
        return dict(self.walk())

    def repeated(self) -> set[str]:
        """Return the digests of the folders that stand at several places."""
        return {name for name, count in Counter(name for name, _ in self.walk()).items() if count > 1}

    def walk(self) -> Iterator[tuple[str, Links]]:
        """Yield the digest and the links of every folder: inner ones first, the root last."""
        for top in sorted({*self.near, *self.release.files.tops} - {ROOT_FOLDER}):
            whole = {**self.near.get(top, {}), **self.cut_groups(top)}
            for folder in whole.values():
                if isinstance(folder, dict):
                    yield from walk(folder)
            yield self.name(top), links_of(whole)
        yield self.root, self.links(ROOT_FOLDER)


def folders_above(paths: Iterable[str]) -> list[str]:
    """Return every folder that one of some files is in, inner ones first, the site's own last."""
    found = {folder for path in paths for folder in folders_of(path)}
    return [*sorted(found, key=lambda folder: (-folder.count("/"), folder)), ROOT_FOLDER]


def folder_from(files: Mapping[str, str]) -> Folder:
    """Return a folder with files in it and in folders below it."""
    root: Folder = {}
    for path, digest in files.items():
        put_in(root, path, digest)
    return root


def put_in(root: Folder, path: str, digest: str) -> None:
    """Put a file into nested folders.

    Args:
        root: the outermost folder.
        path: the file's path below it.
        digest: the file's digest.
    """
    name, _, rest = path.partition("/")
    if not rest:
        root[name] = digest
        return
    inner = root.setdefault(name, {})
    if isinstance(inner, dict):  # a file's path goes through no other file
        put_in(inner, rest, digest)


def links_of(folder: Folder) -> Links:
    """Return a folder's links."""
    return {name: f"../../objects/{inner}" if isinstance(inner, str) else f"../{name_of(inner)}" for name, inner in sorted(folder.items())}


def name_of(folder: Folder) -> str:
    """Return the digest by which a folder is named."""
    return digest_of_links(tuple(links_of(folder).items()))


def walk(folder: Folder) -> Iterator[tuple[str, Links]]:
    """Yield the digest and the links of a folder and of those in it, inner ones first."""
    for inner in folder.values():
        if isinstance(inner, dict):
            yield from walk(inner)
    yield name_of(folder), links_of(folder)


@lru_cache(maxsize=50_000)
def digest_of_links(links: tuple[tuple[str, str], ...]) -> str:
    """Return a folder's digest; the releases of a site have nearly all their folders in common."""
    return digest_of(json.dumps(dict(links), ensure_ascii=False).encode())
