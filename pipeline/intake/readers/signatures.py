"""Which kind a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
import struct
from typing import Final

from pipeline.intake.readers.bounds import BROKEN, Parts, needs_password, refusal
from pipeline.intake.readers.ole import SIGNATURE, BrokenFileError, CompoundFile

DOCX, DOC, WPS, ODT, RTF = "docx", "doc", "wps", "odt", "rtf"
XLSX, XLS, ODS, PDF, HTML, MHTML = "xlsx", "xls", "ods", "pdf", "html", "mhtml"
WORD_XML, EXCEL_XML = "wordml", "xmlss"  # what Office 2003 called XML, and systems for reporting still write under the names .doc and .xls
HEAD: Final = 8_192  # bytes that tell what a text is
ZIP: Final = b"PK"
ARCHIVE, UNPACK = "压缩包", "请解压后逐个读入"
NO_TABLE: Final = "这不是 Word、Excel 文件，读不了"
OTHER_KIND: Final = "请填表单位交 Word（.docx）文件"
# The folder in which a zip of Office has its parts, and what one of other programs says of itself.
FOLDERS: Final = {"word": DOCX, "xl": XLSX}
OPEN_DOCUMENTS: Final = {"application/vnd.oasis.opendocument.text": ODT, "application/vnd.oasis.opendocument.spreadsheet": ODS}
LOCKED: Final = "EncryptedPackage"  # what the password of a newer file encloses
TEXT, FLAGS_AT, ENCRYPTED = "WordDocument", 0x0B, 0x01  # a password encloses the text if this byte of its stream says so ([MS-DOC] 2.5.2)
# The streams of a compound file that tell its kind.
STREAMS: Final = {LOCKED: "", TEXT: DOC, "Workbook": XLS, "Book": XLS, "MatOST": WPS}
# How files begin that are not read, and what they are.
UNREAD: Final = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音像"),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
)
PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b|\A\s*<(?:p|div|span|h[1-6]|form|center)\b", re.IGNORECASE)
MAIL: Final = re.compile(r"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
# By what an XML file names in its beginning.
XML_KINDS: Final = {
    "http://schemas.microsoft.com/office/word/2003/wordml": WORD_XML,
    "urn:schemas-microsoft-com:office:spreadsheet": EXCEL_XML,
}
XML: Final = "<?xml"


def kind_of(data: bytes, file: str) -> str:
    """Return a file's kind.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is none that is read.
    """
    if data.startswith(ZIP):
        return zip_kind(Parts(data, file))
    if data.startswith(SIGNATURE):
        return compound_kind(data, file)
    if data.lstrip().startswith(b"{\\rtf"):
        return RTF
    if b"%PDF-" in data[:1024]:
        return PDF
    return text_kind(data, file)


def zip_kind(parts: Parts) -> str:
    """Return the kind of a file that is a zip.

    Raises:
        Stop: it is none that is read.
    """
    said = parts.content("mimetype").decode("ascii", "replace").strip()
    for begun, kind in OPEN_DOCUMENTS.items():
        if said.startswith(begun):
            return kind
    for name in parts.names:
        if (folder := name.partition("/")[0]) in FOLDERS:
            return FOLDERS[folder]
    if "OFD.xml" in parts.names:
        raise refusal(parts.file, "这是 OFD 文件，读不了", OTHER_KIND)
    if "[Content_Types].xml" in parts.names or said:
        raise refusal(parts.file, NO_TABLE, OTHER_KIND)
    raise refusal(parts.file, f"这是{ARCHIVE}，读不了", UNPACK)


def compound_kind(data: bytes, file: str) -> str:
    """Return the kind of a compound file, as Word and Excel wrote them until 2003.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is none that is read, broken, or has a password.
    """
    try:
        compound = CompoundFile(data)
        found = next((stream for stream in STREAMS if stream in compound.names), None)
        locked = found == LOCKED or (found == TEXT and bool(compound.stream(TEXT)[FLAGS_AT] & ENCRYPTED))
    except (BrokenFileError, struct.error, IndexError):
        raise refusal(file, BROKEN) from None
    if found is None:
        raise refusal(file, NO_TABLE, OTHER_KIND)
    if locked:
        raise needs_password(file)
    return STREAMS[found]


def text_kind(data: bytes, file: str) -> str:
    """Return the kind of a file that is text.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is none that is read.
    """
    text = beginning(data)
    is_xml = text.lstrip("\ufeffï»¿").startswith(XML)
    if kind := (xml_kind(text) if is_xml else "") or page_kind(data):
        return kind
    what = next((what for begun, what in UNREAD if data.startswith(begun)), "别的文件" if "\x00" in text else "纯文本文件")
    raise refusal(file, f"这是{' XML 文件' if is_xml else what}，不是填好的表，读不了", UNPACK if what == ARCHIVE else OTHER_KIND)


def xml_kind(text: str) -> str:
    """Return the kind of a file that is XML, given its beginning; nothing if it is none of Office, or says itself how it is to be read."""
    return next((kind for name, kind in XML_KINDS.items() if name in text and "<!DOCTYPE" not in text), "")


def page_kind(data: bytes) -> str:
    """Return the kind of a web page; nothing if it is none."""
    text = beginning(data)
    if MAIL.search(text) and "mime-version" in text.lower():
        return MHTML
    return HTML if PAGE.search(text) else ""


def beginning(data: bytes) -> str:
    """Return how a text begins, as far as that can be read without knowing its encoding."""
    head = data[:HEAD]
    return head.decode("utf-16", "replace") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head.decode("latin-1")
