"""What is kept of a site behind what readers see: its files by their digests, and the releases that name them."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, suppress
from typing import Any, Final

from pipeline.remote.failures import SAFE, DamagedError, TargetError
from pipeline.remote.layout import HOME, NUMBERED, OBJECTS, RELEASES, SHARED, STAGED
from pipeline.remote.listing import foreign_part
from pipeline.remote.release import Release, digest_of
from pipeline.remote.store import Store

# How many bytes of the parts of releases are remembered when they have been read.
REMEMBERED: Final = 2_000_000


class Archive:
    """The files and releases that are kept in a store.

    Attributes:
        store: where they are.
        shown_path: returns where readers find a file.
        explained: turns the store's faults into failures, whenever something is read that was not read before.
        home: the folder, ending in a slash, that they are in.
        parts: the parts of releases that were read last, by their digests, each with its size in bytes.
        remembered: how many bytes these have together.
    """

    def __init__(self, store: Store, shown_path: Callable[[str], str], explained: Callable[[], AbstractContextManager[None]]) -> None:
        self.store = store
        self.shown_path = shown_path
        self.explained = explained
        self.home = HOME
        self.parts: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self.remembered = 0

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
        return self.whole(path, digest) is not None

    def whole(self, path: str, digest: str) -> bytes | None:
        """Return the file at a path of the store if it is the one of this digest; else None."""
        try:
            data = self.store.read(path)
        except FileNotFoundError:
            return None
        return data if digest_of(data) == digest else None

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
            release = Release.from_text(data, self.load_part)
            if release.number == number:
                return release
        raise DamagedError(f"第 {number} 版的清单已经损坏，不能换上。{SAFE}", "请换一版，或重新发布")

    def load_part(self, path: str, digest: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """Return what is in a part of a release, from where it is kept, or else from where readers see it.

        Args:
            path: the part's path in the site.
            digest: its digest.

        Raises:
            TargetError: it is whole at neither place.
        """
        if digest not in self.parts:
            with self.explained():
                data = self.whole(self.file_path(digest), digest) or self.whole(self.shown_path(path), digest)
            if data is None:
                raise foreign_part(path)
            try:
                self.remember(digest, json.loads(data), len(data))
            except (ValueError, RecursionError):
                raise foreign_part(path) from None
        return self.parts[digest][0]

    def remember(self, digest: str, content: Any, size: int) -> None:  # noqa: ANN401 - whatever JSON says
        """Remember what is in a part, and no longer what was read long before.

        Args:
            digest: its digest.
            content: what is in it.
            size: how many bytes it has.
        """
        while self.parts and self.remembered + size > REMEMBERED:
            _, (_, gone) = self.parts.popitem(last=False)
            self.remembered -= gone
        self.parts[digest] = content, size
        self.remembered += size

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

    def stage(self, release: Release) -> None:
        """Put a release among those that are uploaded."""
        self.store.write(self.release_path(STAGED, release.number), release.text)

    def forget_uploaded(self) -> None:
        """Clear away the releases that are uploaded and were not shown."""
        self.store.remove([self.release_path(STAGED, number) for number in self.numbers(STAGED)])

    def shared(self) -> set[str]:
        """Return the digests of what may stand at several places, or have been there before."""
        return set(self.store.names(f"{self.home}{SHARED}"))

    def share(self, digests: Collection[str]) -> None:
        """Write down that something may stand at several places, or has been there before."""
        for digest in sorted(set(digests) - self.shared()) if digests else ():
            self.store.write(f"{self.home}{SHARED}/{digest}", f"{digest}\n".encode())

    def forget(self, digests: Collection[str]) -> None:
        """Clear away files."""
        self.store.remove([self.file_path(digest) for digest in sorted(digests)])

    def forget_shared(self, digests: Collection[str]) -> None:
        """Clear away what was written down of something that is gone."""
        self.store.remove([f"{self.home}{SHARED}/{digest}" for digest in sorted(digests)])

    def forget_releases(self, numbers: Collection[int]) -> None:
        """Clear away releases that were shown."""
        self.store.remove([self.release_path(RELEASES, number) for number in sorted(numbers)])
