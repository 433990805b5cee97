"""Signature and date: centred on each other, as far from the right margin as GB/T 9704-2012 asks."""

from __future__ import annotations

import pytest

from pipeline.language.closing import LINE, RIGHT_OF_DATE, RIGHT_OF_SIGNATURE, closing_indent, width


@pytest.mark.parametrize(
    ("text", "expected"), [("2021年6月1日", 6), ("2021年12月31日", 7), ("湛江市信访局", 6), ("<w:t>R&amp;D</w:t>", 1.5), ("", 0)]
)
def test_a_text_is_as_wide_as_its_characters(text: str, expected: float) -> None:
    assert width(text) == expected


@pytest.mark.parametrize("signature", ["湛江市信访局", "局", "湛江市人民政府办公室"])
@pytest.mark.parametrize("date", ["2021年6月1日", "2021年12月31日"])
def test_below_a_signature_that_is_not_long_the_date_is_four_characters_from_the_right(signature: str, date: str) -> None:
    middle = (closing_indent(signature, date) / 100 + LINE) / 2
    assert LINE - (middle + width(date) / 2) == RIGHT_OF_DATE


def test_a_long_signature_stays_on_one_line_two_characters_from_the_right() -> None:
    signature = "湛江市机关事务管理与公共服务保障中心"
    middle = (closing_indent(signature, "2021年6月1日") / 100 + LINE) / 2
    assert LINE - (middle + width(signature) / 2) == RIGHT_OF_SIGNATURE


def test_a_signature_that_is_longer_than_a_line_takes_the_whole_line() -> None:
    assert closing_indent("局" * 200, "2021年6月1日") == 0
