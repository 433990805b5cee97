"""Reads a received web page: one that a browser saved, or that Word, Excel or a system for reporting wrote as one."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from lxml import etree

from pipeline.intake.readers.bounds import check_markup, refusal
from pipeline.intake.readers.listing import Listing
from pipeline.intake.readers.signatures import MHTML, page_kind
from pipeline.intake.readers.web_tables import WebWalk
from pipeline.intake.readers.web_words import HIDES
from pipeline.intake.received import Received

WEB_PAGE: Final = "网页"
DECLARED: Final = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD: Final = 4_096  # bytes in which a page declares its encoding
BYTE_ORDER: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
UTF_8, CHINESE = "utf-8", "gb18030"
# Encodings that pages declare; what is a part of another one is taken as that, as browsers do.
ENCODINGS: Final = dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk"), CHINESE) | {
    "utf-8": UTF_8, "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "iso-8859-1": "cp1252", "windows-1252": "cp1252",
}  # fmt: skip
ASCII: Final = bytes(range(128))
WRONG, FEW = "\ufffd", 100  # an encoding is right if it has no letter for one byte of a hundred at most
AT_SPACES: Final = re.compile(r"<meta name=\"generator\" content=\"LibreOffice")  # its source has a new line only where a space is meant
BOUNDARY: Final = re.compile(rb"boundary\s*=\s*\"?([^\s\";]{1,100})", re.IGNORECASE)
ENCLOSED_PAGE: Final = re.compile(rb"^content-type:\s*text/html", re.IGNORECASE | re.MULTILINE)
CHARSET: Final = re.compile(rb"charset\s*=\s*\"?([\w-]{1,40})", re.IGNORECASE)
COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# Rules for paper or small screens, which stand within another pair of braces; and a rule for one class.
AT_RULES: Final = re.compile(r"@[^{};@]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE: Final = re.compile(r"(?:^|\})\s*\.([\w-]+)\s*\{([^{}]*)(?=\})")


def read_web_page(data: bytes, file: str) -> Received:
    """Return what a web page says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is too large, or says nothing.
    """
    listing = Listing(file)
    add_pages(data, listing)
    if not listing.lines:
        raise refusal(file, "网页里没有文字，可能只是一个框架", "请在浏览器或 Excel 中打开后，另存为单个文件或 .xlsx，再读")
    return listing.received(WEB_PAGE)


def add_pages(data: bytes, listing: Listing) -> None:
    """Add what a web page says, or the pages that were saved with all that belongs to them in one file (MHTML).

    Raises:
        Stop: it is too large.
    """
    check_markup(data, listing.file)
    for page in archived(data) if page_kind(data) == MHTML else (decoded(data),):
        check_markup(page.encode(errors="replace"), listing.file)
        root = mended(page.replace("\n", " ") if AT_SPACES.search(page) else page)
        if root is not None:
            WebWalk(listing, hidden_classes(root)).page(main_part(root))


def mended(page: str) -> etree._Element | None:
    """Return the root of a page, mended much as browsers do; nothing of an empty one.

    Without `huge_tree` what is nested too deeply would be left out without a word.
    """
    try:
        return etree.fromstring(page, etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def archived(data: bytes) -> Iterator[str]:
    """Yield the pages in a file that is written like a letter with enclosures.

    The standard library's `email` needs hours for one that is made to be slow.
    """
    boundary = BOUNDARY.search(data, 0, HEAD)
    for part in data.split(b"--" + boundary[1]) if boundary else [data]:
        head, _, body = part.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")
        if ENCLOSED_PAGE.search(head):
            charset = CHARSET.search(head)
            yield decoded(unpacked(head.lower(), body), charset[1].decode("ascii") if charset else "")


def unpacked(head: bytes, body: bytes) -> bytes:
    """Return an enclosure as it was before it was made fit for a letter; nothing of a broken one.

    Args:
        head: what is said of it, in small letters.
        body: itself.
    """
    if b"quoted-printable" in head:
        return binascii.a2b_qp(body)
    with suppress(binascii.Error):
        return binascii.a2b_base64(body) if b"base64" in head else body
    return b""


def decoded(data: bytes, charset: str = "") -> str:
    """Return a page as text: in the encoding that its first bytes, its sender or itself gives, else in UTF-8, or in the Chinese one.

    Args:
        data: the page.
        charset: what its sender says.
    """
    declared = DECLARED.search(data, 0, HEAD)
    named = (charset or (declared[1].decode("ascii") if declared else "")).lower()
    by_mark = next((encoding for mark, encoding in BYTE_ORDER.items() if data.startswith(mark)), "")
    most = len(data.translate(None, ASCII)) // FEW
    likely = by_mark or ENCODINGS.get(named, UTF_8)
    texts = (data.decode(encoding, "replace") for encoding in (likely, UTF_8, CHINESE))
    text = next((text for text in texts if text.count(WRONG) <= most), "") or data.decode(likely, "replace")
    return re.sub(r"\A\s*<\?xml[^>]*>", "", text).replace("\x00", "")


def main_part(root: etree._Element) -> etree._Element:
    """Return what of a page is its subject, if it says which part is, and all of its tables stand there."""
    tables = root.findall(".//table")
    for part in (*root.iter("main"), *root.iter("article")):
        if tables and part.findall(".//table") == tables:
            return part
    only = root.findall(".//main")
    return only[0] if len(only) == 1 and not tables else root


def hidden_classes(root: etree._Element) -> frozenset[str]:
    """Return the classes that a page's own style sheets hide."""
    sheets = (COMMENT.sub("", "".join(map(str, sheet.itertext()))) for sheet in root.iter("style"))
    return frozenset(found[1] for sheet in sheets for found in RULE.finditer(AT_RULES.sub("", sheet)) if HIDES.search(found[2]))
