"""Checks a form's templates without any unit's data: what the compiler refuses, what is never used, what fails on trial."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pipeline.build.charted import chart_faults
from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.trial_data import YEARS_OF_TRIALS, trial_facts
from pipeline.checks.compiling import WrittenRule, expression
from pipeline.checks.completeness import chapters_of
from pipeline.checks.scopes import SAYING, Reading, scopes
from pipeline.facts.formulas import scope_of
from pipeline.form.field import Field
from pipeline.form.form import ANSWER_ROWS, ANSWERS, YEAR, Form
from pipeline.form.last_year import YEARS
from pipeline.form.limits import limited, limits_of
from pipeline.form.percents import PercentWalk
from pipeline.language.expressions import PLAIN
from pipeline.language.masks import WRITTEN, mask_for
from pipeline.printing.printed import render
from pipeline.printing.templates import place_of
from pipeline.problems import Kind, Place, Problem, Severity, Stop, gathering
from pipeline.workspace import Workspace

# The trial data: everything filled, everything 0, everything 不适用, nothing filled as in a draft.
TRIALS = tuple(YEARS_OF_TRIALS)


def check_form(workspace: Workspace, name: str) -> list[Problem]:
    """Return everything wrong with a form's templates, checks and formulas."""
    problems: list[Problem] = []
    with gathering(problems):
        compiled = compile_form(workspace, name, anew=True)
        compile_form(workspace, name, draft=True, anew=True)
        chapters_of(compiled.form)
    if problems:
        return problems
    templates = [template for document in compiled.documents for template in document.templates()]
    charts = [fault for template in templates for fault in chart_faults(compiled.form, template)]
    lint = [*unused_fields(compiled), *unmasked_fields(compiled.form), *dict.fromkeys((*multiplied_percents(compiled), *charts))]
    return [*lint, *dict.fromkeys(problem for trial in TRIALS for problem in trial_faults(compiled, trial))]


def unused_fields(compiled: CompiledForm) -> Iterator[Problem]:
    """Yield a warning for each field that no document, formula or check uses: the clerk would fill it for nothing."""
    used = {field for document in compiled.documents for template in document.templates() for field in template.used}
    used |= {field for check in compiled.checks for field in check.used}
    used |= {field for formula in compiled.formulas for field in formula.used}
    used |= compiled.form.scoring.used if compiled.form.scoring else set()
    used |= {other for field in limited(compiled.form.root) for other in limits_of(compiled.form.root, field)}
    for field in compiled.form.root.leaves():
        if field not in used and field.name != YEAR:
            message, hint = "各份文件、公式和审核规则都没有用到", "用不到的字段请删去，或在模板里写上"
            yield Problem(Severity.WARNING, Kind.UNUSED, message, field.place, field.path, hint)


def unmasked_fields(form: Form) -> Iterator[Problem]:
    """Yield a warning for each text that by its name is a person's and of which nothing says how the public edition shows it."""
    for field in form.root.leaves():
        if field.type in WRITTEN and not field.private and (mask := mask_for(field.name)):
            hint = f"要遮盖的加上 private: {mask}；可以公开的写 private: keep"
            yield Problem(Severity.WARNING, Kind.UNMASKED, "像是个人信息，没有写公开版怎样遮盖，会照印", field.place, field.path, hint)


def multiplied_percents(compiled: CompiledForm) -> Iterator[Problem]:
    """Yield a warning for each place of a form that multiplies a percent and does not divide by 100."""
    form = compiled.form
    if not any(field.type == "percent" for field in form.root.leaves()):
        return
    for formula in compiled.formulas:
        if "*" in formula.field.formula:
            walk = PercentWalk(form, scope=scope_of(form, formula.field)).walk(PLAIN.parse(expression(formula.field.formula)))
            yield from (as_points(percent, formula.field.place, formula.field.path) for _, percent in walk.multiplied)
    for check in compiled.checks:
        reading = Reading(check.place, check.kinds, check.groups, check.lexicon)
        written = cast("WrittenRule", check.rule.trees)
        for setting, tree in zip(("when", *SAYING), (written.when, written.message, written.hint), strict=True):
            for scope in scopes(reading, setting, form):
                yield from (as_points(percent, check.place) for _, percent in PercentWalk(form, scope=scope).walk(tree).multiplied)
    for template in [template for document in compiled.documents for template in document.templates()]:
        if "*" in template.source:
            walk = PercentWalk(form, [YEARS], {ANSWERS: ANSWER_ROWS}).walk(PLAIN.parse(template.source))
            yield from (as_points(percent, place_of(line, template.places)) for line, percent in walk.multiplied)


def as_points(percent: Field, place: Place, path: str = "") -> Problem:
    """Return the warning that a percent is multiplied as if it were a ratio.

    Args:
        percent: the percent.
        place: where.
        path: the path of the field whose formula it is, if it is one.
    """
    message = f"“{percent.name}”是百分数，90% 按 90 计算，这里相乘没有除以 100"
    return Problem(Severity.WARNING, Kind.PERCENT, message, place, path, f"例如 分值 * {percent.name} / 100")


def trial_faults(compiled: CompiledForm, trial: str) -> Iterator[Problem]:
    """Yield what goes wrong when the documents are printed from made-up facts."""
    facts = trial_facts(compiled, trial)
    for document in compiled.documents:
        try:
            yield from render([document], facts).faults
        except Stop as stop:
            yield from stop.problems
