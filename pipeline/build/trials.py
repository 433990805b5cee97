"""Checks a form's templates without any unit's data: what the compiler refuses, what is never used, what fails on trial."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.trial_data import trial_facts
from pipeline.checks.completeness import chapters_of
from pipeline.form.form import YEAR
from pipeline.printing.printed import render
from pipeline.problems import Kind, Problem, Severity, Stop, gathering
from pipeline.workspace import Workspace

# The trial data: everything filled, everything 0, everything 不适用, nothing filled as in a draft.
TRIALS = ("full", "zero", "not applicable", "blank")


def check_form(workspace: Workspace, name: str) -> list[Problem]:
    """Return everything wrong with a form's templates, checks and formulas."""
    problems: list[Problem] = []
    with gathering(problems):
        compiled = compile_form(workspace, name)
        compile_form(workspace, name, draft=True)
        chapters_of(compiled.form)
    if problems:
        return problems
    return [*unused_fields(compiled), *dict.fromkeys(problem for trial in TRIALS for problem in trial_faults(compiled, trial))]


def unused_fields(compiled: CompiledForm) -> Iterator[Problem]:
    """Yield a warning for each field that no document, formula or check uses: the clerk would fill it for nothing."""
    used = {field for document in compiled.documents for template in document.templates() for field in template.used}
    used |= {field for check in compiled.checks for field in check.used}
    used |= {field for formula in compiled.formulas for field in formula.used}
    used |= compiled.form.scoring.used if compiled.form.scoring else set()
    for field in compiled.form.root.leaves():
        if field not in used and field.name != YEAR:
            message, hint = "各份文件、公式和审核规则都没有用到", "用不到的字段请删去，或在模板里写上"
            yield Problem(Severity.WARNING, Kind.UNUSED, message, field.place, field.path, hint)


def trial_faults(compiled: CompiledForm, trial: str) -> Iterator[Problem]:
    """Yield what goes wrong when the documents are printed from made-up facts."""
    facts = trial_facts(compiled, trial)
    for document in compiled.documents:
        try:
            yield from render([document], facts).faults
        except Stop as stop:
            yield from stop.problems
