"""Checks a form's templates without any unit's data: what the compiler refuses, what is never used, what fails on trial."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.facts.fact import TO_FILL, Fact, Facts, single_names
from pipeline.form.field import Field
from pipeline.form.form import YEAR
from pipeline.form.types.registry import type_of
from pipeline.language.values import Blank, Figure, Group, NotApplicable, Rows, Value
from pipeline.paths import child, numbered
from pipeline.printing.read_back import compare, shown_values
from pipeline.problems import Kind, Place, Problem, Severity, Stop, gathering
from pipeline.workspace import Workspace

# The trial data: everything filled, everything 0, everything 不适用, nothing filled as in a draft.
TRIALS = ("full", "zero", "not applicable", "blank")


def check_form(workspace: Workspace, name: str) -> list[Problem]:
    """Return everything wrong with a form's templates, checks and formulas."""
    problems: list[Problem] = []
    with gathering(problems):
        compiled = compile_form(workspace, name)
        compile_form(workspace, name, draft=True)
    if problems:
        return problems
    return [*unused_fields(compiled), *dict.fromkeys(problem for trial in TRIALS for problem in trial_faults(compiled, trial))]


def unused_fields(compiled: CompiledForm) -> Iterator[Problem]:
    """Yield a warning for each field that no document, formula or check uses: the clerk would fill it for nothing."""
    used = {field for document in compiled.documents for template in document.templates() for field in template.used}
    used |= {field for check in compiled.checks for field in check.used}
    used |= {field for formula in compiled.formulas for field in formula.used}
    for field in compiled.form.root.leaves():
        if field not in used and field.name != YEAR:
            message, hint = "各份文件、公式和审核规则都没有用到", "用不到的字段请删去，或在模板里写上"
            yield Problem(Severity.WARNING, Kind.UNUSED, message, field.place, field.path, hint)


def trial_faults(compiled: CompiledForm, trial: str) -> Iterator[Problem]:
    """Yield what goes wrong when the documents are printed from made-up facts."""
    facts = trial_facts(compiled, trial)
    for document in compiled.documents:
        try:
            yield from compare(document.spec.name, document.render(facts), shown_values(facts))
        except Stop as stop:
            yield from stop.problems


def trial_facts(compiled: CompiledForm, trial: str) -> Facts:
    """Return facts for a trial: each field with a value of its type, or with none."""
    filed: dict[str, Fact] = {}
    root = trial_group(compiled.form.root, "", trial, filed)
    root[YEAR] = Figure(Decimal(2020), YEAR, "2020")
    filed[YEAR] = Fact(YEAR, compiled.form.root.fields[YEAR], root[YEAR], Place(""))
    return Facts(compiled.form, root, filed, single_names(compiled.form, root))


def trial_group(group: Field, path: str, trial: str, filed: dict[str, Fact]) -> Group:
    """Return a group of trial values, each filed by its path.

    Args:
        group: the group, or the rows' field for one row.
        path: its path.
        trial: one of `TRIALS`.
        filed: where the facts are put.
    """
    values = Group()
    for name, field in group.fields.items():
        own = child(path, name)
        if field.type == "group":
            values[name] = trial_group(field, own, trial, filed)
        elif field.type == "rows":
            count = 0 if trial == "blank" else 2
            values[name] = Rows(trial_group(field, numbered(own, number), trial, filed) for number in range(1, count + 1))
        else:
            values[name] = trial_value(field, own, trial)
            filed[own] = Fact(own, field, values[name], Place(""))
    return values


def trial_value(field: Field, path: str, trial: str) -> Value:
    """Return a value of a field's type for a trial.

    Args:
        field: the field.
        path: the value's path.
        trial: one of `TRIALS`.
    """
    if trial == "blank":
        return Blank(path, TO_FILL)
    if trial == "not applicable" and type_of(field).takes_words:
        return NotApplicable("不适用", path)
    return type_of(field).sample(field, path, 0 if trial == "zero" else 7)
