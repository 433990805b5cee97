"""How large a chart is in Word, and where in it the bars stand: names get as much room as they need, rows as many lines as their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import ceil
from typing import Final, NamedTuple

from pipeline.document.charts.cells import Grid, displayed
from pipeline.document.charts.lettering import text_width, wrapped
from pipeline.document.word.narrative import TEXT_WIDTH

# Points.
WIDTH: Final = TEXT_WIDTH / 20
SIZE, SMALL = 10.5, 9.0  # of the type
LINE: Final = 1.3  # lines of type, in its size
BAR: Final = 13
BETWEEN: Final = 6
LEGEND: Final = 24
MARGIN: Final = 6
LINES_HEIGHT: Final = 150  # of a chart of lines
SPARE: Final = 1.1  # names are broken sooner than need be
# What fits on a page above its caption: 20 of its 22 lines. GB/T 9704-2012, 5.2.
HIGHEST: Final = 20 * 28.95
ROOM: Final = HIGHEST - LEGEND - MARGIN
# How many characters wide the column of names may be; the first is taken with which all rows fit on a page, and then smaller type.
NAMES: Final = (14, 18, 22)


class Layout(NamedTuple):
    """A chart's measures, in points.

    Attributes:
        height: of the whole, which is as wide as the text.
        size: of its type.
        left: where the bars or lines begin.
        top: the same from above.
        right: where they end.
        bottom: the same.
    """

    height: float
    size: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the bars or lines as parts of the whole."""
        return (
            self.left / WIDTH,
            self.top / self.height,
            (self.right - self.left) / WIDTH,
            (self.bottom - self.top) / self.height,
        )


class Setting(NamedTuple):
    """How names are set: the size of their type, how many characters wide their column is, and how high that makes each row."""

    size: float
    across: float
    height: float


def setting_of(names: Sequence[Sequence[str]], beside: int) -> Setting:
    """Return how names are set with which all rows fit on a page; if there is no such way, so that many of them fit.

    Args:
        names: the lines of each row's name.
        beside: how many bars of a row stand below each other.
    """
    for size, across in product((SIZE, SMALL), NAMES):
        height = row_height(names, across, size, beside)
        if len(names) * height <= ROOM:
            return Setting(size, across, height)
    return Setting(SIZE, NAMES[-1], row_height(names, NAMES[-1], SIZE, beside))


def on_pages(grid: Grid, beside: int) -> list[Grid]:
    """Return the cells of a chart of bars as those of one chart, or of several alike where not all rows fit on a page.

    Args:
        grid: the chart's cells.
        beside: how many bars of a row stand below each other.
    """
    head, *rows = grid
    fitting = max(1, int(ROOM / setting_of(names_of(grid), beside).height))
    each = ceil(len(rows) / ceil(len(rows) / fitting))
    return [[head, *rows[first : first + each]] for first in range(0, len(rows), each)]


def bars_layout(grid: Grid, beside: int, whole: Grid) -> Layout:
    """Return the measures of a chart of horizontal bars.

    Args:
        grid: its cells.
        beside: how many bars of a row stand below each other.
        whole: the cells of all charts that this is one of, in which bars begin and end alike.
    """
    names = names_of(whole)
    size, across, row = setting_of(names, beside)
    height = min((len(grid) - 1) * row, ROOM)
    left = size * (min(across, max([text_width(line) for name in names for line in name])) * SPARE + 1)
    right = WIDTH - size * (max([text_width(displayed(cell)) for cells in whole[1:] for cell in cells[1:]]) + 1)
    return Layout(LEGEND + height + MARGIN, size, left, LEGEND, right, LEGEND + height)


def lines_layout(grid: Grid) -> Layout:
    """Return the measures of a chart of lines, the names below it."""
    across = WIDTH / len(grid[1:]) / SIZE
    below = max(lines_of(name, across) for name in names_of(grid)) * SIZE * LINE + BETWEEN
    top = LEGEND + SIZE * LINE
    return Layout(top + LINES_HEIGHT + below, SIZE, MARGIN, top, WIDTH - MARGIN, top + LINES_HEIGHT)


def names_of(grid: Grid) -> list[list[str]]:
    """Return the lines of each row's name."""
    return [displayed(row[0]).split("\n") for row in grid[1:]]


def row_height(names: Iterable[Iterable[str]], across: int, size: float, beside: int) -> float:
    """Return how high each row is: as high as the highest.

    Args:
        names: the lines of each row's name.
        across: how many characters wide their column is.
        size: of the type.
        beside: how many bars of a row stand below each other.
    """
    lines = max([lines_of(name, across) for name in names])
    return (size / SIZE) * (BETWEEN + max(lines * SIZE * LINE, beside * BAR))


def lines_of(texts: Iterable[str], across: float) -> int:
    """Return how many lines texts take in a column that is so many characters wide."""
    return sum([len(wrapped(text, across)) if text_width(text) > across else 1 for text in texts])
