"""Words too long for a narrow cell, such as addresses: where a line of print may end within them, if nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.regex import regex

# Letters of what need not break, and of the longest part of a longer word that stays whole.
LONG: Final = regex(r"[!-~]{12,}")
LETTER: Final = regex(r"[A-Za-z]")
PART: Final = regex(r"[^/.?&=_@:-]+[/.?&=_@:-]*|[/.?&=_@:-]+")
LONGEST_WHOLE: Final = 16


def loose_parts(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may end; never within a number."""
    position = 0
    for word in LONG.finditer(text):
        if LETTER.search(word[0]):
            yield text[position : word.start()]
            for part in PART.findall(word[0]):
                yield from part if len(part) > LONGEST_WHOLE else (part,)
            position = word.end()
    yield text[position:]
