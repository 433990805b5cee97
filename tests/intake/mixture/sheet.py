"""A printed form as what edits work on: blocks, rows and cells of pieces over the Word file's own XML; and what is true in it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.document.word.package import DOCUMENT
from pipeline.facts.fact import Facts
from pipeline.language.values import Blank
from tests.intake.mixture.pieces import Held, Piece, Plain
from tests.intake.mixture.runs import NESTED, W, new, w, write

CONTINUED = "continue"
T = TypeVar("T")


class UnfitError(Exception):
    """Raised where an edit finds nothing in a form that it could edit."""


def pick(chance: Random, there: Sequence[T]) -> T:
    """Return one of what an edit could edit.

    Raises:
        UnfitError: there is nothing.
    """
    if not there:
        raise UnfitError
    return chance.choice(there)


@dataclass(eq=False)
class Cell:
    """A cell of a table, or a paragraph outside of tables, as its only cell.

    Attributes:
        element: its XML.
        pieces: what stands in it; nothing in the lower cells of a vertical merge.
        is_edited: whether its words have to be written anew.
        is_controlled: whether it stands in a content control.
    """

    element: Element
    pieces: list[Piece]
    is_edited: bool = False
    is_controlled: bool = False

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.how not in ("deleted", "hidden"))

    @property
    def holds(self) -> list[Held]:
        return [piece.held for piece in self.pieces if piece.held]

    @property
    def is_label(self) -> bool:
        """Whether nothing but words of the form stand in it."""
        return bool(self.text.strip()) and all(piece.is_label for piece in self.pieces)

    @property
    def is_value(self) -> bool:
        """Whether a value stands in it, perhaps with its unit behind it, and nothing else."""
        return len(self.holds) == 1 and self.pieces[0].held is not None and bool(self.pieces[0].text)

    def say(self, *pieces: Piece) -> None:
        """Put other pieces in."""
        self.pieces, self.is_edited = list(pieces), True

    def turn(self, piece: Piece, *others: Piece) -> None:
        """Put other pieces in the place of one."""
        at = self.pieces.index(piece)
        self.say(*self.pieces[:at], *others, *self.pieces[at + 1 :])

    @property
    def span(self) -> int:
        return int(str(self.element.xpath("string(w:tcPr/w:gridSpan/@w:val)", namespaces=W)) or 1)

    @span.setter
    def span(self, columns: int) -> None:
        self.put("gridSpan", str(columns) if columns > 1 else "")

    @property
    def merge(self) -> str:
        """How it takes part in a vertical merge: restart, continue or not at all."""
        merged = self.element.find("w:tcPr/w:vMerge", W)
        return "" if merged is None else str(merged.get(w("val"), CONTINUED))

    @merge.setter
    def merge(self, how: str) -> None:
        self.put("vMerge", how)

    def put(self, name: str, value: str) -> None:
        """Set one of its properties, where Word's schema has it; nothing takes it away."""
        properties = self.element.find(w("tcPr"))
        assert properties is not None
        for known in properties.findall(w(name)):
            properties.remove(known)
        if value:
            properties.insert(sum(child.tag in (w("tcW"), w("gridSpan")) for child in properties), new(name, val=value))

    def copy(self, *pieces: Piece) -> Cell:
        """Return another cell that looks the same."""
        return Cell(deepcopy(self.element), list(pieces), is_edited=True)

    def write(self) -> Element:
        """Return its XML with its words in it."""
        if self.is_edited:
            write(self.element, self.pieces)
        return new("sdt", new("sdtContent", self.element)) if self.is_controlled else self.element


@dataclass(eq=False)
class Row:
    element: Element
    cells: list[Cell]

    @property
    def shown(self) -> list[Cell]:
        """The cells that begin in it."""
        return [cell for cell in self.cells if cell.merge != CONTINUED]

    @property
    def holds(self) -> list[Held]:
        return [held for cell in self.cells for held in cell.holds]

    @property
    def is_crossed_out(self) -> bool:
        """Whether somebody has deleted it, changes being tracked."""
        return self.element.find("w:trPr/w:del", W) is not None

    @property
    def is_repeated(self) -> bool:
        """Whether it is a row of some rows."""
        return any(held.is_in_rows for held in self.holds)

    def copy(self, cells: Sequence[Cell]) -> Row:
        """Return another row that looks the same, with these cells."""
        return Row(deepcopy(self.element), list(cells))

    def write(self) -> Element:
        for child in [child for child in self.element if child.tag not in (w("trPr"), w("tblPrEx"))]:
            self.element.remove(child)
        self.element.extend([cell.write() for cell in self.cells])
        return self.element


