"""What a chart says to those who cannot see it is true whatever is filled in."""

from __future__ import annotations

from operator import eq, gt, lt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document.charts.data import ChartData
from pipeline.document.charts.sentences import sentence
from tests.document.charts.charts import BLANK, NOT_APPLICABLE, chart, figure

NAMES = ("甲", "乙", "丙", "丁")
NUMBERS = st.integers(-3, 3).map(str)
ROWS = st.lists(st.one_of(NUMBERS, st.just(BLANK)), min_size=2, max_size=4).filter(lambda values: any(value != BLANK for value in values))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (chart("横条", "决算数", ("三公经费", "8.06")), "三公经费的决算数为8.06。"),
        (
            chart("横条", "完成率", ("整体目标", "100%"), ("重点工作", "66.67%"), ("信访答复", "100%")),
            "3项的完成率，最大的是整体目标、信访答复（100%），最小的是重点工作（66.67%）。",
        ),
        (chart("横条", "完成率", ("整体目标", "0"), ("重点工作", "0")), "2项的完成率都是0。"),
        (chart("横条", "金额", ("甲", "9"), ("乙", BLANK), ("丙", NOT_APPLICABLE)), "甲的金额为9。没有数的：乙（无数据）、丙（不适用）。"),
        (
            chart("对比", "预算数 决算数", ("三公经费", "9", "8.06"), ("公用经费", "120", "121"), ("差旅费", "1", "1"), ("会议费", "1", BLANK)),
            "决算数大于预算数的1项：公用经费。决算数等于预算数的1项：差旅费。决算数小于预算数的1项：三公经费。相差最大的是公用经费：预算数120，决算数121。没有数的：会议费的决算数（无数据）。",
        ),
        (
            chart("对比", "预算数 决算数", ("三公经费", "9", "8"), ("其中：公务接待费", "4", "1")),
            "决算数小于预算数的2项：三公经费、公务接待费。相差最大的是公务接待费：预算数4，决算数1。",
        ),
        (chart("构成", "决算数", ("人员经费", "30"), ("项目支出", "10")), "2项的决算数，最大的是人员经费（30），最小的是项目支出（10），最大的占75%。"),
        (chart("构成", "决算数", ("人员经费", "30"), ("冲减", "-10")), "2项的决算数，最大的是人员经费（30），最小的是冲减（-10）。"),
        (chart("构成", "决算数", ("甲", "30"), ("乙", "10"), ("丙", BLANK)),
         "2项的决算数，最大的是甲（30），最小的是乙（10）。没有数的：丙（无数据）。"),
        (chart("趋势", "决算数", ("2019年", "9"), ("2020年", "8.06")), "决算数：2019年为9，2020年为8.06，下降。"),
        (
            chart("趋势", "决算数", ("2018年", "9"), ("2019年", "12"), ("2020年", "10")),
            "决算数：2018年为9，2020年为10，上升；3项的决算数，最大的是2019年（12），最小的是2018年（9）。",
        ),
        (chart("趋势", "决算数", ("2019年", BLANK), ("2020年", "8")), "决算数只有2020年有数，为8。没有数的：2019年（无数据）。"),
    ],
)  # fmt: skip
def test_a_chart_in_words(data: ChartData, said: str) -> None:
    assert sentence(data) == said


def test_of_many_names_the_first_are_said_and_how_many_there_are() -> None:
    data = chart("得分", "分值 得分", *((f"指标{number}", "2", "2") for number in range(1, 9)))
    assert sentence(data) == "得分等于分值的8项：指标1、指标2、指标3、指标4、指标5等8项。"


def test_figures_that_only_look_equal_are_not_called_equal() -> None:
    one, other = figure("9.00"), figure("9.00")
    exact = type(one)(other + 1, "数", "9.00")
    assert sentence(chart("横条", "金额", ("甲", one), ("乙", exact))) == "2项的金额都约为9.00。"


@given(ROWS)
def test_the_largest_the_smallest_and_what_is_missing_are_named(values: list[str]) -> None:
    rows = dict(zip(NAMES, values, strict=False))
    numbers = {name: int(value) for name, value in rows.items() if value != BLANK}
    said = sentence(chart("横条", "金额", *rows.items()))
    for word, number in (("最大", max(numbers.values())), ("最小", min(numbers.values()))):
        names = "、".join(name for name, own in numbers.items() if own == number)
        alike = len(set(numbers.values())) == 1
        assert (f"{word}的是{names}（{number}）" in said) is not alike
        assert not alike or f"{'都是' if len(numbers) > 1 else '为'}{number}。" in said
    missing = "、".join(f"{name}（无数据）" for name, value in rows.items() if value == BLANK)
    assert said.partition("没有数的：")[2].rstrip("。") == missing


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=4))
def test_the_rows_are_counted_by_which_series_is_more(pairs: list[tuple[str, str]]) -> None:
    rows = {name: (int(one), int(two)) for name, (one, two) in zip(NAMES, pairs, strict=False)}
    said = sentence(chart("对比", "预算数 决算数", *((name, *pair) for name, pair in zip(NAMES, pairs, strict=False))))
    for word, holds in (("大于", gt), ("等于", eq), ("小于", lt)):
        names = [name for name, (one, two) in rows.items() if holds(two, one)]
        assert (f"决算数{word}预算数的{len(names)}项：{'、'.join(names)}。" in said) is bool(names)
    widest = max(abs(two - one) for one, two in rows.values())
    told = said.partition("相差最大的是")[2]
    assert (abs(rows[told[0]][1] - rows[told[0]][0]) == widest) if told else not widest
