"""What rows are called: one that is written twice, and a sum that is written as if it were a row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.called_rows import rows_below
from pipeline.facts.fact import Facts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.scored import TITLE
from pipeline.language.nothing import has_content
from pipeline.language.values import Blank, Group
from pipeline.paths import child
from pipeline.records import record
from pipeline.regex import regex

WORDED: Final = ("text", "choice")
SUM: Final = regex(r"[（(]?(?:[合总小共][ \u3000]*计)[)）]?")


@record()
class NamedRows:
    """The rows of one name.

    Attributes:
        path: their path, as declared.
        columns: the columns that say together what a row is.
    """

    path: str
    columns: tuple[str, ...]


@lru_cache(maxsize=32)
def named_rows(form: Form) -> tuple[NamedRows, ...]:
    """Return the rows of a form that a clerk names: by the texts that stand before the first figure, of indicators up to their name."""
    titles = {each.group.path: each.columns[TITLE] for each in form.scoring.indicators if TITLE in each.columns} if form.scoring else {}
    found = []
    for group in form.root.groups():
        leading = [field.name for field in takewhile(is_worded, group.fields.values())]
        title = titles.get(group.path)
        if title and title.name in leading:
            leading = leading[: leading.index(title.name) + 1]
        if group.type == "rows" and leading and group.preset is None:
            found.append(NamedRows(group.path, tuple(leading)))
    return tuple(found)


def is_worded(field: Field) -> bool:
    """Return whether a column says in words what a row is."""
    return field.type in WORDED


def written_twice(facts: Facts) -> list[Passage]:
    """Return the rows that are called as another one of their group before them, with 前 (that one's path)."""
    found = []
    for rows in named_rows(facts.form):
        first: dict[tuple[str, ...], str] = {}
        for path, row in rows_below(facts.root, rows.path):
            said = dict(names_in(row, rows.columns))
            if said and (before := first.setdefault((path.rpartition("[")[0], *said.values()), path)) != path:
                column, name = next(reversed(said.items()))
                found.append(Passage(name, child(path, column), 0, {"前": before.rpartition(".")[2]}))
    return found


def names_in(row: Group, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what a row is called, each with the column that says it."""
    for name in columns:
        if not isinstance(value := row[name], Blank) and has_content(value):
            yield name, str(value).strip()


def sums(facts: Facts) -> list[Passage]:
    """Return the rows that are called a sum of the others."""
    found = []
    for rows in named_rows(facts.form):
        for path, row in rows_below(facts.root, rows.path):
            column, name = next(names_in(row, rows.columns), ("", ""))
            if SUM.fullmatch(name):
                found.append(Passage(name, child(path, column), 0))
    return found
