"""What was read is printed again and laid beside what was received: what was misread, left out or says otherwise is told with its place."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.intake.proof.proving import Proof, otherwise, prove
from pipeline.intake.proof.reprint import Reprinter, reprinter
from pipeline.intake.proof.tokens import words
from pipeline.intake.recognition.candidates import form_named
from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.workspace import Workspace
from tests.intake.small_forms import FILLED, WHOLE, Line, changed, filled, received, small_forms

T = "第1个表格第{}行第{}格"
READ: dict[str, tuple[str, str]] = {
    "年度": ("第2段", "2020"),
    "单位名称": (T.format(1, 2), "湛江市信访局"),
    "单位职能": (T.format(1, 4), "负责来信来访工作"),
    "三公经费.预算数": (T.format(2, 2), "9"),
    "三公经费.支出数": (T.format(2, 4), "8.06"),
    "三公经费.支出率": (T.format(3, 2), "89.56%"),
    "是否公开": (T.format(3, 4), "是√ 否"),
    "明细[1].项目": (T.format(5, 1), "接访场所维修"),
    "明细[1].金额": (T.format(5, 3), "3.50"),
    "明细[2].项目": (T.format(6, 1), "信访系统维护"),
    "明细[2].金额": (T.format(6, 3), "4"),
    "填报日期": ("第1个表格之后第1段", "2021.6.1"),
}
TYPED = {"是否公开": "是", "填报日期": "2021-06-01"}
Lines = dict[int, Line]
# What cells and paragraphs may hold: the form's own words, values, ticks and boxes, and anything.
WORDS = st.lists(
    st.sampled_from(
        ["三公经费", "预算安排数", "万元", "是", "否", "√", "□", "☑", "×", "9", "8.06", "2020.9.3", "\n", " ", "备注：", "湛江市信访局"]
    )
).map("".join)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Reprinter:
    workspace: Workspace = small_forms(tmp_path_factory.mktemp("small"))
    return reprinter(form_named(workspace, WHOLE), workspace.layout)


def proof(form: Reprinter, lines: Lines, read: dict[str, tuple[str, str]] | None = None, *told: Problem, **typed: str) -> Proof:
    """Return the proof of a filled form some lines of which are others, by their numbers, and of which other values were read."""
    file = received(*changed(lines))
    return prove(file, [filled(form.form, {**READ, **(read or {})}, told, **{**TYPED, **typed})], form, "2020")


def said(found: Proof) -> list[str]:
    """Return what a proof tells, with the places."""
    return [f"{problem.place.spot} {problem.kind} {problem.message}" for problem in found.problems]


def unplaced(found: Proof) -> list[str]:
    """Return what is not placed, with the places."""
    return [f"{problem.place.spot} {problem.message.partition('：')[2]}" for problem in found.problems if problem.kind == Kind.UNPLACED]


def test_what_was_read_right_comes_out_again(form: Reprinter) -> None:
    found = proof(form, {})
    assert (found.doubts, said(found)) == ({}, [])


def test_values_read_in_each_other_s_place_are_doubted(form: Reprinter) -> None:
    swapped = {"三公经费.预算数": READ["三公经费.支出数"], "三公经费.支出数": READ["三公经费.预算数"]}
    found = proof(form, {}, {**swapped, "三公经费.支出率": ("第9段", "")})
    assert set(found.doubts) == {"三公经费.预算数", "三公经费.支出数"}
    assert "不在收到的表的这一处" in found.doubts["三公经费.预算数"]


def test_a_value_read_from_another_row_is_doubted_and_what_stands_in_its_own_is_listed(form: Reprinter) -> None:
    found = proof(
        form, {2: ("单位名称", "湛江市信访局", "主要职能", "另一句话")}, {"单位职能": READ["明细[1].项目"], "明细[1].项目": ("第9段", "")}
    )
    assert "单位职能" in found.doubts
    assert unplaced(found) == [f"{T.format(1, 4)} “另一句话”"]


def test_a_value_whose_words_do_not_stand_in_its_place_is_doubted(form: Reprinter) -> None:
    assert "没有这几个字" in proof(form, {}, {"明细[2].金额": (T.format(6, 3), "40")}).doubts["明细[2].金额"]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ({1: "（2019年）"}, ["第2段 “（2019年）”"]),
        ({9: "附注：三公经费含外事接待"}, ["第1个表格之后第2段 “附注：三公经费含外事接待”"]),
        ({3: ("三公经费预算安排数", "9 万元（调整后）", "三公经费实际支出数", "8.06万元")}, [f"{T.format(2, 2)} “调整后”"]),
        ({3: ("三公经费预算安排数", "约9 万元", "三公经费实际支出数", "8.06万元")}, [f"{T.format(2, 2)} “约”"]),
        ({5: ("支出项目名称", "7", "支出项目金额", "")}, [f"{T.format(4, 2)} “7”"]),
        ({5: ("支出项目名称", "无", "支出项目金额", "")}, [f"{T.format(4, 2)} “无”"]),
        ({8: "填报单位：湛江市财政局（公章）　填报日期：2021.6.1"}, ["第1个表格之后第1段 “湛江市财政局”"]),
    ],
)
def test_words_that_are_neither_the_form_s_nor_a_value_s_are_listed(form: Reprinter, lines: Lines, left: list[str]) -> None:
    assert unplaced(proof(form, lines)) == left


@pytest.mark.parametrize(
    "lines",
    [
        {2: ("单 位 名 称：", "湛江市信访局", "主要职能", "负责来信来访工作")},
        {3: ("三公经费予算安排数", "９ 万元", "三公经费实际支岀数", "8.06万元 万元")},
        {5: ("支出项目名称", "", "支出项目金额", ""), 9: ("支出项目名称", "", "支出项目金额", "")},
        {9: "第 1 页 共 2 页"},
        {9: "（照批准的职能填写）"},
        {4: ("三公经费支出率", "89.56%", "自评信息是否公开", "☑是 □否")},
    ],
)
def test_blanks_widths_misspelt_and_repeated_headings_hints_and_page_numbers_are_the_form_s(form: Reprinter, lines: Lines) -> None:
    found = proof(form, lines)
    assert (found.doubts, said(found)) == ({}, [])


def test_a_longer_document_around_a_form_is_told_as_one(form: Reprinter) -> None:
    text = [f"第{number}条　本办法自印发之日起施行，由财政局负责解释。" for number in "一二三四五六"]
    file = received(*text[:3], *FILLED[2:8], *text[3:])
    spots = {path: value for path, value in READ.items() if path not in ("年度", "填报日期")}
    problems = prove(file, [filled(form.form, spots, (), **TYPED)], form, "2020").problems
    assert [(problem.kind, problem.message) for problem in problems] == [
        (Kind.UNPLACED, "表的前后还有 6 处文字，多半不是表上的内容，没有放进去（第1段起，到第1个表格之后第3段）")
    ]


def test_rows_in_another_order_come_out_all_the_same(form: Reprinter) -> None:
    places = {"第2行": "第3行", "第3行": "第2行"}
    moved = {path: (spot.replace(row, places.get(row, row)), text) for path, (spot, text) in READ.items() for row in [spot[5:8]]}
    found = proof(form, {3: FILLED[4], 4: FILLED[3]}, moved)
    assert (found.doubts, said(found)) == ({}, [])


def test_a_tick_at_the_other_word_is_doubted(form: Reprinter) -> None:
    found = proof(form, {4: ("三公经费支出率", "89.56%", "自评信息是否公开", "是 否√")}, {"是否公开": (T.format(3, 4), "是 否√")})
    assert list(found.doubts) == ["是否公开"]


def test_what_could_not_be_taken_is_not_told_twice(form: Reprinter) -> None:
    refused = Problem(Severity.WARNING, Kind.NOT_TAKEN, "应填数字，现为“八万多”", Place("收到的表.docx", spot=T.format(2, 4)))
    lines: Lines = {3: ("三公经费预算安排数", "9 万元", "三公经费实际支出数", "八万多")}
    nothing = {"三公经费.支出数": ("第9段", "")}
    assert unplaced(proof(form, lines, nothing)) == [f"{T.format(2, 4)} “八万多”"]
    assert unplaced(proof(form, lines, nothing, refused)) == []


def test_a_computed_figure_is_compared_and_never_asked_where_nothing_computes_it(form: Reprinter) -> None:
    def told(**values: tuple[str, str]) -> list[str]:
        read = filled(form.form, {path.replace("_", "."): value for path, value in values.items()})
        return [f"{problem.place.spot} {problem.message}" for problem in otherwise([read], form, "2020")]

    rate, planned, spent = (T.format(3, 2), "95%"), READ["三公经费.预算数"], READ["三公经费.支出数"]
    assert told(三公经费_支出率=rate, 三公经费_预算数=planned, 三公经费_支出数=spent) == [
        f"{T.format(3, 2)} 收到的是“95%”，程序算得“89.56%”"
    ]
    assert told(三公经费_支出率=(T.format(3, 2), "89.56%"), 三公经费_预算数=planned, 三公经费_支出数=spent) == []
    assert told(三公经费_支出率=rate) == []


@given(
    lines=st.lists(st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=5).map(tuple)), max_size=12),
    read=st.dictionaries(st.sampled_from(list(READ)), st.tuples(st.sampled_from([spot for spot, _ in READ.values()]), WORDS)),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_received_and_read_is_proved_or_told_and_never_a_fault(
    form: Reprinter, lines: list[Line], read: dict[str, tuple[str, str]]
) -> None:
    assert prove(received(*lines), [filled(form.form, read)], form, "2020")


def test_words_are_compared_blind_to_width_and_punctuation_and_numbers_as_numbers() -> None:
    assert words("１２,０００.50 元，Ｒ＆Ｄ") == ["12000.5", "元", "r", "d"]
    assert words("2020.9.3") == words("2020年9月3日".translate(dict.fromkeys(map(ord, "年月日"), " "))) == ["2020", "9", "3"]
    assert words("是√ 否") == words("√是　□否") == words("☑是 ☒否") == ["是", "√", "否"]
    assert words("是 否☒") == ["是", "否", "√"]
