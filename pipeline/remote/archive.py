"""What is kept of a site behind what readers see: its files by their digests, and the releases that name them."""

from __future__ import annotations

from contextlib import suppress

from pipeline.remote.failures import SAFE, DamagedError, TargetError
from pipeline.remote.layout import HOME, NUMBERED, OBJECTS, RELEASES, STAGED
from pipeline.remote.release import Release, digest_of
from pipeline.remote.store import Store


class Archive:
    """The files and releases that are kept in a store.

    Attributes:
        store: where they are.
        home: the folder, ending in a slash, that they are in.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.home = HOME

    def file_path(self, digest: str) -> str:
        """Return where a file lies, whichever releases have it."""
        return f"{self.home}{OBJECTS}/{digest}"

    def release_path(self, folder: str, number: int) -> str:
        """Return where a release lies, in the folder of those that are uploaded or of those that were shown."""
        return f"{self.home}{folder}/{number}.json"

    def has(self, digest: str) -> bool:
        """Return whether a file is kept, and whole."""
        return self.holds(self.file_path(digest), digest)

    def holds(self, path: str, digest: str) -> bool:
        """Return whether there is a file at a path of the store, and it is the one of this digest."""
        try:
            return digest_of(self.store.read(path)) == digest
        except FileNotFoundError:
            return False

    def put_in(self, data: bytes) -> None:
        """Keep a file, unless it is kept and whole."""
        digest = digest_of(data)
        if not self.has(digest):
            self.store.write(self.file_path(digest), data)

    def numbers(self, folder: str) -> list[int]:
        """Return the numbers of the releases in a folder, ascending."""
        names = self.store.names(f"{self.home}{folder}")
        return sorted(int(name.removesuffix(".json")) for name in names if NUMBERED.fullmatch(name))

    def release(self, folder: str, number: int) -> Release:
        """Return a release that is kept in a folder.

        Raises:
            FileNotFoundError: it is not there.
            DamagedError: it is damaged.
        """
        data = self.store.read(self.release_path(folder, number))
        with suppress(TargetError):
            release = Release.from_text(data)
            if release.number == number:
                return release
        raise DamagedError(f"第 {number} 版的清单已经损坏，不能换上。{SAFE}", "请换一版，或重新发布")

    def readable_releases(self, folder: str) -> list[Release]:
        """Return the releases in a folder, ascending, without those that are damaged."""
        found = []
        for number in self.numbers(folder):
            with suppress(DamagedError):
                found.append(self.release(folder, number))
        return found

    def keep(self, release: Release) -> None:
        """Put a release that readers see among those that one can go back to."""
        path = self.release_path(RELEASES, release.number)
        if not self.holds(path, digest_of(release.text)):
            self.store.write(path, release.text)

    def forget_uploaded(self) -> None:
        """Clear away the releases that are uploaded and were not shown."""
        self.store.remove([self.release_path(STAGED, number) for number in self.numbers(STAGED)])

    def forget_all_but(self, releases: list[Release]) -> None:
        """Clear away all other releases that were shown, and the files that none of these needs."""
        numbers = {release.number for release in releases}
        self.store.remove([self.release_path(RELEASES, number) for number in self.numbers(RELEASES) if number not in numbers])
        needed = {digest for release in releases for digest in (*release.files.values(), digest_of(release.text))}
        self.store.remove([self.file_path(name) for name in self.store.names(f"{self.home}{OBJECTS}") if name not in needed])
