"""What a table proposes: rows that repeat, told from fields that hold one value each."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.drafting.layout import grid_of
from pipeline.drafting.proposals import Proposal, Repeated, proposals
from tests.word_files import HEAD, W, cell, row, table

HEADS = row("任务名称", "预算总额", "其中：拨款", "执行总额", "其中：拨款")
BLANK = row("", "", "", "", "")
COLUMNS = ["任务名称", "预算总额", "预算其中：拨款", "执行总额", "执行其中：拨款"]


def proposed(*rows: str) -> list[Proposal | Repeated]:
    xml = table(*rows, widths=(1,) * 5)
    return list(proposals(grid_of(etree.fromstring(f"{HEAD}<w:document {W}>{xml}</w:document>".encode())[0])))


@pytest.mark.parametrize(
    "below",
    [
        [],
        [row(cell("合　计", span=2), "", "", "")],
        [row("总分", "100", "", "", "")],
        [row(cell("二、绩效目标", span=5)), row("甲", cell("", span=4))],
    ],
)
def test_one_blank_row_under_heads_is_rows(below: list[str]) -> None:
    first = proposed(HEADS, BLANK, *below)[0]
    assert isinstance(first, Repeated)
    assert (first.label, first.rows, [column.label for column in first.columns]) == ("任务名称明细", [1], COLUMNS)


@pytest.mark.parametrize(
    "rows",
    [
        [HEADS, BLANK, row("原因", cell("", span=4))],  # one value under each head
        [HEADS, row("", "", "", "", "万元")],
        [HEADS, row(cell("", span=2), "", "", "")],  # not the same columns
        [row("人数", "", "金额", cell("", span=2)), row("次数", "", "费用", cell("", span=2))],
        [row(cell("预期目标", span=2), cell("完成情况", span=3)), row(cell("", span=2), cell("", span=3))],
        [row("项目", "预算数", "决算数", "差额", "说明"), row("收入", "", "", "", ""), row("支出", "", "", "", "")],
    ],
)
def test_fields_of_one_value_are_no_rows(rows: list[str]) -> None:
    assert all(isinstance(found, Proposal) for found in proposed(*rows))


def test_a_blank_row_below_a_named_one_holds_its_parts() -> None:
    heads, named = row("经费", "上年数", "预算数", "决算数", "差额"), row("1、专项", "", "", "", "")
    found = proposed(heads, named, BLANK, row("2、公用", "", "", "", ""))
    parts = next(item for item in found if isinstance(item, Repeated))
    assert (parts.label, [column.label for column in parts.columns]) == ("1、专项明细", ["名称", "上年数", "预算数", "决算数", "差额"])


def test_a_total_row_has_each_value_under_its_head() -> None:
    found = proposed(row("指标", "分值", "标准", "说明", "得分"), BLANK, row("合计", "100", "自评等级：", "—", ""))
    assert [item.label for item in found] == ["指标明细", "合计", "自评等级", "得分"]


def test_a_note_hides_no_line_below_it() -> None:
    text = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in ("注：产出指标50分。", "实施单位：（公章）", "填报人：　　电话：　　")
    )
    found = proposed(HEADS, row(cell(text, span=5)))
    assert [(item.group, item.label) for item in found] == [((), "实施单位"), ((), "填报人"), ((), "电话")]


def test_what_a_bureau_has_printed_under_heads_of_values_names_nothing() -> None:
    heads = row("一级指标", "三级指标", "分值", "年度指标值", "实际完成值")
    rows = [
        row("产出指标", "培训人次", "10", "≥300人次", ""),
        row("效益指标", "知晓度", "30", "提高", ""),
        row(cell("总分", span=2), "100", "", ""),
    ]
    found = [(item.group, item.label, item.filled) for item in proposed(heads, *rows) if isinstance(item, Proposal)]
    assert found == [
        (("产出指标", "培训人次"), "分值", "10"), (("产出指标", "培训人次"), "年度指标值", "≥300人次"), (("产出指标", "培训人次"), "实际完成值", ""),
        (("效益指标", "知晓度"), "分值", "30"), (("效益指标", "知晓度"), "年度指标值", "提高"), (("效益指标", "知晓度"), "实际完成值", ""),
        (("总分",), "分值", "100"), (("总分",), "年度指标值", ""), (("总分",), "实际完成值", ""),
    ]  # fmt: skip


def test_how_to_score_stands_between_values_of_one_row() -> None:
    heads = row("二级指标", "三级指标", "分值", "评分标准", "得分")
    found = proposed(
        heads,
        row("预算执行", "执行率", "8", "达到 100% 得满分；每低一点扣 1 分。", ""),
        row("预算执行", "结转率", "", "没有结转得满分。", ""),
    )
    assert [(item.group, item.label) for item in found if isinstance(item, Proposal)] == [
        (("预算执行", "执行率"), "分值"),
        (("预算执行", "执行率"), "得分"),
        (("预算执行", "结转率"), "分值"),
        (("预算执行", "结转率"), "得分"),
    ]


def test_a_blank_in_a_column_of_labels_is_no_value() -> None:
    found = proposed(
        row(cell("项目", span=2), "上年数", "本年数", "说明"),
        row("一、三公经费", "接待费", "", "", ""),
        row("二、会议费", "", "", "", ""),
        row("", "小计", "", "", ""),
    )
    assert [(item.group, item.label) for item in found if isinstance(item, Proposal)] == [
        (("三公经费", "接待费"), "上年数"), (("三公经费", "接待费"), "本年数"), (("三公经费", "接待费"), "说明"),
        (("会议费",), "上年数"), (("会议费",), "本年数"), (("会议费",), "说明"),
        (("小计",), "上年数"), (("小计",), "本年数"), (("小计",), "说明"),
    ]  # fmt: skip


def test_a_question_is_a_label() -> None:
    found = proposed(row("问题", cell("回答", span=4)), row("是否制定制度？", cell("是□ 否□", span=4)), row("有无结余？", cell("", span=4)))
    assert [item.label for item in found if isinstance(item, Proposal)] == ["是否制定制度？", "有无结余？"]
