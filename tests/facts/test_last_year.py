"""What this year takes from last year's file, and what last year's file says of the same things."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.facts.fact import Facts
from pipeline.facts.last_year import row_before
from pipeline.facts.reader import read_facts
from pipeline.problems import Problem
from pipeline.source.reader import parse
from tests.small_form import SmallForm, form_in

FIELDS = """
  决算: amount
  支出率: {type: percent, formula: 决算 / 预算}
  预算: amount
  上年决算: {type: amount, from: 决算, required: true}
  上年支出率: {type: percent, from: 支出率}
  增减: {type: amount, minimum: none, formula: 决算 - 上年决算}
  做法: paragraphs
  上年做法: {type: paragraphs, from: 做法}
  日期: date
  上年日期: {type: date, from: 日期}
  电话: {type: text, private: mobile}
  业务指标:
    type: rows
    fields:
      指标: text
      本年数: amount
      上年数: {type: amount, from: 本年数}
"""
HINT = "请与 2019.yaml 第 1 行核对；上年的数后来调整过的，以批复为准"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), FIELDS))


def both(form: SmallForm, last: str, text: str, old_form: SmallForm | None = None) -> tuple[Facts, list[Problem]]:
    """Return the facts and problems of a year after another."""
    then = old_form or form
    before, _ = read_facts(then.form, then.formulas, 2019, [parse(last, "2019.yaml")], draft=True)
    return read_facts(form.form, form.formulas, 2020, [parse(text, "2020.yaml")], last=before)


def shown(facts: Facts) -> dict[str, str]:
    return {path: str(fact.value) for path, fact in facts.by_path.items() if str(fact.value)}


def test_what_is_left_out_has_the_value_of_last_year_and_counts_as_filled(form: SmallForm) -> None:
    facts, problems = both(form, "决算: 1310.20\n预算: 1400\n日期: 2020-05-01\n做法: [甲, 乙]\n", "决算: 1500\n上年日期:\n")
    assert problems == []
    assert shown(facts) | {"年度": ""} == {
        "决算": "1500", "上年决算": "1310.20", "上年支出率": "93.59%", "增减": "189.80",
        "上年做法": "甲\n乙", "上年日期": "2020年5月1日", "年度": "",
    }  # fmt: skip
    value = facts.by_path["上年做法"].value
    assert [(text.path, type(text).__name__) for text in value] == [("上年做法[1]", "Words"), ("上年做法[2]", "Words")]  # type: ignore[union-attr]
    assert facts.root["上年决算"] is facts.names["上年决算"] is facts.by_path["上年决算"].value


def test_a_required_value_that_last_year_does_not_have_either_is_missing(form: SmallForm) -> None:
    assert [problem.path for problem in both(form, "预算: 1\n", "决算: 1\n")[1]] == ["上年决算"]


@pytest.mark.parametrize("typed", ["1310.20", "1310.2"])
def test_what_is_typed_as_last_year_has_it_is_right(form: SmallForm, typed: str) -> None:
    assert both(form, "决算: 1310.20\n", f"上年决算: {typed}\n")[1] == []


def test_what_is_typed_wins_and_a_difference_is_told_with_both_figures(form: SmallForm) -> None:
    facts, problems = both(form, "决算: 1310.20\n", "上年决算: 1301.20\n")
    assert str(facts.by_path["上年决算"].value) == "1301.20"
    assert [(str(found.place), found.severity.value, found.message, found.hint) for found in problems] == [
        ("2020.yaml:1:7", "警告", "填的是 1301.20 万元，上年的文件里“决算”却是 1310.20 万元", HINT)
    ]


def test_a_rounded_rate_is_compared_as_it_is_shown(form: SmallForm) -> None:
    last = "决算: 1310.20\n预算: 1400\n"
    assert both(form, last, "上年支出率: 93.59%\n")[1] == []
    assert [problem.path for problem in both(form, last, "上年支出率: 93.58%\n")[1]] == ["上年支出率"]


@pytest.mark.parametrize(("last", "typed"), [("0", "无"), ("不适用", "0"), ("无", "不适用")])
def test_nothing_and_nothing_are_the_same(form: SmallForm, last: str, typed: str) -> None:
    assert both(form, f"决算: {last}\n", f"上年决算: {typed}\n")[1] == []


def test_a_row_takes_from_the_row_that_begins_with_the_same_text(form: SmallForm) -> None:
    last = "业务指标:\n  - {指标: 接访, 本年数: 1}\n  - {指标: 信件, 本年数: 2}\n  - {指标: 督查, 本年数: 3}\n  - {指标: 督查, 本年数: 4}\n"
    facts, _ = both(form, last, "业务指标:\n  - {指标: 信件}\n  - {指标: 网访}\n  - {指标: 督查}\n  - {指标: 接访, 上年数: 9}\n")
    assert [str(row["上年数"]) for row in facts.root.rows("业务指标")] == ["2", "", "", "9"]


def test_a_row_that_names_its_year_is_the_same_row(form: SmallForm) -> None:
    facts, _ = both(form, "业务指标: [{指标: 2019年接访, 本年数: 1}]", "业务指标: [{指标: 2020 年度接访}]")
    assert str(facts.root.rows("业务指标")[0]["上年数"]) == "1"


def test_a_form_may_have_a_field_called_last_year(tmp_path: Path) -> None:
    small = SmallForm(form_in(tmp_path, "\n  三公:\n    type: rows\n    fields:\n      名称: text\n      上年: amount\n  上年: amount\n"))
    facts, _ = both(small, "上年: 1\n", "上年: 2\n三公: [{名称: 甲, 上年: 3}]\n")
    assert (str(facts.names["上年"]), row_before(small.form.root.fields["三公"], "三公[1]", facts)) == ("2", None)


def test_another_form_gives_what_it_has_with_the_same_type_and_unit(form: SmallForm, tmp_path: Path) -> None:
    old = SmallForm(form_in(tmp_path, "\n  决算: {type: amount, unit: 元}\n  做法: paragraphs\n"))
    facts, _ = both(form, "决算: 13102000\n做法: 甲\n", "上年决算: 1\n", old)
    assert (shown(facts)["上年做法"], shown(facts)["上年决算"], list(facts.before)) == ("甲", "1", ["做法"])


def test_nothing_private_is_known_of_last_year(form: SmallForm) -> None:
    facts, _ = both(form, '电话: "13800000000"\n决算: 1\n', '电话: "13800000000"\n')
    assert "电话" not in facts.before


def test_a_mistake_is_not_replaced_by_last_years_value(form: SmallForm) -> None:
    facts, problems = both(form, "决算: 1\n", "上年决算: 一\n")
    assert (str(facts.by_path["上年决算"].value), len(problems)) == ("", 1)


def test_a_formula_can_name_last_years_value(tmp_path: Path) -> None:
    small = SmallForm(
        form_in(
            tmp_path,
            "\n  决算: amount\n  预算: amount\n  率: {type: percent, formula: 决算 / 预算}\n  增: {type: percent, minimum: none, formula: 率 / 上年.率 - 1}\n",
        )
    )
    facts, _ = both(small, "决算: 8\n预算: 10\n", "决算: 9\n预算: 10\n")
    assert str(facts.by_path["增"].value) == "12.50%"
    assert str(both(small, "决算: 8\n", "决算: 9\n预算: 10\n")[0].by_path["增"].value) == ""


def test_last_years_values_are_named_with_paths_of_their_own(form: SmallForm) -> None:
    facts, _ = both(form, "决算: 8\n业务指标: [{指标: 接访, 本年数: 3}]\n", "决算: 9\n")
    last = facts.names["上年"]
    assert (bool(last), str(last["决算"]), last["决算"].path, str(last["预算"]), str(last["年度"])) == (True, "8", "上年.决算", "", "2019")
    assert last["业务指标"][0]["本年数"].path == "上年.业务指标[1].本年数"
    with pytest.raises(KeyError):
        last["电话"]
    assert not form.read("决算: 1\n")[0].names["上年"]


def test_long_texts_that_differ_are_told_by_their_beginnings(form: SmallForm) -> None:
    (found,) = both(form, f"做法: {'长' * 30}\n", f"上年决算: 1\n上年做法: {'短' * 30}\n")[1]
    assert found.message == f"填的是 {'短' * 20}…，上年的文件里“做法”却是 {'长' * 20}…"
