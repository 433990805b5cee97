"""Targets and results that are dates: by the end of December, on 20 December 2022; in time, late, or neither for certain."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from pipeline.records import record
from pipeline.regex import regex
from pipeline.scoring.case import Case, NoScoreError, Rounding, Score
from pipeline.scoring.quantities import Quantity, bare
from pipeline.scoring.rules import Away, ByTarget, Deduction, Rule
from pipeline.scoring.scores import stepwise

DONE: Final = "(?:(?:已|全部|按期|按时)*(?:完成|完工|竣工|建成))?"
DAY: Final = r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号])?(?P<end>[底末])?"
WRITTEN: Final = r"(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
YEARS_END: Final = r"(?:(?P<year>\d{4})年|本?年|当年)(?P<end>[底末])"
LEAD: Final = "(?:≤|<=|不晚于|不迟于|(?:已|应|须)?[于在])?"
BEHIND: Final = "(?P<before>之前|以前|前)?[内止]?"
DATES: Final = tuple(regex(f"{LEAD}{each}{BEHIND}{DONE}") for each in (DAY, WRITTEN, YEARS_END))
DECEMBER: Final = 12
BY_DAYS: Final = ("天", "日")


@record()
class When:
    """A time as written.

    Attributes:
        words: as written.
        year: the year, if it is written.
        first: the first day that it may mean.
        last: the last one.
        is_before: whether it says: before that.
        is_end: whether it says: at the end of that.
    """

    words: str
    year: int | None
    first: date
    last: date
    is_before: bool = False
    is_end: bool = False

    @property
    def surely_in_time(self) -> date:
        """The last day that is in time, whatever 前 means: before the 30th of June includes it by custom, before the 1st may not."""
        is_months_last = self.last == months_last(self.last) and self.first == self.last
        return self.first - timedelta(1) if self.is_before and not (self.is_end or is_months_last) else self.last


def months_last(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@lru_cache(maxsize=4096)
def read_when(text: str, year: int) -> When | None:
    """Return the time that a text plainly is; None for anything else.

    Args:
        text: the text, as a clerk writes it.
        year: the year of the report, which is meant where none is written.
    """
    plain = bare(text)
    found = next((match for each in DATES if (match := each.fullmatch(plain))), None)
    if not found:
        return None
    said = found.groupdict()
    own = int(said["year"]) if said["year"] else None
    day = said.get("day")
    try:
        first = date(own or year, int(said.get("month") or DECEMBER), int(day or 1))
    except ValueError:
        return None
    return When(plain, own, first, first if day else months_last(first), bool(said["before"]), bool(said.get("end")))


def timely(rule: Rule, texts: tuple[str, str], year: int, weight: Decimal, rounding: Rounding) -> Score | None:
    """Return what a rule gives for a result that is a date, or why nothing; None where the target is no date.

    Args:
        rule: the rule.
        texts: the target and the result, as written.
        year: the year of the report.
        weight: the full marks.
        rounding: how the form rounds.
    """
    is_of_days = isinstance(rule, Deduction) and rule.away is Away.ABOVE and not rule.threshold and rule.step.unit in BY_DAYS
    target, result = (read_when(text, year) for text in texts)
    if not target or not (is_of_days or isinstance(rule, ByTarget)):
        return None
    if not result:
        return Score(None, f"目标值 {target.words} 是时间，完成值没有写是什么时间")
    case = Case(Quantity(Decimal(0), "天"), None, weight, rounding)
    try:
        return compared(rule if isinstance(rule, Deduction) else None, target, result, case)
    except NoScoreError as why:
        return Score(None, str(why))


def compared(rule: Deduction | None, target: When, result: When, case: Case) -> Score:
    """Return full marks for what is in time, less for what is late by a rule that says how much.

    Args:
        rule: says what each day costs; None if nothing does.
        target: by when it was to be done.
        result: when it was.
        case: the weight and how to round.

    Raises:
        NoScoreError: nothing can be computed.
    """
    is_year_unsaid = None in (target.year, result.year)
    if is_year_unsaid and target.first.year != result.first.year:
        raise NoScoreError(f"目标值 {target.words} 和完成值 {result.words} 要都写明年份，才知道是否按时")
    if result.last <= target.surely_in_time:
        return case.full(f"{result.words} 不晚于目标值 {target.words}")
    late = f"完成值 {result.words} 晚于目标值 {target.words}"
    if result.first <= target.last or result.is_before:
        raise NoScoreError(f"完成值 {result.words} 是否晚于目标值 {target.words} 看不出来，请写明是哪一天")
    if rule is None:
        raise NoScoreError(f"{late}，得分规则没有说晚了怎么扣")
    if result.first != result.last or target.surely_in_time != target.last:
        raise NoScoreError(f"{late}，晚了多少天算不出来，请写明是哪一天")
    days = (result.last - target.last).days
    return stepwise(rule, case, (Fraction(days), "天"), f"{result.words} 比 {target.words} 晚 {days} 天")
