"""Nothing that was filled in disappears: what no document says is told at its line."""

from __future__ import annotations

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.unit_year import make
from pipeline.problems import Kind, Problem
from pipeline.source.reader import parse
from pipeline.workspace import Workspace
from tests.forms.zhanjiang_2020.unit_years import FILE, FULL, PLAIN, ROOT, changed

FORM = compile_form(Workspace(ROOT), "zhanjiang-2020")


def unprinted(text: str) -> list[Problem]:
    return [problem for problem in make(FORM, "2020", [parse(text, FILE)]).problems if problem.kind == Kind.UNPRINTED]


@pytest.mark.parametrize("text", [FULL, PLAIN])
def test_all_that_is_filled_in_is_printed(text: str) -> None:
    assert unprinted(text) == []


def test_what_no_document_has_a_place_for_is_told_at_its_line() -> None:
    (problem,) = unprinted(changed(PLAIN, {"    群众意见渠道和机制: 是": "    群众意见渠道和机制: 是\n    答复率: 95.12%"}))
    assert (problem.path, problem.message) == ("部门整体绩效产出情况.公平性.答复率", "填了，但各份文件里都没有印出来")
    assert problem.place.line == PLAIN[: PLAIN.index("    群众意见渠道和机制: 是")].count("\n") + 2


def test_a_file_number_without_its_notice_is_printed_all_the_same() -> None:
    assert unprinted(changed(PLAIN, {"填报日期: 2021-05-31": "填报日期: 2021-05-31\n自评通知: {文号: 湛财绩〔2021〕3号}"})) == []


def test_nothing_is_told_of_what_says_nothing() -> None:
    assert unprinted(changed(PLAIN, {"填报日期: 2021-05-31": "填报日期: 2021-05-31\n自评通知: {名称: 无, 文号: /}"})) == []
