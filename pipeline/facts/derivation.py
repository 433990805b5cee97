"""Puts what the formulas give beside what was typed; where both are there, they must agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.facts.fact import Fact
from pipeline.facts.formulas import Formula, compute
from pipeline.language.values import Blank, Figure, Group, NotApplicable, is_filled, spelt
from pipeline.paths import EVERY_ROW, numbered, steps
from pipeline.problems import Kind, Problem, error


def derive(formula: Formula, root: Group, names: dict[str, Any], facts: dict[str, Fact]) -> list[Problem]:
    """Compute a derived field wherever it stands; return where something else was typed.

    Args:
        formula: how it is computed.
        root: the values that were read, in which the computed ones are put.
        names: the values by the names that formulas know them by, likewise.
        facts: the facts by path, likewise.
    """
    problems = []
    way = steps(formula.field.path)
    for group, path in places_of(root, way, ""):
        stated, fact = group[way[-1]], facts[path]
        if formula.is_default and (not isinstance(stated, Blank) or stated.wrong):
            continue
        computed = compute(formula, group, names, path)
        if formula.is_default and isinstance(computed, Blank):
            continue
        if is_filled(stated) and differs(stated, computed):
            problems.append(disagreement(stated, computed, fact))
        group[way[-1]] = computed
        facts[path] = replace(fact, value=computed)
        if names.get(formula.field.name) is stated:
            names[formula.field.name] = computed
    return problems


def differs(stated: object, computed: object) -> bool:
    """Return whether a typed value is not the computed one as it is displayed; words are compared as words."""
    if isinstance(computed, Blank):
        return not computed.wrong
    if isinstance(stated, NotApplicable) or isinstance(computed, NotApplicable):
        return str(stated) != str(computed)
    return stated != (computed.displayed if isinstance(computed, Figure) else computed)


def disagreement(stated: object, computed: object, fact: Fact) -> Problem:
    """Return the problem of a typed value that is not the computed one.

    Args:
        stated: what was typed.
        computed: what the formula gives.
        fact: the field's fact as typed.
    """
    formula = fact.field.formula
    message = f"填的是 {spelt(stated)}，按公式“{formula}”应为 {spelt(computed)}"
    if isinstance(computed, Blank):
        message = f"填的是 {spelt(stated)}，但公式“{formula}”所用的数没有填"
    return error(Kind.DERIVED, message, fact.place, fact.path, "这一项由程序计算：删去即可，或核对公式所用的数")


def places_of(group: Group, steps: Sequence[str], path: str) -> list[tuple[Group, str]]:
    """Return each group that holds a field, once per row, with the field's path there.

    Args:
        group: where to begin.
        steps: the rest of the field's path; a step `名称[]` stands for each of the rows.
        path: the path so far, ending in a dot if not empty.
    """
    step, rest = steps[0], steps[1:]
    if not rest:
        return [(group, f"{path}{step}")]
    if not step.endswith(EVERY_ROW):
        return places_of(group.group(step), rest, f"{path}{step}.")
    name = step.removesuffix(EVERY_ROW)
    return [
        found for number, row in enumerate(group.rows(name), 1) for found in places_of(row, rest, f"{numbered(f'{path}{name}', number)}.")
    ]
