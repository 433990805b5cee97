"""Goes through a web page from top to bottom: its paragraphs and its tables' rows, into a listing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.intake.readers.listing import Listing, Notice, columns
from pipeline.intake.readers.web_words import Flow, add_text, is_unseen, read_flow
from pipeline.intake.received import ReceivedCell

TABLE, ROW, CELLS, CAPTION = "table", ("tr",), ("td", "th"), ("caption",)


class WebWalk:
    """Goes through a page, and through what its tables hold."""

    def __init__(self, listing: Listing, hidden: frozenset[str]) -> None:
        self._listing, self._hidden = listing, hidden
        self._flow = Flow(self._paragraph, self._table, hidden)

    def page(self, root: etree._Element) -> None:
        """Add the lines of a page, or of a part of one."""
        read_flow(root, self._flow)
        self._flow.end()

    def _paragraph(self, flow: Flow) -> None:
        """Add a paragraph that says something, unless it only leads elsewhere."""
        texts, spot = flow.texts if flow.has_words else [], self._listing.end
        for text in texts:
            spot = self._listing.paragraph(text, tuple(flow.marks))
            flow.marks.clear()
        if flow.texts and not texts:
            flow.seen.add(Notice.LINKS)
        self._listing.note(flow.seen, spot)
        flow.seen.clear()

    def _table(self, table: etree._Element) -> None:
        for caption in self._nearest(table, CAPTION):
            read_flow(caption, self._flow)
        self._stray(table)
        self._flow.end()
        rows = self._rows(table)
        if only_places(rows):
            for cell, *_ in rows:
                read_flow(cell, self._flow)
        else:
            number = self._listing.table()
            for place, row in enumerate(rows, 1):
                self._row(row, f"第{number}个表格第{place}行", number)

    def _stray(self, element: etree._Element) -> None:
        """Add words that stand in a table outside of its cells, which browsers show before it."""
        add_text(element.text, self._flow)
        for child in element:
            if isinstance(child.tag, str) and child.tag not in {TABLE, *CELLS, *CAPTION} and not is_unseen(child, self._hidden):
                self._stray(child)
            add_text(child.tail, self._flow)

    def _rows(self, table: etree._Element) -> Sequence[Sequence[etree._Element]]:
        """Return the cells of each row; cells without a row around them are one, as browsers have it."""
        rows: list[list[etree._Element]] = [[]]
        for element in self._nearest(table, (*ROW, *CELLS)):
            if element.tag in ROW:
                rows += (list(self._nearest(element, CELLS)), [])
            else:
                rows[-1].append(element)
        return list(filter(None, rows))

    def _row(self, row: Sequence[etree._Element], spot: str, table: int) -> None:
        """Add a row, and behind it the tables in it."""
        inner: list[etree._Element] = []
        self._listing.row([self._cell(cell, f"{spot}第{number}格", inner) for number, cell in enumerate(row, 1)], table)
        for nested in inner:
            self._table(nested)

    def _cell(self, cell: etree._Element, spot: str, inner: list[etree._Element]) -> ReceivedCell:
        """Return a cell; the tables in it are put by."""
        texts: list[str] = []
        flow = Flow(lambda flow: texts.extend(flow.texts), inner.append, self._hidden)
        read_flow(cell, flow)
        self._listing.note(flow.seen, spot)
        marks, self._flow.marks = (*self._flow.marks, *flow.marks), []
        return ReceivedCell("\n".join(texts), spot, columns(cell.get("colspan", "")), marks)

    def _nearest(self, element: etree._Element, wanted: Sequence[str]) -> Iterator[etree._Element]:
        """Yield the elements of some names that a table or row has, none of a table within it, nor any that is not seen."""
        for child in element:
            if isinstance(child.tag, str) and not is_unseen(child, self._hidden):
                if child.tag in wanted:
                    yield child
                elif child.tag not in {TABLE, *CELLS}:
                    yield from self._nearest(child, wanted)


def only_places(rows: Sequence[Sequence[etree._Element]]) -> bool:
    """Return whether a table is there only to place other ones on the page: one cell a row, and tables in them."""
    return all(len(row) == 1 for row in rows) and any(row[0].find(f".//{TABLE}") is not None for row in rows)
