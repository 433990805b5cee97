"""What texts say of the change since last year is read against last year's file."""

from __future__ import annotations

import pytest

from pipeline.checks.texts.changes import wrong_changes, wrong_figures
from pipeline.checks.texts.reading import Reading
from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.source.reader import parse
from tests.small_form import SmallForm, form_in

FIELDS = """
  三公经费: amount
  公用经费: amount
  预算: amount
  控制率: {type: percent, formula: 三公经费 / 预算}
  信访: {type: integer, unit: 人次}
  说明: text
"""
LAST, NOW = "三公经费: 17.9\n公用经费: 120\n预算: 20\n信访: 210\n", "三公经费: 15.86\n公用经费: 118\n预算: 20\n信访: 236\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), FIELDS))


def read(small: SmallForm, text: str, last: str = LAST) -> Facts:
    """Return this year's facts with a text, beside last year's."""
    before, _ = read_facts(small.form, small.formulas, 2019, [parse(last, "2019.yaml")])
    facts, problems = read_facts(
        small.form, small.formulas, 2020, [parse(f"{NOW}说明: {text}\n", "2020.yaml")], last=before if last else None
    )
    assert problems == []
    return facts


def wrong(small: SmallForm, text: str, last: str = LAST) -> list[str]:
    """Return what is wrong in a text, and what it should be."""
    return [
        f"{found}：{found['名称']} {found['上年']} → {found['今年']}，{found['应为']}"
        for found in wrong_changes(read(small, text, last), text)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费支出15.86万元，比上年减少2.04万元，下降11.4%。",
        "“三公”经费支出15.86万元，同比下降11.40%。",
        "支出15.86万元，较2019年减少2万元",
        "支出15.86万元，比2018年减少5万元",
        "“三公”经费比上年减少2.04万元，为15.86万元",
        "控制率为79.30%，比上年下降10.2个百分点",
        "受理信访236人次，比上年增加26人次，增长12.4%",
        "支出15.86万元，比上年减少约3万元",
        "快递进村93个，比上年增加12个",
        "培训15.86万人次，比上年增加1万人次",
        "支出15.86万元，比预算少4.14万元",
        "增产0.6万吨，比上年增产0.6万吨；农药减少2.8%",
    ],
)
def test_what_is_right_or_about_something_else_is_not_told(small: SmallForm, text: str) -> None:
    assert wrong(small, text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("支出15.86万元，比上年减少4.02万元", "比上年减少4.02万元：三公经费 17.9 万元 → 15.86 万元，减少 2.04 万元"),
        ("支出15.86万元，比上年增加2.04万元，增长11.4%", "比上年增加2.04万元，增长11.4%：三公经费 17.9 万元 → 15.86 万元，减少 2.04 万元"),
        ("支出15.86万元，比上年减少2.04万元，下降14.1%", "比上年减少2.04万元，下降14.1%：三公经费 17.9 万元 → 15.86 万元，减少 2.04 万元"),
        ("“三公”经费比去年减少3.04万元，为15.86万元", "比去年减少3.04万元：三公经费 17.9 万元 → 15.86 万元，减少 2.04 万元"),
        ("受理信访236件，同比下降12%", "同比下降12%：信访 210 人次 → 236 人次，增加 26 人次"),
        ("控制率79.30%，比上年提高10.2个百分点", "比上年提高10.2个百分点：控制率 89.50% → 79.30%，减少 10.20 个百分点"),
    ],
)
def test_a_change_that_last_years_file_denies_is_told_with_both_years(small: SmallForm, text: str, said: str) -> None:
    assert wrong(small, text) == [said]


def test_without_last_years_file_nothing_is_compared(small: SmallForm) -> None:
    assert wrong(small, "支出15.86万元，比上年减少4.02万元", "") == []
    assert wrong(small, "支出15.86万元，比上年减少4.02万元", "三公经费: 无\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("上年“三公”经费19.7万元。", ["上年“三公”经费19.7万元：三公经费 17.9 万元"]),
        ("去年公用经费102万元，去年三公经费17.9万元。", ["去年公用经费102万元：公用经费 120 万元"]),
        ("上年公用经费约120万元，上年公用经费为120万元。", []),
        ("比上年公用经费2万元少。", []),
        ("全市上年公用经费3400万元；上年下属单位公用经费56万元。", []),
    ],
)
def test_a_figure_that_last_year_had_not_is_told(small: SmallForm, text: str, said: list[str]) -> None:
    found = wrong_figures(Reading(read(small, text)).figures)
    assert [f"{one}：{one['项']} {one['填']}{one['单位']}" for one in found] == said
