"""Texts compared by what matters in them: their letters and figures, blind to width, case, blanks and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# Texts whose keys are kept: those of a few forms with what was filled in.
KEPT: Final = 8192
# Letters of a text up to which it is compared letter by letter; longer ones by their pairs of letters.
SHORT: Final = 24
# How alike two keys are of the same letters in another order.
SWAPPED: Final = 0.8
# A unit that a clerk moved behind a label: 实际支出数（万元）.
ASIDE: Final = re.compile(r"[（(][^（）()]{1,4}[）)]\s*$")


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text with its key.

    Attributes:
        text: the text.
        key: its letters and figures.
        places: where each of them stands in the text.
    """

    text: str
    key: str
    places: Sequence[int]


@lru_cache(maxsize=KEPT)
def key_of(text: str) -> str:
    """Return a text's letters and figures."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@lru_cache(maxsize=KEPT)
def keyed(text: str) -> Keyed:
    """Return a text with its key and where each character of that stands."""
    found = [(letter, place) for place, char in enumerate(text) for letter in letters_of(char)]
    return Keyed(text, "".join(letter for letter, _ in found), [place for _, place in found])


@lru_cache(maxsize=KEPT)
def letters_of(char: str) -> str:
    """Return the letters and figures that a character stands for."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", char).casefold()))


def folded(text: str) -> str:
    """Return a text's punctuation in one width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=KEPT)
def similarity(one: str, other: str) -> float:
    """Return how alike two keys are, from 0 to 1."""
    if one == other:
        return 1.0
    if not one or not other or set(one).isdisjoint(other):
        return 0.0
    if max(len(one), len(other)) <= SHORT:
        alike = 1 - distance(one, other) / max(len(one), len(other))
        return max(alike, SWAPPED) if len(one) == len(other) and sorted(one) == sorted(other) else alike
    pairs, others = set(pairs_of(one)), set(pairs_of(other))
    return 2 * len(pairs & others) / (len(pairs) + len(others))


@lru_cache(maxsize=KEPT)
def label_alike(key: str, text: str) -> float:
    """Return how alike a label's key and a text are, from 0 to 1, a unit behind the text or none."""
    bare = ASIDE.sub("", text)
    alike = similarity(key, key_of(text))
    return max(alike, similarity(key, key_of(bare))) if bare != text else alike


def pairs_of(key: str) -> Iterator[str]:
    """Yield each two neighbouring letters of a key."""
    return (key[place : place + 2] for place in range(len(key) - 1)) if len(key) > 1 else iter((key,))


def distance(one: str, other: str) -> int:
    """Return how many letters have to be put in, left out or changed to make one key of another."""
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, char in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != char))
    return row[-1]


def changed(letter: str, other: str) -> int:
    """Return what it costs to take a letter for another one: nobody types a figure for a Chinese character."""
    return 0 if letter == other else 1 if letter.isascii() == other.isascii() else 2


def nearest_in(key: str, text: str) -> tuple[int, int, int]:
    """Return where a key stands most nearly in another one: from, to, and in how many letters they differ (Sellers' algorithm)."""
    row = [(0, place) for place in range(len(text) + 1)]
    for number, letter in enumerate(key, 1):
        before, row[0] = row[0], (number, 0)
        for place, char in enumerate(text, 1):
            ways = (
                (before[0] + changed(letter, char), before[1]),
                (row[place][0] + 1, row[place][1]),
                (row[place - 1][0] + 1, row[place - 1][1]),
            )
            before, row[place] = row[place], min(ways, key=lambda way: way[0])
    end = min(range(len(row)), key=lambda place: row[place][0])
    return row[end][1], end, row[end][0]
