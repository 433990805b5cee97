"""A result that a row tells, of business or of an indicator, is the one that fields, other rows and texts tell."""

from __future__ import annotations

import pytest

from pipeline.problems import Problem
from tests.checks.texts.test_texts import assert_told, told

ROWS = """\
  业务指标:
    - {指标名称: 办理群众来信, 计量单位: 万件, 计划数: 2.6, 实际数: 2.84}
    - {指标名称: 网上信访比率, 计量单位: "%", 计划数: 60, 实际数: 64.5}
  社会经济环境效益: """
INDICATORS = """\
  自评指标:
    - {一级指标: 产出, 三级指标: 支出率, 年度目标值: "100%", 实际完成值: 98.90%, 分值: 50}
    - {一级指标: 产出, 三级指标: 化解信访积案, 年度目标值: ≥50件, 实际完成值: 58件, 分值: 50}
"""
SCORE = "自评结论: {自评得分: 95.6, 自评等级: 优}\n"
CHANGES = {"  社会经济环境效益: ": ROWS, SCORE: f"自评结论:\n{INDICATORS}"}


def told_of(text: str, old: str = "", new: str = "") -> list[Problem]:
    return told(text, changes={key: rows.replace(old, new) if old else rows for key, rows in CHANGES.items()})


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        ("全年办理群众来信2.48万件，网上信访比率为64.5%。", "2.48万件", "业务指标[1].实际数 填的是 2.84 万件"),
        ("全年办理群众来信24800件。", "24800件", "业务指标[1].实际数 填的是 2.84 万件"),
        ("全年办理群众来信数量为24800件。", "24800件", "业务指标[1].实际数 填的是 2.84 万件"),
        ("网上信访比率由58%提高到65.4%。", "65.4%", "业务指标[2].实际数 填的是 64.5%"),
        ("我局化解信访积案85件。", "85件", "自评指标[2].实际完成值 填的是 58 件"),
    ],
)
def test_a_figure_in_a_text_that_a_row_does_not_tell_is_told(text: str, words: str, message: str) -> None:
    assert_told(told_of(text), words, message)


@pytest.mark.parametrize(
    "text",
    [
        "全年办理群众来信2.84万件，网上信访比率达到64.5%。",
        "全年办理群众来信28400件，其中办理群众来信中的急件300件。",
        "全年办理群众来信约2.8万件，超过2.6万件的计划。",
        "上年办理群众来信2.31万件，上半年网上信访比率为61%。",
        "力争网上信访比率达到70%。",
        "各县（市、区）化解信访积案120件。",
        "窗口办理群众来信0.6万件。",
        "化解信访积案58件，化解信访积案率较高。",
    ],
)
def test_nothing_is_told_of_a_text_that_agrees_or_speaks_of_something_else(text: str) -> None:
    assert [str(problem) for problem in told_of(text)] == []


@pytest.mark.parametrize(
    ("old", "new", "words", "message"),
    [
        ("98.90%", "99.80%", "99.80%", "“支出率”的完成值是 99.80%，部门整体支出情况.支出率 填的是 98.90%"),
        (
            "化解信访积案, 年度目标值: ≥50件, 实际完成值: 58件",
            "网上信访比率, 年度目标值: 60%, 实际完成值: 65.4%",
            "65.4%",
            "业务指标[2].实际数",
        ),
    ],
)
def test_a_result_that_a_field_or_another_row_tells_otherwise_is_told(old: str, new: str, words: str, message: str) -> None:
    assert_told(told_of("信访秩序持续好转，群众满意。", old, new), words, message)


def test_a_goal_in_a_text_is_read_against_the_target() -> None:
    goal = {"总目标: 坚持以人民为中心，做好信访工作。": "总目标: 化解信访积案80件。"}
    [problem] = told("信访秩序持续好转，群众满意。", changes={**CHANGES, **goal})
    assert "自评指标[2].年度目标值 填的是 50 件" in problem.message


@pytest.mark.parametrize(
    ("missed", "words"),
    [
        ("重要项目绩效目标完成率、按期答复率", ["重要项目绩效目标完成率"]),
        ("整体绩效目标完成率", []),
        ("群众满意度、重点工作完成率。", ["重点工作完成率。"]),
    ],
)
def test_a_rate_that_is_listed_as_missed_and_is_100_percent_is_told(missed: str, words: list[str]) -> None:
    problems = told("信访秩序持续好转，群众满意。", changes={"问题: 个别项目进度偏慢,": f"问题: 个别项目进度偏慢, 影响指标: {missed},"})
    found = [problem.place.text[problem.place.column - 1 :] for problem in problems]
    assert len(found) == len(words)
    assert all(place.startswith(word) for place, word in zip(found, words, strict=True))
