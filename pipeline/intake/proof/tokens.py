"""Words of forms made comparable: blind to width, blanks and punctuation; a number is one word whatever its spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

TICK, CROSS = "√", "×"
TICKS: Final = dict.fromkeys("√☑✓✔✅■", TICK) | dict.fromkeys("×☒✗✘", CROSS)
# A date written with points is three numbers, and 2020.9.3 not one with two points; digits are those of any width.
WORD: Final = re.compile(
    rf"(?P<date>(?<!\d)\d{{4}}(?:[.．]\d{{1,2}}){{2}}(?!\d))|\d+(?:[,，]\d{{3}})*(?:[.．]\d+)?|[A-Za-zＡ-Ｚａ-ｚ]+|[^\W\d_]|[{''.join(TICKS)}]"
)
SHORT: Final = 40  # characters
DIGITS: Final = re.compile(r"\d+")


class Token(NamedTuple):
    """A word of a text.

    Attributes:
        word: how it is compared.
        start: where it begins in the text.
        end: where it ends.
    """

    word: str
    start: int
    end: int


def tokens(text: str) -> Sequence[Token]:
    """Return the words of a text in order; what is ticked stands before its tick, on whichever side of it that was."""
    return known_tokens(text) if len(text) <= SHORT else tokens_of(text)


@lru_cache(maxsize=8192)
def known_tokens(text: str) -> Sequence[Token]:
    """Return the words of a short text: a form's own, and 0 and 无, stand in every file of a folder."""
    return tokens_of(text)


def tokens_of(text: str) -> Sequence[Token]:
    """Return the words of a text."""
    found = list(typed_words(text))
    marks = {token.word for token in found} & {TICK, CROSS}
    if not marks:
        return found
    if len(marks) > 1:  # a cross beside ticks says what was not chosen
        found = [token for token in found if token.word != CROSS]
    return ticks_last([token._replace(word=TICK) if token.word == CROSS else token for token in found])


def typed_words(text: str) -> Iterator[Token]:
    """Yield the words of a text as they stand."""
    for match in WORD.finditer(text):
        if match["date"]:
            for part in DIGITS.finditer(text, *match.span()):
                yield Token(as_number(part[0]), *part.span())
        else:
            yield Token(word_of(match[0]), *match.span())


def ticks_last(found: list[Token]) -> list[Token]:
    """Return words with each tick that is written before what it ticks behind it."""
    ordered: list[Token] = []
    held: Token | None = None
    for number, token in enumerate(found):
        before, after = found[number - 1] if number else None, found[number + 1] if number + 1 < len(found) else None
        if held and before and before is not held and before.end != token.start:
            ordered.append(held)
            held = None
        if token.word == TICK and after and after.start == token.end and not (before and before.end == token.start):
            held = token
        else:
            ordered.append(token)
    return [*ordered, held] if held else ordered


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared."""
    return [token.word for token in tokens(text)]


def has_words(text: str) -> bool:
    """Return whether there is a word in a text, and not only blanks, strokes and boxes."""
    return WORD.search(text) is not None


def squeezed(text: str) -> str:
    """Return a text without anything but its words."""
    return "".join(words(text))


def word_of(typed: str) -> str:
    """Return how a word is compared."""
    if "一" <= typed <= "鿿":
        return typed
    return as_number(typed) if typed[0].isdecimal() else TICKS.get(typed) or unicodedata.normalize("NFKC", typed).casefold()


def as_number(typed: str) -> str:
    """Return a number without grouping, and without zeros that say nothing."""
    plain = unicodedata.normalize("NFKC", typed).replace(",", "")
    return format(Decimal(plain).normalize(), "f") if "." in plain else plain.lstrip("0") or "0"
