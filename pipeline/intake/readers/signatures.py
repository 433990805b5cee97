"""Which kind a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
from typing import Final

from pipeline.intake.readers.bounds import BROKEN, Parts, needs_password, refusal
from pipeline.intake.readers.compound import SIGNATURE, has_password, streams

DOCX, XLSX, ODT, ODS, DOC, XLS, WPS, RTF, PDF, HTML, MHTML = (
    "docx",
    "xlsx",
    "odt",
    "ods",
    "doc",
    "xls",
    "wps",
    "rtf",
    "pdf",
    "html",
    "mhtml",
)
HEAD: Final = 8_192  # bytes that tell what a text is
ZIP: Final = b"PK"
OTHER_KIND: Final = "请填表单位交 Word（.docx）文件"
FOLDERS: Final = (("word/", DOCX), ("xl/", XLSX))
LOCKED: Final = "EncryptedPackage"  # what the password of a newer file encloses
# The streams of a compound file that tell its kind.
STREAMS: Final = {LOCKED: "", "WordDocument": DOC, "Workbook": XLS, "Book": XLS, "MatOST": WPS}
# How files begin that are not read, and what they are.
UNREAD: Final = (
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"RIFF", "图片或音像"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
PAGE: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
MAIL: Final = re.compile(r"^content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE | re.MULTILINE)
OFFICE_XML: Final = re.compile(r"<\?mso-application|schemas\.microsoft\.com/office/(?:word/2003/wordml|2006/xmlPackage)|<office:document\b")


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
    kind = parts.content("mimetype").decode("ascii", "replace").strip()
    if kind.startswith("application/vnd.oasis.opendocument."):
        found = {"text": ODT, "spreadsheet": ODS}.get(kind.rpartition(".")[2].removesuffix("-template"))
    else:
        found = next(
            (kind for folder, kind in (("word/", DOCX), ("xl/", XLSX)) if any(name.startswith(folder) for name in parts.names)), None
        )
    if found is None:
        what = "OFD 文件" if "OFD.xml" in parts.names else "幻灯片" if "ppt/presentation.xml" in parts.names else "压缩包"
        raise refusal(parts.file, f"这是{what}，读不了", "请解压后逐个读入" if what == "压缩包" else OTHER_KIND)
    return found


def compound_kind(data: bytes, file: str) -> str:
    """Return the kind of a compound file, as Word and Excel wrote them until 2003.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is none that is read, broken, or has a password.
    """
    try:
        found = streams(data)
    except ValueError:
        raise refusal(file, BROKEN) from None
    stream = next((stream for stream in STREAMS if stream in found), None)
    if stream is None:
        raise refusal(file, "这不是 Word、Excel 文件，读不了", OTHER_KIND)
    if stream == LOCKED or has_password(stream, found[stream]):
        raise needs_password(file)
    return STREAMS[stream]


def text_kind(data: bytes, file: str) -> str:
    """Return the kind of a file that is text.

    Raises:
        Stop: it is none that is read.
    """
    head = data[:HEAD]
    text = head.decode("utf-16", "replace") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else head.decode("latin-1")
    if MAIL.search(text) and "mime-version" in text.lower():
        return MHTML
    if OFFICE_XML.search(text):
        raise refusal(file, "这是 XML 格式的 Office 文件，读不了", "请用 Word、Excel 或 WPS 另存为 .docx 或 .xlsx")
    if PAGE.search(text):
        return HTML
    what = next((what for begun, what in UNREAD if head.startswith(begun)), "别的文件" if "\x00" in text else "纯文本文件")
    raise refusal(file, f"这是{what}，不是填好的表，读不了", "请解压后逐个读入" if what == "压缩包" else OTHER_KIND)
