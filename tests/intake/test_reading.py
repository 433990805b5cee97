"""Filled forms read back: each value under its path with its place, what cannot be taken told."""

from __future__ import annotations

import pytest

from pipeline.form.form import read_form
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.reading import read_filled
from pipeline.problems import Kind
from tests.intake.received_rows import FILE, Issued, doubts, received
from tests.small_form import ROOT
from tests.word_files import cell, paragraph, row, table

FIELDS = """
  单位名称: text
  填报日期: date
  三公经费:
    预算安排数: amount
    实际支出数: amount
    控制率: {type: percent, formula: 实际支出数 / 预算安排数}
  公用经费:
    预算安排数: amount
    实际支出数: amount
  是否公开: yes_no
  总目标: paragraphs
  联系人: {type: text, private: name}
  项目:
    type: rows
    fields:
      类别: text
      名称: {type: text, required: true}
      预算数: amount
      支出数: amount
      子项: {type: rows, fields: {名称: text, 金额: amount}}
"""
BODY = paragraph("经费表（{{ 年度 }} 年）") + table(
    row("单位名称", "{{ 单位名称 }}", "联系人", "{{ 联系人 }}", "", ""),
    row(
        cell("经费", merge="restart"),
        "三公经费",
        "预算安排数",
        "{{ 三公经费.预算安排数 }} 万元",
        "实际支出数",
        "{{ 三公经费.实际支出数 }} 万元",
    ),
    row(cell(merge="continue"), "公用经费", "预算安排数", "{{ 公用经费.预算安排数 }} 万元", "实际支出数", "{{ 公用经费.实际支出数 }} 万元"),
    row("是否公开", "{{ 是否公开 | 勾选 }}", "控制率", "{{ 三公经费.控制率 }}", "", ""),
    row(cell("总目标：{{ 总目标 }}", span=6)),
    row("项目类别", "项目名称", "预算数（万元）", "支出数（万元）", "", ""),
    row("{%tr for 项 in 项目 %}", "", "", "", "", ""),
    row("{{ 项.类别 | 合并 }}", "{{ 项.名称 }}", "{{ 项.预算数 }}", "{{ 项.支出数 }}", "", ""),
    row("{%tr for 子 in 项.子项 %}", "", "", "", "", ""),
    row("其中", "{{ 子.名称 }}", "{{ 子.金额 }}", "", "", ""),
    row("{%tr endfor %}", "", "", "", "", ""),
    row("{%tr endfor %}", "", "", "", "", ""),
    row(cell("填报日期：{{ 填报日期 }}", span=6)),
    widths=(1000,) * 6,
)
HEAD = ("经费表（2020 年）", "单位名称|示例局|联系人|陈某某||")
MONEY = ("经费|三公经费|预算安排数|9 万元|实际支出数|8.06 万元", "公用经费|预算安排数|46 万元|实际支出数|41.77 万元")
MIDDLE = ("是否公开|是√ 否|控制率|89.56%||", "总目标：修路架桥")
COLUMNS = "项目类别|项目名称|预算数（万元）|支出数（万元）||"
END = "填报日期：2021年6月1日"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """Return a form of some labels, ticks, and rows in rows."""
    return Issued(tmp_path_factory.mktemp("forms") / "small", BODY, FIELDS)


def whole(*rows: str, money: tuple[str, ...] = MONEY, middle: tuple[str, ...] = MIDDLE) -> tuple[str, ...]:
    """Return the filled form with some rows of projects."""
    return (*HEAD, *money, *middle, COLUMNS, *rows, END)


def amounts(issued: Issued, *money: str) -> list[object]:
    """Return the four amounts as read from rows."""
    values = issued.read(*whole(money=money)).values
    paths = (f"{group}.{name}" for group in ("三公经费", "公用经费") for name in ("预算安排数", "实际支出数"))
    return [values[path].typed if path in values else None for path in paths]


