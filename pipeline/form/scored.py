"""How a form is scored: which rows or groups are indicators, and what their columns, the total and the grade are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pipeline.form.field import Field
from pipeline.records import record
from pipeline.scoring.case import Rounding
from pipeline.scoring.rules import Level, Rule

SCORED: Final = "评分"
INDICATORS, SPENDING = "指标", "预算执行"
WHERE: Final = "各行"
WEIGHT, SCORE, TARGET, RESULT, RULE, REASON = "分值", "得分", "目标值", "完成值", "得分规则", "偏差原因"
TITLE, UNIT, SAMPLE = "指标名称", "计量单位", "样本量"
BUDGET, SPENT, RATE = "预算数", "执行数", "执行率"
WEIGHTS_ABOVE, SCORES_ABOVE = "上级分值", "上级得分"
ROLES: Final = {
    INDICATORS: (WEIGHT, SCORE, TARGET, RESULT, RULE, REASON, TITLE, UNIT, SAMPLE),
    SPENDING: (WEIGHT, SCORE, BUDGET, SPENT, RATE, REASON),
}
NEEDED: Final = {INDICATORS: (WEIGHT, SCORE), SPENDING: (WEIGHT, SCORE, BUDGET, SPENT)}
OF_NUMBERS: Final = (WEIGHT, SCORE, BUDGET, SPENT, RATE)
TOTAL, GRADE, GRADES, MARK = "总分", "等级", "等级分段", "满分"
DEFAULT, LEVELS_OF, SCORE_DECIMALS, RATE_DECIMALS, SHARES = "默认规则", "定性", "得分小数", "比率小数", "各级分值"
LEFT_BLANK: Final = "不填的由程序按得分规则计算"


@record(eq=False)
class Indicators:
    """Rows, or a group, each of which is an indicator.

    Attributes:
        group: the rows, or the group.
        columns: the fields by what they are: 分值, 得分 and so on; those that the form has not are missing.
        rule: the rule of those that state none; where the budget's spending is scored, of all.
        is_spending: whether they say how far the budget was spent.
        above: what the weight and the score are called in the rows and groups around them.
    """

    group: Field
    columns: Mapping[str, Field]
    rule: Rule | None
    is_spending: bool
    above: Mapping[str, tuple[str, ...]]


@record(eq=False)
class Scoring:
    """How a form is scored.

    Attributes:
        indicators: its indicators.
        total: the field of the total score.
        grade: the field of the grade.
        grades: the least total of each grade, the highest first; empty if the form does not say.
        mark: the full marks of the form.
        levels: the levels of qualitative indicators.
        rounding: how scores are rounded.
        shares: what the weights of a level's parts add up to, by the name of the column or rows and the part.
    """

    indicators: tuple[Indicators, ...]
    total: Field | None
    grade: Field | None
    grades: tuple[tuple[str, Decimal], ...]
    mark: Decimal
    levels: tuple[Level, ...]
    rounding: Rounding
    shares: Mapping[str, Mapping[str, Decimal]]

    @property
    def left_blank(self) -> tuple[set[Field], set[Field]]:
        """The fields that the program fills in where they are left blank: the scores, and their total and the grade."""
        scores = {each.columns[SCORE] for each in self.indicators if SCORE in each.columns}
        return {field for field in scores if not field.formula}, {
            field for field in (self.total, self.grade) if field and not field.formula
        }

    @property
    def used(self) -> set[Field]:
        """The fields that scores, and the rules about them, are made from."""
        columns = {field for each in self.indicators for field in each.columns.values()}
        return columns | {field for field in (self.total, self.grade) if field}


def with_hint(score: Field, group: Field) -> Field:
    """Return the field of a score, which from now on says in data files and editors that it may be left blank, if it says nothing else.

    Args:
        score: the field.
        group: the rows or the group that it stands in; takes up the field.
    """
    if not score.formula and not score.hint:
        group.fields[score.name] = replace(score, hint=LEFT_BLANK)
    return group.fields[score.name]
