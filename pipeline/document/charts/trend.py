"""Charts over years: a line for each series above a column for each year, and below the lines the figures that they go through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, groupby, pairwise
from typing import Final

from pipeline.document.charts.bars import APART, GAP
from pipeline.document.charts.data import ChartData, shown, text_of
from pipeline.document.charts.lettering import text_width, wrapped
from pipeline.document.charts.shapes import LINE, SIZE, STROKES, WIDTH, Area, Fill, Label, Point, Shape, Stretch, Strip
from pipeline.language.values import Figure

HEIGHT: Final = 120.0  # of the lines
NAMES: Final = 126.0  # the most that the names of series take
# How a series' points are marked: a shape around the point, and what fills it.
MARKS: Final[tuple[tuple[tuple[Point, ...], Fill], ...]] = (
    (((-4, -4), (4, -4), (4, 4), (-4, 4)), "solid"),
    (((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)), "outline"),
    (((0, -5), (5, 4), (-5, 4)), "solid"),
    (((-4, -4), (4, -4), (4, 4), (-4, 4)), "outline"),
)
MARK: Final = 12.0  # the room that one takes beside a name


def has_room(data: ChartData) -> bool:
    """Return whether a chart's figures have room below each other, a column for each year."""
    return column_width(data) * len(data.rows) <= WIDTH - names_width(data)


def names_width(data: ChartData) -> float:
    """Return how wide the column is in which the names of the series stand."""
    return min(NAMES, MARK + GAP + max(text_width(text_of(name)) for name in data.series) * SIZE)


def column_width(data: ChartData) -> float:
    """Return how wide a year's column must be."""
    texts = (text for row in data.rows for text in (text_of(row.name), *map(shown, row.measures)))
    return max(map(text_width, texts)) * SIZE + GAP


def trend_strips(data: ChartData) -> Iterator[Strip]:
    """Yield the lines, and what they go through: the years, and below each its figures."""
    names = names_width(data)
    step = (WIDTH - names) / len(data.rows)
    middles = [names + step * (number + 0.5) for number in range(len(data.rows))]
    yield Strip(HEIGHT + 2 * APART, tuple(lines_of(data, names, middles)))
    series = [wrapped(text_of(name), (names - MARK - GAP) / SIZE) for name in data.series]
    tops = [LINE * (1 + above) for above in accumulate(map(len, series), initial=0)]
    yield Strip(tops[-1], (*names_of_series(data, series, tops), *columns_of(data, middles, tops)))


def names_of_series(data: ChartData, series: Sequence[tuple[str, ...]], tops: Sequence[float]) -> Iterator[Shape]:
    """Yield the name of each series with the mark of its points.

    Args:
        data: the chart.
        series: the names' lines.
        tops: where each series' figures begin, and where those of the last one end.
    """
    for number, (name, lines, top) in enumerate(zip(data.series, series, tops, strict=False)):
        yield mark_at(number, (MARK / 2, top + LINE / 2))
        yield Label(lines, MARK + GAP, top + LINE / 2, "series", name)


def columns_of(data: ChartData, middles: Sequence[float], tops: Sequence[float]) -> Iterator[Label]:
    """Yield each year with its figures below it.

    Args:
        data: the chart.
        middles: where the years are.
        tops: as in `names_of_series`.
    """
    for row, x in zip(data.rows, middles, strict=True):
        yield Label((text_of(row.name),), x, LINE / 2, "name", row.name, "middle")
        for each, (top, bottom) in zip(row.measures, pairwise(tops), strict=True):
            yield Label((shown(each),), x, (top + bottom) / 2, "measure", (each,), "middle")


def lines_of(data: ChartData, left: float, middles: Sequence[float]) -> Iterator[Shape]:
    """Yield the line of 0 and that of each series, with its marks; a line ends where a figure is missing.

    Args:
        data: the chart.
        left: where the lines' part of the drawing begins.
        middles: where the years are.
    """
    most, least = max(*data.figures, Decimal(0)), min(*data.figures, Decimal(0))
    unit = HEIGHT / float(most - least or 1)
    zero = APART + float(most) * unit
    yield Stretch(((left, zero), (WIDTH, zero)), "axis")
    for number, stroke in enumerate(STROKES[: len(data.series)]):
        column = [(x, row.measures[number]) for x, row in zip(middles, data.rows, strict=True)]
        for is_figure, run in groupby(column, lambda entry: isinstance(entry[1], Figure)):
            if is_figure:
                points = tuple((x, zero - float(figure) * unit) for x, figure in run if isinstance(figure, Figure))
                yield Stretch(points, stroke)
                yield from (mark_at(number, point) for point in points)


def mark_at(number: int, point: Point) -> Area:
    """Return the mark of a series at a point."""
    outline, fill = MARKS[number]
    return Area(tuple((point[0] + x, point[1] + y) for x, y in outline), fill)