def test_a_form_as_it_was_sent_out_is_read_without_a_doubt(issued: Issued) -> None:
    filled = issued.read(*whole("工程|修路|5|4.5||", "|架桥|4|3||"))
    assert {path: value.typed for path, value in filled.values.items()} == {
        "单位名称": "示例局",
        "联系人": "陈某某",
        "三公经费.预算安排数": "9",
        "三公经费.实际支出数": "8.06",
        "公用经费.预算安排数": "46",
        "公用经费.实际支出数": "41.77",
        "是否公开": "是",
        "总目标": "修路架桥",
        "项目[1].类别": "工程",
        "项目[1].名称": "修路",
        "项目[1].预算数": "5",
        "项目[1].支出数": "4.5",
        "项目[2].名称": "架桥",
        "项目[2].预算数": "4",
        "项目[2].支出数": "3",
        "填报日期": "2021-06-01",
    }
    assert (doubts(filled), filled.problems) == ({}, [])


def test_a_value_knows_its_words_and_where_they_stand(issued: Issued) -> None:
    value = issued.read(*whole()).values["三公经费.实际支出数"]
    assert (value.received, str(value.place)) == ("8.06", f"{FILE} 第1个表格第3行第6格")


def test_what_the_form_computes_is_told_and_not_taken(issued: Issued) -> None:
    filled = issued.read(*whole())
    assert {path: value.typed for path, value in filled.told.items()} == {"年度": "2020", "三公经费.控制率": "89.56%"}


def test_what_a_type_refuses_is_told_with_its_place(issued: Issued) -> None:
    filled = issued.read(*whole(money=(MONEY[0].replace("9 万元", "约九万"), MONEY[1])))
    assert "三公经费.预算安排数" not in filled.values
    (problem,) = filled.problems
    assert (problem.kind, problem.path, problem.place.spot) == (Kind.NOT_TAKEN, "三公经费.预算安排数", "第1个表格第3行第4格")


@pytest.mark.parametrize(
    "money",
    [
        ("备注：以决算为准|||||", *MONEY),
        (MONEY[1], MONEY[0]),
        ("经费|三公经费|预算安排数|9|万元|实际支出数|8.06|万元", MONEY[1]),
        ("经费|三公经费|预算安排数 9 万元|实际支出数 8.06 万元", MONEY[1]),
        ("经费|三公经费|实际支出数|8.06 万元|预算安排数|9 万元", MONEY[1]),
        ("经费|三公经费|预算安排数", "9 万元|实际支出数|8.06 万元", MONEY[1]),
        (f"{MONEY[0]}|{MONEY[1]}",),
        ("经费|三公经费\n公用经费|预算安排数\n预算安排数|9 万元\n46 万元|实际支出数\n实际支出数|8.06 万元\n41.77 万元",),
        ("经费|三 公 经 费|预算按排数|9 万元|实际支岀数|8.06 万元万元", MONEY[1]),
        ("经费|三公经费|预算安排数（万元）|9|实际支出数（万元）|8.06", MONEY[1]),
        ("经费|三公|经费|预算安排数||9 万元|实际支出数|8.06 万元", MONEY[1]),
        ("经费|三公经费|预算安排数：9 万元||实际支出数|8.06 万元", MONEY[1]),
        (MONEY[0], "（续表）", "经费", MONEY[1]),
    ],
    ids=[
        "row inserted",
        "rows swapped",
        "cells split",
        "cells merged",
        "pairs swapped",
        "row split",
        "rows joined",
        "rows stacked",
        "labels mistyped",
        "units moved",
        "label split",
        "value beside its label",
        "table cut in two",
    ],
)
def test_edits_of_rows_and_cells_do_not_hide_a_value(issued: Issued, money: tuple[str, ...]) -> None:
    assert amounts(issued, *money) == ["9", "8.06", "46", "41.77"]


def test_a_row_that_is_missing_leaves_its_values_out_and_gives_it_those_of_no_other(issued: Issued) -> None:
    assert amounts(issued, MONEY[0]) == ["9", "8.06", None, None]
    assert amounts(issued, f"经费|{MONEY[1]}") == [None, None, "46", "41.77"]


def test_figures_in_too_few_cells_are_doubted(tmp_path_factory: pytest.TempPathFactory) -> None:
    body = table(row("三公经费", "{{ 三公经费.预算安排数 }}", "{{ 三公经费.实际支出数 }}"))
    filled = Issued(tmp_path_factory.mktemp("forms") / "small", body, FIELDS).read("三公经费|8.06")
    assert set(doubts(filled)) == {"预算安排数"} or set(doubts(filled)) == {"实际支出数"}


