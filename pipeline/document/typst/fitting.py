"""Words longer than a line of their cell, such as a large amount in a narrow column: as in Word, a line ends within them.

Typst would print them over the next cell. Whether one is too long is counted when the cell is printed, as its height is (`heights`).
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Final

from markupsafe import Markup

from pipeline.document.charts.lettering import text_width
from pipeline.language.escaping import escaped, marked
from pipeline.language.expressions import TYPST_LOOSE, own_name
from pipeline.language.long_words import DIVIDED
from pipeline.regex import regex

# What the sources call while a document is printed.
FITTED: Final = own_name("fitted")
# A string of a printed source, or several that are put together; and the address of a link, which is no words.
STRING: Final = regex(r'link\("[^"]*"|"(?:[^"]|"\+")*"')
JOINED, QUOTE = '"+"', '"'
WORD: Final = regex(rf"([^{DIVIDED}]+)")


def fitted(printed: str, room: int, character: int) -> Markup:
    """Return a cell's paragraphs as they are printed, with the ends of lines that words need which are longer than a line.

    Args:
        printed: the paragraphs.
        room: how long a line of it is, in twentieths of a point.
        character: how wide a Chinese character is.
    """
    characters = max(int(room) / character, 1)
    if not long_word(int(characters)).search(printed):
        return marked(printed)
    return marked(STRING.sub(lambda string: divided(string[0], characters), printed))


@cache
def long_word(characters: int) -> re.Pattern[str]:
    """Return what finds a word of as many characters as a line holds of the widest."""
    return re.compile(rf'(?:[^{DIVIDED}"]|"\+"){{{characters},}}')


def divided(string: str, characters: float) -> str:
    """Return a string, with ends of lines in its words that are wider than so many Chinese characters."""
    text = unescape(string[1:-1].replace(JOINED, ""))
    if not string.startswith(QUOTE) or all(text_width(word) <= characters for word in WORD.findall(text)):
        return string
    parts = (
        TYPST_LOOSE.join(map(escaped, part)) if text_width(part) > characters and WORD.fullmatch(part) else escaped(part)
        for part in WORD.split(text)
    )
    return f'"{"".join(parts)}"'
