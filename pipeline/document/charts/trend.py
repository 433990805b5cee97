"""Charts over years: a line for each series above a column for each year, and below the lines the figures that they go through."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
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
    """Yield the lines, the years, and the figures of each series."""
    names = names_width(data)
    step = (WIDTH - names) / len(data.rows)
    middles = [names + step * (number + 0.5) for number in range(len(data.rows))]
    yield Strip(HEIGHT + 2 * APART, tuple(lines_of(data, names, middles)))
    yield Strip(
        LINE, tuple(Label((text_of(row.name),), x, LINE / 2, "name", row.name, "middle") for row, x in zip(data.rows, middles, strict=True))
    )
    for number in range(len(data.series)):
        yield figures_strip(data, number, names, middles)


def lines_of(data: ChartData, left: float, middles: list[float]) -> Iterator[Shape]:
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


def figures_strip(data: ChartData, number: int, names: float, middles: list[float]) -> Strip:
    """Return the name of a series and its figures.

    Args:
        data: the chart.
        number: which series.
        names: how wide the column of names is.
        middles: where the years are.
    """
    lines = wrapped(text_of(data.series[number]), (names - MARK - GAP) / SIZE)
    y = len(lines) * LINE / 2
    name = Label(lines, MARK + GAP, LINE / 2, "series", data.series[number])
    measures = [row.measures[number] for row in data.rows]
    figures = (Label((shown(each),), x, y, "measure", (each,), "middle") for each, x in zip(measures, middles, strict=True))
    return Strip(len(lines) * LINE, (mark_at(number, (MARK / 2, LINE / 2)), name, *figures))
