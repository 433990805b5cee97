"""Word's XML for pieces of words: plain runs, and all that Word makes of words that people have worked on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from lxml import etree
from lxml.etree import _Element as Element

if TYPE_CHECKING:
    from tests.intake.mixture.pieces import Piece

W: Final = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
WHO: Final = {"id": "7", "author": "经办人", "date": "2021-06-01T09:00:00Z"}


def w(name: str) -> str:
    """Return a name of Word's as lxml has it."""
    return f"{{{W['w']}}}{name}"


def new(name: str, *children: Element, **attributes: str) -> Element:
    """Return an element of Word's."""
    made = etree.Element(w(name), {w(key.rstrip("_")): value for key, value in attributes.items()})
    made.extend(children)
    return made


def run(text: str, look: Element | None, holder: str = "t") -> Element:
    """Return a run; `look` are its properties."""
    made = new("r", *([deepcopy(look)] if look is not None else []))
    for number, line in enumerate(text.split("\n")):
        made.extend([new("br")] if number else [])
        words = etree.SubElement(made, w(holder), {XML_SPACE: "preserve"})
        words.text = line
    return made


def inserted(text: str, look: Element | None) -> list[Element]:
    return [new("ins", run(text, look), **WHO)]


def deleted(text: str, look: Element | None) -> list[Element]:
    return [new("del", run(text, look, "delText"), **WHO)]


def controlled(text: str, look: Element | None) -> list[Element]:
    return [new("sdt", new("sdtPr", new("tag", val="内容")), new("sdtContent", run(text, look)))]


def hidden(text: str, look: Element | None) -> list[Element]:
    made = run(text, look)
    properties = made.find(w("rPr"))
    if properties is None:
        made.insert(0, properties := new("rPr"))
    properties.append(new("vanish"))
    return [made]


def torn(text: str, look: Element | None) -> list[Element]:
    """Return the words in a run for each of them, as after spelling was checked and the file saved many times."""
    parts = [run(character, look) for character in text]
    for number, part in enumerate(parts):
        part.set(w("rsidR"), f"00{number:06X}")
    return [new("proofErr", type="spellStart"), *parts, new("proofErr", type="spellEnd")] if parts else []


def symbols(text: str, look: Element | None) -> list[Element]:
    """Return the words with ticks and boxes as signs of the font Wingdings."""
    codes = {"√": "F0FC", "☑": "F0FE", "□": "F0A8", "☐": "F0A8"}
    made: list[Element] = []
    for character in text:
        made.append(run(character, look))
        if character in codes:
            made[-1].remove(made[-1][-1])
            made[-1].append(new("sym", font="Wingdings", char=codes[character]))
    return made


def field(text: str, look: Element | None) -> list[Element]:
    """Return the words as the result of a field, as Word makes of an address."""
    signs = [new("r", new("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end")]
    return [signs[0], run(f' HYPERLINK "{text}" ', look, "instrText"), signs[1], run(text, look), signs[2]]


def linked(text: str, look: Element | None) -> list[Element]:
    return [new("hyperlink", run(text, look), anchor="_top")]


NESTED: Final = "nested"
WRITERS: Final[dict[str, Callable[[str, Element | None], list[Element]]]] = {
    "": lambda text, look: [run(text, look)],
    "inserted": inserted,
    "deleted": deleted,
    "controlled": controlled,
    "hidden": hidden,
    "torn": torn,
    "symbols": symbols,
    "field": field,
    "linked": linked,
}


def write(element: Element, pieces: Sequence[Piece]) -> None:
    """Put pieces into a cell, in paragraphs that look like its first one; or into a paragraph."""
    first = element if element.tag == w("p") else element.find(w("p"))
    assert first is not None
    style = first.find(w("pPr"))
    look = next(first.iter(w("rPr")), None) if style is None else next((r.find(w("rPr")) for r in first.iter(w("r"))), None)
    if element.tag == w("p"):
        for child in [child for child in element if child is not style]:
            element.remove(child)
        element.extend(runs(pieces, look))
        return
    for child in [child for child in element if child.tag != w("tcPr")]:
        element.remove(child)
    element.extend(blocks(pieces, style, look))


def blocks(pieces: Sequence[Piece], style: Element | None, look: Element | None) -> list[Element]:
    """Return the paragraphs that pieces make, and tables for those that stand in one of their own."""

    def paragraph(own: Sequence[Piece]) -> Element:
        return new("p", *([deepcopy(style)] if style is not None else []), *runs(own, look))

    marks = [-1, *(number for number, piece in enumerate(pieces) if piece.how == NESTED), len(pieces)]
    made: list[Element] = []
    for before, after in pairwise(marks):
        if before >= 0:
            made.append(table_of(new("p", *runs([pieces[before]], look))))
        made += [paragraph(line) for line in lines(pieces[before + 1 : after])]
    return made


def table_of(paragraph: Element) -> Element:
    """Return a table with a paragraph as its only one."""
    grid = new("tblGrid", new("gridCol", w="900"))
    return new(
        "tbl",
        new("tblPr", new("tblW", w="0", type="auto")),
        grid,
        new("tr", new("tc", new("tcPr", new("tcW", w="900", type="dxa")), paragraph)),
    )


def lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces by the paragraphs that they make; only the form's own words end one."""
    made: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n") if piece.held is None and not piece.how else [piece.text]
        made[-1].append(type(piece)(first, piece.held, piece.is_label, piece.how))
        made += [[type(piece)(other, piece.held, piece.is_label, piece.how)] for other in others]
    return made


def runs(pieces: Iterable[Piece], look: Element | None) -> list[Element]:
    return [made for piece in pieces if piece.text for made in WRITERS["" if piece.how == NESTED else piece.how](piece.text, look)]
