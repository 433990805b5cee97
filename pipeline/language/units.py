"""Units of figures: which are the same, which only count, and how units of money stand to each other."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

# Units of money in 元, by the names that clerks give them.
MONEY = {"元": 1, "千元": 1000, "万": 10_000, "万元": 10_000, "百万": 10**6, "百万元": 10**6, "亿": 10**8, "亿元": 10**8}
# Units that count the same, so that one may be left out where the form prints another; 个 counts anything. 12 户 are not 12 人.
PERCENT = frozenset(("%", "%%", "个百分点", "百分点"))
SAME_UNITS = (PERCENT, frozenset(("人", "名", "位")), frozenset(("件", "项", "宗")))
ANY_THING = "个"
MEASURES = frozenset("人名位件项宗份家户场期篇条台套辆处次个") | {"人次"}
# What is understood where a number stands alone.
UNDERSTOOD = MEASURES | {"分", "年", "年度"}


def is_own_unit(unit: str, own: str) -> bool:
    """Return whether a unit says no more than the form's own does; where the form has none, whether it only counts or names a year."""
    if not own:
        return unit in UNDERSTOOD
    return unit == own or any({unit, own} <= same for same in SAME_UNITS) or (ANY_THING in (unit, own) and {unit, own} <= MEASURES)


def money(unit: str) -> str:
    """Return a unit of money by the name that the table of them has."""
    return unit.removesuffix("整").replace("圆", "元").replace("块", "元")


@lru_cache(maxsize=1024)
def scale(unit: str, other: str) -> Fraction | None:
    """Return by what a number in one unit is multiplied to be one in another; None where they cannot be compared.

    A count may leave its unit out on one side; a percentage and an amount of money may not, since 98 is neither 98% nor 98 万元.
    """
    one, two = MONEY.get(money(unit)), MONEY.get(money(other))
    if one and two:
        return Fraction(one, two)
    same = unit == other or (is_own_unit(unit, other) if unit and other else (unit or other) in UNDERSTOOD)
    return Fraction(1) if same else None
