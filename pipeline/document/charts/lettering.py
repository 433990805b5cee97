"""How wide a text is, and where it goes on in the next line: estimated, since no font is at hand, and never too low for a usual one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import east_asian_width

from pipeline.regex import regex

# In ems. Digits take half of one in Chinese fonts and a little more in others; capitals and a few signs take more.
FULL, CAPITAL, HALF = 1.0, 0.8, 0.6
BROAD: Final = frozenset("%@&MWmw")
# What begins no line, and what ends none.
NOT_FIRST: Final = "，。、；：？！）》〉」』】〕”’…—％,.;:?!)\\]}%"
NOT_LAST: Final = "（《〈「『【〔“‘(\\[{"
# What stays in one line: a character, or a word of narrow ones, with the signs that belong to it.
UNIT: Final = regex(rf"[{NOT_LAST}]*(?:[!-~]+|[^{NOT_LAST}])[{NOT_FIRST}\s]*|[{NOT_LAST}]+", re.DOTALL)


@lru_cache(maxsize=1024)  # each is asked for several times before it is drawn
def text_width(text: str) -> float:
    """Return how many ems a text takes."""
    return sum(map(sign_width, text))


@lru_cache(maxsize=4096)
def sign_width(sign: str) -> float:
    """Return how many ems a character takes."""
    if sign in BROAD or east_asian_width(sign) in "WFA":
        return FULL
    return CAPITAL if sign.isupper() else HALF


def wrapped(text: str, room: float) -> tuple[str, ...]:
    """Return a text's lines, which are the text again if they are put together.

    Args:
        text: the text.
        room: how many ems a line may take; one at least.
    """
    if text_width(text) <= room:
        return (text,)
    lines, width = [""], 0.0
    for unit in units(text, room):
        if lines[-1] and width + text_width(unit.rstrip()) > room:
            lines.append("")
            width = 0
        lines[-1] += unit
        width += text_width(unit)
    return tuple(lines)


def units(text: str, room: float) -> Iterator[str]:
    """Yield what is not divided; `room` is as for `wrapped`, and what takes more of it is divided after all."""
    for match in UNIT.finditer(text):
        if text_width(match[0].rstrip()) <= room:
            yield match[0]
        else:
            yield from match[0]
