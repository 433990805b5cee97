"""Limits on what a formula gives, told with the computed figure where its figures were typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.problems import Stop
from tests.small_form import SmallForm, form_in, messages

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


BESIDE = """
  行:
    type: rows
    fields:
      分值: number
      得分: {type: number, maximum: 分值}
      折算: {type: number, maximum: 分值, formula: 得分 * 2}
  下限: {type: amount, minimum: none}
  数: {type: amount, minimum: 下限}
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("行: [{分值: 10, 得分: 5}]\n下限: -3\n数: -3\n", []),
        ("行: [{分值: 10}, {得分: 5}, {分值: 无, 得分: 5}]\n数: -3\n", []),
        ("行: [{分值: 30, 得分: 10}, {分值: 10, 得分: 6}]\n", ["2020.yaml:1:28 行[2].折算：不能大于分值 10，算得 12"]),
        ("行: [{分值: 10, 得分: 5.0001}]\n", ["2020.yaml:1:10 行[1].折算：不能大于分值 10，算得 10.0002"]),
        (
            "行:\n  - 分值: 5\n    得分: 6\n    折算: 12\n",
            ["2020.yaml:3:9 行[1].得分：不能大于分值 5，现为“6”", "2020.yaml:4:9 行[1].折算：不能大于分值 5，现为“12”"],
        ),
        ("下限: 4\n数: 3.99\n", ["2020.yaml:2:4 数：不能小于下限 4，现为“3.99”"]),
    ],
)
def test_a_limit_may_be_the_number_beside(tmp_path: Path, text: str, told: list[str]) -> None:
    problems = SmallForm(form_in(tmp_path, BESIDE)).read(text)[1]
    assert [f"{problem.place} {problem.path}：{problem.message}" for problem in problems] == told


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("得分: {type: number, maximum: 分}", "form.yaml:7:24: maximum 写的“分”不是与“得分”同一组的一个数字（是否想写“分值”？）"),
        ("得分: {type: number, maximum: 得分}", "form.yaml:7:24: maximum 写的“得分”不是与“得分”同一组的一个数字（是否想写“分值”？）"),
        ("得分: {type: number, minimum: 名}", "form.yaml:7:24: minimum 写的“名”不是与“得分”同一组的一个数字"),
        ("得分: {type: number, unit: 分, maximum: 金额}", "form.yaml:7:34: maximum 写的“金额”单位是万元，“得分”却是分（单位要相同）"),
    ],
)
def test_a_limit_that_is_no_number_beside_is_told(tmp_path: Path, declared: str, message: str) -> None:
    with pytest.raises(Stop) as stop:
        form_in(tmp_path, f"\n  {declared}\n  分值: number\n  金额: amount\n  名: text\n")
    [told] = messages(stop.value)
    assert told.partition(": ")[2].startswith(message.partition(": ")[2])
