"""Goes through a Word file from top to bottom: its paragraphs, its tables' rows, what stands within them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W, is_on
from pipeline.intake.readers.listing import Listing, Notice, columns
from pipeline.intake.readers.word_words import DELETED, INSERTED, MC, Words, read_mark, read_words
from pipeline.intake.received import ReceivedCell

PARAGRAPH, TABLE, ROW, CELL, MARK = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc", f"{W}bookmarkStart"
# What blocks, rows and cells may be wrapped in.
WRAPPERS: Final = INSERTED.union(
    (f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag")),
    (f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
)
# What is told of rows and cells before what stands in them.
ROW_LOOKS, BEFORE, HIDDEN = f"{W}trPr", f"{W}gridBefore", f"{W}hidden"
CELL_LOOKS, SPAN, VERTICAL, SIDEWAYS, CELL_DELETED = f"{W}tcPr", f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge", f"{W}cellDel"
CHANGES: Final = INSERTED | DELETED
CHUNKS: Final = (f"{W}altChunk", f"{W}subDoc")  # content of another file, and another file itself
GOES_ON: Final = "continue"
CHUNK_MARK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class WordWalk:
    """Goes through a body, and through what its tables and text boxes hold.

    Args:
        listing: takes up the lines.
        add_chunk: adds what another file says that a relation leads to; returns whether it can.
    """

    def __init__(self, listing: Listing, add_chunk: Callable[[str], bool]) -> None:
        self._listing, self._add_chunk = listing, add_chunk
        self._loose = Words()  # bookmarks between blocks, rows or cells, which mean what stands next

    def blocks(self, parent: etree._Element, box: str = "") -> None:
        """Add the lines of a body or of a text box.

        Args:
            parent: it.
            box: the place of the text box, if it is one.
        """
        words = Words()
        for block in self._opened(parent):
            if block.tag == PARAGRAPH:
                read_words(block, words)
                if ends(block):
                    self._paragraph(words, box)
                    words = Words()
            elif block.tag == TABLE:
                self._table(block)
            elif block.tag in CHUNKS and not self._add_chunk(block.get(CHUNK_MARK, "")):
                self._listing.note((Notice.CHUNK,), self._listing.end)

    def _opened(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Yield what stands in an element, wrappers opened; nothing of what was deleted, and bookmarks put by."""
        for child in parent:
            if child.tag in WRAPPERS:
                yield from self._opened(child)
            elif child.tag == MARK:
                read_mark(child, self._loose)
            elif child.tag not in DELETED:
                yield child

    def _marks(self, words: Words) -> tuple[str, ...]:
        marks = (*self._loose.marks, *words.marks)
        self._loose.marks.clear()
        return marks

    def _paragraph(self, words: Words, box: str) -> None:
        """Add a paragraph that says something, and what it anchors."""
        text, spot = "".join(words.told), self._listing.end
        if text.strip():
            spot = self._listing.paragraph(text, self._marks(words), box)
        self._listing.note(words.seen, spot)
        self._boxes(words.boxes, spot)

    def _boxes(self, boxes: Iterable[etree._Element], spot: str) -> None:
        for box in boxes:
            self.blocks(box, f"{spot}的文本框")

    def _table(self, table: etree._Element) -> None:
        number, place, above = self._listing.table(), 0, frozenset[int]()
        for row in self._opened(table):
            if row.tag == ROW and not self._is_gone(row):
                place += 1
                above = self._row(row, f"第{number}个表格第{place}行", above, number)

    def _is_gone(self, row: etree._Element) -> bool:
        """Return whether a row was deleted or is hidden."""
        looks = looks_of(row, ROW_LOOKS)
        if not looks.keys().isdisjoint(CHANGES):
            self._listing.note((Notice.CHANGED,), self._listing.end)
        return not looks.keys().isdisjoint(DELETED) or is_on(looks.get(HIDDEN))

    def _row(self, row: etree._Element, spot: str, above: frozenset[int], table: int) -> frozenset[int]:
        """Add a row, and behind it what is in it; return the columns in which cells begin that the next row's may go on."""
        cells: list[ReceivedCell] = []
        inner: list[tuple[etree._Element, str]] = []
        merged: set[int] = set()
        before = looks_of(row, ROW_LOOKS).get(BEFORE)
        column = 0 if before is None else columns(value(before))
        for cell in self._opened(row):
            if cell.tag != CELL:
                continue
            looks = looks_of(cell, CELL_LOOKS)
            span, vertical = columns(value(looks.get(SPAN))), merge(looks.get(VERTICAL))
            if vertical:
                merged.add(column)
            if CELL_DELETED in looks:
                self._listing.note((Notice.CHANGED,), spot)
            elif cells and merge(looks.get(SIDEWAYS)) == GOES_ON:
                cells[-1] = replace(cells[-1], columns=cells[-1].columns + span)
            elif vertical != GOES_ON or column not in above:
                cells.append(self._cell(cell, f"{spot}第{len(cells) + 1}格", span, inner))
            column += span
        self._listing.row(cells, table)
        for block, place in inner:
            if block.tag == TABLE:
                self._table(block)
            else:
                self._boxes((block,), place)
        return frozenset(merged)

    def _cell(self, cell: etree._Element, spot: str, span: int, inner: list[tuple[etree._Element, str]]) -> ReceivedCell:
        """Return a cell; the tables and text boxes in it are put by."""
        words = Words()
        texts, begun = list[str](), 0
        for block in self._opened(cell):
            if block.tag == PARAGRAPH:
                read_words(block, words)
                if ends(block):
                    texts.append("".join(words.told[begun:]))
                    begun = len(words.told)
                    words.fields.clear()  # of a damaged field; else the rest of the cell would be its code
            elif block.tag == TABLE:
                inner.append((block, spot))
            elif block.tag in CHUNKS:
                words.seen.add(Notice.CHUNK)
        inner.extend((box, spot) for box in words.boxes)
        self._listing.note(words.seen, spot)
        return ReceivedCell("\n".join(text for text in texts if text), spot, span, self._marks(words))


def looks_of(element: etree._Element, kind: str) -> dict[object, etree._Element]:
    """Return the properties of a row or cell by their names.

    Args:
        element: the row or cell.
        kind: what holds them.
    """
    first = next((child for child in element if child.tag == kind), ())
    return {look.tag: look for look in first}


def value(element: etree._Element | None) -> str:
    """Return what a property says; nothing if it is not there."""
    return "" if element is None else element.get(f"{W}val", "")


def merge(element: etree._Element | None) -> str:
    """Return whether a cell begins a merge or goes on in one; nothing if it does neither."""
    return "" if element is None else element.get(f"{W}val", GOES_ON)


def ends(paragraph: etree._Element) -> bool:
    """Return whether a paragraph ends; if its end was deleted, the next one goes on with it."""
    following = paragraph.getnext()
    looks = paragraph.find(f"{W}pPr/{W}rPr") if following is not None and following.tag == PARAGRAPH else None
    return looks is None or all(looks.find(name) is None for name in DELETED)
