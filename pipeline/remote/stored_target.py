"""What linked and copied targets have in common: files kept once by their digests, and the releases that name them.

SITE/.ziping/README.txt               the mark
SITE/.ziping/objects/<digest>         the files of all releases
SITE/.ziping/staged/<number>.json     a release that is uploaded and was not yet shown
SITE/.ziping/releases/<number>.json   a release that was shown and is kept to go back to
SITE/.ziping/shared/<digest>          that a file or folder may stand at several places, or has been there before (tidying.py)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final

from pipeline.remote.archive import Archive
from pipeline.remote.failures import SAFE, DamagedError, TargetError
from pipeline.remote.faults import SLOW
from pipeline.remote.folders import Folders
from pipeline.remote.layout import HIDDEN, MARK, RELEASES, STAGED, is_hidden_own
from pipeline.remote.lock import Lock, acquire
from pipeline.remote.mark import foreign, identity_of, new_mark
from pipeline.remote.release import FORMER, Release, differing, digest_of, is_page
from pipeline.remote.store import Store
from pipeline.remote.tidying import let_go, repeated_files

# How many releases a target keeps to go back to, the present one included.
KEPT: Final = 10


class StoredTarget(Folders, ABC):
    """A site in a store, with its releases; every method raises TargetError if the store fails.

    Attributes:
        name: its address as people see it.
        store: where its files lie.
        archive: what is kept in it behind what readers see.
        lock_held: the lock, while it is held.
        is_own: whether the place is known to be this program's, or free.
        is_silent: whether the store has stopped to answer, so that it is not asked again.
        uploaded: the release that was uploaded and can be shown.
        is_doubtful: whether a run that died may have left what no release names.
    """

    # What is said of the site if showing a release fails midway.
    after_failed_show = SAFE

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self.store = store
        self.archive = Archive(store, self.shown_path, self.explained)
        self.lock_held: Lock | None = None
        self.is_own = False
        self.is_silent = False
        self.uploaded: Release | None = None
        self.is_doubtful = False

    @abstractmethod
    def read_current(self) -> Release | None:
        """Return what readers see now."""

    @abstractmethod
    def replace_current(self, release: Release) -> None:
        """Let readers see a release that is uploaded."""

    @abstractmethod
    def mend_shown(self, release: Release, paths: Collection[str]) -> None:
        """Let readers see files of the current release as they are kept, which they are whole."""

    @abstractmethod
    def readable_paths(self) -> list[str]:
        """Return the path of every file that readers could fetch."""

    @abstractmethod
    def recover(self) -> None:
        """Finish or clear away what a run that died has left unfinished."""

    @abstractmethod
    def is_old(self, names: set[str]) -> bool:
        """Return whether a place without a mark is a site of this program's first version, judged by what is in it."""

    @abstractmethod
    def settle(self) -> None:
        """Bring a site of this program's first version to the present layout."""

    @contextmanager
    def lock(self, waiting: Callable[[str], None] = lambda _sentence: None) -> Iterator[None]:
        """Hold the right to publish; also marks the place, and finishes what a run that died has left unfinished.

        Args:
            waiting: called once, with a sentence, if another publisher has to end first.

        Raises:
            AddressError: there is something there that this program did not put there.
            LockedError: another publisher holds it and does not end.
        """
        with self.explained():
            self.refuse_foreign()
            self.lock_held = lock = acquire(self.store, waiting)
        try:
            with self.explained():
                if identity_of(self.store) is None:
                    self.settle()
                    self.store.write(MARK, new_mark())
                self.recover()
                self.is_doubtful = bool(self.archive.numbers(STAGED))
            yield
        finally:
            self.lock_held = self.uploaded = None
            # Where the connection is gone, the lock is left to be taken over.
            if not self.is_silent:
                with suppress(TargetError), self.explained():
                    lock.free()

    def identity(self) -> str | None:
        """Return what the place was marked with when something was first published there; None if it is not marked, or not there."""
        with self.explained():
            return identity_of(self.store)

    def refuse_foreign(self) -> None:
        """Refuse a place that holds anything which this program did not put there.

        Raises:
            AddressError: it does.
        """
        self.is_own = self.is_own or identity_of(self.store) is not None
        if self.is_own:
            return
        names = set(self.store.names(""))
        if not ((names <= {HIDDEN} or self.is_old(names)) and is_hidden_own(self.store.names)):
            raise foreign(self.name)
        self.is_own = True

    def current(self) -> Release | None:
        """Return what readers see now; None if nothing was ever published."""
        with self.explained():
            self.refuse_foreign()
            return self.read_current()

    def releases(self) -> list[int]:
        """Return the numbers of the releases that one can go back to, the present one included, ascending."""
        with self.explained():
            current = self.read_current()
            return sorted({*self.archive.numbers(RELEASES), *([current.number] if current else [])})

    def release(self, number: int) -> Release:
        """Return a release that one can go back to; it is a TargetError if it is not kept."""
        with self.explained():
            try:
                return self.archive.release(RELEASES, number)
            except FileNotFoundError:
                current = self.read_current()
                if current and current.number == number:
                    return current
        raise TargetError(f"这里没有第 {number} 版。{SAFE}", f"只保留最近 {KEPT} 版")

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return the paths of those files that have to be sent: one for each that the store does not have, or has damaged.

        Nothing is believed, everything read: also what readers see of the files, where it is of the current release.
        """
        current = self.current()
        checked, absent = set[str](), list[str]()
        for path, digest in files.items():
            with self.explained():
                is_first = digest not in checked
                is_kept = not is_first or self.archive.has(digest)
                is_seen = current is None or current.digest_at(path) != digest or self.archive.holds(self.shown_path(path), digest)
            checked.add(digest)
            absent += [] if is_kept and is_seen else [path]
        return absent

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        """Send what a release needs and the store does not have, without any change that readers see, but for what is mended.

        Args:
            release: what will be shown.
            data: the files' bytes by path, at least of all those that the current release does not have; what is among them
                is not believed to be there, but read, and mended if it is damaged.
            sent: called after each file that was sent, with its path and size in bytes.
        """
        current = self.current()
        changed = {path: digest for path in differing(current, release) if (digest := release.digest_at(path))}
        known = {path: digest for path in data if (digest := release.digest_at(path))}
        with self.explained():
            # First, so that a run that dies on the way is known to have left something.
            self.archive.stage(release)
        missing = sorted(self.missing(dict(sorted((changed | known).items()))), key=is_page)
        for path in missing:
            content = release.made_parts[release.parts[path]] if path in release.parts else data[path]
            with self.explained():
                self.archive.put_in(content)
                if self.lock_held:
                    self.lock_held.keep_alive()
            if path not in release.parts:
                sent(path, len(content))
        with self.explained():
            if current:
                self.mend_shown(current, [path for path in missing if path not in changed])
            shared = {changed[path] for path in changed.keys() - set(missing)} | self.make_folders(release)
            if current and current.format == FORMER:
                shared |= repeated_files(current) | self.repeated_folders(current)
            self.archive.share(shared)
        self.uploaded = release

    def mend(self, data: Mapping[str, bytes]) -> None:
        """Write files of the current release anew, where they are kept and where readers see them, if they are not whole.

        Args:
            data: the right bytes by path; what is not the current release's is passed over.
        """
        current = self.current()
        if current is None:
            return
        own = {path: content for path, content in data.items() if current.digest_at(path) == digest_of(content)}
        with self.explained():
            for content in own.values():
                self.archive.put_in(content)
            self.mend_shown(current, [path for path in own if not self.archive.holds(self.shown_path(path), digest_of(own[path]))])

    def paths(self) -> list[str]:
        """Return the path of every file that readers could fetch from the site as it lies there now, manifest.json included."""
        with self.explained():
            return sorted(self.readable_paths())

    def show(self, number: int) -> None:
        """Let readers see the uploaded release or an older one; then clear away what is no longer kept.

        Raises:
            TargetError: there is no such release.
        """
        with self.explained():
            if self.lock_held:
                self.lock_held.check()
            release = self.find(number)
            current = self.read_current()
            if current:
                self.archive.keep(current)
            if release is not self.uploaded:
                self.make_folders(release)
            if self.lock_held:
                self.lock_held.check()
        with self.explained(self.after_failed_show):
            self.replace_current(release)
        # Readers see the new release: whatever fails from here on is made up for when the next one is shown.
        with suppress(TargetError), self.explained():
            self.archive.keep(release)
            self.tidy_up(release)

    def read(self, path: str) -> bytes:
        """Return a file of the current release, or raise FileNotFoundError."""
        return self.read_in_store(self.shown_path(path))

    def fetch(self, digest: str) -> bytes:
        """Return a file of any release that is kept, by its digest, or raise FileNotFoundError; it is not believed to be whole."""
        return self.read_in_store(self.archive.file_path(digest))

    def read_in_store(self, path: str) -> bytes:
        """Return a file of the store, or raise FileNotFoundError."""
        with self.explained(), suppress(FileNotFoundError):
            return self.store.read(path)
        raise FileNotFoundError(path)

    def shown_path(self, path: str) -> str:
        """Return where readers find a file."""
        return path

    def find(self, number: int) -> Release:
        """Return the uploaded release, or a kept one of which every file is whole that readers do not see now."""
        if self.uploaded and self.uploaded.number == number:
            return self.uploaded
        release = self.release(number)
        for path in differing(self.read_current(), release):
            if (digest := release.digest_at(path)) and not self.archive.has(digest):
                raise DamagedError(f"{self.name}：第 {number} 版的文件不全，不能换上（{path}）。{SAFE}", "请换一版，或重新发布")
        return release

    def tidy_up(self, current: Release) -> None:
        """Clear away old releases, those that are damaged, what no release needs any more, and what runs that died have left."""
        numbers = self.archive.numbers(RELEASES)
        kept = {*numbers[-KEPT:], current.number}
        if self.is_doubtful or len(kept) < len(numbers):
            let_go(self.archive, self, kept, is_doubtful=self.is_doubtful)
        self.archive.forget_uploaded()
        self.is_doubtful = False

    @contextmanager
    def explained(self, outcome: str = SAFE) -> Iterator[None]:
        """Turn the store's faults into failures.

        Args:
            outcome: what the failure means for the site.
        """
        try:
            yield
        except self.store.faults as fault:
            what, hint = self.store.explain(fault)
            self.is_silent = what == SLOW[0]
            raise TargetError(f"{self.name}：{what}。{outcome}", hint) from fault
