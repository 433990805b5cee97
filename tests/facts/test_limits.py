"""Limits on what a formula gives, told with the computed figure where its figures were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.small_form import SmallForm, form_in

FIELDS = """
  结余: {type: amount, formula: 预算数 - 支出数}
  预算数: amount
  支出数: amount
  明细:
    type: rows
    fields:
      分值: number
      扣分: number
      得分: {type: number, minimum: 0, maximum: 10, formula: 分值 - 扣分}
  执行率: {type: percent, maximum: 100, formula: 支出数 / 预算数}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("预算数: 4\n支出数: 3\n", []),
        ("预算数: 3\n支出数: 4\n", [(1, 6, "执行率", "按公式“支出数 / 预算数”算得 133.33%，不能大于 100", "请核对 预算数、支出数")]),
        ("明细:\n  - {分值: 3, 扣分: 5}\n", [(2, 10, "明细[1].得分", "按公式“分值 - 扣分”算得 -2，不能小于 0", "请核对 分值、扣分")]),
        ("明细:\n  - 分值: 30\n    得分: 28\n    扣分: 2\n", [(3, 9, "明细[1].得分", "不能大于 10，现为“28”", "请核对这个数")]),
    ],
)
def test_a_result_beyond_its_limits_is_told(tmp_path: Path, text: str, told: list[tuple[int, int, str, str, str]]) -> None:
    problems = SmallForm(form_in(tmp_path, FIELDS)).read(text)[1]
    found = [(each.place.line, each.place.column, each.path, each.message, each.hint) for each in problems]
    assert found[: len(told) or None] == told


def test_what_is_left_over_may_be_negative_where_the_form_says_nothing(tmp_path: Path) -> None:
    facts, problems = SmallForm(form_in(tmp_path, FIELDS.replace("maximum: 100, ", ""))).read("预算数: 3\n支出数: 4\n结余: -1\n")
    assert (str(facts.by_path["结余"].value), problems) == ("-1.00", [])


def test_last_years_value_may_be_called_as_in_formulas(tmp_path: Path) -> None:
    fields = "\n  决算数: amount\n  上年数: {type: amount, from: 上年.决算数}\n"
    form = form_in(tmp_path, fields)
    assert form.root.fields["上年数"].taken_from == "决算数"
