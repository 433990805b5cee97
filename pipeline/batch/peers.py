"""Units of one kind and their amounts, on a scale of powers of ten: how large each unit is, and how unusual each amount is within it.

An amount is large for two honest reasons: the field has large amounts, and the unit is large. Both are taken off (median polish).
Figures stand in columns, one for each unit in its place, and are no number where a unit has none: there may be a hundred thousand units.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from statistics import median
from typing import Final

from pipeline.workspace import UnitYear

Column = Sequence[float]

FEWEST: Final = 8  # units, below which nothing is said
ROUNDS: Final = 3  # of taking off medians; further ones change nothing
# Spreads from the middle, beyond which chance is out of the question, and the least spread: units that are all alike must not alarm.
SURE: Final = 5
ALIKE: Final = 0.1
# From how many powers of ten on an amount is told: 元 for 万元 is four.
FAR: Final = 3.1
# A unit whose amounts are all too large: for its staff; or, where nobody's staff is known, by itself, with nobody near it.
WHOLE, ALONE = 2.5, 1.0


@dataclass(frozen=True, eq=False)
class Peers:
    """The amounts of units that are compared with each other.

    Attributes:
        units: which units, in the order of all columns.
        logs: the amounts above 0 by path; fields that few units have are left out.
        heads: how large each unit is by its staff, as far as it is known.
    """

    units: Sequence[UnitYear]
    logs: Mapping[str, Column]
    heads: Column

    def row(self, unit: int) -> dict[str, float]:
        """Return a unit's amounts by path."""
        return {path: log for path, column in self.logs.items() if is_known(log := column[unit])}

    @cached_property
    def sizes(self) -> Column:
        """How large each unit's amounts are, the fields' usual ones being 0."""
        sizes = numbers([0.0] * len(self.units))
        for _ in range(ROUNDS):
            usual = {path: middle(less(column, sizes)) for path, column in self.logs.items()}
            sizes = numbers(median(log - usual[path] for path, log in self.row(unit).items()) for unit in range(len(self.units)))
        return sizes

    @cached_property
    def unusual(self) -> dict[str, Column]:
        """How unusual each amount is within its unit, by path."""
        return {path: centred(self.levelled(less(column, self.sizes))) for path, column in self.logs.items()}

    def levelled(self, column: Column) -> Column:
        """Return a column without what grows slower or faster than the units do, such as 三公 of a large hospital."""
        ordered = sorted((unit for unit, log in enumerate(column) if is_known(log)), key=self.sizes.__getitem__)
        third = len(ordered) // 3
        ends = ordered[:third], ordered[-third:]
        if third * 2 < FEWEST:
            return column
        sizes, amounts = ([median(of[unit] for unit in end) for end in ends] for of in (self.sizes, column))
        run = sizes[1] - sizes[0]
        slope = (amounts[1] - amounts[0]) / run if run > ALIKE else 0.0
        return numbers(log - slope * size for log, size in zip(column, self.sizes, strict=True))

    def too_large(self) -> set[int]:
        """Return the units whose amounts are all or mostly too large."""
        per_head = centred(less(self.sizes, self.heads))
        are_counted = sum(map(is_known, per_head)) >= FEWEST
        found = beyond(per_head, WHOLE) if are_counted else set()
        alone = centred(numbers(nan if are_counted and is_known(head) else size for size, head in zip(self.sizes, self.heads, strict=True)))
        far = beyond(alone, FAR) if sum(map(is_known, alone)) >= FEWEST else set()
        next_one = max((size for unit, size in enumerate(alone) if is_known(size) and unit not in far), default=0.0)
        return found | {unit for unit in far if alone[unit] - next_one >= ALONE}


def numbers(values: Iterable[float]) -> array[float]:
    """Return a column of some values."""
    return array("d", values)


def is_known(value: float) -> bool:
    """Return whether a unit has a figure."""
    return value == value  # noqa: PLR0124 - what is no number is not even the same as itself


def less(column: Column, taken: Column) -> array[float]:
    """Return a column with another one taken off it."""
    return numbers(value - off for value, off in zip(column, taken, strict=True))


def middle(column: Column) -> float:
    """Return the median of a column; 0 if nobody has a figure."""
    values = list(filter(is_known, column))
    return median(values) if values else 0.0


def centred(column: Column) -> Column:
    """Return a column with its median at 0."""
    off = middle(column)
    return numbers(value - off for value in column)


def spread(column: Column) -> float:
    """Return how far apart a centred column's values usually lie, as a standard deviation; a tenth of them at each end does not count."""
    values = sorted(filter(is_known, column))
    cut = -(-len(values) // 10)
    inner = (values[-1 - cut] - values[cut]) / 2.56
    return max(ALIKE, inner, 1.4826 * median(map(abs, values))) * (1 + FEWEST / 2 / len(values))


def beyond(column: Column, least: float) -> set[int]:
    """Return the units whose value lies above a centred column's others by chance no longer, and by a number of powers of ten at least."""
    fence = max(least, SURE * spread(column))
    return {unit for unit, value in enumerate(column) if value >= fence}
