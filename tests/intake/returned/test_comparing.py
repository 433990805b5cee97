"""A narrative that came back: each edit is told at its place, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from pipeline.document.word.xml import W
from pipeline.intake.readers.word import read_word
from pipeline.intake.returned.comparing import STRANGE, compare_returned, compared
from pipeline.intake.returned.prints import Before, printed_now
from pipeline.workspace import UnitYear
from tests.intake.returned.narratives import FILE, SHILI, XINFANG, Body, drop, narrative, returned, text_of, told, write
from tests.shared_form import SHIPPED


def add_row(body: Body) -> None:
    row = body.row("部分培训改为线上举办")
    added = deepcopy(row)
    for cell, text in zip(added.iter(f"{W}p"), ("宣传活动", "业务类", "12.00", "11.00", "91.67%", ""), strict=True):
        write(cell, text)
    row.addnext(added)


def merge(body: Body) -> None:
    body.replace("本年度没有工程建设类项目。", "本年度没有工程建设类项目。本年度没有超期、超概算的项目。")
    drop(next(each for each in body.paragraphs if text_of(each) == "本年度没有超期、超概算的项目。"))


# What was edited, in which report; what is told of it, and where.
EDITS: list[tuple[UnitYear, Callable[[Body], object], str, str]] = [
    (
        XINFANG,
        lambda body: body.replace("实际支出8.06万元", "实际支出9.06万元"),
        "第29段",
        "改动：“三公”经费预算安排9.00万元，实际支出[-8.06-][+9.06+]万元，控制率为89.56%，低于预算0.94万元。",
    ),
    (
        XINFANG,
        lambda body: body.track("实际支出8.06", "实际支出9.06"),
        "第29段",
        "改动：“三公”经费预算安排9.00万元，实际支出[-8.06-][+9.06+]万元，控制率为89.56%，低于预算0.94万元。",
    ),
    (SHILI, lambda body: write(body.cell("168.45", "尾款按合同在质保期满后支付"), "186.45"), "第5个表格第2行第4格", "改动：[-168.45-][+186.45+]"),
    (XINFANG, lambda body: body.replace("做到应报尽报。", "做到应报尽报。没有漏报。"), "第10段", "新增：[+没有漏报。+]"),
    (XINFANG, lambda body: body.replace("申报的目标全部获得批复。", "申报的目标都已批复。"), "第10段",
     "改动：目标批复项目17个，金额319.86万元，申报的目标[-全部获得-][+都已+]批复。"),
    (XINFANG, lambda body: body.remove("本年度没有超期"), "第25段之后", "删去：[-本年度没有超期、超概算的项目。-]"),
    (XINFANG, lambda body: body.insert("本年度没有超期", "另有2个项目推迟开工。"), "第27段", "新增：[+另有2个项目推迟开工。+]"),
    (XINFANG, lambda body: body.move("已建立群众意见", "公用经费预算安排"), "第31段", "移动：已建立群众意见反映渠道和群众意见办理回复机制。"),
    (XINFANG, lambda body: body.split("做到应报尽报。"), "第11段", "一段分成几段："),
    (XINFANG, lambda body: body.split("资产账与财务账一致；资产配置"), "第23段", "一段分成几段："),
    (XINFANG, merge, "第25段", "几段并成一段："),
    (SHILI, lambda body: body.remove("（五）主要做法"), "第10个表格之后第9段之后", "删去：[-主要做法-]"),
    (SHILI, lambda body: body.replace("机构设置及人员情况", "机构及人员情况"), "第9段", "改动：机构[-设置-]及人员情况"),
    (SHILI, lambda body: body.replace("示例市民生服务局2020年度", "示例市民生局2020年度"), "第1段",
     "改动：示例市民生[-服务-]局2020年度部门整体支出绩效自评报告"),
    (SHILI, lambda body: body.replace("2021年6月10日", "2021年6月20日"), "第11个表格之后第15段", "改动：2021年6月[-10-][+20+]日"),
    (SHILI, lambda body: drop(body.row("部分培训改为线上举办")), "第5个表格第4行第1格之后",
     "删去：[-业务培训 | 业务类 | 50.00 | 45.00 | 90% | 部分培训改为线上举办-]"),
    (SHILI, add_row, "第5个表格第6行第1格", "新增：[+宣传活动 | 业务类 | 12.00 | 11.00 | 91.67% | +]"),
    (SHILI, lambda body: body.replace("共1198.60万元", "共1198.66万元"), "第5个表格之后第12段",
     "改动：自评对象：2020年度局本级和2个下属单位的全部支出，共[-1198.60-][+1198.66+]万元。"),
    (SHILI, lambda body: body.replace("3.便民服务大厅", "4.便民服务大厅"), "第11个表格之后第13段",
     "改动：[-3-][+4+].便民服务大厅改造项目验收资料"),
]  # fmt: skip


@pytest.mark.parametrize("of", [XINFANG, SHILI], ids=str)
def test_nothing_is_told_of_a_report_that_nobody_edited(of: UnitYear) -> None:
    found = returned(of)
    assert not found
    assert found.likeness == 1


@pytest.mark.parametrize(("of", "edit", "spot", "expected"), EDITS, ids=[each[-1][:24] for each in EDITS])
def test_an_edit_is_told_at_its_place_and_nothing_else(of: UnitYear, edit: Callable[[Body], object], spot: str, expected: str) -> None:
    assert [(each.spot, told(each)) for each in returned(of, edit).edits] == [(spot, expected)]


@pytest.mark.parametrize(
    "edit",
    [
        lambda body: body.replace("“三公”经费预算安排12.00万元，", "「三公」经费 预算安排１２.００万元,"),
        lambda body: body.replace("（三）年度总体工作", "四、年度总体工作"),
        lambda body: body.replace("1.完成便民服务大厅", "（1）完成便民服务大厅"),
    ],
    ids=["width, spaces and quotation marks", "a heading's number", "an item's number"],
)
def test_what_nobody_can_see_or_the_program_numbers_is_no_change(edit: Callable[[Body], object]) -> None:
    assert not returned(SHILI, edit)


def test_edits_far_from_each_other_are_told_one_by_one() -> None:
    several = [(edit, expected) for of, edit, _, expected in EDITS if of == SHILI and edit is not add_row]
    found = returned(SHILI, *(edit for edit, _ in several))
    assert sorted(map(told, found.edits)) == sorted(expected for _, expected in several)


def test_of_several_narratives_the_one_that_the_file_is_most_like_is_compared() -> None:
    _, data = narrative(of := UnitYear("shuili", "2022"))
    found = compare_returned(SHIPPED, of, read_word(data, FILE))
    assert len(printed_now(SHIPPED, of)) > 1
    assert not found


def test_another_unit_s_report_is_told_to_be_unlike_this_one() -> None:
    now, _ = narrative(XINFANG)
    found = compared(read_word(narrative(SHILI)[1], FILE), XINFANG, now, Before(now.passages))
    assert STRANGE in found.notes
    assert STRANGE not in returned(XINFANG, lambda body: body.remove("本年度没有超期")).notes
