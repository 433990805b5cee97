"""Texts that were rewritten in a narrative go into the year's file one by one: named, shown, and nothing else changes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

import pytest

from pipeline.build.unit_year import build
from pipeline.commands.returned import show_returned
from pipeline.intake.readers.word import read_word
from pipeline.intake.received import Received
from pipeline.intake.returned.comparing import compare_returned
from pipeline.intake.returned.fields import MASKED
from pipeline.intake.returned.taking_over import OTHERWISE, take_over, text_named
from pipeline.problems import Stop
from pipeline.workspace import Workspace
from tests.in_process import ziping
from tests.intake.returned.narratives import FILE, SHILI, Body, edited, narrative, returned
from tests.shared_form import SHIPPED

THIRD = "受理、转办、督办市民热线诉求。"
CAUSE = "大厅改造的合同尾款在质保期满后支付，热线有两个月减少了外包坐席"


def rewrite(body: Body) -> None:
    """Rewrite a cause, a cell, an explanation, and duties that the unit's file has; change a figure and the program's own words."""
    body.replace(CAUSE, "尾款明年付：合同如此 # 见附件")
    body.replace("追加便民服务大厅改造经费", "追加经费")
    body.insert(THIRD, "承办其他事项。")
    body.replace("年初预算1150.00万元", "年初预算1155.00万元")
    body.replace("没有超出概算。", "没有超出概算，也没有延误。")
    body.replace("整体绩效目标计划", "绩效目标计划")


def received(*edits: Callable[[Body], object]) -> Received:
    return read_word(edited(narrative(SHILI)[1], *edits), FILE)


def taken(workspace: Workspace, names: str, *edits: Callable[[Body], object], dry_run: bool = False) -> list[str]:
    """Take texts over, and return the lines of the year's file that are others now."""
    file = workspace.data_file(SHILI)
    before = file.read_text(encoding="utf-8")
    show_returned(workspace, SHILI, received(*(edits or (rewrite,))), names, dry_run=dry_run)
    after = file.read_text(encoding="utf-8")
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def test_the_command_tells_what_was_edited_and_takes_only_what_is_named(shipped: Workspace) -> None:
    before = shipped.data_file(SHILI).read_bytes()
    (shipped.root / FILE).write_bytes(edited(narrative(SHILI)[1], rewrite))
    told = ziping(shipped.root, "import", FILE)
    assert (told.code, shipped.data_file(SHILI).read_bytes()) == (0, before)
    assert "改动 5 处：" in told.said
    assert "报告（第2个表格之后第12段）改成了“1155.00”，数据是“1150.00”" in told.said
    assert "TAKE=支出率偏差原因" in told.said
    assert (shipped.root / "output/shili/2020.returned.html").exists()
    taken = ziping(shipped.root, "import", FILE, "--take", "支出率偏差原因")
    assert (taken.code, shipped.data_file(SHILI).read_bytes() == before) == (0, False)
    refused = ziping(shipped.root, "import", FILE, "--take", "支出率偏差原因")
    assert (refused.code, "报告里没有改写“支出率偏差原因”" in refused.said + refused.complained) == (1, True)


def test_what_is_named_is_shown_and_taken_and_nothing_else(shipped: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert taken(shipped, "支出率偏差原因，收入情况[1].增减原因, 支出率偏差原因") == [
        f"-   支出率偏差原因: {CAUSE}",
        '+   支出率偏差原因: "尾款明年付：合同如此 # 见附件"',
        "-     - {收入来源: 一般公共预算财政拨款收入, 预算数: 1180, 决算数: 1180, 增减原因: 追加便民服务大厅改造经费}",
        "+     - {收入来源: 一般公共预算财政拨款收入, 预算数: 1180, 决算数: 1180, 增减原因: 追加经费}",
    ]
    assert f"    数据：{CAUSE}\n    报告：尾款明年付：合同如此 # 见附件\n" in capsys.readouterr().out


def test_what_the_unit_s_file_says_for_all_years_is_said_otherwise_for_this_one(
    shipped: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = shipped.unit_file("shili").read_bytes()
    assert taken(shipped, "单位基本情况.部门职能")[-1] == "+     - 承办其他事项。"
    assert shipped.unit_file("shili").read_bytes() == unit
    assert "那里不改，新的只写进这一年度" in capsys.readouterr().out


def test_what_was_taken_is_no_difference_any_more(shipped: Workspace) -> None:
    file, text = received(rewrite), shipped.data_file(SHILI).read_bytes()
    found = take_over(shipped, compare_returned(shipped, SHILI, file), file, "支出率偏差原因,部门职能,情况说明").left
    assert shipped.data_file(SHILI).read_bytes() == text
    assert [found.name(text) for text in found.texts] == ["收入情况[1].增减原因"]
    assert [edit.spot for edit in found.edits] == ["第2个表格之后第12段", "第3个表格第2行第6格", "第9个表格之后第6段"]


def test_to_try_it_writes_nothing(shipped: Workspace) -> None:
    assert taken(shipped, "支出率偏差原因", dry_run=True) == []
    assert not (shipped.root / "output").exists()


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        ("all", rewrite, "报告里没有改写“all”\n    可以放进数据的：部门职能、支出率偏差原因、收入情况[1].增减原因、情况说明"),
        ("年初预算数", rewrite, "报告里没有改写“年初预算数”"),
        ("支出率偏差原因", lambda body: body.replace(CAUSE, "经办人陈**休假"), f"放不进去：{MASKED}"),
    ],
    ids=["all at once", "a figure", "a masked text"],
)
def test_what_cannot_be_taken_is_told(name: str, edit: Callable[[Body], object], message: str) -> None:
    with pytest.raises(Stop, match=re.escape(message)):
        text_named(returned(SHILI, edit), name)


def test_a_text_that_would_print_otherwise_is_not_taken(shipped: Workspace) -> None:
    with pytest.raises(Stop, match=OTHERWISE):
        taken(shipped, "支出率偏差原因", lambda body: body.replace(CAUSE, "原因是：合同尾款未付"))
    assert shipped.data_file(SHILI).read_bytes() == SHIPPED.data_file(SHILI).read_bytes()


def test_the_report_of_the_last_build_tells_what_the_data_changed_since(shipped: Workspace) -> None:
    build(shipped, SHILI)
    file = shipped.data_file(SHILI)
    file.write_text(file.read_text(encoding="utf-8").replace("年初预算数: 1150", "年初预算数: 1155"), encoding="utf-8")
    found = compare_returned(shipped, SHILI, received())
    assert not found.edits
    assert found.later
    assert not found.figures
    assert found.later_figures
    assert not found.notes
