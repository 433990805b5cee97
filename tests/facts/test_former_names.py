"""`曾用名: 编制数`: data that call a field by a former name are read as the field, this year's and last year's alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.problems import Stop
from tests.small_form import SmallForm, form_in

OLD = """
  人员: {编制数: integer, 在职数: integer}
  本年决算: amount
  项目: {type: rows, fields: {名称: text, 金额: amount}}
"""
NEW = """
  人员情况: {曾用名: [人员, 人员数], 在编人数: {type: integer, 曾用名: 编制数}, 在职数: integer}
  决算数: {type: amount, 曾用名: 本年决算}
  上年决算数: {type: amount, from: 上年.决算数}
  项目支出: {type: rows, 曾用名: 项目, fields: {名称: text, 支出数: {type: amount, 曾用名: 金额}, 增加: {type: amount, formula: 支出数 - 2}}}
  增加: {type: amount, formula: 决算数 - 上年.决算数}
  增编: {type: integer, formula: 人员情况.在编人数 - 上年.人员情况.在编人数}
"""
LAST = "人员: {编制数: 5, 在职数: 4}\n本年决算: 10\n项目:\n  - {名称: 防汛, 金额: 3}\n"


@pytest.fixture
def new(tmp_path: Path) -> SmallForm:
    return SmallForm(form_in(tmp_path / "new", NEW))


def test_a_former_name_is_read_as_the_field(new: SmallForm) -> None:
    facts, problems = new.read(LAST)
    shown = {path: str(facts.by_path[path].value) for path in ("人员情况.在编人数", "决算数", "项目支出[1].支出数", "项目支出[1].增加")}
    assert (shown, problems) == ({"人员情况.在编人数": "5", "决算数": "10", "项目支出[1].支出数": "3", "项目支出[1].增加": "1.00"}, [])


def test_the_units_file_may_use_the_one_and_the_years_the_other(new: SmallForm) -> None:
    facts, problems = new.read("决算数: 1\n", "本年决算: 2\n人员: {编制数: 7}\n")
    assert (str(facts.by_path["决算数"].value), str(facts.by_path["人员情况.在编人数"].value), problems) == ("1", "7", [])


def test_both_names_in_one_file_are_told(new: SmallForm) -> None:
    _, [problem] = new.read("本年决算: 1\n决算数: 1\n")
    assert (problem.place.line, problem.message) == (2, "“本年决算”和“决算数”是同一项的两个名称，第 1 行已经写过")


def test_last_years_file_of_the_former_form_is_found_by_its_names(new: SmallForm, tmp_path: Path) -> None:
    last, _ = SmallForm(form_in(tmp_path / "old", OLD)).read(LAST, year=2019)
    facts, problems = new.read("决算数: 12\n人员情况: {在编人数: 6}\n项目支出:\n  - {名称: 防汛, 支出数: 4}\n", last=last)
    assert problems == []
    shown = {path: str(facts.by_path[path].value) for path in ("上年决算数", "增加", "增编")}
    assert shown == {"上年决算数": "10", "增加": "2.00", "增编": "1"}
    assert {path: str(fact.value) for path, fact in facts.before.items()} == {
        "人员情况.在编人数": "5",
        "人员情况.在职数": "4",
        "决算数": "10",
        "项目支出[1].名称": "防汛",
        "项目支出[1].支出数": "3",
    }


@pytest.mark.parametrize(
    "fields", ["\n  甲: {type: text, 曾用名: 乙}\n  乙: text\n", "\n  甲: {type: text, 曾用名: 丙}\n  乙: {type: text, 曾用名: 丙}\n"]
)
def test_a_former_name_of_two_fields_is_told(tmp_path: Path, fields: str) -> None:
    with pytest.raises(Stop, match="在这一组里不止指一项"):
        form_in(tmp_path, fields)
