"""What linked and copied targets have in common: files kept once by their digests, and the releases that name them.

HOME/objects/<digest>          the files of all releases
HOME/staged/<number>.json      a release that is uploaded and was not yet shown
HOME/releases/<number>.json    a release that was shown and is kept to go back to
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from pipeline.remote.failures import SAFE, TargetError
from pipeline.remote.lock import Lock, acquire
from pipeline.remote.release import Release, digest_of, is_page
from pipeline.remote.store import Store

# How many releases a target keeps to go back to, the present one included.
KEPT: Final = 10


class StoredTarget(ABC):
    """A site in a store, with its releases; every method raises TargetError if the store fails.

    Attributes:
        name: its address as people see it.
        store: what its files lie in.
        home: the folder, ending in a slash, of what readers do not look at; empty if it is the site's own folder.
        lock_held: the lock, while it is held.
    """

    home = ""
    # What is said of the site if showing a release fails midway.
    after_failed_show = SAFE

    def __init__(self, name: str, store: Store) -> None:
        self.name = name
        self.store = store
        self.lock_held: Lock | None = None

    @abstractmethod
    def read_current(self) -> Release | None:
        """Return what readers see now."""

    @abstractmethod
    def replace_current(self, release: Release) -> None:
        """Let readers see a release that is uploaded."""

    @abstractmethod
    def make_folders(self, release: Release) -> None:
        """Make the folders that a release needs to be shown; its files are there."""

    @abstractmethod
    def remove_folders(self, kept: Sequence[Release]) -> None:
        """Remove the folders that no kept release needs."""

    @abstractmethod
    def recover(self) -> None:
        """Finish or clear away what a run that died has left unfinished."""

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to publish; also finishes what a run that died has left unfinished.

        Raises:
            LockedError: another publisher holds it.
        """
        with self.explained():
            self.lock_held = lock = acquire(self.store)
        try:
            with self.explained():
                self.recover()
            yield
        finally:
            self.lock_held = None
            # Where the connection is gone, the lock is left to be taken over.
            with suppress(TargetError), self.explained():
                lock.free()

    def current(self) -> Release | None:
        """Return what readers see now; None if nothing was ever published."""
        with self.explained():
            return self.read_current()

    def releases(self) -> list[int]:
        """Return the numbers of the releases that one can go back to, the present one included, ascending."""
        with self.explained():
            current = self.read_current()
            return sorted({*self.kept_numbers(), *([current.number] if current else [])})

    def release(self, number: int) -> Release:
        """Return a release that one can go back to.

        Raises:
            TargetError: it is not kept.
        """
        with self.explained():
            try:
                return Release.from_text(self.store.read(self.kept_path(number)))
            except FileNotFoundError:
                current = self.read_current()
                if current and current.number == number:
                    return current
        raise TargetError(f"这里没有第 {number} 版。{SAFE}", f"只保留最近 {KEPT} 版")

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return one path for each file that the store does not have.

        What the current release names is there. Anything else may be the torn rest of a run that died, and is believed only when read.
        """
        current = self.current()
        known = set(current.files.values()) if current else set()
        absent = []
        for path, digest in files.items():
            if digest not in known:
                known.add(digest)
                with self.explained():
                    absent += [] if self.has(digest) else [path]
        return absent

    def upload(self, release: Release, data: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        """Send what a release needs and the store does not have, without any change that readers see.

        Args:
            release: what will be shown.
            data: the files' bytes by digest, at least of all those that are missing.
            sent: called after each file that was sent, with its path and size in bytes.
        """
        for path in sorted(self.missing(release.files), key=is_page):
            digest = release.files[path]
            with self.explained():
                self.store.write(self.file_path(digest), data[digest])
                if self.lock_held:
                    self.lock_held.keep_alive()
            sent(path, len(data[digest]))
        with self.explained():
            self.make_folders(release)
            self.store.write(self.uploaded_path(release.number), release.text)

    def show(self, number: int) -> None:
        """Let readers see the uploaded release or an older one; then clear away what is no longer kept.

        Raises:
            TargetError: there is no such release.
        """
        with self.explained():
            release = self.find(number)
            current = self.read_current()
            if current:
                self.keep(current)
            if self.lock_held:
                self.lock_held.check()
        with self.explained(self.after_failed_show):
            self.replace_current(release)
        # Readers see the new release: whatever fails from here on is made up for when the next one is shown.
        with suppress(TargetError), self.explained():
            self.keep(release)
            self.tidy_up(release)

    def read(self, path: str) -> bytes:
        """Return a file of the current release.

        Raises:
            FileNotFoundError: it is not there.
        """
        with self.explained():
            try:
                return self.store.read(self.shown_path(path))
            except FileNotFoundError as fault:
                absent = fault
        raise absent

    def shown_path(self, path: str) -> str:
        """Return where readers find a file."""
        return path

    def file_path(self, digest: str) -> str:
        """Return where a file lies, whichever releases have it."""
        return f"{self.home}objects/{digest}"

    def uploaded_path(self, number: int) -> str:
        """Return where a release lies that was not yet shown."""
        return f"{self.home}staged/{number}.json"

    def kept_path(self, number: int) -> str:
        """Return where a release lies that was shown."""
        return f"{self.home}releases/{number}.json"

    def has(self, digest: str) -> bool:
        """Return whether a file is there, and whole."""
        try:
            return digest_of(self.store.read(self.file_path(digest))) == digest
        except FileNotFoundError:
            return False

    def kept_numbers(self) -> list[int]:
        """Return the numbers of the kept releases, ascending."""
        stems = (name.removesuffix(".json") for name in self.store.names(f"{self.home}releases"))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def find(self, number: int) -> Release:
        """Return the uploaded release, or a kept one."""
        with suppress(FileNotFoundError):
            return Release.from_text(self.store.read(self.uploaded_path(number)))
        return self.release(number)

    def keep(self, release: Release) -> None:
        """Put a release that readers see among those that one can go back to."""
        if release.number not in self.kept_numbers():
            self.store.write(self.kept_path(release.number), release.text)

    def tidy_up(self, current: Release) -> None:
        """Clear away old releases, and what no release needs any more.

        What runs that died have left waits until an old release goes: to find it, all releases have to be read.
        """
        self.store.remove([f"{self.home}staged/{name}" for name in self.store.names(f"{self.home}staged")])
        numbers = self.kept_numbers()
        kept = {*numbers[-KEPT:], current.number}
        gone = [number for number in numbers if number not in kept]
        if not gone:
            return
        self.store.remove([self.kept_path(number) for number in gone])
        releases = [current if number == current.number else self.release(number) for number in sorted(kept)]
        self.remove_folders(releases)
        needed = {digest for release in releases for digest in (*release.files.values(), digest_of(release.text))}
        self.store.remove([self.file_path(name) for name in self.store.names(f"{self.home}objects") if name not in needed])

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
            raise TargetError(f"{self.name}：{what}。{outcome}", hint) from fault
