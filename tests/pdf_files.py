"""PDF files for tests: set by Typst from a few lines, and changed in one place as a fault would change them."""

from __future__ import annotations

import re
from functools import cache

import typst

from pipeline.document.pdf.file import PdfFile, read_pdf
from pipeline.document.pdf.syntax import Ref

HEAD = """
#set document(title: "自评报告", author: "甲局", date: datetime(year: 2021, month: 6, day: 1))
#set text(lang: "zh", region: "cn", font: "Noto Serif CJK SC")
#set page(footer: context [— #counter(page).display() —])
"""
FILTER = re.compile(rb"/Length \d+(.*?)/Filter/FlateDecode", re.DOTALL)


@cache
def typeset(source: str, *, archived: bool = True) -> bytes:
    """Return what Typst makes of some lines, tagged as documents are; not for archives if a file is attached."""
    return bytes(typst.compile(f"{HEAD}{source}".encode(), format="pdf", pdf_standards=["a-2a", "ua-1"] if archived else ["ua-1"]))


def whole(objects: dict[int, bytes], trailer: bytes) -> bytes:
    """Return objects, by their numbers, as a file."""
    data = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n"
    places = [b"0000000000 65535 f\r\n"]
    for number, written in sorted(objects.items()):
        places.append(b"%010d 00000 n\r\n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n\n" % (number, written)
    return data + b"xref\n0 %d\n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (len(places), b"".join(places), trailer, len(data))


def unpacked(file: PdfFile, number: int) -> bytes:
    """Return an object as it is written, its stream unpacked."""
    written = file.written[number]
    if number not in file.streams:
        return written
    content = file.content(number)
    about = written[: written.index(b"stream")]
    return FILTER.sub(rb"/Length %d\1" % len(content), about) + b"stream\n" + content + b"\nendstream"


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a file in which the first of some bytes in its objects, unpacked, are others."""
    file = read_pdf(data)
    for number in file.written:
        content = unpacked(file, number)
        if old in content:
            content = content.replace(old, new, 1)
            length = content.rpartition(b"\nendstream")[0].partition(b"stream\n")[2]
            content = re.sub(rb"/Length \d+", b"/Length %d" % len(length), content, count=1)
            return whole({**file.written, number: content}, trailer_of(data))
    raise AssertionError(f"{old!r} is nowhere in the file")


def with_object(data: bytes, written: bytes) -> bytes:
    """Return a file with one object more, to which nothing refers."""
    file = read_pdf(data)
    return whole({**file.written, max(file.written) + 1: written}, trailer_of(data))


def trailer_of(data: bytes) -> bytes:
    """Return a file's trailer."""
    return data[data.rindex(b"trailer\n") + 8 : data.rindex(b"\nstartxref")]


def info_of(data: bytes) -> Ref:
    """Return which object holds a file's properties."""
    number = read_pdf(data).trailer["Info"]
    assert isinstance(number, Ref)
    return number