def test_rows_in_rows_have_the_numbers_of_both(issued: Issued) -> None:
    rows = ("工程|修路|5|4.5||", "其中|路基|3|||", "其中|路面|2|||", "采购|车辆|8|7||", "其中|货车|8|||")
    values = issued.read(*whole(*rows)).values
    names = {path: value.typed for path, value in values.items() if path.startswith("项目") and path.endswith("名称")}
    assert names == {
        "项目[1].名称": "修路",
        "项目[1].子项[1].名称": "路基",
        "项目[1].子项[2].名称": "路面",
        "项目[2].名称": "车辆",
        "项目[2].子项[1].名称": "货车",
    }


def test_a_row_whose_cell_is_merged_with_the_one_above_says_what_that_says(issued: Issued) -> None:
    values = issued.read(*whole("工程|修路|5|4.5||", "架桥|4|3||")).values
    assert [values[f"项目[{number}].类别"].typed for number in (1, 2)] == ["工程", "工程"]


def test_empty_rows_headings_repeated_and_sums_of_a_clerk_are_no_rows(issued: Issued) -> None:
    filled = issued.read(*whole("工程|修路|5|4.5||", "|||||", COLUMNS, "工程|架桥|4|3||", "合计||9|7.5||"))
    assert [value.typed for path, value in filled.values.items() if path.endswith("].名称")] == ["修路", "架桥"]
    assert [(problem.kind, problem.place.spot) for problem in filled.problems] == [(Kind.NOT_TAKEN, "第1个表格第12行第1格")]


def test_words_of_another_value_within_one_are_doubted(issued: Issued) -> None:
    filled = issued.read(*whole(middle=(MIDDLE[0], "总目标：修路架桥。填报日期：2021年6月1日")))
    assert set(doubts(filled)) == {"总目标"}


def test_a_unit_that_is_named_otherwise_elsewhere_is_doubted(tmp_path_factory: pytest.TempPathFactory) -> None:
    body = table(row("单位", "{{ 单位名称 }}"), row(cell("填报单位：{{ 单位名称 }}", span=2)))
    filled = Issued(tmp_path_factory.mktemp("forms") / "small", body, FIELDS).read("单位|示例局", "填报单位：示例委")
    assert filled.values["单位名称"].typed == "示例局"
    assert "示例委" in doubts(filled)["单位名称"]


def test_everything_from_a_pdf_is_doubted(issued: Issued) -> None:
    filled = issued.read(*whole(), is_exact=False)
    assert set(doubts(filled)) == {path.rpartition(".")[2] for path in filled.values}


def test_a_blank_form_has_no_values(issued: Issued) -> None:
    blank = (
        "经费表（ 年）",
        "单位名称||联系人|||",
        "经费|三公经费|预算安排数| 万元|实际支出数| 万元",
        "是否公开|是 否|控制率|||",
        COLUMNS,
        "填报日期： 年 月 日",
    )
    filled = issued.read(*blank)
    assert (filled.values, filled.told, filled.problems) == ({}, {}, [])


def test_nothing_is_taken_from_a_file_of_other_words(issued: Issued) -> None:
    filled = issued.read("关于开展自评工作的通知", "各单位：", "联系电话|0000-0000000")
    assert (filled.values, filled.told) == ({}, {})


