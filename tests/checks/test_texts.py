"""Texts are read against the data: each fault is told at its words, and nothing is told of what honest units write."""

from __future__ import annotations

import re
from functools import cache

import pytest

from pipeline.checks.review import run_checks
from pipeline.checks.rules import Check, read_checks
from pipeline.problems import Problem, has_errors
from tests.checks.texts import CLAIMS, COUNTS, DATES, FIGURES, HONEST, HONEST_PAIRS, OWNERS, PAIRS, UNIT_YEAR
from tests.forms.zhanjiang_2020.unit_years import FILE, form, read

ABOUT_TEXTS = "templates/common/texts.yaml"


@cache
def rules() -> tuple[Check, ...]:
    return tuple(check for check in read_checks(form(), "templates/zhanjiang-2020/checks.yaml") if check.place.file == ABOUT_TEXTS)


def told(text: str, other: str = "信访秩序持续好转。") -> list[Problem]:
    facts, problems = read(UNIT_YEAR.replace("TEXT", text).replace("OTHER", other))
    assert not has_errors(problems), [str(problem) for problem in problems]
    return run_checks(rules(), facts)


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
