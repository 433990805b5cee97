"""Units that can be compared, and by what factor."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pipeline.language.units import scale


@pytest.mark.parametrize(
    ("unit", "other", "factor"),
    [
        ("万元", "元", Fraction(10_000)),
        ("元", "亿元", Fraction(1, 10**8)),
        ("万圆整", "万元", Fraction(1)),
        ("%", "个百分点", Fraction(1)),
        ("项", "件", Fraction(1)),
        ("个", "户", Fraction(1)),
        ("", "次", Fraction(1)),
        ("年", "", Fraction(1)),
        ("公里", "公里", Fraction(1)),
    ],
)
def test_like_units_have_a_factor(unit: str, other: str, factor: Fraction) -> None:
    assert scale(unit, other) == factor


@pytest.mark.parametrize(("unit", "other"), [("", "%"), ("万元", ""), ("户", "人"), ("公里", "米"), ("", "公里"), ("个", "公里")])
def test_what_is_not_plainly_the_same_has_none(unit: str, other: str) -> None:
    assert scale(unit, other) is None
