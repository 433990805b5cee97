"""A piece of a Word document up to a paragraph's end, told by its tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from pipeline.characters import (
    AFTER,
    BEFORE,
    BEGUN,
    CELL,
    CHART,
    CODE,
    CODE_END,
    END,
    FIELD,
    FIELD_END,
    GOES_ON,
    LINK,
    LINK_END,
    LISTED,
    PARAGRAPH,
    ROW,
    TABLE,
)
from pipeline.document.word.links import target_of
from pipeline.document.word.narrative import ITEM, MARKER
from pipeline.printing.markup import APART, TAG, Tellings, attributes_of, name_of, told_by_tags, unescaped
from pipeline.printing.telling import heading, item, link, note, spans
from pipeline.regex import regex

# Tags that are told alike whatever their attributes are. Of others, but those below, nothing is told.
MARKS: Final = {
    "w:tbl": TABLE,
    "/w:tbl": AFTER,
    "w:tr": ROW,
    "w:tc": CELL,
    "w:p": PARAGRAPH,
    "w:instrText": CODE,
    "/w:instrText": CODE_END,
    "/w:fldSimple": FIELD_END,
    "/w:hyperlink": LINK_END,
}
VALUE: Final = "w:val"
# Those that are told by their attributes.
OTHERS: Final[dict[str, Callable[[Mapping[str, str]], str]]] = {
    "w:gridBefore": lambda told: f"{BEFORE}{told[VALUE]}{END}",
    "w:gridSpan": lambda told: spans(int(told[VALUE]), 1),
    "w:vMerge": lambda told: BEGUN if told.get(VALUE) == "restart" else GOES_ON,
    "w:br": lambda told: "\n" if told.get("w:type", "textWrapping") == "textWrapping" else "",  # no page's
    "w:tab": lambda told: "" if told else " ",  # no place of tabs
    "w:fldChar": lambda told: {"begin": FIELD, "end": FIELD_END}.get(told["w:fldCharType"], ""),
    "w:fldSimple": lambda told: f"{FIELD}{CODE}{told.get('w:instr', '')}{CODE_END}",
    "w:hyperlink": lambda told: f"{LINK}{told.get('r:id', '')}{END}",
    "c:chart": lambda told: f"{CHART}{told.get('r:id', '')}{END}",
}
FIELDS: Final = regex(f"{FIELD}([^{FIELD}{FIELD_END}]*){FIELD_END}")
CODES: Final = regex(f"{CODE}([^{CODE_END}]*){CODE_END}")
LEFT: Final = regex(f"[{FIELD}{FIELD_END}{CODE}{CODE_END}]")
# What is told by several tags together.
IN_PARTS: Final = regex(f"[{FIELD}{CODE}{LISTED}]")
# The run that marks a list's item, which HTML leaves to the browser.
MARKING: Final = regex(rf'<w:r(?: [^>]*)?>(?:(?!</w:r>).)*?<w:rStyle w:val="{MARKER}"/>(.*?)</w:r>', re.DOTALL)
NUMBERED: Final = regex(r"([0-9]+)\.\s*")
BULLET: Final = "•"
# How many characters of tags are kept in mind, twice.
TAGS: Final = 50_000


class PieceTeller:
    """Tells pieces of documents of a form.

    Attributes:
        levels: the levels of headings, by their styles.
        tags: what is told of tags.
    """

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.levels = levels
        self.tags: Tellings[str, str] = Tellings(lambda tags: map(self.told_tag, tags), TAGS)

    def told_tag(self, tag: str) -> str:
        """Return what is told of a tag, given without its brackets."""
        name = name_of(tag)
        if name in MARKS:
            return MARKS[name]
        if name in OTHERS:
            return OTHERS[name](attributes_of(tag))
        if name != "w:pStyle":
            return ""
        style = attributes_of(tag)[VALUE]
        return LISTED if style == ITEM else heading(self.levels[style]) if style in self.levels else ""

    def tell(self, codes: Sequence[bytes]) -> Iterator[str]:
        """Yield what each of some pieces says.

        Raises:
            KeyError: there is something in them that the program never writes.
        """
        pieces = [code.decode() for code in codes]
        marks = [MARKING.search(piece) if MARKER in piece else None for piece in pieces]
        unmarked = [piece[: mark.start()] + piece[mark.end() :] if mark else piece for piece, mark in zip(pieces, marks, strict=True)]
        for told, mark in zip(told_by_tags(APART.join(unmarked), self.tags).split(APART), marks, strict=True):
            yield unescaped(told_paragraph(told, mark) if mark or IN_PARTS.search(told) else told)


def told_paragraph(told: str, mark: re.Match[str] | None) -> str:
    """Return what is told of a piece by several of its tags together.

    Args:
        told: what is told by each of them.
        mark: the run in it that marks an item, which is left out there, if there is one.
    """
    if FIELD in told or CODE in told:
        told = with_links(told)
    if LISTED in told or mark:
        before, _, words = told.replace(LISTED, "").rpartition(PARAGRAPH)
        told = f"{before}{PARAGRAPH}{told_item(TAG.sub('', mark[1]) if mark else '', is_item=LISTED in told)}{words}"
    return told


def with_links(told: str) -> str:
    """Return what is told of a paragraph with the fields in it told: before the words of a link, where they lead."""
    told = FIELDS.sub(lambda found: told_field("".join(CODES.findall(found[1])), CODES.sub("", found[1])), told)
    return LEFT.sub("", CODES.sub(lambda found: told_field(found[1], ""), told))  # of a field that ends in another paragraph


def told_field(code: str, words: str) -> str:
    """Return a field's words, and before them where they lead, if it is a link."""
    return link(target_of(unescaped(code)), words) + words


def told_item(mark: str, *, is_item: bool) -> str:
    """Return the note that a paragraph is a list's item, or like one.

    Args:
        mark: what stands in front of its words.
        is_item: whether it is written as an item.
    """
    numbered = NUMBERED.fullmatch(mark)
    if is_item and (numbered or mark.strip() == BULLET):
        return item(int(numbered[1]) if numbered else 0)
    return note(f"是标着“{mark.strip()}”的段落" if mark else "是没有标记的列项")
