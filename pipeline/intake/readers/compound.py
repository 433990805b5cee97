"""Looks into a compound file, as Word and Excel wrote them until 2003: which streams it has at its top, and how they begin.

The layout is that of Microsoft's [MS-CFB]: sectors, a table that chains them, and a directory whose entries are a tree.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SECTOR_SIZES: Final = {9: 512, 12: 4096}  # by the power of two that the header gives
# Where the header gives the size of sectors, where the directory begins, and where the first parts of the table are.
SIZE_AT, DIRECTORY_AT, TABLE_AT, TABLE_PARTS = 0x1E, 0x30, 0x4C, 109
ENTRY: Final = struct.Struct("<64sHxxIII36xI8x")
ROOT, NONE = 0, 0xFFFFFFFA  # the directory's first entry; from where on numbers mean no sector or entry


WORD_STREAM: Final = "WordDocument"
FLAGS_AT, ENCRYPTED, FILE_PASS = 0x0A, 0x01, 0x2F  # the second byte of Word's flags has the bit; Excel has a record of its own


class Entry(NamedTuple):
    """An entry of the directory.

    Attributes:
        letters: its name, in 64 bytes.
        length: how many bytes of them are the name, with a zero at its end.
        left: the number of an entry of the same folder.
        right: the number of another.
        below: if it is a folder, the number of one in it.
        start: the number of the sector in which it begins.
    """

    letters: bytes
    length: int
    left: int
    right: int
    below: int
    start: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.letters[: max(self.length - 2, 0)].decode("utf-16-le")


def streams(data: bytes) -> Mapping[str, bytes]:
    """Return how each stream begins that stands at the top of a compound file, by its name: not those of files within it.

    Raises:
        ValueError: it is broken.
    """
    try:
        size = SECTOR_SIZES[struct.unpack_from("<H", data, SIZE_AT)[0]]
        directory = b"".join(chained(data, size, struct.unpack_from("<I", data, DIRECTORY_AT)[0]))
        entries = [Entry(*entry) for entry in ENTRY.iter_unpack(directory)]
        return {entry.name: sector(data, size, entry.start) for entry in siblings(entries, entries[ROOT].below)}
    except (struct.error, KeyError, IndexError, UnicodeDecodeError) as fault:
        raise ValueError from fault


def sector(data: bytes, size: int, number: int) -> bytes:
    """Return a sector, the first of which follows the header; less at the file's end, nothing behind it.

    Args:
        data: the file.
        size: of its sectors, in bytes.
        number: the sector's.
    """
    return data[(number + 1) * size : (number + 2) * size]


def chained(data: bytes, size: int, number: int) -> Iterator[bytes]:
    """Yield a sector and those that follow it, as far as the parts of the table tell that the header names.

    Args:
        data: the file.
        size: of its sectors, in bytes.
        number: the first sector's.
    """
    numbers, known = size // 4, set[int]()
    parts = struct.unpack_from(f"<{TABLE_PARTS}I", data, TABLE_AT)
    while number < NONE and number not in known:
        known.add(number)
        yield sector(data, size, number)
        part = number // numbers
        if part >= len(parts):
            return
        number = struct.unpack_from("<I", sector(data, size, parts[part]), number % numbers * 4)[0]


def siblings(entries: list[Entry], first: int) -> Iterator[Entry]:
    """Yield the entries of one folder of the directory.

    Args:
        entries: all entries.
        first: the number of the one that the folder names.
    """
    waiting, known = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in known:
            known.add(number)
            yield entries[number]
            waiting += (entries[number].left, entries[number].right)


def has_password(stream: str, beginning: bytes) -> bool:
    """Return whether the text or the sheets of a compound file can only be read with a password ([MS-DOC] 2.5.2, [MS-XLS] 2.4.117).

    Args:
        stream: the name of the stream that holds them.
        beginning: how it begins.
    """
    if stream == WORD_STREAM:
        return len(beginning) > FLAGS_AT + 1 and bool(beginning[FLAGS_AT + 1] & ENCRYPTED)
    place = 0
    while place + 4 <= len(beginning):
        kind, length = struct.unpack_from("<HH", beginning, place)
        if kind == FILE_PASS:
            return True
        place += 4 + length
    return False