def test_rows_that_the_form_fixes_are_known_by_what_they_say_and_compared() -> None:
    form = read_form(ROOT / "templates" / "hunan-2018", "form.yaml")
    blueprint = next(each for each in blueprints_of(form, ROOT / "templates" / "site") if each.document == "indicators")
    third, fourth = (form.root.fields["评价指标"].fields["填报指标"].preset or pytest.fail("no rows")).rows[2:4]

    def line(values: dict[str, str], words: str, score: str) -> str:
        fixed = [values[name] for name in ("三级指标", "分值", "评价标准")]
        return "|".join((*fixed, f"{values['指标解释']}\n{words}", score))

    said = {name: "".join(texts) for name, texts in third.values.items()}
    other = {name: "".join(texts) for name, texts in fourth.values.items()} | {"评价标准": "完成的计8分"}
    filled = read_filled(
        received(line(other, "完成值：100%。说明：都完成了。", "8"), line(said, "完成值：按时公开。扣分原因：晚了一天。", "5")),
        blueprint,
        form,
    )
    assert {path: value.typed for path, value in filled.values.items()} == {
        "评价指标.填报指标[3].完成值": "按时公开",
        "评价指标.填报指标[3].扣分原因": "晚了一天",
        "评价指标.填报指标[3].得分": "5",
        "评价指标.填报指标[4].完成值": "100%",
        "评价指标.填报指标[4].自评说明": "都完成了",
        "评价指标.填报指标[4].得分": "8",
    }
    assert {path: value.typed for path, value in filled.told.items()} == {
        "评价指标.填报指标[3].三级指标": "预决算信息公开性",
        "评价指标.填报指标[4].三级指标": "重点工作实际完成情况",
    }
    assert [(problem.kind, "完成的计8分" in problem.message) for problem in filled.problems] == [(Kind.OTHERWISE, True)]


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    """Return a form of lines that are told apart by a word, and rows between them."""
    rows = (
        row("公用经费", "{{ 公用经费.预算安排数 }}"),
        row("{%tr for 项 in 项目 %}", ""),
        row("{{ 项.名称 }}", "{{ 项.预算数 }}"),
        row("{%tr endfor %}", ""),
        row("三公经费", "{{ 三公经费.预算安排数 }}"),
        row(cell("整体目标：{{ 总目标 }}", span=2)),
        row(cell("整体目标完成情况：{{ 联系人 }}", span=2)),
        row(cell("说明：按决算填写。", "填报单位：{{ 单位名称 }}（公章）", "填报日期：{{ 填报日期 }}", span=2)),
    )
    return Issued(tmp_path_factory.mktemp("forms") / "small", table(*rows, widths=(2000, 2000)), FIELDS)


def test_a_label_with_a_slip_is_not_taken_for_the_name_of_a_row(listing: Issued) -> None:
    assert listing.typed("公用经费|9", "修路|5", "三公经弗|8") == {"预算安排数": "8", "名称": "修路", "预算数": "5"}


def test_a_name_like_a_label_is_doubted(listing: Issued) -> None:
    assert "名称" in doubts(listing.read("公用经费|9", "公用经弗|5", "三公经费|8"))


def test_a_longer_label_is_not_cut_by_a_shorter_one(listing: Issued) -> None:
    filled = listing.read("公用经费|9", "三公经费|8", "整体目标完成情况：都完成了")
    assert (filled.values["联系人"].typed, "总目标" in filled.values) == ("都完成了", False)


def test_a_cell_whose_lines_come_as_paragraphs_is_read_whole(listing: Issued) -> None:
    typed = listing.typed("公用经费|9", "三公经费|8", "说明：按决算填写。", "填报单位：示例局（公章）", "填报日期：2021年6月1日")
    assert (typed["单位名称"], typed["填报日期"]) == ("示例局", "2021-06-01")


def test_rows_that_nothing_of_the_form_parts_from_others_are_doubted(tmp_path_factory: pytest.TempPathFactory) -> None:
    loops = (
        *("{%tr for 项 in 项目 %}", "{{ 项.名称 }}", "{%tr endfor %}"),
        *("{%tr for 子 in 其他 %}", "{{ 子.名称 }}", "{%tr endfor %}"),
    )
    fields = f"{FIELDS}  其他: {{type: rows, fields: {{名称: text}}}}\n"
    issued = Issued(tmp_path_factory.mktemp("forms") / "small", table(row("甲"), *map(row, loops), widths=(2000,)), fields)
    filled = issued.read(["甲"], ["修路"], ["架桥"])
    assert len(filled.values) == 2
    assert all(value.doubt for value in filled.values.values())


def test_words_of_a_line_that_are_none_of_its_values_are_told(issued: Issued) -> None:
    filled = issued.read(*whole(money=(f"{MONEY[0]}|另见附件", MONEY[1])))
    assert [(problem.kind, "另见附件" in problem.message) for problem in filled.problems] == [(Kind.UNPLACED, True)]


def test_a_masked_number_is_refused_and_the_one_beside_it_taken(tmp_path_factory: pytest.TempPathFactory) -> None:
    fields = f"{FIELDS}  办公电话: text\n  手机: {{type: text, private: mobile}}\n"
    body = table(row("电话", "{{ 办公电话 }} {{ 手机 }}"))
    filled = Issued(tmp_path_factory.mktemp("forms") / "small", body, fields).read("电话|0000-0000000 138****0000")
    assert {path: value.typed for path, value in filled.values.items()} == {"办公电话": "0000-0000000"}
    assert [problem.path for problem in filled.problems] == ["手机"]
