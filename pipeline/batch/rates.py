"""One rate over all units that fill a form: its distribution, and the units far from the others."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import nan
from typing import Final

from pipeline.batch.compact import all_of
from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.paths import child, is_in_rows, parent
from pipeline.workspace import UnitYear

# Percent points per bar, and where bars begin and end; what lies outside is in the first or the last.
STEP, LOWEST, HIGHEST = 5, 50, 120
# Tukey's outer fences: beyond the quartiles by more than this many times the distance between them; and so many points from the median.
FENCE: Final = 3
LEAST: Final = 10
FEWEST: Final = 8  # units, below which nothing is called an outlier
# A rate of two counts, such as 按期完成 / 部门预算项目数: one more or less of a few may be many points.
OF_COUNTS: Final = re.compile(r"(\w+) / (\w+)")


@dataclass(frozen=True, slots=True)
class Outlier:
    """A unit whose rate lies far from the others'.

    Attributes:
        of: which unit-year.
        name: its name.
        value: the rate in percent.
    """

    of: UnitYear
    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Distribution:
    """One rate over all units.

    Attributes:
        path: its path.
        label: what it is called.
        count: how many units have it.
        lowest: the lowest, in percent.
        lower: the first quartile.
        median: the median.
        upper: the third quartile.
        highest: the highest.
        bars: how many units lie in each step, with the step's lower end.
        outliers: the units far from the others.
        without: how many units have no such rate.
    """

    path: str
    label: str
    count: int
    lowest: Decimal
    lower: Decimal
    median: Decimal
    upper: Decimal
    highest: Decimal
    bars: tuple[tuple[int, int], ...]
    outliers: tuple[Outlier, ...]
    without: int


def rates_of(form: Form) -> list[Field]:
    """Return a form's rates, those in rows left out."""
    return [leaf for leaf in form.root.leaves() if leaf.type == "percent" and not is_in_rows(leaf.path)]


def distributions(form: Form, results: Sequence[Result]) -> list[Distribution]:
    """Return the distribution of each rate that any unit has.

    Args:
        form: the form.
        results: what came of each unit that fills it.
    """
    rates = rates_of(form)
    columns = {rate.path: array("d") for rate in rates}
    for result in results:
        facts = all_of(result.facts)
        for path, column in columns.items():
            column.append(percent(facts.get(path, "")))
    found = (distribution(rate, form, results, columns[rate.path]) for rate in rates)
    return [each for each in found if each]


def distribution(rate: Field, form: Form, results: Sequence[Result], column: Sequence[float]) -> Distribution | None:
    """Return a rate's distribution; None if no unit has it.

    Args:
        rate: the rate.
        form: the form that has it.
        results: what came of each unit.
        column: each unit's rate in percent, no number if it has none. A figure as shown is told exactly by the nearest such number.
    """
    values = sorted(value for value in column if value == value)  # noqa: PLR0124 - all but what is no number
    if not values:
        return None
    lower, median, upper = quartiles(values)
    reach = (upper - lower) * FENCE
    least, most = min(lower - reach, median - LEAST), max(upper + reach, median + LEAST)
    outliers: tuple[Outlier, ...] = ()
    if len(values) >= FEWEST:
        base, low, high = counted_from(rate, form), float(least), float(most)
        beyond = ((result, exact(value)) for result, value in zip(results, column, strict=True) if value <= low or value >= high)
        far = (
            Outlier(result.of, result.listed, value)
            for result, value in beyond
            if not least - one_of(result, base) <= value <= most + one_of(result, base)
        )
        outliers = tuple(sorted(far, key=lambda outlier: (outlier.value, outlier.of)))
    counts = Counter(min(max(int(value) // STEP * STEP, LOWEST), HIGHEST) for value in values)
    bars = tuple((start, counts[start]) for start in range(LOWEST, HIGHEST + STEP, STEP))
    without = sum(1 for result in results if not result.is_failed) - len(values)
    label, ends = label_of(form, rate.path), (exact(values[0]), exact(values[-1]))
    return Distribution(rate.path, label, len(values), ends[0], lower, median, upper, ends[1], bars, outliers, without)


def counted_from(rate: Field, form: Form) -> str:
    """Return the path of the count that is a rate's 100%; nothing if it is no rate of counts."""
    found = OF_COUNTS.fullmatch(rate.formula)
    base = next((leaf for leaf in form.root.leaves() if found and leaf.path == child(parent(rate.path), found[2])), None)
    return base.path if base and base.type == "integer" else ""


def one_of(result: Result, base: str) -> Decimal:
    """Return how many points one of a unit's counted things makes; none for a rate of amounts."""
    text = result.facts.get(base, "")
    return Decimal(100) / int(text) if text.isdecimal() and int(text) else Decimal(0)


def percent(text: str) -> float:
    """Return a rate as shown as a number; no number for 不适用 and blanks."""
    return float(text[:-1]) if text.endswith("%") else nan


def exact(value: float) -> Decimal:
    """Return a number as the figure that it was read from."""
    return Decimal(repr(value))


def quartiles(values: Sequence[float]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the quartiles of some values in order, of which there is at least one; between two values they are in proportion."""
    last = len(values) - 1
    places = [divmod(quarter * last, 4) for quarter in (1, 2, 3)]
    lower, median, upper = ((exact(values[at]) * (4 - part) + exact(values[min(at + 1, last)]) * part) / 4 for at, part in places)
    return lower, median, upper
