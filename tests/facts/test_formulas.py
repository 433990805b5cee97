"""What formulas make of the figures typed: exact, half up, and never a figure where there is none."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.formulas import ALLOWED, NO_FIGURE
from pipeline.language.values import Blank, Figure, NotApplicable
from pipeline.problems import Stop
from tests.small_form import SmallForm, form_in

ASIDE = """
  乙: {type: number, minimum: none}
  丙: {type: number, minimum: none}
  名: text
  日: date
  组: {丁: amount, 戊: amount}
  另: {丁: amount}
  行: {type: rows, fields: {数: amount, 率: {type: percent, formula: 数 / 乙}}}
"""


def with_formula(folder: Path, formula: str, kind: str = "number") -> SmallForm:
    declared = f"{{type: {kind}, minimum: none, formula: {json.dumps(formula, ensure_ascii=False)}}}"
    return SmallForm(form_in(folder, f"\n  甲: {declared}{ASIDE}"))


def result(folder: Path, formula: str, data: str = "乙: 9\n丙: 8.06\n名: 文\n", kind: str = "number") -> str:
    return with_formula(folder, formula, kind).shown(data, "甲")


def faults_of(folder: Path, formula: str, data: str = "乙: 9\n丙: 8.06\n名: 文\n") -> list[tuple[str, str, str, str]]:
    """Return the place, path, message and hint of each fault of the formula, while compiling or computing."""
    with pytest.raises(Stop) as stop:
        with_formula(folder, formula).read(data)
    return [(str(problem.place), problem.path, problem.message, problem.hint) for problem in stop.value.problems]


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    """Return a form with a rate, a sum and two formulas of one rate by another."""
    formulas = """
  预算: {type: number, minimum: none}
  支出: {type: number, minimum: none}
  执行率: {type: percent, formula: 支出 / 预算}
  合计: {type: amount, minimum: none, formula: 支出 + 预算}
  余数: {type: number, minimum: none, formula: 预算 - 支出}
  平方率: {type: percent, formula: 支出 * 支出 / (预算 * 预算)}
  整数: {type: integer, minimum: none, formula: 支出 / 预算}
