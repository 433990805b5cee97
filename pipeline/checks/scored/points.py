"""Scores: within their limits, as the rule gives them, added up, and the grade of the total."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.scored.indicators import Indicator, Scored, joined
from pipeline.checks.scored.weights import TOLERANCE, wrong_scores_of_levels
from pipeline.form.scored import BUDGET, RATE, RESULT, RULE, SCORE, SPENT, TARGET, WEIGHT
from pipeline.form.types.decimals import decimals
from pipeline.language.values import Blank, Figure
from pipeline.language.wording import plain_number, round_half_up, short_number
from pipeline.scoring.levels import is_in_level, level_of
from pipeline.scoring.rules import Bands, Level, Qualitative

WHOLE: Final = 100  # percent
NAMED: Final = 5  # indicators in one sentence
NEARLY: Final = Fraction(98, 100)  # of the full marks, from where on reviewers ask


def out_of_limits(scores: Scored) -> list[Passage]:
    """Return each score below 0 or above its weight."""
    every = [each for each in scores.every if each.weight is not None and each.score is not None]
    return [each.passage(SCORE) for each in every if not 0 <= (each.score or 0) <= (each.weight or 0)]


def against_rule(scores: Scored) -> list[Passage]:
    """Return each score that is not what the rule gives, with the arithmetic."""
    found = []
    for each in scores.counted:
        ruled, given = each.ruled, each.score
        if ruled is None or given is None:
            continue
        if ruled.number is not None and abs(given - ruled.number) > TOLERANCE:
            found.append(each.passage(SCORE, 算式=ruled.says, 改=f"改为 {plain_number(ruled.number)}，或删去由程序计算"))
        elif ruled.limits and not ruled.limits[0] - TOLERANCE <= given <= ruled.limits[1] + TOLERANCE:
            found.append(each.passage(SCORE, 算式=ruled.says, 改="核对得分"))
    return found


def out_of_level(scores: Scored) -> list[Passage]:
    """Return each qualitative score outside the part of the weight that its level has."""
    found = []
    for each in scores.counted:
        level = named_level(each, scores)
        if level and each.score is not None and each.weight and not is_in_level(each.score, level, each.weight):
            found.append(each.passage(SCORE, 档=level.name, 范围=limits(level, each.weight)))
    return found


def named_level(each: Indicator, scores: Scored) -> Level | None:
    """Return the level that an indicator's result names, where it is scored by a person.

    Args:
        each: the indicator.
        scores: the scores.
    """
    own, result = each.rule, each.value(RESULT)
    if isinstance(result, Blank) or not isinstance(result, str):
        return None
    if isinstance(own, Qualitative):
        return level_of(result, own, scores.scoring.levels)
    return None if each.says(RULE) or each.kind.is_spending else level_of(result, Qualitative(), scores.scoring.levels)


def limits(level: Level, weight: Decimal) -> str:
    """Return in words which scores a level has; `weight` is the full marks."""
    least, most = (short_number(bound * weight / WHOLE) for bound in (level.least, level.most))
    return f"{least} 至 {most} 分" + ("" if level.closed else f"（不含 {most}）")


def missing_results(scores: Scored) -> list[Passage]:
    """Return each indicator that has a weight and no result; a result that the form requires is told otherwise."""
    found = []
    for each in scores.counted:
        role = SPENT if each.kind.is_spending else RESULT
        value = each.value(role)
        if each.has(role) and is_unfilled(value) and not each.kind.columns[role].required:
            found.append(each.passage(role))
    return found


def is_unfilled(value: object) -> bool:
    """Return whether nothing is filled in, and nobody says so: neither a mistake that is told already nor a draft's 【待填】."""
    return isinstance(value, Blank) and not value.wrong and not value.shown


def missing_scores(scores: Scored) -> list[Passage]:
    """Return each indicator that has a weight and a result and no score, with the reason why the rule gives none."""
    found = []
    for each in scores.counted:
        role = SPENT if each.kind.is_spending else RESULT
        is_missing = is_unfilled(each.value(SCORE)) and not each.kind.columns[SCORE].required
        if is_missing and not each.is_wrong(RULE) and not (each.has(role) and isinstance(each.value(role), Blank)):
            why = each.ruled.says if each.ruled else "没有写得分规则"
            found.append(each.passage(SCORE, 原因=why))
    return found


