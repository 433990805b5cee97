"""The facts that an empty form is printed from: blanks that know where they stand, what the form fixes, and what is known of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pipeline.facts.fact import Fact, Facts, single_names
from pipeline.facts.last_year import Before
from pipeline.facts.preset_rows import FREE
from pipeline.form.field import Field, PresetRow
from pipeline.form.form import YEAR, Form
from pipeline.form.preset import fixed_value
from pipeline.language.values import Blank, Figure, Group, Rows, Value
from pipeline.paths import child, numbered
from pipeline.problems import Place

# What a blank shows where a template loops over paragraphs: without it there would be no place for them.
SHOWN: Final = "　"
# How many empty rows stand at least in each of some other rows; so many fewer with each level.
LEAST_ROWS: Final = 2
# The year that templates calculate with where none is asked for; it is nowhere printed.
SOME_YEAR: Final = 2000


@dataclass(frozen=True, slots=True)
class Known:
    """What an empty form says already.

    Attributes:
        year: the year; None leaves room for it.
        values: what is known of the unit, by path.
    """

    year: int | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


def blank_facts(form: Form, known: Known, rows: int) -> Facts:
    """Return the facts of an empty form.

    Args:
        form: the form.
        known: what it says already.
        rows: how many empty rows stand where the form fixes none.
    """
    filed: dict[str, Fact] = {}
    root = blank_group(form.root, "", known, rows, filed)
    root[YEAR] = Figure(Decimal(known.year or SOME_YEAR), YEAR, str(known.year or SOME_YEAR))
    filed[YEAR] = Fact(YEAR, form.root.fields[YEAR], root[YEAR], Place(""), fixed=True)
    return Facts(form, root, filed, single_names(form, root, Before(form, None)))


def blank_group(group: Field, path: str, known: Known, rows: int, filed: dict[str, Fact], row: PresetRow = FREE) -> Group:  # noqa: PLR0913, PLR0917 - as `trial_group`
    """Return a group's values, each filed by its path.

    Args:
        group: the group, or the rows' field for one row.
        path: its path.
        known: what the form says already.
        rows: how many empty rows stand where the form fixes none.
        filed: where the facts are put.
        row: what the form fixes in it.
    """
    values = Group()
    for name, each in group.fields.items():
        own = child(path, name)
        if each.type == "group":
            values[name] = blank_group(each, own, known, rows, filed)
        elif each.type == "rows":
            preset = row.presets.get(name, each.preset)
            fixed = preset.rows if preset else (FREE,) * rows
            fewer = max(LEAST_ROWS, rows - LEAST_ROWS)
            values[name] = Rows(blank_group(each, numbered(own, n), known, fewer, filed, one) for n, one in enumerate(fixed, 1))
        else:
            is_fixed = name in row.values
            values[name] = fixed_value(row, each, own) if is_fixed else known.values.get(own) or Blank(own, SHOWN)
            filed[own] = Fact(own, each, values[name], Place(""), fixed=is_fixed)
    return values
