"""A PDF file's objects (ISO 32000-1, 7.5), strictly: no byte of it lies outside of an object that its table names.

So nothing of an earlier version is left in it, and who has looked at all objects has looked at everything.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.syntax import Ref, Value, parse
from pipeline.regex import regex

HEADER: Final = regex(rb"%PDF-\d\.\d\s+%[^\n]*\s+")
END: Final = regex(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
TABLE: Final = regex(rb"xref\s+0 (\d+)\s+((?:\d{10} \d{5} [nf]\s\s)+)trailer\s+", re.DOTALL)
ENTRY: Final = regex(rb"(\d{10}) \d{5} ([nf])")
OBJECT: Final = regex(rb"(\d+) 0 obj\s+(.*\S)\s*endobj\s*", re.DOTALL)
STREAM_ENDS: Final = b"endstream"
STREAM: Final = regex(rb"(?<=>>)\s*stream\r?\n", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class PdfFile:
    """A PDF file taken apart; objects are read when they are first asked for.

    Attributes:
        trailer: what leads to all others.
        written: each object as it is written, by its number.
        streams: the numbers of those that are streams.
        known: the objects that were read.
    """

    trailer: dict[str, Value]
    written: dict[int, bytes]
    streams: frozenset[int]
    known: dict[int, Value] = field(default_factory=dict)

    def get(self, value: Value) -> Value:
        """Return a value, that of the object which it refers to if it is a reference; of a stream, its dictionary.

        Raises:
            PdfError: there is no such object, or it is damaged.
        """
        if not isinstance(value, Ref):
            return value
        if value not in self.known:
            self.known[value] = parse(self.head(value))
        return self.known[value]

    def dictionary(self, value: Value) -> dict[str, Value]:
        """Return a dictionary; an empty one for None.

        Raises:
            PdfError: it is none.
        """
        found = self.get(value)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise PdfError("应为字典")
        return found

    def array(self, value: Value) -> list[Value]:
        """Return an array; one of a value that stands alone, an empty one for None."""
        found = self.get(value)
        return found if isinstance(found, list) else [] if found is None else [value]

    def head(self, number: int) -> bytes:
        """Return an object as it is written, of a stream only its dictionary."""
        written = self.bytes_of(number)
        return STREAM.split(written, 1)[0] if number in self.streams else written

    def content(self, number: int) -> bytes:
        """Return what a stream holds.

        Raises:
            PdfError: it is none, longer than it says, or packed otherwise than is known here.
        """
        about = self.dictionary(Ref(number))
        length, data = self.get(about.get("Length")), STREAM.split(self.bytes_of(number), 1)[-1]
        if not isinstance(length, int) or data[length:].strip() != STREAM_ENDS:
            raise PdfError(f"对象 {number} 的长度不对")
        filters = self.array(about.get("Filter"))
        if filters not in ([], ["FlateDecode"]) or "DecodeParms" in about:
            raise PdfError(f"对象 {number} 的压缩方法不认识")
        return unpacked(data[:length]) if filters else data[:length]

    def bytes_of(self, number: int) -> bytes:
        """Return an object as it is written.

        Raises:
            PdfError: there is none.
        """
        if number not in self.written:
            raise PdfError(f"没有对象 {number}")
        return self.written[number]


def unpacked(data: bytes) -> bytes:
    """Return compressed bytes as they were.

    Raises:
        PdfError: they are damaged, or not all of them.
    """
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(data)
    except zlib.error as fault:
        raise PdfError(f"压缩的内容已损坏：{fault}") from None
    if not reader.eof or reader.unused_data:
        raise PdfError("压缩的内容不完整")
    return content


@lru_cache(maxsize=8)
def read_pdf(data: bytes) -> PdfFile:
    """Return a PDF file taken apart: once for all who read it soon after each other.

    Raises:
        PdfError: it is none, or something lies outside of its objects.
    """
    end, header = END.search(data, max(0, len(data) - 64)), HEADER.match(data)
    table = TABLE.match(data, int(end[1])) if end else None
    if not end or not header or not table:
        raise PdfError("不是 PDF 文件，或者不完整")
    trailer = parse(data[table.end() : end.start()])
    places = sorted(int(offset) for offset, kind in ENTRY.findall(table[2]) if kind == b"n")
    if not isinstance(trailer, dict) or "Prev" in trailer or "Encrypt" in trailer or places[:1] != [header.end()]:
        raise PdfError("PDF 文件里有别的版本，或者加了密")
    written = dict(objects(data, [*places, table.start()]))
    return PdfFile(trailer, written, frozenset(number for number, content in written.items() if content.endswith(STREAM_ENDS)))


def objects(data: bytes, places: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield a file's objects as they are written, with their numbers.

    Args:
        data: the file.
        places: where each of them begins, and where the last one ends.

    Raises:
        PdfError: something else stands between them.
    """
    for start, end in pairwise(places):
        found = OBJECT.fullmatch(data, start, end)
        if not found:
            raise PdfError(f"第 {start} 字节起不是对象")
        yield int(found[1]), found[2]
