"""Formulas over rows, and rows within rows: exact, in order of need, and telling what they leave out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.values import Blank, Column, Rows
from pipeline.problems import Kind, Severity, Stop
from tests.scored_form import DATA, FIELDS
from tests.small_form import SmallForm, form_in, messages

LEAF = "一级指标.二级指标.三级指标.得分"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    return SmallForm(form_in(tmp_path_factory.mktemp("form"), FIELDS))


def asking(folder: Path, formula: str, kind: str = "number", inside: str = "") -> SmallForm:
    """Return a form with a formula beside the rows, and one in the innermost row if wanted."""
    fields = f"{FIELDS}  问: {{type: {kind}, minimum: none, formula: {formula!r}}}\n"
    if inside:
        fields = fields.replace(
            "              得分: number\n", f"              得分: number\n              比: {{type: percent, formula: {inside!r}}}\n"
        )
    return SmallForm(form_in(folder, fields))


def test_subtotals_add_up_from_the_innermost_rows(scored: SmallForm) -> None:
    assert [scored.shown(DATA, path) for path in ("一级指标[1].二级指标[1].小计", "一级指标[1].小计", "总分")] == ["19.5", "39.5", "79.5"]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        (f"合计({LEAF})", "79.5"),
        ("合计(三级指标.得分)", "79.5"),
        ("合计(二级指标.三级指标.得分)", "79.5"),
        ("合计(一级指标['二级指标'].分值)", "100"),
        ("合计(一级指标[0].二级指标.分值)", "50"),
        ("合计(一级指标[1:].二级指标.分值)", "50"),
        ("合计([总分, 1.5])", "81.0"),
        ("个数(一级指标)", "2"),
        ("个数(三级指标)", "4"),
        ("个数(一级指标.二级指标)", "3"),
        ("个数(三级指标.得分)", "4"),
        ("最大(三级指标.得分)", "40"),
        ("最小(三级指标.得分)", "9.5"),
        ("平均(三级指标.得分)", "19.88"),
        ("合计(三级指标.得分) / 合计(一级指标.分值) * 100", "79.50"),
    ],
)
def test_a_path_through_rows_is_all_values_below_them(tmp_path: Path, formula: str, result: str) -> None:
    assert asking(tmp_path, formula).shown(DATA, "问") == result


@pytest.mark.parametrize(
    ("inside", "result"), [("分值 / 二级指标.分值", "50%"), ("得分 / 合计(三级指标.得分)", "11.95%"), ("一级指标.分值 / 100", "50%")]
)
def test_a_formula_within_rows_sees_the_rows_around_it_and_all_rows(tmp_path: Path, inside: str, result: str) -> None:
    assert asking(tmp_path, "1 + 1", inside=inside).shown(DATA, "一级指标[1].二级指标[1].三级指标[1].比") == result


# --- 无, 不适用 and blanks ---


@pytest.mark.parametrize(
    ("scores", "result"),
    [
        (("不适用", "10"), "10"),
        (("", "10"), "10"),
        (("不适用", "无"), "不适用"),
        (("不适用", ""), ""),
        (("", ""), ""),
    ],
)
def test_what_does_not_apply_counts_nothing(scored: SmallForm, scores: tuple[str, str], result: str) -> None:
    data = DATA.replace("得分: 9.5", f"得分: {scores[0]}").replace("得分: 10}", f"得分: {scores[1]}}}")
    facts, _ = scored.read(data)
    assert str(facts.by_path["一级指标[1].二级指标[1].小计"].value) == result


def test_no_rows_have_no_sum_but_are_none(tmp_path: Path) -> None:
    small = asking(tmp_path, "个数(三级指标)")
    facts, problems = small.read("单位名称: 甲局")
    assert (type(facts.by_path["总分"].value), str(facts.by_path["问"].value), problems) == (Blank, "0", [])


@pytest.mark.parametrize(
    ("score", "severity", "said"),
    [
        ("不适用", Severity.NOTE, "算出 10，没有算进去的有：1 项填的是“不适用”（一级指标[1].二级指标[1].三级指标[1].得分）"),
        ("", Severity.WARNING, "算出 10，没有算进去的有：1 项没有填（一级指标[1].二级指标[1].三级指标[1].得分）"),
    ],
)
def test_the_smallest_sum_that_leaves_something_out_says_so(tmp_path: Path, score: str, severity: Severity, said: str) -> None:
    small = asking(tmp_path, f"合计({LEAF})", inside="得分 / 合计(三级指标.得分)")
    _, problems = small.read(DATA.replace("得分: 9.5", f"得分: {score}"))
    assert [(problem.severity, problem.kind, problem.path, problem.message) for problem in problems] == [
        (severity, Kind.LEFT_OUT, "一级指标[1].二级指标[1].小计", said)
    ]


def test_a_value_that_is_told_as_wrong_makes_no_sum_that_is_told_as_different(scored: SmallForm) -> None:
    _, problems = scored.read(DATA.replace("得分: 9.5", "得分: 九").replace("分值: 20\n", "分值: 20\n        小计: 3\n"))
    assert [problem.kind for problem in problems] == [Kind.VALUE]


def test_a_mean_takes_only_what_was_filled_in(tmp_path: Path) -> None:
    facts, _ = asking(tmp_path, "平均(三级指标.得分) - 合计(三级指标.得分) / 个数(三级指标.得分)").read(
        DATA.replace("得分: 9.5", "得分: 无")
    )
    assert facts.by_path["问"].value == 0


# --- misuse ---


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("一级指标.分值 + 1", "“一级指标”有若干行，不能直接写“.分值”", "用 for 逐行写，或写明第几行；求和写 合计(一级指标.分值)"),
        (
            "一级指标.二级指标.分值",
            "“一级指标”有若干行，不能直接写“.二级指标”",
            "用 for 逐行写，或写明第几行；求和写 合计(一级指标.二级指标.…)",
        ),
        ("合计(一级指标)", "合计(一级指标) 要写明是哪一项", "合计(一级指标.分值)、合计(一级指标.小计)"),
        ("合计(一级指标.名称)", "合计 只能用于数字，“名称”是 text", "数有几行填了，写 个数(…)"),
        ("合计(一级指标.分)", "“一级指标”下面没有“分”", "是否想写“分值”？"),
        ("合计(一级.分值)", "没有“一级”这个名称", "是否想写“一级指标”？"),
        ("合计(总分)", "“总分”只有一个值，不能用 合计", "括号里写若干行的一项，例如 合计(项目.金额)；几个单独的数写成 合计([甲, 乙])"),
        ("合计(总分, 1)", "合计 的括号里要写一项，也只写一项", "例如 合计(项目.金额)；几个单独的数写成 合计([甲, 乙])"),
        ("合计()", "合计 的括号里要写一项，也只写一项", "例如 合计(项目.金额)；几个单独的数写成 合计([甲, 乙])"),
        ("合计([一级指标.分值])", "“一级指标”有若干行，不能直接写“.分值”", "用 for 逐行写，或写明第几行；求和写 合计(一级指标.分值)"),
        ("最高(一级指标.分值)", "没有“最高”这个名称", ""),
    ],
)
def test_misuse_is_one_sentence_with_its_place(tmp_path: Path, formula: str, message: str, hint: str) -> None:
    with pytest.raises(Stop) as stop:
        asking(tmp_path, formula)
    assert messages(stop.value)[0] == f"form.yaml:26:3: {message}" + (f"（{hint}）" if hint else "")


def test_a_sum_that_needs_itself_is_told(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"公式互相引用，算不出来：一级指标\[\].小计 → 一级指标\[\].小计"):
        SmallForm(form_in(tmp_path, FIELDS.replace("合计(二级指标.小计)", "合计(一级指标.小计)")))


def test_the_number_of_rows_needs_none_of_their_formulas(tmp_path: Path) -> None:
    fields = "\n  项目: {type: rows, fields: {金额: number, 份: {type: number, formula: 1 / 个数(项目)}}}\n"
    assert SmallForm(form_in(tmp_path, fields)).shown("项目: [{金额: 1}, {金额: 2}]", "项目[2].份") == "0.5"


def test_a_field_may_be_called_like_a_function(tmp_path: Path) -> None:
    fields = "\n  项目: {type: rows, fields: {合计: number}}\n  合计: {type: number, formula: 合计(项目.合计)}\n  倍: {type: number, formula: 合计 * 2}\n"
    assert SmallForm(form_in(tmp_path, fields)).shown("项目: [{合计: 1}, {合计: 2}]", "倍") == "6"


# --- exactness and effort ---


@given(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=1, max_size=20))
def test_a_sum_is_exact(numbers: list[Decimal]) -> None:
    small = SUMMED
    facts, problems = small.read("项目: [" + ", ".join(f"{{数: {number}}}" for number in numbers) + "]")
    assert (facts.by_path["和"].value, problems) == (sum(numbers), [])


@pytest.fixture(scope="module", autouse=True)
def _summed(tmp_path_factory: pytest.TempPathFactory) -> None:
    global SUMMED  # noqa: PLW0603 - hypothesis takes no fixture of a function
    fields = (
        "\n  项目: {type: rows, fields: {数: {type: number, minimum: none}}}\n  和: {type: number, minimum: none, formula: 合计(项目.数)}\n"
    )
    SUMMED = SmallForm(form_in(tmp_path_factory.mktemp("form"), fields))


SUMMED: SmallForm


def test_all_rows_are_gone_through_once_however_many_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = "\n  项目: {type: rows, fields: {数: number, 份: {type: percent, formula: 数 / 合计(项目.数)}}}\n"
    small, gathered = SmallForm(form_in(tmp_path, fields)), list[bool]()
    known = Rows.column

    def counted(rows: Rows, name: str) -> Rows | Column:
        gathered.append(not rows.has_column(name))
        return known(rows, name)

    monkeypatch.setattr(Rows, "column", counted)
    small.read("项目: [" + ", ".join(["{数: 1}"] * 50) + "]")
    assert (len(gathered), sum(gathered)) == (50, 1)


def test_a_column_is_made_anew_when_a_value_in_it_was_computed(scored: SmallForm) -> None:
    facts, _ = scored.read(DATA)
    assert list(map(str, facts.root.rows("一级指标").column("小计"))) == ["39.5", "40"]
