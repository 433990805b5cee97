"""Words too long for a line, such as addresses: where a line of print may end within them, if nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.regex import regex

# Of what a line may end before and after each: white space, and the characters of China, Japan and Korea with the signs among them.
DIVIDED: Final = r"\s\u2e80-\u303f\u3040-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffef\U00020000-\U0003ffff"
# What need not break if it is shorter; a number, or a row of dots, only if nothing could hold it.
LONG: Final = regex(rf"[!-~]{{12,}}|[^{DIVIDED}]{{40,}}")
LONGEST_NUMBER: Final = 40
LETTER: Final = regex(r"[A-Za-z]")
PART: Final = regex(r"[^/.?&=_@:-]+[/.?&=_@:-]*|[/.?&=_@:-]+")
# How long the longest part of a longer word is that stays whole.
LONGEST_WHOLE: Final = 16


def loose_parts(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may end; within a number only if no line could hold it."""
    position = 0
    for word in LONG.finditer(text):
        if LETTER.search(word[0]) or len(word[0]) >= LONGEST_NUMBER:
            yield text[position : word.start()]
            for part in PART.findall(word[0]):
                yield from part if len(part) > LONGEST_WHOLE else (part,)
            position = word.end()
    yield text[position:]
