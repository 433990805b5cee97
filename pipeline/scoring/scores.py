"""What a rule gives for a result, with its arithmetic in words; nothing where target or result is not plainly a number of that unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Final

from pipeline.language.wording import plain_number, round_half_up
from pipeline.scoring.case import GETS, WHOLE, Case, NoScoreError, Rounding, Score, shown
from pipeline.scoring.quantities import Quantity, Sense, exact
from pipeline.scoring.rules import Away, Band, Bands, ByTarget, Deduction, OwnRate, Points, Qualitative, Rest, Rule

MET: Final = {Away.ABOVE: "不超过", Away.BELOW: "不低于", Away.EITHER: "正好是"}
# The senses of a target that contradict a deduction on one side of it.
AGAINST: Final[dict[Away, tuple[Sense, ...]]] = {
    Away.ABOVE: (Sense.AT_LEAST, Sense.MORE),
    Away.BELOW: (Sense.AT_MOST, Sense.LESS),
    Away.EITHER: (),
}


def score(rule: Rule, result: Quantity | None, target: Quantity | None, weight: Decimal, rounding: Rounding | None = None) -> Score:
    """Return what a rule gives, never less than 0 and never more than the weight.

    Args:
        rule: the rule.
        result: the result; None if it is no number.
        target: the target; None if it is no number.
        weight: the full marks.
        rounding: how the form rounds.
    """
    if isinstance(rule, Qualitative):
        return Score(None, "定性指标由人打分")
    if result is None or result.sense:
        return Score(None, "完成值不是一个数")
    case = Case(result, target, weight, rounding or Rounding())
    try:
        return applied(rule, case)
    except NoScoreError as why:
        return Score(None, str(why))


def applied(rule: ByTarget | OwnRate | Deduction | Bands, case: Case) -> Score:
    """Return what a rule that computes gives."""
    match rule:
        case ByTarget():
            return by_target(rule, case)
        case Deduction():
            return deducted(rule, case)
        case Bands():
            return banded(rule, case)
        case OwnRate():
            return own_rate(case)


def by_target(rule: ByTarget, case: Case) -> Score:
    """Return a score by how the result stands to the target."""
    target = case.aimed()
    sense = sense_of(rule, target)
    aim, result = case.against(target, "目标值"), case.result.exact
    bare = target.bare
    refuse_border(target, result == aim)
    if sense is Sense.AT_MOST:
        return at_most(case, bare, aim)
    if sense is Sense.EQUAL and aim == 0:
        return case.full(f"{case.result} 不多于 0") if result <= 0 else case.given(Fraction(0), f"目标值为 0，完成值是 {case.result}", GETS)
    if aim == 0 and target.sense is not Sense.MORE:  # 0 accidents are a most, though the form's rule is ≥; nobody means "at least none"
        raise NoScoreError("目标值是 0，请写 ≤0 或 =0")
    if result >= aim:
        return case.full(f"{case.result} 不低于目标值 {bare}")
    if aim <= 0:
        raise NoScoreError("目标值不大于 0，算不出比率")
    return by_rate(case, result / aim, f"{case.result.figure} ÷ {in_unit(target, case)}")


def refuse_border(target: Quantity, is_equal: bool) -> None:  # noqa: FBT001 - what is asked
    """Refuse to say whether a result meets a target such as >5% that it just equals."""
    if is_equal and target.sense in (Sense.MORE, Sense.LESS):
        raise NoScoreError(f"目标值写的是“{target.sense}”，完成值正好等于 {target.bare}，请核对算不算完成")


def sense_of(rule: ByTarget, target: Quantity) -> Sense:
    """Return which way is good: as the rule says, or as the target is written; the two must not contradict each other."""
    bound = {Sense.MORE: Sense.AT_LEAST, Sense.LESS: Sense.AT_MOST}
    written = bound.get(target.sense, target.sense) if target.sense else None
    if rule.sense is None and written is None:
        raise NoScoreError("目标值没有写 ≥ 或 ≤，不知道越大越好还是越小越好")
    if rule.sense and written and {rule.sense, written} == {Sense.AT_LEAST, Sense.AT_MOST}:
        raise NoScoreError(f"得分规则是“{rule.sense}”，目标值却写“{target.sense}”")
    return rule.sense or written or Sense.AT_LEAST


def in_unit(target: Quantity, case: Case) -> str:
    """Return the target's number in the result's unit, as arithmetic shows it."""
    number = case.against(target, "目标值")
    return target.figure if number == target.exact else plain_number(shown(round_half_up(number, 6)))


def by_rate(case: Case, rate: Fraction, arithmetic: str) -> Score:
    """Return the weight times a rate, which the form may want rounded first.

    Args:
        case: the case.
        rate: the rate, exact.
        arithmetic: how it is computed.
    """
    weight = plain_number(case.weight)
    if case.rounding.rate is None:
        return case.given(rate * exact(case.weight), f"{arithmetic} × {weight}")
    percent = round_half_up(rate * WHOLE, case.rounding.rate)
    return case.given(Fraction(percent) / WHOLE * exact(case.weight), f"{arithmetic} = {plain_number(percent)}%，× {weight}")


def at_most(case: Case, target: Quantity, aim: Fraction) -> Score:
    """Return full marks up to the target, less and less above it, nothing from twice the target on.

    Args:
        case: the case.
        target: the target, as written.
        aim: its number in the result's unit.
    """
    result = case.result.exact
    if result <= aim:
        return case.full(f"{case.result} 不超过目标值 {target}")
    if aim < 0:
        raise NoScoreError("目标值小于 0，算不出比率")
    if aim == 0:
        return case.given(Fraction(0), f"目标值为 0，完成值是 {case.result}", GETS)
    if result >= 2 * aim:
        return case.given(Fraction(0), f"{case.result} 达到目标值 {target} 的两倍", GETS)
    base = in_unit(target, case)
    return by_rate(case, 1 - (result - aim) / aim, f"(1 − ({case.result.figure} − {base}) ÷ {base})")


def own_rate(case: Case) -> Score:
    """Return the weight times the result, which is a rate."""
    if not case.result.is_percent:
        raise NoScoreError("完成值不是百分比")
    if case.result.number >= WHOLE:
        return case.full(f"{case.result} 不低于 100%")
    return by_rate(case, case.result.exact / WHOLE, str(case.result))


def deducted(rule: Deduction, case: Case) -> Score:
    """Return the weight less what each step away from the threshold costs."""
    limit = rule.threshold or case.aimed()
    base = case.against(limit, "得分规则的" if rule.threshold else "目标值")
    if limit.sense in AGAINST[rule.away]:
        raise NoScoreError(f"得分规则是每{'高' if rule.away is Away.ABOVE else '低'}扣分，目标值却写“{limit.sense}”")
    refuse_border(limit, case.result.exact == base)
    bare, result = limit.bare, case.result.exact
    away = {Away.ABOVE: result - base, Away.BELOW: base - result, Away.EITHER: abs(result - base)}[rule.away]
    if away <= 0:
        return case.full(f"{case.result} {MET[rule.away]} {bare}")
    gap, unit = distance(rule, case, away, base)
    size = Quantity(briefly(gap), unit)
    return stepwise(rule, case, (gap, unit), f"{case.result} 比 {bare} {'高' if result > base else '低'} {size}")


def stepwise(rule: Deduction, case: Case, distance: tuple[Fraction, str], text: str) -> Score:
    """Return the weight less what each step of a distance costs.

    Args:
        rule: says what a step is and costs.
        case: the case.
        distance: how far the result is from the threshold, in the unit of the rule's steps, and that unit.
        text: says so in words.
    """
    gap, unit = distance
    steps = gap / rule.step.exact
    cost, weight = worth(rule.cost, case), exact(case.weight)
    step = Quantity(rule.step.number, unit)
    if rule.rest is Rest.UNSAID and steps != floor(steps):
        why = f"{text}，得分规则没有说不足 {step}的怎么扣"
        return case.between(weight - ceil(steps) * cost, weight - floor(steps) * cost, why)
    counted = {Rest.PART: steps, Rest.WHOLE: Fraction(ceil(steps))}.get(rule.rest, Fraction(floor(steps)))
    how = {Rest.PART: f"按每 {step}的比例扣", Rest.WHOLE: f"不足 {step}的也扣"}.get(rule.rest, f"满 {step}扣一次")
    lost = f"{plain_number(briefly(counted))} × {plain_number(briefly(cost))}"
    return case.given(weight - counted * cost, f"{text}，{how}，{plain_number(case.weight)} − {lost}")


def briefly(number: Fraction) -> Decimal:
    """Return a number as arithmetic shows it, which computes with the exact one."""
    return shown(round_half_up(number, 4))


def distance(rule: Deduction, case: Case, away: Fraction, base: Fraction) -> tuple[Fraction, str]:
    """Return how far a result is from the threshold in the unit of the rule's steps, and that unit.

    Args:
        rule: the rule.
        case: the case.
        away: how far it is in the result's unit.
        base: the threshold in the result's unit.
    """
    if case.result.is_percent:
        if not rule.step.is_percent:
            raise NoScoreError(f"完成值是百分比，得分规则却按{rule.step.unit or '个数'}扣分")
        return away, "个百分点"
    if rule.step.unit == "%":
        if base <= 0:
            raise NoScoreError("目标值不大于 0，算不出差了百分之几")
        return away / base * WHOLE, "%"
    factor = Quantity(Decimal(1), case.result.unit).within(rule.step.unit or case.result.unit)
    if factor is None or rule.step.is_percent:
        raise NoScoreError(f"完成值 {case.result} 与得分规则的单位“{rule.step.unit}”不同")
    return away * factor, rule.step.unit


def worth(points: Points, case: Case) -> Fraction:
    """Return points, or their part of the weight."""
    return exact(points.number) * exact(case.weight) / WHOLE if points.of_weight else exact(points.number)


def banded(rule: Bands, case: Case) -> Score:
    """Return what the first band gives that the result is in."""
    for band in rule.bands:
        if is_in(band, case):
            return case.given(worth(band.points, case), f"{case.result} 在“{band.words}”这一段", GETS)
    raise NoScoreError(f"得分规则没有说 {case.result} 得多少分")


def is_in(band: Band, case: Case) -> bool:
    """Return whether a result is in a band."""
    result = case.result.exact
    if band.around:
        return is_around(band.around, case)
    if band.unsigned and result < 0:
        raise NoScoreError(f"完成值是负数，得分规则的“{band.words}”没有说负数怎么算")
    least = case.against(band.least, "得分规则的") if band.least else None
    most = case.against(band.most, "得分规则的") if band.most else None
    low = least is not None and (result < least or (band.open_least and result == least))
    return not low and not (most is not None and (result > most or (band.open_most and result == most)))


def is_around(width: Quantity, case: Case) -> bool:
    """Return whether a result is no farther from the target than that, in percent of the target or in its unit."""
    aim = case.against(case.aimed(), "目标值")
    gap = abs(case.result.exact - aim)
    if width.unit == "%":
        if case.result.is_percent:
            raise NoScoreError("完成值本身是百分比，得分规则要写 ±几个百分点")
        if aim <= 0:
            raise NoScoreError("目标值不大于 0，算不出差了百分之几")
        return gap / aim * WHOLE <= width.exact
    return gap <= case.against(width, "得分规则的")
