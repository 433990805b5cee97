"""A site in an object store, where files can only be copied one after the other: what depends on others goes up after them.

    SITE/.ziping/objects/<SHA-256>, releases/<number>.json    as on a file system
    SITE/.ziping/switching.json                               which files an unfinished switch may have changed
    SITE/…                                                    what readers see

Each file is replaced whole, and a switch copies inside the store, so that it takes a moment and needs nothing sent. It is still not
one step. If it is interrupted, the next publisher to take the lock completes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from pipeline.remote.archive import ArchiveTarget
from pipeline.remote.contract import MANIFEST, Release, is_page
from pipeline.remote.storage import CopyStorage

HOME: Final = ".ziping/"
SWITCHING: Final = f"{HOME}switching.json"

# The entrances to the site: they go up when everything they lead to is there.
ENTRANCES: Final = ("index.html", "feed.xml", "sitemap.xml")


class CopyTarget(ArchiveTarget):
    """A site in an object store."""

    storage: CopyStorage
    after_failed_switch = "网站正在换成新版，可能有几页是新的、几页是旧的；每一页都是完整的"

    def __init__(self, shown: str, storage: CopyStorage) -> None:
        super().__init__(shown, storage, HOME)
        self.seen: Release | None = None

    def find_current(self) -> Release | None:
        """Return the release that the live manifest states; while the lock is held, nobody else changes it."""
        if self.held is None or self.seen is None:
            try:
                self.seen = Release.from_text(self.storage.read(MANIFEST))
            except FileNotFoundError:
                self.seen = None
        return self.seen

    def prepare(self, release: Release) -> None:
        """Do nothing: a switch needs only the contents."""

    def show(self, release: Release) -> None:
        """Copy what differs to where readers look, the manifest last; then remove what is gone."""
        current = self.find_current()
        before = current.files if current else {}
        changed = self.doubtful() | {path for path in {*before, *release.files} if before.get(path) != release.files.get(path)}
        self.storage.write(SWITCHING, json.dumps({"to": release.number, "paths": sorted(changed)}, ensure_ascii=False).encode())
        for path in sorted(changed & release.files.keys(), key=rank):
            self.storage.copy(self.object_of(release.files[path]), path)
        self.seen = None
        self.storage.write(MANIFEST, release.text)
        self.storage.remove(sorted(changed - release.files.keys()))
        self.storage.remove([SWITCHING])

    def complete(self) -> None:
        """Complete a switch that was interrupted."""
        self.seen = None
        with suppress(FileNotFoundError):
            number = json.loads(self.storage.read(SWITCHING))["to"]
            self.switch(number)

    def doubtful(self) -> set[str]:
        """Return the files that an interrupted switch may have changed: they need not be what the manifest states."""
        try:
            return set(json.loads(self.storage.read(SWITCHING))["paths"])
        except FileNotFoundError:
            return set()

    def clear(self, kept: Sequence[Release]) -> None:
        """Do nothing: nothing else was prepared."""


def rank(path: str) -> tuple[int, str]:
    """Return a file's place in the order of going up."""
    return (2 if path in ENTRANCES else 1 if is_page(path) else 0), path
