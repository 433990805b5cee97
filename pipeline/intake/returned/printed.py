"""The narrative as it is printed from the data, read from its page, which knows of each figure and text which fact it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.intake.returned.passages import Passage, Span, with_numbers
from pipeline.printing.web_chart import CHART, H

HEADINGS: Final = tuple(f"{H}h{level}" for level in range(2, 6))
# Browsers number the items of a list; elsewhere the numbers are words.
LIST_ITEM, ITEM = f"{H}li", "1、"
NUMBERED: Final = (*HEADINGS, LIST_ITEM)
CELLS: Final = (f"{H}th", f"{H}td")
CAPTIONS: Final = (f"{H}caption", f"{H}figcaption")
ROW: Final = f"{H}tr"
BLOCKS: Final = (f"{H}h1", *NUMBERED, f"{H}p", f"{H}summary", *CAPTIONS)


@dataclass(slots=True)
class Said:
    """What an element says, with the parts that say facts."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, element: etree._Element) -> None:
        """Add what an element says."""
        if element.tag == f"{H}br" or (element.tag == f"{H}p" and self.text):
            self.text += "\n"
        start = len(self.text)
        self.text += element.text or ""
        for child in element:
            self.add(child)
            self.text += child.tail or ""
        if path := element.get("data-fact"):
            self.spans.append(Span(start, len(self.text), path))


def printed_passages(page: bytes) -> list[Passage]:
    """Return the passages of a printed narrative, given its HTML page.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed.
    """
    main = etree.fromstring(page).find(f"{H}body/{H}main")
    return with_numbers(list(passages_below(main))) if main is not None else []


def passages_below(main: etree._Element) -> Iterator[Passage]:
    """Yield the passages of a page's main part, but for those that say nothing."""
    row = 0
    for element in main.iter(ROW, *CELLS, *BLOCKS):
        if element.tag == ROW:
            row += 1
        elif element.tag in CELLS:
            yield passage(element, row)
        elif element.get("class") != "hidden" and not is_in_cell(element):
            outside = passage(element)
            yield from [outside] if outside.text.strip() else []


def is_in_cell(element: etree._Element) -> bool:
    """Return whether an element is a paragraph of a cell."""
    above = element.getparent()
    return above is not None and above.tag in CELLS


def passage(element: etree._Element, row: int = 0) -> Passage:
    """Return what an element says as a passage; `row` is the number of the row that it is a cell of."""
    said = Said(ITEM if element.tag == LIST_ITEM else "")
    said.add(element)
    is_optional = element.tag not in CAPTIONS and next(element.iterancestors(CHART), None) is not None
    return Passage(said.text, "", tuple(said.spans), row, is_numbered=element.tag in NUMBERED, is_optional=is_optional)
