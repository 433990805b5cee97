"""Numbers of persons: whatever their digits and marks, and what makes them valid."""

from __future__ import annotations

import random
import sys
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters import BLOCK_END
from pipeline.privacy.digits import CHINESE_DIGITS, DIGIT, plain_sign, runs
from pipeline.privacy.leaks import covered, masked
from pipeline.privacy.numbers import Number, is_identity, numbers, passes_luhn
from pipeline.privacy.search import Search

# How a digit can be written: plain three times as often as in each other dress.
DRESSES = (
    *("0123456789",) * 3,
    *(
        "０１２３４５６７８９",
        "〇一二三四五六七八九",
        "零壹贰叁肆伍陆柒捌玖",
        "⓪①②③④⑤⑥⑦⑧⑨",
        "⁰¹²³⁴⁵⁶⁷⁸⁹",
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
        "٠١٢٣٤٥٦٧٨٩",
        "०१२३४५६७८९",
    ),
)
PLAIN_SIGN = {"×": "*", "÷": "/", "＋": "+", "－": "-", "／": "/"}
MARKS = " \t\n\u3000\xa0-－—–·•．.…/／\\()（）[]【】_~*|+"
UNSEEN = ("\u200b", "\u200d", "\u2060", "\ufeff", "\xad", "\ufe0f", "\U000e0101", "\U000e0031", "\u202e", "\u2066", "\u034f")


def found_in(text: str) -> list[Number]:
    return list(numbers(text, runs(text)))


def mobile(second: str = "345678") -> st.SearchStrategy[str]:
    """Numbers that no year begins: 199 8102 0036 may be written as 1998.10—2003.6, and is then read as that."""
    return st.builds("1{}{}".format, st.sampled_from(second), st.text("0123456789", min_size=9, max_size=9))


def dressed(digits: str, chance: random.Random) -> str:
    return "".join(chance.choice(DRESSES)[int(digit)] for digit in digits)


@given(mobile(), st.randoms(use_true_random=False))
def test_a_number_whose_digits_are_mixed_of_any_scripts_is_found(number: str, chance: random.Random) -> None:
    text = f"请拨{dressed(number, chance)}联系"
    assert [found.digits for found in found_in(text)] == [number]


@given(mobile(), st.randoms(use_true_random=False))
def test_a_number_with_any_marks_in_it_is_found(number: str, chance: random.Random) -> None:
    """Divided into pieces of which no two are divided alike, with one to three marks and any number of unseen characters."""
    cuts = sorted(chance.sample(range(1, 11), chance.randint(2, 10)))
    pieces = [number[start:end] for start, end in zip((0, *cuts), (*cuts, 11), strict=True)]
    text = dressed(pieces[0], chance)
    for count, piece in enumerate(pieces[1:]):
        marks = [chance.choice(MARKS) for _ in range(chance.randint(1, 3))]
        if count == 0:
            marks = ["（", " "]  # so that it is not spelt as a row of figures is
        unseen = [chance.choice(UNSEEN) for _ in range(chance.randint(0, 5))]
        chance.shuffle(mixed := marks + unseen)
        text += "".join(mixed) + dressed(piece, chance)
    assert [found.digits for found in found_in(f"手机号{text}。")] == [number]
    assert any(number in found.digits for found in found_in(f"请告知{text}。"))


@given(mobile("3456789"), st.sampled_from(UNSEEN), st.integers(1, 30))
def test_any_number_of_unseen_characters_hides_nothing(number: str, unseen: str, count: int) -> None:
    assert [found.digits for found in found_in((unseen * count).join(number))] == [number]


@given(mobile("3456789"), st.sampled_from(["", " ", "\u3000", "\u200b"]), st.randoms(use_true_random=False))
def test_one_digit_in_each_cell_is_found(number: str, blank: str, chance: random.Random) -> None:
    cells = (f"{blank}{dressed(digit, chance)}{blank}" for digit in number)
    assert [found.digits for found in found_in(BLOCK_END.join(("手机", *cells, "邮箱")))] == [number]


@given(mobile("3456789"), st.sampled_from(["+86", "86 ", "0086-", "+86-", "（86）", "0"]))
def test_the_country_before_a_number_hides_nothing(number: str, country: str) -> None:
    assert [found.digits[-11:] for found in found_in(f"{country}{number}")] == [number]


AMOUNT = st.decimals(0, 10**11, places=2).map(str)


