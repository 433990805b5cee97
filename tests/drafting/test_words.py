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
    ],
)
def test_places_behind_colons(text: str, labels: list[str]) -> None:
    assert [slot.label for slot in slots_in(text)] == labels


def test_blank_lines_at_the_end_belong_to_the_last_place() -> None:
    assert [(slot.start, slot.end) for slot in slots_in("甲：\n乙：\n\n")] == [(2, 2), (5, 7)]
