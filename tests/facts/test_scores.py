"""Scores that are left blank: computed where rule, target and result allow it, typed ones as they are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.facts.scores import spending_score
from pipeline.form.form import read_form
from pipeline.scoring.case import Rounding
from pipeline.scoring.quantities import Quantity
from tests.small_form import SmallForm

FORM = """
title: 小表
documents:
  note: {title: 小表, template: note.md}
fields:
  指标:
    type: rows
    fields:
      目标值: text
      完成值: {type: percent, formula: 实数 / 总数}
      实数: number
      总数: number
      分值: number
      得分: {type: number, required: true}
      得分规则: 得分规则
  总分: {type: number, formula: 合计(指标.得分)}
评分:
  指标: {各行: 指标}
  总分: 总分
  默认规则: ≥
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    folder: Path = tmp_path_factory.mktemp("form")
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    return SmallForm(read_form(folder, "form.yaml"))


def scores(small: SmallForm, rows: str) -> list[str]:
    """Return the scores of rows and their total, as they are shown."""
    facts, _ = small.read(f"指标: [{rows}]")
    return [str(fact.value) for path, fact in facts.by_path.items() if path.endswith(("得分", "总分"))]


def test_a_blank_score_is_what_the_rule_gives_and_counts_in_the_total(small: SmallForm) -> None:
    computed, typed = "{目标值: 90%, 实数: 3, 总数: 4, 分值: 10}", "{目标值: 90%, 实数: 3, 总数: 4, 分值: 10, 得分: 8}"
    assert scores(small, f"{computed}, {typed}") == ["8.33", "8", "16.33"]
    assert small.problems(f"指标: [{computed}]") == []  # though the score is required


def test_the_exact_result_counts_and_not_the_one_that_is_shown(small: SmallForm) -> None:
    assert (
        scores(
            small, "{实数: 100001, 总数: 100000, 分值: 8, 得分规则: 100% 以内满分，每高 0.001 个百分点扣 1，不足的不扣}".replace("，", "；")
        )[0]
        == "7"
    )


def test_a_target_that_says_which_way_is_good_goes_before_the_forms_rule_but_not_before_the_rows_own(small: SmallForm) -> None:
    assert scores(small, "{目标值: ≤50%, 实数: 3, 总数: 4, 分值: 10}")[0] == "5"
    assert scores(small, "{目标值: ≤50%, 实数: 3, 总数: 4, 分值: 10, 得分规则: ≥}")[0] == ""


@pytest.mark.parametrize(
    "row", ["{目标值: 有所提高, 实数: 3, 总数: 4, 分值: 10}", "{目标值: 90%, 实数: 3, 总数: 4}", "{目标值: 90%, 实数: 3, 分值: 10}"]
)
def test_what_the_rule_cannot_give_stays_blank_and_is_asked_for(small: SmallForm, row: str) -> None:
    assert scores(small, row)[0] == ""
    assert [problem.message for problem in small.read(f"指标: [{row}]")[1]] == ["必填，文件里没有这一项"]


def spent(*numbers: str) -> tuple[str, str]:
    """Return the score of spending, and its arithmetic."""
    amounts = [Quantity(Decimal(number), "万元") for number in numbers]
    found = spending_score(amounts[0], amounts[1], Decimal(10), Rounding())
    return str(found.number), found.says


def test_spending_is_scored_by_its_rate_and_never_above_the_weight() -> None:
    assert spent("95", "100") == ("9.5", "95 ÷ 100 × 10 = 9.5")
    assert spent("101", "100") == ("10", "执行数 101 万元 不少于预算数 100 万元，得满分 10")
    assert spent("0", "0") == ("None", "预算数是 0 万元，算不出执行率")
    assert spending_score(None, Quantity(Decimal(1)), Decimal(10), Rounding()).says == "执行数不是一个数"
