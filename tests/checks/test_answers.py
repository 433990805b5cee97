"""Answers to findings: what they silence, and for how long; what is told of those that are wrong or no longer needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.checks.answer_list import presumed, rows_of
from pipeline.checks.answers import read_answers
from pipeline.checks.grounds import is_same, kept
from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from pipeline.checks.settling import Settled, settle
from pipeline.problems import Kind, Severity
from pipeline.source.reader import parse
from tests.small_form import SmallForm, form_in

RULES = """
超支:
  level: 警告
  when: 实际支出数 > 预算安排数
  at: 实际支出数
  message: 支出 {{ 实际支出数 }} 万元，超过预算
  hint: 请核对
行超支:
  level: 警告
  each: 项目支出明细
  when: 支出数 > 预算数
  at: 支出数
  message: “{{ 项目名称 }}”超支
短:
  level: 警告
  each: paragraphs
  when: (值 | 个数) < 5
  message: “{{ 值 }}”写得太短
分组:
  level: 警告
  each: 经济性
  when: 三公经费.实际支出数 > 100
  at: 三公经费.实际支出数
  message: 太多
合计:
  level: 警告
  when: (项目支出明细 | 个数) > 3
  at: 单位名称
  message: 太多
错字:
  level: 警告
  each: texts
  words: {拔付: 拨付}
  message: “{{ 处 }}”应为“{{ 处.应为 }}”
没人:
  level: 错误
  when: 在职人数 == 0
  at: 在职人数
  message: 没有人
"""
DATA = """
单位名称: 甲某某某局
经济性: {三公经费: {预算安排数: 9, 实际支出数: 9.50}}
部门职能: [负责, 负责全局工作, 指导]
项目支出明细:
  - {项目名称: 甲, 预算数: 1, 支出数: 2}
  - {项目名称: 乙, 预算数: 2, 支出数: 2}
  - {项目名称: 丙, 预算数: 3, 支出数: 4}
"""
OVERSPENT = """
核实说明:
  - 事项: 超支
    位置: 三公经费.实际支出数
    数据: {三公经费.预算安排数: 9, 三公经费.实际支出数: 9.50}
    说明: 年中追加，已经批复
"""
ROW = """
核实说明:
  - 事项: 行超支
    位置: 项目支出明细[3].支出数
    数据: {"项目支出明细[3].项目名称": 丙, "项目支出明细[3].预算数": 3, "项目支出明细[3].支出数": 4}
    说明: 年中追加
"""

Look = Callable[[str], Settled]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    form = form_in(tmp_path_factory.mktemp("form"))
    (form.folder / "checks.yaml").write_text(RULES, encoding="utf-8")
    return SmallForm(form)


@pytest.fixture
def look(small: SmallForm) -> Look:
    """Return what settles the findings of a data file's text, its faults told with those of its answers."""

    def settled(text: str) -> Settled:
        source = parse(text, "2020.yaml")
        facts, problems = small.examine(source)
        assert problems == []
        checks = read_checks(small.form, "checks.yaml")
        answers, faults = read_answers(small.form, checks, [source])
        found = settle(run_checks(checks, facts), answers, facts)
        found.faults += faults
        return found

    return settled


def told(settled: Settled) -> list[tuple[int, str, str]]:
    return [(problem.place.line, problem.message, problem.hint) for problem in settled.faults]


def open_kinds(settled: Settled) -> list[str]:
    return [problem.kind for problem in settled.open]


# --- what an answer silences ---


def test_an_answer_silences_exactly_its_finding(look: Look) -> None:
    without, found = look(DATA), look(DATA + OVERSPENT)
    assert [each.problem.kind for each in found.answered] == ["超支"]
    assert found.answered[0].reason == "年中追加，已经批复"
    assert open_kinds(found) == [kind for kind in open_kinds(without) if kind != "超支"]
    assert found.faults == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("位置: 三公经费.实际支出数", "位置: 经济性.三公经费.实际支出数"),
        ("位置: 三公经费.实际支出数", "位置: 实际支出数"),
        ("三公经费.预算安排数: 9,", "预算安排数: 9.00,"),
        ("三公经费.实际支出数: 9.50", "三公经费.实际支出数: 9.5万元"),
        ("三公经费.预算安排数: 9,", "三公经费.预算安排数: ９,"),
    ],
)
def test_names_and_figures_may_be_typed_in_other_ways(look: Look, old: str, new: str) -> None:
    assert old in OVERSPENT
    assert [each.problem.kind for each in look(DATA + OVERSPENT.replace(old, new)).answered] == ["超支"]


