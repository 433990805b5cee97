"""The tables of a PDF, of which the file knows only strokes: cells as found on each page, and what goes over from page to page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.intake.readers.pdf_words import Line, continues, paragraphs

NEAR = 2.0  # points by which edges that are one differ


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it is found on a page.

    Attributes:
        left: where it begins, in points.
        right: where it ends.
        bottom: where it ends downwards.
        columns: how many columns it covers.
        rows: how many rows it covers.
        lines: what stands in it.
    """

    left: float
    right: float
    bottom: float
    columns: int
    rows: int
    lines: tuple[Line, ...]

    def is_above(self, other: Box) -> bool:
        """Return whether another cell is as wide and as far to the left."""
        return abs(self.left - other.left) < NEAR and abs(self.right - other.right) < NEAR


@dataclass
class Grid:
    """A table as it is found on a page.

    Attributes:
        left: where it begins, in points.
        right: where it ends.
        top: where it begins downwards.
        bottom: where it ends downwards.
        rows: its rows, without the lower cells of vertical merges.
        moved: how many rows at its top were taken away, since they belong to the page before.
    """

    left: float
    right: float
    top: float
    bottom: float
    rows: list[list[Box]] = field(default_factory=list)
    moved: int = 0

    @cached_property
    def padding(self) -> float:
        """How far words stand from the edges of cells, those apart that are wider than their cells."""
        gaps = Counter(round(line.left - box.left, 1) for row in self.rows for box in row for line in box.lines)
        return max(min((gap for gap, times in gaps.items() if times > 1), default=0.0), 0.0)

    def text(self, box: Box) -> str:
        """Return what a cell says."""
        return "\n".join(text for _, text in paragraphs(box.lines, box.left + self.padding, box.right - self.padding))


def is_continued(upper: Grid, lower: Grid) -> bool:
    """Return whether a table at the top of a page is the one that ended at the bottom of the page before."""
    return abs(upper.left - lower.left) < NEAR and abs(upper.right - lower.right) < NEAR


def joined(grids: Sequence[Grid]) -> None:
    """Put together what the ends of pages have parted in a table, as far as that is certain; what is moved stands on the earlier page.

    Args:
        grids: the table's parts, one on each page.
    """
    rows = [[grids[0].text(box) for box in row] for row in grids[0].rows]
    before = End(grids[0].padding, grids[0].rows[-1], ends_of(grids[0]))
    for grid in grids[1:]:
        drop_heads(rows, grid)
        if grid.rows:
            before = go_on(before, grid)


@dataclass(frozen=True, slots=True)
class End:
    """How a table ends on a page.

    Attributes:
        padding: how far words stand from the edges of its cells.
        row: its last row.
        cells: its cells that reach down to its end, each as a row, it may be of an earlier page, and the place in it.
    """

    padding: float
    row: list[Box]
    cells: Sequence[tuple[list[Box], int]]


def ends_of(grid: Grid) -> list[tuple[list[Box], int]]:
    """Return the cells that reach down to the end of a table's part."""
    return [(row, place) for row in grid.rows for place, box in enumerate(row) if abs(box.bottom - grid.bottom) < NEAR]


def go_on(before: End, grid: Grid) -> End:
    """Join what goes on from the page before in a table's part, and return how that ends.

    Args:
        before: how the table ends on the page before.
        grid: its part on this page.
    """
    first = grid.rows[0]
    merged = join_merges(before, first, grid)
    last = [(place, box) for place, box in enumerate(before.row) if not any(row is before.row and place == at for row, at, _ in merged)]
    if is_one_row([box for _, box in last], first, before.padding):
        for (place, above), below in zip(last, first, strict=True):
            before.row[place] = replace(above, lines=above.lines + below.lines)
        del grid.rows[0]
        grid.moved += 1
    reaching = [(row, place) for row, place, below in merged if abs(below.bottom - grid.bottom) < NEAR]
    return End(grid.padding, grid.rows[-1], [*reaching, *ends_of(grid)]) if grid.rows else before


def is_head(words: Sequence[str]) -> bool:
    """Return whether a row can be one that is repeated on each page: of different words in all of its cells, without figures."""
    is_of_words = all(each and not any(map(str.isdecimal, each)) for each in words)
    return is_of_words and len(words) == len(set(words)) and len(words) > 1


def drop_heads(rows: Sequence[Sequence[str]], lower: Grid) -> None:
    """Take away the first rows of a page if they repeat the first ones of the table, or one that names its columns.

    Args:
        rows: the words of the table's rows on its first page.
        lower: its part on a later page.
    """
    begun = 0
    while lower.rows:
        words = [lower.text(box) for box in lower.rows[0]]
        if not (any(words) and words == rows[min(begun, len(rows) - 1)]) and not (is_head(words) and words in rows):
            return
        del lower.rows[0]
        begun, lower.moved = begun + 1, lower.moved + 1


def is_one_row(last: Sequence[Box], first: Sequence[Box], padding: float) -> bool:
    """Return whether the last row of a page goes on in the first one of the next: a sentence is broken off, and no cell says otherwise.

    Args:
        last: the cells of the last row.
        first: those of the first row.
        padding: how far words stand from the edges of cells.
    """
    if len(last) != len(first) or not all(above.is_above(below) for above, below in zip(last, first, strict=True)):
        return False
    both = [(above, below) for above, below in zip(last, first, strict=True) if above.lines and below.lines]
    return bool(both) and all(
        continues(above.lines[-1], below.lines[0], above.left + padding, above.right - padding) for above, below in both
    )


def join_merges(before: End, first: list[Box], grid: Grid) -> list[tuple[list[Box], int, Box]]:
    """Join the cells at the left of several rows that a page's end has cut, where the words stand in one of the halves only.

    Args:
        before: how the table ends on the page before.
        first: its first row on this page, from which the lower halves are taken.
        grid: its part on this page.

    Returns:
        The upper halves, each as a row and the place in it, with the lower half.
    """
    merged, edge = [], grid.left
    for row, place in sorted(before.cells, key=lambda cell: cell[0][cell[1]].left):
        above = row[place]
        below = next((box for box in first if abs(box.left - edge) < NEAR and above.is_above(box)), None)
        if below and (max(above.rows, below.rows) > 1 or row is not before.row) and not (above.lines and below.lines):
            row[place] = replace(above, lines=above.lines + below.lines)
            first.remove(below)
            merged.append((row, place, below))
            edge = below.right
    return merged


def with_spots(grid: Grid, page: int, before: int) -> Iterator[list[tuple[str, str, int]]]:
    """Yield the rows of a table that have words, as the words, the place and the columns of each cell.

    Args:
        grid: the table.
        page: the page's number.
        before: how many rows of tables stand above it on the page.
    """
    for number, row in enumerate(grid.rows, before + grid.moved + 1):
        if any(box.lines for box in row):
            yield [(grid.text(box), f"第{page}页第{number}行第{place}格", box.columns) for place, box in enumerate(row, 1)]
