"""What a page says in its main part, and how each fact appears on it, told from its finished bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Final

from pipeline.characters import AFTER, CELL, END, FACT, FACT_END, FACT_WORDS, LINK, LINK_END, PARAGRAPH, ROW, TABLE, VALUE
from pipeline.printing.markup import APART, Tellings, attributes_of, between, name_of, parse, told_by_tags, unescaped
from pipeline.printing.telling import EMPTY, Facts, Telling, heading, item, link, spans
from pipeline.printing.web_chart import NAMES as XHTML_NAMES
from pipeline.printing.web_chart import ToldPiece, tell_web_chart
from pipeline.regex import regex

MAIN, MAIN_END, PARAGRAPH_END, CHART, CHART_END = b"<main", b"</main>", b"</p>", b"<figure", b"</figure>"
NAMES, XHTML = b" xmlns", f' xmlns="{XHTML_NAMES}"'.encode()
# Tags that are told alike whatever their attributes are. Of others, but those below, nothing is told.
MARKS: Final = {
    "table": TABLE,
    "/table": AFTER,
    "tr": ROW,
    "br": "\n",
    "/data": FACT_END,
    "/a": LINK_END,
} | {f"h{level + 1}": PARAGRAPH + heading(level) for level in range(5)}
CELLS: Final = ("th", "td")
# Where a row has no cell, since it begins later or ends sooner than others.
GAP: Final = "gap"
# Those that are told by their attributes.
OTHERS: Final[dict[str, Callable[[Mapping[str, str]], str]]] = {
    "p": lambda told: PARAGRAPH + (heading(int(told[LEVEL]) - 1) if LEVEL in told else ""),
    "li": lambda told: PARAGRAPH + (item(int(told[NUMBER])) if NUMBER in told else ""),
    "data": lambda told: f"{FACT}{told.get('data-fact', '')}{VALUE}{told.get('value', '')}{FACT_WORDS}",
    "a": lambda told: f"{LINK}{told.get('href', '')}{END}",
}
# As the program writes it, which is told sooner by itself; of others as well by their attributes.
DATA: Final = regex('<data value="([^"<]*)" data-fact="([^"<]*)">')
FACTS: Final = regex(f"{FACT}([^{VALUE}]*){VALUE}([^{FACT_WORDS}]*){FACT_WORDS}([^{FACT_END}]*){FACT_END}")
NAMING: Final = regex(f"{FACT}[^{FACT_WORDS}]*{FACT_WORDS}|{FACT_END}")
LINKED: Final = regex(f"{LINK}([^{END}]*){END}([^{LINK_END}]*){LINK_END}")
CAPTION: Final = regex(r'(<table(?: [^>]*)?>)<caption(?: [^>]*?)?( class="hidden")?>(.*?)</caption>', re.DOTALL)
LIST: Final = regex(r"<(ol|ul)(?: [^>]*)?>.*?</\1>", re.DOTALL)
ITEM: Final = regex(r"<li(?=[ >])")
# The attribute that numbers an item while it is told.
NUMBER: Final = "number"
LEVEL: Final = "aria-level"
DECLARED: Final = regex("<!.*?>", re.DOTALL)
# How many characters of tags and of pieces are kept in mind, twice.
TAGS, PIECES = 50_000, 300_000


def tell_web_page(data: bytes) -> Telling:
    """Return what a page says in its main part, and how each fact appears on it; a visible caption is said before its table.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
        KeyError: there is no main part in it, or something that the program never writes.
    """
    parse(data)
    before, inside, behind = between(data, MAIN, MAIN_END)
    main = inside.partition(b">")[2]
    if MAIN in main or before.count(b"<!--") != before.count(b"-->") or b"<![" in before:
        raise KeyError(MAIN.decode())
    codes: list[bytes] = []
    parts = [before, behind]
    for outside, chart in sections(main, CHART, CHART_END):
        codes += (*outside.split(PARAGRAPH_END), chart)
        parts.append(outside)
    if XHTML not in before or any(part.count(NAMES) != part.count(XHTML) for part in parts):
        raise KeyError(NAMES.decode())
    pieces = _PIECES.of(codes)
    charts = [piece for code, piece in zip(codes, pieces, strict=True) if code.startswith(CHART)]
    facts = chain(facts_around(before), *(piece.facts for piece in pieces), facts_around(behind), *(chart.drawn for chart in charts))
    contradictions = (f"第{number}张图{chart.contradiction}" for number, chart in enumerate(charts, 1) if chart.contradiction)
    return Telling(EMPTY.sub("", "".join(piece.text for piece in pieces)), tuple(facts), tuple(contradictions))


def told_pieces(codes: Sequence[bytes]) -> Iterator[ToldPiece]:
    """Yield what each of some pieces of pages' main parts says: up to a paragraph's end, or a chart.

    Raises:
        KeyError: there is something in them that the program never writes.
        lxml.etree.XMLSyntaxError: a chart is not whole.
    """
    told = told_by_tags(named(APART.join(["" if code.startswith(CHART) else prepared(code.decode()) for code in codes])), _TAGS)
    words = NAMING.sub("", told) if FACT in told else told
    for code, marked, said in zip(codes, told.split(APART), words.split(APART), strict=True):
        if code.startswith(CHART):
            yield tell_web_chart(code.decode())
        else:
            linked = LINKED.sub(lambda found: link(found[1], found[2]) + found[2], said) if LINK in said else said
            yield ToldPiece(unescaped(linked), facts_in(marked) if FACT in marked else (), (), "")


def prepared(piece: str) -> str:
    """Return a piece with its visible captions before their tables, and its items numbered."""
    if "<caption" in piece:
        piece = CAPTION.sub(lambda found: found[1] if found[2] else f"<p>{found[3]}{found[1]}", piece)
    return LIST.sub(numbered, piece) if "<li" in piece else piece


def named(text: str) -> str:
    """Return a text with what is told of the tags of facts in their places."""
    parts = DATA.split(text)
    parts[1::3], parts[2::3] = [f"{FACT}{path}" for path in parts[2::3]], [f"{VALUE}{value}{FACT_WORDS}" for value in parts[1::3]]
    return "".join(parts)


def facts_in(told: str) -> Facts:
    """Return each fact that is named in what is told of tags, with how it appears there."""
    facts = FACTS.findall(told)
    if "&" in told:
        facts = [tuple(map(unescaped, fact)) for fact in facts]
    return tuple([(path, (value, words)) for path, value, words in facts])


def facts_around(part: bytes) -> Facts:
    """Return each fact that is named before or behind the main part."""
    return facts_in(told_by_tags(DECLARED.sub("", part.decode()), _TAGS)) if b"<data" in part else ()


def told_tags(tags: Sequence[str]) -> Iterator[str]:
    """Yield what is told of each of some tags."""
    return map(told_tag, tags)


def told_tag(tag: str) -> str:
    """Return what is told of a tag, given without its brackets."""
    name = name_of(tag)
    if name in CELLS:
        return told_cell(attributes_of(tag))
    return OTHERS[name](attributes_of(tag)) if name in OTHERS else MARKS.get(name, "")


def told_cell(attributes: Mapping[str, str]) -> str:
    """Return what is told of a cell, given its attributes."""
    if attributes.get("class") == GAP:
        return ""
    return CELL + spans(int(attributes.get("colspan", "1")), int(attributes.get("rowspan", "1")))


def numbered(found: re.Match[str]) -> str:
    """Return a list whose items are numbered, with 0 where the browser does not number them."""
    numbers = count(1)
    return ITEM.sub(lambda _: f'<li {NUMBER}="{next(numbers) if found[1] == "ol" else 0}"', found[0])


def sections(text: bytes, begin: bytes, end: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each part of a text up to what lies between two signs, and that, both signs included; it is empty at the end.

    Args:
        text: the text.
        begin: the first sign.
        end: the second.
    """
    place = 0
    while (start := text.find(begin, place)) >= 0 and (stop := text.find(end, start)) >= 0:
        yield text[place:start], text[start : stop + len(end)]
        place = stop + len(end)
    yield text[place:], b""


_TAGS: Final[Tellings[str, str]] = Tellings(told_tags, TAGS)
_PIECES: Final[Tellings[bytes, ToldPiece]] = Tellings(told_pieces, PIECES)