def test_another_fault_in_the_same_field_stays_open(look: Look) -> None:
    answer = "核实说明:\n  - {事项: 短, 位置: '部门职能[1]', 数据: {'部门职能[1]': 负责}, 说明: 三定规定的原话}\n"
    found = look(DATA + answer)
    assert [each.problem.message for each in found.answered] == ["“负责”写得太短"]
    assert open_kinds(found).count("短") == 1


def test_an_answer_is_one_to_the_sentence_and_not_to_the_whole_text(look: Look) -> None:
    data = DATA.replace("负责全局工作", "按时拔付资金。足额拔付工资。")
    answer = "核实说明:\n  - {事项: 错字, 位置: 部门职能, 数据: {部门职能: 足额拔付工资。}, 说明: 批文原文如此}\n"
    assert open_kinds(look(data)).count("错字") == 2
    found = look(data + answer)
    assert [each.problem.place.column for each in found.answered] == [21]
    assert [problem.place.column for problem in found.open if problem.kind == "错字"] == [14]


def test_what_a_group_within_a_group_holds_is_what_a_finding_is_about(look: Look) -> None:
    (problem,) = [problem for problem in look(DATA.replace("9.50", "101")).open if problem.kind == "分组"]
    assert problem.about == (("经济性.三公经费.实际支出数", "101"),)


def test_all_rows_are_what_a_finding_about_rows_is_about(look: Look) -> None:
    (problem,) = [problem for problem in look(f"{DATA}  - {{项目名称: 丁, 预算数: 1, 支出数: 1}}\n").open if problem.kind == "合计"]
    assert ("项目支出明细[].项目名称", "甲、乙、丙、丁") in problem.about


def test_an_answer_to_a_row_goes_with_the_row(look: Look) -> None:
    assert len(look(DATA + ROW).answered) == 1
    before = DATA.replace("  - {项目名称: 乙", "  - {项目名称: 新, 预算数: 1, 支出数: 1}\n  - {项目名称: 乙")
    moved = look(before + ROW)
    assert [each.problem.path for each in moved.answered] == ["项目支出明细[4].支出数"]
    assert moved.faults == []


def test_a_rule_of_the_same_name_at_another_row_stays_open(look: Look) -> None:
    assert [problem.path for problem in look(DATA + ROW).open if problem.kind == "行超支"] == ["项目支出明细[1].支出数"]


# --- when it holds no longer ---


def test_it_reopens_with_the_figure_that_changed(look: Look) -> None:
    found = look(DATA.replace("9.50", "9.80") + OVERSPENT)
    (problem,) = [problem for problem in found.open if problem.kind == "超支"]
    assert "2020.yaml:11）已经失效：“实际支出数”由 9.50 变为 9.80" in problem.hint
    assert (found.answered, found.faults) == ([], [])


def test_it_reopens_when_a_figure_that_only_the_rule_used_changes(look: Look) -> None:
    found = look(DATA.replace("预算安排数: 9,", "预算安排数: 8,") + OVERSPENT)
    assert [problem.hint for problem in found.open if "“预算安排数”由 9 变为 8" in problem.hint] != []


def test_a_changed_text_reopens_it(look: Look) -> None:
    answer = "核实说明:\n  - {事项: 短, 位置: '部门职能[1]', 数据: {'部门职能[1]': 负责}, 说明: 三定规定的原话}\n"
    found = look(DATA.replace("[负责, 负责全局工作, 指导]", "[领导, 负责全局工作]") + answer)
    assert ["“部门职能”由 负责 变为 领导" in problem.hint for problem in found.open if problem.kind == "短"] == [True]


def test_an_answer_whose_finding_is_gone_is_told_as_a_note(look: Look) -> None:
    found = look(DATA.replace("9.50", "8") + OVERSPENT)
    assert [(problem.severity, problem.place.line, problem.message) for problem in found.faults] == [
        (Severity.NOTE, 11, "“超支”的问题已经没有了")
    ]


def test_a_second_answer_to_one_finding_is_told(look: Look) -> None:
    found = look(DATA + OVERSPENT + OVERSPENT.replace("\n核实说明:\n", ""))
    assert len(found.answered) == 1
    assert [message for _, message, _ in told(found)] == ["“超支”的问题已经没有了"]


