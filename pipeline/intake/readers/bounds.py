"""How much a received file may hold, and how it is opened: nothing in it is run or fetched, and no more is unpacked than is read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from lxml import etree

from pipeline.document.word.unpacking import METHODS, UNREADABLE
from pipeline.document.word.xml import as_part, parse
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regular import MEGABYTE, read_regular

# A filled form has some 100 KB, with photographs some megabytes.
MAX_FILE: Final = 40 * MEGABYTE
MAX_PART: Final = 10 * MEGABYTE
MAX_ALL: Final = 50 * MEGABYTE
MAX_PARTS: Final = 2_000
MAX_CELLS: Final = 20_000  # the shipped form has 200; a ledger of 2,000 projects in ten columns is let in
MAX_LETTERS: Final = 500_000  # a narrative has 10,000
MAX_TAGS: Final = 600_000  # beginnings and ends
LISTED: Final = b"PK\x01\x02"  # what an entry of a zip's list begins with
ENCRYPTED: Final = 1  # among the flags of a zip's entry
UTF_8: Final = ("utf-8", "us-ascii", "ascii", None)
# ISO's strict names of what all others call by the transitional ones.
STRICT, TRANSITIONAL = b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/"
STRICT_NAMES: Final = tuple(
    (STRICT + strict, TRANSITIONAL + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"drawingml/picture", b"drawingml/2006/picture"),
    )
)

BROKEN: Final = "文件已损坏，可能没有传完"
SAVE_AGAIN: Final = "请用 Word、Excel 或 WPS 打开后另存一份再读；打不开的，请填表单位重新交一份"
TOO_MUCH: Final = "请检查是否放错了文件；确是填好的表，请删去与表无关的内容，另存一份"


def received_bytes(path: Path, file: str) -> bytes:
    """Return the content of a received file.

    Raises:
        Stop: it is missing, no regular file, empty, too large, or cannot be opened.
    """
    try:
        data = read_regular(path, file, MAX_FILE)
    except Stop as stop:
        raise Stop(*(replace(problem, kind=Kind.RECEIVED) for problem in stop.problems)) from None
    if not data:
        raise refusal(file, "文件是空的", "请填表单位重新交一份")
    return data


def refusal(file: str, message: str, hint: str = SAVE_AGAIN) -> Stop:
    """Return the fault of a received file that is not read.

    Args:
        file: how messages name it.
        message: why it is not.
        hint: what to do.
    """
    return Stop(error(Kind.RECEIVED, message, Place(file), hint=hint))


def needs_password(file: str) -> Stop:
    """Return the fault of a received file that only a password opens."""
    return refusal(file, "文件加了密码，打不开", "请填表单位去掉密码，重新交一份")


def check_markup(data: bytes, file: str) -> None:
    """Check how much a part or page of elements says, before it is taken apart.

    Raises:
        Stop: it is too much.
    """
    if len(data) > MAX_PART:
        raise refusal(file, f"文件里的内容太多（超过 {MAX_PART // MEGABYTE} MB）", TOO_MUCH)
    if data.count(b"<") > MAX_TAGS:
        raise refusal(file, "文件里的内容太多，不像一份填好的表", TOO_MUCH)


class Parts:
    """The named parts of a file that is a zip, each unpacked only when it is asked for.

    Attributes:
        file: how messages name the file.
        names: the parts' names, in the order of the file.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self.file, self._unpacked = file, 0
        if data.count(LISTED) > MAX_PARTS:  # before `zipfile` makes an object of each
            raise refusal(file, f"文件里压缩的部件太多（超过 {MAX_PARTS} 个）", TOO_MUCH)
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
        except UNREADABLE:
            raise refusal(file, BROKEN) from None
        self.names = tuple(self._package.namelist())

    def content(self, name: str) -> bytes:
        """Return a part's bytes, whatever size the file gives it; nothing of a part that is not there.

        Raises:
            Stop: it is broken, encrypted or too large.
        """
        if name not in self.names:
            return b""
        entry = self._package.getinfo(name)
        if entry.flag_bits & ENCRYPTED:
            raise needs_password(self.file)
        try:
            if entry.compress_type not in METHODS or self.names.count(name) > 1:  # of two, others might show the other one
                raise zipfile.BadZipFile(name)
            with self._package.open(entry) as part:
                data = part.read(MAX_PART + 1)
        except UNREADABLE:
            raise refusal(self.file, f"文件已损坏：里面的 {name} 读不出来") from None
        check_markup(data, self.file)
        self._unpacked += len(data)
        if self._unpacked > MAX_ALL:
            raise refusal(self.file, f"文件里的内容太多（超过 {MAX_ALL // MEGABYTE} MB）", TOO_MUCH)
        return data

    def xml(self, name: str) -> etree._Element:
        """Return the root of a part that is XML, its names the transitional ones.

        Raises:
            Stop: it is broken, encrypted or too large, or says itself how XML is to be read.
        """
        data = self.content(name)
        try:
            root = parse(data)
            if STRICT in data:
                root = parse(transitional(root, data))
        except etree.XMLSyntaxError:
            raise refusal(self.file, f"文件已损坏：里面的 {name} 读不出来") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise refusal(self.file, "文件含有文档类型声明（DTD），正常的 Word、Excel 文件里没有")
        return root


def transitional(root: etree._Element, data: bytes) -> bytes:
    """Return a part with ISO's strict names replaced."""
    if (root.getroottree().docinfo.encoding or "utf-8").lower() not in UTF_8:
        data = as_part(root)
    for strict, usual in STRICT_NAMES:
        data = data.replace(strict, usual)
    return data
