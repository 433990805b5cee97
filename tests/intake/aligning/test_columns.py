from __future__ import annotations

from pipeline.form.field import Field
from pipeline.intake.aligning.columns import in_order_of_form
from pipeline.intake.aligning.plans import Plan, plan_of
from pipeline.intake.blueprints.blueprint import Blueprint, Hole, Label, Line, Part, Slot
from pipeline.intake.received import ReceivedCell, ReceivedLine
from pipeline.problems import Place


def hole(name: str, *, is_told: bool = False) -> Hole:
    return Hole(Field(name, name, "text", Place("form.yaml")), name, is_told=is_told)


def form() -> Plan:
    heading: list[tuple[Part, ...]] = [(Label("项目"),), (hole("年度", is_told=True), Label("年预算数")), (Label("决算数"),)]
    travel: list[tuple[Part, ...]] = [(Label("差旅费"),), (hole("差旅费.预算数"),), (hole("差旅费.决算数"),)]
    return plan_of(Blueprint("f", "table", "表", tuple(Line(tuple(map(Slot, slots)), 1) for slots in (heading, travel))))


def line(*texts: str, widths: tuple[int, ...] = (), table: int = 1) -> ReceivedLine:
    cells = zip(texts, widths or [1] * len(texts), strict=True)
    return ReceivedLine(tuple(ReceivedCell(text, f"第{number}格", width) for number, (text, width) in enumerate(cells, 1)), table)


def read(*lines: ReceivedLine) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in in_order_of_form(lines, form())]


def test_columns_that_were_exchanged_with_their_names_are_put_back() -> None:
    assert read(line("项目", "决算数", "2018年预算数"), line("差旅费", "2", "1")) == [
        ["项目", "2018年预算数", "决算数"],
        ["差旅费", "1", "2"],
    ]


def test_a_column_that_the_form_has_not_comes_last_so_that_no_value_is_taken_from_it() -> None:
    assert read(line("项目", "序号", "2018年预算数", "决算数"), line("差旅费", "7", "1", "2"))[1] == ["差旅费", "1", "2", "7"]


def test_cells_to_the_left_that_are_merged_with_those_above_are_not_counted() -> None:
    lines = read(line("项目", "决算数", "2018年预算数", widths=(2, 1, 1)), line("差旅费", "2", "1", widths=(1, 1, 1)))
    assert lines[1] == ["差旅费", "1", "2"]


def test_columns_in_the_order_of_the_form_and_other_tables_stay_as_they_are() -> None:
    lines = [line("项目", "2018年预算数", "决算数"), line("差旅费", "1", "2")]
    assert read(*lines) == [["项目", "2018年预算数", "决算数"], ["差旅费", "1", "2"]]
    swapped = [line("项目", "决算数", "2018年预算数"), line("差旅费", "2", "1", table=2)]
    assert read(*swapped)[1] == ["差旅费", "2", "1"]


def test_a_row_whose_cell_stands_below_two_columns_stays_as_it_is() -> None:
    assert read(line("项目", "决算数", "2018年预算数"), line("差旅费", "一并填报", widths=(1, 2)))[1] == ["差旅费", "一并填报"]


def test_of_columns_that_are_called_alike_the_years_tell_which_is_which() -> None:
    before = Hole(Field("年度 - 1", "", "text", Place("form.yaml")), "", is_told=True)
    names: list[tuple[Part, ...]] = [(Label("项目"),), (before, Label("年决算数")), (hole("年度", is_told=True), Label("年决算数"))]
    plan = plan_of(Blueprint("f", "table", "表", (Line(tuple(map(Slot, names)), 1),)))
    lines = [line("项目", "2018年决算数", "2017年决算数"), line("差旅费", "2", "1")]
    assert [cell.text for cell in list(in_order_of_form(lines, plan))[1].cells] == ["差旅费", "1", "2"]


def test_a_column_that_is_called_by_a_year_alone_stays_where_the_form_has_it() -> None:
    before = Hole(Field("年度 - 1", "", "text", Place("form.yaml")), "", is_told=True)
    year = Label("年")
    names: list[tuple[Part, ...]] = [
        (Label("项目"),),
        (before, year),
        (hole("年度", is_told=True), year),
        (Label("增减额"),),
        (Label("增减率"),),
    ]
    plan = plan_of(Blueprint("f", "table", "表", (Line(tuple(map(Slot, names)), 1),)))
    lines = [line("项目", "2017年", "2018年", "增减额", "增减率"), line("差旅费", "1", "2", "1", "100%")]
    assert [cell.text for cell in list(in_order_of_form(lines, plan))[1].cells] == ["差旅费", "1", "2", "1", "100%"]
    swapped = [line("项目", "2018年", "2017年", "增减额", "增减率"), line("差旅费", "2", "1", "1", "100%")]
    assert [cell.text for cell in list(in_order_of_form(swapped, plan))[1].cells] == ["差旅费", "1", "2", "1", "100%"]


def test_a_heading_with_a_single_letter_moves_nothing() -> None:
    names: list[tuple[Part, ...]] = [(Label("项目"),), (Label("年"),), (Label("预算数"),), (Label("决算数"),)]
    plan = plan_of(Blueprint("f", "table", "表", (Line(tuple(map(Slot, names)), 1),)))
    lines = [line("项目", "年", "预算数", "决算数"), line("差旅费", "2020", "1", "2")]
    assert [cell.text for cell in list(in_order_of_form(lines, plan))[1].cells] == ["差旅费", "2020", "1", "2"]
