"""The fields that a form's expressions can use, by their paths, so that what uses them can be kept by those."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pipeline.form.field import Field
from pipeline.form.form import ANSWER_ROWS, Form
from pipeline.form.last_year import LAST_YEAR, YEARS
from pipeline.form.years import last_year_in, years_in
from pipeline.paths import steps, without_rows


class KnownFields(dict[str, Field]):
    """The fields of a form by path, groups among them; those of earlier years are only looked through if one is asked for."""

    def __init__(self, form: Form) -> None:
        super().__init__(by_path(form.root) | by_path(ANSWER_ROWS))
        self.earlier = {LAST_YEAR: last_year_in, YEARS: years_in}
        self.form = form

    def __missing__(self, path: str) -> Field:
        earlier = self.earlier.pop(without_rows(steps(path)[0]), None)
        if earlier is None:
            raise KeyError(path)
        self.update({found: field for found, field in by_path(earlier(self.form)).items() if found not in self})
        return self[path]


@lru_cache(maxsize=16)
def known_fields(form: Form) -> KnownFields:
    """Return the fields of a form by path."""
    return KnownFields(form)


def by_path(top: Field) -> dict[str, Field]:
    """Return a group and all in it by path."""
    return {each.path: each for each in (top, *top.groups(), *top.leaves())}


def paths_of(fields: Iterable[Field], form: Form) -> list[str]:
    """Return the paths by which fields are known.

    Args:
        fields: the fields.
        form: their form.

    Raises:
        LookupError: one is not known by its path.
    """
    known = known_fields(form)
    found = sorted(fields, key=lambda field: field.path)
    if any(known[field.path] is not field for field in found):
        raise LookupError("two fields of one path")
    return [field.path for field in found]
