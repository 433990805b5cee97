"""Formulas that choose one of a few words, and grades that are left to the total."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.formulas import NO_FIGURE
from pipeline.form.form import read_form
from pipeline.problems import Stop
from tests.small_form import SmallForm, form_in, messages

GRADE = "自评等级: {type: choice, choices: [优, 良, 中, 差], formula: FORMULA}"


def graded(folder: Path, formula: str, declared: str = GRADE) -> SmallForm:
    fields = f"\n  总分: {{type: number, minimum: none}}\n  名: text\n  {declared.replace('FORMULA', formula)}\n"
    return SmallForm(form_in(folder, fields))


@pytest.fixture(scope="module")
def bands(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return graded(tmp_path_factory.mktemp("form"), '"分档(总分, 90, 80, 59.5)"')


@pytest.mark.parametrize(
    ("total", "grade"),
    [("100", "优"), ("90", "优"), ("89.9999", "良"), ("80", "良"), ("79.99", "中"), ("59.5", "中"), ("59.49", "差"), ("-1", "差")],
)
def test_a_figure_at_a_threshold_is_in_the_better_band(bands: SmallForm, total: str, grade: str) -> None:
    assert bands.shown(f"总分: {total}\n", "自评等级") == grade


@given(st.decimals(0, 100, places=4, allow_nan=False, allow_infinity=False))
def test_the_band_is_that_of_the_exact_figure(bands: SmallForm, total: Decimal) -> None:
    right = "优" if total >= 90 else "良" if total >= 80 else "中" if total >= Decimal("59.5") else "差"
    assert bands.shown(f"总分: {total:f}\n", "自评等级") == right


@pytest.mark.parametrize(("data", "shown"), [("", ""), ("总分:\n", ""), ("总分: 无\n", NO_FIGURE)])
def test_there_is_no_band_without_a_figure(bands: SmallForm, data: str, shown: str) -> None:
    assert bands.shown(data, "自评等级") == shown


def test_a_typed_word_must_be_the_computed_one(bands: SmallForm) -> None:
    assert bands.shown("总分: 90\n自评等级: 优\n", "自评等级") == "优"
    told = bands.problems("总分: 90\n自评等级: 良\n")[0]
    assert told.startswith("2020.yaml:2:7: 错误 自评等级：填的是 良，按公式“分档(总分, 90, 80, 59.5)”应为 优")
    assert len(bands.problems("总分: 90\n自评等级: 一般\n")) == 1


@pytest.mark.parametrize(
    ("formula", "total", "grade"),
    [
        ("\"'优' if 总分 >= 90 else '良'\"", "90", "优"),
        ("\"'优' if 总分 >= 90 else '良'\"", "", ""),
        ("\"'差' if 名 == '否决' else 分档(总分, 90, 80, 60)\"", "95", "优"),
        ("\"'良' if 分档(总分, 90, 80, 60) == '优' and 名 else 分档(总分, 90, 80, 60)\"", "95", "良"),
        ('"分档(合计([总分, 5]), 90, 80, 60)"', "85", "优"),
    ],
)
def test_a_word_may_depend_on_conditions(tmp_path: Path, formula: str, total: str, grade: str) -> None:
    assert graded(tmp_path, formula).shown(f"总分: {total}\n名: 甲\n", "自评等级") == grade


def test_yes_or_no_may_be_computed_too(tmp_path: Path) -> None:
    form = graded(tmp_path, "\"'是' if 总分 >= 60 else '否'\"", "是否合格: {type: yes_no, formula: FORMULA}")
    assert form.shown("总分: 59.99\n", "是否合格") == "否"


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ('"分档(总分, 90, 80)"', "分档 写了 2 个界线，4 个选项要写 3 个（选项是 优、良、中、差）"),
        ('"分档(总分, 90, 60, 80)"', "分档 的界线要从高到低写，各不相同（与选项 优、良、中、差 的顺序一致）"),
        ('"分档(总分, 90, 80, 80)"', "分档 的界线要从高到低写，各不相同（与选项 优、良、中、差 的顺序一致）"),
        ('"分档()"', "分档 的括号里先写一个数，再从高到低写各档的界线"),
        ("\"分档(总分, 90, 80, '60')\"", "分档 的界线要写成数"),
        ('"分档(名, 90, 80, 60)"', "分档 只能用于数字，“名”是 text"),
        ('"分档(总, 90, 80, 60)"', "没有“总”这个名称"),
        ("\"'优秀' if 总分 >= 90 else '良'\"", "公式“'优秀' if 总分 >= 90 else '良'”里“优秀”不是选项"),
        ("\"'优' if 总分 >= 90\"", "公式“'优' if 总分 >= 90”里有 if 没有 else：条件不成立时填什么（例如 '优' if 总分 >= 90 else '差'）"),
    ],
)
def test_a_formula_that_cannot_choose_is_told_at_its_line(tmp_path: Path, formula: str, message: str) -> None:
    with pytest.raises(Stop) as stop:
        graded(tmp_path, formula)
    [told] = messages(stop.value)
    assert told.startswith(f"form.yaml:8:3: {message}")


@pytest.mark.parametrize("formula", ["总分", "名", "总分 + 1", "名 * 2", "none"])
def test_what_gives_none_of_the_choices_is_told(tmp_path: Path, formula: str) -> None:
    with pytest.raises(Stop) as stop:
        graded(tmp_path, formula).read("总分: 3\n名: 甲\n")
    [told] = messages(stop.value)
    assert told.startswith(f"form.yaml:8:3: 公式“{formula}”得不出选项 优、良、中、差")


def test_a_number_cannot_be_a_band(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        graded(tmp_path, '"分档(总分, 90)"', "档: {type: number, formula: FORMULA}")
    assert messages(stop.value)[0].startswith("form.yaml:8:3: 分档 只能写在选项（choice）的公式里")


def test_a_text_cannot_be_computed(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        graded(tmp_path, "名", "格: {type: text, formula: FORMULA}")
    assert "公式只能用于数字、选项（choice）和是/否（yes_no）" in messages(stop.value)[0]


SCORED = """
title: 小表
documents:
  note: {title: 小表, template: note.md}
