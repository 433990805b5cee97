"""How problems are printed: many of one kind together, a line each, so that a clerk sees the whole; a few with their source lines."""

from __future__ import annotations

import pytest

from pipeline.commands.findings import MANY, show
from pipeline.problems import Kind, Place, Problem, Severity, error

REQUIRED = "必填，现为空白"


def blank(line: int, hint: str = "请填写") -> Problem:
    return error(Kind.REQUIRED, REQUIRED, Place("2020.yaml", line, 3, f"  第{line}项:"), f"组.第{line}项", hint)


def shown(problems: list[Problem], capsys: pytest.CaptureFixture[str]) -> list[str]:
    show(problems)
    return capsys.readouterr().out.splitlines()


def test_a_few_problems_are_shown_with_their_source_lines(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [blank(line) for line in range(1, MANY)]
    problems[1:1] = [error(Kind.VALUE, "别的", Place("2020.yaml", 1))]
    assert shown(problems, capsys) == "\n".join(map(str, problems)).splitlines()


def test_many_of_one_kind_take_a_line_each_below_what_they_have_in_common(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown([blank(line, "全部完成填 无" if line == 3 else "请填写") for line in range(1, MANY + 1)], capsys) == [
        "错误 必填，现为空白：5 处（请填写）",
        "  2020.yaml:1:3: 组.第1项",
        "  2020.yaml:2:3: 组.第2项",
        "  2020.yaml:3:3: 组.第3项（全部完成填 无）",
        "  2020.yaml:4:3: 组.第4项",
        "  2020.yaml:5:3: 组.第5项",
    ]


def test_many_different_sentences_of_one_kind_are_each_kept(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [error(Kind.VALUE, f"现为“{number}元”", Place("a.yaml", number), "", f"只填数字 {number}") for number in range(1, MANY + 1)]
    assert shown(problems, capsys)[:2] == ["错误 填的内容不是这一项该填的：5 处", "  a.yaml:1: 现为“1元”（只填数字 1）"]


def test_severities_stay_apart_and_single_problems_stand_last_next_to_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    single = Problem(Severity.WARNING, Kind.REQUIRED, "只有一处", Place("a.yaml", 1))
    lines = shown([single, *(blank(line) for line in range(1, MANY + 1))], capsys)
    assert lines[0] == "错误 必填，现为空白：5 处（请填写）"
    assert lines[-1] == "a.yaml:1: 警告 只有一处"


def test_what_no_terminal_should_obey_is_cleaned_from_a_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [error(Kind.VALUE, f"现为“\x1b[2J{number}\n”", Place("a.yaml", number)) for number in range(MANY)]
    assert all("\x1b" not in line for line in shown(problems, capsys))
    assert len(shown(problems, capsys)) == MANY + 1
