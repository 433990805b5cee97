"""How high a printed cell will be, counted from its words: to let Typst measure each cell would double the time of a page.

It decides how much a low cell is filled up, and whether a row may stay on one page; neither needs more than a good estimate.
"""

from __future__ import annotations

import math
from html import unescape
from typing import Final

from markupsafe import Markup

from pipeline.language.expressions import own_name
from pipeline.regex import regex

# What the sources call while a document is printed, and where they keep a cell meanwhile.
CELL_HEIGHT, CELL = own_name("cell_height"), own_name("cell")
PARAGRAPH: Final = regex(r'p[0-9]+\((?="")')
WORDS: Final = regex(r'"([^"]*)"')
LINE_BREAK: Final = "+linebreak()"


def cell_height(printed: str, room: int, character: int, line: int, least: int) -> Markup:
    """Return what a cell is told of its height. All lengths are in twentieths of a point.

    Args:
        printed: its paragraphs as they are printed.
        room: how long a line of it is.
        character: how wide a Chinese character is.
        line: how high a line is.
        least: how high the words' room is to be at least.
    """
    height = line * lines_of(printed, room / max(character, 1))
    lack = f"lack:{(least - height) / 20:g}pt," if height < least else ""
    return Markup(f"height:{max(height, least) / 20:g}pt,{lack}")  # noqa: S704 - of numbers


def lines_of(printed: str, characters: float) -> int:
    """Return how many lines printed paragraphs take of which each holds some Chinese characters."""
    parts = (part for paragraph in PARAGRAPH.split(printed)[1:] for part in paragraph.split(LINE_BREAK))
    widths = (width_of(unescape("".join(WORDS.findall(part)))) for part in parts)
    return sum(max(1, math.ceil(width / max(characters, 1))) for width in widths)


def width_of(text: str) -> float:
    """Return how many Chinese characters wide a text is, told by its bytes: three for one, one for a letter half as wide."""
    wide = (len(text.encode()) - len(text)) / 2
    return wide + (len(text) - wide) / 2
