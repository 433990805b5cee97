"""What form.yaml says of scores: names found in the form, and one sentence for what makes no sense."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.form.form import Form, read_form
from pipeline.form.scored import RESULT, RULE, SCORE, TARGET, TITLE, WEIGHT
from pipeline.problems import Stop
from pipeline.scoring.case import Rounding
from pipeline.scoring.quantities import Sense
from pipeline.scoring.rules import ByTarget, Level
from tests.indicator_form import FIELDS, SCORED

SMALL = """
  单位名称: text
  甲: &rows
    type: rows
    fields: {名称: text, 目标值: text, 完成值: text, 分值: number, 得分: number, 办法: 得分规则}
  丙: {乙: {type: rows, fields: {目标: text, 分值: number, 得分: number}}}
  丁: {乙: {type: rows, fields: {分值: number, 得分: number}}}
  总分: number
""".replace(" &rows", "")


def form(folder: Path, scored: str, fields: str = SMALL) -> Form:
    """Return a form, written to a folder."""
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    head = "title: 小表\ndocuments:\n  note: {title: 小表, template: note.md}\nfields:"
    (folder / "form.yaml").write_text(head + fields + scored, encoding="utf-8")
    return read_form(folder, "form.yaml")


def faults(folder: Path, scored: str) -> list[tuple[str, str]]:
    """Return the sentence and hint of each fault of a form."""
    with pytest.raises(Stop) as stop:
        form(folder, scored)
    return [(problem.message, problem.hint) for problem in stop.value.problems]


def test_columns_are_found_by_the_forms_own_names(tmp_path: Path) -> None:
    scoring = form(tmp_path, SCORED, FIELDS).scoring
    assert scoring
    rows, spending = scoring.indicators
    assert {role: rows.columns[role].name for role in (WEIGHT, SCORE, TARGET, RESULT, RULE, TITLE)} == {
        WEIGHT: "标准分", SCORE: "自评得分", TARGET: "年度指标值", RESULT: "实际完成值", RULE: "评分办法", TITLE: "三级",
    }  # fmt: skip
    assert rows.group.path == "一级指标[].二级指标[].三级指标"
    assert (rows.rule, spending.is_spending, spending.columns["执行率"].path) == (ByTarget(Sense.AT_LEAST), True, "年度资金总额.执行率")
    assert scoring.grades == (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
    assert (scoring.mark, scoring.rounding) == (Decimal(100), Rounding(2, None))


def test_a_column_called_as_what_it_is_needs_no_word(tmp_path: Path) -> None:
    text = "评分: {指标: {各行: [甲, 丙.乙]}, 满分: 50, 比率小数: 0, 得分小数: 1, 定性: 好 100—70，差 70—0}"
    scoring = form(tmp_path, text).scoring
    assert scoring
    assert [sorted(each.columns) for each in scoring.indicators] == [sorted((WEIGHT, SCORE, TARGET, RESULT)), sorted((WEIGHT, SCORE))]
    assert (scoring.mark, scoring.rounding) == (Decimal(50), Rounding(1, 0))
    assert scoring.levels == (Level("好", Decimal(70), Decimal(100), closed=True), Level("差", Decimal(0), Decimal(70)))


def test_a_form_that_says_nothing_of_scores_has_none(tmp_path: Path) -> None:
    assert form(tmp_path, "").scoring is None


@pytest.mark.parametrize(
    ("scored", "message"),
    [
        ("评分: 有", "评分 没有写明哪些行是指标（指标）"),
        ("评分: {满分: 100}", "评分 没有写明哪些行是指标（指标）"),
        ("评分: {指标: {分值: 分值}}", "指标 没有写明是哪些行（各行）"),
        ("评分: {指标: {各行: 戊}}", "“戊”不是表中的一组行或一个组"),
        ("评分: {指标: {各行: 乙}}", "“乙”有 2 处，要写明是哪一处"),
        ("评分: {指标: {各行: [甲, 甲]}}", "“甲”写了两次"),
        ("评分: {指标: {各行: 甲, 得分: 自评分}}", "“甲”里没有“自评分”这一项"),
        ("评分: {指标: {各行: 甲, 分值: 名称}}", "分值“名称”应是数字，类型却是 text"),
        ("评分: {指标: {各行: 甲, 得分规则: 名称}}", "得分规则“名称”的类型应是 得分规则，却是 text"),
        ("评分: {指标: {各行: 甲, 得分规则: 看情况}}", "看不懂得分规则“看情况”"),
        ("评分: {指标: {各行: 甲, 上级分值: 小计}}", "“甲”外面的各层里没有“小计”这个数"),
        ("评分: {预算执行: {各行: 甲, 预算数: 分值}}", "“甲”没有写明哪一项是执行数"),
        ("评分: {指标: {各行: 甲}, 总分: 总数}", "总分 写的“总数”不是表中的一项"),
        ("评分: {指标: {各行: 甲}, 总分: 单位名称}", "总分“单位名称”的类型是 text"),
        ("评分: {指标: {各行: 甲}, 满分: 一百}", "应是一个数，现为“一百”"),
        ("评分: {指标: {各行: 甲}, 得分小数: 9}", "应是 0 至 4 的整数：保留几位小数"),
        ("评分: {指标: {各行: 甲}, 等级分段: 90}", "应逐个写明名称和数"),
        ("评分: {指标: {各行: 甲}, 定性: 好}", "看不懂“好”这一档"),
        ("评分: {指标: {各行: 甲}, 默认规则: 好}", "看不懂得分规则“好”"),
        ("评分: {指标: {各行: 甲}, 总计: 总分}", "不认识的一项“总计”"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_sentence(tmp_path: Path, scored: str, message: str) -> None:
    assert [said for said, _ in faults(tmp_path, scored)] == [message]


def test_a_wrong_word_is_answered_with_the_one_that_is_missing(tmp_path: Path) -> None:
    text = "评分: {预算执行: {各行: 甲, 预算数: 分值, 执行: 分值}}"
    assert faults(tmp_path, text) == [("不认识的一项“执行”", "是否想写“执行数”？")]


def test_rows_may_be_a_plain_group_and_messages_say_so(tmp_path: Path) -> None:
    assert ["也可以是一个组" in hint for _, hint in faults(tmp_path, "评分: {指标: [{各行: 戊}, {分值: 分值}]}")] == [True, True]
    [(_, hint)] = faults(tmp_path, "评分: {预算执行: {各行: 甲, 预算数: 分值}}")
    assert hint == "例如 执行数: 全年执行数"


def test_a_score_says_that_it_may_be_left_blank_where_a_rule_can_give_it(tmp_path: Path) -> None:
    found = form(tmp_path, "评分: {指标: [{各行: 甲, 得分规则: 办法}, {各行: 丙.乙}]}")
    assert found.scoring
    ruled, unruled = (each.columns[SCORE] for each in found.scoring.indicators)
    assert (ruled.hint, unruled.hint) == ("不填的由程序按得分规则计算", "")
    assert ruled in list(found.root.leaves())
