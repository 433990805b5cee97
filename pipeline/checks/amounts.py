"""Amounts of a unit beside its other ones: 元 typed as 万元 shows there, also where both parts of a rate are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.facts.fact import Facts
from pipeline.form.form import Form
from pipeline.language.values import Figure
from pipeline.paths import is_in_rows, parent

# How many times the greatest amount of all other groups an amount is when it was hardly typed in 万元; 元 make it 10,000 times too great.
TIMES: Final = 1000
FEWEST: Final = 2  # groups to compare one with


@lru_cache(maxsize=16)
def amount_paths(form: Form) -> tuple[str, ...]:
    """Return where a form has an amount that is typed, rows apart."""
    return tuple(field.path for field in form.root.leaves() if field.type == "amount" and not field.formula and not is_in_rows(field.path))


def amounts(facts: Facts) -> list[Figure]:
    """Return the amounts that are filled in, rows apart."""
    values = (facts.by_path[path].value for path in amount_paths(facts.form) if path in facts.by_path)
    return [value for value in values if isinstance(value, Figure)]


def far_too_great(figures: Sequence[Figure]) -> list[Passage]:
    """Return the amounts that are a thousand times as great as all those of other groups, the greatest of these as 其他."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure > 0:
            groups.setdefault(parent(figure.path), []).append(figure)
    if len(groups) <= FEWEST:
        return []
    by_size = sorted(groups, key=lambda group: max(groups[group]), reverse=True)
    greatest, others = groups[by_size[0]], max(groups[by_size[1]])
    return [Passage(str(figure), figure.path, 0, {"其他": others}) for figure in greatest if figure >= others * Decimal(TIMES)]
