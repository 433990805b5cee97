"""A target in a store without links: files are copied to where readers look, and what depends on others is copied after them.

SITE/.ziping/…                  as in every target
SITE/.ziping/switching.json     which files an interrupted showing may have changed
SITE/…                          what readers see

Each file is replaced whole, and copied inside the store, so that showing a release takes a moment and needs nothing sent. It is still
not one step. If it is interrupted, the next publisher to take the lock finishes it.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from pipeline.remote.failures import TargetError
from pipeline.remote.layout import HALF_MADE, HIDDEN, HOME, OBJECTS, RELEASES, STAGED, UNFINISHED
from pipeline.remote.listing import RELEASE_FILE
from pipeline.remote.release import Release, differing, digest_of
from pipeline.remote.showing import Showing, every_path, likeliest, rank
from pipeline.remote.store import CopyStore
from pipeline.remote.stored_target import StoredTarget


class CopiedTarget(StoredTarget):
    """A site that readers see as copies of its files."""

    store: CopyStore
    after_failed_show = "网站正在换成新版，可能有几页是新的、几页是旧的；每一页都是完整的"

    def __init__(self, name: str, store: CopyStore) -> None:
        super().__init__(name, store)
        self.seen: Release | None = None

    def is_old(self, names: set[str]) -> bool:
        """Return whether a place without a mark is a site of this program's first version, judged by what is in it."""
        return HIDDEN in names and bool(self.store.names(f"{HOME}{OBJECTS}"))

    def settle(self) -> None:
        """Do nothing: it has been the present one from the beginning."""

    def read_current(self) -> Release | None:
        """Return the release that the site's manifest.json states; while the lock is held, nobody else changes it."""
        if self.lock_held is None or self.seen is None:
            try:
                self.seen = Release.from_text(self.store.read(RELEASE_FILE), self.archive.load_part)
            except FileNotFoundError:
                self.seen = None
        return self.seen

    def replace_current(self, release: Release) -> None:
        """Copy what differs to where readers look, manifest.json last; then remove what is gone."""
        self.bring(release, differing(self.read_current(), release))

    def bring(self, release: Release, changed: Collection[str]) -> None:
        """Bring files to where readers look, manifest.json last, and remove those that are gone.

        Args:
            release: what is shown.
            changed: the paths of the files that need not be there as the release states them.
        """
        showing = Showing(release.number, frozenset(changed))
        self.store.write(UNFINISHED, showing.text)
        there = {path: digest for path in showing.paths if (digest := release.digest_at(path))}
        for path in sorted(there, key=rank):
            with suppress(FileNotFoundError):  # it was lost in the archive: it stays as it is, and verifying finds it
                self.store.copy(self.archive.file_path(there[path]), path)
        self.seen = None
        self.store.write(RELEASE_FILE, release.text)
        self.store.remove(sorted(showing.paths - there.keys()))
        self.store.remove([UNFINISHED])

    def remove_folders(self, names: set[str]) -> None:
        """Do nothing: there are no folders."""

    def mend_shown(self, release: Release, paths: Collection[str]) -> None:
        """Let readers see files of the current release as they are kept, which they are whole."""
        for path in sorted(paths, key=rank):
            self.store.copy(self.archive.file_path(release.digest_at(path) or ""), path)

    def recover(self) -> None:
        """Finish an interrupted showing; if what is known of it is damaged, bring all files of the likeliest release.

        Raises:
            TargetError: manifest.json is damaged, and there is no release to take its place.
        """
        half_made = f"{HOME}{HALF_MADE}"
        self.store.remove([f"{half_made}/{name}" for name in self.store.names(half_made)])
        self.seen = None
        showing, current, damage = self.unfinished(), None, None
        try:
            current = self.read_current()
        except TargetError as failure:
            damage = failure
        if showing or damage:
            current = self.finish(showing or Showing(0, frozenset()), current, damage)
        if current:
            self.archive.keep(current)

    def finish(self, showing: Showing, current: Release | None, damage: TargetError | None) -> Release | None:
        """Let readers see one release, whole, after an interrupted showing; return it, or None if nothing was ever shown.

        Args:
            showing: what was interrupted.
            current: the release that manifest.json states.
            damage: that manifest.json is damaged.

        Raises:
            TargetError: it is, and there is no release to take its place.
        """
        kept, uploaded = self.archive.readable_releases(RELEASES), self.archive.readable_releases(STAGED)
        wanted = next((release for release in (*uploaded, *kept) if release.number == showing.to), None)
        release = wanted or current or (likeliest(kept, self.lying(kept)) if damage else None)
        if release is None:
            if damage:
                raise damage
            self.store.remove([UNFINISHED])
            return None
        is_known = wanted is not None and damage is None
        doubtful = {*showing.paths, *differing(current, release)} if is_known else every_path([release, *kept, *uploaded])
        self.bring(release, doubtful)
        return release

    def unfinished(self) -> Showing | None:
        """Return the showing that was interrupted; None if none was."""
        try:
            return Showing.from_text(self.store.read(UNFINISHED))
        except FileNotFoundError:
            return None

    def lying(self, releases: Collection[Release]) -> dict[str, str]:
        """Return the digests of what lies where releases have files, by path."""
        found = {}
        for path in every_path(releases):
            with suppress(FileNotFoundError):
                found[path] = digest_of(self.store.read(path))
        return found

    def readable_paths(self) -> list[str]:
        """Return the path of every file that readers could fetch: whatever is not hidden."""
        return [path for path in self.store.walk("") if not path.startswith(HOME)]
