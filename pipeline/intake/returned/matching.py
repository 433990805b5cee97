"""Finds what of a printed narrative stands where in a received one: what is the same, what is like it, what was moved, is gone or new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.intake.returned.passages import Unit
from pipeline.intake.returned.plain import bare

# How like each other two sentences or rows have to be to be one that was changed; and one that was moved besides.
ALIKE, ALIKE_ELSEWHERE = 0.45, 0.75
# How many sentences may have become one, or one several.
MOST: Final = 4
# How long a part of a sentence that became several may be.
PART: Final = 0.85
# How many pairs are looked at between two places that are the same; where there are more, nothing is like anything.
PAIRS: Final = 100_000
# How many characters a sentence has at least that is known again elsewhere.
SHORTEST: Final = 5


@dataclass(frozen=True, slots=True)
class Match:
    """What of the printed narrative became what of the received one.

    Attributes:
        old: what was printed; nothing if it is new.
        new: what was received; nothing if it is gone.
        is_moved: whether it stands elsewhere.
    """

    old: tuple[Unit, ...]
    new: tuple[Unit, ...]
    is_moved: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return (self.old or self.new)[0].is_row

    @property
    def says_the_same(self) -> bool:
        """Whether neither its words are others nor the number before them, if it is not the program that numbers."""
        if not (self.old and self.new):
            return False
        old, new = mark_of(self.old), mark_of(self.new)
        if said(self.old) == said(self.new):
            return old == new or self.old[0].pieces[0].passage.is_numbered
        return (old + said(self.old)[0],) == (new + said(self.new)[0],) and not self.is_row


def mark_of(units: Sequence[Unit]) -> str:
    """Return the number that stands before what units say, as it is compared."""
    return bare(units[0].pieces[0].mark).text


def said(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return what units say, as it is compared: a row by its cells, sentences together."""
    return units[0].key if units and units[0].is_row else ("".join(unit.key[0] for unit in units),)


def matched(old: Sequence[Unit], new: Sequence[Unit]) -> list[Match]:
    """Return what became of each sentence and row, in the order of the received file; what is gone stands where it was.

    Args:
        old: those of the printed narrative.
        new: those of the received one.
    """
    blocks = SequenceMatcher(None, [unit.key for unit in old], [unit.key for unit in new], autojunk=False).get_matching_blocks()
    found: list[Match] = []
    i = j = 0
    for block in blocks:
        found += between(old[i : block.a], new[j : block.b])
        found += (Match((old[block.a + n],), (new[block.b + n],)) for n in range(block.size))
        i, j = block.a + block.size, block.b + block.size
    return with_moved(found)


def between(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Match]:
    """Yield what became of what stands between two places that are the same: the pairs that are most alike, in order.

    Args:
        old: what was printed there.
        new: what was received.
    """
    best = best_pairs(old, new) if len(old) * len(new) <= PAIRS else {}
    i = j = 0
    while i < len(old) or j < len(new):
        taken, came = best.get((i, j), (1, 0) if i < len(old) else (0, 1))
        yield Match(tuple(old[i : i + taken]), tuple(new[j : j + came]))
        i, j = i + taken, j + came


def best_pairs(old: Sequence[Unit], new: Sequence[Unit]) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each place in two sequences, how many units of either come next in the best pairing of the rest.

    Args:
        old: what was printed.
        new: what was received.
    """
    score = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    best: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(old), -1, -1):
        for j in range(len(new), -1, -1):
            onward = steps(old[i : i + MOST], new[j : j + MOST])
            ways = [(score[i + taken][j + came] + worth, taken, came) for taken, came, worth in onward]
            if ways:
                score[i][j], taken, came = max(ways)  # what is gone comes before what is new
                best[i, j] = taken, came
    return best


def steps(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[int, int, float]]:
    """Yield each way to go on: how many units of either are taken, and what that is worth.

    Args:
        old: what comes next of what was printed.
        new: what comes next of what was received.
    """
    if old:
        yield 1, 0, 0.0
    if new:
        yield 0, 1, 0.0
    if old and new:
        worth = likeness(old[0], new[0])
        if worth >= ALIKE:
            yield 1, 1, worth - ALIKE / 2
        if not (old[0].is_row or new[0].is_row):
            yield from ((1, came, worth) for came, worth in several(old[0], new))
            yield from ((taken, 1, worth) for taken, worth in several(new[0], old))


def several(whole: Unit, parts: Sequence[Unit]) -> Iterator[tuple[int, float]]:
    """Yield how many sentences a single one may have become, two or more, and what that is worth."""
    for count, part in enumerate(parts, 1):
        if part.is_row or len(part.key[0]) > PART * len(whole.key[0]):
            return
        worth = alike(whole.key, ("".join(each.key[0] for each in parts[:count]),))
        if count > 1 and worth >= max(ALIKE, *(alike(whole.key, each.key) for each in parts[:count])):
            yield count, worth - ALIKE / 2


def with_moved(found: Sequence[Match]) -> list[Match]:
    """Return matches with what is gone in one place and came in another as moved, in the place where it is now."""
    gone = [match.old[0] for match in found if not match.new]
    came = [match.new[0] for match in found if not match.old]
    pairs = moves(gone, came) if len(gone) * len(came) <= PAIRS else {}
    whence = {new: old for old, new in pairs.items()}
    kept = (match for match in found if match.new or match.old[0] not in pairs)
    return [Match((whence[match.new[0]],), match.new, is_moved=True) if match.new and match.new[0] in whence else match for match in kept]


def moves(gone: Sequence[Unit], came: Sequence[Unit]) -> dict[Unit, Unit]:
    """Return which of what is gone is which of what came, the most alike first.

    Args:
        gone: what was printed and is no more where it was.
        came: what was received and was not there.
    """
    ways = [(likeness(old, new), -i, -j) for i, old in enumerate(gone) for j, new in enumerate(came)]
    found: dict[int, int] = {}
    for worth, i, j in sorted(ways, reverse=True):
        is_long = len("".join(gone[-i].key)) >= SHORTEST
        if worth >= ALIKE_ELSEWHERE and is_long and -i not in found and -j not in found.values():
            found[-i] = -j
    return {gone[i]: came[j] for i, j in found.items()}


def likeness(old: Unit, new: Unit) -> float:
    """Return how like each other two units are, from 0 to 1; a row is never like a sentence."""
    return alike(old.key, new.key) if old.is_row == new.is_row else 0.0


@lru_cache(maxsize=PAIRS)
def alike(old: tuple[str, ...], new: tuple[str, ...]) -> float:
    """Return how like each other what two units say is: how many pairs of characters, or of their cells, both have."""
    if old == new:
        return 1.0
    cells = sum((Counter(old) & Counter(new)).values()) / max(len(old), len(new)) if len(old) > 1 else 0.0
    first, second = pairs_in("\n".join(old)), pairs_in("\n".join(new))
    fewest, most = sorted((first.total(), second.total()))
    if 2 * fewest < ALIKE * (fewest + most):
        return cells
    return max(cells, 2 * (first & second).total() / (fewest + most))


@lru_cache(maxsize=4096)
def pairs_in(text: str) -> Counter[str]:
    """Return the pairs of characters in a text, its edges included."""
    return Counter(map("".join, pairwise(f"\n{text}\n")))
