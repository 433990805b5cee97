"""The end of a printed narrative: what closes it stays on the page of its last paragraph."""

from __future__ import annotations

from typing import Final

from pipeline.document.word.narrative import APART, STYLES
from pipeline.regex import regex

# How the paragraphs begin that close a narrative, and how any does.
TAG: Final = regex("<[^>]+>")
STYLED: Final = '<w:pPr><w:pStyle w:val="'
CLOSING: Final = regex(f'{STYLED}({STYLES["附件"]}|{STYLES["署名"]})"/>')
# Characters of a last paragraph that goes to the next page as a whole; more of them would leave a page half empty.
LONGEST_KEPT: Final = 8 * 28


def keep_closing(xml: str) -> str:
    """Return a printed narrative whose last paragraph stays on the page of what closes it: no page holds only a signature.

    Which paragraph is the last is known only when it is printed. GB/T 9704-2012, 7.3.5.4.
    """
    closing = CLOSING.search(xml)
    last = xml.rfind(STYLED, 0, closing.start()) if closing else -1
    if closing is None or last < 0 or len(TAG.sub("", xml[last : closing.start()])) > LONGEST_KEPT:
        return xml
    end = xml.index("/>", last) + len("/>")
    return f"{xml[:end]}<w:keepNext/>{xml[end:].removeprefix(APART)}"
