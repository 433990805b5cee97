"""The words of one fact are cut out of a received passage only if there is one way to read it."""

from __future__ import annotations

import pytest

from pipeline.intake.returned.cutting import cut_out
from pipeline.intake.returned.plain import bare, words


@pytest.mark.parametrize(
    ("fixed", "number", "received", "expected"),
    [
        (["原因是：", "。"], 0, "原因是：尾款未付。", "尾款未付"),
        (["原因是：", "。"], 0, "原因是:尾款　未付", "尾款　未付"),  # other width, the full stop forgotten
        (["原因是：", "。"], 0, "原因是：甲。乙。", "甲。乙"),
        (["原因是：", "。"], 0, "因为尾款未付。", None),
        (["原因是：", "。"], 0, "原因是：。", None),
        (["对象：", "。方法：", "。"], 1, "对象：甲。方法：乙。", "乙"),
        (["对象：", "。方法：", "。"], 0, "对象：甲。方法：乙。方法：丙。", None),  # which of the two is the fixed one?
        (["", "", ""], 0, "甲乙", None),
        (["得", "分，原因是：", "。"], 1, "得9.5分，原因是：“R & D”未完成。", "“R & D”未完成"),
    ],
)
def test_a_fact_is_cut_out_of_the_words_around_it(fixed: list[str], number: int, received: str, expected: str | None) -> None:
    assert cut_out(fixed, number, received) == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("８.０６万元，“三公”", "8.06 万元, 「三公」", True),
        ("预算\n执行\u200b", "预算执行", True),
        ("12 3", "123", False),
        ("1.5", "15", False),
        ("10²", "102", False),
        ("8。06", "8.06", False),
    ],
)
def test_texts_are_compared_by_what_a_reader_takes_from_them(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001 - a case
    assert (bare(one).text == bare(other).text) is is_same


def test_words_know_where_they_stand() -> None:
    text = " 支出 1,008.06万元，　R&D占8 %"
    found = words(text)
    assert [word.bare for word in found] == ["支", "出", "1,008.06", "万", "元", ",", "R", "&", "D", "占", "8%"]
    assert [text[word.start : word.end] for word in found][2:4] == ["1,008.06", "万"]
    assert text[found[-1].start : found[-1].end] == "8 %"
