"""Values cut out of a cell's text by the labels that the form prints around them, blind to width, blanks, punctuation and small slips."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pipeline.intake.aligning.frames import COLON, COMMAS, Frame, Literal, frame_of
from pipeline.intake.aligning.keys import Keyed, folded, key_of, keyed, nearest_in
from pipeline.intake.aligning.splitting import fitness, is_prose, split
from pipeline.intake.blueprints.blueprint import Hole, Part

# What a label that is missing costs, of its weight; and each letter that no hole and no label takes.
MISSING, SPARE, MOST_SPARE = 0.5, 0.15, 4.0
# A label of so many letters is looked for with slips in it, a slip for each so many.
LEAST, SLIP = 3, 3
# A label of more letters is looked for by so many at its ends.
LONG, END = 30, 8
# Of a label that occurs often, the first and the last of these many are tried.
TRIED: Final = 4
# A letter or two that a slip left between a label and its colon; a unit in brackets that was moved behind a label.
TO_COLON: Final = re.compile(r"\w{1,2}(?=[：:])")
ASIDE: Final = re.compile(r"\s*[（(]([^（）()]{1,6})[）)]")
# Signs with which no value begins, with which none ends, and that are none.
BEFORE, BEHIND = ",，、;；:：。 \t\n\u3000", ",，、:： \t\n\u3000"
SIGNS: Final = "()（）[]【】:：,，;；。.、 \t\n\u3000"
# How far from the beginning of a text a label with slips is looked for.
WINDOW: Final = 400


@dataclass(frozen=True, slots=True)
class Piece:
    """What was cut out for a hole.

    Attributes:
        hole: the hole.
        text: the text; empty if there is none.
        is_framed: whether the labels beside it were found, so that it is certain to be the hole's.
    """

    hole: Hole
    text: str
    is_framed: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A cell's text by its labels and holes.

    Attributes:
        pieces: what is each hole's.
        score: how well the text fits: the weights of the labels that were found, less what is wrong.
        found: how much of the labels' weight was found, from 0 to 1; 1 if there are none.
    """

    pieces: Sequence[Piece]
    score: float
    found: float


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place in a text where a literal stands, or may stand.

    Attributes:
        number: the literal's number; -1 for the beginning, the number of literals for the end.
        letters: from where to where its letters stand in the text's key.
        start: where it begins in the text, with its punctuation.
        end: where it ends, with its punctuation.
        score: what finding it there is worth.
        is_exact: whether it stands there without slips.
    """

    number: int
    letters: tuple[int, int]
    start: int
    end: int
    score: float = 0.0
    is_exact: bool = True


@dataclass(slots=True)
class Way:
    """The best way to a spot: what it is worth, the spot before, and the pieces between the two."""

    score: float
    before: Spot | None = None
    pieces: list[Piece] = field(default_factory=list)


@lru_cache(maxsize=8192)
def cut(parts: tuple[Part, ...], text: str) -> Cut:
    """Return a text by a cell's parts, as fits best.

    Args:
        parts: the labels and holes.
        text: the text.
    """
    frame, words = frame_of(parts), keyed(text)
    first, last = Spot(-1, (0, 0), 0, 0), Spot(len(frame.literals), (len(words.key), len(words.key)), len(text), len(text))
    spots = [first, *sorted(spots_in(frame, words), key=lambda spot: (spot.letters[1], spot.number)), last]
    fixed = unmistakable(frame, words, spots)
    ways = {first: Way(0.0)}
    since = 0
    for place, spot in enumerate(spots[1:], 1):
        reached = [
            way_between(frame, text, before, spot, ways[before])
            for before in spots[since:place]
            if before in ways and before.number < spot.number and before.letters[1] <= spot.letters[0]
        ]
        if reached:
            ways[spot] = max(reached, key=lambda way: way.score)
            since = place if spot in fixed else since
    return traced(frame, ways, last)


def unmistakable(frame: Frame, words: Keyed, spots: Sequence[Spot]) -> set[Spot]:
    """Return the spots that every way leads over: of labels that stand there once, in their order.

    Args:
        frame: the labels and holes.
        words: the text.
        spots: where the labels may stand, from left to right.
    """
    often = Counter(spot.number for spot in spots)
    single = [spot for spot in spots[1:-1] if often[spot.number] == 1 and is_telling(frame, words, spot)]
    numbers = [spot.number for spot in single]
    return set(single) if numbers == sorted(numbers) else set()


def is_telling(frame: Frame, words: Keyed, spot: Spot) -> bool:
    """Return whether a label's only spot is surely its own: it is no unit, and what begins a cell stands at its beginning.

    Args:
        frame: the labels and holes.
        words: the text.
        spot: where the label stands.
    """
    literal = frame.literals[spot.number]
    is_first = spot.number == 0 and not any(isinstance(each, Hole) for each in frame.groups[0])
    return not literal.optional and len(literal.key) >= LEAST and (not is_first or words.key.find(literal.key) in range(LEAST))


def traced(frame: Frame, ways: dict[Spot, Way], last: Spot) -> Cut:
    """Return the cut that the best way to the end makes.

    Args:
        frame: the labels and holes.
        ways: the best way to each spot.
        last: the end.
    """
    pieces: list[Piece] = []
    met: set[int] = set()
    spot: Spot | None = last
    while spot is not None:
        pieces[:0] = ways[spot].pieces
        met.add(spot.number)
        spot = ways[spot].before
    whole = sum(literal.weight for literal in frame.literals if not literal.optional)
    found = sum(literal.weight for number, literal in enumerate(frame.literals) if number in met and not literal.optional)
    return Cut(pieces, ways[last].score, found / whole if whole else 1.0)


def way_between(frame: Frame, text: str, before: Spot, spot: Spot, way: Way) -> Way:
    """Return the way to a spot over another one; what stands only behind words that are missing is blank.

    Args:
        frame: the labels and holes.
        text: the text.
        before: the other spot.
        spot: the spot.
        way: the best way to the other one.
    """
    skipped = frame.literals[before.number + 1 : spot.number]
    missing = sum(literal.weight * MISSING for literal in skipped if not literal.optional)
    group = list(frame.groups[before.number + 1])
    left_out: list[Hole | str] = []
    for literal, more in zip(skipped, frame.groups[before.number + 2 : spot.number + 1], strict=True):
        (left_out if literal.optional and any(isinstance(each, Hole) and each.optional for each in more) else group).extend(more)
    score, texts, is_clear = shared(tuple(group), text[before.end : spot.start])
    holes = [each for each in group if isinstance(each, Hole)]
    is_framed = is_clear and all(literal.optional for literal in skipped)
    is_seamless = before.is_exact and spot.is_exact
    pieces = [Piece(hole, piece, is_framed and (is_seamless or not is_prose(hole))) for hole, piece in zip(holes, texts, strict=True)]
    pieces += [Piece(each, "", is_framed) for each in left_out if isinstance(each, Hole)]
    return Way(way.score + spot.score + score - missing, before, pieces)


def shared(group: tuple[Hole | str, ...], text: str) -> tuple[float, list[str], bool]:
    """Return how a text is shared among the holes of a group: how well it fits, the texts, and whether there is no other way."""
    holes = [each for each in group if isinstance(each, Hole)]
    if not holes:
        return -min(SPARE * len(key_of(text)), MOST_SPARE), [], True
    if not text.strip(SIGNS):
        return fitness("", holes[0]) * len(holes), [""] * len(holes), True
    if len(holes) == 1:
        only = without_punctuation(group, text).lstrip(BEFORE).rstrip(BEHIND)
        return fitness(only, holes[0]), [only], True
    return split(group, text)


def without_punctuation(group: tuple[Hole | str, ...], text: str) -> str:
    """Return the text of a group's only hole without the group's own punctuation around it."""
    place = next(number for number, each in enumerate(group) if isinstance(each, Hole))
    text = text.strip()
    for sign in group[:place]:
        if isinstance(sign, str) and sign.strip() and folded(text).startswith(sign):
            text = text[len(sign) :].lstrip()
    for sign in reversed(group[place + 1 :]):
        if isinstance(sign, str) and sign.strip() and folded(text).endswith(sign):
            text = text[: -len(sign)].rstrip()
    return text


def spots_in(frame: Frame, words: Keyed) -> Iterator[Spot]:
    """Yield where the literals may stand in a text."""
    for number, literal in enumerate(frame.literals):
        exact = list(occurrences(literal.key, words.key))
        chosen = exact if len(exact) <= 2 * TRIED else exact[:TRIED] + exact[-TRIED:]
        for start in chosen:
            yield spot_at(frame, number, words, (start, start + len(literal.key)))
        if not exact and not literal.optional and len(literal.key) >= LEAST and is_hinted(literal.key, words.key[:WINDOW]):
            start, end, slips = with_slips(literal.key, words.key[:WINDOW])
            if slips <= max(1, len(literal.key) // SLIP) and end - start > 1:
                yield spot_at(frame, number, words, (start, end), slips)


def with_slips(key: str, text: str) -> tuple[int, int, int]:
    """Return where a key stands most nearly in another one: from, to, and how many slips there are; a long one by its ends."""
    letters = sorted(key)
    for place in range(len(text) - len(key) + 1):
        if text[place] in key and sorted(text[place : place + len(key)]) == letters:
            return place, place + len(key), 1
    if len(key) <= LONG:
        return nearest_in(key, text)
    start, end = text.find(key[:END]), text.rfind(key[-END:]) + END
    return (start, end, 1 + abs(end - start - len(key))) if start >= 0 and end > start + END else (0, 0, len(key))


def is_hinted(key: str, text: str) -> bool:
    """Return whether so many of a key's letters stand in another one that it may stand there with slips."""
    return sum(letter not in text for letter in key) <= max(1, len(key) // SLIP)


def occurrences(key: str, text: str) -> Iterator[int]:
    """Yield where a key begins in another one."""
    place = text.find(key)
    while place >= 0:
        yield place
        place = text.find(key, place + 1)


def spot_at(frame: Frame, number: int, words: Keyed, where: tuple[int, int], slips: int = 0) -> Spot:
    """Return the spot of a literal, widened by its own punctuation, by a letter too many before its colon, by a unit in brackets.

    Args:
        frame: the labels and holes.
        number: the literal's number.
        words: the text.
        where: from where to where it stands in the text's key.
        slips: how many slips are in it.
    """
    literal, units = frame.literals[number], frame.units
    text, start, end = words.text, words.places[where[0]], words.places[where[1] - 1] + 1
    before = literal.before + (COMMAS if set(literal.before) & set(COMMAS) else "")
    if not literal.optional and (slip := TO_COLON.match(text, end)) and COLON in literal.behind:
        end = slip.end()
    end = behind_signs(text, end, literal)
    if not literal.optional and (aside := ASIDE.match(text, end)) and key_of(aside[1]) in units:
        end = behind_signs(text, aside.end(), literal)
    while start > 0 and (text[start - 1].isspace() or folded(text[start - 1]) in before):
        start -= 1
    score = literal.weight * (1 - 2 * slips / len(literal.key))
    return Spot(number, where, start, end, score, slips == 0)


def behind_signs(text: str, end: int, literal: Literal) -> int:
    """Return where a literal's own punctuation ends, with a colon that a clerk may have put there.

    Args:
        text: the text.
        end: where the literal's letters end.
        literal: the literal.
    """
    behind = literal.behind if literal.optional else f"{literal.behind}{COLON}"
    while end < len(text) and (text[end].isspace() or folded(text[end]) in behind):
        end += 1
    return end
