"""What a Word file says, told from its finished bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from lxml import etree

from pipeline.characters import AFTER, CELL, CHART, END, LINK, LINK_END, MARKED, PARAGRAPH, ROW, TABLE
from pipeline.document.charts.word_reader import ToldChart, targets_of, tell_chart
from pipeline.document.word.contents import part_name
from pipeline.document.word.finished import FinishedPackage
from pipeline.document.word.headings import heading_levels
from pipeline.document.word.package import CORE, DOCUMENT, STYLES
from pipeline.document.word.xml import styles_in
from pipeline.printing.markup import APART, Tellings, between, between_tags, cut, parse, texts_of
from pipeline.printing.telling import EMPTY, Telling, link
from pipeline.printing.word_pieces import DECLARING, IN_PARTS, PREFIX, PieceTeller, told_together, with_marks_ended
from pipeline.printing.word_table import TABLES, told_table
from pipeline.regex import regex

BODY, BODY_END = b"<w:body>", b"</w:body>"
LINKED: Final = regex(f"{LINK}([^{END}]*){END}([^{LINK_END}]*){LINK_END}")
CHARTS: Final = regex(f"(?:{PARAGRAPH}{CHART}[^{END}]*{END})+")
MARK: Final = regex(f"{CHART}([^{END}]*){END}")
# Parts that differ from document to document; those of charts are parsed where these stand.
CHANGING: Final = (DOCUMENT, "word/charts/")
# How many bytes of pieces are kept in mind, twice, for each way in which forms write headings; and of how many such.
PIECES, WAYS = 200_000, 8
# Fixed parts that were parsed strictly already, as they stood in their packages, and the levels of headings in them: a form's are the
# same in every file.
_PARSED: dict[bytes, Mapping[str, int]] = {}
PARTS: Final = 200


def tell_word_file(data: bytes) -> Telling:
    """Return what a Word file says, without list marks. Each of its parts must parse.

    Raises:
        lxml.etree.XMLSyntaxError: one of them does not.
        zipfile.BadZipFile: it is no package.
        KeyError: there is no document in it, or something that the program never writes.
    """
    package = FinishedPackage(data)
    levels = read_fixed(package)
    xml = package.read(DOCUMENT)
    parse(xml)
    before, body, behind = between(xml, BODY, BODY_END)
    if PREFIX not in before or b"<!" in before or any(part.count(DECLARING) != part.count(PREFIX) for part in (before, behind)):
        raise KeyError(DECLARING.decode())
    runs, texts = cut(body + BODY_END)
    text = said_by(tellings(frozenset(levels.items())).of(runs), texts_of(texts))
    charts: list[ToldChart] = []
    if LINK in text or CHART in text:
        targets = targets_of(package, DOCUMENT)
        text = LINKED.sub(lambda found: link(targets[found[1]] if found[1] else "", found[2]) + found[2], text)
        text = CHARTS.sub(lambda found: told_charts(MARK.findall(found[0]), targets, package, charts), text)
    return Telling(EMPTY.sub("", text), contradictions=tuple(sentence for chart in charts for sentence in chart.contradictions))


def said_by(told: Sequence[str], texts: Sequence[str]) -> str:
    """Return what a document says, but where its links lead, and in its charts.

    Args:
        told: what its tags tell, around each text.
        texts: the texts.

    Raises:
        KeyError: there are more of them, or fewer.
    """
    tags = APART.join(told)
    if not IN_PARTS.search(tags):
        return between_tags((with_tables(tags) if TABLE in tags else tags).split(APART), texts)
    return TABLES.sub(told_table, told_together(between_tags(with_marks_ended(told) if MARKED in tags else told, texts)))


@lru_cache(WAYS)
def with_tables(text: str) -> str:
    """Return what is said with each vertical merge in tables as one cell; most tables of a form merge the same cells."""
    return TABLES.sub(told_table, text)


@lru_cache(WAYS)
def tellings(levels: frozenset[tuple[str, int]]) -> Tellings[bytes, str]:
    """Return what was told of pieces of files whose styles make headings of these levels."""
    return Tellings(PieceTeller(dict(levels)).tell, PIECES)


def read_fixed(package: FinishedPackage) -> dict[str, int]:
    """Parse the parts that all documents of a form have, and return the levels of its headings by their styles."""
    levels: dict[str, int] = {}
    for name in package:
        if not name.endswith((".xml", ".rels")) or name.startswith(CHANGING):
            continue
        packed = package.packed(name)
        found = _PARSED.get(packed)
        if found is None:
            root = etree.fromstring(package.read(name))
            found = heading_levels(styles_in(root)) if name == STYLES else {}
            if name != CORE and len(_PARSED) < PARTS:
                _PARSED[packed] = found
        levels |= found
    return levels


def told_charts(marks: Sequence[str], targets: Mapping[str, str], package: FinishedPackage, charts: list[ToldChart]) -> str:
    """Return what charts say that stand below each other as HTML has them: as one table where one goes on with the one before it.

    Args:
        marks: the ids of the relationships to them.
        targets: where relationships lead, by their ids.
        package: the Word file.
        charts: to which they are added.
    """
    told = ""
    head: Sequence[str] | None = None
    for mark in marks:
        charts.append(tell_chart(package, part_name(targets[mark], DOCUMENT)))
        begun, *rows = charts[-1].rows
        if begun != head:
            told += f"{TABLE}{ROW}{CELL}{told_cells(begun[1:])}"
            head = begun
        told += "".join(f"{ROW}{told_cells(row)}" for row in rows)
    return told + AFTER


def told_cells(texts: Iterable[str]) -> str:
    """Return what cells of a row say; nothing heads the column of names."""
    return "".join(f"{CELL}{PARAGRAPH}{text}" for text in texts)