# --- what is no answer ---


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("说明: 年中追加，已经批复", "说明:", 14, "还没有写说明"),
        ("    说明: 年中追加，已经批复\n", "", 11, "还没有写说明"),
        ("说明: 年中追加，已经批复", "说明: 无", 14, "说明只写了“无”，等于没有说明"),
        ("说明: 年中追加，已经批复", "说明: /", 14, "说明只写了“/”，等于没有说明"),
        ("事项: 超支", "事项: 超之", 11, "没有“超之”这种问题"),
        ("位置: 三公经费.实际支出数", "位置: 三公经费.实际支出", 12, "表中没有“三公经费.实际支出”这一项"),
        ("三公经费.预算安排数: 9, ", "", 11, "数据里没有写 预算安排数"),
        ("    数据: {三公经费.预算安排数: 9, 三公经费.实际支出数: 9.50}\n", "", 11, "数据里没有写 预算安排数、实际支出数"),
        ("事项: 超支", "事项: likely-leak", 11, "个人信息的提示不能用核实说明回答"),
    ],
)
def test_what_is_wrong_with_an_answer_is_told_at_its_line(look: Look, old: str, new: str, line: int, message: str) -> None:
    assert old in OVERSPENT
    found = look(DATA + OVERSPENT.replace(old, new))
    assert [(at, said) for at, said, _ in told(found)] == [(line, message)]
    assert all(problem.severity is not Severity.ERROR for problem in found.faults)
    assert "超支" in open_kinds(found)


def test_the_figures_that_are_missing_are_told_as_they_are_to_be_written(look: Look) -> None:
    found = look(DATA + OVERSPENT.replace("三公经费.预算安排数: 9, ", ""))
    assert [hint for _, _, hint in told(found)] == ["核对后补上 预算安排数: 9"]


def test_an_error_cannot_be_answered(look: Look) -> None:
    found = look(f"{DATA}在职人数: 0\n核实说明:\n  - {{事项: 没人, 位置: 在职人数, 数据: {{在职人数: 0}}, 说明: 新设单位}}\n")
    assert "没人" in open_kinds(found)
    assert [message for _, message, _ in told(found)] == ["“没人”是错误，不能用核实说明代替改正"]


@pytest.mark.parametrize("text", ["核实说明: 年中追加\n", "核实说明:\n  - 年中追加\n", "核实说明:\n  - {位置: 在职人数}\n"])
def test_another_shape_is_an_error(look: Look, text: str) -> None:
    (problem,) = look(DATA + text).faults
    assert (problem.severity, problem.kind, problem.message) == (Severity.ERROR, Kind.ANSWER, "每条应写明事项、位置、数据和说明四项")


@pytest.mark.parametrize("text", ["核实说明:\n", "核实说明: []\n"])
def test_an_empty_list_is_nothing(look: Look, text: str) -> None:
    assert look(DATA + text).faults == []


# --- how it is kept and printed ---


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("9", "9.00", True),
        ("1,000", "1000", True),
        ("2020-09-03", "2020年9月3日", True),
        ("89.56%", "89.56%", True),
        ("9", "9.01", False),
        ("", "0", False),
        ("不适用", "0", False),
        ("负责 全局", "负责全局", True),
        ("甲" * 50, kept("甲" * 50), True),
        ("甲" * 50, kept("甲" * 49 + "乙"), False),
        ("甲" * 30 + "乙" + "甲" * 30, kept("甲" * 31 + "乙" + "甲" * 29), False),
    ],
)
def test_kept_figures_are_compared_by_what_they_say(one: str, other: str, *, same: bool) -> None:
    assert is_same(one, other) is same


def test_the_reviewer_reads_each_answer_with_labels_and_units(small: SmallForm, look: Look) -> None:
    facts, _ = small.read(DATA)
    (row,) = rows_of(look(DATA + OVERSPENT).answered, facts)
    assert {name: str(value) for name, value in row.items()} == {
        "说明": "年中追加，已经批复",
        "事项": "超支",
        "位置": "三公经费·实际支出数",
        "问题": "支出 9.50 万元，超过预算",
        "数据": "三公经费·预算安排数 9万元；三公经费·实际支出数 9.50万元",
    }


def test_an_answer_to_what_is_found_later_is_printed_while_its_figure_is_the_same(small: SmallForm) -> None:
    text = f"{DATA}核实说明:\n  - {{事项: unprinted, 位置: 单位名称, 数据: {{单位名称: 甲某某某局}}, 说明: 另附}}\n"
    source = parse(text, "2020.yaml")
    facts, _ = small.examine(source)
    answers, faults = read_answers(small.form, (), [source])
    assert (faults, len(presumed(answers, facts))) == ([], 1)
    other, _ = small.read(DATA.replace("甲某某某局", "乙某某某局"))
    assert presumed(answers, other) == []
