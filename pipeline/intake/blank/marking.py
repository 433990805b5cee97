"""Which bookmark stands at which place of an empty form."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.intake.blueprints.marks import in_row, mark_names
from pipeline.paths import as_declared, is_in_rows


class Marks:
    """Gives the places of one printed document their names, from top to bottom."""

    def __init__(self, blueprint: Blueprint) -> None:
        """Begin; `blueprint` is the document's."""
        self.names: dict[str, list[str]] = defaultdict(list)
        for hole, name in mark_names(blueprint).items():
            self.names[hole.path].append(name)
        self.given: Counter[str] = Counter()

    def next(self, path: str) -> str:
        """Return the name of the next place of a value, by its path; nothing if the form has no more places for it."""
        declared = as_declared(path)
        names = self.names[declared]
        self.given[declared] += 1
        count = self.given[declared]
        if is_in_rows(declared):
            return in_row(names[0], count) if names else ""
        return names[count - 1] if count <= len(names) else ""
