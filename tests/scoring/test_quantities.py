"""Targets and results as clerks write them: what is plainly one number, and what is not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.scoring.quantities import Quantity, Sense, read_quantity


@pytest.mark.parametrize(
    ("text", "number", "unit", "sense"),
    [
        ("≥95%", "95", "%", Sense.AT_LEAST),
        ("100", "100", "", None),
        ("3 个", "3", "个", None),
        ("2 次/年", "2", "次/年", None),
        ("90 分以上", "90", "分", Sense.AT_LEAST),
        ("90及以上", "90", "", Sense.AT_LEAST),
        ("１，２００万元", "1200", "万元", None),
        ("控制在5万元以内", "5", "万元", Sense.AT_MOST),
        ("不超过 3 天", "3", "天", Sense.AT_MOST),
        ("<3天", "3", "天", Sense.LESS),
        ("-5.20%", "-5.20", "%", None),
        ("98%。", "98", "%", None),
        ("10 年", "10", "年", None),
        ("3.5㎡", "3.5", "㎡", None),
        ("92%（问卷120份）", "92", "%", None),
        ("≥3 个（含在建）。", "3", "个", Sense.AT_LEAST),
        ("8 公里（不含支渠）", "8", "公里", None),
        ("90 分以上（按百分制）", "90", "分", Sense.AT_LEAST),
    ],
)
def test_a_number_with_its_unit_is_read(text: str, number: str, unit: str, sense: Sense | None) -> None:
    assert read_quantity(text) == Quantity(Decimal(number), unit, sense)


@pytest.mark.parametrize(
    "text",
    [
        "12月底前",
        "12 月",
        "2022年12月31日前",
        "2022年",
        "30日内",
        "95%—98%",
        "3-5 个",
        "约 3 个",
        "第3名",
        "达成",
        "",
        "3 个村 2 个社区",
        "92（问卷120份）",
        "约92%（问卷120份）",
        "90%（以上）",
        "90%（不含）",
        "90%（不含90%）",
        "90%（目标95%）",
        "（问卷120份）92%",
        "92%（问卷120份）（抽样）",
        "不低于90分以下",
        "每年 2 次",
        "1,20 个",
        "3 天前",
        "十个",
    ],
)
def test_a_date_a_range_or_a_sentence_is_no_number(text: str) -> None:
    assert read_quantity(text) is None


def test_the_unit_of_the_column_is_understood_where_none_is_written() -> None:
    assert read_quantity("≥95", "%") == Quantity(Decimal(95), "%", Sense.AT_LEAST)
    assert read_quantity("95 分", "%") == Quantity(Decimal(95), "分")


@pytest.mark.parametrize(
    ("one", "other", "is_comparable"),
    [
        ("%", "个百分点", True),
        ("人", "名", True),
        ("户", "人", False),
        ("个", "户", True),
        ("", "个", True),
        ("", "%", False),
        ("", "万元", False),
        ("", "公里", False),
        ("次/年", "次", False),
        ("分", "", True),
    ],
)
def test_only_like_units_are_compared(one: str, other: str, is_comparable: bool) -> None:  # noqa: FBT001 - a case
    assert (Quantity(Decimal(3), one).within(other) is not None) is is_comparable


@given(st.decimals(-(10**6), 10**6, places=2))
def test_money_is_converted_exactly(amount: Decimal) -> None:
    assert Quantity(amount, "万元").within("元") == Fraction(amount) * 10_000
    assert Quantity(amount, "元").within("亿元") == Fraction(amount) / 10**8


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["", "%", "个", "次/年", "万元"]), st.sampled_from(["", "≥", "≤"]))
def test_a_number_is_read_as_it_is_shown(number: Decimal, unit: str, sign: str) -> None:
    shown = Quantity(number, unit)
    assert read_quantity(f"{sign}{shown}") == Quantity(number, unit, Sense(sign) if sign else None)
