"""`decimals: 2` and `zero: "-"`: how figures are typed, computed and printed, the exact figure staying what it is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.form.field import Field
from pipeline.form.types.registry import type_of
from pipeline.language.columns import aligned_columns, column_total
from pipeline.language.expressions import HTML, PLAIN, in_html
from pipeline.language.values import Figure, Group, Rows
from pipeline.problems import Place, Problem, Stop
from tests.small_form import SmallForm, form_in

FIELDS = """
  预算数: {type: amount, decimals: 2, zero: "-"}
  支出数: {type: number, decimals: 1, zero: —}
  结余: {type: amount, decimals: 2, zero: "-", formula: 预算数 - 支出数}
  执行率: {type: percent, decimals: 1, zero: "-", formula: 支出数 / 预算数}
"""


def read(folder: Path, text: str) -> tuple[dict[str, str], list[Problem]]:
    facts, problems = SmallForm(form_in(folder, FIELDS)).read(text)
    return {path: str(fact.value) for path, fact in facts.by_path.items() if path != "年度"}, problems


def test_typed_figures_and_results_have_the_same_decimals(tmp_path: Path) -> None:
    values, problems = read(tmp_path, "预算数: 12\n支出数: 4\n")
    assert values == {"预算数": "12.00", "支出数": "4.0", "结余": "8.00", "执行率": "33.3%"}
    assert problems == []


def test_nothing_spent_is_printed_as_the_form_prints_0(tmp_path: Path) -> None:
    assert read(tmp_path, "预算数: 12.5\n支出数: 0\n")[0] == {"预算数": "12.50", "支出数": "—", "结余": "12.50", "执行率": "-"}


def test_a_machine_still_reads_0(tmp_path: Path) -> None:
    facts, _ = SmallForm(form_in(tmp_path, FIELDS)).read("预算数: 0.00\n")
    value = facts.by_path["预算数"].value
    assert in_html(value) == '<data value="0" data-fact="预算数">-</data>'
    assert HTML.from_string("{{ '无支出' if 一 == 0 }}").render({"一": value}) == "无支出"
    assert PLAIN.from_string("只有 {{ 一 }} 万元").render({"一": value}) == "只有 0 万元"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("支出数: 4.25", "这个数最多一位小数，现为“4.25”", "四舍五入写成 4.3"),
        ("预算数: 4.255", "金额最多两位小数，现为“4.255”", "四舍五入写成 4.26；单位是万元"),
        ("支出数: 0.01", "这个数最多一位小数，现为“0.01”", "请核对这个数"),
    ],
)
def test_more_decimals_than_the_form_prints_are_told(tmp_path: Path, text: str, message: str, hint: str) -> None:
    [problem] = read(tmp_path, text)[1]
    assert (problem.message, problem.hint) == (message, hint)


def test_a_stated_result_is_compared_as_it_is_printed(tmp_path: Path) -> None:
    assert read(tmp_path, "预算数: 3\n支出数: 1\n执行率: 33.3%\n结余: 2\n")[1] == []
    [problem] = read(tmp_path, "预算数: 3\n支出数: 1\n执行率: 33.4%\n")[1]
    assert problem.message == "填的是 33.4%，按公式“支出数 / 预算数”应为 33.3%"


def test_more_decimals_may_be_allowed_than_an_amount_has_by_itself(tmp_path: Path) -> None:
    facts, problems = SmallForm(form_in(tmp_path, "\n  规模: {type: amount, unit: 亿元, decimals: 4}\n")).read("规模: 1.2345\n")
    assert (str(facts.by_path["规模"].value), problems) == ("1.2345", [])


@pytest.mark.parametrize(
    ("ratio", "printed"), [("1", "100%"), ("0.9996", "99.96%"), ("0.99999", "100.00%"), ("0.5", "50%"), ("0.004", "0.40%")]
)
def test_what_only_rounds_to_all_or_nothing_keeps_its_decimals(ratio: str, printed: str) -> None:
    field = Field("率", "率", "percent", Place(""), decimals=0)
    result = type_of(field).result
    assert result
    assert str(result(Decimal(ratio), field, "率")) == printed


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 6))
def test_what_is_printed_is_the_exact_figure_rounded_half_up(number: Decimal, places: int) -> None:
    field = Field("数", "数", "number", Place(""), decimals=places)
    result = type_of(field).result
    assert result
    figure = result(number, field, "数")
    assert isinstance(figure, Figure)
    assert figure == number
    assert abs(figure.displayed - number) <= Decimal((0, (5,), -places - 1))
    assert len(str(figure).partition(".")[2]) == places


def test_a_column_with_dashes_keeps_its_decimals_and_so_does_its_total() -> None:
    dash, one = Figure(Decimal(0), "甲", "-"), Figure(Decimal(1), "乙", "1.0")
    rows = Rows([Group({"数": dash}), Group({"数": one})])
    assert [str(row["数"]) for row in aligned_columns(rows, "数")] == ["-", "1.0"]
    assert str(column_total(rows, "数")) == "1.0"
    assert str(column_total(Rows([Group({"数": dash})]), "数")) == "-"


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("{type: number, decimals: 7}", "decimals 应为 0 到 6 的整数"),
        ("{type: number, decimals: -1}", "decimals 应为 0 到 6 的整数"),
        ("{type: integer, decimals: 0}", "decimals 只能用于可以有小数的数字"),
        ("{type: text, decimals: 2}", "decimals 只能用于可以有小数的数字"),
        ("{type: text, zero: 无}", "zero 只能用于数字"),
        ("{type: number, zero: 1}", "zero 里不能有数字"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, declared: str, message: str) -> None:
    with pytest.raises(Stop, match=message):
        form_in(tmp_path, f"\n  甲: {declared}\n")
