"""The tables of a PDF, of which the file knows only strokes: cells as found on each page, and what goes over from page to page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

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


@dataclass(slots=True)
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

    @property
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
    head = [[grids[0].text(box) for box in row] for row in grids[0].rows]
    for upper, lower in pairwise(grids):
        drop_head(head, lower)
        if not (upper.rows and lower.rows):
            continue
        if is_one_row(upper, lower):
            last, first = upper.rows[-1], lower.rows.pop(0)
            lower.moved += 1
            upper.rows[-1] = [replace(above, lines=above.lines + below.lines) for above, below in zip(last, first, strict=True)]
        else:
            join_merges(upper, lower)


def drop_head(head: Sequence[Sequence[str]], lower: Grid) -> None:
    """Take away the first rows of a page if they repeat those of the table.

    Args:
        head: the words of the table's first rows.
        lower: its part on a later page.
    """
    same = 0
    while same < min(len(head), len(lower.rows)) and any(head[same]) and [lower.text(box) for box in lower.rows[same]] == head[same]:
        same += 1
    del lower.rows[:same]
    lower.moved += same


def is_one_row(upper: Grid, lower: Grid) -> bool:
    """Return whether the last row of a page goes on in the first one of the next: a sentence is broken off, and no cell says otherwise."""
    last, first = upper.rows[-1], lower.rows[0]
    if len(last) != len(first) or not all(above.is_above(below) for above, below in zip(last, first, strict=True)):
        return False
    both = [(above, below) for above, below in zip(last, first, strict=True) if above.lines and below.lines]
    return bool(both) and all(
        continues(above.lines[-1], below.lines[0], above.left + upper.padding, above.right - upper.padding) for above, below in both
    )


def join_merges(upper: Grid, lower: Grid) -> None:
    """Join the cells at the left of several rows that a page's end has cut, where the words stand in one of the halves only."""
    first, edge = lower.rows[0], lower.left
    for row in upper.rows:
        for place, above in enumerate(row):
            below = next((box for box in first if abs(box.left - edge) < NEAR and above.is_above(box)), None)
            is_last = abs(above.bottom - upper.bottom) < NEAR
            if is_last and below and max(above.rows, below.rows) > 1 and not (above.lines and below.lines):
                row[place] = replace(above, lines=above.lines + below.lines)
                first.remove(below)
                edge = below.right


def with_spots(grid: Grid, page: int, before: int) -> Iterator[list[tuple[str, str, int]]]:
    """Yield the rows of a table as the words, the place and the columns of each cell.

    Args:
        grid: the table.
        page: the page's number.
        before: how many rows of tables stand above it on the page.
    """
    for number, row in enumerate(grid.rows, before + grid.moved + 1):
        yield [(grid.text(box), f"第{page}页第{number}行第{place}格", box.columns) for place, box in enumerate(row, 1)]
