"""A percent counts in points: 90% is 90, and what is multiplied by it must be divided by 100."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.form import Form
from pipeline.form.percents import PercentWalk
from pipeline.language.expressions import PLAIN
from tests.small_form import form_in

FIELDS = """
  分值: number
  金额: amount
  执行率: percent
  完成率: percent
  组: {执行率二: percent}
  行: {type: rows, fields: {名: text, 率: percent, 分: number}}
"""


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("form"), FIELDS)


def told(form: Form, code: str) -> list[str]:
    return [field.name for _, field in PercentWalk(form).walk(PLAIN.parse(code)).multiplied]


@pytest.mark.parametrize(
    "code",
    [
        "分值 * 执行率",
        "执行率 * 分值",
        "(分值) * (执行率)",
        "分值 * -执行率",
        "分值 * 执行率 / 金额",
        "执行率 * 10",
        "10 * (执行率)",
        "分值 * (1 - 执行率)",
        "分值 * (执行率 + 完成率) / 2",
        "分值 * 执行率 * 完成率 / 100",
        "执行率 * 完成率",
        "金额 + 分值 * 执行率",
        "金额 + 分值 * 执行率 / 100 + 金额 * 执行率",
        "分值 * (执行率 if 金额 else 完成率)",
        "分值 * 执行率 if 金额 else 0",
        "分值 * 执行率 > 金额",
        "金额 and 分值 * 执行率 != 金额",
        "(分值 * 执行率) | 数目",
        "分值 * 组.执行率二",
        "分值 * 上年.执行率",
        "分值 * 合计(行.率)",
        "分值 * 最小([执行率, 完成率])",
        "合计([分值 * 执行率, 金额])",
    ],
)
def test_a_percent_that_is_multiplied_as_a_ratio_is_told_once(form: Form, code: str) -> None:
    assert len(told(form, "{{ " + code + " }}")) == 1


@pytest.mark.parametrize(
    "code",
    [
        "分值 * 执行率 / 100",
        "执行率 / 100 * 分值",
        "分值 * (执行率 / 100)",
        "分值 / 100 * 执行率",
        "0.1 * 执行率",
        "执行率 * 0.01 * 分值",
        "(分值 * 执行率 + 金额 * 完成率) / 100",
        "分值 * (1 - 执行率 / 100)",
        "分值 * 执行率 * 完成率 / 10000",
        "分值 * 执行率 / 完成率",
        "分值 * (100 - 执行率) / 5",
        "分值 * (执行率 - 完成率)",
        "执行率 - 完成率",
        "分值 * 金额",
        "执行率 / 2",
        "金额 * 执行率 == 分值 * 100",
        "个数(行.率) * 分值",
        "合计([分值 * 执行率, 金额]) / 100",
        "分值 * (执行率 > 90)",
    ],
)
def test_a_percent_that_is_divided_or_only_compared_is_right(form: Form, code: str) -> None:
    assert told(form, "{{ " + code + " }}") == []


def test_it_is_found_in_loops_and_behind_names(form: Form) -> None:
    assert told(form, "{% for 项 in 行 %}{{ 项.率 * 项.分 }}{% endfor %}") == ["率"]
    assert told(form, "{% set 甲 = 执行率 %}{{ 甲 * 分值 }}{% if 分值 * 甲 / 100 > 1 %}1{% endif %}") == ["执行率"]


def test_the_line_is_that_of_the_tag(form: Form) -> None:
    assert PercentWalk(form).walk(PLAIN.parse("甲\n{{\n分值 * 执行率 }}")).multiplied[0][0] == 3


def test_nothing_else_is_made_of_fields_unknown(tmp_path: Path) -> None:
    assert told(form_in(tmp_path, "\n  分值: number\n"), "{{ 分值 * 无名 }}") == []
