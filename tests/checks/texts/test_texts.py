"""Texts are read against the data: each fault is told at its words, and nothing is told of what honest units write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.problems import Problem, has_errors
from tests.checks.texts.prose import (
    CLAIMS,
    COUNTS,
    DATES,
    FIGURES,
    HONEST,
    HONEST_PAIRS,
    HONEST_UNITS,
    OTHER_UNITS,
    OWNERS,
    PAIRS,
    UNIT_YEAR,
)
from tests.forms.zhanjiang_2020.unit_years import FILE, changed, form, read

ABOUT_TEXTS = "templates/common/texts.yaml"


@cache
def rules() -> tuple[Check, ...]:
    return tuple(check for check in read_checks(form(), "templates/zhanjiang-2020/checks.yaml") if check.place.file == ABOUT_TEXTS)


def told(text: str, other: str = "信访秩序持续好转。", changes: Mapping[str, str] | None = None) -> list[Problem]:
    facts, problems = read(changed(UNIT_YEAR, changes or {}).replace("TEXT", text).replace("OTHER", other))
    assert not has_errors(problems), [str(problem) for problem in problems]
    return run_checks(rules(), facts)


def of_unit(name: str, kind: str = "行政机关") -> dict[str, str]:
    """Return what makes the unit-year that of another unit."""
    return {"单位名称: 滨海市信访局": f"单位名称: {name}", "单位性质: 行政机关": f"单位性质: {kind}"}


def assert_told(problems: list[Problem], words: str, message: str) -> None:
    """Check that one thing is told, and that it begins with these words."""
    [problem] = problems
    assert message in problem.message
    assert problem.place.file == FILE
    assert problem.place.text[problem.place.column - 1 :].startswith(words)
    assert not re.search(r"[，。]{2}|（）|“”|None|\{", problem.message + problem.hint)


@pytest.mark.parametrize("text", HONEST)
def test_nothing_is_told_of_what_honest_units_write(text: str) -> None:
    assert [str(problem) for problem in told(text)] == []


@pytest.mark.parametrize(("other", "text"), HONEST_PAIRS)
def test_nothing_is_told_of_two_honest_texts(other: str, text: str) -> None:
    assert [str(problem) for problem in told(text, other)] == []


@pytest.mark.parametrize(("text", "words", "message"), [*FIGURES, *CLAIMS, *COUNTS, *DATES, *OWNERS])
def test_what_is_wrong_in_a_text_is_told_at_its_words(text: str, words: str, message: str) -> None:
    assert_told(told(text), words, message)


@pytest.mark.parametrize(("other", "text", "words", "message"), PAIRS)
def test_what_contradicts_or_repeats_another_text_is_told_at_its_words(other: str, text: str, words: str, message: str) -> None:
    assert_told(told(text, other), words, message)


@pytest.mark.parametrize(("name", "text"), HONEST_UNITS)
def test_units_of_many_kinds_speak_of_themselves_and_of_others(name: str, text: str) -> None:
    assert [str(problem) for problem in told(text, changes=of_unit(name, "参照公务员法管理的事业单位"))] == []


@pytest.mark.parametrize(("name", "text", "words"), OTHER_UNITS)
def test_what_another_unit_has_written_is_told(name: str, text: str, words: str) -> None:
    assert_told(told(text, changes=of_unit(name, "参照公务员法管理的事业单位")), words, name)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"〔2021〕3号": "〔2019〕3号"}, "文号的年份是“2019”"),
        ({"〔2021〕3号": "〔2020〕3号"}, ""),
        ({"关于开展2020年度": "关于开展2019年度"}, "通知名称里是“2019”年"),
        ({"关于开展2020年度": "关于开展2021年"}, ""),
        (of_unit("滨海市第一中学"), "“滨海市第一中学”的单位性质填的是“行政机关”"),
    ],
)
def test_a_notice_of_another_year_and_a_kind_that_no_such_unit_is_are_told(changes: Mapping[str, str], message: str) -> None:
    assert [message in problem.message for problem in told("工作有序推进。", changes=changes)] == ([True] if message else [])


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("其他自评情况: |\n  各项工作有序推进。\n  三公经费支出8.6万元。\n", "3:9"),
        ("其他自评情况: >\n  各项工作有序推进。\n  三公经费\n  支出8.6万元。\n", "4:5"),
        ("其他自评情况:\n  - 各项工作有序推进。\n  - '“三公”经费支出８．６万元。'\n", "3:14"),
        ("其他自评情况：'经''核实''，三公经费支出8.6万元。'\n", "1:23"),
    ],
)
def test_a_figure_is_told_at_its_own_line_and_column(typed: str, place: str) -> None:
    line, column = map(int, place.split(":"))
    before = UNIT_YEAR.index("其他自评情况")
    facts, _ = read(UNIT_YEAR[:before].replace("OTHER", "信访秩序好转。") + typed)
    [problem] = run_checks(rules(), facts)
    assert (problem.place.line, problem.place.column) == (UNIT_YEAR[:before].count("\n") + line, column)


def test_a_row_that_is_named_like_another_is_not_compared() -> None:
    rows = {"项目名称: 信访信息系统运维": "项目名称: 接待大厅升级改造"}
    assert [problem.kind for problem in told("接待大厅升级改造支出30万元。", changes=rows)] == ["一行写了两遍"]
