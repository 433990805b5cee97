"""A target or result as a clerk writes it: ≥95%, 3 个, 2 次/年, 90 分以上; whatever is not plainly one number with a unit is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from pipeline.language.units import PERCENT, scale
from pipeline.language.wording import half_width, plain_number
from pipeline.records import record
from pipeline.regex import regex


class Sense(StrEnum):
    """How a result is to stand to a target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    EQUAL = "="
    MORE = ">"
    LESS = "<"


# 民法典第一千二百五十九条: 以上、以下、以内 include the number; 不满、低于、超过、以外 do not.
BEFORE: Final[dict[str, Sense]] = {
    **dict.fromkeys(("≥", ">=", "≧", "不低于", "不少于", "不小于", "大于等于", "大于或等于", "至少", "达到"), Sense.AT_LEAST),
    **dict.fromkeys(("≤", "<=", "≦", "不高于", "不超过", "不大于", "不多于", "小于等于", "小于或等于", "控制在"), Sense.AT_MOST),
    **dict.fromkeys(("=", "等于"), Sense.EQUAL),
    **dict.fromkeys((">", "大于", "高于", "超过", "多于"), Sense.MORE),
    **dict.fromkeys(("<", "小于", "低于", "少于", "不满"), Sense.LESS),
}
BEHIND: Final[dict[str, Sense]] = {
    **dict.fromkeys(("及以上", "(含)以上", "含以上", "以上"), Sense.AT_LEAST),
    **dict.fromkeys(("及以下", "(含)以下", "含以下", "以下", "及以内", "以内", "之内"), Sense.AT_MOST),
}
NUMBER: Final = r"[-−+]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
UNIT: Final = r"%|[^\W\d_](?:[^\W\d_]|[/·²³]){0,7}?|[℃㎡°]{1,2}"


def one_of(words: Iterable[str]) -> str:
    """Return the expression that matches one of some words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


QUANTITY: Final = regex(rf"(?P<before>{one_of(BEFORE)})?(?P<number>{NUMBER})(?P<unit>{UNIT})??(?P<behind>{one_of(BEHIND)})?")
# What makes a number one of the calendar, or not the whole of what is said: 12 月底前, 30 日内, 3 级以上 is one, 3 天前 is none.
CALENDAR: Final = regex("[月日号点季旬]|.*[前后内底初]$")
# A remark behind a number, which says how it was found: 92%（问卷 120 份）; none that changes what the number means: 90%（以上）.
REMARK: Final = regex(r"(?P<said>[^()]*[^()\d,.])\((?P<remark>[^()]+)\)")
QUALIFIES: Final = regex(rf"(?:不含(?:本数|[0-9]|$)|约|大约|近|预计|估|计划|目标|或).*|.*(?:{one_of(BEHIND)}|左右|上下|以外)")
FIRST_YEAR: Final = 1900  # a greater number of 年 is a year, not a span of time
FULL_STOP: Final = "。；;"


@record()
class Quantity:
    """A number with its unit, and how a result is to stand to it.

    Attributes:
        number: as written.
        unit: its unit; empty if none is written.
        sense: how a result is to stand to it, if that is written.
        displayed: the number as documents show it, where that is rounded.
    """

    number: Decimal
    unit: str = ""
    sense: Sense | None = None
    displayed: Decimal | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return self.figure + self.unit if self.unit in ("", "%") else f"{self.figure} {self.unit}"

    @property
    def figure(self) -> str:
        """The number as arithmetic shows it."""
        return plain_number(self.number if self.displayed is None else self.displayed)

    @property
    def bare(self) -> Quantity:
        """The number with its unit alone."""
        return replace(self, sense=None) if self.sense else self

    @property
    def exact(self) -> Fraction:
        """The number as it is computed with."""
        return exact(self.number)

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit in PERCENT

    def within(self, unit: str) -> Fraction | None:
        """Return the number in another unit; None where the two cannot be compared. Nothing is nothing in every unit."""
        if self.number == 0 and not self.unit:
            return Fraction(0)
        factor = scale(self.unit, unit)
        return None if factor is None else self.exact if factor == 1 else self.exact * factor


@lru_cache(maxsize=4096)  # a fraction made of a decimal number takes longer than what is computed with it
def exact(number: Decimal) -> Fraction:
    """Return a number as it is computed with."""
    return Fraction(number)


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return a target or result in half-width signs, without spaces, a full stop and a remark that changes nothing of it."""
    plain = "".join(half_width(text.rstrip(FULL_STOP)).split())
    remarked = REMARK.fullmatch(plain)
    return remarked["said"] if remarked and not QUALIFIES.fullmatch(remarked["remark"]) else plain


@lru_cache(maxsize=4096)  # rules and checks ask for each target and result many times
def read_quantity(text: str, unit: str = "") -> Quantity | None:
    """Return the number that a text plainly is; None for anything more or less, such as a date, a range or a sentence.

    Args:
        text: the text, as a clerk writes it.
        unit: the unit of the column or row, understood where the text has none.
    """
    found = QUANTITY.fullmatch(bare(text))
    if not found or (found["before"] and found["behind"] and BEFORE[found["before"]] != BEHIND[found["behind"]]):
        return None
    own = found["unit"] or ""
    number = Decimal(found["number"].replace(",", "").replace("−", "-"))
    if CALENDAR.match(own) or (own == "年" and number >= FIRST_YEAR):
        return None
    sense = BEFORE.get(found["before"] or "") or BEHIND.get(found["behind"] or "")
    return Quantity(number, own or unit, sense)
