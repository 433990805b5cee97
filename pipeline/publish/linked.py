"""A site in a folder with symbolic links, here or on another machine: the switch is the renaming of one link.

objects/<SHA-256>       every file, once
trees/<SHA-256>/        every folder, as links to objects and other trees: like git's, a changed page changes only the
folders above it, so the cost of a release grows with what changed
releases/<number>.json  each release's manifest
current                 a link to the tree of the release that readers see: the web server's root
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pipeline.publish.failures import told
from pipeline.publish.target import KEPT, MANIFEST, Release, Sent, TargetError, check_read_back, first_of_each

CURRENT: Final = "current"
Tree = dict[str, Any]


class LinkStore(Protocol):
    """The few things that a folder with links can do. Paths are relative to its root; every OSError may be raised."""

    def read(self, path: str) -> bytes:
        """Return a file's content."""

    def write(self, path: str, data: bytes) -> None:
        """Write a whole file durably under its name, in a folder that is made if need be."""

    def link(self, path: str, to: str) -> None:
        """Make a symbolic link."""

    def replace(self, old: str, new: str) -> None:
        """Rename something, over what is there, in one step."""

    def make_folder(self, path: str) -> None:
        """Make a folder and those above it, if they are not there."""

    def exists(self, path: str) -> bool:
        """Return whether there is something, a dead link included."""

    def names(self, path: str) -> list[str]:
        """Return what is in a folder; nothing if it is not there."""

    def remove(self, path: str) -> None:
        """Remove a file, a link or a folder with all that is in it; nothing happens if it is not there."""

    def flush(self, path: str) -> None:
        """Wait until a folder's names are on the disk."""

    def lock(self, shown: str) -> AbstractContextManager[None]:
        """Hold the right to publish."""


@dataclass(slots=True)
class LinkedTarget:
    """A folder that a site is published to.

    Attributes:
        store: the folder.
        shown: its address as people may see it.
        known: the releases read so far.
    """

    store: LinkStore
    shown: str
    known: dict[int, Release] = field(default_factory=dict)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to publish."""
        with told(self.shown), self.store.lock(self.shown):
            yield

    def current(self) -> Release | None:
        """Return what readers see."""
        with told(self.shown):
            return Release.from_text(self.store.read(f"{CURRENT}/{MANIFEST}")) if self.store.exists(CURRENT) else None

    def releases(self) -> list[int]:
        """Return the numbers of the releases kept."""
        with told(self.shown):
            names = self.store.names("releases")
        return sorted(int(name.removesuffix(".json")) for name in names if name.removesuffix(".json").isdecimal())

    def release(self, number: int) -> Release:
        """Return a release that is kept."""
        if number not in self.known:
            with told(self.shown):
                self.known[number] = Release.from_text(self.store.read(f"releases/{number}.json"))
        return self.known[number]

    def read(self, path: str) -> bytes:
        """Return a file as readers see it."""
        with told(self.shown):
            if not self.store.exists(f"{CURRENT}/{path}"):
                raise FileNotFoundError(path) from None
            return self.store.read(f"{CURRENT}/{path}")

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return the paths whose content no kept release has."""
        return first_of_each(files, self.objects())

    def objects(self) -> set[str]:
        """Return the contents of all kept releases."""
        return {digest for number in self.releases() for digest in self.release(number).files.values()}

    def stage(self, release: Release, contents: Mapping[str, bytes], sent: Sent) -> None:
        """Send what is missing and make the folders that changed; nothing that readers see changes."""
        with told(self.shown):
            for folder in ("objects", "trees", "releases"):
                self.store.make_folder(folder)
            for path in self.missing(release.files):
                digest = release.files[path]
                self.store.write(f"objects/{digest}", contents[digest])
                check_read_back(self.store.read(f"objects/{digest}"), digest, path)
                sent(path, len(contents[digest]))
            current = self.current()
            old = folders(current) if current else {}
            for name, tree in folders(release).items():
                if name not in old and not self.store.exists(f"trees/{name}"):
                    self.make_tree(name, tree)
            self.store.write(f"releases/{release.number}.json", release.text())
            check_read_back(self.store.read(f"releases/{release.number}.json"), hashlib.sha256(release.text()).hexdigest(), MANIFEST)
            for folder in ("objects", "trees", "releases"):
                self.store.flush(folder)

    def make_tree(self, name: str, links: Mapping[str, str]) -> None:
        """Make a folder of links under a passing name, and give it its own when it is whole."""
        passing = f"trees/.{name}"
        self.store.remove(passing)
        self.store.make_folder(passing)
        for entry, to in links.items():
            self.store.link(f"{passing}/{entry}", to)
        self.store.flush(passing)
        self.store.replace(passing, f"trees/{name}")

    def switch(self, number: int) -> None:
        """Let readers see another release, by renaming one link."""
        with told(self.shown):
            root = root_of(self.release(number))
            if not self.store.exists(f"trees/{root}"):
                raise TargetError(f"{self.shown}：第 {number} 版不完整，没有切换", "请重新发布")
            self.store.remove(f".{CURRENT}")
            self.store.link(f".{CURRENT}", f"trees/{root}")
            self.store.replace(f".{CURRENT}", CURRENT)
            self.store.flush("")
            self.clear_away(number)

    def clear_away(self, current: int) -> None:
        """Remove the releases that are too old, with the objects and folders that no kept one has."""
        numbers = self.releases()
        kept = {*numbers[-KEPT:], current}
        dropped = [self.release(number) for number in numbers if number not in kept]
        if not dropped:
            return
        staying = [self.release(number) for number in kept]
        objects = {digest for release in staying for digest in release.files.values()}
        trees = {name for release in staying for name in folders(release)}
        for release in dropped:
            for name in folders(release).keys() - trees:
                self.store.remove(f"trees/{name}")
            for digest in set(release.files.values()) - objects:
                self.store.remove(f"objects/{digest}")
            self.store.remove(f"releases/{release.number}.json")


def folders(release: Release) -> dict[str, dict[str, str]]:
    """Return a release's folders by the SHA-256 of their entries: what each entry's link leads to, by its name."""
    made: dict[str, dict[str, str]] = {}

    def add(tree: Tree) -> str:
        links = {name: f"../{add(entry)}" if isinstance(entry, dict) else entry for name, entry in sorted(tree.items())}
        digest = hashlib.sha256(json.dumps(links, ensure_ascii=False).encode()).hexdigest()
        made[digest] = links
        return digest

    add(nested(release))
    return made


def root_of(release: Release) -> str:
    """Return the SHA-256 of a release's topmost folder."""
    return list(folders(release))[-1]


def nested(release: Release) -> Tree:
    """Return a release's files as folders in folders, the manifest included."""
    top: Tree = {MANIFEST: f"../../releases/{release.number}.json"}
    for path, digest in release.files.items():
        *above, name = path.split("/")
        tree = top
        for folder in above:
            tree = tree.setdefault(folder, {})
        tree[name] = f"../../objects/{digest}"
    return top
