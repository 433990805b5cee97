"""Which rows a sentence names by their first text, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.checks.texts.field_names import SHORT_NAME, kind_of_field
from pipeline.facts.fact import Facts
from pipeline.facts.standing import standing
from pipeline.form.form import Form
from pipeline.language.values import Group, Words
from pipeline.paths import numbered, steps
from pipeline.wanted import FEW, Wanted


class CalledRows:
    """The rows with figures of one unit-year by their names; a sentence is looked through once, and not for each name."""

    def __init__(self, facts: Facts) -> None:
        found: dict[str, list[str]] = {}
        for declared, name in named_rows(facts.form):
            for path, row in rows_below(facts.root, declared):
                if isinstance(row[name], Words) and len(str(row[name])) >= SHORT_NAME:
                    found.setdefault(str(row[name]), []).append(path)
        self.paths = {name: paths[0] for name, paths in found.items() if len(paths) == 1}
        self.order = {name: number for number, name in enumerate(self.paths)}
        self.wanted = Wanted(self.paths)

    def named_in(self, text: str) -> dict[str, str]:
        """Return the path of each row that a text names, by its name, in the order of the form."""
        if len(self.paths) <= FEW:
            return {name: path for name, path in self.paths.items() if name in text}
        found = {name for _, name in self.wanted.found_in(text)}
        return {name: self.paths[name] for name in sorted(found, key=self.order.__getitem__)}


@lru_cache(maxsize=32)
def named_rows(form: Form) -> tuple[tuple[str, str], ...]:
    """Return where a form has rows with figures, and the name of their first text."""
    found = []
    for group in form.root.groups():
        name = next((text.name for text in group.fields.values() if text.type == "text"), "")
        if group.type == "rows" and name and any(map(kind_of_field, group.fields.values())):
            found.append((group.path, name))
    return tuple(found)


def rows_below(root: Group, declared: str) -> Iterator[tuple[str, Group]]:
    """Yield each row of a declared path, those within other rows too, with its own path."""
    way = steps(declared)
    for holder, path, _ in standing(root, way):
        yield from ((numbered(path, number), row) for number, row in enumerate(holder.rows(way[-1]), 1))
