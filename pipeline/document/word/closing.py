"""The end of a printed narrative: what closes it stays on the page of its last paragraph."""

from __future__ import annotations

from typing import Final

from pipeline.document.word.narrative import APART, STYLES
from pipeline.regex import regex

# How the paragraphs begin that close a narrative, and how any does.
TAG: Final = regex("<[^>]+>")
STYLED: Final = '<w:pPr><w:pStyle w:val="'
ROLES: Final = ("附件", "署名")
CLOSING: Final = tuple(f'{STYLED}{STYLES[role]}"/>' for role in ROLES)
STYLE_IDS: Final = tuple(f'"{STYLES[role]}"'.encode() for role in ROLES)
# Characters of a last paragraph that goes to the next page as a whole; more of them would leave a page half empty.
LONGEST_KEPT: Final = 8 * 28


def can_be_closed(styles: bytes) -> bool:
    """Return whether a document with these styles can have what closes a narrative; a form's table has not."""
    return any(style in styles for style in STYLE_IDS)


def keep_closing(xml: str) -> str:
    """Return a printed narrative whose last paragraph stays on the page of what closes it: no page holds only a signature.

    Which paragraph is the last is known only when it is printed. GB/T 9704-2012, 7.3.5.4.
    """
    closing = min((place for begun in CLOSING if (place := xml.find(begun)) >= 0), default=0)
    last = xml.rfind(STYLED, 0, closing)
    if last < 0 or len(TAG.sub("", xml[last:closing])) > LONGEST_KEPT:
        return xml
    end = xml.index("/>", last) + len("/>")
    return f"{xml[:end]}<w:keepNext/>{xml[end:].removeprefix(APART)}"
