"""What came of everything that the examiner tries, by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.problems import Problem
from tests.reviewer import fillings as filling
from tests.reviewer import harness
from tests.reviewer.cases import cases
from tests.reviewer.units import unit_years


@cache
def clean() -> Mapping[str, list[str]]:
    """Return the findings in each clean unit-year, as the clerk reads them."""
    return {f"没有问题 {name}": [line(problem) for problem in harness.false_alarms(name)] for name in unit_years()}


@cache
def answerable() -> Mapping[str, list[str]]:
    """Return what stops each legitimate case."""
    found = cases("answerable.yaml").items()
    return {f"可以答复 {name}": [line(problem) for problem in harness.stopped(case)] for name, case in found}


@cache
def answered() -> Mapping[str, list[str]]:
    """Return what is still asked in each legitimate case although a reason was given."""
    found = cases("answerable.yaml").items()
    return {f"答复之后 {name}": [line(problem) for problem in harness.unanswerable(case)] for name, case in found}


@cache
def printing() -> Mapping[str, list[str]]:
    """Return what each report says wrongly."""
    return {f"印 {name}": harness.misprints(case) for name, case in cases("printing.yaml").items()}


@cache
def fillings() -> Mapping[str, list[str]]:
    """Return what looks wrong in a report where the fields of one group say nothing."""
    return {name: filling.misprints(words, paths) for name, words, paths in filling.groups()}


@cache
def faults() -> Mapping[str, Mapping[str, list[str]]]:
    """Return for each kind and fault the findings that tell it."""
    told: dict[str, dict[str, list[str]]] = {}
    for name, problems in findings().items():
        told.setdefault(cases("faults.yaml")[name].kind, {})[name] = [line(problem) for problem in problems]
    return told


@cache
def findings() -> Mapping[str, list[Problem]]:
    """Return the findings that tell each fault."""
    return {name: harness.told(case) for name, case in cases("faults.yaml").items()}


def beside() -> list[str]:
    """Return the faults that are told at their line, but none of whose findings points to the passage itself."""
    faults = cases("faults.yaml")
    return [name for name, told in findings().items() if told and not any(harness.points_at(faults[name], problem) for problem in told)]


def line(problem: Problem) -> str:
    """Return a finding in one line."""
    return f"{problem.place.line} {problem.severity.value} {problem.kind}：{problem.path}：{problem.message}（{problem.hint}）"
