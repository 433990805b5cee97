"""A target in a store without links: files are copied to where readers look, and what depends on others is copied after them.

SITE/.ziping/objects/, staged/, releases/    as in every target
SITE/.ziping/switching.json                  which files an interrupted showing may have changed
SITE/…                                       what readers see

Each file is replaced whole, and copied inside the store, so that showing a release takes a moment and needs nothing sent. It is still
not one step. If it is interrupted, the next publisher to take the lock finishes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from pipeline.remote.release import RELEASE_FILE, Release, is_page
from pipeline.remote.store import CopyStore
from pipeline.remote.stored_target import StoredTarget

HOME: Final = ".ziping/"
UNFINISHED: Final = f"{HOME}switching.json"

# The entrances to the site: they are copied when everything they lead to is there.
ENTRANCES: Final = ("index.html", "feed.xml", "sitemap.xml")


class CopiedTarget(StoredTarget):
    """A site that readers see as copies of its files."""

    store: CopyStore
    home = HOME
    after_failed_show = "网站正在换成新版，可能有几页是新的、几页是旧的；每一页都是完整的"

    def __init__(self, name: str, store: CopyStore) -> None:
        super().__init__(name, store)
        self.seen: Release | None = None

    def read_current(self) -> Release | None:
        """Return the release that the site's manifest.json states; while the lock is held, nobody else changes it."""
        if self.lock_held is None or self.seen is None:
            try:
                self.seen = Release.from_text(self.store.read(RELEASE_FILE))
            except FileNotFoundError:
                self.seen = None
        return self.seen

    def replace_current(self, release: Release) -> None:
        """Copy what differs to where readers look, manifest.json last; then remove what is gone."""
        current = self.read_current()
        before = current.files if current else {}
        changed = self.doubtful() | {path for path in {*before, *release.files} if before.get(path) != release.files.get(path)}
        self.store.write(UNFINISHED, json.dumps({"to": release.number, "paths": sorted(changed)}, ensure_ascii=False).encode())
        for path in sorted(changed & release.files.keys(), key=rank):
            self.store.copy(self.file_path(release.files[path]), path)
        self.seen = None
        self.store.write(RELEASE_FILE, release.text)
        self.store.remove(sorted(changed - release.files.keys()))
        self.store.remove([UNFINISHED])

    def make_folders(self, release: Release) -> None:
        """Do nothing: a release needs no folders to be copied."""

    def remove_folders(self, kept: Sequence[Release]) -> None:
        """Do nothing: there are no folders."""

    def recover(self) -> None:
        """Finish an interrupted showing."""
        self.seen = None
        with suppress(FileNotFoundError):
            self.show(json.loads(self.store.read(UNFINISHED))["to"])

    def doubtful(self) -> set[str]:
        """Return the files that an interrupted showing may have changed: they need not be what manifest.json states."""
        try:
            return set(json.loads(self.store.read(UNFINISHED))["paths"])
        except FileNotFoundError:
            return set()


def rank(path: str) -> tuple[int, str]:
    """Return a file's place in the order of copying."""
    return (2 if path in ENTRANCES else 1 if is_page(path) else 0), path
