"""Reads a received file, whatever kind it is: one registry of what each kind is called and how it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pipeline.characters import FORBIDDEN, UNSEEN
from pipeline.intake.readers.bounds import received_bytes, refusal
from pipeline.intake.readers.listing import remark
from pipeline.intake.readers.lookalikes import meant
from pipeline.intake.readers.pdf import read_pdf
from pipeline.intake.readers.signatures import DOC, DOCX, EXCEL_XML, HTML, MHTML, ODS, ODT, PDF, RTF, WORD_XML, WPS, XLS, XLSX, kind_of
from pipeline.intake.readers.web_page import WEB_PAGE, read_web_page
from pipeline.intake.readers.word import WORD, read_word
from pipeline.intake.readers.workbook import read_workbook
from pipeline.intake.received import Received, ReceivedLine
from pipeline.problems import Problem, Severity

HYPHEN: Final = "\u2011"  # at which no line ends
UNSEEN_OR_KEPT: Final = re.compile(f"[{FORBIDDEN}{UNSEEN}{HYPHEN}\t\xa0]")
# How the code of a field that sets them so is written in doc, in letters of one byte or two, and in rtf.
UPON_EACH_OTHER: Final = (b"\\o\\ac(", "\\o\\ac(".encode("utf-16-le"), b"\\\\o\\\\ac(")
EXCEL: Final = "Excel"
Read = Callable[[bytes, str], Received]


@dataclass(frozen=True, slots=True)
class Reader:
    """How a kind of file is read.

    Attributes:
        called: what people call the kind.
        suffixes: how names of its files end.
        read: reads a file's bytes, given how messages name it.
    """

    called: str
    suffixes: tuple[str, ...]
    read: Read


def once_converted(kind: str, read: Read) -> Read:
    """Return what reads a kind of file that LibreOffice has to convert first.

    Args:
        kind: the kind.
        read: reads what it is converted into.
    """

    def converted(data: bytes, file: str) -> Received:
        from pipeline.intake.readers import office  # noqa: PLC0415 - most forms need no other program

        received = read(office.converted(data, kind, file), file)
        return replace(received, remarks=(*received.remarks, *lost(data, file)))

    return converted


def lost(data: bytes, file: str) -> tuple[Problem, ...]:
    """Return the warning that LibreOffice leaves out characters set upon each other, such as a tick in a box, if a file has any.

    Args:
        data: the file, before it was converted.
        file: how messages name it.
    """
    if not any(code in data for code in UPON_EACH_OTHER):
        return ()
    message = "有叠在一起的字（如方框里的勾、带圈的字），转换时丢失，没有读到"
    return (replace(remark(message, file, hint="请对照原件核对，或请填表单位另存为 .docx 再交"), severity=Severity.WARNING),)


READERS: Final[dict[str, Reader]] = {
    DOCX: Reader(WORD, (".docx", ".docm", ".dotx", ".dotm"), read_word),
    DOC: Reader("Word 97-2003", (".doc", ".dot", ".wps", ".wpt"), once_converted(DOC, read_word)),
    WPS: Reader("Works", (".wps",), once_converted(WPS, read_word)),
    ODT: Reader("ODT", (".odt", ".ott"), once_converted(ODT, read_word)),
    RTF: Reader("RTF", (".rtf", ".doc"), once_converted(RTF, read_word)),
    WORD_XML: Reader("Word XML", (".xml",), once_converted(WORD_XML, read_word)),
    EXCEL_XML: Reader("Excel XML", (".xml",), once_converted(EXCEL_XML, read_workbook)),
    XLSX: Reader(EXCEL, (".xlsx", ".xlsm", ".xltx", ".xltm"), read_workbook),
    XLS: Reader(EXCEL, (".xls", ".xlt", ".et", ".ett"), read_workbook),
    PDF: Reader("PDF", (".pdf",), read_pdf),
    ODS: Reader("ODS", (".ods", ".ots"), once_converted(ODS, read_workbook)),
    HTML: Reader(WEB_PAGE, (".html", ".htm", ".xhtml"), read_web_page),
    MHTML: Reader(WEB_PAGE, (".mht", ".mhtml"), read_web_page),
}


def read_received(path: Path, file: str) -> Received:
    """Return what a received file says.

    Args:
        path: the file.
        file: how messages name it.

    Raises:
        Stop: it cannot be opened or read, is of a kind that is not read, has a password, or is too large; one sentence says so.
    """
    data = received_bytes(path, file)
    reader = READERS[kind_of(data, file)]
    try:
        received = reader.read(data, file)
    except (RecursionError, MemoryError):
        raise refusal(file, "文件的结构嵌套得太深，读不了") from None
    lines = tuple(map(seen, received.lines))
    return replace(received, lines=lines, remarks=(*misnamed(path, file, reader), *received.remarks))


def seen(line: ReceivedLine) -> ReceivedLine:
    """Return a line without characters that nobody sees, and with ordinary spaces and hyphens, and letters for their look-alikes."""
    texts = [meant(UNSEEN_OR_KEPT.sub(ordinary, cell.text)) for cell in line.cells]
    if all(text == cell.text for text, cell in zip(texts, line.cells, strict=True)):
        return line
    return replace(line, cells=tuple(replace(cell, text=text) for text, cell in zip(texts, line.cells, strict=True)))


def ordinary(found: re.Match[str]) -> str:
    """Return a space or hyphen for one that keeps words together or jumps ahead, nothing for what is not seen."""
    return "-" if found[0] == HYPHEN else " " if found[0].isspace() else ""


def misnamed(path: Path, file: str, reader: Reader) -> tuple[Problem, ...]:
    """Return the remark that a file is of another kind than its name says.

    Args:
        path: the file.
        file: how messages name it.
        reader: of the kind that it is.
    """
    suffix = path.suffix.lower()
    if not suffix or suffix in reader.suffixes:
        return ()
    named = f" {reader.called} 文件" if reader.called.isascii() else reader.called
    return (remark(f"文件名以 {suffix} 结尾，内容却是{named}，已按{named}读入", file),)
