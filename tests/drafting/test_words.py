"""Places in a text that wait to be filled."""

from __future__ import annotations

import pytest

from pipeline.drafting.words import slots_in


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("单位：            填报日期：        ", ["单位", "填报日期"]),
        ("单位：（公章）", ["单位"]),
        ("单位：＿＿＿＿", ["单位"]),
        ("填报单位：（公章）单位：万元", ["填报单位"]),
        ("单位：万元填报日期：", ["填报日期"]),
        ("金额单位：　　万元", []),
        ("注：应填尽填\n填报人：", ["填报人"]),
        ("填表说明：\t1.请如实填写", []),
        ("措施：\n\n", ["措施"]),
        ("填 报 单 位：      填　报　人：      ", ["填报单位", "填报人"]),
        ("备 注：应填尽填", []),
        ("填报单位（盖章）：      单位：元", ["填报单位（盖章）"]),
        ("填报单位：      填 报 人：      （金额单位：元）", ["填报单位", "填报人"]),
        ("联系人：　　；电话：　　；其他：无", ["联系人", "电话"]),
    ],
)
def test_places_behind_colons(text: str, labels: list[str]) -> None:
    assert [slot.label for slot in slots_in(text)] == labels


def test_blank_lines_at_the_end_belong_to_the_last_place() -> None:
    assert [(slot.start, slot.end) for slot in slots_in("甲：\n乙：\n\n")] == [(2, 2), (5, 7)]


@pytest.mark.parametrize("label", ["单 位 名 称", "姓　　名", "负 责 人", "得 分", "法 人", "项 目 名 称（全称）"])
def test_letters_set_apart_leave_nothing_open(label: str) -> None:
    assert slots_in(label) == []


@pytest.mark.parametrize(("text", "kind"), [("共　　人", "integer"), ("    年    月    日", "date"), ("年 月 日", "date")])
def test_what_is_left_open_is_no_label_set_apart(text: str, kind: str) -> None:
    assert [slot.guess.type for slot in slots_in(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "□优 □良 □差", "优□ 良□ 差□", "☑优 □良 □差", "■优 □良 □差", "优（ ） 良（ ） 差（ ）", "（　）优（√）良（　）差",
        "□优（90分以上） □良（80-90分） □差（60分以下）", "优（90分以上）□ 良（80分以上）□ 差（不足）□", "□优 □良 □差：____",
    ],
)  # fmt: skip
def test_boxes_to_tick_are_one_place_as_far_as_they_go(text: str) -> None:
    assert [(slot.start, slot.end, slot.guess.choices) for slot in slots_in(text)] == [(0, len(text), ("优", "良", "差"))]


@pytest.mark.parametrize(
    "text", ["□是 □否", "是□ 否□", "☑是 □否", "是√ 否", "是√　否□", "是　　否", "是/否", "是（ ）否（ ）", "□是 □否（说明原因）"]
)
def test_yes_or_no_by_any_box(text: str) -> None:
    assert [(slot.start, slot.end, slot.guess.type) for slot in slots_in(text)] == [(0, len(text), "yes_no")]


@pytest.mark.parametrize("text", ["是否公开", "■概况 ■成效", "（一）成效（二）问题", "是否", "（略）见附件（一）"])
def test_what_is_no_choice(text: str) -> None:
    assert all(slot.guess.type not in ("choice", "yes_no") for slot in slots_in(text))


def test_a_signature_keeps_its_room_before_the_day() -> None:
    text = "负责人（签字）：            年  月  日"
    assert [(slot.label, text[slot.start : slot.end]) for slot in slots_in(text)] == [("签字日期", "    年  月  日")]


@pytest.mark.parametrize("text", ["每高 1 个百分点扣 0.5 分", "满分 10 分，扣 1 分", "不超过 3 个"])
def test_a_figure_set_apart_from_its_unit_leaves_nothing_open(text: str) -> None:
    assert slots_in(text) == []
