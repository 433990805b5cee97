"""Reads a received Word file (docx): its paragraphs and its tables' rows, as a person who opens it sees them."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import Final

from pipeline.document.word.xml import W
from pipeline.intake.blueprints.marks import EXPLAINER
from pipeline.intake.readers.bounds import Parts, refusal
from pipeline.intake.readers.listing import Listing, Notice
from pipeline.intake.readers.signatures import page_kind
from pipeline.intake.readers.web_page import add_pages
from pipeline.intake.readers.word_walk import WordWalk
from pipeline.intake.readers.word_words import settle
from pipeline.intake.received import Received

WORD: Final = "Word"
MAIN: Final = "/officeDocument"  # how the relation to the part that holds the text ends
NO_TEXT: Final = "文件已损坏：里面没有正文"
# What stands beside the text: the part that holds it, one of it, what it is told as.
ASIDE: Final = (
    ("comments.xml", f"{W}comment", Notice.COMMENTS),
    ("footnotes.xml", f"{W}footnote", Notice.NOTES),
    ("endnotes.xml", f"{W}endnote", Notice.NOTES),
)


def read_word(data: bytes, file: str) -> Received:
    """Return what a Word file says.

    Args:
        data: the file.
        file: how messages name it.

    Raises:
        Stop: it is broken, has a password, or is too large.
    """
    parts = Parts(data, file)
    name = main_part(parts)
    root = parts.xml(name)
    body = root.find(f"{W}body")
    if body is None:
        raise refusal(file, NO_TEXT)
    settle(root)
    listing = Listing(file)
    WordWalk(listing, partial(add_chunk, parts, name, listing)).blocks(body)
    folder = name.rpartition("/")[0]
    listing.note(kind for part, piece, kind in ASIDE if says_something(parts, f"{folder}/{part}", piece))
    return listing.received(WORD)


def add_chunk(parts: Parts, name: str, listing: Listing, mark: str) -> bool:
    """Add what a web page says that a Word file encloses to be shown in its place; return whether it is one.

    Systems for reporting write whole Word files so, of nothing but such a page.

    Args:
        parts: the Word file's.
        name: of the part that shows it.
        listing: to which.
        mark: what that part calls it by.

    Raises:
        Stop: it is broken or too large.
    """
    folder, _, own = name.rpartition("/")
    for relation in parts.xml(f"{folder}/_rels/{own}.rels"):
        if relation.get("Id") == mark and relation.get("TargetMode") != "External":
            data = parts.content(posixpath.normpath(f"{folder}/{relation.get('Target', '')}"))
            if page_kind(data):
                add_pages(data, listing)
                return True
    return False


def main_part(parts: Parts) -> str:
    """Return the name of the part that holds the text.

    Raises:
        Stop: there is none, or the list of the parts is broken.
    """
    for relation in parts.xml("_rels/.rels"):
        if relation.get("Type", "").endswith(MAIN):
            return relation.get("Target", "").lstrip("/")
    raise refusal(parts.file, NO_TEXT)


def says_something(parts: Parts, name: str, kind: str) -> bool:
    """Return whether somebody wrote something beside the text; what explains the blanks of a form that was sent out does not count.

    Args:
        parts: the Word file's.
        name: of the part that would hold it.
        kind: what each piece of it is called there.
    """
    if name not in parts.names:
        return False
    written = (piece for piece in parts.xml(name).iter(kind) if piece.get(f"{W}author") != EXPLAINER)
    return any((text.text or "").strip() for piece in written for text in piece.iter(f"{W}t"))
