"""What a tagged PDF says, told from its finished bytes by its structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pipeline.characters import AFTER, CELL, LINE_END, PARAGRAPH, ROW, TABLE
from pipeline.document.pdf.contents import Piece
from pipeline.document.pdf.file import read_pdf
from pipeline.document.pdf.structure import Element, read_tagged
from pipeline.printing.telling import Telling

MARKS: Final = {"Table": TABLE, "TR": ROW, "TH": CELL, "TD": CELL}
# The marks of a list's items, which HTML leaves to the browser: a list's own, and those in front of a paragraph that stands for an item.
LIST_MARKS: Final = ("Lbl", "Em")
CHART: Final = "Figure"
# In how many elements a label of a chart stands that names a row.
NAME: Final = 1
# Where a paragraph begins or ends without a mark of its own.
EDGE: Final = ""


def tell_pdf_file(data: bytes) -> Telling:
    """Return what a PDF says, without list marks, page numbers and what else is no part of its structure.

    Text that is on a page but neither in the structure nor declared to be no part of it is said at the end.

    Raises:
        PdfError: it is no PDF, or one that is not read here.
    """
    tagged = read_tagged(read_pdf(data))
    told: list[str] = []
    line: bytes | None = None  # on which the paragraph stands that has begun
    for sign in signs(tagged.elements):
        if isinstance(sign, str):
            told.append(sign)
            line = None
        else:
            told += (PARAGRAPH if line is None else EDGE if line == sign.line else LINE_END, sign.text)
            line = sign.line
    return Telling("".join((*told, *(PARAGRAPH + piece.text for piece in tagged.loose))), has_notes=False)


def signs(kids: Iterable[Element | Piece]) -> list[str | Piece]:
    """Return what is in elements, in their order: text, and marks or `EDGE` wherever a paragraph cannot go on."""
    found: list[str | Piece] = []
    for kid in kids:
        if isinstance(kid, Piece):
            found.append(kid)
        elif kid.kind in LIST_MARKS:
            continue
        elif kid.is_inline:
            found += signs(kid.kids)
        elif kid.kind == CHART:
            found += chart_signs(kid)
        else:
            found += (MARKS.get(kid.kind, EDGE), *signs(kid.kids), AFTER if kid.kind == "Table" else EDGE)
    return found


def chart_signs(chart: Element) -> list[str | Piece]:
    """Return what a chart says, as the table that it is drawn of: the names of the series, and the name and the figures of each row."""
    found: list[str | Piece] = [TABLE, ROW, CELL]
    for label in chart.kids:
        if isinstance(label, Element):
            found += (ROW, CELL) if depth(label) == NAME else (CELL,)
            found += pieces(label)
    return [*found, AFTER]


def pieces(element: Element) -> Iterator[Piece]:
    """Yield all text in an element."""
    for kid in element.kids:
        yield from (kid,) if isinstance(kid, Piece) else pieces(kid)


def depth(element: Element) -> int:
    """Return how many elements stand within each other."""
    return 1 + max((depth(kid) for kid in element.kids if isinstance(kid, Element)), default=0)