"""
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), formulas))


# --- rates ---


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        ("8.06", "9", "89.56%"),
        ("41.77", "46.16", "90.49%"),
        ("370.36", "374.86", "98.80%"),
        ("9", "9", "100%"),
        ("0", "9", "0%"),
        ("10", "9", "111.11%"),
        ("1", "3", "33.33%"),
        ("2", "3", "66.67%"),
        ("1", "8", "12.50%"),
        # a half goes up, also where a float or half-even rounding would go down
        ("0.00005", "1", "0.01%"),
        ("0.00015", "1", "0.02%"),
        ("0.00025", "1", "0.03%"),
        ("1.00005", "1", "100.01%"),
        ("1.005", "100", "1.01%"),
        ("2.675", "100", "2.68%"),
        ("-0.00005", "1", "-0.01%"),
        ("0.0000499999999999", "1", "0.00%"),
        # nearly whole is not whole
        ("99.994", "100", "99.99%"),
        ("99.996", "100", "100.00%"),
    ],
)
def test_a_rate_is_rounded_half_up_to_two_decimals(rates: SmallForm, part: str, whole: str, rate: str) -> None:
    assert rates.shown(f"支出: {part}\n预算: {whole}\n", "执行率") == rate


@pytest.mark.parametrize("part", ["0", "5", "-5"])
@pytest.mark.parametrize("zero", ["0", "0.00", "-0"])
def test_a_rate_whose_base_is_0_does_not_apply(rates: SmallForm, part: str, zero: str) -> None:
    facts, problems = rates.read(f"支出: {part}\n预算: {zero}\n")
    assert problems == []
    for path in ("执行率", "平方率", "整数"):
        value = facts.by_path[path].value
        assert isinstance(value, NotApplicable)
        assert (str(value), value.path) == (NO_FIGURE, path)


@pytest.mark.parametrize("word", ["无", "不适用"])
def test_a_rate_of_what_does_not_apply_does_not_apply(rates: SmallForm, word: str) -> None:
    for data in (f"支出: {word}\n预算: 9\n", f"支出: 9\n预算: {word}\n"):
        assert [rates.shown(data, path) for path in ("执行率", "合计", "余数")] == [NO_FIGURE] * 3


@pytest.mark.parametrize("data", ["支出: 8\n", "支出: 8\n预算:\n", "预算: 9\n", "支出:\n预算: 0\n", "", "支出: \n预算: \n"])
def test_a_rate_of_a_blank_is_blank(rates: SmallForm, data: str) -> None:
    facts, problems = rates.read(data)
    assert problems == []
    for path in ("执行率", "合计", "余数", "平方率", "整数"):
        value = facts.by_path[path].value
        assert isinstance(value, Blank)
        assert (str(value), value.path) == ("", path)


def test_a_blank_that_a_draft_shows_is_shown_in_what_is_computed_from_it(tmp_path: Path) -> None:
    form = with_formula(tmp_path, "乙 / 丙")
    assert form.shown("乙:\n丙: 9\n", "甲", draft=True) == "【待填】"


def test_a_figure_computed_from_a_mistake_is_blank_and_no_second_mistake(rates: SmallForm) -> None:
    facts, problems = rates.read("支出: 八\n预算: 9\n")
    assert [problem.path for problem in problems] == ["支出"]
    rate = facts.by_path["执行率"].value
    assert isinstance(rate, Blank)
    assert rate.wrong


# --- exactness ---

FIGURES = st.decimals(-(10**13), 10**13, places=2, allow_nan=False, allow_infinity=False)


def half_up(number: Fraction, places: int) -> Fraction:
    """Return a number rounded with whole numbers only."""
    scale = 10**places
    steps = (2 * abs(number.numerator) * scale + number.denominator) // (2 * number.denominator)
    return Fraction(steps if number > 0 else -steps, scale)


@given(FIGURES, FIGURES)
def test_every_formula_gives_what_fractions_give(rates: SmallForm, part: Decimal, whole: Decimal) -> None:
    facts, problems = rates.read(f"支出: {part:f}\n预算: {whole:f}\n")
    assert problems == []
    spent, planned = Fraction(part), Fraction(whole)
    expected = {"合计": half_up(spent + planned, 2), "余数": half_up(planned - spent, 2)}
    if whole:
        ratio = spent / planned
        expected |= {"执行率": half_up(ratio * 100, 2), "平方率": half_up(ratio * ratio * 100, 2), "整数": half_up(ratio, 0)}
    for path, figure in expected.items():
        assert Fraction(str(facts.by_path[path].value).rstrip("%")) == figure
    assert not any(isinstance(fact.value, float) for fact in facts.by_path.values())


LITERALS = ("0.1", "0.7", "1.005", "2.675", "3", "100", "0.29")
TERMS = st.recursive(
    st.sampled_from(("乙", "丙", *LITERALS)).map(lambda text: (text, text)),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(
        lambda parts: (f"({parts[0][0]} {parts[1]} {parts[2][0]})", f"({parts[0][1]} {parts[1]} {parts[2][1]})")
    ),
    max_leaves=6,
)
SMALL = st.decimals(-1000, 1000, places=2, allow_nan=False, allow_infinity=False)


@given(st.tuples(TERMS, TERMS), SMALL, SMALL)
def test_any_formula_of_the_four_operations_is_exact(
    tmp_path_factory: pytest.TempPathFactory, sides: tuple[tuple[str, str], tuple[str, str]], one: Decimal, other: Decimal
) -> None:
    figures = {"乙": Fraction(one), "丙": Fraction(other), **{f"小{number}": Fraction(text) for number, text in enumerate(LITERALS)}}

    def exactly(side: tuple[str, str]) -> Fraction:
        return evaluated(side[1], figures)

    formula = f"{sides[0][0]} / {sides[1][0]}"
    shown = result(tmp_path_factory.mktemp("form"), formula, f"乙: {one:f}\n丙: {other:f}\n")
    base = exactly(sides[1])
    assert shown == NO_FIGURE if base == 0 else Fraction(shown) == half_up(exactly(sides[0]) / base, 2)


def evaluated(code: str, figures: dict[str, Fraction]) -> Fraction:
    """Return the value of an expression with every number a fraction."""
    words = code.replace("(", " ( ").replace(")", " ) ").split()
    spelt = [f"F({word!r})" if word in LITERALS else f"V[{word!r}]" if word in figures else word for word in words]
    value = eval(" ".join(spelt), {"F": Fraction, "V": figures})  # made of the words above only
    assert isinstance(value, Fraction)
    return value


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("0.1 + 0.2", "0.30"),
        ("1.1 * 1.1 * 1000", "1210.00"),
        ("1 / 3", "0.33"),
        ("2 / 3", "0.67"),
        ("1 / 200", "0.01"),
        ("0.1 + 0.2 - 0.3", "0.00"),
        ("(乙 - 丙) / 乙", "0.10"),
        ("-乙", "-9"),
        ("乙 if 丙 > 9 else 丙", "8.06"),
        ("年度 - 2019", "1"),
        ("123456789012345678 * 1000000000", "123456789012345678000000000"),
    ],
)
def test_a_formula_is_computed_in_decimals(tmp_path: Path, formula: str, shown: str) -> None:
    assert Decimal(result(tmp_path, formula)) == Decimal(shown)


# 30 digits; rounded to 28 first, as decimals are by default, they would end in a half and go up.
def test_a_percent_is_rounded_once(tmp_path: Path) -> None:
    data = "乙: 1000000000000.00005\n丙: 0.00000000000000001\n"
    assert result(tmp_path, "乙 - 丙", data, "percent") == "100000000000000.00%"


@pytest.mark.parametrize(
    ("kind", "formula", "shown"),
    [
        ("percent", "丙 / 乙", "89.56%"),
        ("amount", "丙 / 乙", "0.90"),
        ("number", "丙 / 乙", "0.90"),
        ("number", "丙", "8.06"),
        ("integer", "丙 / 乙", "1"),
        ("integer", "丙 - 5.56", "3"),
    ],
)
def test_a_result_is_shown_as_its_field_shows_a_number(tmp_path: Path, kind: str, formula: str, shown: str) -> None:
    assert result(tmp_path, formula, kind=kind) == shown


# --- names ---


def test_a_formula_finds_the_field_beside_it_before_one_elsewhere(tmp_path: Path) -> None:
    fields = "\n  数: amount\n  组: {数: amount, 倍: {type: amount, formula: 数 * 2}}\n"
    assert SmallForm(form_in(tmp_path, fields)).shown("数: 1\n组: {数: 5}\n", "组.倍") == "10.00"


def test_a_formula_in_a_row_uses_its_own_row_and_the_whole_form(tmp_path: Path) -> None:
    facts, problems = with_formula(tmp_path, "乙").read("乙: 4\n行: [{数: 1}, {数: 3}, {}]\n")
    assert problems == []
    assert [str(facts.by_path[f"行[{number}].率"].value) for number in (1, 2, 3)] == ["25%", "75%", ""]


def test_formulas_are_computed_in_the_order_of_need(tmp_path: Path) -> None:
    fields = "\n  丁: {type: amount, formula: 丙 + 1}\n  丙: {type: amount, formula: 乙 + 1}\n  乙: {type: amount, formula: 甲 + 1}\n  甲: amount\n"
    assert SmallForm(form_in(tmp_path, fields)).shown("甲: 1\n", "丁") == "4.00"


def test_a_derived_figure_knows_its_path(rates: SmallForm) -> None:
    value = rates.read("支出: 8.06\n预算: 9\n")[0].by_path["执行率"].value
    assert isinstance(value, Figure)
    assert (value.path, value.displayed, str(value)) == ("执行率", Decimal("89.56"), "89.56%")


@pytest.mark.parametrize(("spent", "planned"), [("2150.40", "2150.30"), ("352118", "352110"), ("374.85", "374.86")])
def test_a_rate_that_only_rounds_to_a_hundred_is_no_hundred(rates: SmallForm, spent: str, planned: str) -> None:
    value = rates.read(f"支出: {spent}\n预算: {planned}\n")[0].by_path["执行率"].value
    assert isinstance(value, Figure)
    assert str(value) == "100.00%"
    assert value != 100
    assert (value > 100) is (Decimal(spent) > Decimal(planned))
    assert rates.read(f"支出: {spent}\n预算: {planned}\n执行率: 100%\n")[1] == []


# --- faults ---


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("乙 /", "没有写完"),
        ("(乙 + 丙", "没有写完"),
        ("乙 + 丙)", "多了 )"),
        ("乙 丙", "后面还有多余的内容"),
        ("乙 = 丙", "后面还有多余的内容"),
        ("乙 ÷ 丙", "有不能识别的符号 ÷"),
        ("乙，丙", "有不能识别的符号 ，"),
        ("乙 | 没有", "没有“没有”这个过滤器"),
        ("乙 is 没有", "没有“没有”这个判断"),
        ("{{ 乙 }}", ""),
        ("乙 }} {{ 丙", ""),
    ],
)
def test_a_formula_that_is_written_wrong_is_explained(tmp_path: Path, formula: str, message: str) -> None:
    [(place, path, said, hint)] = faults_of(tmp_path, formula)
    assert (place, path, hint) == ("form.yaml:6:3", "甲", ALLOWED)
    assert said.startswith(f"公式“{formula}”写法有误")
    assert message in said


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("乙 / 丙丙", "没有“丙丙”这个名称", "是否想写“丙”？"),
        ("丁 / 乙", "“丁”有 2 处，要写明是哪一处", "组.丁、另.丁"),
        ("组.无", "“组”下面没有“无”", ""),
        ("乙.倍", "“乙”是一个值，后面不能再写“.倍”", ""),
        ("乙.__class__", "“乙”是一个值，后面不能再写“.__class__”", ""),
        ("行.数", "“行”有若干行，不能直接写“.数”", "用 for 逐行写，或写明第几行；求和写 合计(行.数)"),
        ("数", "没有“数”这个名称", ""),
    ],
)
def test_a_name_that_leads_nowhere_is_explained(tmp_path: Path, formula: str, message: str, hint: str) -> None:
    assert faults_of(tmp_path, formula) == [("form.yaml:6:3", "甲", message, hint)]


@pytest.mark.parametrize(
    "formula",
    ["名 / 乙", "乙 * 名", "名 * 2", "乙 == 丙", "not 乙", "乙 ~ 丙", "乙()", "range(3)", "'文'", "(乙, 丙)", "[乙]", "{乙: 丙}", "none", "true", "组", "乙 | 大写"],
)  # fmt: skip
def test_a_formula_that_gives_no_number_is_explained(tmp_path: Path, formula: str) -> None:
    assert faults_of(tmp_path, formula) == [("form.yaml:6:3", "甲", f"公式“{formula}”得不出数字", "公式里只能用数字类的字段")]


@pytest.mark.parametrize("formula", ["2 ** 1000000", "9 ** 9 ** 9 ** 9", "乙 * 1e400", "10 ** 60"])
def test_a_number_that_no_page_could_hold_is_no_number(tmp_path: Path, formula: str) -> None:
    assert faults_of(tmp_path, formula)[0][2] == f"公式“{formula}”得不出数字"


def test_all_faults_of_all_formulas_are_reported_at_once(tmp_path: Path) -> None:
    fields = "\n  甲: {type: amount, formula: 无名 + 1}\n  乙: {type: amount, formula: 1 +}\n  丙: amount\n"
    with pytest.raises(Stop) as stop:
        SmallForm(form_in(tmp_path, fields))
    assert [(problem.place.line, problem.path) for problem in stop.value.problems] == [(6, "甲"), (7, "乙")]


@pytest.mark.parametrize(
    "formulas",
    [{"甲": "甲 + 1"}, {"甲": "乙 + 1", "乙": "甲 - 1"}, {"甲": "乙", "乙": "丙", "丙": "甲"}, {"甲": "乙 if 丁 else 1", "乙": "甲"}],
)
def test_formulas_that_need_each_other_are_refused(tmp_path: Path, formulas: dict[str, str]) -> None:
    fields = "".join(f"\n  {name}: {{type: amount, formula: {formula}}}" for name, formula in formulas.items()) + "\n  丁: amount\n"
    with pytest.raises(Stop) as stop:
        SmallForm(form_in(tmp_path, fields))
    [problem] = stop.value.problems
    said, _, circle = problem.message.partition("：")
    steps = circle.split(" → ")
    assert said == "公式互相引用，算不出来"
    assert problem.hint == "其中一项要改成手填，或改用别的数来算"
    assert set(steps) == set(formulas)
    assert steps[0] == steps[-1]
    needs = {(needed, name) for name, formula in formulas.items() for needed in formulas if needed in formula}
    assert set(pairwise(steps)) <= needs
    assert problem.place.file == "form.yaml"
    assert problem.place.line > 0
