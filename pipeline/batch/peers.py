"""Units of one kind and their amounts, on a scale of powers of ten: how large each unit is, and how unusual each amount is within it.

An amount is large for two honest reasons: the field has large amounts, and the unit is large. Both are taken off (median polish).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

from pipeline.workspace import UnitYear

# Powers of ten by unit-year and path, or by path and unit-year.
Logs = dict[UnitYear, dict[str, float]]
Columns = dict[str, dict[UnitYear, float]]

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
        logs: the amounts above 0; fields that few units have are left out.
        heads: how large each unit is by its staff, as far as it is known.
    """

    logs: Logs
    heads: Mapping[UnitYear, float]

    @cached_property
    def sizes(self) -> dict[UnitYear, float]:
        """How large each unit's amounts are, the fields' usual ones being 0."""
        sizes = dict.fromkeys(self.logs, 0.0)
        for _ in range(ROUNDS):
            columns: dict[str, list[float]] = {}
            for unit, row in self.logs.items():
                for path, log in row.items():
                    columns.setdefault(path, []).append(log - sizes[unit])
            usual = {path: median(column) for path, column in columns.items()}
            sizes = {unit: median(log - usual[path] for path, log in row.items()) for unit, row in self.logs.items()}
        return sizes

    @cached_property
    def unusual(self) -> Columns:
        """How unusual each amount is within its unit, by path and unit."""
        columns: Columns = {}
        for unit, row in self.logs.items():
            for path, log in row.items():
                columns.setdefault(path, {})[unit] = log - self.sizes[unit]
        return {path: centred(self.levelled(column)) for path, column in columns.items()}

    def levelled(self, column: Mapping[UnitYear, float]) -> dict[UnitYear, float]:
        """Return a column without what grows slower or faster than the units do, such as 三公 of a large hospital."""
        ordered = sorted(column, key=lambda unit: self.sizes[unit])
        third = len(ordered) // 3
        ends = ordered[:third], ordered[-third:]
        if third * 2 < FEWEST:
            return dict(column)
        sizes, amounts = ([median(of[unit] for unit in end) for end in ends] for of in (self.sizes, column))
        run = sizes[1] - sizes[0]
        slope = (amounts[1] - amounts[0]) / run if run > ALIKE else 0.0
        return {unit: log - slope * self.sizes[unit] for unit, log in column.items()}

    def too_large(self) -> set[UnitYear]:
        """Return the units whose amounts are all or mostly too large."""
        per_head = centred({unit: size - self.heads[unit] for unit, size in self.sizes.items() if unit in self.heads})
        found = beyond(per_head, WHOLE) if len(per_head) >= FEWEST else set()
        alone = centred({unit: size for unit, size in self.sizes.items() if unit not in per_head or len(per_head) < FEWEST})
        far = beyond(alone, FAR) if len(alone) >= FEWEST else set()
        next_one = max((size for unit, size in alone.items() if unit not in far), default=0.0)
        return found | {unit for unit in far if alone[unit] - next_one >= ALONE}


def centred(column: Mapping[UnitYear, float]) -> dict[UnitYear, float]:
    """Return a column with its median at 0."""
    middle = median(column.values()) if column else 0.0
    return {unit: value - middle for unit, value in column.items()}


def spread(column: Mapping[UnitYear, float]) -> float:
    """Return how far apart a centred column's values usually lie, as a standard deviation; a tenth of them at each end does not count."""
    values = sorted(column.values())
    cut = -(-len(values) // 10)
    inner = (values[-1 - cut] - values[cut]) / 2.56
    middle = 1.4826 * median(map(abs, values))
    return max(ALIKE, inner, middle) * (1 + FEWEST / 2 / len(values))


def beyond(column: Mapping[UnitYear, float], least: float) -> set[UnitYear]:
    """Return the units whose value lies above a centred column's others by chance no longer, and by a number of powers of ten at least."""
    fence = max(least, SURE * spread(column))
    return {unit for unit, value in column.items() if value >= fence}
