"""Chinese official wording as pure functions: figures, 大写 amounts, dates, lists, masks, and what to look for in a text.

It stands at the bottom of the package. Templates know most of these functions as filters under Chinese names. Numbers are
finite, because the field types let no other in; a blank refuses the first comparison with it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction
from functools import cache, lru_cache

from pipeline.regex import regex

# China has one official time.
BEIJING = timezone(timedelta(hours=8))
# Far more digits than any figure has: the default context would silently round to 28.
EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)

Spelling = tuple[str, tuple[tuple[int, str], ...]]
POWERS = (10**8, 10**4, 1000, 100, 10)
CAPITALS: Spelling = ("零壹贰叁肆伍陆柒捌玖", tuple(zip(POWERS, "亿万仟佰拾", strict=True)))
NUMERALS: Spelling = ("零一二三四五六七八九", tuple(zip(POWERS, "亿万千百十", strict=True)))
CAPITAL_LIMIT = 10**16  # 元; from here on the reading would be 亿亿
NUMERAL_LIMIT = 9999
HEADINGS = ("{0}、", "（{0}）", "{1}.", "（{1}）")

FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", ord("。"): ".", ord("−"): "-"}
HALF_TO_FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
CHINESE = regex(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af、。《》〈〉【】〔〕，；：！？（）]")
# An address may hold Chinese characters, so it ends only at a space, a quote or Chinese punctuation.
ADDRESS = regex(r"""(?:(?:https?|ftp)://|www\.)[^\s"<>“”‘’《》【】（），；：！？、。]*(?<![,;:!?()])""", re.IGNORECASE)
WIDE = regex(r"[０-９Ａ-Ｚａ-ｚ％]+(?:．[０-９Ａ-Ｚａ-ｚ％]+)*|(?<=\d)．(?=\d)")
FILE_YEAR = regex(r"\(\d{4}\)(?=第?\d+号)")

SENTENCE = regex(r"[^。！？；]*(?:[。！？；]+[”’」』）》】〉〕)]*)+|[^。！？；]+")
SENTENCE_END = "。；，、！？．：.;,!?: \t\r\n\u3000"
ENDED = f"{SENTENCE_END}…"
# A remark in brackets after a sentence.
REMARK = regex(r"(?<=[。！？…])（[^（）]*）$")


def plain_number(value: Decimal) -> str:
    """Return a number as it was typed: 9, 8.06, 9.50; no exponent, no grouping, no negative zero."""
    return format(value or value.copy_abs(), "f")


def short_number(value: Decimal) -> str:
    """Return a computed number as text: none or one decimal if the amounts it was computed from have no more, else two."""
    rounded = round_half_up(value)
    exponent = Decimal(value).as_tuple().exponent
    is_amount = isinstance(exponent, int) and -exponent in range(1, 3)  # one or two decimals stay as many: 12.80
    return plain_number(value if is_amount and rounded != int(rounded) else rounded.normalize())


def percent(value: Decimal) -> str:
    """Return percent points with their sign: 100%, else rounded half up to exactly two decimals, 89.56%.

    What only rounds to a whole number keeps its decimals: 100.00% is not quite 100%.
    """
    return f"{int(value)}%" if value == int(value) else f"{round_half_up(value):f}%"


def round_half_up(value: Decimal | Fraction | int, places: int = 2) -> Decimal:
    """Return a number rounded to `places` decimals, a half away from zero (四舍五入); exact for any number of digits."""
    if isinstance(value, Decimal):
        rounded = EXACT.quantize(value, last_place(places))
        return rounded or rounded.copy_abs()
    sign = "-" if value < 0 else ""
    steps = int(abs(Fraction(value)) * Fraction(10) ** places + Fraction(1, 2))
    return Decimal(f"{sign if steps else ''}{steps}E{-places}")


@cache
def last_place(decimals: int) -> Decimal:
    """Return what a number of so many decimals counts in: 0.01 for two."""
    return Decimal((0, (1,), -decimals))


def compare(actual: Decimal, planned: Decimal, less: str = "低于", equal: str = "持平", more: str = "高于") -> str:
    """Return one of three wordings: how the first number stands to the second.

    Args:
        actual: the first number.
        planned: the second.
        less: what is said if the first is less; … in it stands for how far the two are apart.
        equal: what is said if they are equal.
        more: what is said if the first is more; likewise.
    """
    chosen = less if actual < planned else more if actual > planned else equal  # only an order refuses a blank, which equals another
    return chosen.replace("…", short_number(difference(actual, planned))) if "…" in chosen else chosen


def difference(actual: Decimal, planned: Decimal) -> Decimal:
    """Return how far two numbers are apart, without sign; exact."""
    if isinstance(actual, Decimal) and isinstance(planned, Decimal):
        return EXACT.abs(EXACT.subtract(actual, planned))
    with localcontext(EXACT):  # what is no number refuses
        return abs(actual - planned)


def capital_amount(value: Decimal, scale: int = 1) -> str:
    """Return an amount of money in 大写, such as 壹拾万元整, without 人民币 before it.

    《支付结算办法》附件一《正确填写票据和结算凭证的基本规定》 leaves choices. Here 整 stands behind 元 and 角, as 《会计基础工作规范》
    第五十二条 demands, and never behind 分; a zero is written for a gap, and behind 元 where the digit on either side of it is 0
    (壹仟陆佰捌拾元零叁角贰分), but not between 万 and 仟 (壹拾万柒仟元): the first of the two forms in its own examples.

    Args:
        value: the amount in units of `scale` 元; rounded half up to 分.
        scale: 元 in one unit: 1 for 元, 10000 for 万元.

    Raises:
        ValueError: the amount is 亿亿元 or more.
    """
    negative = value < 0
    total = int(round_half_up(abs(Fraction(value)) * scale * 100, 0))
    yuan, cents = divmod(total, 100)
    jiao, fen = divmod(cents, 10)
    if yuan >= CAPITAL_LIMIT:
        raise ValueError(f"金额过大，无法写成大写：{plain_number(value)}")
    words = f"{_spelled(yuan, CAPITALS)}元" if yuan or not cents else ""
    if yuan and cents and (yuan % 10 == 0 or jiao == 0):
        words += "零"
    digits = CAPITALS[0]
    words += (f"{digits[jiao]}角" if jiao else "") + (f"{digits[fen]}分" if fen else "")
    return ("负" if negative and total else "") + words + ("" if fen else "整")


def chinese_number(n: int) -> str:
    """Return a whole number from 0 to 9999 in Chinese numerals: 十, 十一, 二十, 一百零五.

    Raises:
        ValueError: it is not whole or out of range.
    """
    if n != int(n) or not 0 <= n <= NUMERAL_LIMIT:
        raise ValueError(f"汉字数只用于 0 到 {NUMERAL_LIMIT} 的整数，现为 {n}")
    words = _spelled(int(n), NUMERALS)
    return words.removeprefix("一") if words.startswith("一十") else words


def _spelled(n: int, spelling: Spelling) -> str:
    """Return a whole number's reading, with one zero for each gap."""
    digits, units = spelling
    for power, unit in units:
        if n >= power:
            high, low = divmod(n, power)
            gap = digits[0] if low < power // 10 else ""
            return _spelled(high, spelling) + unit + (gap + _spelled(low, spelling) if low else "")
    return digits[n]


@lru_cache(maxsize=1000)
def heading_number(level: int, n: int) -> str:
    """Return the number before a heading: 一、 （一） 1. （1） for levels 1 to 4 (GB/T 9704-2012, 7.3.3).

    Raises:
        ValueError: there is no such level, or n is below 1.
    """
    if level not in range(1, len(HEADINGS) + 1):
        raise ValueError(f"标题只有 1 到 {len(HEADINGS)} 级，现为 {level} 级")
    if n < 1:
        raise ValueError(f"标题序号从 1 开始，现为 {n}")
    return HEADINGS[level - 1].format(chinese_number(n), n)


def tick(value: object) -> str:
    """Return 是 and 否 with √ behind the one that holds; no √ for a blank, 无 or 不适用.

    Raises:
        ValueError: the value is something else.
    """
    if value is True or value == "是":
        return "是√ 否"
    if value is False or value == "否":
        return "是 否√"
    if not value or str(value).strip() in ("", "无", "不适用"):
        return "是 否"
    raise ValueError(f"勾选只用于“是”或“否”，现为“{value}”")


def join_list(items: Sequence[str]) -> str:
    """Return 甲、乙和丙; one item (also a bare text) as it is, 无 for none.

    No 、 between 《》《》 or “”“” (GB/T 15834-2011, 4.5.3.5). Items of spaces only are left out.
    """
    texts = _filled(items)
    if not texts:
        return "无"
    words = texts[0]
    for text in texts[1:-1]:
        words += text if words[-1] + text[0] in ("》《", "”“") else f"、{text}"
    return f"{words}和{texts[-1]}" if len(texts) > 1 else words


def join_sentences(items: Sequence[str]) -> str:
    """Return 一是……；二是……。 with one full stop; no number for a single item (also a bare text), 无。 for none.

    Punctuation at an item's end is replaced; the rest stays verbatim. Items of spaces and punctuation only are left out.
    """
    texts = [text for item in _filled(items) if (text := item.rstrip(SENTENCE_END))]
    if len(texts) > 1:
        texts = [f"{chinese_number(n)}是{text}" for n, text in enumerate(texts, 1)]
    return f"{'；'.join(texts) or '无'}。"


def full_stop(text: str) -> str:
    """Return the 。 that a text wants to be a sentence; nothing for one that ends with a mark, or with a remark after one."""
    bare = text.rstrip()
    bare = REMARK.sub("", bare) if bare.endswith("）") else bare
    return "" if bare.rstrip("”’）")[-1:] in ENDED else "。"


def _filled(items: Sequence[str]) -> list[str]:
    """Return the items that are not blank; a bare text is one item, not one for each character."""
    return [text for item in ([items] if isinstance(items, str) else items) if (text := item.strip())]


def half_width(text: str) -> str:
    """Return a text with full-width digits, letters, signs and spaces in ASCII, for hints: ８．０６ → 8.06.

    Made for figures and dates: also 。 becomes a decimal point (8。06). Every character keeps its place.
    """
    return text.translate(FULL_TO_HALF)


def char_width_mixed(text: str) -> list[tuple[int, str, str]]:
    """Return (index, found, suggested) for each half-width mark at a Chinese character and each full-width figure or letter.

    Brackets count in pairs. Web addresses are passed over; what stands between digits or letters is not looked at. Around the
    year of a file number 〔〕 is suggested (GB/T 9704-2012, 7.2.5).
    """
    # Same length, so that every index still fits.
    text = ADDRESS.sub(lambda address: " " * len(address[0]), text)
    found = [(match.start(), match[0], half_width(match[0])) for match in WIDE.finditer(text)]
    years = {match.start() for match in FILE_YEAR.finditer(text)}
    for marks in _marks(text):
        if any(CHINESE.match(text, near) for mark in marks for near in (mark - 1, mark + 1) if near >= 0):
            suggested = "〔〕" if marks[0] in years else [HALF_TO_FULL[text[mark]] for mark in marks]
            found += [(mark, text[mark], full) for mark, full in zip(marks, suggested, strict=True)]
    return sorted(found)


def _marks(text: str) -> Iterator[tuple[int, ...]]:
    """Yield where half-width punctuation stands, the two brackets of a pair together."""
    opened: list[int] = []
    for index, character in enumerate(text):
        if character == "(":
            opened.append(index)
        elif character == ")" and opened:
            yield opened.pop(), index
        elif character in HALF_TO_FULL:
            yield (index,)
    yield from ((index,) for index in opened)


def sentences(text: str) -> list[str]:
    """Return a text cut after each 。！？； with the closing quotes and brackets behind it; joined they are the text again."""
    return SENTENCE.findall(text)


def minute(time: str) -> str:
    """Return a time in Beijing as PubDate wants it: yyyy-MM-dd HH:mm (国办发〔2017〕47号)."""
    return datetime.fromisoformat(time).astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")


def day(time: str) -> str:
    """Return a time's day in Chinese, without leading zeros."""
    moment = datetime.fromisoformat(time).astimezone(BEIJING)
    return f"{moment.year}年{moment.month}月{moment.day}日"


def kilobytes(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{max(1, round(size / 1024))} KB"
