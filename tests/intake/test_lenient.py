"""What people write in Word means what the strict types take, is refused, or is doubtful; what the product prints means itself."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.form.field import Field
from pipeline.form.types.field_type import Holds, MistakeError
from pipeline.form.types.registry import LEAVES, TYPES, type_of
from pipeline.intake.lenient import READINGS, fits, meant
from pipeline.intake.meanings.meant import BLANK, Meant
from pipeline.language.wording import chinese_number, tick
from pipeline.problems import Place

NATURES = ("行政机关", "公益一类事业单位", "公益二类事业单位", "其他事业单位")
CHEAP = settings(max_examples=120, deadline=None)


def a_field(kind: str, **attributes: object) -> Field:
    unit = attributes.pop("unit", TYPES[kind].unit)
    return Field(name="甲", path="甲", label="甲", type=kind, place=Place("form.yaml"), unit=unit, **attributes)  # type: ignore[arg-type]


AMOUNT, YUAN, COUNT, TIMES = a_field("amount"), a_field("amount", unit="元"), a_field("integer", unit="个"), a_field("integer", unit="人次")
PERCENT, DATE, MONTH, URL = a_field("percent"), a_field("date"), a_field("month"), a_field("url")
YES_NO, THREE = a_field("yes_no"), a_field("yes_no", not_applicable=True)
TEXT, LIST, PARAGRAPHS, NATURE = a_field("text"), a_field("list"), a_field("paragraphs"), a_field("choice", choices=NATURES)
DASH = a_field("amount", zero="-")
MOBILE = a_field("text", private="mobile")


def test_every_type_has_a_reading() -> None:
    assert set(READINGS) == set(LEAVES)


@pytest.mark.parametrize(
    ("field", "texts", "typed"),
    [
        (AMOUNT, ["8.06万元", "８．０６", "8.06 万 元", "8。06", "8.06。", "8.06万元万元", "￥8.06万元", "人民币8.06万元", "8.06\n万元", "8.06\u200b"], "8.06"),
        (AMOUNT, ["3,500.00", "3，500.00 万元"], "3500.00"),
        (AMOUNT, ["无", "无。", "无万元"], "无"),
        (YUAN, ["￥80600", "80,600元整", "80600 元"], "80600"),
        (AMOUNT, ["46.16（万元） 万元", "46.160", "46.16000 万元"], "46.16"),
        (TIMES, ["4919（人次（次）） 人次（次）", "4919 人次", "4919人次（次）", "４９１９", "4919"], "4919"),
        (COUNT, ["17 个", "17个个", "17\n个", "17项"], "17"),
        (PERCENT, ["98.80％", "98.80 %", "98.80%%", "98.80个百分点", "百分之98.80"], "98.80%"),
        (PERCENT, ["100"], "100"),
        (DASH, ["-", "—", "——", "－", "0"], "0"),
        (DATE, ["2020.9.3", "2020/9/3", "2020年9月3日", "2020 年 9 月 3 日", "20200903", "2020-9-3", "２０２０．９．３", "2020、9、3"], "2020-09-03"),
        (DATE, ["二〇二〇年九月三日", "二○二○年九月三日", "二零二零年九月三日", "二0二0年九月3日", "2020-09-03 00:00:00", "2020年9月3日（星期四）"], "2020-09-03"),
        (DATE, ["二〇二〇年十月二十一日", "2020.10.21."], "2020-10-21"),
        (MONTH, ["2020年3月", "2020 年 3 月", "2020.3", "2020/03", "202003", "二〇二〇年三月", "2020年3月份"], "2020-03"),
        (URL, ["https://www.a.gov.cn/x?a=1&b=2", "https：//www.a.gov.cn/x?a=1&b=2。"], "https://www.a.gov.cn/x?a=1&b=2"),
        (URL, ['<a href="https://www.a.gov.cn/x?a=1&amp;b=2">https://www.a.gov.cn/x?a=1&amp;b=2</a>'], "https://www.a.gov.cn/x?a=1&b=2"),
        (YES_NO, ["是√ 否", "√是 否", "是☑ 否☐", "☑是 ☐否", "是(√) 否( )", "是（√）否（　）", "【√】是 【 】否", "是■否□", "R是 £否", "● 是 ○ 否"], "是"),
        (YES_NO, ["是", "√", "是 ✔", "√ 是 否", "是□√ 否□", "是_√_ 否__", "是☒ 否☐", "是v 否", "甲：是√ 否", "已公开", "是√否×", "是\uf052 否\uf0a3", "是✔️ 否", "[X]是 [ ]否"], "是"),
        (YES_NO, ["否", "是 √否", "是 □ 否 ☑", "是 否√", "是× 否√", "□是 ☑否", "£是 R否", "是（ ）否（√）", "没有"], "否"),
        (THREE, ["不适用", "是 否 不适用√", "☐是 ☐否 ☑不适用"], "不适用"),
        (NATURE, ["行政机关", "行政 机关", "☑行政机关 □公益一类事业单位", "行政机关√ 公益一类事业单位 公益二类事业单位 其他事业单位"], "行政机关"),
        (TEXT, ["财务制度。\n车辆制度。", "财务制度。车辆制度。"], "财务制度。车辆制度。"),
        (TEXT, ["——"], "——"),
        (TEXT, ["（二期）"], "（二期）"),
        (TEXT, ["请市财政局统一选择第三方机构"], "请市财政局统一选择第三方机构"),
        (TEXT, ["**重点**"], "**重点**"),
        (LIST, ["1.甲\n2.乙", "（1）甲\n（2）乙", "①甲\n② 乙", "一、甲\n二、乙", "一是甲；二是乙。", "1.甲；2.乙。", "（1）甲 （2）乙", "- 甲\n- 乙", "甲\n\n乙"], ("甲", "乙")),
        (LIST, ["1.5亿元\n2.3亿元"], ("1.5亿元", "2.3亿元")),
        (LIST, ["1.甲"], "1.甲"),
        (LIST, ["1.5亿元；2.3亿元"], "1.5亿元；2.3亿元"),
        (LIST, ["甲、乙和丙"], "甲、乙和丙"),
        (PARAGRAPHS, ["　　一是甲。\n　　二是乙。"], ("一是甲。", "二是乙。")),
    ],
    ids=lambda value: value.type if isinstance(value, Field) else "",
)  # fmt: skip
def test_what_is_plainly_meant_is_taken_without_a_doubt(field: Field, texts: list[str], typed: str | tuple[str, ...]) -> None:
    assert {text: meant(text, field) for text in texts} == {text: Meant(typed) for text in texts}


@pytest.mark.parametrize(
    ("field", "text", "typed", "doubt"),
    [
        (AMOUNT, "80600元", "8.06", "折合 8.06 万元"),
        (AMOUNT, "1 318.4 万元", "1318.4", "读作 1318.4"),
        (TIMES, "4 919", "4919", "读作 4919"),
        (AMOUNT, "0.8亿元", "8000", "折合 8000 万元"),
        (AMOUNT, ".5", "0.5", "读作 0.5"),
        (COUNT, "17个项目", "17", "还写了“项目”"),
        (a_field("amount", zero="无"), "无", "0", "印作“无”"),
        (AMOUNT, "8. 06", "8.06", "读作 8.06"),
        (AMOUNT, "没有", "无", "读作“无”"),
        (DATE, "2020年9月3日前", "2020-09-03", "“前”"),
        (MONTH, "2020年3月5日", "2020-03", "只填年月"),
        (YES_NO, "是 √ 否", "是", "勾在“是”和“否”中间"),
        (YES_NO, "是  √ 否", "否", "勾在“是”和“否”中间"),
        (YES_NO, "□是 √ □否", "是", "勾在“是”和“否”中间"),
        (YES_NO, "□是√ 否", "是", "没有对上"),
        (NATURE, "公益一类", "公益一类事业单位", "读作"),
        (URL, "https://www.a.gov.cn/ x.html", "https://www.a.gov.cn/x.html", "空格"),
        (URL, "https://www.a.gov.cn/x\n公开网址", "https://www.a.gov.cn/x", "公开网址"),
        (URL, "https://www.a.gov.cn/x\n/y.html", "https://www.a.gov.cn/x/y.html", "换行"),
        (TEXT, "陈某某\n李某某", "陈某某李某某", "2 行"),
        (PARAGRAPHS, "<p>甲&amp;</p><p>乙</p>", ("甲&", "乙"), "网页代码"),
    ],
)
def test_what_somebody_has_to_look_at_is_taken_with_a_doubt(field: Field, text: str, typed: str, doubt: str) -> None:
    found = meant(text, field)
    assert found.typed == typed
    assert doubt in found.doubt


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (AMOUNT, "80612.34元", "折合约 8.06 万元"),
        (AMOUNT, "￥8.06", "不足 0.01 万元"),
        (AMOUNT, "12户", "不是户"),
        (AMOUNT, "9\n8.06", "2 个数"),
        (AMOUNT, "1 31.8", "空格"),
        (AMOUNT, "46.16（元）万元", "数字"),
        (AMOUNT, "约8", "数字"),
        (AMOUNT, "8.061万元", "两位小数"),
        (AMOUNT, "/", "留空"),
        (DASH, "/", "留空"),
        (COUNT, "0.5", "整数"),
        (PERCENT, "0.8956", "89.56% 还是"),
        (DATE, "2020.9.3 2020.9.4", "2 个日期"),
        (DATE, "2020.13.1", "没有这一天"),
        (DATE, "44075", "2020-09-01"),
        (DATE, "9月3日", "年份"),
        (DATE, "2020年9月", "日期"),
        (DATE, "2020年9月-12月", "日期"),
        (MONTH, "2020.9-12", "年月"),
        (YES_NO, "是√ 否√", "都打了勾"),
        (YES_NO, "是×否", "看不出"),
        (YES_NO, "否×", "看不出"),
        (YES_NO, "有待公开", "应填 是 或 否"),
        (THREE, "没有", "不适用"),
        (NATURE, "企业", "之一"),
        (NATURE, "公益类", "之一"),
        (NATURE, "行政机关 公益一类事业单位", "2 项"),
        (URL, "https://www.a.gov.cn/x https://www.b.gov.cn/y", "2 个网址"),
        (URL, "https://a.gov.cn/x（2020）.html", "网址"),
        (URL, "https://www.a.gov.cn/x\n2020.9.3", "空格"),
        (URL, "https://www.a.gov.cn/po st.html", "空格"),
        (MOBILE, "138****0000", "遮住"),
        (TEXT, "0759-0000000 138****0000", "遮住"),
        (AMOUNT, "***", "遮住"),
    ],
)
def test_what_could_mean_something_else_is_refused_in_a_sentence(field: Field, text: str, said: str) -> None:
    with pytest.raises(MistakeError) as raised:
        meant(text, field)
    assert said in f"{raised.value.message} {raised.value.hint}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "____",
        "……",
        "　年　月　日",
        "____年__月__日",
        "（请填写单位全称）",
        "单击或点击此处输入文字。",
        "选择一项。",
        "请在此填写单位全称",
        "（如项目数量较多，可在自评报告内反映）",
        "【待填】",
        "XX",
    ],
)
@pytest.mark.parametrize("field", [AMOUNT, DATE, TEXT, LIST, YES_NO, NATURE], ids=lambda field: field.type)
def test_a_placeholder_is_no_content(field: Field, text: str) -> None:
    assert meant(text, field) == BLANK
    assert fits(text, field) > 0


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (AMOUNT, "万元"),
        (YES_NO, "是 否"),
        (YES_NO, "是□ 否□"),
        (THREE, "是 否"),
        (a_field("text", hint="如 甲"), "（如 甲）"),
        (NATURE, " □".join(NATURES)),
    ],
)
def test_what_the_form_prints_of_a_blank_is_no_content(field: Field, text: str) -> None:
    assert meant(text, field) == BLANK


def test_a_text_fits_where_it_can_be_a_value() -> None:
    texts = {"8.06万元": AMOUNT, "98.8%": PERCENT, "2020.9.3": DATE, "是√ 否": YES_NO, "https://www.a.gov.cn/x": URL}
    for text, field in texts.items():
        others = {fits(text, other) for other in texts.values() if other is not field}
        assert fits(text, field) > max(others)


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
DAYS = st.dates(min_value=date(1949, 10, 1), max_value=date(2099, 12, 31))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="<*＊"), min_size=1, max_size=12)


@CHEAP
@given(number=NUMBERS, kind=st.sampled_from(["number", "amount", "percent"]), zero=st.sampled_from(["", "-", "—"]))
def test_a_printed_number_means_itself(number: Decimal, kind: str, zero: str) -> None:
    field = a_field(kind, zero=zero)
    value = type_of(field).read(f"{number}{'%' * (kind == 'percent')}", field, "甲")
    for printed in (str(value), f"{value}{field.unit}", f" {value} {field.unit}"):
        assert read_again(printed, field) == value


@CHEAP
@given(day=DAYS)
def test_a_day_in_every_style_means_itself(day: date) -> None:
    year, month, number = day.year, day.month, day.day
    characters = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    in_words = f"{characters}年{chinese_number(month)}月{chinese_number(number)}日"
    styles = [f"{year}{sign}{month}{sign}{number}" for sign in "-./"] + [f"{year}年{month}月{number}日", f"{day:%Y%m%d}", in_words]
    assert {meant(style, DATE) for style in styles} == {Meant(day.isoformat())}
    assert {meant(style, MONTH) for style in (f"{year}年{month}月", f"{year}.{month}", f"{characters}年{chinese_number(month)}月")} == {
        Meant(f"{day:%Y-%m}")
    }


@pytest.mark.parametrize("answer", ["是", "否"])
def test_a_printed_tick_means_the_answer(answer: str) -> None:
    assert meant(tick(answer), YES_NO) == meant(tick(answer), THREE) == Meant(answer)


@CHEAP
@given(texts=st.lists(WORDS, min_size=1, max_size=4), kind=st.sampled_from(["text", "paragraphs"]))
def test_printed_words_mean_themselves(texts: list[str], kind: str) -> None:
    field = a_field(kind)
    texts = texts[:1] if kind == "text" else texts
    found = meant("\n".join(texts), field)
    assume(found != BLANK)
    assert found.typed == (texts[0] if len(texts) == 1 else tuple(texts))


@CHEAP
@given(
    text=st.text(st.sampled_from("0123456789.,，。 年月日-/是否√☐□万元个%％无（）()×https：//a.gov甲\n"), max_size=14),
    kind=st.sampled_from(LEAVES),
)
def test_what_is_meant_is_always_what_the_type_takes(text: str, kind: str) -> None:
    field = a_field(kind, choices=NATURES if kind == "choice" else ())
    assert 0 <= fits(text, field) <= 1
    try:
        found = meant(text, field)
    except MistakeError:
        return
    for typed in [found.typed] if isinstance(found.typed, str) else found.typed:
        assert not typed or type_of(field).read(typed, field, "甲") is not None
    digits = re.sub(r"[^0-9]", "", text.replace("，", ","))
    if type_of(field).is_number and isinstance(found.typed, str) and found.typed and not found.doubt:
        assert re.sub(r"[^0-9]", "", found.typed) == digits
    assert isinstance(found.typed, str) or type_of(field).holds is Holds.SEVERAL


FULL_WIDTH = str.maketrans({code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)})
BLANKS = st.sampled_from(["", "", "", " ", "\u3000", "\xa0", "\u200b", "\n"])


@st.composite
def as_clerks_write(draw: st.DrawFn, text: str) -> str:
    """Return a text in which characters are wide, and blanks, marks and brackets stand where nobody wants them."""
    wide = [character.translate(FULL_WIDTH) if draw(st.integers(0, 3)) == 0 else character for character in text]
    spaced = "".join(character + draw(BLANKS) for character in wide)
    return draw(st.sampled_from(["", "", "（", "约"])) + spaced + draw(st.sampled_from(["", "", "。", "）", "；", "左右"]))


@CHEAP
@given(data=st.data(), number=st.decimals(0, 10**7, places=2), unit=st.sampled_from(["", "万元", "元", "万元万元", "（万元）", "个", "%"]))
def test_what_clerks_make_of_a_number_is_never_read_as_another(data: st.DataObject, number: Decimal, unit: str) -> None:
    field = data.draw(st.sampled_from([AMOUNT, YUAN, PERCENT, DASH]))
    spelt = data.draw(st.sampled_from([f"{number}", f"{number:,}", f"{number.normalize():f}"]))
    is_own = unit.strip("（）") in ("", field.unit, field.unit * 2)
    assert is_right_or_told(data.draw(as_clerks_write(spelt + unit)), field, {number} if is_own else set())


@CHEAP
@given(
    data=st.data(),
    day=DAYS,
    style=st.sampled_from(["{0}.{1}.{2}", "{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}{1:02}{2:02}"]),
)
def test_what_clerks_make_of_a_day_is_never_read_as_another(data: st.DataObject, day: date, style: str) -> None:
    assert is_right_or_told(data.draw(as_clerks_write(style.format(day.year, day.month, day.day))), DATE, {day})


def is_right_or_told(text: str, field: Field, true: set[Decimal] | set[date]) -> bool:
    try:
        found = meant(text, field)
    except MistakeError:
        return True
    assert isinstance(found.typed, str)
    return bool(found.doubt) or type_of(field).read(found.typed, field, "甲") in true


def read_again(printed: str, field: Field) -> object:
    found = meant(printed, field)
    assert isinstance(found.typed, str)
    return type_of(field).read(found.typed, field, "甲")
