"""One rate over all units that fill a form: its distribution, and the units far from the others."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

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
        values: each unit's rate in percent, ascending.
        lower: the first quartile.
        median: the median.
        upper: the third quartile.
        bars: how many units lie in each step, with the step's lower end.
        outliers: the units far from the others.
        without: how many units have no such rate.
    """

    path: str
    label: str
    values: tuple[Decimal, ...]
    lower: Decimal
    median: Decimal
    upper: Decimal
    bars: tuple[tuple[int, int], ...]
    outliers: tuple[Outlier, ...]
    without: int


def rates_of(form: Form) -> list[Field]:
    """Return a form's rates, those in rows left out."""
    return [leaf for leaf in form.root.leaves() if leaf.type == "percent" and not is_in_rows(leaf.path)]


def distribution(rate: Field, form: Form, results: Sequence[Result]) -> Distribution | None:
    """Return a rate's distribution; None if no unit has it.

    Args:
        rate: the rate.
        form: the form that has it.
        results: what came of each unit.
    """
    path = rate.path
    given = [(figure, result) for result in results if (figure := percent(result.facts.get(path, ""))) is not None]
    if not given:
        return None
    values = tuple(sorted(figure for figure, _ in given))
    lower, median, upper = quartiles(values)
    reach = (upper - lower) * FENCE
    least, most = min(lower - reach, median - LEAST), max(upper + reach, median + LEAST)
    base = counted_from(rate, form)
    far = [
        Outlier(result.of, result.listed, figure)
        for figure, result in given
        if not least - one_of(result, base) <= figure <= most + one_of(result, base)
    ]
    outliers = tuple(sorted(far, key=lambda outlier: (outlier.value, outlier.of))) if len(values) >= FEWEST else ()
    counts = Counter(min(max(int(value) // STEP * STEP, LOWEST), HIGHEST) for value in values)
    bars = tuple((start, counts[start]) for start in range(LOWEST, HIGHEST + STEP, STEP))
    without = sum(1 for result in results if not result.is_failed) - len(values)
    return Distribution(path, label_of(form, path), values, lower, median, upper, bars, outliers, without)


def counted_from(rate: Field, form: Form) -> str:
    """Return the path of the count that is a rate's 100%; nothing if it is no rate of counts."""
    found = OF_COUNTS.fullmatch(rate.formula)
    base = next((leaf for leaf in form.root.leaves() if found and leaf.path == child(parent(rate.path), found[2])), None)
    return base.path if base and base.type == "integer" else ""


def one_of(result: Result, base: str) -> Decimal:
    """Return how many points one of a unit's counted things makes; none for a rate of amounts."""
    text = result.facts.get(base, "")
    return Decimal(100) / int(text) if text.isdecimal() and int(text) else Decimal(0)


def percent(text: str) -> Decimal | None:
    """Return a rate as shown as a figure; None for 不适用 and blanks."""
    return Decimal(text[:-1]) if text.endswith("%") else None


def quartiles(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the quartiles of some values, of which there is at least one."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, median, upper
