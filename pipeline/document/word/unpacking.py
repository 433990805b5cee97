"""Opens a Word file that may come from anybody: a zip of named parts, of bounded size, each XML part plain and in UTF-8."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

from pipeline.document.word.xml import as_part, parse
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regular import read_regular

# What `zipfile` raises for a file that is broken, encrypted or packed in a way of its own.
UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, OSError, KeyError)
# A form has some 20 parts and 100 KB; each of its documents carries them all.
MAX_PARTS: Final = 200
METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that Word knows; others could ask for any memory
MAX_FILE, MAX_XML, MAX_OTHER, MAX_ALL = 10_000_000, 3_000_000, 5_000_000, 20_000_000
NO_WORD_FILE, SAVE_AS = "不是 Word（docx）文件", "请用 Word 或 WPS 另存为 .docx"
# How an old .doc begins, and any file that has a password.
OLE: Final = b"\xd0\xcf\x11\xe0"
LOCKED, UNLOCK = "不是 Word（docx）文件：是旧的 .doc，或者加了密码", "请用 Word 或 WPS 打开，有密码的去掉密码，另存为 .docx"
XML: Final = (".xml", ".rels")
# ISO's strict names, which say the same as all others' but are none of those that are looked for.
STRICT: Final = "{http://purl.oclc.org/ooxml/"
DECLARED_UTF_8: Final = ("utf-8", "us-ascii", None)


def unpack(path: Path, file: str) -> dict[str, bytes]:
    """Return a Word file's parts by name, in the order of the file.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: it is no Word file, too large, or one of its parts is no plain XML.
    """
    place, data = Place(file), read_regular(path, file, MAX_FILE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.filename.endswith("/")]
            check_entries(entries, place)
            return {entry.filename: plain(entry.filename, content(package, entry, place), place) for entry in entries}
    except UNREADABLE:
        message, hint = (LOCKED, UNLOCK) if data.startswith(OLE) else (NO_WORD_FILE, SAVE_AS)
        raise Stop(error(Kind.TEMPLATE, message, place, hint=hint)) from None


def check_entries(entries: Sequence[zipfile.ZipInfo], place: Place) -> None:
    """Check the names and sizes that a package gives its parts.

    Raises:
        Stop: they are none that a Word file has.
    """
    known: set[str] = set()
    for number, entry in enumerate(entries):
        name = entry.filename
        if number >= MAX_PARTS:
            raise Stop(error(Kind.TEMPLATE, f"Word 文件里的部件太多（超过 {MAX_PARTS} 个）", place, hint=SAVE_AS))
        if not is_part_name(name):
            raise Stop(error(Kind.TEMPLATE, "Word 文件已损坏：部件的名称不对", part_place(place.file, name), hint=SAVE_AS))
        if name.lower() in known:  # to Word upper and lower case are the same
            raise Stop(error(Kind.TEMPLATE, "Word 文件已损坏：同名的部件有两个", part_place(place.file, name), hint=SAVE_AS))
        known.add(name.lower())
    if sum(entry.file_size for entry in entries) > MAX_ALL:
        raise too_large(place)


def is_part_name(name: str) -> bool:
    """Return whether a name is one that a part can have: a path downwards from the package."""
    return "\\" not in name and ":" not in name and all(step.strip(".") for step in name.split("/")) and name.isprintable()


def content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Place) -> bytes:
    """Return a part's bytes; whatever size the package gives it, no more than it may have are unpacked.

    Args:
        package: the package, open.
        entry: the part's.
        place: the file's.

    Raises:
        Stop: it has more.
    """
    if entry.compress_type not in METHODS:
        raise zipfile.BadZipFile(entry.filename)
    limit = MAX_XML if entry.filename.endswith(XML) else MAX_OTHER
    with package.open(entry) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        raise too_large(place)
    return data


def plain(name: str, data: bytes, place: Place) -> bytes:
    """Return a part as every later stage can read it: XML in UTF-8, of no entities; any other as it is.

    Args:
        name: its name.
        data: its bytes.
        place: the file's.

    Raises:
        Stop: it is no XML, or says how XML is to be read.
    """
    if not name.endswith(XML):
        return data
    try:
        root = parse(data)
    except etree.XMLSyntaxError:
        raise Stop(error(Kind.TEMPLATE, f"Word 文件已损坏：{name}", place, hint=SAVE_AS)) from None
    about = root.getroottree().docinfo
    if about.internalDTD is not None:
        raise Stop(error(Kind.TEMPLATE, "含有文档类型声明（DTD），Word 文件里不该有", part_place(place.file, name), hint=SAVE_AS))
    if root.tag.startswith(STRICT):
        hint = "请用 Word 打开，另存为“Word 文档（*.docx）”，不要选“Strict Open XML 文档”"
        raise Stop(error(Kind.TEMPLATE, "是“Strict Open XML”格式的 Word 文件，读不了", place, hint=hint))
    in_utf_8 = (about.encoding or "utf-8").lower() in DECLARED_UTF_8 and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data if in_utf_8 else as_part(root)


def too_large(place: Place) -> Stop:
    """Return the fault of a file that would make every document as large."""
    message = f"Word 文件过大（压缩后不能超过 {MAX_FILE // 1_000_000} MB，其中文字不超过 {MAX_XML // 1_000_000} MB）"
    return Stop(error(Kind.TEMPLATE, message, place, hint="请删去或压缩其中的图片，不用的内容也删去"))


def part_place(file: str, name: str) -> Place:
    """Return the place of a part of a Word file, which no person sees in Word."""
    return Place(file, spot=f"部件“{PurePosixPath(name)}”")
