"""What many unit-years say together: each rate's distribution and outliers, the most frequent findings, completeness."""

from __future__ import annotations

import json
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pipeline.batch.task import Result
from pipeline.checks.answers import FIGURES, WHAT, WHERE, WHY
from pipeline.checks.grounds import shortened
from pipeline.facts.revisions import label_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.short_paths import short_path
from pipeline.paths import child, is_in_rows, parent, without_rows
from pipeline.problems import CITY_KINDS, Kind, Problem, Severity, kind_label

# Percent points per bar, and where bars begin and end; what lies outside is in the first or the last.
STEP, LOWEST, HIGHEST = 5, 50, 120
# Tukey's outer fences: beyond the quartiles by more than this many times the distance between them; and so many points from the median.
FENCE: Final = 3
LEAST: Final = 10
FEWEST: Final = 8  # units, below which nothing is called an outlier
# A rate of two counts, such as 按期完成 / 部门预算项目数: one more or less of a few may be many points.
OF_COUNTS: Final = re.compile(r"(\w+) / (\w+)")
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
class Remarkable:
    """A finding that only units beside each other give.

    Attributes:
        result: the unit.
        label: what the field is called.
        problem: what was found.
        answer: the entry of the data file that answers it, but for the reason.
    """

    result: Result
    label: str
    problem: Problem
    answer: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What units beside each other show, of one kind.

    Attributes:
        title: the kind in words.
        found: the findings, in the order of the units.
    """

    title: str
    found: tuple[Remarkable, ...]

    @property
    def units(self) -> int:
        """In how many units it was found."""
        return len({one.result.unit for one in self.found})


@dataclass(frozen=True, slots=True)
class Summary:
    """A year of many units.

    Attributes:
        year: the fiscal year.
        results: what came of each unit, in order.
        missing: units that have no file for the year.
        distributions: of each rate.
        findings: the most frequent ones.
        beside: what units beside each other show, kind by kind.
    """

    year: str
    results: tuple[Result, ...]
    missing: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    findings: tuple[Finding, ...]
    beside: tuple[Beside, ...] = ()

    @property
    def failed(self) -> int:
        """How many units failed."""
        return sum(result.is_failed for result in self.results)

    @property
    def answered(self) -> int:
        """How many findings of all units have an answer that holds."""
        return sum(len(result.answered) for result in self.results)


def summarize(year: str, results: Sequence[Result], missing: Sequence[str], forms: Mapping[str, Form]) -> Summary:
    """Return what a year's results say together.

    Args:
        year: the fiscal year.
        results: what came of each unit.
        missing: units that have no file for the year.
        forms: the forms that they fill, by name; the first that knows a field gives its label.
    """
    ordered = tuple(sorted(results, key=lambda result: result.unit))
    rates = {rate.path: (rate, form) for form in forms.values() for rate in rates_of(form)}
    spread = (distribution(rate, form, ordered) for rate, form in rates.values())
    rates_found = tuple(found for found in spread if found)
    return Summary(year, ordered, tuple(missing), rates_found, tuple(findings(ordered, forms)), tuple(beside_each_other(ordered, forms)))


def beside_each_other(results: Sequence[Result], forms: Mapping[str, Form]) -> Iterator[Beside]:
    """Yield what units beside each other show, in the order of the kinds."""
    for kind in Kind:
        found = [(result, problem) for result in results for problem in result.problems if problem.kind == kind and kind in CITY_KINDS]
        if found:
            yield Beside(kind.label, tuple(remarkable(result, problem, forms[result.form]) for result, problem in found))


def remarkable(result: Result, problem: Problem, form: Form) -> Remarkable:
    """Return a finding with what the summary says of it.

    Args:
        result: the unit.
        problem: the finding.
        form: the form that the unit fills.
    """
    return Remarkable(result, label_of(form, problem.path), problem, answer_to(problem, form, result.facts.get(problem.path, "")))


def answer_to(problem: Problem, form: Form, text: str) -> str:
    """Return the entry of a data file that answers a finding, but for the reason: in one line, to be copied.

    Args:
        problem: the finding.
        form: the form that the unit fills.
        text: what it fills in there.
    """
    where, value = short_path(form, problem.path), json.dumps(shortened(text), ensure_ascii=False)
    return f'- {{{WHAT}: {kind_label(problem.kind)}, {WHERE}: {where}, {FIGURES}: {{{where}: {value}}}, {WHY}: ""}}'


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
        Outlier(result.unit, result.name, figure)
        for figure, result in given
        if not least - one_of(result, base) <= figure <= most + one_of(result, base)
    ]
    outliers = tuple(sorted(far, key=lambda outlier: (outlier.value, outlier.unit))) if len(values) >= FEWEST else ()
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
