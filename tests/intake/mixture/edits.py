"""All kinds of edits, one at a time or many at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

from tests.intake.mixture import cells, columns, figures, labels, rows, word
from tests.intake.mixture.sheet import Sheet, UnfitError

# What clerks do to a form every day; and all that is tried on it, one at a time.
DAILY: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    **rows.EDITS,
    **cells.EDITS,
    **labels.EDITS,
    **figures.EDITS,
    **word.EDITS,
}
EDITS: Final = {**DAILY, **columns.EDITS}
AT_ONCE: Final = 12


def edit(sheet: Sheet, chance: Random, kinds: int = AT_ONCE) -> list[str]:
    """Edit a form in some of the ways of every day, and return their kinds.

    Args:
        sheet: the form.
        chance: decides which ways, and where.
        kinds: how many.
    """
    chosen = chance.sample([*DAILY], kinds)
    for kind in chosen:
        apply(kind, sheet, chance)
    return chosen


def apply(kind: str, sheet: Sheet, chance: Random) -> None:
    """Edit a form in one way, if anything in it can be edited so."""
    with suppress(UnfitError):
        EDITS[kind](sheet, chance)
