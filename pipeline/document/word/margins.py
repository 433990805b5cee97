"""Headers, footers and notes of a Word form: as the source of what Word prints, and as blocks for what prints pages itself."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import Block
from pipeline.document.word.looks import Looks
from pipeline.document.word.marks import jinja_source
from pipeline.document.word.page_numbers import mark_page_numbers
from pipeline.document.word.reader import Walker, parsed, with_marks
from pipeline.document.word.styles import Styles

MARGINS: Final = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


def read_margin(xml: bytes, file: str, name: str) -> JinjaSource:
    """Return the Jinja source of a header, footer or note, which only Word prints.

    Args:
        xml: the part.
        file: how messages name the form.
        name: the part's name.

    Raises:
        Stop: as for `read`, less what a page need not show.
    """
    patched, tags = with_marks(*parsed(xml, file, margin_kind(name)))
    Walker(tags, Styles(Looks())).document(patched)  # which mends the merges of its tables
    return jinja_source(etree.tostring(patched, encoding="unicode"), tags)


def margin_blocks(xml: bytes, file: str, name: str, styles: Styles) -> tuple[Block, ...]:
    """Return what a header or footer says, its page numbers as marks.

    Args:
        xml: the part.
        file: how messages name the form.
        name: the part's name.
        styles: the form's.
    """
    root, places = parsed(xml, file, margin_kind(name))
    mark_page_numbers(root)
    patched, tags = with_marks(root, places)
    return Walker(tags, styles).document(patched)


def margin_kind(name: str) -> str:
    """Return what messages call a header, footer or note."""
    return next((chinese for english, chinese in MARGINS.items() if english in name), "")
