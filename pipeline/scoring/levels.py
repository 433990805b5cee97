"""The levels of qualitative indicators: a person scores, and the score must lie within the part of the weight that the level has."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline.regex import regex
from pipeline.scoring.rules import LEVELS, Level, Qualitative

# What may stand before a level without changing it: 已全部达成.
LEAD: Final = regex("^[（(“]?(?:均|都)?已?(?:全部|完全|全面)?")


def level_of(result: str, rule: Qualitative, usual: Sequence[Level] = LEVELS) -> Level | None:
    """Return the level that a qualitative result names at its beginning; None if it names none.

    Args:
        result: the result, as a clerk writes it.
        rule: the indicator's rule.
        usual: the form's levels.
    """
    text = LEAD.sub("", result)
    return next((level for level in rule.levels or usual if text.startswith(level.name)), None)


def is_in_level(number: Decimal, level: Level, weight: Decimal) -> bool:
    """Return whether a score lies in a level's part of the weight.

    Args:
        number: the score.
        level: the level.
        weight: the full marks.
    """
    part = Fraction(number) * 100
    least, most = Fraction(level.least) * Fraction(weight), Fraction(level.most) * Fraction(weight)
    return least <= part and (part <= most if level.closed else part < most)
