"""A Word document that was cut at its texts, told by its tags; and what several of its tags tell with the texts between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
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
    MARKED,
    PARAGRAPH,
    ROW,
    TABLE,
)
from pipeline.document.word.links import target_of
from pipeline.document.word.narrative import ITEM, MARKER
from pipeline.document.word.xml import NAMESPACE
from pipeline.printing.markup import APART, Tellings, attributes_of, name_of, told_by_tags, unescaped
from pipeline.printing.telling import heading, item, link, note, spans
from pipeline.regex import regex

DECLARING: Final = b"xmlns:w="
PREFIX: Final = DECLARING + f'"{NAMESPACE}"'.encode()
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
STYLES: Final = ("w:pStyle", "w:rStyle")
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
# What is told by several tags together, and the paragraphs that hold such.
IN_PARTS: Final = regex(f"[{FIELD}{CODE}{LISTED}{MARKED}]")
PARAGRAPHS: Final = regex(f"{PARAGRAPH}[^{PARAGRAPH}]*")
# What marks a list's item, which HTML leaves to the browser.
MARKS_OF_ITEMS: Final = regex(f"{MARKED}([^{END}]*){END}")
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
        style = attributes_of(tag).get(VALUE, "") if name in STYLES else ""
        if name == "w:pStyle":
            return LISTED if style == ITEM else heading(self.levels[style]) if style in self.levels else ""
        return MARKED if style == MARKER else ""

    def tell(self, codes: Sequence[bytes]) -> Iterable[str]:
        """Return what each of some pieces says.

        Raises:
            KeyError: there is something in them that the program never writes.
        """
        for code in codes:
            if code.count(DECLARING) != code.count(PREFIX):
                raise KeyError(DECLARING.decode())
        told = told_by_tags(APART.join([f"{code.decode()}>" for code in codes]), self.tags)
        return map(unescaped, told.split(APART))


def with_marks_ended(told: Sequence[str]) -> list[str]:
    """Return what is told of the tags between texts with the end of each text that marks an item."""
    return [f"{END}{said}" if before.endswith(MARKED) else said for before, said in pairwise(("", *told))]


def told_together(told: str) -> str:
    """Return what is told of a document's tags and texts with what several of them tell together, paragraph by paragraph."""
    return PARAGRAPHS.sub(lambda found: told_paragraph(found[0]) if IN_PARTS.search(found[0]) else found[0], told)


def told_paragraph(told: str) -> str:
    """Return what is told of a paragraph by several of its tags together."""
    if FIELD in told or CODE in told:
        told = with_links(told)
    if LISTED in told or MARKED in told:
        mark = MARKS_OF_ITEMS.search(told)
        words = MARKS_OF_ITEMS.sub("", told).replace(LISTED, "").replace(MARKED, "").removeprefix(PARAGRAPH)
        told = f"{PARAGRAPH}{told_item(mark[1] if mark else '', is_item=LISTED in told)}{words}"
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