@given(AMOUNT, st.sampled_from(["", "元", "万元", "亿元", "%"]))
def test_no_amount_with_decimals_is_taken_for_a_number(amount: str, unit: str) -> None:
    text = f"{amount}{unit}"
    assert amount.endswith(".00") or found_in(text) == []


@given(st.integers(10**10, 10**12), st.sampled_from(["元", "万元", "亿元", "美元", "平方米"]), st.sampled_from(["", ",", " "]))
def test_no_amount_with_its_unit_is_taken_for_a_number(amount: int, unit: str, separator: str) -> None:
    assert found_in(f"总额{amount:,}{unit}".replace(",", separator)) == []


@given(
    st.lists(st.dates().map(lambda day: f"{1900 + day.year % 200}.{day.month}"), min_size=1, max_size=6),
    st.sampled_from(["—", "-", "、", " ", "～", "/"]),
)
def test_no_row_of_months_is_taken_for_a_number(months: list[str], between: str) -> None:
    assert found_in(between.join(months)) == []


@given(
    st.decimals("0.1", 99999, places=2),
    st.decimals(1, 99999, places=1),
    st.sampled_from("+-*/×÷＋－／"),
    st.sampled_from(("=", " = ", "＝")),
)
def test_no_calculation_with_decimals_is_taken_for_a_number(one: Decimal, other: Decimal, sign: str, equals: str) -> None:
    result = {"+": one + other, "-": abs(one - other), "*": one * other, "/": one / other}[PLAIN_SIGN.get(sign, sign)]
    for shown in (f"{result:.2f}", f"{result:.0f}", f"{result:.4f}"):
        assert found_in(f"按{one}{sign}{other}{equals}{shown}计算") == []


@given(st.lists(st.integers(1, 10**7), min_size=2, max_size=14))
def test_no_row_of_figures_in_cells_is_taken_for_a_number(figures: list[int]) -> None:
    cells = list(map(str, figures))
    assert len(cells) == len("13900010002") == sum(map(len, cells)) or not any(found.is_sure for found in found_in(BLOCK_END.join(cells)))


@given(st.text(st.sampled_from("0123456789abcdef"), min_size=64, max_size=64))
def test_no_fingerprint_is_taken_for_a_number(text: str) -> None:
    assert text.isdecimal() or found_in(f"sha256:{text}。") == []


def test_every_decimal_digit_that_there_is_counts_as_one() -> None:
    import re  # noqa: PLC0415

    digits = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Nd"]
    assert [digit for digit in digits if not re.fullmatch(DIGIT, digit) or plain_sign(digit) != str(unicodedata.decimal(digit))] == []
    assert set(CHINESE_DIGITS.values()) == set("0123456789")


@given(st.integers(0, 999))
def test_only_one_check_character_makes_an_identity_number(number: int) -> None:
    digits = f"44080219900101{number:03}"
    assert sum(is_identity(digits + check) for check in "0123456789X") == 1


@pytest.mark.parametrize("digits", ["440802199013011238", "440802187901011238", "440802199002301238"])
def test_an_identity_number_needs_a_real_birth_date(digits: str) -> None:
    assert not any(is_identity(digits[:17] + check) for check in "0123456789X")


@given(st.text("0123456789", min_size=15, max_size=18))
def test_only_one_last_digit_makes_a_card_number(digits: str) -> None:
    assert sum(passes_luhn(digits + last) for last in "0123456789") == 1


@given(st.text("0123456789", min_size=13, max_size=13), st.booleans())
def test_a_card_that_fails_its_check_is_none(digits: str, right: bool) -> None:  # noqa: FBT001
    last = next(last for last in "0123456789" if passes_luhn(f"62{digits}{last}") is right)
    assert [found.what for found in found_in(f"卡号62{digits}{last}")] == (["银行卡号"] if right else [])


@given(st.text("0123456789陈某李明abc@.-", min_size=2, max_size=40))
def test_a_masked_value_shows_its_first_and_last_character_at_most(text: str) -> None:
    for shown in (masked(text), covered(text)):
        assert text not in shown
        assert shown.replace("*", "") in (text[:1], text[:1] + text[-1:])


@given(st.one_of(mobile("3456789"), st.just("li.si@example.com")), st.text("的了在是有和", max_size=8))
def test_no_finding_prints_what_it_found(value: str, around: str) -> None:
    for finding in Search().findings(f"{around}{value}{around}"):
        assert value not in masked(finding.text)