fields:
  指标:
    type: rows
    fields: {分值: number, 得分: number}
  总分:
    总分: number
    等级: {type: choice, choices: [优, 良, 中, 差]}
评分:
  指标: {各行: 指标}
  总分: 总分.总分
  等级: 等级
  等级分段: {优: 90, 良: 80, 中: 60}
"""


def scored(folder: Path, text: str = SCORED) -> SmallForm:
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (folder / "form.yaml").write_text(text, encoding="utf-8")
    return SmallForm(read_form(folder, "form.yaml"))


@pytest.mark.parametrize(
    ("data", "grade"),
    [
        ("指标: [{分值: 60, 得分: 55}, {分值: 40, 得分: 35}]", "优"),
        ("指标: [{分值: 60, 得分: 50}, {分值: 40, 得分: 39.99}]", "良"),
        ("总分: {总分: 60}", "中"),
        ("总分: {总分: 59}", ""),
        ("指标: [{分值: 60, 得分: 55}, {分值: 40}]", ""),
        ("总分: {总分: 95, 等级: 良}", "良"),
        ("总分: {总分: 无}", ""),
    ],
)
def test_a_grade_left_blank_is_that_of_the_total(tmp_path: Path, data: str, grade: str) -> None:
    assert scored(tmp_path).shown(data, "总分.等级") == grade


def test_a_grade_that_is_required_need_not_be_typed(tmp_path: Path) -> None:
    form = scored(tmp_path, SCORED.replace("choices: [优, 良, 中, 差]", "required: true, choices: [优, 良, 中, 差]"))
    assert form.problems("总分: {总分: 95}") == []
    assert len(form.problems("总分: {总分: 50}")) == 1


def test_a_grade_that_nobody_could_choose_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop) as stop:
        scored(tmp_path, SCORED.replace("{优: 90", "{优秀: 90"))
    assert messages(stop.value) == ["form.yaml:16:10: 等级分段 的“优秀”不是“等级”的选项（是否想写“优”？）"]
