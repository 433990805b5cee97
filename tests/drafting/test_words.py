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
