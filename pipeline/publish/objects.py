"""A site in an object store, which knows neither links nor renaming: what changed is copied to its place, the lists last.

.ziping/objects/<SHA-256>       every file, once
.ziping/releases/<number>.json  each release's manifest
.ziping/switching.json          while a switch is under way: which places it touches
everything else                 what readers see, manifest.json last of all
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from pipeline.publish.failures import told
from pipeline.publish.remote_lock import held
from pipeline.publish.target import KEPT, MANIFEST, Release, Sent, TargetError, check_read_back, first_of_each, in_order

OBJECTS: Final = ".ziping/objects"
RELEASES: Final = ".ziping/releases"
SWITCHING: Final = ".ziping/switching.json"
LOCK: Final = ".ziping/lock.json"


class ObjectStore(Protocol):
    """The few things that an object store can do. A missing object is a FileNotFoundError."""

    def read(self, path: str) -> bytes:
        """Return an object's content."""

    def write(self, path: str, data: bytes, like: str) -> None:
        """Write an object whole, with the content type of a file called like this."""

    def copy(self, path: str, to: str) -> None:
        """Copy an object within the store."""

    def create(self, path: str, data: bytes) -> bool:
        """Make an object; return False if it is there already."""

    def names(self, path: str) -> list[str]:
        """Return the names of the objects directly below a path."""

    def remove(self, path: str) -> None:
        """Remove an object; nothing happens if it is not there."""


@dataclass(slots=True)
class ObjectTarget:
    """An object store that a site is published to.

    Attributes:
        store: the store.
        shown: its address as people may see it.
        known: the releases read so far.
    """

    store: ObjectStore
    shown: str
    known: dict[int, Release] = field(default_factory=dict)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to publish."""
        with told(self.shown), held(self.store, LOCK, self.shown):
            yield

    def current(self) -> Release | None:
        """Return what readers see."""
        with told(self.shown):
            try:
                return Release.from_text(self.store.read(MANIFEST))
            except FileNotFoundError:
                return None

    def releases(self) -> list[int]:
        """Return the numbers of the releases kept."""
        with told(self.shown):
            names = self.store.names(RELEASES)
        return sorted(int(name.removesuffix(".json")) for name in names if name.removesuffix(".json").isdecimal())

    def release(self, number: int) -> Release:
        """Return a release that is kept."""
        if number not in self.known:
            with told(self.shown):
                self.known[number] = Release.from_text(self.store.read(f"{RELEASES}/{number}.json"))
        return self.known[number]

    def read(self, path: str) -> bytes:
        """Return a file as readers see it."""
        try:
            return self.store.read(path)
        except FileNotFoundError:
            raise
        except Exception:
            with told(self.shown):
                raise
            raise

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return the paths whose content no kept release has."""
        known = {digest for number in self.releases() for digest in self.release(number).files.values()}
        return first_of_each(files, known)

    def stage(self, release: Release, contents: Mapping[str, bytes], sent: Sent) -> None:
        """Send what is missing; nothing that readers see changes."""
        with told(self.shown):
            for path in self.missing(release.files):
                digest = release.files[path]
                self.store.write(f"{OBJECTS}/{digest}", contents[digest], path)
                check_read_back(self.store.read(f"{OBJECTS}/{digest}"), digest, path)
                sent(path, len(contents[digest]))
            self.store.write(f"{RELEASES}/{release.number}.json", release.text(), MANIFEST)
            digest = hashlib.sha256(release.text()).hexdigest()
            check_read_back(self.store.read(f"{RELEASES}/{release.number}.json"), digest, MANIFEST)

    def switch(self, number: int) -> None:
        """Copy to their places the files that differ: files, pages, lists, and last of all the manifest."""
        with told(self.shown):
            release, live = self.release(number), self.current()
            old = live.files if live else {}
            touched = self.unfinished() | {path for path in {*old, *release.files} if old.get(path) != release.files.get(path)}
            self.store.write(SWITCHING, json.dumps(sorted(touched), ensure_ascii=False).encode(), SWITCHING)
            for path in in_order(touched & release.files.keys()):
                self.store.copy(f"{OBJECTS}/{release.files[path]}", path)
            self.store.copy(f"{RELEASES}/{number}.json", MANIFEST)
            for path in sorted(touched - release.files.keys()):
                self.store.remove(path)
            self.store.remove(SWITCHING)
            self.clear_away(number)

    def unfinished(self) -> set[str]:
        """Return the places that a switch which was cut off may have touched."""
        try:
            return set(json.loads(self.store.read(SWITCHING)))
        except FileNotFoundError:
            return set()
        except ValueError:
            raise TargetError(f"{self.shown}：上一次发布留下的 {SWITCHING} 读不懂", "请删去这个文件，再发布一次") from None

    def clear_away(self, current: int) -> None:
        """Remove the releases that are too old, with the objects that no kept one has."""
        numbers = self.releases()
        kept = {*numbers[-KEPT:], current}
        staying = {digest for number in kept for digest in self.release(number).files.values()}
        for number in numbers:
            if number not in kept:
                for digest in set(self.release(number).files.values()) - staying:
                    self.store.remove(f"{OBJECTS}/{digest}")
                self.store.remove(f"{RELEASES}/{number}.json")
