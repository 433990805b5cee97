"""Opens a package that the program made, to read it back: its parts by name, each as it stands there and as it was before it was packed.

`zipfile` reads the directory; what it does for each part besides takes it longer than to unpack one.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

# What stands before a part: a sign, much that the directory says too, and how long its name and what follows that are.
BEFORE: Final = struct.Struct("<4s22xHH")
SIGN: Final = b"PK\x03\x04"
RAW: Final = -15  # zlib's window, without a header
BROKEN: Final = "部件已损坏"
LONGEST: Final = 50_000  # bytes as they are packed; what holds more is not kept in mind


@lru_cache(maxsize=8)  # of a unit-year's files those of the public edition, with their workbooks
def opened(data: bytes) -> zipfile.ZipFile:
    """Return a package, known again by its bytes: it is read back and then searched, and to read the directory takes long.

    Raises:
        zipfile.BadZipFile: it is none.
    """
    return zipfile.ZipFile(io.BytesIO(data))


def inflated(packed: bytes, crc: int) -> bytes:
    """Return what a part holds, if it is not too long known again by its bytes as they are packed: it is read back and then searched.

    Args:
        packed: the bytes.
        crc: the checksum of what it holds, as the directory says it.

    Raises:
        zipfile.BadZipFile: it is broken.
    """
    return (lately_inflated if len(packed) <= LONGEST else lately_inflated.__wrapped__)(packed, crc)


@lru_cache(maxsize=16)  # the parts of a unit-year's files that are not the same in others
def lately_inflated(packed: bytes, crc: int) -> bytes:
    """Return what a part holds; as `inflated`."""
    try:
        data = zlib.decompress(packed, RAW)
    except zlib.error:
        raise zipfile.BadZipFile(BROKEN) from None
    if zlib.crc32(data) != crc:
        raise zipfile.BadZipFile(BROKEN)
    return data


class FinishedPackage:
    """A package in memory."""

    def __init__(self, data: bytes) -> None:
        """Open the package.

        Raises:
            zipfile.BadZipFile: it is none.
        """
        self._data = data
        self._entries = {entry.filename: entry for entry in opened(data).infolist()}

    def __iter__(self) -> Iterator[str]:
        """Yield the names of its parts."""
        return iter(self._entries)

    def packed(self, name: str) -> bytes:
        """Return all bytes of a part as it stands in the package.

        Raises:
            KeyError: there is no such part.
            zipfile.BadZipFile: there is not what the directory says.
        """
        entry = self._entries[name]
        return self._data[entry.header_offset : self._bounds(entry)[1]]

    def read(self, name: str) -> bytes:
        """Return what a part holds.

        Raises:
            KeyError: there is no such part.
            zipfile.BadZipFile: it is broken.
        """
        entry = self._entries[name]
        start, end = self._bounds(entry)
        data = self._data[start:end]
        if entry.compress_type == zipfile.ZIP_DEFLATED:
            data = inflated(data, entry.CRC)
        elif zlib.crc32(data) != entry.CRC:
            raise zipfile.BadZipFile(BROKEN)
        if len(data) != entry.file_size:
            raise zipfile.BadZipFile(BROKEN)
        return data

    def _bounds(self, entry: zipfile.ZipInfo) -> tuple[int, int]:
        """Return where a part's bytes begin and end, what stands before them not counted.

        Raises:
            zipfile.BadZipFile: there is not what the directory says.
        """
        begin = entry.header_offset
        named = begin + BEFORE.size
        if len(self._data) < named:
            raise zipfile.BadZipFile(BROKEN)
        sign, name_length, more = BEFORE.unpack_from(self._data, begin)
        start = named + name_length + more
        if sign != SIGN or self._data[named : named + name_length] != entry.orig_filename.encode():
            raise zipfile.BadZipFile(BROKEN)
        return start, start + entry.compress_size
