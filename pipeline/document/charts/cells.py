"""A chart's texts and figures as the cells of a spreadsheet, from which both the chart in Word and the workbook in it are written.

What is no figure cannot stand among figures, where a spreadsheet would draw a 0 for it: its cell stays empty, and the row's name
says the words that stand instead, each in a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple

from pipeline.document.charts.data import ChartData, ChartRow, Measure, shown, text_of
from pipeline.document.charts.kinds import PARTS
from pipeline.language.values import Figure
from pipeline.language.wording import EXACT, plain_number
from pipeline.regex import regex

LINE_END: Final = "\n"
FORMAT: Final = regex(r"0(?:\.(0+))?(%?)")
# How a spreadsheet shows figures by itself, so that one keeps its decimals that somebody types there: those of so many signs.
GENERAL, GENERAL_SIGNS = "General", 10
# What the column is called of where the bars of parts of a whole start: nothing that can be seen in the legend, where each series is.
STARTS: Final = " "
MOST_DIGITS: Final = 15  # more of them a spreadsheet forgets


class Number(NamedTuple):
    """A figure as a spreadsheet has it: its value, and the format in which it shows as the document shows it."""

    value: str
    format: str


# An empty text is an empty cell.
Cell = str | Number
Grid = Sequence[Sequence[Cell]]


def cells(data: ChartData) -> Grid:
    """Return a chart's cells: a row of the series' names, and a row for each of the chart's; for parts of a whole where each starts."""
    series = list(map(text_of, data.series))
    grid: list[list[Cell]] = [["", *series], *([category(row, series), *map(measured, row.measures)] for row in data.rows)]
    if data.kind != PARTS or min(data.figures) < 0:
        return grid
    return [[*row, start] for row, start in zip(grid, starts_of(grid), strict=True)]


def starts_of(grid: Grid) -> list[Cell]:
    """Return a column of where the bar of each row starts: where the one above ends."""
    lengths = (Decimal(cell.value) if isinstance(cell := row[1], Number) else Decimal(0) for row in grid[1:-1])
    return [STARTS, *(Number(plain_number(start), GENERAL) for start in accumulate(lengths, EXACT.add, initial=Decimal(0)))]


def has_starts(grid: Grid) -> bool:
    """Return whether cells say where bars start."""
    return grid[0][-1] == STARTS


def without_starts(grid: Grid) -> Grid:
    """Return cells without where bars start, if these start where they should."""
    return [row[:-1] for row in grid] if has_starts(grid) and [row[-1] for row in grid] == starts_of(grid) else grid


def category(row: ChartRow, series: Sequence[str]) -> str:
    """Return what a row is called, with what stands there instead of figures."""
    missing = ((name, measure) for name, measure in zip(series, row.measures, strict=True) if not isinstance(measure, Figure))
    return LINE_END.join((text_of(row.name), *(f"{remark(name, series)}{shown(measure)}）" for name, measure in missing)))


def remark(name: str, series: Sequence[str]) -> str:
    """Return how the line begins that says what stands instead of a figure, given what its series is called, and all of them."""
    return "（" if len(series) == 1 else f"（{name.replace(LINE_END, ' ')}："


def measured(measure: Measure) -> Cell:
    """Return a figure as a cell: 89.56% as 0.8956 in the format 0.00%; an empty one for what is no figure."""
    if not isinstance(measure, Figure):
        return ""
    number = measure.spelt.removesuffix("%")
    percent = measure.spelt[len(number) :]
    value = plain_number(measure.displayed.scaleb(-2, EXACT) if percent else measure.displayed)
    decimals = number.partition(".")[2]
    if sum(map(str.isdigit, number)) > MOST_DIGITS:
        return Number(value, "".join(f"\\{sign}" for sign in measure.spelt))  # which shows all of them
    if len(value) <= GENERAL_SIGNS and not percent and not decimals.endswith("0"):
        return Number(value, GENERAL)
    return Number(value, f"0.{'0' * len(decimals)}{percent}" if decimals else f"0{percent}")


def displayed(cell: Cell) -> str:
    """Return what a cell shows; if its format shows another figure than it holds, that too."""
    if isinstance(cell, str):
        return cell
    if cell.format == GENERAL:
        return cell.value
    value, match = Decimal(cell.value), FORMAT.fullmatch(cell.format)
    if match:
        exact = value.scaleb(2, EXACT) if match[2] else value
        return f"{exact.quantize(Decimal(1).scaleb(-len(match[1] or '')), context=EXACT):f}{match[2]}"
    text = cell.format.replace("\\", "")
    same = text == plain_number(value) or text == f"{plain_number(value.scaleb(2, EXACT))}%"
    return text if same else f"{text}（{cell.value}）"


def told(grid: Grid) -> list[Sequence[str]]:
    """Return a chart's cells as its table would say them: the words that stand instead of figures in their places."""
    head, *rows = without_starts(grid)
    names = list(map(displayed, head))
    return [names, *(told_row(row, names[1:]) for row in rows)]


def told_row(row: Sequence[Cell], series: Sequence[str]) -> Sequence[str]:
    """Return a row as a table would say it, given what the series are called."""
    said = list(map(displayed, row))
    missing = [index for index, text in enumerate(said[1:]) if not text]
    name, *lines = said[0].rsplit(LINE_END, len(missing))
    if len(lines) != len(missing):
        return said
    for index, line in zip(missing, lines, strict=True):
        begun = remark(series[index], series)
        said[1 + index] = line[len(begun) : -1] if line.startswith(begun) and line.endswith("）") else line
    return [name, *said[1:]]
