"""How high a printed cell will be, counted from its words: to let Typst measure each cell would double the time of a page.

It decides how much a low cell is filled up, and whether a row may stay on one page; neither needs more than a good estimate. A row's
height is known when all of its cells are printed: until then marks stand in the source, at the beginning of a row and in its cells.
An & that begins no character reference is always the program's own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from html import unescape
from typing import Final, NamedTuple

from markupsafe import Markup

from pipeline.document.typst.fitting import fitted
from pipeline.language.escaping import marked
from pipeline.language.expressions import own_name
from pipeline.regex import regex

# What the sources call while a document is printed, and where they keep a cell meanwhile.
CELL_SETTINGS, CELL = own_name("cell_settings"), own_name("cell")
PARAGRAPH: Final = regex(r'p[0-9]+\((?="")')
WORDS: Final = regex(r'"([^"]*)"')
LINE_BREAK: Final = "+linebreak()"
# Of a cell how many rows it wants to keep on one page, and how high its row is at least for it; before that, how many rows it covers.
MARK: Final = regex("&(?:x([0-9]+)|(?:([0-9]+),)?([0-9]+));")
SIDES: Final = ("top", "right", "bottom", "left")
# How much larger a row may be than counted, and how much wider a word.
RESERVE, WIDEST = 1.5, 2
Sides = tuple[int, int, int, int]


class Measures(NamedTuple):
    """What a cell's height depends on besides its words, in twentieths of a point.

    Attributes:
        room: how long a line of it is.
        character: how wide a Chinese character is.
        line: how high a line is.
        least: how high the words' room is to be at least.
        margins: how far its words are from its edges.
        usual: the same of most cells of its table.
        above: which part of what it lacks is added above its words.
        rows: how many rows are to stay on one page with it, its own among them; 0 if none.
    """

    room: int
    character: int
    line: int
    least: int
    margins: Sides
    usual: Sides
    above: float
    rows: int


def settings_of(printed: str, measures: str) -> Markup:
    """Return a cell while a document is printed: what it is told of its height, and its paragraphs, none of whose words is too long.

    Args:
        printed: its paragraphs as they are printed.
        measures: what else decides, as JSON.
    """
    told = read_measures(measures)
    is_short = WIDEST * max(widths_in(printed), default=0) * told.character <= told.room
    return marked("".join((cell_settings(printed, told), printed if is_short else fitted(printed, told.room, told.character))))


@cache
def read_measures(measures: str) -> Measures:
    """Return measures that were written as JSON."""
    return Measures(*json.loads(measures))


def cell_settings(printed: str, measures: Measures) -> Markup:
    """Return what a cell is told of its height: its margins, as far as they are not the usual, and its mark.

    Args:
        printed: its paragraphs as they are printed.
        measures: what else decides.
    """
    room, character, line, least, own, usual, above, rows = measures
    height = line * lines_of(printed, room / max(character, 1))
    lack = max(least - height, 0)
    filled = (own[0] + lack * above, own[1], own[2] + lack * (1 - above), own[3])
    return Markup(f"{inset(filled, usual)}&{rows},{height + lack + usual[0] + usual[2]};")  # noqa: S704 - of numbers


def points(twentieths: float) -> str:
    """Return a length of so many twentieths of a point."""
    return f"{twentieths / 20:g}pt"


def inset(margins: Sequence[float], usual: Sequence[float | None] = (None,) * len(SIDES)) -> str:
    """Return how far a cell's words are from its edges, as far as that is not the usual."""
    unusual = [f"{side}:{points(own)}" for side, own, other in zip(SIDES, margins, usual, strict=True) if own != other]
    return f"inset:({','.join(unusual)})," if unusual else ""


def row_mark(usual: Sides) -> str:
    """Return the mark of a row whose cells have these margins."""
    return f"&{usual[0] + usual[2]};"


def rows_mark(rows: str) -> str:
    """Return the mark of a cell that covers so many rows; none if it covers one."""
    return f"&x{rows};" if rows else ""


def kept_whole(printed: str, page: int) -> str:
    """Return a printed source without marks, and with what keeps cells on one page; what is likely to be higher than one goes on.

    Args:
        printed: the source.
        page: how high a page is, in twentieths of a point.
    """
    first, *rest = MARK.split(printed)
    marks = list(zip(rest[::4], rest[1::4], rest[2::4], rest[3::4], strict=True))
    heights = heights_of(marks)
    parts, row = [first], -1
    for covered, span, _, text in marks:
        if covered is None and span is None:
            row += 1
        elif span and span != "0" and RESERVE * sum(heights[row : row + int(span)]) <= page:
            parts.append("breakable:false,")
        parts.append(text)
    return "".join(parts)


def heights_of(marks: Sequence[tuple[str | None, ...]]) -> list[int]:
    """Return how high the rows are, given their marks and those of their cells; what a cell over several needs more is its last row's."""
    heights: list[int] = []
    over: list[tuple[int, int, int]] = []
    rows = 1
    for covered, span, height, _ in marks:
        if covered is not None:
            rows = int(covered)
        elif span is None:
            heights.append(int(height or 0))
        elif rows > 1:
            over.append((len(heights) - 1, rows, int(height or 0)))
            rows = 1
        else:
            heights[-1] = max(heights[-1], int(height or 0))
            rows = 1
    for row, count, needed in over:
        covers = heights[row : row + count]
        heights[row + len(covers) - 1] += max(needed - sum(covers), 0)
    return heights


def lines_of(printed: str, characters: float) -> int:
    """Return how many lines printed paragraphs take of which each holds some Chinese characters."""
    return sum(max(1, math.ceil(width / max(characters, 1))) for width in widths_in(printed))


@lru_cache(maxsize=16)  # each is asked for twice
def widths_in(printed: str) -> Sequence[float]:
    """Return how many Chinese characters wide each of the lines is of which printed paragraphs are made."""
    parts = (part for paragraph in PARAGRAPH.split(printed)[1:] for part in paragraph.split(LINE_BREAK))
    return [width_of(unescape("".join(WORDS.findall(part)))) for part in parts]


def width_of(text: str) -> float:
    """Return how many Chinese characters wide a text is, told by its bytes: three for one, one for a letter half as wide."""
    wide = (len(text.encode()) - len(text)) / 2
    return wide + (len(text) - wide) / 2
