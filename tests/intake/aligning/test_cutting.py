"""Values cut out of a cell by the words that the form prints around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.form.field import Field
from pipeline.intake.aligning.cutting import cut
from pipeline.intake.blueprints.blueprint import Hole, Label, Part
from pipeline.problems import Place


def hole(name: str, kind: str = "text", unit: str = "", private: str = "") -> Hole:
    """Return a hole of a field."""
    return Hole(Field(name, name, kind, Place(""), label=name, unit=unit, private=private), name)


NUMBER, AMOUNT = hole("数", "integer", "个"), hole("额", "amount", "万元")
APPLIED = (Label("目标：项目数 "), NUMBER, Label(" 个", optional=True), Label(" 金额 "), AMOUNT, Label(" 万元", optional=True), Label("。"))
PHONE, MOBILE = hole("办公电话"), hole("手机", private="mobile")
CLOSING = (Label("填报单位："), hole("单位"), Label("（公章）\n填报日期："), hole("日期", "date"))
REMARKED = (
    Label("指标解释"),
    Label("\n"),
    Label("说明：", optional=True),
    Hole(hole("说明").field, "说明", optional=True),
    Label("。", optional=True),
    Label("原因：", optional=True),
    Hole(hole("原因").field, "原因", optional=True),
    Label("。", optional=True),
)


def texts(parts: tuple[Part, ...], text: str) -> list[str]:
    """Return what is cut out for each hole, in their order."""
    return [piece.text for piece in cut(parts, text).pieces]


@pytest.mark.parametrize(
    "text",
    [
        "目标：项目数 17 个 金额 319.86 万元。",
        "目标:项目数17个金额319.86万元",
        "目标：  项 目 数 17　个，金额：319.86 万元 。",
        "目标：项日数 17 个 金额 319.86 万元。",
        "目标：项目数（个） 17 金额（万元） 319.86。",
        "目标：项目数：17 金额：319.86",
    ],
)
def test_values_are_found_whatever_width_blanks_slips_and_units_there_are(text: str) -> None:
    assert [each.removesuffix(" 个").removesuffix("个") for each in texts(APPLIED, text)] == ["17", "319.86"]


def test_a_unit_that_stands_twice_is_left_to_the_reading_of_numbers() -> None:
    assert texts((AMOUNT, Label(" 万元", optional=True)), "9 万元 万元") == ["9 万元"]


def test_a_blank_with_its_unit_is_blank() -> None:
    assert texts(APPLIED, "目标：项目数 个 金额 万元。") == ["", ""]


def test_a_label_s_words_within_the_value_stay_there() -> None:
    parts = (Label("整体目标："), hole("目标", "paragraphs"))
    assert texts(parts, "整体目标：围绕整体目标：做好三件事") == ["围绕整体目标：做好三件事"]


def test_what_a_label_lacks_makes_the_value_doubtful() -> None:
    (piece,) = cut((Label("工作措施："), hole("措施")), "每月检查一次").pieces
    assert (piece.text, piece.is_framed) == ("每月检查一次", False)


@pytest.mark.parametrize("between", [" ", "\n", "、", "/", ""])
def test_two_values_without_a_label_between_are_told_apart_by_what_they_can_be(between: str) -> None:
    assert texts((PHONE, Label(" "), MOBILE), f"0000-0000000{between}13800000000") == ["0000-0000000", "13800000000"]


def test_of_two_such_values_one_alone_is_put_where_it_belongs_and_doubted() -> None:
    pieces = cut((PHONE, Label(" "), MOBILE), "13800000000").pieces
    assert [(piece.text, piece.is_framed) for piece in pieces] == [("", False), ("13800000000", False)]


def test_words_of_prose_are_not_parted_at_their_commas() -> None:
    assert texts((hole("甲"), hole("乙")), "修路，架桥、植树") == ["修路，架桥、植树", ""]


def test_paragraphs_of_one_cell_are_told_apart() -> None:
    assert texts(CLOSING, "填报单位： 示例局(公章)\n填报日期 2021 年 6 月 1 日") == ["示例局", "2021 年 6 月 1 日"]


def test_a_letter_too_many_before_a_label_s_colon_is_no_part_of_the_value() -> None:
    assert texts(CLOSING, "填报单位位：示例局（公章）\n填报日期：2021.6.1") == ["示例局", "2021.6.1"]


def test_what_words_lead_in_to_is_blank_where_they_are_missing() -> None:
    assert texts(REMARKED, "指标解释\n说明：做了三件事。") == ["做了三件事", ""]
    assert texts(REMARKED, "指标解释\n原因：没有做完。") == ["", "没有做完"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="项目数金额个万元。：17 3.\n（）整体", max_size=30))
def test_whatever_a_cell_says_each_hole_gets_one_text_of_it(text: str) -> None:
    pieces = cut(APPLIED, text).pieces
    assert [piece.hole for piece in pieces] == [NUMBER, AMOUNT]
    assert all(piece.text in text for piece in pieces)
