"""Takes an old workbook's stream apart (BIFF8, [MS-XLS]): records, of which each says one thing of the workbook, a sheet or a cell."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.intake.readers.sheet import At

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
NUMBER, SMALL, SMALL_ONES, FORMULA, RESULT = 0x203, 0x27E, 0xBD, 0x06, 0x207
SHARED_TEXT, TEXT, RICH_TEXT, BOOLEAN_OR_ERROR = 0xFD, 0x204, 0xD6, 0x205
# What a text's flags say: that each sign has two bytes; that more follows, of how it is pronounced; of how it looks.
WIDE, PRONOUNCED, RICH = 1, 4, 8
ERRORS: Final = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
CELL_OF_A_SHEET: Final = 0x3A  # in a formula, its class left out
NO_NUMBER: Final = b"\xff\xff"  # at the end of a formula's result

Value = float | str | bool | None


def records(stream: bytes, start: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the records of the workbook itself or of one sheet, without those of what lies on it, such as charts.

    Args:
        stream: all records.
        start: where those of the workbook or the sheet begin, in bytes.

    Yields:
        The kind of each and its content, in pieces where it was too long for one record.
    """
    depth, kind, pieces = 0, 0, list[bytes]()
    while start + 4 <= len(stream):
        following, length = struct.unpack_from("<HH", stream, start)
        piece = stream[start + 4 : start + 4 + length]
        start += 4 + length
        if following == CONTINUE:
            pieces.append(piece)
            continue
        if depth == 1 and pieces:
            yield kind, pieces
        kind, pieces = following, [piece]
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 0:
            return


class Pieces:
    """Reads what a record says that was too long for one."""

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        self._pieces = pieces
        self._number, self._at = 0, at

    def skip(self, count: int) -> None:
        """Pass over bytes."""
        while count and self._number < len(self._pieces):
            passed = min(count, len(self._pieces[self._number]) - self._at)
            count, self._at = count - passed, self._at + passed
            if count:
                self._number, self._at = self._number + 1, 0

    def numbers(self, layout: str) -> tuple[int, ...]:
        """Return numbers that stand in one piece, laid out as `struct` says it."""
        if self._at >= len(self._pieces[self._number]):
            self._number, self._at = self._number + 1, 0
        found = struct.unpack_from(layout, self._pieces[self._number], self._at)
        self._at += struct.calcsize(layout)
        return found

    def text(self, length: str = "<H") -> str:
        """Return a text with its length before it, and pass over what it says besides its words."""
        count, flags = *self.numbers(length), *self.numbers("<B")
        runs = self.numbers("<H")[0] if flags & RICH else 0
        further = self.numbers("<I")[0] if flags & PRONOUNCED else 0
        words = "".join(self._signs(count, flags & WIDE))
        self.skip(4 * runs + further)
        return words

    def _signs(self, count: int, wide: int) -> Iterator[str]:
        """Yield a text's signs; each further piece says anew how wide they are."""
        while count:
            piece = self._pieces[self._number][self._at :][: count << wide]
            if not piece:
                self._number, self._at = self._number + 1, 0
                wide = self.numbers("<B")[0] & WIDE
                continue
            yield piece.decode("utf-16-le" if wide else "latin-1", "replace")
            count, self._at = count - max(len(piece) >> wide, 1), self._at + len(piece)


def texts(pieces: Sequence[bytes]) -> list[str]:
    """Return the texts that a workbook's cells share."""
    reader = Pieces(pieces)
    _, count = reader.numbers("<II")
    return [reader.text() for _ in range(min(count, sum(map(len, pieces))))]


def values(kind: int, pieces: Sequence[bytes], shared: Sequence[str]) -> Iterator[tuple[At, int, Value]]:
    """Yield the cells that a record fills: where each stands, the number of its style and its value; none if it is of another kind.

    Args:
        kind: the record's kind.
        pieces: its content.
        shared: the texts that cells share.
    """
    body = pieces[0]
    if kind == SMALL_ONES:
        row, first = struct.unpack_from("<HH", body)
        for place, (style, small) in enumerate(struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])):
            yield (row + 1, first + place + 1), style, small_number(small)
    elif kind in (NUMBER, SMALL, FORMULA, SHARED_TEXT, TEXT, RICH_TEXT, BOOLEAN_OR_ERROR):
        row, column, style = struct.unpack_from("<3H", body)
        yield (row + 1, column + 1), style, value(kind, pieces, shared)


def value(kind: int, pieces: Sequence[bytes], shared: Sequence[str]) -> Value:
    """Return the value of one cell's record; None of a formula whose text is in the next record.

    Args:
        kind: the record's kind.
        pieces: its content.
        shared: the texts that cells share.
    """
    body = pieces[0]
    if kind in (TEXT, RICH_TEXT):
        return Pieces(pieces, 6).text()
    if kind == SHARED_TEXT:
        return shared[Pieces(pieces, 6).numbers("<I")[0]]
    if kind == SMALL:
        return small_number(struct.unpack_from("<I", body, 6)[0])
    if kind == BOOLEAN_OR_ERROR:
        return ERRORS.get(body[6], "#N/A") if body[7] else bool(body[6])
    if kind == FORMULA and body[12:14] == NO_NUMBER:
        results: tuple[Value, ...] = (None, bool(body[8]), ERRORS.get(body[8], "#N/A"), "")
        return results[body[6]]
    return float(struct.unpack_from("<d", body, 6)[0])


def small_number(packed: int) -> float:
    """Return a number of 30 bits, whole or the first bits of a float, perhaps a hundredth of it ([MS-XLS] 2.5.217)."""
    if packed & 2:
        number: float = struct.unpack("<i", struct.pack("<I", packed))[0] >> 2
    else:
        number = struct.unpack("<d", struct.pack("<II", 0, packed & ~3))[0]
    return number / 100 if packed & 1 else number


def named_cell(body: bytes) -> tuple[str, int, At] | None:
    """Return a name with the number of a reference to its sheet and its cell, if it is one cell's ([MS-XLS] 2.4.150, 2.5.198.85)."""
    count, formula = struct.unpack_from("<xxxBH", body)
    name = body[15 : 15 + (count << (body[14] & WIDE))].decode("utf-16-le" if body[14] & WIDE else "latin-1", "replace")
    meaning = body[15 + (count << (body[14] & WIDE)) :][:formula]
    if len(meaning) < 7 or meaning[0] & 0x1F | 0x20 != CELL_OF_A_SHEET:  # noqa: PLR2004 - a token and three numbers
        return None
    reference, row, column = struct.unpack_from("<3H", meaning, 1)
    return name, reference, (row + 1, (column & 0x3FFF) + 1)
