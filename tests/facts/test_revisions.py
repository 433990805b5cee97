"""What changed between two states: figures with what moved, rows that were matched, texts by sentence, findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.revisions import Change, compared, revise, state_of
from pipeline.problems import Place, Problem, Severity
from tests.small_form import SmallForm, form_in

BEFORE = """
单位名称: 甲局
经济性: {三公经费: {预算安排数: 9, 实际支出数: 8.06}}
在职人数: 30
部门职能: 负责全市信访工作，接待来访群众。办理来信。督查督办重要信访事项。
项目支出明细:
  - {项目名称: 设备购置, 预算数: 10, 支出数: 9}
  - {项目名称: 房屋维修, 预算数: 20, 支出数: 20}
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallForm:
    return SmallForm(form_in(tmp_path / "form"))


def changes_between(small: SmallForm, old: str, new: str) -> tuple[Change, ...]:
    return revise(small.form, state_of(small.read(old)[0]), state_of(small.read(new)[0])).changes


def test_nothing_changed_says_nothing(small: SmallForm) -> None:
    assert not changes_between(small, BEFORE, BEFORE)


def test_a_figure_and_the_rate_that_moves_with_it_are_told_apart(small: SmallForm) -> None:
    typed, moved = changes_between(small, BEFORE, BEFORE.replace("8.06", "7.77"))
    assert typed == Change("经济性.三公经费.实际支出数", "三公经费·实际支出数", "8.06", "7.77")
    assert moved == Change("经济性.三公经费.控制率", "三公经费·控制率", "89.56%", "86.33%", derived=True)


def test_a_value_that_came_or_went_has_only_one_side(small: SmallForm) -> None:
    (gone,) = changes_between(small, BEFORE, BEFORE.replace("在职人数: 30", "在职人数:"))
    assert (gone.old, gone.new) == ("30", None)
    (came,) = changes_between(small, BEFORE.replace("在职人数: 30", ""), BEFORE)
    assert (came.old, came.new) == (None, "30")


def test_a_row_put_in_front_is_one_change_and_not_all(small: SmallForm) -> None:
    added = BEFORE.replace("项目支出明细:\n", "项目支出明细:\n  - {项目名称: 培训, 预算数: 5, 支出数: 5}\n")
    (row,) = changes_between(small, BEFORE, added)
    assert (row.label, row.old, row.new) == ("项目支出明细第1行", None, "培训，5，5，100%")


def test_a_row_put_in_front_does_not_hide_a_cell_that_changed_behind_it(small: SmallForm) -> None:
    added = BEFORE.replace("项目支出明细:\n", "项目支出明细:\n  - {项目名称: 培训, 预算数: 5, 支出数: 5}\n").replace(
        "支出数: 20}", "支出数: 15}"
    )
    found = changes_between(small, BEFORE, added)
    assert [(item.path, item.old, item.new) for item in found] == [
        ("项目支出明细[1]", None, "培训，5，5，100%"),
        ("项目支出明细[3].支出数", "20", "15"),
        ("项目支出明细[3].执行率", "100%", "75%"),
    ]


def test_a_row_taken_out_is_named_by_its_old_number(small: SmallForm) -> None:
    (row,) = changes_between(small, BEFORE, BEFORE.replace("  - {项目名称: 设备购置, 预算数: 10, 支出数: 9}\n", ""))
    assert (row.label, row.old, row.new) == ("项目支出明细原第1行", "设备购置，10，9，90%", None)


def test_a_cell_changed_in_a_row_is_named_with_its_row(small: SmallForm) -> None:
    typed, moved = changes_between(small, BEFORE, BEFORE.replace("支出数: 9}", "支出数: 8}"))
    assert (typed.label, typed.old, typed.new) == ("项目支出明细第1行·支出数", "9", "8")
    assert moved.derived


def test_rows_whose_names_repeat_are_compared_by_number(small: SmallForm) -> None:
    doubled = BEFORE.replace("房屋维修", "设备购置")
    (changed,) = changes_between(small, doubled, doubled.replace("- {项目名称: 设备购置, 预算数: 20", "- {项目名称: 其他, 预算数: 20"))
    assert (changed.label, changed.old, changed.new) == ("项目支出明细第2行·项目名称", "设备购置", "其他")


def test_a_long_text_is_told_sentence_by_sentence(small: SmallForm) -> None:
    old, new = (state_of(small.read(text)[0]) for text in (BEFORE, BEFORE.replace("办理来信。", "办理来信和网上信访。")))
    assert list(revise(small.form, old, new).lines()) == [
        "改动 1 项：",
        "  部门职能：",
        "    删去：办理来信。",
        "    新增：办理来信和网上信访。",
    ]


def test_findings_that_came_and_went_are_told_wherever_their_lines_stand(small: SmallForm) -> None:
    before, after = [finding("甲规则", "甲", 1), finding("乙规则", "乙", 2)], [finding("乙规则", "乙", 3), finding("丙规则", "丙", 4)]
    revision = revise(small.form, {}, {}, before, after)
    assert list(revision.lines()) == ["新出现的问题 1 个：", "  警告 在职人数：丙", "不再有的问题 1 个：", "  警告 在职人数：甲"]


def test_a_finding_whose_figure_changed_is_the_same_finding_changed(small: SmallForm) -> None:
    before, after = [finding("超编", "超编 2 名", 1)], [finding("超编", "超编 3 名", 5)]
    assert list(revise(small.form, {}, {}, before, after).lines()) == ["说法变了的问题 1 个：", "  警告 在职人数：超编 2 名 → 超编 3 名"]


def test_of_several_findings_of_one_kind_those_that_stayed_are_not_told(small: SmallForm) -> None:
    before = [finding("超编", message, 1) for message in ("甲", "乙")]
    revision = revise(small.form, {}, {}, before, [finding("超编", message, 1) for message in ("丙", "乙", "丁")])
    assert [(one.message, other.message) for one, other in revision.altered] == [("甲", "丙")]
    assert [problem.message for problem in revision.appeared] == ["丁"]
    assert not revision.vanished


def finding(rule: str, message: str, line: int) -> Problem:
    return Problem(Severity.WARNING, rule, message, Place("2020.yaml", line), "在职人数")


SENTENCES = st.lists(st.text(alphabet="甲乙丙。！\n", max_size=6), max_size=6).map("".join)


@given(SENTENCES, SENTENCES)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new(old: str, new: str) -> None:
    parts = list(compared(old, new))
    assert "".join(text for sign, text in parts if sign in " -") == old
    assert "".join(text for sign, text in parts if sign in " +") == new
