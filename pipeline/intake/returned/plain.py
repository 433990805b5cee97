"""Texts as they are compared: blind to the width of characters, to spaces and to the style of quotation marks; and cut into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.characters import UNSEEN

HALF: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
QUOTES: Final = dict.fromkeys(map(ord, "“”„‟«»「」『』〝〞"), '"') | dict.fromkeys(map(ord, "‘’‚‛"), "'")
AS_ONE: Final = HALF | QUOTES
UNWRITTEN: Final = re.compile(rf"[\s{UNSEEN}]+")
INVISIBLE: Final = re.compile(f"[{UNSEEN}]+")
LETTER: Final = re.compile(r"[0-9A-Za-z]")
NUMBER: Final = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?")
WORD: Final = re.compile(rf"{NUMBER.pattern}|[A-Za-z]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A number, a word of letters, or a single character.

    Attributes:
        bare: how it is compared.
        start: where it begins in the text.
        end: where it ends.
    """

    bare: str
    start: int
    end: int

    @property
    def value(self) -> tuple[Decimal, bool] | None:
        """What it says as a number, and whether it is one of percent; None if it is none."""
        is_percent = self.bare.endswith("%") and len(self.bare) > 1
        return (Decimal(self.bare.replace(",", "").rstrip("%")), is_percent) if NUMBER.fullmatch(self.bare) else None


@dataclass(frozen=True, slots=True)
class Bare:
    """A text as it is compared.

    Attributes:
        text: what is left of it.
        places: where each of its characters stands in the text that it was made of.
    """

    text: str
    places: tuple[int, ...]

    def whence(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of it, which is not empty, stands in the text that it was made of."""
        return self.places[start], self.places[end - 1] + 1


def bare(text: str) -> Bare:
    """Return a text as it is compared. Of blanks between letters or digits one stays: 12 3 is not 123."""
    plain = text.translate(AS_ONE)
    kept: list[tuple[str, int]] = []
    done = 0
    for blank in UNWRITTEN.finditer(plain):
        kept += zip(plain[done : blank.start()], range(done, blank.start()), strict=True)
        done = blank.end()
        if kept and LETTER.match(kept[-1][0]) and LETTER.match(plain, done) and not INVISIBLE.fullmatch(blank[0]):
            kept.append((" ", blank.start()))
    kept += zip(plain[done:], range(done, len(plain)), strict=True)
    return Bare("".join(char for char, _ in kept), tuple(place for _, place in kept))


def words(text: str) -> list[Word]:
    """Return a text's words, each with its place in it."""
    found = bare(text)
    return [Word(word[0], *found.whence(*word.span())) for word in WORD.finditer(found.text)]
