"""Where the signature and the date that close a document stand: centred on each other (GB/T 9704-2012, 7.3.5.1 and 7.3.5.2)."""

from __future__ import annotations

import html
from typing import Final
from unicodedata import east_asian_width

from pipeline.regex import regex

LINE: Final = 28  # characters
# Empty characters to the right of the date, where a seal is set, and at least to the right of the signature.
RIGHT_OF_DATE, RIGHT_OF_SIGNATURE = 4, 2
TAG: Final = regex(r"<[^>]*>")


def closing_indent(signature: str, date: str) -> int:
    """Return how far signature and date, both centred, are indented on the left: in hundredths of a character, as Word counts.

    The longer one decides: it stands as far from the right margin as it has to, and the other is centred on it.

    Args:
        signature: the text, or the XML that prints it.
        date: the same.
    """
    room = max(width(date) + 2 * RIGHT_OF_DATE, width(signature) + 2 * RIGHT_OF_SIGNATURE)
    return max(0, int(100 * (LINE - room)))


def width(xml: str) -> float:
    """Return how many Chinese characters wide a text is; a digit or Latin letter is half as wide."""
    return sum(1 if east_asian_width(sign) in "WFA" else 0.5 for sign in html.unescape(TAG.sub("", xml)))
