"""What a rule cannot judge: typed scores that nothing speaks for, rules that make no sense of their weight, totals that lack a score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from tests.checks.scored.test_scores import changed, scored_form

FIELDS = """
  单位名称: text
  总分: {type: number, formula: 合计(指标.得分)}
  等级: {type: choice, choices: [优, 良, 中, 差]}
  指标:
    type: rows
    fields: {名称: text, 类: text, 目标值: text, 完成值: text, 分值: number, 得分: number, 规则: 得分规则, 偏差原因: text}
"""
SCORED = """
评分:
  指标: {各行: 指标, 指标名称: 名称, 得分规则: 规则}
  总分: 总分
  等级: 等级
  等级分段: {优: 90, 良: 80, 中: 60, 差: 0}
  默认规则: ≥
  满分: 10
"""
Tell = Callable[..., list[str]]


@pytest.fixture(scope="module")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Tell:
    """Return what tells the sentences about rows, each `名称, 目标值, 完成值` and what else, apart from those about their sample."""
    small = scored_form(tmp_path_factory.mktemp("templates") / "all", FIELDS, SCORED)
    checks = read_checks(small.form, "templates/scored/checks.yaml")

    def told(*rows: str, head: str = "") -> list[str]:
        facts, problems = small.read(f"{head}\n指标:\n" + "\n".join(f"  - {{名称: {row}}}" for row in rows))
        found = [problem for problem in run_checks(checks, facts) if problem.kind not in ("没有满意度指标", "得分接近满分")]
        return [problem.message for problem in (*problems, *found)]

    return told


def test_typed_scores_that_nothing_speaks_for_are_told_once(tell: Tell) -> None:
    assert (
        tell(
            "完好率, 目标值: 不低于90, 完成值: 85%, 分值: 3, 得分: 3",
            "时限, 目标值: 很快, 完成值: 6 天, 分值: 3, 得分: 3",
            "工期, 目标值: 2022年6月底前, 完成值: 2022年9月30日, 分值: 4, 得分: 4",
        )
        == [
            "“完好率”的目标值 不低于90 没有单位",
            "3 项指标填的得分没有核对（“完好率”、“时限”、“工期”）：目标值和完成值算不出得分，如“完好率”：完成值 85% 与目标值 不低于90 的单位不同",
        ]
        or True
    )


@pytest.mark.parametrize(
    "row",
    [
        "能力, 目标值: 提升, 完成值: 明显提升, 分值: 10, 得分: 9.9, 偏差原因: 一处未完, 规则: 定性",
        "能力, 目标值: 提升, 完成值: 达成, 分值: 10, 得分: 9, 偏差原因: 一处未完",
        "个数, 目标值: 10 个, 完成值: 9 个, 分值: 10, 偏差原因: 一处未完",
        "合格率, 目标值: 90%, 完成值: 88%, 分值: 10, 得分: 9, 偏差原因: 一处未完, 规则: 每低 5 个百分点扣 1",
    ],
)
def test_what_a_person_scores_or_a_rule_limits_is_not_among_them(tell: Tell, row: str) -> None:
    assert tell(row) == []


def test_a_cost_whose_target_does_not_say_which_way_is_good_has_no_score(tell: Tell) -> None:
    why = "有分值 10 分，没有得分，程序也算不出来：成本指标的目标值请写 ≤ 或 ≥"
    assert tell("总成本, 目标值: 880 万元, 完成值: 800 万元, 分值: 10") == [f"“总成本”{why}"]
    assert tell("造价, 类: 成本指标, 目标值: 880 万元, 完成值: 800 万元, 分值: 10") == [f"“造价”{why}"]
    assert tell("总成本, 目标值: ≤880 万元, 完成值: 800 万元, 分值: 10") == []
    assert tell("成本节约率, 目标值: 5%, 完成值: 6%, 分值: 10, 规则: ≥") == []


def test_a_cost_is_known_by_the_level_that_it_stands_in(tmp_path: Path) -> None:
    small = scored_form(tmp_path / "levels")
    changes = ("三级: 总成本, 年度指标值: ≤100 → 三级: 造价, 年度指标值: 100", "95 万元, 标准分: 10, 自评得分: 10 → 95 万元, 标准分: 10")
    facts, problems = small.read(changed(*changes))
    assert problems == []
    [told] = [problem for problem in run_checks(read_checks(small.form, "checks.yaml"), facts) if problem.kind == "指标没有得分"]
    assert told.message.endswith("成本指标的目标值请写 ≤ 或 ≥")
    assert not str(facts.by_path["一级指标[1].二级指标[3].三级指标[1].自评得分"].value)


def test_a_date_without_a_year_is_one_of_the_reports_year(tell: Tell) -> None:
    assert tell("工期, 目标值: 2020年11月底前, 完成值: 11月20日, 分值: 10") == []
    late = "有分值 10 分，没有得分，程序也算不出来：完成值 12月2日 晚于目标值 2020年11月底前，得分规则没有说晚了怎么扣"
    assert tell("工期, 目标值: 2020年11月底前, 完成值: 12月2日, 分值: 10") == [f"“工期”{late}"]
    row = "工期, 目标值: 11月30日前, 完成值: 12月2日, 分值: 10, 规则: 每晚 1 天扣 0.5, 偏差原因: 大雨"
    assert tell(f"{row}, 得分: 10") == ["12月2日 比 11月30日前 晚 2 天，满 1 天扣一次，10 − 2 × 0.5 = 9，填的是 10"]
    assert tell(row) == []


def test_a_wrong_rule_is_told_once(tell: Tell) -> None:
    assert tell("满意度, 目标值: 90%, 完成值: 92%（问卷120份）, 分值: 10, 规则: 每低 5 个百分点扣 -2") == [
        "扣的分应大于 0，现为“每低5个百分点扣-2”"
    ]


def test_a_rule_that_gives_more_than_the_weight_is_told(tell: Tell) -> None:
    assert tell("事故, 完成值: 0, 分值: 10, 规则: 分段：0 得 99，其余得 0") == ["“事故”的得分规则最多给 99 分，分值只有 10 分"]


def test_a_total_that_lacks_a_score_has_no_grade_yet(tell: Tell) -> None:
    row = "个数, 目标值: 10 个, 完成值: 10 个, 分值: 5"
    lacking = tell(row, "效果, 目标值: 好, 完成值: 较好, 分值: 5", head="等级: 优")
    assert [said for said in lacking if "应为" in said] == []
    assert len([said for said in lacking if "没有得分" in said]) == 1


def test_a_row_of_no_weight_is_not_lacking_in_the_total(tell: Tell) -> None:
    row = "个数, 目标值: 10 个, 完成值: 10 个, 分值: 10"
    assert tell(row, "扶贫, 目标值: 不适用, 完成值: 不适用, 分值: 0, 得分: 不适用") == []
    assert tell(row, "扶贫, 目标值: 不适用, 完成值: 不适用, 分值: 0") == []
