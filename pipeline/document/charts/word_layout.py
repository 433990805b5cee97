"""How large a chart is in Word, and where in it the bars stand: names get as much room as they need, rows as many lines as their names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final, NamedTuple

from pipeline.document.charts.cells import Grid, displayed, has_legend
from pipeline.document.charts.lettering import text_width, wrapped
from pipeline.document.columns import TEXT_WIDTH

# Points.
WIDTH: Final = TEXT_WIDTH / 20
SIZE: Final = 10.5
SIZES: Final = (SIZE, 9, 7.5)  # of the type: the first is taken with which all rows fit on a page
LINE: Final = 1.3  # lines of type, in its size
BAR: Final = 13
BETWEEN: Final = 6
LEGEND: Final = 24
MARGIN: Final = 6
LINES_HEIGHT: Final = 150  # of a chart of lines
SPARE: Final = 1.1  # names are broken sooner than need be
# What fits on a page above its caption: 20 of its 22 lines. GB/T 9704-2012, 5.2.
HIGHEST: Final = 20 * 28.95
# How many characters wide the column of names may be, narrower ones tried first.
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


def bars_layout(grid: Grid, beside: int) -> Layout:
    """Return the measures of a chart of horizontal bars.

    Args:
        grid: its cells.
        beside: how many bars of a row stand below each other.
    """
    names = [displayed(row[0]).split("\n") for row in grid[1:]]
    top = above(grid)
    room = HIGHEST - top - MARGIN
    for size, across in product(SIZES, NAMES):
        height = rows_height(names, across, size, beside)
        if height <= room:
            break
    height = min(height, room)
    left = size * (min(across, max(text_width(line) for name in names for line in name)) * SPARE + 1)
    right = WIDTH - size * (max(text_width(displayed(cell)) for row in grid[1:] for cell in row[1:]) + 1)
    return Layout(top + height + MARGIN, size, left, top, right, top + height)


def lines_layout(grid: Grid) -> Layout:
    """Return the measures of a chart of lines, the names below it."""
    rows = grid[1:]
    across = WIDTH / len(rows) / SIZE
    below = max(lines_of(displayed(row[0]).split("\n"), across) for row in rows) * SIZE * LINE + BETWEEN
    top = above(grid) + SIZE * LINE
    return Layout(top + LINES_HEIGHT + below, SIZE, MARGIN, top, WIDTH - MARGIN, top + LINES_HEIGHT)


def rows_height(names: Iterable[Iterable[str]], across: int, size: float, beside: int) -> float:
    """Return how high all rows are together, each as high as the highest.

    Args:
        names: the lines of each row's name.
        across: how many characters wide their column is.
        size: of the type.
        beside: how many bars of a row stand below each other.
    """
    lines = [lines_of(name, across) for name in names]
    return len(lines) * (size / SIZE) * (BETWEEN + max(max(lines) * SIZE * LINE, beside * BAR))


def above(grid: Grid) -> float:
    """Return how much room there is above bars and lines, where several series are told apart."""
    return LEGEND if has_legend(grid) else MARGIN


def lines_of(texts: Iterable[str], across: float) -> int:
    """Return how many lines texts take in a column that is so many characters wide."""
    return sum(len(wrapped(text, across)) if text_width(text) > across else 1 for text in texts)
