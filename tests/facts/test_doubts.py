"""Texts that YAML reads without complaint, but hardly as they were meant."""

from __future__ import annotations

import pytest

from pipeline.problems import Severity
from tests.small_form import SmallForm, form_in


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form")))


def told(small: SmallForm, text: str) -> list[tuple[int, Severity, str]]:
    return [(problem.place.line, problem.severity, problem.message) for problem in small.read(text)[1]]


def test_a_block_may_have_lines_and_signs_of_its_own(small: SmallForm) -> None:
    assert told(small, "部门职能: |\n  — 甲\n  — 乙\n") == []


def test_an_item_or_a_quoted_text_may_begin_with_a_dash_of_its_own(small: SmallForm) -> None:
    assert told(small, "部门职能:\n  - — 甲\n  - 乙\n") == []
    assert told(small, "部门职能:\n  '— 甲'\n") == []
    assert told(small, "单位名称:\n  — 甲\n") == []


def test_a_quotation_mark_that_takes_in_another_field_is_told_with_its_name(small: SmallForm) -> None:
    found = told(small, '单位名称: "甲局\n在职人数: 12\n完成率: 90%"\n')
    assert found[0] == (1, Severity.ERROR, "引号没有成对，第 2 行的“在职人数”也包在里面")
    assert len([message for *_, message in found if "引号" in message]) == 1


def test_a_line_of_a_text_is_no_name_although_its_colon_was_put_right(small: SmallForm) -> None:
    found = told(small, "部门职能: 第一行\n主要做法：接着写\n在职人数: 12\n")
    assert (2, Severity.ERROR, "这一行没有名称，像是上面那段文字的下一行") in found


def test_a_field_indented_into_a_text_takes_none_of_those_below_for_missing(small: SmallForm) -> None:
    found = told(small, "单位名称:\n  在职人数: 12\n")
    assert [message for *_, message in found] == ["“在职人数”缩进得太多，成了它的内容"]
