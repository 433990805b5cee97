"""What checks.yaml can ask about scores, by name."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.scored import causes, points, statements, weights
from pipeline.checks.scored.indicators import scored
from pipeline.facts.fact import Facts

OF_SCORES: Final[dict[str, Callable[..., list[Passage]]]] = {
    "分值合计不符": weights.wrong_sum,
    "分级分值不符": weights.wrong_levels,
    "分配分值不符": weights.wrong_shares,
    "得分越界": points.out_of_limits,
    "得分不符规则": points.against_rule,
    "定性得分越档": points.out_of_level,
    "缺完成值": points.missing_results,
    "缺得分": points.missing_scores,
    "得分未核对": points.unchecked,
    "规则超出分值": points.rules_above_weight,
    "总分不符": points.wrong_total,
    "执行率不符": points.wrong_rates,
    "等级不符": points.wrong_grade,
    "接近满分": points.nearly_full,
    "扣分无原因": causes.points_lost,
    "超额无原因": causes.far_above,
    "执行率低无原因": causes.little_spent,
    "原因相同": causes.same_reasons,
    "目标无单位": statements.without_unit,
    "数量是金额": statements.money_as_count,
    "完成值全同目标": statements.results_as_targets,
    "超过全部": statements.above_all,
    "得了满分": causes.of_full_marks,
    "缺满意度": statements.no_satisfaction,
    "缺样本量": statements.no_sample,
    "占位的指标": statements.left_over,
}


def is_about_scores(condition: str) -> bool:
    """Return whether a rule's condition asks about scores."""
    return any(condition.startswith(f"{name}(") for name in OF_SCORES)


def asked_of_scores(facts: Facts) -> dict[str, Callable[..., list[Passage]]]:
    """Return what checks.yaml can ask about one unit-year's scores; a form that is not scored has nothing to find."""
    known = scored(facts)
    return dict.fromkeys(OF_SCORES, NOTHING) if known is None else {name: MethodType(find, known) for name, find in OF_SCORES.items()}


def nothing(*_: object) -> list[Passage]:
    """Return that nothing is found."""
    return []


NOTHING: Final = MethodType(nothing, OF_SCORES)
