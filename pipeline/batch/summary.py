"""What many unit-years say together: each rate's distribution and outliers, the most frequent findings, completeness."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.batch.task import Result
from pipeline.facts.revisions import label_of
from pipeline.form.form import Form
from pipeline.paths import is_in_rows, without_rows
from pipeline.problems import Severity, kind_label

# Percent points per bar, and where bars begin and end; what lies outside is in the first or the last.
STEP, LOWEST, HIGHEST = 5, 50, 120
# Tukey's fences: beyond the quartiles by more than this many times the distance between them.
FENCE: Final = Decimal("1.5")
FEWEST: Final = 4  # units, below which nothing is called an outlier
MOST_FREQUENT: Final = 15


@dataclass(frozen=True, slots=True)
class Outlier:
    """A unit whose rate lies far from the others'.

    Attributes:
        unit: its folder's name.
        name: its name.
        value: the rate in percent.
    """

    unit: str
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


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of finding.

    Attributes:
        severity: how bad it is.
        label: what it is about.
        title: the kind in words.
        example: what is said of the first unit.
        units: the names of the units where it was found.
    """

    severity: Severity
    label: str
    title: str
    example: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A year of many units.

    Attributes:
        year: the fiscal year.
        results: what came of each unit, in order.
        missing: units that have no file for the year.
        distributions: of each rate.
        findings: the most frequent ones.
    """

    year: str
    results: tuple[Result, ...]
    missing: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> int:
        """How many units failed."""
        return sum(result.is_failed for result in self.results)


def summarize(year: str, results: Sequence[Result], missing: Sequence[str], forms: Mapping[str, Form]) -> Summary:
    """Return what a year's results say together.

    Args:
        year: the fiscal year.
        results: what came of each unit.
        missing: units that have no file for the year.
        forms: the forms that they fill, by name; the first that knows a field gives its label.
    """
    ordered = tuple(sorted(results, key=lambda result: result.unit))
    rates = {path: form for form in forms.values() for path in rate_paths(form)}
    spread = (distribution(path, label_of(form, path), ordered) for path, form in rates.items())
    return Summary(year, ordered, tuple(missing), tuple(found for found in spread if found), tuple(findings(ordered, forms)))


def rate_paths(form: Form) -> list[str]:
    """Return the paths of a form's rates, those in rows left out."""
    return [field.path for field in form.root.leaves() if field.type == "percent" and not is_in_rows(field.path)]


def distribution(path: str, label: str, results: Sequence[Result]) -> Distribution | None:
    """Return a rate's distribution; None if no unit has it."""
    given = [(figure, result) for result in results if (figure := percent(result.facts.get(path, ""))) is not None]
    if not given:
        return None
    values = tuple(sorted(figure for figure, _ in given))
    lower, median, upper = quartiles(values)
    reach = (upper - lower) * FENCE
    far = sorted((pair for pair in given if not lower - reach <= pair[0] <= upper + reach), key=lambda pair: (pair[0], pair[1].unit))
    outliers = tuple(Outlier(result.unit, result.name, figure) for figure, result in far) if len(values) >= FEWEST else ()
    counts = Counter(min(max(int(value) // STEP * STEP, LOWEST), HIGHEST) for value in values)
    bars = tuple((start, counts[start]) for start in range(LOWEST, HIGHEST + STEP, STEP))
    without = sum(1 for result in results if not result.is_failed) - len(values)
    return Distribution(path, label, values, lower, median, upper, bars, outliers, without)


def percent(text: str) -> Decimal | None:
    """Return a rate as shown as a figure; None for 不适用 and blanks."""
    return Decimal(text[:-1]) if text.endswith("%") else None


def quartiles(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the quartiles of some values, of which there is at least one."""
    if len(values) == 1:
        return values[0], values[0], values[0]
    lower, median, upper = statistics.quantiles(values, n=4, method="inclusive")
    return lower, median, upper


def findings(results: Sequence[Result], forms: Mapping[str, Form]) -> list[Finding]:
    """Return the most frequent kinds of finding, each unit counted once, errors and warnings alike."""
    units: dict[tuple[Severity, str, str], dict[str, str]] = {}
    for result in results:
        for problem in result.problems:
            key = (problem.severity, problem.kind, without_rows(problem.path))
            units.setdefault(key, {}).setdefault(result.name, problem.message)
    frequent = sorted(units.items(), key=lambda item: -len(item[1]))[:MOST_FREQUENT]
    form = next(iter(forms.values()), None)
    return [
        Finding(severity, label_of(form, path) if form and path else "", kind_label(kind), next(iter(said.values())), tuple(said))
        for (severity, kind, path), said in frequent
    ]
