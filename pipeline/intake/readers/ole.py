"""Opens a file of the format that Office had until 2003 (OLE compound file, [MS-CFB]): a small file system of named streams."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_LISTED: Final = 109  # sectors of the table that the header itself lists
LAST: Final = 0xFFFFFFFA  # greater numbers are no sectors but say that there is none
ENTRY, STREAM, ROOT = 128, 2, 5


class BrokenFileError(ValueError):
    """A compound file does not keep to its format."""


class CompoundFile:
    """A compound file.

    Attributes:
        names: the names of the streams at its top.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(SIGNATURE) or len(data) < 512:  # noqa: PLR2004 - the header's size
            raise BrokenFileError
        self._data = data
        self._shift, self._small_shift = struct.unpack_from("<HH", data, 30)
        if self._shift not in (9, 12) or self._small_shift != 6:  # noqa: PLR2004 - all that the format allows
            raise BrokenFileError
        first, _, self._cutoff, small = struct.unpack_from("<4I", data, 48)
        self._table = self._numbers(self._table_sectors())
        self._entries = dict(entries(b"".join(map(self._sector, self._chain(first, self._table)))))
        self._small_table = self._numbers(self._chain(small, self._table))
        self._small = self._large_stream(*self._entries.get("", (LAST, 0)))
        self.names = frozenset(self._entries) - {""}

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes.

        Raises:
            BrokenFileError: the file does not keep to its format.
            KeyError: there is no such stream.
        """
        first, size = self._entries[name]
        if size >= self._cutoff:
            return self._large_stream(first, size)
        pieces = (self._small[number << 6 : (number + 1) << 6] for number in self._chain(first, self._small_table))
        return b"".join(pieces)[:size]

    def _large_stream(self, first: int, size: int) -> bytes:
        """Return a stream of whole sectors."""
        return b"".join(map(self._sector, self._chain(first, self._table)))[:size]

    def _sector(self, number: int) -> bytes:
        """Return a sector; the last one may be cut off."""
        start = (number + 1) << self._shift
        if start >= len(self._data):
            raise BrokenFileError
        return self._data[start : start + (1 << self._shift)]

    def _numbers(self, sectors: Iterator[int]) -> list[int]:
        """Return the numbers that sectors hold."""
        held = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4]))

    def _chain(self, first: int, table: list[int]) -> Iterator[int]:
        """Yield the sectors of a stream in order."""
        for _ in range(len(table) + 1):
            if first >= LAST:
                return
            yield first
            if first >= len(table):
                raise BrokenFileError
            first = table[first]
        raise BrokenFileError

    def _table_sectors(self) -> Iterator[int]:
        """Yield the sectors of the table that says which sector follows which."""
        yield from (number for number in struct.unpack_from(f"<{HEADER_LISTED}I", self._data, 76) if number < LAST)
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) >> self._shift):
            if following >= LAST:
                return
            *numbers, following = self._numbers(iter((following,)))
            yield from (number for number in numbers if number < LAST)


def entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the names of the streams at the top with their first sectors and sizes; the container of the small streams has no name.

    Those of a file within the file, such as a sheet pasted into a text, stand in a folder of the directory and are not its own.
    """
    waiting, met = [0], set[int]()
    while waiting:
        number = waiting.pop()
        start = number * ENTRY
        if number in met or start + ENTRY > len(directory):
            continue
        met.add(number)
        length, kind, left, right, below = struct.unpack_from("<HBxIII", directory, start + 64)
        place = struct.unpack_from("<II", directory, start + 116)
        if kind == ROOT:
            yield "", place
            waiting.append(below)
        elif kind == STREAM:
            yield directory[start : start + min(max(length - 2, 0), 62)].decode("utf-16-le", "replace"), place
        waiting += (left, right)
