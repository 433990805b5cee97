"""What a clerk may type into each type of field, and the one sentence and correction when it is something else."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.form.field import Field
from pipeline.form.types.decimals import decimals
from pipeline.form.types.field_type import MistakeError, one_line, shortened
from pipeline.form.types.registry import LEAVES, TYPES
from pipeline.language.nothing import says_nothing
from pipeline.language.values import Address, Day, Figure, NotApplicable, Words
from pipeline.problems import Place

UNITS = {"integer": "名", "amount": "万元", "percent": "%", "number": "分"}
NUMERIC = tuple(UNITS)
BARE = "只用数字 0-9 和小数点；没有内容的填 无 或 不适用"
NOTHING = "确实没有的，写成 0、无 或 不适用；还没有填的留空"


def field_of(kind: str, **settings: Any) -> Field:  # noqa: ANN401 - whatever a field has
    minimum = {"minimum": Decimal(0)} if kind in NUMERIC else {}
    return Field("名", "组.名", kind, Place("form.yaml"), **({"unit": UNITS.get(kind, "")} | minimum | settings))


def value_of(kind: str, typed: str, **settings: Any) -> Any:  # noqa: ANN401 - any type of value
    return TYPES[kind].read(typed, field_of(kind, **settings), "组.名")


def read_or_explained(kind: str, typed: str) -> Any:  # noqa: ANN401
    """Return the value, or the mistake that explains why there is none."""
    try:
        return value_of(kind, typed)
    except MistakeError as mistake:
        return mistake


def mistake_in(kind: str, typed: str, **settings: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever a field has
    with pytest.raises(MistakeError) as mistake:
        value_of(kind, typed, **settings)
    return mistake.value.message, mistake.value.hint


# --- numbers ---


@pytest.mark.parametrize(
    ("kind", "typed", "shown", "number"),
    [
        ("amount", "9", "9", "9"),
        ("amount", "8.06", "8.06", "8.06"),
        ("amount", "9.50", "9.50", "9.50"),
        ("amount", "0", "0", "0"),
        ("amount", "+5", "5", "5"),
        ("amount", "-0.00", "0.00", "0"),
        ("integer", "12", "12", "12"),
        ("integer", "12.0", "12", "12"),
        ("number", "98.125", "98.125", "98.125"),
        ("percent", "90", "90%", "90"),
        ("percent", "90%", "90%", "90"),
        ("percent", "90 %", "90%", "90"),
        ("percent", "89.5%", "89.50%", "89.5"),
        ("percent", "100.00", "100%", "100"),
        ("percent", "0", "0%", "0"),
    ],
)
def test_a_number_prints_as_the_documents_show_it(kind: str, typed: str, shown: str, number: str) -> None:
    value = value_of(kind, typed)
    assert isinstance(value, Figure)
    assert (str(value), value, value.path) == (shown, Decimal(number), "组.名")


@pytest.mark.parametrize("kind", [*NUMERIC, "date", "url"])
@pytest.mark.parametrize("word", ["无", "不适用"])
def test_where_nothing_applies_the_word_is_kept(kind: str, word: str) -> None:
    value = value_of(kind, word)
    assert isinstance(value, NotApplicable)
    assert str(value) == word


@pytest.mark.parametrize(
    ("kind", "typed", "message", "hint"),
    [
        # a unit in the number: the same unit, another unit of money, another unit, a percent sign where none belongs
        ("amount", "8.06万元", "应填数字（单位：万元），现为“8.06万元”", "只填数字 8.06，单位已在表中"),
        ("amount", "8.06 万元", "应填数字（单位：万元），现为“8.06 万元”", "只填数字 8.06，单位已在表中"),
        ("amount", "8.06万", "应填数字（单位：万元），现为“8.06万”", "只填数字 8.06，单位已在表中"),
        ("amount", "３５００．００万元", "应填数字（单位：万元），现为“３５００．００万元”", "只填数字 3500.00，单位已在表中"),
        ("amount", "3,500.00万元", "应填数字（单位：万元），现为“3,500.00万元”", "只填数字 3500.00，单位已在表中"),
        ("amount", "80600元", "应填数字（单位：万元），现为“80600元”", "80600元折合 8.06 万元，写成 8.06"),
        ("amount", "80,600.50元", "应填数字（单位：万元），现为“80,600.50元”", "80600.50元折合约 8.06 万元，写成 8.06"),
        ("amount", "1.2亿元", "应填数字（单位：万元），现为“1.2亿元”", "1.2亿元折合 12000 万元，写成 12000"),
        ("amount", "35千元", "应填数字（单位：万元），现为“35千元”", "35千元折合 3.50 万元，写成 3.50"),
        ("amount", "3元", "应填数字（单位：万元），现为“3元”", "不足 0.01 万元，请核对"),
        ("amount", "3美元", "应填数字（单位：万元），现为“3美元”", "这一项的单位是万元，不是美元：请核对后只填数字"),
        ("amount", "￥8.06", "应填数字（单位：万元），现为“￥8.06”", "不足 0.01 万元，请核对"),
        ("amount", "¥80,600", "应填数字（单位：万元），现为“¥80,600”", "80600元折合 8.06 万元，写成 8.06"),
        ("amount", "￥8.06万元", "应填数字（单位：万元），现为“￥8.06万元”", BARE),
        ("amount", "3,50万元", "应填数字（单位：万元），现为“3,50万元”", BARE),
        ("amount", "010万元", "应填数字（单位：万元），现为“010万元”", "只填数字 10，单位已在表中"),
        ("amount", "319.86\\", "应填数字（单位：万元），现为“319.86\\”", "这一项的单位是万元，不是\\：请核对后只填数字"),
        ("integer", "12户", "应填数字（单位：名），现为“12户”", "这一项的单位是名，不是户：请核对后只填数字"),
        ("integer", "12个", "应填数字（单位：名），现为“12个”", "只填数字 12，单位已在表中"),
        ("amount", "9%", "应填数字（单位：万元），现为“9%”", "这一项的单位是万元，不是%：请核对后只填数字"),
        ("integer", "12名", "应填数字（单位：名），现为“12名”", "只填数字 12，单位已在表中"),
        ("integer", "12人", "应填数字（单位：名），现为“12人”", "只填数字 12，单位已在表中"),
        ("percent", "90%%", "应填数字（单位：%），现为“90%%”", "只填数字 90，单位已在表中"),
        ("percent", "90个百分点", "应填数字（单位：%），现为“90个百分点”", "只填数字 90，单位已在表中"),
        # letters for digits, other units: no hint may lead to a wrong figure
        ("integer", "4O", "应填数字（单位：名），现为“4O”", "“O”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("amount", "1O.5", "应填数字（单位：万元），现为“1O.5”", "“O”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("amount", "O", "应填数字（单位：万元），现为“O”", "“O”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("amount", "8.O6万元", "应填数字（单位：万元），现为“8.O6万元”", "“O”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("integer", "l2", "应填数字（单位：名），现为“l2”", "“l”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("integer", "2〇", "应填数字（单位：名），现为“2〇”", "“〇”不是数字：请核对是哪个数，再只用数字 0-9 重填"),
        ("integer", "12万人", "应填数字（单位：名），现为“12万人”", "这一项的单位是名，不是万人：请核对后只填数字"),
        ("integer", "12%", "应填数字（单位：名），现为“12%”", "这一项的单位是名，不是%：请核对后只填数字"),
        ("percent", "9‰", "应填数字（单位：%），现为“9‰”", "这一项的单位是%，不是‰：请核对后只填数字"),
        ("percent", "9成", "应填数字（单位：%），现为“9成”", "这一项的单位是%，不是成：请核对后只填数字"),
        ("number", "3小时", "应填数字（单位：分），现为“3小时”", "这一项的单位是分，不是小时：请核对后只填数字"),
        ("percent", "0.975", "“0.975”是 97.5% 还是 0.975%？", "请核对，写上百分号，如 97.50%"),
        ("percent", "1", "“1”是 100% 还是 1%？", "请核对，写上百分号，如 97.50%"),
        ("percent", "0.9755%", "百分比最多两位小数，现为“0.9755%”", "四舍五入写成 0.98%"),
        # several numbers pasted into one
        ("amount", "8.06\t9", "一项里有 2 个数：“8.06\t9”", "只填这一项的数"),
        ("amount", "-\t5", "一项里有 2 格内容：“-\t5”", "只填这一项的数"),
        ("integer", "12\t名", "一项里有 2 格内容：“12\t名”", "只填这一项的数"),
        ("integer", "1 234", "应填数字（单位：名），现为“1 234”", "数字中间有空格：请核对是一个数还是几个数，再重填"),
        ("integer", "1\t234", "一项里有 2 个数：“1\t234”", "只填这一项的数"),
        ("integer", "12\n3\n4", "一项里有 3 个数：“12\n3\n4”", "只填这一项的数"),
        ("integer", "3\t", "数字里有看不见的字符：“3\t”", "写成 3"),
        # full-width digits and signs
        ("amount", "８．０６", "用了全角数字或符号：“８．０６”", "写成 8.06"),
        ("amount", "8。06", "用了全角数字或符号：“8。06”", "写成 8.06"),
        ("amount", "－3", "用了全角数字或符号：“－3”", "写成 -3"),
        ("percent", "90％", "用了全角数字或符号：“90％”", "写成 90%"),
        ("percent", "９０％", "用了全角数字或符号：“９０％”", "写成 90%"),
        # spaces and what cannot be seen
        ("integer", "3\u3000", "数字前后有多余的空格：“3\u3000”", "写成 3"),
        ("integer", " 3", "数字前后有多余的空格：“ 3”", "写成 3"),
        ("integer", "3\xa0", "数字前后有多余的空格：“3\xa0”", "写成 3"),
        ("integer", "3\u200b", "数字里有看不见的字符：“3\u200b”", "写成 3"),
        # thousands and zeros
        ("amount", "3,500.00", "数字里不能有千分位逗号：“3,500.00”", "写成 3500.00"),
        ("amount", "3，500", "数字里不能有千分位逗号：“3，500”", "写成 3500"),
        ("amount", "12,345,678.90", "数字里不能有千分位逗号：“12,345,678.90”", "写成 12345678.90"),
        ("amount", "1_000", "数字里不能有千分位逗号：“1_000”", "写成 1000"),
        ("amount", "3,50.00", "应填数字（单位：万元），现为“3,50.00”", BARE),
        ("integer", "010", "数字前面有多余的 0：“010”", "写成 10"),
        ("integer", "-010", "数字前面有多余的 0：“-010”", "写成 -10"),
        ("integer", "000", "数字前面有多余的 0：“000”", "写成 0"),
        ("amount", "00.5", "数字前面有多余的 0：“00.5”", "写成 0.5"),
        ("percent", "007%", "数字前面有多余的 0：“007%”", "写成 7%"),
        ("integer", "０１０", "数字前面有多余的 0：“０１０”", "写成 10"),
        # other notations
        ("amount", ".5", "小数点前后都要有数字：“.5”", "写成 0.5"),
        ("amount", "5.", "小数点前后都要有数字：“5.”", "写成 5"),
        ("amount", "5。", "小数点前后都要有数字：“5。”", "写成 5"),
        *(("amount", typed, f"应填数字（单位：万元），现为“{typed}”", BARE)
          for typed in ("1e5", "1e999", "NaN", "inf", "-Infinity", "0x10", "12:30", "5-6", "5+3", "=5", "1/2", "①", "٣", "五", "约5", "百分之五", "1.2.3", "--5")),
        # nothing, in other words
        *(("amount", typed, f"应填数字（单位：万元），现为“{typed}”", NOTHING) for typed in ("没有", "暂无", "—", "/", "-", "N/A", "None")),
        ("amount", "无。", "应填数字（单位：万元），现为“无。”", "写成 无"),
        ("amount", "无 ", "应填数字（单位：万元），现为“无 ”", "写成 无"),
        ("amount", "不适用；", "应填数字（单位：万元），现为“不适用；”", "写成 不适用"),
        ("percent", "无%", "应填数字（单位：%），现为“无%”", BARE),
        ("percent", "%", "应填数字（单位：%），现为“%”", BARE),
        # more than the type takes
        ("amount", "8.065", "金额最多两位小数，现为“8.065”", "四舍五入写成 8.07；单位是万元"),
        ("amount", "80600.123456", "金额最多两位小数，现为“80600.123456”", "四舍五入写成 80600.12；单位是万元"),
        ("percent", "99.996%", "百分比最多两位小数，现为“99.996%”", "请核对这个数"),
        ("percent", "0.004%", "百分比最多两位小数，现为“0.004%”", "请核对这个数"),
        ("amount", "0.004", "金额最多两位小数，现为“0.004”", "请核对这个数；单位是万元"),
        ("percent", "89.555%", "百分比最多两位小数，现为“89.555%”", "四舍五入写成 89.56%"),
        ("integer", "2.5", "应填整数（单位：名），现为“2.5”", "不能有小数，请核对"),
        ("integer", "1" * 30, "数字过长（超过 18 位）", "请核对是否多打了数字"),
        ("amount", "0." + "1" * 30, "数字过长（超过 18 位）", "请核对是否多打了数字"),
        ("amount", " １" + "1" * 60, "数字过长（超过 18 位）", "请核对是否多打了数字"),
        ("integer", "-3", "不能小于 0，现为“-3”", "请核对这个数"),
        ("percent", "-3%", "不能小于 0，现为“-3%”", "请核对这个数"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_explained_with_the_number_meant(kind: str, typed: str, message: str, hint: str) -> None:
    assert mistake_in(kind, typed) == (message, hint)


def test_a_long_text_is_quoted_in_part() -> None:
    assert (
        mistake_in("amount", "按照财政部门批复的预算安排执行，没有超支情况发生")[0]
        == "应填数字（单位：万元），现为“按照财政部门批复的预算安排执行，没有超支…”"
    )


def test_a_number_without_a_unit_is_asked_for_without_one() -> None:
    assert mistake_in("number", "8分", unit="") == ("应填数字，现为“8分”", "只填数字 8")


def test_the_limits_of_the_form_hold() -> None:
    assert mistake_in("number", "100.5", maximum=Decimal(100)) == ("不能大于 100，现为“100.5”", "请核对这个数")
    assert value_of("number", "100", maximum=Decimal(100)) == 100
    assert value_of("number", "-5", minimum=None) == -5


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_any_amount_comes_back_as_it_was_typed(amount: Decimal) -> None:
    typed = f"{amount:f}"
    value = value_of("amount", typed)
    assert (value, str(value)) == (Decimal(typed), typed)


@given(st.text(max_size=12) | st.text(alphabet="0123456789０９.．,，-+%％ 无eE万元", max_size=10))
def test_any_text_is_a_number_a_word_or_a_mistake(typed: str) -> None:
    for kind in NUMERIC:
        read = read_or_explained(kind, typed)
        if isinstance(read, MistakeError):
            assert read.message
            assert read.hint
        else:
            assert isinstance(read, Figure | NotApplicable)
            assert not isinstance(read, Figure) or read.is_finite()


PROPOSED = re.compile(r"(?:写成|只填数字) ([-+]?[0-9.]+)(%?)")
# A number as clerks plainly write it: with or without thousands, a unit behind it, blanks around it, in either width.
PLAIN = re.compile(r"[￥¥]?([-+]?)(\d{1,3}(?:,\d{3})+|\d{1,3}(?:_\d{3})+|\d{1,3}(?:'\d{3})+|\d+)?(\.\d*)?\s*([^\d.,]*)")
SCALES = {"元": 1, "块": 1, "千元": 1000, "万": 10**4, "万元": 10**4, "百万": 10**6, "亿": 10**8, "亿元": 10**8}
COUNTED = {"": "", "%": "%", "％": "%", "%%": "%", "个百分点": "%", "名": "名", "人": "名", "个": "名", "分": "分", "年": ""}


def meant(typed: str, kind: str) -> set[Decimal]:
    """Return which numbers a text can plainly be taken for, in the field's unit; another reading than the program's own."""
    text = unicodedata.normalize("NFKC", typed).replace("。", ".").strip()
    match = PLAIN.fullmatch(text)
    if not match or not (match[2] or (match[3] or ".") != "."):
        return set()
    unit = match[4].strip().removesuffix("整")
    number = Decimal(f"{match[1]}{re.sub('[,_]', '', match[2] or '0').replace(chr(39), '')}{match[3] or ''}".rstrip("."))
    if text[0] in "￥¥":
        return {number / 10**4} if kind == "amount" and not unit else set()
    if kind == "amount":
        return {number * SCALES.get(unit, 10**4) / 10**4} if unit in SCALES or not unit else set()
    return {number} if COUNTED.get(unit) in ("", UNITS[kind]) else set()


CLERKS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "", "", " ", "￥", "-", "约", "０"]),
    st.from_regex(r"[0-9]{1,4}([,，_' 、][0-9]{2,3}){0,2}|[0-9０-９]{1,7}|[0-9OolI〇]{1,4}", fullmatch=True),
    st.from_regex(r"([.．。][0-9]{0,5})?", fullmatch=True),
    st.sampled_from(["", "", " ", "\t", "\u3000"]),
    st.sampled_from(
        [
            "",
            "",
            *SCALES,
            *COUNTED,
            "美元",
            "户",
            "多万元",
            "余人",
            "成",
            "‰",
            "万人",
            "元整",
            "万元左右",
            "3万",
            ",",
            "\\",
            "\t5",
            "\t万元",
        ]
    ),
)


# No hint may lead to a wrong figure: what it proposes is what was plainly meant, at most rounded, or it asks.
@example("3,50万元", "amount").via("not grouped")
@example("-", "integer").via("nothing")
@example("-\t5", "amount").via("two cells")
@example("0.975", "percent").via("a ratio")
@example("99.996%", "percent").via("not all")
@example("12户", "integer").via("another unit")
@example("￥80600", "amount").via("yuan")
@example("0 000", "amount").via("several zeros")
@given(CLERKS | st.text(alphabet="0123456789０１９.．,，+-%％ 万元亿千\tOl￥个", max_size=9), st.sampled_from(NUMERIC))
def test_a_figure_in_a_hint_is_the_one_that_was_plainly_meant(typed: str, kind: str) -> None:
    read = read_or_explained(kind, typed)
    if not isinstance(read, MistakeError):
        assert isinstance(read, NotApplicable) or Decimal(read) in meant(typed, kind)
        return
    if read.hint.startswith("确实没有的"):
        assert says_nothing(typed)  # it asks whether that is meant
        return
    for figure, _ in PROPOSED.findall(read.hint):
        is_rounded = "四舍五入" in read.hint or "约" in read.hint
        assert [number for number in meant(typed, kind) if abs(number - Decimal(figure)) <= (Decimal("0.005") if is_rounded else 0)]
        assert (Decimal(figure) == 0) == (meant(typed, kind) == {0})
        assert Decimal(figure) != 100 or meant(typed, kind) == {100}


# A hint that says 写成 must not send the clerk into the next mistake.
@given(CLERKS, st.sampled_from(("amount", "percent", "number")))
def test_what_a_hint_says_to_write_can_be_written(typed: str, kind: str) -> None:
    read = read_or_explained(kind, typed)
    for figure, sign in PROPOSED.findall(read.hint) if isinstance(read, MistakeError) else ():
        is_ratio = kind == "percent" and not sign and 0 < abs(Decimal(figure)) <= 1
        if Decimal(figure) >= 0 and decimals(Decimal(figure)) <= 2 and not is_ratio:
            assert isinstance(value_of(kind, f"{figure}{sign}"), Figure)


@given(st.from_regex(r"(见|网址：|<a href=\")?https?[：:]//[a-z.。/（）、 a-z0-9]{1,20}[。，”\"（]?", fullmatch=True))
def test_an_address_in_a_hint_is_all_of_the_one_that_was_typed(typed: str) -> None:
    read = read_or_explained("url", typed)
    proposed = read.hint.partition("只填网址 ")[2] if isinstance(read, MistakeError) else ""
    if proposed:
        rest = re.sub('^(见|网址：|<a href=")', "", typed).replace("：//", "://")
        assert not re.search(
            "[a-z0-9/]", rest.removeprefix(proposed).partition("（")[0].partition('"')[0].partition("”")[0].partition(" ")[0]
        )


# --- dates ---


@pytest.mark.parametrize(
    ("typed", "shown"), [("2020-09-03", "2020年9月3日"), ("2020-02-29", "2020年2月29日"), ("2021-12-31", "2021年12月31日")]
)
def test_a_date_prints_as_official_documents_write_it(typed: str, shown: str) -> None:
    value = value_of("date", typed)
    assert isinstance(value, Day)
    assert (str(value), value.isoformat(), value.path) == (shown, typed, "组.名")


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        *((typed, f"日期的写法不对：“{typed}”", "写成 2020-09-03")
          for typed in ("2020.9.3", "2020/9/3", "2020年9月3日", "2020年09月03日", "2020-9-3", "2020.09.03", "20200903", "２０２０-０９-０３",
                        "2020．9．3", "2020 年 9 月 3 日", "2020-09-03 ", "2020年9月3")),
        *((typed, f"没有这一天：“{typed}”", "请核对年、月、日")
          for typed in ("2020-02-30", "2020-13-01", "2021-02-29", "2020年9月31日", "2020-00-10", "0000-01-01")),
        ("0020-09-03", "年份不对：“0020-09-03”", "请核对年份"),
        ("2202-09-03", "年份不对：“2202-09-03”", "请核对年份"),
        *((typed, f"应填日期，现为“{typed}”", "写成年-月-日，例如 2020-09-03")
          for typed in ("2020年9月", "9月3日", "2020-09-03 10:00", "二〇二〇年九月三日", "12:30", "2020", "去年", "03/09/2020", "٢٠٢٠-٠٩-٠٣")),
    ],
)  # fmt: skip
def test_what_is_no_date_is_explained(typed: str, message: str, hint: str) -> None:
    assert mistake_in("date", typed) == (message, hint)


@given(st.dates(min_value=__import__("datetime").date(1900, 1, 1), max_value=__import__("datetime").date(2099, 12, 31)))
def test_any_day_comes_back_as_it_was_typed(day: Any) -> None:  # noqa: ANN401 - a date
    assert value_of("date", day.isoformat()) == day


# --- addresses ---


@pytest.mark.parametrize(
    "typed", ["https://www.zhanjiang.gov.cn/zisfw/content/post_1390829.html", "http://a.cn", "https://a.cn/x?a=1&b=[2]#c"]
)
def test_an_address_is_kept_as_given(typed: str) -> None:
    value = value_of("url", typed)
    assert isinstance(value, Address)
    assert str(value) == typed


PAGE = "https://www.zhanjiang.gov.cn/x/post_1.html"


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        (f'<a href="{PAGE}">公开</a>', '应填网址，现为“<a href="https://www…”', f"只填网址 {PAGE}"),
        (f"<a href='{PAGE}' target='_blank'>公开</a>", "应填网址，现为“<a href='https://www…”", f"只填网址 {PAGE}"),
        ("见https://a.cn/x。", "应填网址，现为“见https://a.cn/x。”", "只填网址 https://a.cn/x"),
        ("HTTPS://A.cn/X", "应填网址，现为“HTTPS://A.cn/X”", "只填网址 https://A.cn/X"),
        ("https：//a.cn/x", "应填网址，现为“https：//a.cn/x”", "只填网址 https://a.cn/x"),
        ("https：／／a.cn/x", "应填网址，现为“https：／／a.cn/x”", "只填网址 https://a.cn/x"),
        ("https://a.cn/x y", "网址里不能有空格：“https://a.cn/x y”", "从浏览器地址栏重新复制"),
        *((typed, f"应填网址，现为“{typed}”", "网址以 http:// 或 https:// 开头，从浏览器地址栏复制")
          for typed in ("www.a.cn", "javascript:alert(1)", "https://", "ftp://a.cn/x", "//a.cn", "本局网站")),
    ],
)  # fmt: skip
def test_what_is_no_address_is_explained_with_the_address_inside(typed: str, message: str, hint: str) -> None:
    assert mistake_in("url", typed) == (message, hint)


@pytest.mark.parametrize("typed", [
    "https://localhost/x", "http://127.1/x", "http://0x7f.1/x", "http://0177.0.0.1/x", "http://oa/x", "http://10.1.2.3/x", "http://127.0.0.1:8080/", "http://[::1]/", "http://192.168.1.5/a", "https://oa.local/x",
    "http://czj.intranet/a", "http://169.254.1.1/", "http://100.64.0.1/",
])  # fmt: skip
def test_an_address_that_the_public_cannot_reach_is_refused(typed: str) -> None:
    assert mistake_in("url", typed) == (f"这个网址公众打不开：“{shortened(typed)}”", "填公开网站上的网址，不填内网的")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("https://www.gov.cn@evil.example/x", "网址里不能有“@”：“https://www.gov.cn@e…”"),
        ("https://a.cn\\@b.cn/x", "网址里不能有“@”：“https://a.cn\\@b.cn/x”"),
        ("https://a.cn\\x", "网址里不能有“\\”：“https://a.cn\\x”"),
        ("https://www.gоv.cn/x", "网站的名称不对：“www.gоv.cn”"),  # a Cyrillic о
        ("https://www.湛江zj.cn/x", "网站的名称不对：“www.湛江zj.cn”"),
        ("https://-a.cn/x", "网站的名称不对：“-a.cn”"),
        ("https://xn--80ak6aa92e.com/x", "网站的名称不对：“xn--80ak6aa92e.com”"),  # Cyrillic, which looks like apple
        ("https://a..cn/x", "网站的名称不对：“a..cn”"),
        ("https://a.cn:x/", "网址的写法不对：“https://a.cn:x/”"),
        ("https://[a.cn/", "网址的写法不对：“https://[a.cn/”"),
    ],
)
def test_an_address_that_does_not_lead_where_it_seems_to_is_refused(typed: str, message: str) -> None:
    assert mistake_in("url", typed) == (message, "从浏览器地址栏重新复制")


@pytest.mark.parametrize(
    "typed", ["https://湛江市.政府.中国/x", "https://8.8.8.8/x", "https://a.gov.cn./x", "https://A.GOV.CN/x", "http://a.cn:8080/x?y=@b"]
)
def test_unusual_addresses_that_are_right_are_kept(typed: str) -> None:
    assert value_of("url", typed) == typed


def test_a_control_character_in_an_address_is_refused() -> None:
    assert mistake_in("url", "https://a.cn/\x07x")[0] == "第 14 个字是看不见的控制字符"


# --- words ---


@pytest.mark.parametrize("typed", ["是", "否"])
def test_yes_and_no_are_kept(typed: str) -> None:
    value = value_of("yes_no", typed)
    assert isinstance(value, Words)
    assert str(value) == typed


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        *((typed, "写成 是") for typed in ("yes", "Yes", "TRUE", "y", "是的", "是。", "是√", "√", "☑", "有", "已公开", "对", " 是")),
        *((typed, "写成 否") for typed in ("no", "False", "N", "否。", "×", "不", "不是", "未公开", "没有")),
        *((typed, "只能填其中一个字") for typed in ("1", "0", "有待公开", "已列入计划", "对外未公开", "是部分公开", "不便公开")),
        *((typed, "只能填其中一个字") for typed in ("是否", "是 否√", "无", "不适用", "部分", "?")),
    ],
)
def test_a_near_miss_of_yes_or_no_is_put_right(typed: str, hint: str) -> None:
    assert mistake_in("yes_no", typed) == (f"应填 是 或 否，现为“{typed}”", hint)


@pytest.mark.parametrize("typed", ["无", "没有", "不涉及", "/", "部分"])
def test_a_question_that_may_not_apply_is_answered_so(typed: str) -> None:
    assert value_of("yes_no", "不适用", not_applicable=True) == "不适用"
    hint = "没有这类事项的写成 不适用"
    assert mistake_in("yes_no", typed, not_applicable=True) == (f"应填 是 或 否 或 不适用，现为“{typed}”", hint)
    assert mistake_in("yes_no", "√", not_applicable=True)[1] == "写成 是"


GRADES = ("优", "良", "中", "差")
KINDS = ("行政机关", "公益一类事业单位", "公益二类事业单位")


@pytest.mark.parametrize(
    ("typed", "choices", "message", "hint"),
    [
        ("优秀", GRADES, "应为 优、良、中、差 之一，现为“优秀”", "是否想写“优”？"),
        ("A", GRADES, "应为 优、良、中、差 之一，现为“A”", "请照抄其中一项"),
        ("行政单位", KINDS, "应为 行政机关、公益一类事业单位、公益二类事业单位 之一，现为“行政单位”", "是否想写“行政机关”？"),
        ("公益一类", KINDS, "应为 行政机关、公益一类事业单位、公益二类事业单位 之一，现为“公益一类”", "是否想写“公益一类事业单位”？"),
        ("无", GRADES, "应为 优、良、中、差 之一，现为“无”", "请照抄其中一项"),
    ],
)
def test_what_is_none_of_the_choices_is_explained_with_the_nearest(typed: str, choices: tuple[str, ...], message: str, hint: str) -> None:
    assert mistake_in("choice", typed, choices=choices) == (message, hint)


def test_a_choice_is_kept() -> None:
    assert str(value_of("choice", "良", choices=GRADES)) == "良"


@pytest.mark.parametrize(
    "typed", ["R&D <b>", "{{ 1 + 1 }}", "# 一", "  前后空格 ", "＂“”", "e\u0301", "*粗* [链](x)", "\U0001f600\U0001fffe"]
)
def test_a_text_is_kept_verbatim(typed: str) -> None:
    assert str(value_of("text", typed)) == typed


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("一\n二", "应是一段文字，不能换行，也不能有制表符（Tab）"),
        ("一\t二", "应是一段文字，不能换行，也不能有制表符（Tab）"),
        ("一\u2028二", "应是一段文字，不能换行，也不能有制表符（Tab）"),
        ("一\x85二", "第 2 个字是看不见的控制字符"),
        ("一\x07二", "第 2 个字是看不见的控制字符"),
        ("一二\x00", "第 3 个字是看不见的控制字符"),
        ("\uffff", "第 1 个字是看不见的控制字符"),
        ("\ud800", "第 1 个字是看不见的控制字符"),
    ],
)
def test_what_no_cell_can_carry_is_refused(typed: str, message: str) -> None:
    with pytest.raises(MistakeError) as mistake:
        one_line(typed)
    assert mistake.value.message == message


def test_a_quoted_text_is_cut_at_twenty_characters() -> None:
    assert shortened("一" * 20) == "一" * 20
    assert shortened("一" * 21) == "一" * 20 + "…"


# --- months ---


@pytest.mark.parametrize(("typed", "shown"), [("2020-03", "2020年3月"), ("2021-12", "2021年12月")])
def test_a_month_prints_as_official_documents_write_it(typed: str, shown: str) -> None:
    value = value_of("month", typed)
    assert (str(value), value.isoformat(), value.path) == (shown, typed, "组.名")


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("2020年3月", "年月的写法不对：“2020年3月”", "写成 2020-03"),
        ("2020.3", "年月的写法不对：“2020.3”", "写成 2020-03"),
        ("202003", "年月的写法不对：“202003”", "写成 2020-03"),
        ("２０２０－０３", "年月的写法不对：“２０２０－０３”", "写成 2020-03"),
        ("2020-13", "没有这个月：“2020-13”", "请核对年和月"),
        ("2200-01", "年份不对：“2200-01”", "请核对年份"),
        ("2020-03-01", "应填年月，现为“2020-03-01”", "写成年-月，例如 2020-03"),
        ("三月", "应填年月，现为“三月”", "写成年-月，例如 2020-03"),
    ],
)
def test_what_is_no_month_is_explained(typed: str, message: str, hint: str) -> None:
    assert mistake_in("month", typed) == (message, hint)


def test_a_month_is_compared_with_days_as_its_first() -> None:
    assert value_of("date", "2020-03-01") == value_of("month", "2020-03") < value_of("date", "2020-03-02")


# --- every type ---


@pytest.mark.parametrize("kind", LEAVES)
def test_every_type_has_a_sample_that_a_template_can_print(kind: str) -> None:
    field = field_of(kind, choices=("甲", "乙"))
    assert str(TYPES[kind].sample(field, "组.名", 7))
    assert TYPES[kind].schemas(field)
