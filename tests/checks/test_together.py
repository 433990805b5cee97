"""Conditions that are compiled as one function: each comes to its own, whatever becomes of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from pipeline.checks.review import run_checks
from pipeline.checks.rules import read_checks
from pipeline.language.sandbox import Sandbox
from tests.small_form import SmallForm, form_in

RULES = """
甲: {level: 警告, when: 在职人数 > 1, at: 在职人数, message: 甲}
乙: {level: 警告, when: 在职人数 / 0 > 1, at: 在职人数, message: 乙}
丙: {level: 警告, when: 单位名称 > 在职人数, at: 在职人数, message: 丙}
丁: {level: 警告, when: 完成率 > 1, at: 在职人数, message: 丁}
戊: {level: 警告, when: 在职人数 > 2, at: 在职人数, message: 戊}
己: {level: 警告, each: texts, words: {帐: 账}, message: "{{ 处.应为 }}"}
庚: {level: 警告, each: texts, words: {予算: 预算}, message: "{{ 处.应为 }}"}
"""
DATA = """
单位名称: 甲局
填报日期: 2021-06-01
在职人数: 9
部门职能: [管帐和予算]
"""
FAILS = "审核规则“{}”算不出来（文字、日期和数字不能放在一起比较或计算）"


def told(folder: Path) -> list[str]:
    """Return what the rules say of the data."""
    small = SmallForm(form_in(folder))
    (small.form.folder / "checks.yaml").write_text(RULES, encoding="utf-8")
    facts, _ = small.read(DATA)
    return sorted(problem.message for problem in run_checks(read_checks(small.form, "checks.yaml"), facts))


def test_a_condition_that_comes_to_nothing_or_fails_leaves_those_behind_it(tmp_path: Path) -> None:
    assert told(tmp_path) == sorted(["甲", "戊", FAILS.format("丙"), "账", "预算"])


def test_a_condition_that_cannot_be_compiled_leaves_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiling = Sandbox._compile

    def failing(environment: Sandbox, source: str, filename: str) -> object:
        if "> 2" in source:
            raise TemplateSyntaxError("too deep", 1)
        return compiling(environment, source, filename)

    monkeypatch.setattr(Sandbox, "_compile", failing)
    assert told(tmp_path) == sorted(["甲", FAILS.format("丙"), FAILS.format("戊"), "账", "预算"])
