"""What Chinese official wording the functions give, as tables of cases and as properties that hold for any input."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import wording

AMOUNTS = st.decimals(min_value=-(10**15), max_value=10**15, places=4)
LONG_NUMBERS = st.decimals(min_value=-(10**30), max_value=10**30, allow_nan=False, allow_infinity=False, places=6)
CHINESE_TEXT = st.text(alphabet="中文。！？；，、”’）》】“（《(),;:!?.0189０８％Ａab \n", max_size=60)


class _Shown(Decimal):
    """Prints as something else, as the figures of the documents do."""

    def __str__(self) -> str:
        return "89.56%"


def half_up(exact: Fraction, places: int) -> Fraction:
    """Return the nearest multiple of 10**-places, ties away from zero, by comparing distances."""
    step = Fraction(1, 10**places)
    lower = math.floor(abs(exact) / step) * step
    nearest = lower if abs(exact) - lower < step / 2 else lower + step
    return nearest if exact >= 0 else -nearest


def read_number(words: str, digits: str, units: dict[str, int]) -> int:
    """Return the whole number that Chinese numerals spell: a section is summed up to 万, and all of it up to 亿."""
    total = section = digit = 0
    for character in words:
        if character in digits:
            digit = digits.index(character)
        elif units[character] < 10**4:
            section, digit = section + digit * units[character], 0
        elif units[character] == 10**4:
            section, digit = (section + digit) * 10**4, 0
            total, section = total + section, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


def read_capital(words: str) -> Fraction:
    """Return the amount in 元 that a 大写 amount spells."""
    units = {"拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8}
    rest = words.removeprefix("负").removesuffix("整")
    yuan, rest = rest.split("元") if "元" in rest else ("零", rest)
    amount = Fraction(read_number(yuan, "零壹贰叁肆伍陆柒捌玖", units))
    for unit, share in (("角", 10), ("分", 100)):
        if unit in rest:
            digit, rest = rest.removeprefix("零").split(unit)
            amount += Fraction("零壹贰叁肆伍陆柒捌玖".index(digit), share)
    assert rest == ""
    return -amount if words.startswith("负") else amount


# Figures


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("9", "9"), ("8.06", "8.06"), ("9.50", "9.50"), ("-3.2", "-3.2"), ("0", "0"), ("-0", "0"), ("-0.00", "0.00"), ("1E+3", "1000"),
        ("1E-7", "0.0000001"), ("123456789012345678901234567890.123456", "123456789012345678901234567890.123456"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_it_was_typed(typed: str, shown: str) -> None:
    assert wording.plain_number(Decimal(typed)) == shown


def test_a_number_is_shown_by_its_value_and_not_by_how_it_prints() -> None:
    assert wording.plain_number(_Shown("89.56")) == "89.56"
    assert wording.percent(_Shown("89.5")) == "89.50%"


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        ("89.56", "89.56%"), ("98.8", "98.80%"), ("100", "100%"), ("100.00", "100%"), ("0", "0%"), ("99.995", "100.00%"), ("100.004", "100.00%"), ("33.335", "33.34%"),
        ("-0.001", "0.00%"), ("-5.2", "-5.20%"), ("1E+2", "100%"),
    ],
)  # fmt: skip
def test_a_percentage_has_two_decimals_or_is_exactly_whole(points: str, shown: str) -> None:
    assert wording.percent(Decimal(points)) == shown


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        ("2.345", 2, "2.35"), ("2.344999", 2, "2.34"), ("-2.345", 2, "-2.35"), ("0.5", 0, "1"), ("1.5", 0, "2"), ("2.5", 0, "3"),
        ("-0.001", 2, "0.00"), ("8", 2, "8.00"), ("1.999", 2, "2.00"),
        ("12345678901234567890123456789012.345", 2, "12345678901234567890123456789012.35"),
    ],
)  # fmt: skip
def test_a_half_is_rounded_away_from_zero(number: str, places: int, rounded: str) -> None:
    assert str(wording.round_half_up(Decimal(number), places)) == rounded


@given(LONG_NUMBERS, st.integers(0, 5))
def test_rounding_agrees_with_exact_fractions(number: Decimal, places: int) -> None:
    rounded = wording.round_half_up(number, places)
    assert Fraction(rounded) == half_up(Fraction(number), places)
    assert rounded.as_tuple().exponent == -places


@pytest.mark.parametrize(("actual", "planned", "word"), [("8.06", "9", "低于"), ("9.1", "9", "高于"), ("9.00", "9", "持平")])
def test_two_figures_are_compared_by_value(actual: str, planned: str, word: str) -> None:
    assert wording.compare(Decimal(actual), Decimal(planned)) == word


@pytest.mark.parametrize(("actual", "told"), [("8.06", "少0.94名"), ("9.00", "满"), ("10.5", "多1.5名")])
def test_a_comparison_can_be_worded_with_the_difference_in_it(actual: str, told: str) -> None:
    assert wording.compare(Decimal(actual), Decimal(9), "少…名", "满", "多…名") == told


@given(LONG_NUMBERS, LONG_NUMBERS)
def test_a_difference_is_exact_and_has_no_sign(actual: Decimal, planned: Decimal) -> None:
    assert Fraction(wording.difference(actual, planned)) == abs(Fraction(actual) - Fraction(planned))


# 大写


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # The examples of 《支付结算办法》附件一.
        ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"), ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("325.04", "叁佰贰拾伍元零肆分"),
        # Zeros and tens.
        ("0", "零元整"), ("1", "壹元整"), ("10", "壹拾元整"), ("15", "壹拾伍元整"), ("110", "壹佰壹拾元整"), ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"), ("10001", "壹万零壹元整"), ("10010", "壹万零壹拾元整"), ("10100", "壹万零壹佰元整"), ("11000",
        "壹万壹仟元整"),
        ("100000", "壹拾万元整"), ("1000000", "壹佰万元整"), ("1010000", "壹佰零壹万元整"), ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"), ("100010000", "壹亿零壹万元整"), ("100001000", "壹亿零壹仟元整"), ("1010000000", "壹拾亿壹仟万元整"),
        ("1000000000000", "壹万亿元整"), ("1000000000001", "壹万亿零壹元整"), ("1000100000000", "壹万零壹亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        # 角 and 分.
        ("20000000.05", "贰仟万元零伍分"), ("0.05", "伍分"), ("0.50", "伍角整"), ("0.55", "伍角伍分"), ("10.05", "壹拾元零伍分"),
        ("10.50", "壹拾元零伍角整"), ("12.50", "壹拾贰元伍角整"), ("1.999", "贰元整"), ("0.005", "壹分"), ("0.004", "零元整"),
        ("-3.5", "负叁元伍角整"), ("-0.001", "零元整"), ("-100000", "负壹拾万元整"),
    ],
)  # fmt: skip
def test_an_amount_is_written_in_capitals(amount: str, words: str) -> None:
    assert wording.capital_amount(Decimal(amount)) == words


@pytest.mark.parametrize(("amount", "words"), [("10", "壹拾万元整"), ("319.86", "叁佰壹拾玖万捌仟陆佰元整"), ("0.0001", "壹元整")])
def test_an_amount_in_ten_thousands_is_written_in_yuan(amount: str, words: str) -> None:
    assert wording.capital_amount(Decimal(amount), 10000) == words


def test_an_amount_too_large_for_capitals_is_refused() -> None:
    with pytest.raises(ValueError, match="金额过大"):
        wording.capital_amount(Decimal("9999999999999999.995"))


@given(AMOUNTS)
def test_an_amount_in_capitals_reads_back(amount: Decimal) -> None:
    assert read_capital(wording.capital_amount(amount)) == half_up(Fraction(amount), 2)


@given(AMOUNTS)
def test_an_amount_in_capitals_is_well_formed(amount: Decimal) -> None:
    words = wording.capital_amount(amount)
    assert "零零" not in words
    assert not any(zero in words for zero in ("零亿", "零万", "零仟", "零佰", "零拾", "零整"))
    assert words.endswith(("元整", "角整", "分"))
    assert "零元" not in words or words == "零元整"


# Numerals, headings and dates


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "零"), (1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (105, "一百零五"), (110, "一百一十"),
        (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"), (2020, "二千零二十"), (9999, "九千九百九十九"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_numerals(n: int, words: str) -> None:
    assert wording.chinese_number(n) == words


@given(st.integers(0, 9999))
def test_numerals_read_back(n: int) -> None:
    words = re.sub("^十", "一十", wording.chinese_number(n))
    assert read_number(words, "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}) == n


def test_a_whole_decimal_is_a_number_for_numerals_too() -> None:
    assert wording.chinese_number(Decimal("17.00")) == "十七"  # type: ignore[arg-type]  # what a template passes


@pytest.mark.parametrize("n", [-1, 10000, Decimal("1.5")])
def test_a_number_that_numerals_do_not_reach_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="0 到 9999"):
        wording.chinese_number(n)


@pytest.mark.parametrize(
    ("level", "n", "number"),
    [(1, 1, "一、"), (1, 12, "十二、"), (2, 3, "（三）"), (3, 4, "4."), (4, 10, "（10）")],
)
def test_headings_are_numbered_as_the_standard_says(level: int, n: int, number: str) -> None:
    assert wording.heading_number(level, n) == number


@pytest.mark.parametrize(("level", "n", "sentence"), [(0, 1, "1 到 4 级"), (5, 1, "1 到 4 级"), (1, 0, "从 1 开始"), (3, -1, "从 1 开始")])
def test_a_heading_that_cannot_be_numbered_is_refused(level: int, n: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        wording.heading_number(level, n)


# Ticks and lists


@pytest.mark.parametrize(
    ("value", "ticks"),
    [
        (True, "是√ 否"), ("是", "是√ 否"), (False, "是 否√"), ("否", "是 否√"), (None, "是 否"), ("", "是 否"), (" ", "是 否"),
        ("无", "是 否"), ("不适用", "是 否"),
    ],
)  # fmt: skip
def test_a_tick_stands_behind_the_answer(value: object, ticks: str) -> None:
    assert wording.tick(value) == ticks


def test_a_tick_for_another_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="部分"):
        wording.tick("部分")


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "无"), (["甲"], "甲"), (["甲", "乙"], "甲和乙"), (["甲", "乙", "丙"], "甲、乙和丙"), (("甲", " 乙 ", "", "丙"), "甲、乙和丙"),
        (["", "\u3000"], "无"), ("财务制度", "财务制度"), (["《甲》", "《乙》", "《丙》"], "《甲》《乙》和《丙》"),
        (["《甲》（试行）", "《乙》", "丙"], "《甲》（试行）、《乙》和丙"), (["“甲”", "“乙”", "“丙”"], "“甲”“乙”和“丙”"),
    ],
)  # fmt: skip
def test_items_are_listed_in_one_phrase(items: list[str], words: str) -> None:
    assert wording.join_list(items) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (["提高站位；", "完善制度。", "加强党建"], "一是提高站位；二是完善制度；三是加强党建。"), (["甲。。", "乙！"], "一是甲；二是乙。"),
        (["甲。乙。", "完成率98.80%."], "一是甲。乙；二是完成率98.80%。"), (["甲（见附件）", "乙”。"], "一是甲（见附件）；二是乙”。"),
        (["只有一项；"], "只有一项。"), ("一段文字。", "一段文字。"), (["甲", "。", " "], "甲。"), ([], "无。"), ("无", "无。"),
    ],
)  # fmt: skip
def test_items_are_counted_in_one_sentence(items: list[str], words: str) -> None:
    assert wording.join_sentences(items) == words


@given(st.lists(CHINESE_TEXT, max_size=12))
def test_counted_items_end_with_exactly_one_full_stop(items: list[str]) -> None:
    words = wording.join_sentences(items)
    assert words.endswith("。")
    assert words[-2] not in "。；，、！？"


# Reading texts


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("８．０６", "8.06"), ("８。０６", "8.06"), ("８９．５６％", "89.56%"), ("－３，５００", "-3,500"), ("１２：３０", "12:30"),
        ("Ａｂ（１）", "Ab(1)"), ("\u3000９", " 9"), ("三公经费8.06万元", "三公经费8.06万元"), ("〔2015〕“甲”、", "〔2015〕“甲”、"),
    ],
)  # fmt: skip
def test_full_width_characters_become_ascii(typed: str, plain: str) -> None:
    assert wording.half_width(typed) == plain


@given(st.text())
def test_half_width_keeps_every_place_and_changes_nothing_twice(text: str) -> None:
    once = wording.half_width(text)
    assert len(once) == len(text)
    assert wording.half_width(once) == once


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("维护稳定,化解矛盾", [(4, ",", "，")]), ("做法:一是", [(2, ":", "：")]), ("已完成!", [(3, "!", "！")]), ("是否公开?是", [(4, "?",
        "？")]),
        ("预算(决算)公开", [(2, "(", "（"), (5, ")", "）")]), ("共17个,金额", [(4, ",", "，")]), ("共3,500,其中", [(6, ",", "，")]),
        ("(1)经费", [(0, "(", "（"), (2, ")", "）")]), ("《制度》;《办法》", [(4, ";", "；")]),
        ("(甲(2))", [(0, "(", "（"), (2, "(", "（"), (4, ")", "）"), (5, ")", "）")]), ("甲)乙", [(1, ")", "）")]),
        ("（甲,乙）", [(2, ",", "，")]),
        ("财预(2015)88号", [(2, "(", "〔"), (7, ")", "〕")]), ("于(2015)年", [(1, "(", "（"), (6, ")", "）")]),
        ("支出８．０６万元", [(2, "８．０６", "8.06")]), ("达89％", [(3, "％", "%")]), ("Ａ类", [(0, "Ａ", "A")]), ("8．06", [(1, "．",
        ".")]),
        ("见https://a.gov.cn/x,y.html，并公开,否则", [(30, ",", "，")]), ("网址:https://a.gov.cn/", [(2, ":", "：")]),
        ("(见https://a.gov.cn/x)。", [(0, "(", "（"), (20, ")", "）")]), ("邮箱a@b.cn,手机", [(8, ",", "，")]),
    ],
)  # fmt: skip
def test_mixed_widths_are_found(text: str, found: list[tuple[int, str, str]]) -> None:
    assert wording.char_width_mixed(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "", "坚持以人民为中心，主动作为；认真履职。", "财预〔2015〕88号", "《中华人民共和国预算法》（2018年修正）", "会议于12:30开始",
        "上午9:30至11:00",
        "网址https://www.zhanjiang.gov.cn/a?b=1;c:d!(e),f公开", "https://a.gov.cn/公告,第1号(终稿).pdf", "见www.gov.cn/a,b",
        "HTTP://A.CN/(中)",
        "邮箱xinfang@example.com", "xinfang@example.com；a:b", "支出3,500.00万元", "控制率89.56%，比例1:3",
        "“工作”、‘生活’", '他说"好"', "甲'乙'丙",
        "R&D (a, b): ok!", "Hello, 世界", "1.经费", "1.5个", "GB/T 9704-2012", "ISO9001:2015标准", "2020年9月3日", "是√ 否", "——甲……乙·丙",
        "0759-0000000 13800000000", "A．甲", "附件：1. 基础数据表", "中共湛江市委（〇）",
    ],
)  # fmt: skip
def test_proper_widths_raise_no_false_alarm(text: str) -> None:
    assert wording.char_width_mixed(text) == []


@given(CHINESE_TEXT)
def test_what_is_found_stands_where_it_is_said_to_and_is_gone_once_replaced(text: str) -> None:
    mended = list(text)
    for index, found, suggested in wording.char_width_mixed(text):
        assert text[index : index + len(found)] == found
        assert found != suggested
        mended[index : index + len(found)] = suggested
    assert len(mended) == len(text)
    assert not wording.WIDE.search("".join(mended))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []), ("甲", ["甲"]), ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]), ("甲？！乙", ["甲？！", "乙"]),
        ("他说：“好。”然后", ["他说：“好。”", "然后"]), ("（见附件。）乙。", ["（见附件。）", "乙。"]), ("“好。”。乙", ["“好。”。", "乙"]),
        ("“‘好！’”“乙”", ["“‘好！’”", "“乙”"]), ("8.06万元，甲：乙", ["8.06万元，甲：乙"]), ("甲。\n乙。", ["甲。", "\n乙。"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_sentences(text: str, cut: list[str]) -> None:
    assert wording.sentences(text) == cut


@given(CHINESE_TEXT | st.text())
def test_sentences_join_back_to_the_text(text: str) -> None:
    cut = wording.sentences(text)
    assert "".join(cut) == text
    assert all(cut)


# Masks


def test_times_are_shown_in_beijing_to_the_minute() -> None:
    assert wording.minute("2021-06-09T23:05:59+00:00") == "2021-06-10 07:05"
    assert wording.day("2021-06-09T23:05:59+00:00") == "2021年6月10日"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("完成升级改造", "。"),
        ("完成升级改造。", ""),
        ("完成升级改造！ ", ""),
        ("他说“好。”", ""),
        ("《财务管理办法》", "。"),
        ("管理办法（滨图〔2019〕7号）", "。"),
        ("用电量下降8.3%。（数据来源：账单）", ""),
        ("一是；", ""),
        ("……", ""),
        ("", ""),
        ("8.3%", "。"),
    ],
)
def test_a_text_gets_a_full_stop_only_where_one_is_wanted(text: str, mark: str) -> None:
    assert wording.full_stop(text) == mark
