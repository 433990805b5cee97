"""How a Word file sets its words in print, all that it inherits resolved: what a printed page has and a web page leaves to its style sheet.

Lengths are in twentieths of a point, as Word counts them, unless something else is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# What Word calls a line as high as its letters need; and how high that is for each half point of their size.
SINGLE: Final = 240
NEEDED: Final = 13


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters look.

    Attributes:
        chinese: the font of Chinese characters, and of the signs that stand among them.
        latin: the font of Latin letters and digits.
        size: in half points.
        bold: whether they are bold.
        underlined: whether there is a line below them.
        color: as six hexadecimal digits; empty for black.
        spacing: what is added to the width of each.
    """

    chinese: str
    latin: str
    size: int
    bold: bool = False
    underlined: bool = False
    color: str = ""
    spacing: int = 0

    @property
    def width(self) -> int:
        """The width of a Chinese character."""
        return 10 * self.size + self.spacing


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph is set.

    Attributes:
        letters: how its letters look.
        align: left, center, right or both.
        left: how far all its lines are from the left edge.
        right: how far they are from the right edge.
        first: how much further its first line is from the left edge; negative if it hangs out.
        before: the space above it.
        after: the space below it.
        line: how high a line is: exactly so, or at least; of `auto` in 240ths of what its letters need.
        rule: exact, atLeast or auto.
        keeps_next: whether it stays on the page of what follows.
        keeps_lines: whether its lines stay on one page.
        leaves_no_line: whether none of its lines may be alone on a page.
        breaks_words: whether a line may end within a word, as within an address.
        joins: the name that neighbours share between which there is no space; empty if it always has its space.
        tabs: where its tab stops are, and of which kind.
    """

    letters: Letters
    align: str = "left"
    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    line: int = 240
    rule: str = "auto"
    keeps_next: bool = False
    keeps_lines: bool = False
    leaves_no_line: bool = True
    breaks_words: bool = False
    joins: str = ""
    tabs: tuple[tuple[int, str], ...] = ()

    @property
    def is_fixed(self) -> bool:
        """Whether its lines are as high as it says, whatever stands in them."""
        return self.rule == "exact" or (self.rule == "atLeast" and self.line > NEEDED * self.letters.size)

    @property
    def lines(self) -> float:
        """How many times as high as its letters need a line is that is not fixed."""
        return self.line / SINGLE if self.rule == "auto" else 1

    @property
    def line_height(self) -> float:
        """How high its lines are."""
        return self.line if self.is_fixed else NEEDED * self.letters.size * self.lines


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a cell is drawn.

    Attributes:
        margins: how far its words are from its edges: top, right, bottom, left.
        borders: how thick its own lines are, in eighths of a point, by side; the table says the others.
        fill: what it is filled with, as six hexadecimal digits; empty if it is not.
        width: how wide it is, its margins included; 0 if that is not said.
    """

    margins: tuple[int, int, int, int] = (0, 108, 0, 108)
    borders: tuple[tuple[str, int], ...] = ()
    fill: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How a row is set: how high it is at least, whether it may go on on the next page, and whether it stays on that of the next row."""

    height: int = 0
    splits: bool = True
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How a table is set.

    Attributes:
        align: left, center or right on the page.
        indent: how far it is from the left edge.
        borders: how thick its lines are, in eighths of a point: top, right, bottom, left, those between rows, those between columns.
    """

    align: str = "left"
    indent: int = 0
    borders: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class PageStyle:
    """A page.

    Attributes:
        width: of the paper.
        height: of the paper.
        margins: from the paper's edges to the text: top, right, bottom, left.
        header: from the paper's upper edge to its header.
        footer: from the paper's lower edge to its footer.
        spacing: what its grid adds to each character, in 4096ths of a point.
        differs: whether even pages have headers and footers of their own.
        first_differs: whether the first page has.
        start: the number of the first page.
    """

    width: int = 11906
    height: int = 16838
    margins: tuple[int, int, int, int] = (1440, 1800, 1440, 1800)
    header: int = 851
    footer: int = 992
    spacing: int = 0
    differs: bool = False
    first_differs: bool = False
    start: int = 1
