"""A chart on a page read back: what is drawn must be what the table below it says, and each figure its fact's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple, cast

from lxml import etree

from pipeline.characters import AFTER, CELL, PARAGRAPH, ROW, TABLE
from pipeline.printing.telling import Facts

NAMES: Final = "http://www.w3.org/1999/xhtml"
H, SVG = f"{{{NAMES}}}", "{http://www.w3.org/2000/svg}"
CHART: Final = f"{H}figure"
DRAWN: Final = f"{SVG}text"
CAPTION: Final = f"{H}figcaption"
BREAK, TABLES, ROWS, DATA = f"{H}br", f"{H}table", f"{H}tr", f"{H}data"


class ToldChart(NamedTuple):
    """What a chart says.

    Attributes:
        text: its words, with marks and notes.
        facts: each fact that is named there, with how it appears.
        drawn: each fact that stands in its drawing.
        contradiction: how its drawing and table differ; empty if they do not.
    """

    text: str
    facts: Facts
    drawn: Facts
    contradiction: str


def tell_web_chart(code: str) -> ToldChart:
    """Return what a chart says, given its code on the page: its table, and below it the caption, as in Word.

    Raises:
        lxml.etree.XMLSyntaxError: the code is no element.
    """
    chart = etree.fromstring(f'<main xmlns="{NAMES}">{code}</main>')
    for line_break in chart.iter(BREAK):
        line_break.tail = f"\n{line_break.tail or ''}"
    tables = [list(table.iter(ROWS)) for table in chart.iter(TABLES)]
    told = [f"{TABLE}{''.join(map(told_row, rows))}{AFTER}" for rows in tables]
    captions = [PARAGRAPH + all_text(caption) for caption in chart.iter(CAPTION)]
    facts = [(data.get("data-fact", ""), (data.get("value", ""), all_text(data))) for data in chart.iter(DATA)]
    labels = [(label, all_text(label)) for label in chart.iter(DRAWN)]
    drawn = [(path, (label.get("data-value", ""), text)) for label, text in labels if (path := label.get("data-fact"))]
    return ToldChart("".join((*told, *captions)), tuple(facts), tuple(drawn), contradiction([text for _, text in labels], chain(*tables)))


def told_row(row: etree._Element) -> str:
    """Return what a row of the table below a chart says."""
    return ROW + "".join([f"{CELL}{''.join([PARAGRAPH + all_text(paragraph) for paragraph in cell])}" for cell in row])


def contradiction(drawn: list[str], below: Iterable[etree._Element]) -> str:
    """Return how a chart's drawing and the rows of the table below it differ; nothing if they do not."""
    (_, *series), *rows = ([all_text(cell) for cell in row] for row in below)
    right = [*series, *chain(*rows)]
    return "" if drawn == right else f"画的是“{'、'.join(drawn)}”，图下表格里是“{'、'.join(right)}”"


def all_text(element: etree._Element) -> str:
    """Return all text in an element."""
    return "".join(cast("Iterator[str]", element.itertext())) if len(element) else element.text or ""