@dataclass(eq=False)
class Table:
    element: Element
    rows: list[Row]

    def write(self) -> Element:
        for row in self.element.findall(w("tr")):
            self.element.remove(row)
        self.element.extend([row.write() for row in self.rows])
        return self.element


@dataclass(frozen=True)
class Stands:
    """A value and where it stands.

    Attributes:
        plain: the value as it is compared.
        words: each cell's place, as messages say it, with the value as it was typed there.
    """

    plain: Plain
    words: list[tuple[str, str]]


@dataclass(eq=False)
class Sheet:
    """A filled form.

    Attributes:
        facts: the values that it was printed from.
        root: the XML of its Word file's main part.
        package: the Word file.
        blocks: its paragraphs and tables.
        printed: the values that it was printed with.
        strays: words that were put in and belong nowhere, so that they have to be told.
    """

    facts: Facts
    root: Element
    package: bytes
    blocks: list[Cell | Table]
    printed: tuple[Held, ...] = ()
    strays: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.printed = tuple(held for cell in self.cells for held in cell.holds)

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def rows(self) -> list[Row]:
        return [row for table in self.tables for row in table.rows]

    @property
    def cells(self) -> list[Cell]:
        """All cells that begin somewhere, from top to bottom, paragraphs included."""
        return [cell for block in self.blocks for cell in ([block] if isinstance(block, Cell) else cells_of(block))]

    def table_of(self, row: Row) -> Table:
        """Return the table that a row stands in."""
        return next(table for table in self.tables if row in table.rows)

    def row_of(self, cell: Cell) -> Row | None:
        """Return the row that a cell stands in; None of a paragraph outside of tables."""
        return next((row for row in self.rows if cell in row.cells), None)

    def truth(self) -> dict[str, Stands]:
        """Return what a clerk says in it, and where: by path, the rows that are left numbered anew."""
        numbers: dict[str, dict[int, int]] = {}
        said: dict[str, Stands] = {}
        for spot, piece in self.spots():
            if held := piece.held:
                row = numbers.setdefault(held.rows, {})
                number = row.setdefault(held.row, len(row) + 1)
                if not isinstance(held.fact.value, Blank) and piece.text:
                    said.setdefault(held.path(number), Stands(held.plain, [])).words.append((spot, piece.text))
        return said

    def spots(self) -> Iterator[tuple[str, Piece]]:
        """Yield all pieces with the places of their cells, as messages say them; those of a table in a cell follow its row."""
        tables = 0
        for block in self.blocks:
            if isinstance(block, Cell):
                yield from (("", piece) for piece in block.pieces)
                continue
            tables, own = tables + 1, tables + 1
            rows = [row for row in block.rows if not row.is_crossed_out]
            cells = [(row, number, cell) for row, line in enumerate(rows, 1) for number, cell in enumerate(line.shown, 1)]
            for row, number, piece in ((row, number, piece) for row, number, cell in cells for piece in cell.pieces):
                tables += piece.how == NESTED
                yield f"第{tables}个表格第1行第1格" if piece.how == NESTED else f"第{own}个表格第{row}行第{number}格", piece

    def document(self) -> bytes:
        """Return it as a Word file."""
        body = self.root[0]
        kept = [child for child in body if child.tag not in (w("p"), w("tbl"))]
        for child in list(body):
            body.remove(child)
        body.extend([*(block.write() for block in self.blocks), *kept])
        return with_document(self.package, etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True))


def cells_of(table: Table) -> list[Cell]:
    return [cell for row in table.rows for cell in row.shown]


def with_document(package: bytes, xml: bytes) -> bytes:
    """Return a Word file with another main part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as file:
        for name in old.namelist():
            file.writestr(name, xml if name == DOCUMENT else old.read(name))
    return made.getvalue()
