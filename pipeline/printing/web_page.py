"""A document as an HTML page of its own: compiled into the page layout that all forms share, printed, and told again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lxml import etree

from pipeline.characters import CELL, PARAGRAPH, ROW, TABLE
from pipeline.printing.telling import Telling, ended
from pipeline.printing.templates import Template
from pipeline.printing.web_chart import CHART, H, all_text, contradictions, drawn_figures
from pipeline.records import record

CAPTION: Final = f"{H}caption"
CHART_CAPTION: Final = f"{H}figcaption"
MARKS: Final = {f"{H}table": TABLE, f"{H}tr": ROW, f"{H}th": CELL, f"{H}td": CELL} | dict.fromkeys(
    (CAPTION, CHART_CAPTION, *(f"{H}{name}" for name in ("p", "h1", "h2", "h3", "h4", "h5", "li"))), PARAGRAPH
)


@record()
class WebPage:
    """Prints a document as an HTML page.

    Attributes:
        template: prints the whole page.
    """

    template: Template

    def templates(self) -> Iterable[Template]:
        """Return everything that it prints with."""
        return (self.template,)

    def print(self, context: Mapping[str, Any]) -> bytes:
        """Return the page.

        Raises:
            Stop: an expression cannot be printed.
        """
        return self.template.render(context).encode()


def tell_web_page(data: bytes) -> Telling:
    """Return what a page says in its main part, and how each fact appears on it; a visible caption is said before its table.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    root = etree.fromstring(data)
    said = ((element.get("data-fact", ""), (element.get("value", ""), all_text(element))) for element in root.iter(f"{H}data"))
    figures = (*said, *drawn_figures(root))
    for line_break in root.iter(f"{H}br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    return Telling("".join(map(told_block, root.iterfind(f"{H}body/{H}main/*"))), figures, tuple(contradictions(root)))


def told_block(block: etree._Element) -> str:
    """Return what a paragraph, heading, list, table or chart says; a hidden caption only repeats the title."""
    if block.tag == CHART:
        return "".join(
            map(told_block, sorted(block.iter(f"{H}table", CHART_CAPTION), key=lambda part: part.tag == CHART_CAPTION))
        )  # as in Word, where the caption stands below
    caption = ""
    told: list[str] = []
    for element in block.iter(*MARKS):
        mark = MARKS[element.tag]
        if element.tag == CAPTION:
            caption = PARAGRAPH + all_text(element) if element.get("class") != "hidden" else ""
        else:
            told.append(mark + all_text(element) if mark == PARAGRAPH else mark)
    return caption + ended(told)
