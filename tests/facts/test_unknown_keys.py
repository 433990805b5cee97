"""What stands behind a half-width comma in a text within braces is no unknown name: the comma is told."""

from __future__ import annotations

import pytest

from tests.checks.texts.prose import UNIT_YEAR
from tests.forms.zhanjiang_2020.unit_years import changed, read

ROW = "{项目名称: 信访信息系统运维, 预算数: 40, 支出数: 39.9, 偏差原因: 无}"


@pytest.mark.parametrize(
    ("row", "at", "message", "hint"),
    [
        (
            "{项目名称: 信访信息系统运维, 预算数: 40, 支出数: 39.9, 偏差原因: 招标节约, 按月付款}",
            ", 按月",
            "半角逗号把这一项的文字断开了",
            "改成全角逗号",
        ),
        ("{项目名称: 信访信息系统运维, 预算数: 1,400, 支出数: 39.9, 偏差原因: 无}", ",400", "数字里不能有千分位逗号", "删去逗号"),
        (
            "{项目名称: 信访信息系统运维, 预算数: 40, 支出数: 39.9, 偏差原困: 无}",
            "偏差原困",
            "下面没有“偏差原困”这一项",
            "是否想写“偏差原因”？",
        ),
    ],
)
def test_a_half_width_comma_in_a_text_within_braces_is_told_at_the_comma(row: str, at: str, message: str, hint: str) -> None:
    _, [problem] = read(changed(UNIT_YEAR, {ROW: row}))
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place.text[problem.place.column - 1 :].startswith(at)
