"""Where a reviewer asks why: points lost, results far above the target, money not spent, one reason for several things."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from pipeline.checks.passages import Passage, passage
from pipeline.checks.scored.indicators import Indicator, Scored
from pipeline.checks.scored.points import percent_of, spending
from pipeline.form.scored import BUDGET, RATE, REASON, RESULT, SCORE, SPENT, TARGET
from pipeline.language.values import NotApplicable, Words
from pipeline.language.wording import plain_number, round_half_up, short_number
from pipeline.regex import regex
from pipeline.scoring.quantities import Sense
from pipeline.scoring.rules import Away, Bands, ByTarget, Deduction, OwnRate

FAR_ABOVE: Final = Fraction(130, 100)  # of the target
SPENT_ENOUGH: Final = Fraction(90, 100)
SHORT_REASON: Final = 6  # characters; shorter ones, such as 疫情影响, may well be true of several
WHOLE: Final = 100  # percent
LISTED: Final = regex("[、，；;,和及]")
QUOTES: Final = str.maketrans("", "", "“”")


def points_lost(scores: Scored) -> list[Passage]:
    """Return each indicator that lost points and says nothing of the reason; of money not spent `little_spent` asks."""
    return [
        each.passage(SCORE, 扣=short_number(each.weight - each.score), 栏=each.kind.columns[REASON].label)
        for each in scores.counted
        if each.has(REASON)
        and not each.kind.is_spending
        and each.score is not None
        and each.weight
        and each.score < each.weight
        and is_silent(each)
    ]


def is_silent(each: Indicator) -> bool:
    """Return whether an indicator says nothing of a reason; what is typed wrongly is told already."""
    return not each.says(REASON) and not each.is_wrong(REASON)


def far_above(scores: Scored) -> list[Passage]:
    """Return each result far above its target, at full marks and without a reason: the target may have been too low."""
    found = []
    for each in scores.counted:
        result, target = each.quantity(RESULT), each.quantity(TARGET)
        aim = target.within(result.unit) if result and target else None
        if not result or result.sense or not aim or aim <= 0 or not is_better_higher(each) or not is_silent(each):
            continue
        times = Fraction(result.number) / aim
        if times > FAR_ABOVE and (each.score is None or each.score == each.weight):
            found.append(each.passage(RESULT, 倍=f"{plain_number(round_half_up(times * WHOLE, 0))}%"))
    return found


def is_better_higher(each: Indicator) -> bool:
    """Return whether an indicator's result is the better the higher it is, as far as its rule and its target say."""
    target, rule = each.quantity(TARGET), each.rule
    if target and target.sense in (Sense.AT_MOST, Sense.LESS, Sense.EQUAL):
        return False
    if isinstance(rule, ByTarget):
        return rule.sense in (Sense.AT_LEAST, None) and bool(rule.sense or (target and target.sense))
    if isinstance(rule, Deduction):
        return rule.away is Away.BELOW
    return not isinstance(rule, Bands | OwnRate)


def little_spent(scores: Scored) -> list[Passage]:
    """Return that much of the budget was not spent, without a reason."""
    found = []
    for each in scores.counted:
        rate = spending(each) if each.kind.is_spending else None
        if rate is not None and rate < SPENT_ENOUGH and is_silent(each):
            role = RATE if each.has(RATE) else SPENT
            found.append(each.passage(role, 率=percent_of(rate), 执行=each.value(SPENT), 预算=each.value(BUDGET)))
    return found


def same_reasons(scores: Scored) -> list[Passage]:
    """Return each reason that another indicator before gives word for word."""
    found, before = [], dict[str, Indicator]()
    for each in scores.every:
        reason = "".join(str(each.value(REASON)).split())
        if not each.says(REASON) or len(reason) < SHORT_REASON:
            continue
        first = before.setdefault(reason, each)
        if first is not each:
            found.append(each.passage(REASON, 同=first.title, 另一处=first.value(REASON)))
    return found


def of_full_marks(scores: Scored, named: object) -> list[Passage]:
    """Return the indicators that a text lists as missed, though they have full marks.

    Args:
        scores: the scores.
        named: the text.
    """
    if not isinstance(named, Words) or isinstance(named, NotApplicable):
        return []
    full = {each.title.translate(QUOTES): each for each in scores.counted if each.score == each.weight}
    listed = [name.strip("。 ") for name in LISTED.split(named)]
    known = [(name, full[bare]) for name in listed if (bare := name.translate(QUOTES)) in full]
    return [passage(named, place := str(named).find(name), place + len(name), 分值=each.weight) for name, each in known]
