"""Reads a received web page: one that a browser saved, or that Word, Excel or a system for reporting wrote as one."""

from __future__ import annotations

import email
import email.policy
import re
from typing import Final

from lxml import etree

from pipeline.intake.readers.bounds import check_markup, refusal
from pipeline.intake.readers.listing import Listing
from pipeline.intake.readers.web_tables import WebWalk
from pipeline.intake.readers.web_words import HIDES
from pipeline.intake.received import Received

WEB_PAGE: Final = "网页"
DECLARED: Final = re.compile(rb"<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
HEAD: Final = 4_096  # bytes in which a page declares its encoding
BYTE_ORDER: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CHINESE: Final = "gb18030"  # also of pages that declare a part of it, as browsers take them
PARTS_OF_CHINESE: Final = ("gb2312", "gbk", "gb_2312-80", "x-gbk")
AT_SPACES: Final = re.compile(r"<meta name=\"generator\" content=\"LibreOffice")  # its source has a new line only where a space is meant
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# Rules for paper or small screens, which stand within another pair of braces; and a rule for one class.
AT_RULES: Final = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
RULE: Final = re.compile(r"(?:^|\})\s*\.([\w-]+)\s*\{([^{}]*)(?=\})")


def read_web_page(data: bytes, file: str) -> Received:
    """Return what a web page says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is too large, or says nothing.
    """
    return read_pages([decoded(data)], file)


def read_web_archive(data: bytes, file: str) -> Received:
    """Return what a web page says that was saved with all that belongs to it in one file (MHTML).

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is too large, or says nothing.
    """
    check_markup(data, file)
    parts = email.message_from_bytes(data, policy=email.policy.compat32).walk()
    pages = ((part.get_payload(decode=True), part.get_content_charset("")) for part in parts if part.get_content_type() == "text/html")
    return read_pages([decoded(page, charset) for page, charset in pages if isinstance(page, bytes)], file)


def read_pages(pages: list[str], file: str) -> Received:
    """Return what pages say that are one file.

    Args:
        pages: them.
        file: how messages name the file.

    Raises:
        Stop: they are too large, or say nothing.
    """
    listing = Listing()
    for page in pages:
        check_markup(page.encode(errors="replace"), file)
        root = etree.fromstring(
            page.replace("\n", " ") if AT_SPACES.search(page) else page, etree.HTMLParser(remove_comments=True, remove_pis=True)
        )
        if root is not None:
            WebWalk(listing, hidden_classes(root)).page(main_part(root))
    if not listing.lines:
        raise refusal(file, "网页里没有文字，可能只是一个框架", "请在浏览器或 Excel 中打开后，另存为单个文件或 .xlsx，再读")
    return listing.received(file, WEB_PAGE)


def decoded(data: bytes, charset: str = "") -> str:
    """Return a page as text: in the encoding that its first bytes, its sender or itself gives, else in UTF-8, or in the Chinese one.

    Args:
        data: the page.
        charset: what its sender says.
    """
    declared = DECLARED.search(data, 0, HEAD)
    named = next((name for mark, name in BYTE_ORDER.items() if data.startswith(mark)), "")
    named = named or charset or (declared[1].decode("ascii") if declared else "")
    for encoding in (CHINESE if named.lower() in PARTS_OF_CHINESE else named, "utf-8", CHINESE):
        try:
            return without_declaration(data.decode(encoding or "utf-8"))
        except (UnicodeDecodeError, LookupError):
            continue
    return without_declaration(data.decode(CHINESE, "replace"))


def without_declaration(text: str) -> str:
    """Return a page without the declaration of an encoding, which it no longer has, and without what XML cannot hold."""
    return re.sub(r"\A\s*<\?xml[^>]*>", "", text).replace("\x00", "")


def main_part(root: etree._Element) -> etree._Element:
    """Return what of a page is its subject, if it says which part is."""
    found = root.findall(".//main") or [part for part in root.iter("article") if part.find(".//table") is not None]
    return found[0] if len(found) == 1 else root


def hidden_classes(root: etree._Element) -> frozenset[str]:
    """Return the classes that a page's own style sheets hide."""
    sheets = (COMMENT.sub("", "".join(map(str, sheet.itertext()))) for sheet in root.iter("style"))
    return frozenset(found[1] for sheet in sheets for found in RULE.finditer(AT_RULES.sub("", sheet)) if HIDES.search(found[2]))