def unchecked(scores: Scored) -> list[Passage]:
    """Return once that scores were typed that the rule can neither give nor limit; what a person scores is none of them."""
    some = [each for each in scores.counted if is_unchecked(each, scores)]
    if not some:
        return []
    first, ruled = some[0], some[0].ruled
    names = "、".join(f"“{each.title}”" for each in some[:NAMED]) + ("等" if len(some) > NAMED else "")
    said = {f"{role}{name}": words for role in (SCORE, TARGET, RESULT) for name, words in joined(with_column(some, role), role).items()}
    levels = "、".join(level.name for level in scores.scoring.levels)
    return [first.passage(SCORE, 个数=len(some), 名称=names, 原因=ruled.says if ruled else "", 档=levels, **said)]


def with_column(some: list[Indicator], role: str) -> list[Indicator]:
    """Return those of some indicators that have a column."""
    return [each for each in some if each.has(role)]


def is_unchecked(each: Indicator, scores: Scored) -> bool:
    """Return whether an indicator's score was typed and nothing says whether it is right, though a rule should.

    Args:
        each: the indicator.
        scores: the scores.
    """
    if each.score is None or each.kind.columns[SCORE].formula or each.kind.is_spending or not each.says(RESULT):
        return False
    is_told = each.is_wrong(TARGET, RESULT, RULE) or named_level(each, scores)
    ruled = None if isinstance(each.rule, Qualitative) or is_told else each.ruled
    return ruled is not None and ruled.number is None and ruled.limits is None


def rules_above_weight(scores: Scored) -> list[Passage]:
    """Return each rule by bands that gives more than the weight of its indicator."""
    found = []
    for each in scores.counted:
        rule, weight = each.rule, each.weight or Decimal(0)
        given = [band.points for band in rule.bands] if isinstance(rule, Bands) else []
        most = max((points.number * weight / WHOLE if points.of_weight else points.number for points in given), default=weight)
        if most > weight:
            found.append(each.passage(RULE if each.says(RULE) else WEIGHT, 最多=short_number(most)))
    return found


def wrong_total(scores: Scored) -> list[Passage]:
    """Return that the total is not the sum of the scores, and each level of which the same is true."""
    found = wrong_scores_of_levels(scores)
    total, right = scores.total, scores.sum
    if isinstance(total, Figure) and right is not None and abs(total - right) >= TOLERANCE:
        found.append(scores.at_total(填=total, 合计=short_number(right), **scores.of_all(SCORE)))
    return found


def wrong_rates(scores: Scored) -> list[Passage]:
    """Return each rate of spending that is not what was spent divided by the budget."""
    found = []
    for each in scores.every:
        stated, rate = each.number(RATE), spending(each)
        if stated is None or rate is None or each.kind.columns[RATE].unit != "%":
            continue
        right = round_half_up(rate * WHOLE, max(decimals(stated), 0))
        if right != stated or (stated == WHOLE and rate != 1):
            said = {"填": stated, "执行": each.value(SPENT), "预算": each.value(BUDGET), "应为": percent_of(rate)}
            found.append(each.passage(RATE, **said))
    return found


def spending(each: Indicator) -> Fraction | None:
    """Return how much of the budget was spent, exactly; None if that is not known."""
    budget, spent = each.quantity(BUDGET), each.quantity(SPENT)
    amount = spent.within(budget.unit) if budget and spent else None
    return amount / Fraction(budget.number) if budget and budget.number and amount is not None else None


def percent_of(rate: Fraction) -> str:
    """Return a rate in percent; what only rounds to a whole number keeps its decimals."""
    exact = rate * WHOLE
    return f"{exact}%" if exact.denominator == 1 else f"{round_half_up(exact)}%"


def wrong_grade(scores: Scored) -> list[Passage]:
    """Return that the grade is not the one of the total; a total that lacks a score is none yet."""
    scoring, total = scores.scoring, scores.total
    number = total if isinstance(total, Figure) else scores.sum
    is_incomplete = bool(scores.counted) and scores.sum is None
    if not scoring.grade or not scoring.grades or number is None or is_incomplete:
        return []
    grade = scores.facts.by_path[scoring.grade.path].value
    right = next((name for name, least in scoring.grades if number >= least), "")
    if isinstance(grade, Blank) or not right or str(grade) == right:
        return []
    return [scores.at_grade(填=grade, 总分=total if isinstance(total, Figure) else short_number(number), 应为=right)]


def nearly_full(scores: Scored) -> list[Passage]:
    """Return that the total is full marks, or nearly so; one above them is told as what it comes from."""
    number = scores.total if isinstance(scores.total, Figure) else scores.sum
    mark = scores.scoring.mark
    if not scores.counted or number is None or not Fraction(mark) * NEARLY <= Fraction(number) <= mark:
        return []
    full = short_number(mark)
    says = f"为满分 {full} 分" if number == mark else f" {short_number(number)} 分（满分 {full} 分）"
    return [scores.at_total(说=says, **scores.of_all(SCORE))]
