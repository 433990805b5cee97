"""Made-up facts to try a form's templates with: each field with a value of its type, or with none."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pipeline.build.compiled_form import CompiledForm
from pipeline.facts.fact import TO_FILL, Fact, Facts, single_names
from pipeline.facts.last_year import Before, years_before
from pipeline.facts.preset_rows import FREE
from pipeline.form.field import Field, PresetRow
from pipeline.form.form import ANSWER_COLUMNS, YEAR, Form
from pipeline.form.preset import fixed_value
from pipeline.form.types.registry import type_of
from pipeline.language.values import Blank, Figure, Group, NotApplicable, Rows, Value, Words
from pipeline.paths import child, numbered
from pipeline.problems import Place

TRIAL_YEAR: Final = 2020
# How many earlier years there are in each trial.
YEARS_OF_TRIALS: Final = {"full": 3, "zero": 1, "not applicable": 1, "blank": 0}


def trial_facts(compiled: CompiledForm, trial: str) -> Facts:
    """Return facts for a trial: each field with a value of its type, or with none."""
    filed: dict[str, Fact] = {}
    root = trial_group(compiled.form.root, "", trial, filed)
    root[YEAR] = Figure(Decimal(TRIAL_YEAR), YEAR, str(TRIAL_YEAR))
    filed[YEAR] = Fact(YEAR, compiled.form.root.fields[YEAR], root[YEAR], Place(""))
    years = trial_years(compiled.form, trial, YEARS_OF_TRIALS[trial])
    answer = Group({name: Words(f"{name}文字", "") for name in ANSWER_COLUMNS})
    answers = Rows([answer, answer] if trial == "full" else [])
    last = None if trial == "blank" else Facts(compiled.form, root, filed, {})
    names = single_names(compiled.form, root, Before(compiled.form, last))
    return Facts(compiled.form, root, filed, names, answers=answers, years=years)


def trial_years(form: Form, trial: str, count: int) -> Rows:
    """Return the values of some years before that of a trial, all alike.

    Args:
        form: the form.
        trial: one of `TRIALS`.
        count: how many years.
    """
    root, earliest = trial_group(form.root, "", trial, {}), TRIAL_YEAR - count
    years = (Figure(Decimal(year), YEAR, str(year)) for year in range(earliest, TRIAL_YEAR))
    return years_before(form, [Facts(form, Group({**root, YEAR: year}), {}, {}) for year in years])


def trial_group(group: Field, path: str, trial: str, filed: dict[str, Fact], row: PresetRow = FREE) -> Group:
    """Return a group of trial values, each filed by its path.

    Args:
        group: the group, or the rows' field for one row.
        path: its path.
        trial: one of `TRIALS`.
        filed: where the facts are put.
        row: what the form fixes in it.
    """
    values = Group()
    for name, field in group.fields.items():
        own = child(path, name)
        if field.type == "group":
            values[name] = trial_group(field, own, trial, filed)
        elif preset := row.presets.get(name, field.preset):
            fixed = () if trial == "blank" and not field.required else preset.rows
            values[name] = Rows(trial_group(field, numbered(own, number), trial, filed, each) for number, each in enumerate(fixed, 1))
        elif field.type == "rows":
            count = 0 if trial == "blank" else 2
            values[name] = Rows(trial_group(field, numbered(own, number), trial, filed) for number in range(1, count + 1))
        else:
            values[name] = fixed_value(row, field, own) if name in row.values else trial_value(field, own, trial)
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
