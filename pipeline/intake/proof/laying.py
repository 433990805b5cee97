"""A received file's lines made ready to be laid beside printed ones: each value that was read is one word, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple

from pipeline.intake.filled import FilledValue
from pipeline.intake.proof.alignment import VALUE, Strip
from pipeline.intake.proof.tokens import tokens, words
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine

LONG: Final = 12  # from how many characters on a text is looked for as it stands, which is faster


class Spot(NamedTuple):
    """A word with where it stands in a received line: the number of its cell, from 0, and where it begins and ends in it."""

    word: str
    cell: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A received line with its words.

    Attributes:
        line: the line.
        spots: its words, and where each of them stands.
        strip: the same as they are laid beside others.
    """

    line: ReceivedLine
    spots: Sequence[Spot]
    strip: Strip

    @property
    def paths(self) -> Iterator[tuple[int, str]]:
        """The values that stand in it: the number of each among its words, and its path."""
        return ((number, spot.word.removeprefix(VALUE)) for number, spot in enumerate(self.spots) if spot.word.startswith(VALUE))

    def place(self, number: int) -> str:
        """Return the spot of the cell in which a word stands."""
        return self.line.cells[self.spots[number].cell].spot


def laid_out(received: Received, values: Iterable[FilledValue], printed: Sequence[Strip]) -> list[Laid]:
    """Return the lines of a received file.

    Args:
        received: the file.
        values: the values that stand for their words; one may stand in several places.
        printed: the lines that the form prints, which say what stands around a value.
    """
    places = {
        word.removeprefix(VALUE): (strip, at)
        for strip in reversed(printed)
        for at, word in enumerate(strip.words)
        if word.startswith(VALUE)
    }
    by_spot: dict[str, list[tuple[str, str]]] = {}
    for value in values:
        by_spot.setdefault(value.place.spot, []).append((value.path, value.received))
    return [laid(line, [by_spot.get(cell.spot, ()) for cell in line.cells], places) for line in received.lines]


def laid(line: ReceivedLine, wanted: Sequence[Sequence[tuple[str, str]]], places: Mapping[str, tuple[Strip, int]]) -> Laid:
    """Return a line with its words.

    Args:
        line: the line.
        wanted: for each of its cells the paths of the values that were read there, and the words that they were read from.
        places: where each value is printed, by its path.
    """
    spots = [spot for number, cell in enumerate(line.cells) for spot in spots_in(number, cell, wanted[number])]
    there = {spot.word for spot in spots}
    for number, values in enumerate(wanted):
        for path, received in values:
            if f"{VALUE}{path}" not in there:
                spots = with_value(spots, number, path, words(received), places.get(path))
    return Laid(line, spots, Strip([spot.word for spot in spots]))


def spots_in(number: int, cell: ReceivedCell, values: Sequence[tuple[str, str]]) -> Iterator[Spot]:
    """Yield the words of a cell, long texts among its values as one.

    Args:
        number: the cell's number.
        cell: the cell.
        values: the paths of its values, and the words that they were read from.
    """
    done = 0
    found = [(at, text, path) for path, text in values if len(text) >= LONG and (at := cell.text.find(text)) >= 0]
    for at, text, path in sorted(found):
        if at >= done:
            yield from (Spot(word, number, done + start, done + end) for word, start, end in tokens(cell.text[done:at]))
            yield Spot(f"{VALUE}{path}", number, at, at + len(text))
            done = at + len(text)
    yield from (Spot(word, number, done + start, done + end) for word, start, end in tokens(cell.text[done:]))


def with_value(spots: list[Spot], cell: int, path: str, value: Sequence[str], place: tuple[Strip, int] | None) -> list[Spot]:
    """Return words with a value in the place of its own, if those stand there; they may go on in the next cells.

    Where they stand more than once, those are the value's that have around them what is printed around it, or that stand alone.

    Args:
        spots: the words of a line.
        cell: the cell's number.
        path: the value's path.
        value: its words.
        place: where it is printed, if it is.
    """
    size = len(value)
    begins = [at for at, spot in enumerate(spots) if spot.cell == cell and [each.word for each in spots[at : at + size]] == list(value)]
    if not value or not begins:
        return spots
    strip, number = place or (Strip([]), 0)
    order = -1 if place else 1  # what is not printed again stands behind what the form says itself
    at = max(begins, key=lambda at: (alike_around(spots, at, at + size, strip, number), stands_alone(spots, at, at + size), order * at))
    first, last = spots[at], spots[at + size - 1]
    return [*spots[:at], Spot(f"{VALUE}{path}", cell, first.start, max(first.end, last.end)), *spots[at + size :]]


def alike_around(spots: Sequence[Spot], begin: int, end: int, strip: Strip, number: int) -> int:
    """Return how many words around some others are those around a printed value, as far as they go on alike.

    Args:
        spots: the words of a line.
        begin: the number of the first of them.
        end: the number of the one behind the last.
        strip: the line in which the value is printed.
        number: the value's number in it.
    """
    before = zip(reversed(spots[:begin]), reversed(strip.words[:number]), strict=False)
    behind = zip(spots[end:], strip.words[number + 1 :], strict=False)
    return sum(1 for pairs in (before, behind) for _ in takewhile(lambda pair: pair[0].word == pair[1], pairs))


def stands_alone(spots: Sequence[Spot], begin: int, end: int) -> int:
    """Return on how many sides some words are parted from those around them, as the 无 of 有无变动：无 behind the colon.

    Args:
        spots: the words of a line.
        begin: the number of the first of them.
        end: the number of the one behind the last.
    """
    return sum(not (0 < at < len(spots) and are_joined(spots[at - 1], spots[at])) for at in (begin, end))


def are_joined(one: Spot, other: Spot) -> bool:
    """Return whether two words follow one another without anything between, neither of them a number."""
    touch = one.cell == other.cell and one.end == other.start
    return touch and not (one.word[0].isdecimal() or other.word[0].isdecimal() or VALUE in (one.word[0], other.word[0]))
