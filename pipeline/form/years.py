"""What `上年` and `历年` stand for in the expressions of one form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form
from pipeline.form.last_year import LAST_YEAR, YEARS, below, earlier_group
from pipeline.paths import every_row


@lru_cache(maxsize=16)
def last_year_in(form: Form) -> Field:
    """Return the group of last year's values that a form's expressions can name."""
    return earlier_group(form.root, form.names, LAST_YEAR)


@lru_cache(maxsize=16)
def years_in(form: Form) -> Field:
    """Return the rows of the years up to this one that a form's documents can name; which year it is comes first."""
    rows = earlier_group(replace(form.root, type="rows"), form.names, YEARS)
    return replace(rows, fields={YEAR: rows.fields[YEAR], **rows.fields})


def told_by_year(form: Form, used: Iterable[Field]) -> set[Field]:
    """Return the fields whose values of several years are used, by those that a template uses: the ones that it names under 历年."""
    every_year = f"{every_row(YEARS)}."
    own = [field.path.removeprefix(every_year) for field in used if field.path.startswith(every_year)]
    return {below(form.root, path) for path in own} if YEARS not in form.names else set()
