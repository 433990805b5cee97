"""What many unit-years say together, form by form: results, scores, rates, the most frequent findings, completeness."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.batch.columns import Column, columns_of
from pipeline.batch.rates import Distribution, distributions
from pipeline.batch.task import Result
from pipeline.checks.answers import FIGURES, WHAT, WHERE, WHY
from pipeline.facts.revisions import label_of
from pipeline.form.form import Form
from pipeline.form.short_paths import short_path
from pipeline.paths import without_rows
from pipeline.problems import CITY_KINDS, Kind, Problem, Severity, kind_label

MOST_FREQUENT: Final = 15


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
class Group:
    """What was handed in on one form.

    Attributes:
        title: what the form is called; empty of what nobody knows the form of.
        results: what came of each, in order.
        columns: the fields that the form shows in the summary.
        distributions: of each rate.
        findings: the most frequent ones.
    """

    title: str
    results: tuple[Result, ...]
    columns: tuple[Column, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def measure(self) -> str:
        """By what they are counted: by units, as long as none hands in several."""
        return "个单位" if len({result.unit for result in self.results}) == len(self.results) else "份"


@dataclass(frozen=True)
class Summary:
    """A year of many units.

    Attributes:
        year: the fiscal year.
        groups: what was handed in, form by form.
        missing: units that have no file for the year.
        beside: what units beside each other show, kind by kind.
    """

    year: str
    groups: tuple[Group, ...]
    missing: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """What came of everything, form by form."""
        return tuple(result for group in self.groups for result in group.results)

    @cached_property
    def units(self) -> int:
        """How many units there are."""
        return len({result.unit for result in self.results})

    @cached_property
    def failed(self) -> int:
        """How many failed."""
        return sum(result.is_failed for result in self.results)

    @cached_property
    def answered(self) -> int:
        """How many findings have an answer that holds."""
        return sum(len(result.answered) for result in self.results)


def summarize(year: str, results: Sequence[Result], missing: Sequence[str], forms: Mapping[str, Form]) -> Summary:
    """Return what a year's results say together.

    Args:
        year: the fiscal year.
        results: what came of each unit-year.
        missing: units that have no file for the year.
        forms: the forms that there are, by name.
    """
    ordered = sorted(results, key=lambda result: result.of)
    by_form: dict[str, list[Result]] = {name: [] for name in forms}
    unknown = next(iter(forms), "") if len(forms) == 1 else ""
    for result in ordered:
        by_form.setdefault(result.form or unknown, []).append(result)
    called = Counter(form.title for form in forms.values())
    groups = tuple(group_of(forms.get(name), some, called) for name, some in by_form.items() if some)
    return Summary(year, groups, tuple(missing), tuple(beside_each_other(ordered, forms)))


def group_of(form: Form | None, results: Sequence[Result], called: Mapping[str, int]) -> Group:
    """Return what was handed in on one form.

    Args:
        form: the form; None if nobody knows it.
        results: what came of each.
        called: how many forms have a title.
    """
    if form is None:
        return Group("", tuple(results), findings=tuple(findings(results, None)))
    title = form.title if called[form.title] == 1 else f"{form.title}（{form.name}）"
    spread = tuple(distributions(form, results))
    return Group(title, tuple(results), columns_of(form, results), spread, tuple(findings(results, form)))


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
    text = dict(problem.about).get(problem.path, "")
    return Remarkable(result, label_of(form, problem.path), problem, answer_to(problem, form, text))


def answer_to(problem: Problem, form: Form, text: str) -> str:
    """Return the entry of a data file that answers a finding, but for the reason: in one line, to be copied.

    Args:
        problem: the finding.
        form: the form that the unit fills.
        text: what it fills in there, a long text shortened.
    """
    where, value = short_path(form, problem.path), json.dumps(text, ensure_ascii=False)
    return f'- {{{WHAT}: {kind_label(problem.kind)}, {WHERE}: {where}, {FIGURES}: {{{where}: {value}}}, {WHY}: ""}}'


def findings(results: Sequence[Result], form: Form | None) -> list[Finding]:
    """Return the most frequent kinds of finding of what was handed in on a form, each counted once, errors and warnings alike."""
    found: dict[tuple[Severity, str, str], dict[str, str]] = {}
    for result in results:
        for problem in result.problems:
            key = (problem.severity, problem.kind, without_rows(problem.path))
            found.setdefault(key, {}).setdefault(result.listed, problem.message)
    frequent = sorted(found.items(), key=lambda item: -len(item[1]))[:MOST_FREQUENT]
    return [
        Finding(severity, label_of(form, path) if form and path else "", kind_label(kind), next(iter(said.values())), tuple(said))
        for (severity, kind, path), said in frequent
    ]
