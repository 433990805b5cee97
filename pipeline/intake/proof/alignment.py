"""Lines of a received file laid beside the lines that were printed from what was read, word by word: which word is which.

Lines may have been split, put together, moved or copied, so that each is laid beside those that have most words in common with it;
within two lines the order counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

VALUE: Final = "="  # what the token of a value begins with, which no word does; its path follows
# How many printed lines a received one is laid beside at most: a row put together from more is rare.
BESIDE: Final = 4


@dataclass(slots=True, eq=False)
class Strip:
    """The words of a line.

    Attributes:
        words: its words in order; a value, whatever its words are, is one.
        matched: for each word the strip and the word that it was found to be; None for none.
    """

    words: list[str]
    matched: list[tuple[Strip, int] | None] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing matched."""
        self.matched = [None] * len(self.words)

    @property
    def open(self) -> list[int]:
        """The numbers of its words that are not matched."""
        return [number for number, match in enumerate(self.matched) if match is None]

    def first_open(self, words: Sequence[str]) -> int | None:
        """Return where some words stand in it that are not matched; None if they do not."""
        size = len(words)
        places = (
            at for at in self.open if list(self.words[at : at + size]) == list(words) and self.matched[at : at + size] == [None] * size
        )
        return next(places, None)

    def label_at(self, number: int) -> tuple[Strip, int] | None:
        """Return the strip and the word of its own that a word was found to be; None if it is none, or a value."""
        return None if self.words[number].startswith(VALUE) else self.matched[number]

    def has_only_words(self, begin: int, end: int) -> bool:
        """Return whether there is no value from one of its words on up to another one."""
        return not any(word.startswith(VALUE) for word in self.words[begin:end])

    def lacks(self, number: int) -> bool:
        """Return whether it has a word of its own with a number, which nothing matches."""
        return 0 <= number < len(self.words) and self.matched[number] is None and not self.words[number].startswith(VALUE)


def align(received: Sequence[Strip], printed: Sequence[Strip], titles: Sequence[Strip] = ()) -> None:
    """Match the words of received lines with those of printed ones.

    Args:
        received: the received lines.
        printed: the printed lines.
        titles: what may stand above them, as it is.
    """
    unused: dict[tuple[str, ...], list[Strip]] = {}
    for strip in reversed((*printed, *titles)):
        unused.setdefault(tuple(strip.words), []).append(strip)
    for strip in received:
        if alike := unused.get(tuple(strip.words)):
            match(strip, alike.pop())
    index: dict[str, list[Strip]] = {}
    for strip in printed:
        for pair in pairs(strip) if strip.open else ():
            index.setdefault(pair, []).append(strip)
    for strip in sorted((strip for strip in received if strip.open), key=lambda strip: -share(strip, index)):
        match_parts(strip, index)


def share(strip: Strip, index: Mapping[str, Sequence[Strip]]) -> float:
    """Return how much of a line is printed: a line of the form comes before a sentence that only mentions what it says.

    Args:
        strip: the line.
        index: the printed lines by what stands in them.
    """
    own = pairs(strip)
    return sum(pair in index for pair in own) / max(len(own), 1)


def match_parts(strip: Strip, index: dict[str, list[Strip]]) -> None:
    """Match a received line with the printed lines that have most in common with it.

    Args:
        strip: the line.
        index: the printed lines by what stands in them.
    """
    common = Counter(id(other) for pair in pairs(strip) for other in index.get(pair, ()))
    others = {id(other): other for pair in pairs(strip) for other in index.get(pair, ())}
    for number, _ in common.most_common(BESIDE):
        if not strip.open:
            return
        match(strip, others[number])


def pairs(strip: Strip) -> set[str]:
    """Return what tells a line apart: its neighbouring words, and its values."""
    return {f"{one}{other}" for one, other in pairwise(strip.words)} | {word for word in strip.words if word.startswith(VALUE)}


def match(strip: Strip, other: Strip) -> None:
    """Match those words of two lines that come in the same order, as far as they are not matched yet."""
    mine, its = strip.open, other.open
    if len(mine) == len(strip.words) and strip.words == other.words and len(its) == len(mine):
        blocks: Sequence[tuple[int, int, int]] = [(0, 0, len(mine))]
    else:
        words, others = [strip.words[number] for number in mine], [other.words[number] for number in its]
        blocks = credible(SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks(), strip, mine)
    for start, other_start, size in blocks:
        for offset in range(size):
            strip.matched[mine[start + offset]] = (other, its[other_start + offset])
            other.matched[its[other_start + offset]] = (strip, mine[start + offset])


def credible(blocks: Sequence[tuple[int, int, int]], strip: Strip, mine: Sequence[int]) -> Sequence[tuple[int, int, int]]:
    """Return which words that two lines have in common are no chance: all if they are half of the line, else none that stands alone.

    Args:
        blocks: where they begin in what is open of each line, and how many follow one another.
        strip: the line.
        mine: the numbers of its open words.
    """
    if 2 * sum(size for _, _, size in blocks) >= len(mine):
        return blocks
    return [
        (start, other, size) for start, other, size in blocks if size > 1 or strip.words[mine[min(start, len(mine) - 1)]].startswith(VALUE)
    ]


def is_proven(strip: Strip, number: int) -> bool:
    """Return whether a value of a received line stands where it is printed: behind or before the same words, none of another value between.

    In a line that has no words but values their order is all there is.

    Args:
        strip: the line.
        number: the value's number in it.
    """
    found = strip.matched[number]
    if found is None:
        return False
    other, place = found
    labels = [at for at, word in enumerate(strip.words) if not word.startswith(VALUE)]
    if not labels:
        return True
    around = [at for at in (last_before(strip, other, number), first_behind(strip, other, number)) if at is not None]
    return any(values_between(strip, at, number) == values_between(other, twin(strip, at), place) for at in around)


def twin(strip: Strip, number: int) -> int:
    """Return the number of the word that a matched word was found to be."""
    found = strip.matched[number]
    return found[1] if found else -1


def last_before(strip: Strip, other: Strip, number: int) -> int | None:
    """Return the last of a line's own words before a value that stands in another line, too; None if there is none.

    Args:
        strip: the line.
        other: the other line.
        number: the value's number.
    """
    return next((at for at in range(number - 1, -1, -1) if is_common(strip, other, at)), None)


def first_behind(strip: Strip, other: Strip, number: int) -> int | None:
    """Return the first of a line's own words behind a value that stands in another line, too; None if there is none.

    Args:
        strip: the line.
        other: the other line.
        number: the value's number.
    """
    return next((at for at in range(number + 1, len(strip.words)) if is_common(strip, other, at)), None)


def is_common(strip: Strip, other: Strip, number: int) -> bool:
    """Return whether a line's word is one of its own, and stands in another line, too.

    Args:
        strip: the line.
        other: the other line.
        number: the word's number.
    """
    found = strip.matched[number]
    return found is not None and found[0] is other and not strip.words[number].startswith(VALUE)


def values_between(strip: Strip, one: int, other: int) -> list[str]:
    """Return the values between two words of a line, and on which side the first one stands.

    Args:
        strip: the line.
        one: the number of the first word.
        other: the number of the second.
    """
    side = "<" if one < other else ">"
    return [side, *(word for word in strip.words[min(one, other) + 1 : max(one, other)] if word.startswith(VALUE))]
