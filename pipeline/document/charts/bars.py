"""Charts of bars: a strip for each row, its name at the left, and behind each bar the figure that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Final

from pipeline.document.charts.data import ChartData, ChartRow, Measure, shown, text_of
from pipeline.document.charts.kinds import PARTS, SCORES
from pipeline.document.charts.lettering import text_width, wrapped
from pipeline.document.charts.shapes import FILLS, LINE, SIZE, WIDTH, Area, Fill, Label, Shape, Stretch, Strip, box
from pipeline.language.values import Figure
from pipeline.records import record

# Of a bar: how thick it is, and how long one is that would not be seen.
THICK, SHORTEST = 12.0, 1.5
# Between words and bars, and between rows.
GAP, APART = 6.0, 8.0
# From the end of a bar's length to its figure, at most.
BESIDE: Final = GAP + SHORTEST
# What bars take at least, and names at most and at least.
BARS, NAMES, SHORT_NAMES = 110.0, 168.0, 84.0
# Of a series' mark in the legend.
MARK: Final = 12.0


@record()
class Scale:
    """Where bars stand.

    Attributes:
        names: how wide the column of names is.
        zero: where the axis is.
        unit: how long a bar of 1 is.
        left: how much room a figure has at the left of its bar.
        right: how much it has at the right.
    """

    names: float
    zero: float
    unit: float
    left: float
    right: float

    def x(self, number: Decimal) -> float:
        """Return where a number is."""
        return self.zero + float(number) * self.unit


def fills_of(data: ChartData) -> tuple[Fill, ...]:
    """Return what fills the bars of each series; those of a single one are solid."""
    return FILLS if len(data.series) > 1 else ("solid",)


def starts_of(data: ChartData) -> list[Decimal]:
    """Return where the bars of each row start: those of parts of a whole where the last one ended, if they can be parts of one."""
    figures = [row.measures[0] if isinstance(row.measures[0], Figure) else Decimal(0) for row in data.rows]
    if data.kind != PARTS or min(figures) < 0:
        return [Decimal(0)] * len(figures)
    return [Decimal(0), *accumulate(figures[:-1])]


def scale_of(data: ChartData, columns: float) -> Scale:
    """Return where a chart's bars stand.

    Args:
        data: the chart.
        columns: how wide the columns of figures are at the right, if it has any: then none stands at its bar.
    """
    ends = [start + figure for row, start in zip(data.rows, starts_of(data), strict=True) for figure in row.figures]
    most, least = max(*ends, Decimal(0)), min(*ends, Decimal(0))
    beside = [(is_left(measure), text_width(shown(measure)) * SIZE) for row in data.rows for measure in row.measures if not columns]
    left = max((width + BESIDE for at_left, width in beside if at_left), default=0.0)
    right = max((width + BESIDE for at_left, width in beside if not at_left), default=columns)
    names = max(text_width(text_of(row.name)) * SIZE for row in data.rows)
    names = min(names, max(SHORT_NAMES, min(NAMES, WIDTH - left - right - GAP - BARS)))
    room = WIDTH - names - GAP - left - right
    if room < BARS:  # figures of endless digits, which are written smaller
        short = min(left, right, (WIDTH - names - GAP - BARS) / 2)
        long = WIDTH - names - GAP - BARS - short
        left, right = (short, long) if left < right else (long, short)
        room = BARS
    unit = room / float(most - least or 1)
    return Scale(names, names + GAP + left - float(least) * unit, unit, left - BESIDE, right - BESIDE)


def is_left(measure: Measure) -> bool:
    """Return whether a figure stands at the left of its bar."""
    return isinstance(measure, Figure) and measure < 0


def bar_strips(data: ChartData) -> tuple[Strip, list[Strip]]:
    """Return the head of a chart of bars, and its rows."""
    if data.kind == SCORES and len(data.series) > 1:
        return score_strips(data)
    scale = scale_of(data, 0)
    rows = zip(data.rows, starts_of(data), strict=True)
    return legend(data, scale), [row_strip(row, start, scale, fills_of(data)) for row, start in rows]


def legend(data: ChartData, scale: Scale) -> Strip:
    """Return what the bars of each series mean, above the bars, in as many lines as it takes."""
    left = scale.names + GAP
    shapes: list[Shape] = []
    x, y = left, LINE / 2
    for name, fill in zip(data.series, fills_of(data), strict=False):
        lines = wrapped(text_of(name), (WIDTH - left - MARK - GAP) / SIZE)
        label = Label(lines, x + MARK + GAP, y, "series", name)
        if x > left and label.box[2] > WIDTH:
            x, y = left, y + LINE
            label = Label(lines, x + MARK + GAP, y, "series", name)
        shapes += [box(x, y - MARK / 2, x + MARK, y + MARK / 2, fill), label]
        x, y = label.box[2] + 2 * SIZE, label.box[3] - LINE / 2
    return Strip(y + LINE / 2 + APART, tuple(shapes))


def row_strip(row: ChartRow, start: Decimal, scale: Scale, fills: tuple[Fill, ...]) -> Strip:
    """Return a row: its name, and below each other its bars with their figures.

    Args:
        row: the row.
        start: where its bars start.
        scale: where bars stand.
        fills: what fills the bar of each series.
    """
    name = wrapped(text_of(row.name), scale.names / SIZE)
    height = max(len(name), len(row.measures)) * LINE + APART
    first = height / 2 - (len(row.measures) - 1) * LINE / 2
    shapes: list[Shape] = [name_label(row, name, height), axis(scale, height)]
    for number, (measure, fill) in enumerate(zip(row.measures, fills, strict=False)):
        y = first + number * LINE
        end = scale.x(start)
        if isinstance(measure, Figure):
            bar = bar_of(start, measure, y, scale, fill)
            end = (min if measure < 0 else max)(x for x, _ in bar.points)
            shapes.append(bar)
        shapes.append(beside(measure, end, y, scale))
    return Strip(height, tuple(shapes))


def name_label(row: ChartRow, lines: tuple[str, ...], height: float) -> Label:
    """Return a row's name.

    Args:
        row: the row.
        lines: its name, wrapped.
        height: how high the row is.
    """
    return Label(lines, 0, height / 2 - (len(lines) - 1) * LINE / 2, "name", row.name)


def axis(scale: Scale, height: float) -> Stretch:
    """Return the axis in a strip."""
    return Stretch(((scale.zero, 0), (scale.zero, height)), "axis")


def bar_of(start: Decimal, figure: Figure, y: float, scale: Scale, fill: Fill) -> Area:
    """Return a bar.

    Args:
        start: where it starts.
        figure: how long it is; a 0 is a thin line.
        y: its middle.
        scale: where bars stand.
        fill: what fills it.
    """
    one, other = sorted((scale.x(start), scale.x(start + figure)))
    if other - one < SHORTEST:
        one, other = (other - SHORTEST, other) if figure < 0 else (one, one + SHORTEST)
    return box(one, y - THICK / 2, other, y + THICK / 2, fill if figure else "solid")


def beside(measure: Measure, end: float, y: float, scale: Scale) -> Label:
    """Return a figure behind the end of its bar, or what stands instead of one.

    Args:
        measure: the figure.
        end: where its bar ends.
        y: the bar's middle.
        scale: where bars stand.
    """
    at_left = is_left(measure)
    size = min(SIZE, (scale.left if at_left else scale.right) / text_width(shown(measure)))
    x = end - GAP if at_left else end + GAP
    return Label((shown(measure),), x, y, "measure", (measure,), "end" if at_left else "start", size)


def score_strips(data: ChartData) -> tuple[Strip, list[Strip]]:
    """Return the head and the rows of scores: each a bar within that of its weight, the figures in columns at the right."""
    heads = [text_of(name) for name in data.series]
    texts = [[shown(row.measures[number]) for row in data.rows] for number in range(len(heads))]
    room = (WIDTH - SHORT_NAMES - BARS - 4 * GAP) / 2
    widths = [
        min(room, max(MARK + GAP + text_width(head) * SIZE, *(text_width(text) * SIZE for text in column)))
        for head, column in zip(heads, texts, strict=True)
    ]
    rights = [WIDTH - widths[1] - 2 * GAP, WIDTH]
    scale = scale_of(data, sum(widths) + 4 * GAP)
    return score_head(data, widths, rights), [score_strip(row, widths, rights, scale) for row in data.rows]


def score_head(data: ChartData, widths: list[float], rights: list[float]) -> Strip:
    """Return what heads the columns of figures.

    Args:
        data: the chart.
        widths: the columns' widths.
        rights: where the columns end.
    """
    names = [wrapped(text_of(name), (width - MARK - GAP) / SIZE) for name, width in zip(data.series, widths, strict=True)]
    height = max(map(len, names)) * LINE
    shapes: list[Shape] = []
    for name, lines, right, fill in zip(data.series, names, rights, FILLS, strict=False):
        label = Label(lines, right, LINE / 2 + height - len(lines) * LINE, "series", name, "end")
        left = label.box[0] - GAP
        shapes += [box(left - MARK, label.y - MARK / 2, left, label.y + MARK / 2, fill), label]
    return Strip(height + APART, tuple(shapes))


def score_strip(row: ChartRow, widths: list[float], rights: list[float], scale: Scale) -> Strip:
    """Return the row of a score.

    Args:
        row: weight and score.
        widths: the widths of the columns of figures.
        rights: where these columns end.
        scale: where bars stand.
    """
    name = wrapped(text_of(row.name), scale.names / SIZE)
    height = len(name) * LINE + APART
    bars = [
        bar_of(Decimal(0), measure, height / 2, scale, fill)
        for measure, fill in zip(row.measures, FILLS, strict=False)
        if isinstance(measure, Figure)
    ]
    return Strip(height, (name_label(row, name, height), axis(scale, height), *bars, *score_labels(row, widths, rights, height / 2)))


def score_labels(row: ChartRow, widths: list[float], rights: list[float], y: float) -> Iterator[Label]:
    """Yield the figures of a score.

    Args:
        row: weight and score.
        widths: the widths of their columns.
        rights: where these end.
        y: the row's middle.
    """
    for measure, width, right in zip(row.measures, widths, rights, strict=True):
        size = min(SIZE, width / text_width(shown(measure)))
        yield Label((shown(measure),), right, y, "measure", (measure,), "end", size)
