"""`from` in form.yaml: the field that had the value in last year's file, and why it cannot be that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.facts.last_year import taken_fields
from pipeline.problems import Stop
from tests.small_form import form_in, messages

ROWS = "  业务指标:\n    type: rows\n    fields:\n      指标: text\n      本年数: amount\n      上年数: {type: amount, from: 本年数}\n"
TWO = "  甲:\n    支出: amount\n  乙:\n    支出: amount\n    上年: {type: amount, from: 支出}\n"
ROW_HINT = "同一组行里的两列才能一一对应；单个的数只能取自单个的字段"
PRIVATE = "个人信息不从上年的文件取"


def taken(folder: Path, fields: str) -> list[tuple[str, str]]:
    return [(field.path, source.path) for field, source in taken_fields(form_in(folder, "\n" + fields))]


@pytest.mark.parametrize(
    ("fields", "pair"),
    [
        ("  决算: amount\n  上年决算: {type: amount, from: 决算}", ("上年决算", "决算")),
        ("  支出:\n    决算: amount\n  上年决算: {type: amount, from: 决算}", ("上年决算", "支出.决算")),
        ("  甲:\n    支出: amount\n  乙:\n    支出: amount\n  上年: {type: amount, from: 甲.支出}", ("上年", "甲.支出")),
        (TWO, ("乙.上年", "乙.支出")),
        (ROWS, ("业务指标[].上年数", "业务指标[].本年数")),
    ],
)
def test_from_means_the_field_beside_it_else_what_the_name_stands_for_in_the_form(
    tmp_path: Path, fields: str, pair: tuple[str, str]
) -> None:
    assert taken(tmp_path, fields) == [pair]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("  数: {type: amount, from: 决算支数}\n  决算支出数: amount", "6:27: from 的“决算支数”不是表中的字段（是否想写“决算支出数”？）"),
        ("  数: {type: amount, from: 数}", "6:27: from 不能取自它自己（写上年的数在上年的文件里叫什么，例如 from: 决算支出数）"),
        (
            "  数: {type: amount, from: 人}\n  人: {type: integer, unit: 名}",
            "6:27: from 的“人”是 integer（名），“数”却是 amount（万元）（类型和单位要相同）",
        ),
        ("  数: {type: amount, from: 甲}\n  甲:\n    支出: amount", "6:27: from 的“甲”是一组字段，要写明是哪一项（甲.支出）"),
        ("  数: {type: amount, from: 业务指标.本年数}\n" + ROWS, f"6:27: from 的“本年数”与“数”不在同一组行里（{ROW_HINT}）"),
        (TWO + "  数: {type: amount, from: 支出}", "11:27: from 的“支出”有 2 处，要写明是哪一处（甲.支出、乙.支出）"),
        (
            "  甲: {type: text, from: 乙}\n  乙: {type: text, private: name}",
            f"6:25: from 不能用于遮盖的字段（乙 写了 private）（{PRIVATE}）",
        ),
        (
            "  甲: {type: amount, from: 乙, formula: 乙 * 2}\n  乙: amount",
            "6:21: from 和 formula 只能写一个（由公式计算的不用取；取自上年文件的不用计算）",
        ),
        ("  甲:\n    type: group\n    from: 乙\n    丙: text\n  乙: text", "8:5: from 要写在单个字段上（上年的数逐项取，就写在哪几项上）"),
    ],
)
def test_a_from_that_makes_no_sense_is_told_at_its_place(tmp_path: Path, fields: str, said: str) -> None:
    with pytest.raises(Stop) as stop:
        form_in(tmp_path, "\n" + fields)
    assert messages(stop.value) == [f"form.yaml:{said}"]
