"""Puts what the formulas give beside what was typed; where both are there, they must agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pipeline.facts.fact import Fact
from pipeline.facts.formulas import Formula, compute
from pipeline.facts.scores import weighs_nothing
from pipeline.facts.standing import forget_columns, standing
from pipeline.form.scored import Scoring
from pipeline.language.aggregates import left_out, noting
from pipeline.language.values import Blank, Column, Figure, Group, NotApplicable, Rows, is_filled, spelt
from pipeline.language.wording import plain_number
from pipeline.paths import EVERY_ROW, NUMBER, is_in_rows, steps
from pipeline.problems import Kind, Problem, Severity, error

SHOWN: Final = 3  # of what a sum leaves out


def derive(
    formulas: Iterable[Formula], root: Group, names: dict[str, Any], facts: dict[str, Fact], scoring: Scoring | None = None
) -> list[Problem]:
    """Compute the derived fields wherever they stand; return where something else was typed.

    Args:
        formulas: how they are computed, in order of need.
        root: the values that were read, in which the computed ones are put.
        names: the values by the names that formulas know them by, likewise.
        facts: the facts by path, likewise.
        scoring: how the form is scored, if it is.
    """
    rows = [value for value in names.values() if isinstance(value, Rows)]
    problems: list[Problem] = []
    for formula in formulas:
        problems += derived(formula, root, names, facts, scoring)
        if is_in_rows(formula.field.path):
            forget_columns(root, steps(formula.field.path), rows)
    return told_once(problems)


def derived(formula: Formula, root: Group, names: dict[str, Any], facts: dict[str, Fact], scoring: Scoring | None) -> list[Problem]:
    """Compute one derived field wherever it stands; return where something else was typed.

    Args:
        formula: how it is computed.
        root: the values that were read, in which the computed ones are put.
        names: the values by the names that formulas know them by, likewise.
        facts: the facts by path, likewise.
        scoring: how the form is scored, if it is.
    """
    problems: list[Problem] = []
    told: dict[int, Column] = {}
    way = steps(formula.field.path)
    around = {name: names[name] for name in formula.around if name in names}
    for group, path, rows_at_hand in standing(root, way, "", around):
        stated, fact = group[way[-1]], facts[path]
        if formula.is_default and (not isinstance(stated, Blank) or stated.wrong):
            continue
        with noting() as columns:
            computed = compute(formula, {} if formula.is_of_form else {**rows_at_hand, **group}, names, path)
        if formula.is_default and isinstance(computed, Blank):
            continue
        lacking = [value for number, column in columns.items() if number not in told for value in left_out(column)]
        problems += left_out_of([value for value in lacking if not weighs_nothing(scoring, facts, value.path)], computed, fact)
        told |= columns
        if is_filled(stated) and differs(stated, computed):
            problems.append(disagreement(stated, computed, fact))
        problems += beyond_limits(formula, computed, path, facts)
        group[way[-1]] = computed
        facts[path] = fact.with_value(computed)
        if names.get(formula.field.name) is stated:
            names[formula.field.name] = computed
    return problems


def beyond_limits(formula: Formula, computed: object, path: str, facts: Mapping[str, Fact]) -> Iterator[Problem]:
    """Yield that a computed figure is less or more than the form allows, at the first of the figures that it is computed from.

    Args:
        formula: how it is computed.
        computed: what it gives.
        path: the derived value's path.
        facts: the facts by path.
    """
    field = formula.field
    if not isinstance(computed, Figure):
        return
    for limit, relation in ((field.minimum, "小于"), (field.maximum, "大于")):
        if limit is not None and (computed < limit if limit is field.minimum else computed > limit):
            inputs = [facts[used] for each in formula.used if (used := in_same_row(each.path, path)) in facts]
            typed = sorted((fact for fact in inputs if fact.node), key=lambda fact: (fact.place.line, fact.place.column))
            place = facts[path].place if facts[path].node or not typed else typed[0].place
            names = "、".join(fact.field.name for fact in typed)
            given = computed.spelt if computed.displayed != limit else f"的数四舍五入前{relation} {plain_number(limit)}"
            message = f"按公式“{field.formula}”算得{'' if '的数' in given else ' '}{given}，不能{relation} {plain_number(limit)}"
            yield error(Kind.VALUE, message, place, path, f"请核对 {names}" if names else "请核对公式所用的数")


def in_same_row(declared: str, path: str) -> str:
    """Return the path of a field, as declared, in the row that another value stands in; as declared where that has too few rows."""
    if EVERY_ROW not in declared:
        return declared
    numbers = iter(NUMBER.findall(path))
    return re.sub(re.escape(EVERY_ROW), lambda _: next(numbers, EVERY_ROW), declared)


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


def left_out_of(lacking: Iterable[Blank | NotApplicable], computed: object, fact: Fact) -> Iterator[Problem]:
    """Yield that a computed figure leaves out what is blank, or does not apply, in the columns that it was computed from.

    Args:
        lacking: what is blank, or does not apply.
        computed: what the formula gives.
        fact: its fact.
    """
    absent = list({value.path: value for value in lacking}.values())
    if not isinstance(computed, Figure) or not absent:
        return
    blank = [value for value in absent if isinstance(value, Blank)]
    words = [value for value in absent if not isinstance(value, Blank)]
    said = [f"{len(words)} 项填的是“{'”“'.join(dict.fromkeys(map(str, words)))}”（{listed(words)}）"] if words else []
    said += [f"{len(blank)} 项没有填（{listed(blank)}）"] if blank else []
    is_draft = any(value.shown for value in blank)
    severity = Severity.WARNING if blank and not is_draft else Severity.NOTE
    hint = "没有填的请补填；确实没有的填 0、无 或 不适用" if blank else "填 无、不适用 的不算在内，算得对不对请核对一下"
    grounds = tuple((value.path, str(value)) for value in absent)
    yield Problem(severity, Kind.LEFT_OUT, f"算出 {computed}，没有算进去的有：{'，'.join(said)}", fact.place, fact.path, hint, grounds)


def told_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems without those sums that leave out only what smaller sums do, which say so already."""
    told: set[str] = set()
    kept: list[Problem] = [problem for problem in problems if problem.kind != Kind.LEFT_OUT]
    for problem in sorted((problem for problem in problems if problem.kind == Kind.LEFT_OUT), key=lambda problem: len(problem.about)):
        absent = {path for path, _ in problem.about}
        if not absent <= told:
            kept.append(problem)
        told |= absent
    return kept


def listed(values: Sequence[Blank | NotApplicable]) -> str:
    """Return the paths of values, of many the first."""
    paths = [value.path for value in values[:SHOWN]]
    return "、".join(paths) + (" 等" if len(values) > SHOWN else "")
