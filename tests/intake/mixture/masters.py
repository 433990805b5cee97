"""Filled forms as they are printed, before anybody edits them: of shipped units, of a made-up city, and of values made up at random."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.document.word.package import DOCUMENT
from pipeline.facts.fact import Facts
from pipeline.printing.documents import DocumentTemplate
from tests.intake.mixture.pieces import LOOP_END, Piece, Printed, plain_text
from tests.intake.mixture.runs import w
from tests.intake.mixture.sheet import CONTINUED, Cell, Row, Sheet, Table

# The pieces of each cell of each row of a block; of a paragraph, of its only one.
Grid = list[list[list[Piece]]]


@dataclass(frozen=True, eq=False)
class Master:
    """A filled form as it was printed, from which any number of sheets are taken.

    Attributes:
        facts: the values that it was printed from.
        document: the document's name.
        package: the Word file.
        grids: what stands in its paragraphs and tables.
    """

    facts: Facts
    document: str
    package: bytes
    grids: Sequence[Grid]

    def sheet(self) -> Sheet:
        """Return it, to be edited."""
        root = main_part(self.package)
        blocks = [block_with(element, grid) for element, grid in zip(blocks_in(root), self.grids, strict=True)]
        return Sheet(self.facts, root, self.package, blocks)


def master(document: DocumentTemplate, facts: Facts) -> Master:
    """Return a document printed from facts, with what stands in its cells."""
    package = document.render(facts)[".docx"]
    printed = Printed(facts, document.context(facts))
    template = main_part(document.spec.template.read_bytes())
    grids = [grid_of(block, printed) for block in blocks_in(template)]
    made = Master(facts, document.spec.name, package, grids)
    check(made)
    return made


def main_part(package: bytes) -> Element:
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        return etree.fromstring(file.read(DOCUMENT))


def blocks_in(root: Element) -> list[Element]:
    return [child for child in root[0] if child.tag in (w("p"), w("tbl"))]


def text_of(element: Element) -> str:
    """Return the words of a cell or paragraph, its paragraphs and lines divided by line feeds."""
    if element.tag == w("p"):
        return "".join((part.text or "") if part.tag == w("t") else "\n" for part in element.iter(w("t"), w("br")))
    return "\n".join(map(text_of, element.findall(w("p"))))


def grid_of(block: Element, printed: Printed) -> Grid:
    """Return what stands in the cells of a template's paragraph or table when it is printed."""
    if block.tag == w("p"):
        return [[[*printed.pieces(text_of(block))]]]
    rows = [[text_of(cell) for cell in row.findall(w("tc"))] for row in block.findall(w("tr"))]
    return [*grid_rows(rows, printed)]


def grid_rows(rows: Sequence[Sequence[str]], printed: Printed) -> Iterator[list[list[Piece]]]:
    """Yield what stands in the cells of a template's rows when they are printed; a loop's rows, for each row of it.

    Args:
        rows: the words of their cells.
        printed: what they are printed from.
    """
    at = 0
    while at < len(rows):
        statement = next((text for text in rows[at] if "{%tr" in text), "")
        if not statement:
            yield [[*printed.pieces(text)] for text in rows[at]]
            at += 1
            continue
        end = next(number for number in range(at, len(rows)) if any(LOOP_END in text for text in rows[number]))
        for inside in printed.inside(statement):
            yield from grid_rows(rows[at + 1 : end], inside)
        at = end + 1


def block_with(element: Element, grid: Grid) -> Cell | Table:
    """Return a printed paragraph or table with what stands in it."""
    if element.tag == w("p"):
        return Cell(element, list(grid[0][0]))
    rows = zip(element.findall(w("tr")), grid, strict=True)
    return Table(element, [Row(row, [*map(cell_with, row.findall(w("tc")), own)]) for row, own in rows])


def cell_with(element: Element, pieces: Sequence[Piece]) -> Cell:
    """Return a cell with what stands in it; the words of a merge that begins where a loop does are those of the row above the loop."""
    cell = Cell(element, list(pieces))
    if cell.merge == CONTINUED:
        cell.pieces = []
    elif not cell.text and (text := text_of(element)):
        cell.pieces = [Piece(text)]
    return cell


def check(made: Master) -> None:
    """Make sure that the pieces are what the file says."""
    for cell in made.sheet().cells:
        assert plain_text(cell.text) == plain_text(text_of(cell.element)), (cell.text, text_of(cell.element))
