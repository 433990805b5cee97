"""What all targets have in common: contents kept under their own hashes, and the releases that name them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from pipeline.remote.contract import KEPT, SAFE, Release, TargetError, digest, is_page
from pipeline.remote.lock import Lock, acquire
from pipeline.remote.storage import Storage


class ArchiveTarget(ABC):
    """A target that keeps every content once, whichever releases and paths have it.

    Attributes:
        shown: the address as people see it.
        storage: where it is.
        home: the folder, ending in a slash, of what readers do not look at; empty if it is the site's own folder.
        held: the lock, while it is held.
    """

    # What is said of the site when the switch itself fails.
    after_failed_switch = SAFE

    def __init__(self, shown: str, storage: Storage, home: str) -> None:
        self.shown = shown
        self.storage = storage
        self.home = home
        self.held: Lock | None = None

    @abstractmethod
    def find_current(self) -> Release | None:
        """Return what readers see now."""

    @abstractmethod
    def prepare(self, release: Release) -> None:
        """Make what else a switch to the release needs; its contents are there."""

    @abstractmethod
    def show(self, release: Release) -> None:
        """Let readers see a release that is prepared."""

    @abstractmethod
    def complete(self) -> None:
        """Complete a switch that was interrupted."""

    @abstractmethod
    def clear(self, kept: Sequence[Release]) -> None:
        """Remove what was prepared for other releases than these."""

    def acquire(self) -> Lock:
        """Return the lock, held.

        Raises:
            BusyError: another publisher holds it.
        """
        return acquire(self.storage)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to publish; also completes a switch that was interrupted.

        Raises:
            BusyError: another publisher holds it.
            TargetError: the place fails.
        """
        with self.explained():
            self.held = self.acquire()
        held = self.held
        try:
            with self.explained():
                self.complete()
            yield
        finally:
            self.held = None
            # Where the connection is gone, the lock is left to be taken over.
            with suppress(TargetError), self.explained():
                held.free()

    def current(self) -> Release | None:
        """Return what readers see now; None if nothing was ever published.

        Raises:
            TargetError: the place fails.
        """
        with self.explained():
            return self.find_current()

    def releases(self) -> list[int]:
        """Return the numbers of the releases that readers saw and that are kept, ascending.

        Raises:
            TargetError: the place fails.
        """
        with self.explained():
            current = self.find_current()
            return sorted({*self.recorded(), *([current.number] if current else [])})

    def release(self, number: int) -> Release:
        """Return a kept release.

        Raises:
            TargetError: it is not kept, or the place fails.
        """
        with self.explained():
            try:
                return Release.from_text(self.storage.read(self.record_of(number)))
            except FileNotFoundError:
                current = self.find_current()
                if current and current.number == number:
                    return current
        raise TargetError(f"这里没有第 {number} 版。{SAFE}", f"只保留最近 {KEPT} 版")

    def missing(self, files: Mapping[str, str]) -> list[str]:
        """Return one path for each content that the target does not have.

        What the current release names is there. Anything else may be the torn rest of a run that died, and is believed only when read.

        Raises:
            TargetError: the place fails.
        """
        current = self.current()
        known = set(current.files.values()) if current else set()
        absent = []
        for path, content in files.items():
            if content not in known:
                known.add(content)
                with self.explained():
                    absent += [] if self.has(content) else [path]
        return absent

    def stage(self, release: Release, contents: Mapping[str, bytes], sent: Callable[[str, int], None]) -> None:
        """Send what a release needs and the target does not have, without any change that readers see.

        Args:
            release: what will be switched to.
            contents: the contents by SHA-256, at least all those that are new.
            sent: called after each file that was sent, with its path and size in bytes.

        Raises:
            TargetError: the place fails.
        """
        for path in sorted(self.missing(release.files), key=is_page):
            content = release.files[path]
            with self.explained():
                self.storage.write(self.object_of(content), contents[content])
                if self.held:
                    self.held.keep_alive()
            sent(path, len(contents[content]))
        with self.explained():
            self.prepare(release)
            self.storage.write(self.draft_of(release.number), release.text)

    def switch(self, number: int) -> None:
        """Let readers see the staged release or an older one; then clear away what is no longer kept.

        Raises:
            TargetError: the place fails, or there is no such release.
        """
        with self.explained():
            release = self.find(number)
            current = self.find_current()
            if current:
                self.record(current)
            if self.held:
                self.held.check()
        with self.explained(self.after_failed_switch):
            self.show(release)
        # Readers see the new release: whatever fails from here on is made up for by the next switch.
        with suppress(TargetError), self.explained():
            self.record(release)
            self.tidy(release)

    def read(self, path: str) -> bytes:
        """Return a file of the current release.

        Raises:
            FileNotFoundError: it is not there.
            TargetError: the place fails.
        """
        with self.explained():
            try:
                return self.storage.read(self.live(path))
            except FileNotFoundError as fault:
                absent = fault
        raise absent

    def live(self, path: str) -> str:
        """Return where readers find a file."""
        return path

    def object_of(self, content: str) -> str:
        """Return where a content is kept."""
        return f"{self.home}objects/{content}"

    def record_of(self, number: int) -> str:
        """Return where a release that readers saw is recorded."""
        return f"{self.home}releases/{number}.json"

    def draft_of(self, number: int) -> str:
        """Return where a release that readers have not yet seen is described."""
        return f"{self.home}staged/{number}.json"

    def has(self, content: str) -> bool:
        """Return whether a content is kept, and whole."""
        try:
            return digest(self.storage.read(self.object_of(content))) == content
        except FileNotFoundError:
            return False

    def recorded(self) -> list[int]:
        """Return the numbers of the recorded releases, ascending."""
        stems = (name.removesuffix(".json") for name in self.storage.names(f"{self.home}releases"))
        return sorted(int(stem) for stem in stems if stem.isdecimal())

    def find(self, number: int) -> Release:
        """Return the staged release, or a kept one."""
        with suppress(FileNotFoundError):
            return Release.from_text(self.storage.read(self.draft_of(number)))
        return self.release(number)

    def record(self, release: Release) -> None:
        """Put a release that readers see among those that one can go back to."""
        if release.number not in self.recorded():
            self.storage.write(self.record_of(release.number), release.text)

    def tidy(self, shown: Release) -> None:
        """Clear away old releases, and what no release needs any more.

        What runs that died have left waits until an old release goes: to find it, all releases have to be read.
        """
        drafts = [f"{self.home}staged/{name}" for name in self.storage.names(f"{self.home}staged")]
        self.storage.remove(drafts)
        numbers = self.recorded()
        kept = {*numbers[-KEPT:], shown.number}
        dropped = [number for number in numbers if number not in kept]
        if not dropped:
            return
        self.storage.remove([self.record_of(number) for number in dropped])
        releases = [shown if number == shown.number else self.release(number) for number in sorted(kept)]
        self.clear(releases)
        needed = {content for release in releases for content in (*release.files.values(), digest(release.text))}
        self.storage.remove([self.object_of(name) for name in self.storage.names(f"{self.home}objects") if name not in needed])

    @contextmanager
    def explained(self, outcome: str = SAFE) -> Iterator[None]:
        """Turn the place's faults into sentences.

        Args:
            outcome: what the fault means for the site.
        """
        try:
            yield
        except self.storage.faults as fault:
            what, hint = self.storage.explain(fault)
            raise TargetError(f"{self.shown}：{what}。{outcome}", hint) from fault
