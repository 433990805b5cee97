"""Scores that a clerk leaves to the rules: what a form's rule gives for the target, result and weight of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.facts.fact import Fact
from pipeline.facts.standing import places_of, standing
from pipeline.form.field import Field
from pipeline.form.form import YEAR
from pipeline.form.scored import BUDGET, RATE, RESULT, RULE, SCORE, SPENT, TARGET, TITLE, UNIT, WEIGHT, Indicators, Scoring
from pipeline.language.values import NO_VALUE, AtHand, Blank, Figure, Group, NotApplicable, Words
from pipeline.language.wording import plain_number
from pipeline.paths import as_declared, child, parent, steps
from pipeline.scoring.case import Rounding, Score
from pipeline.scoring.dates import timely
from pipeline.scoring.quantities import Quantity, Sense, read_quantity
from pipeline.scoring.rules import ByTarget, Rule
from pipeline.scoring.scores import score
from pipeline.scoring.syntax import read_rule

COST = "成本"
LONGEST_NAME = 30  # characters; a longer text explains something
# What a score is computed from.
NEEDED = (WEIGHT, TARGET, RESULT, RULE, UNIT, BUDGET, SPENT)


def columns_needed(indicators: Indicators) -> frozenset[Field]:
    """Return the fields that a score is computed from."""
    return frozenset(field for role, field in indicators.columns.items() if role in NEEDED)


def given_score(indicators: Indicators, rounding: Rounding, row: Mapping[str, Any]) -> Decimal | Blank:
    """Return what the rule gives for a row, as a formula gives its result; a blank if it gives nothing.

    Args:
        indicators: the indicators that the row is one of.
        rounding: how the form rounds.
        row: the row's values by name.
    """
    found = score_of(indicators, rounding, row)
    return Blank("") if found is None or found.number is None else found.number


def given_total(scoring: Scoring, names: Mapping[str, Any]) -> Decimal | Blank:
    """Return the sum of all scores, as a formula gives its result; a blank while one is missing.

    Args:
        scoring: how the form is scored.
        names: the values at the top by name.
    """
    rows = [(each, row) for each in scoring.indicators for row in rows_of(each, names)]
    scores = [column(each, SCORE, row) for each, row in rows if is_counted(column(each, WEIGHT, row))]
    return sum(scores, Decimal(0)) if scores and all(isinstance(score, Figure) for score in scores) else Blank("")


def given_grade(grades: Sequence[tuple[str, Decimal]], total: Field, names: Mapping[str, Any]) -> str | Blank:
    """Return the grade of the total, as a formula gives its result; a blank if there is no total, or no grade for it.

    Args:
        grades: the least total of each grade, the highest first.
        total: the field of the total.
        names: the values at the top by name.
    """
    [(group, _)] = places_of(Group(names), steps(total.path), "")
    number = group[total.name]
    found = (name for name, least in grades if number >= least) if isinstance(number, Figure) else iter(())
    return next(found, Blank(""))


def is_counted(weight: object) -> bool:
    """Return whether a weight makes its row count; a mistake may have hidden one."""
    return (isinstance(weight, Blank) and weight.wrong) or (isinstance(weight, Figure) and weight != 0)


def rows_of(indicators: Indicators, names: Mapping[str, Any]) -> Iterator[Group]:
    """Yield the rows of indicators, or the group that is one.

    Args:
        indicators: the indicators.
        names: the values at the top by name.
    """
    way = steps(indicators.columns[SCORE].path)
    yield from (row for row, *_ in standing(Group(names), way))


def score_of(indicators: Indicators, rounding: Rounding, row: Mapping[str, Any]) -> Score | None:
    """Return what the rule gives for a row, or why it gives nothing; None if the row has no weight or no rule.

    Args:
        indicators: the indicators that the row is one of.
        rounding: how the form rounds.
        row: the row's values by name, the rows that it stands in, and the year.
    """
    weight, rule = column(indicators, WEIGHT, row), rule_of(indicators, row)
    if not isinstance(weight, Figure) or rule is None:
        return None
    if indicators.is_spending:
        return spending_score(quantity(indicators, SPENT, row), quantity(indicators, BUDGET, row), Decimal(weight), rounding)
    result, target = quantity(indicators, RESULT, row), quantity(indicators, TARGET, row)
    timed = time_score(indicators, rule, row, (Decimal(weight), rounding))
    if timed:
        return timed
    if isinstance(column(indicators, RULE, row), Blank) and isinstance(rule, ByTarget) and target:
        if target.sense:
            rule = ByTarget(None)  # what a target itself says is more special than what the form says of all
        elif rule.sense is Sense.AT_LEAST and is_of_cost(indicators, row):  # else who spends less would score less
            return Score(None, "成本指标的目标值请写 ≤ 或 ≥")
    return score(rule, result, target, Decimal(weight), rounding)


def time_score(indicators: Indicators, rule: Rule, row: Mapping[str, Any], marks: tuple[Decimal, Rounding]) -> Score | None:
    """Return what a rule gives for a result that is a date; None where target and result are no dates.

    Args:
        indicators: the indicators that the row is one of.
        rule: the row's rule.
        row: the row's values by name.
        marks: the full marks, and how the form rounds.
    """
    target, result, year = column(indicators, TARGET, row), column(indicators, RESULT, row), row.get(YEAR)
    if not isinstance(year, Decimal | int) or any(isinstance(value, Blank | Figure | NotApplicable) for value in (target, result)):
        return None
    return timely(rule, (str(target), str(result)), int(year), *marks)


def is_of_cost(indicators: Indicators, row: Mapping[str, Any]) -> bool:
    """Return whether a row is an indicator of cost: whether it, or the rows and groups that it stands in, are called so.

    Args:
        indicators: the indicators that the row is one of.
        row: the row's values by name, and the rows that it stands in.
    """
    others = {field.name for role, field in indicators.columns.items() if role != TITLE}
    own = [row[name] for name in indicators.group.fields if name in row and name not in others]
    around = [value for outer in row.values() if isinstance(outer, AtHand) for value in outer.row.values()]
    names = [value for value in (*own, *around) if isinstance(value, Words) and len(value) <= LONGEST_NAME]
    return any(COST in name for name in (indicators.group.path, *names))


def weighs_nothing(scoring: Scoring | None, facts: Mapping[str, Fact], path: str) -> bool:
    """Return whether a value is the score of an indicator whose weight is 0, so that no total lacks it.

    Args:
        scoring: how the form is scored, if it is.
        facts: the facts by path.
        path: the value's path.
    """
    declared = as_declared(path)
    for each in scoring.indicators if scoring else ():
        if each.columns[SCORE].path == declared:
            weight = facts.get(child(parent(path), each.columns[WEIGHT].name))
            return weight is not None and isinstance(weight.value, Figure) and weight.value == 0
    return False


def spending_score(spent: Quantity | None, budget: Quantity | None, weight: Decimal, rounding: Rounding) -> Score:
    """Return the weight times the rate of spending, never more than the weight.

    Args:
        spent: what was spent; None if it is no number.
        budget: what could be spent; None if it is no number.
        weight: the full marks.
        rounding: how the form rounds.
    """
    if spent is None or budget is None:
        return Score(None, f"{BUDGET if budget is None else SPENT}不是一个数")
    amount = budget.within(spent.unit)
    if amount is None or amount <= 0:
        return Score(None, f"{BUDGET}是 {budget}，算不出{RATE}")
    if spent.number >= amount:
        return Score(weight, f"{SPENT} {spent} 不少于{BUDGET} {budget}，得满分 {plain_number(weight)}")
    return score(ByTarget(Sense.AT_LEAST), spent, budget, weight, rounding)


def rule_of(indicators: Indicators, row: Mapping[str, Any]) -> Rule | None:
    """Return the rule of a row: its own, or that of all; none where its own is no rule.

    Args:
        indicators: the indicators that the row is one of.
        row: the row's values by name.
    """
    own = column(indicators, RULE, row)
    if isinstance(own, Blank):
        return None if own.wrong else indicators.rule
    return read_rule(str(own))


def quantity(indicators: Indicators, role: str, row: Mapping[str, Any]) -> Quantity | None:
    """Return a row's target, result or amount as a number with its unit; None if it is none.

    Args:
        indicators: the indicators that the row is one of.
        role: what the column is.
        row: the row's values by name.
    """
    value, unit = column(indicators, role, row), column(indicators, UNIT, row)
    said = "" if isinstance(unit, NO_VALUE) else str(unit)
    field = indicators.columns.get(role)
    if isinstance(value, Figure) and field:
        return Quantity(Decimal(value), field.unit or said, displayed=value.displayed)
    return None if isinstance(value, NO_VALUE) else read_quantity(str(value), said)


def column(indicators: Indicators, role: str, row: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any value
    """Return what a row has in a column; a blank if the form has no such column.

    Args:
        indicators: the indicators that the row is one of.
        role: what the column is.
        row: the row's values by name.
    """
    field = indicators.columns.get(role)
    value = row.get(field.name) if field else None
    return Blank("") if value is None else value
