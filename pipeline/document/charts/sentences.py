"""What a chart shows in words, for those who cannot see it: made from its figures, so that it is true whatever is filled in.

Which is more is judged on exact figures; each is said as the documents print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from pipeline.document.charts.data import ChartData, ChartRow, shown, text_of
from pipeline.document.charts.kinds import PARTS, TREND
from pipeline.language.phrases import share
from pipeline.language.values import Blank, Figure

# How many names a list of them says before it only counts.
MOST: Final = 5
PART: Final = "其中："
# A name with its figure.
Named = tuple[str, Figure]


def sentence(data: ChartData) -> str:
    """Return what a chart shows: the largest and the smallest, how two series stand to each other, what is missing."""
    return "".join(f"{part}。" for part in parts_of(data))


def parts_of(data: ChartData) -> Iterator[str]:
    """Yield the sentences, without stops."""
    compared = data.kind != TREND and len(data.series) > 1
    for number, name in enumerate(map(text_of, data.series)):
        named = [(called(row), figure) for row in data.rows if isinstance(figure := row.measures[number], Figure)]
        if named and data.kind == TREND:
            yield course(name, named)
        elif named and not compared:
            yield extremes(name, named) + whole(data, named)
    if compared:
        yield from comparison(data)
    if missing := [entry for row in data.rows for entry in missing_of(row, data)]:
        yield f"没有数的：{listed(missing)}"


def extremes(series: str, named: Sequence[Named]) -> str:
    """Return which of a series are the largest and the smallest."""
    if len(named) == 1:
        return f"{named[0][0]}的{series}为{named[0][1]}"
    figures = [figure for _, figure in named]
    if max(figures) == min(figures) or len(set(map(str, figures))) == 1:
        return f"{len(named)}项的{series}{'都是' if max(figures) == min(figures) else '都约为'}{figures[0]}"
    return f"{len(named)}项的{series}，最大的是{those_of(max(figures), named)}，最小的是{those_of(min(figures), named)}"


def those_of(number: Figure, named: Sequence[Named]) -> str:
    """Return the names that have a figure, and the figure."""
    return f"{listed([name for name, figure in named if figure == number])}（{number}）"


def whole(data: ChartData, named: Sequence[Named]) -> str:
    """Return how large the largest part of a whole is, if the parts are all known and no less than 0."""
    numbers = [figure for _, figure in named]
    is_blank = any(isinstance(measure, Blank) for row in data.rows for measure in row.measures)
    if data.kind != PARTS or is_blank or len(named) == 1 or min(numbers) < 0 or numbers.count(max(numbers)) > 1:
        return ""
    return f"，最大的占{share(max(numbers), sum(numbers, Decimal(0)))}"


def course(series: str, named: Sequence[Named]) -> str:
    """Return how a series went on from the first to the last figure."""
    (first, before), (last, after) = named[0], named[-1]
    if len(named) == 1:
        return f"{series}只有{first}有数，为{before}"
    way = "上升" if after > before else "下降" if after < before else "两者相同"
    between = f"；{extremes(series, named)}" if len(named) > 2 else ""  # noqa: PLR2004 - what the first and the last do not say
    return f"{series}：{first}为{before}，{last}为{after}，{way}{between}"


def comparison(data: ChartData) -> Iterator[str]:
    """Yield how the figures of the second series stand to those of the first, row by row."""
    one, other = text_of(data.series[0]), text_of(data.series[1])
    pairs = [(called(row), row.figures[0], row.figures[1]) for row in data.rows if len(row.figures) == len(row.measures)]
    for word, holds in (("大于", 1), ("等于", 0), ("小于", -1)):
        names = [name for name, first, second in pairs if (second > first) - (second < first) == holds]
        if names:
            yield f"{other}{word}{one}的{len(names)}项：{listed(names)}"
    differing = [pair for pair in pairs if pair[1] != pair[2]]
    if differing:
        name, first, second = max(differing, key=lambda pair: abs(pair[2] - pair[1]))
        yield f"相差最大的是{name}：{one}{first}，{other}{second}"


def called(row: ChartRow) -> str:
    """Return a row's name as a sentence can list it: 其中：公务接待费 tells only in its table what it is a part of."""
    return text_of(row.name).removeprefix(PART)


def missing_of(row: ChartRow, data: ChartData) -> Iterator[str]:
    """Yield what stands instead of each figure that a row lacks."""
    for measure, series in zip(row.measures, data.series, strict=True):
        if not isinstance(measure, Figure):
            word = shown(measure)
            yield f"{called(row)}（{word}）" if len(data.series) == 1 else f"{called(row)}的{text_of(series)}（{word}）"


def listed(names: Sequence[str]) -> str:
    """Return names one after another; of many the first and how many there are."""
    return "、".join(names) if len(names) <= MOST else f"{'、'.join(names[:MOST])}等{len(names)}项"
