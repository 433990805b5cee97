"""The comments of an empty Word form: an explanation at a place for a value, by nobody and of no day."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from lxml import etree

from pipeline.document.word.package import DOCUMENT, OFFICE, RELATIONSHIPS, OwnPart
from pipeline.document.word.xml import DECLARATION, NAMESPACE, W
from pipeline.intake.blueprints.marks import EXPLAINER

COMMENTS: Final = OwnPart("word/comments.xml", f"{OFFICE}.wordprocessingml.comments+xml", f"{RELATIONSHIPS}/comments", DOCUMENT)


def comments_part(comments: Sequence[Sequence[str]]) -> str:
    """Return the part that holds some comments, each of some paragraphs; their ids are their numbers from 0."""
    return f'{DECLARATION}<w:comments xmlns:w="{NAMESPACE}">{"".join(map(comment, range(len(comments)), comments))}</w:comments>'


def comment(number: int, paragraphs: Sequence[str]) -> str:
    """Return a comment of some paragraphs as XML."""
    said = "".join(f"<w:p><w:r><w:t>{escape(text, quote=False)}</w:t></w:r></w:p>" for text in paragraphs)
    return f'<w:comment w:id="{number}" w:author="{EXPLAINER}" w:initials="{EXPLAINER[0]}">{said}</w:comment>'


def around(number: int, content: Sequence[etree._Element]) -> list[etree._Element]:
    """Return what a comment, by its number, is about, with the ends of the comment."""
    name = {f"{W}id": str(number)}
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", name)
    return [etree.Element(f"{W}commentRangeStart", name), *content, etree.Element(f"{W}commentRangeEnd", name), reference]
