"""The types a form's fields can have: what a clerk may type for each, and the sentence when it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.characters import BREAKS, FORBIDDEN, UNSEEN_IN_NUMBER
from pipeline.form.field import Field
from pipeline.language import wording
from pipeline.language.values import Address, Day, Figure, NotApplicable, Words
from pipeline.problems import nearest

NOT_APPLICABLE = ("无", "不适用")
CONTROL = re.compile(f"[{FORBIDDEN}]")
BREAK = re.compile(f"[{BREAKS}]")
UNSEEN = re.compile(f"[{UNSEEN_IN_NUMBER}]")
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
LEADING_ZERO = re.compile(r"^([-+]?)0+(?=[0-9])")
SEPARATED = re.compile(r"[-+]?[1-9][0-9]{0,2}([,_' ][0-9]{3})+(\.[0-9]+)?")
WITH_UNIT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([^\d\s:.,，;/=+*-]{1,4})")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
LOOSE_DATE = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
PLAIN_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
ADDRESS = re.compile(r"https?://[^\s<>\"'“”，。、：；（）【】]+")
SCHEME = re.compile("https?[：:][／/]{2}", re.IGNORECASE)
MAX_DIGITS, MAX_DECIMALS = 18, 2
YEARS = range(1900, 2100)
# What clerks write where there is nothing to fill in.
NOTHING = ("没有", "無", "暂无", "空", "-", "--", "—", "——", "/", "n/a", "na", "none", "null", "nil", "不涉及")
# Units of money in 元, by the names that clerks give them.
MONEY = {"元": 1, "千元": 1000, "万": 10_000, "万元": 10_000, "百万": 10**6, "百万元": 10**6, "亿": 10**8, "亿元": 10**8}
# First characters of what stands for 是 and 否.
YES, NO = "是有已对√✓✔☑yt1", "否不未没×✗✘fn0"
BARE_NUMBER = "只用数字 0-9 和小数点；没有内容的填 无 或 不适用"


class MistakeError(Exception):
    """What a clerk typed cannot be a value of the field's type."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def text_value(typed: str, _field: Field, path: str) -> Words:
    """Return one paragraph of text, verbatim."""
    return Words(one_line(typed), path)


def one_line(typed: str) -> str:
    """Return the text as typed; refuse line breaks, tabs and control characters, which no cell can carry verbatim."""
    control = CONTROL.search(typed)
    if control:
        raise MistakeError(f"第 {control.start() + 1} 个字是看不见的控制字符", "请删去后重新输入这一处")
    if BREAK.search(typed):
        raise MistakeError("应是一段文字，不能换行，也不能有制表符（Tab）", "请合成一段")
    return typed


def number_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a number of any precision; 无 and 不适用 stay words."""
    return as_figure(typed, field, path, wording.plain_number)


def integer_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a whole number."""
    value = as_figure(typed, field, path, lambda number: wording.plain_number(number.to_integral_value()))
    if isinstance(value, Figure) and value != value.to_integral_value():
        raise MistakeError(f"应填整数{in_unit(field)}，现为“{typed}”", "不能有小数，请核对")
    return value


def amount_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return an amount in the field's unit (万元 unless the form says otherwise), at most two decimals."""
    value = as_figure(typed, field, path, wording.plain_number)
    if isinstance(value, Figure) and decimals(value) > MAX_DECIMALS:
        raise MistakeError(f"金额最多两位小数，现为“{typed}”", f"四舍五入写成 {rounded(value)}；单位是{field.unit}")
    return value


def percent_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a percentage in percent points, at most two decimals, typed with or without the % sign."""
    bare = typed[:-1].rstrip() if typed.endswith("%") and typed[:1].isascii() else typed
    value = as_figure(bare, field, path, wording.percent, typed)
    if isinstance(value, Figure) and decimals(value) > MAX_DECIMALS:
        raise MistakeError(f"百分比最多两位小数，现为“{typed}”", f"四舍五入写成 {rounded(value)}%")
    return value


def as_figure(text: str, field: Field, path: str, show: Callable[[Decimal], str], typed: str = "") -> Figure | NotApplicable:
    """Return the number that a text spells, or the word 无 / 不适用; explain everything else."""
    if text in NOT_APPLICABLE:
        return NotApplicable(text, path)
    if not NUMBER.fullmatch(text) or LEADING_ZERO.match(text):
        raise explain_number(typed or text, field)
    number = Decimal(text)
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise MistakeError(f"数字过长（超过 {MAX_DIGITS} 位）", "请核对是否多打了数字")
    for limit, wrong, word in ((field.minimum, number.__lt__, "小于"), (field.maximum, number.__gt__, "大于")):
        if limit is not None and wrong(limit):
            raise MistakeError(f"不能{word} {wording.plain_number(limit)}，现为“{typed or text}”", "请核对这个数")
    return Figure(number, path, show(number))


def explain_number(typed: str, field: Field) -> MistakeError:
    """Return why a text is no number, with the number that was probably meant."""
    seen = UNSEEN.sub("", typed)
    plain = wording.half_width(seen).strip()
    sign = "%" if plain.endswith("%") and field.type == "percent" else ""
    misspelt = misspelt_number(plain.removesuffix(sign).rstrip(), typed, seen)
    if misspelt:
        return MistakeError(f"{misspelt[0]}：“{shortened(typed)}”", f"写成 {misspelt[1]}{sign}")
    return MistakeError(f"应填数字{in_unit(field)}，现为“{shortened(typed)}”", instead_of(plain, field))


def misspelt_number(bare: str, typed: str, seen: str) -> tuple[str, str] | None:
    """Return what is wrong with the spelling of a number and how it is spelt; nothing for what is no number.

    Args:
        bare: the text in half-width characters, without spaces around it and without a percent sign.
        typed: the text as typed.
        seen: the text as typed, without characters that cannot be seen.
    """
    if NUMBER.fullmatch(bare):
        spelt = LEADING_ZERO.sub(lambda zeros: zeros[1], bare)
        return ("数字前面有多余的 0" if spelt != bare else oddity(typed, seen)), spelt
    if SEPARATED.fullmatch(bare):
        return "数字里不能有千分位逗号", re.sub("[,_' ]", "", bare)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+\.)", bare):
        return "小数点前后都要有数字", wording.plain_number(Decimal(bare))
    return None


def instead_of(plain: str, field: Field) -> str:
    """Return what to type instead of a text that is no number."""
    word = plain.rstrip(" .;,")
    if word in NOT_APPLICABLE:
        return f"写成 {word}"
    if word.lower() in NOTHING:
        return "确实没有的，写成 0、无 或 不适用；还没有填的留空"
    if NUMBER.fullmatch(plain.lstrip("￥¥")):
        return f"只填数字，单位是{field.unit}" if field.unit else "只填数字"
    match = WITH_UNIT.fullmatch(plain)
    return without_unit(match[1].replace(",", ""), match[2], field) if match else BARE_NUMBER


def oddity(typed: str, seen: str) -> str:
    """Return what is odd about a text that spells a number once it is cleaned up."""
    if seen != typed:
        return "数字里有看不见的字符"
    return "数字前后有多余的空格" if typed.strip() == wording.half_width(typed).strip() else "用了全角数字或符号"


def without_unit(number: str, unit: str, field: Field) -> str:
    """Return a hint to leave a unit out; an amount in another unit is converted."""
    own = MONEY.get(field.unit)
    scale = MONEY.get(unit.removesuffix("整").replace("圆", "元").replace("块", "元"))
    if unit == field.unit or own is None or scale == own:
        return f"只填数字 {number}，单位已在表中"
    value = Fraction(number) * (scale or 0) / own
    if wording.round_half_up(value) == 0:
        return f"换算成{field.unit}，只填数字"
    about = "" if value == Fraction(wording.round_half_up(value)) else "约"
    return f"{number}{unit}折合{about} {rounded(value)} {field.unit}，写成 {rounded(value)}"


def rounded(value: Decimal | Fraction) -> str:
    """Return a number rounded half up to two decimals, none where there are none."""
    number = wording.round_half_up(value, MAX_DECIMALS)
    return wording.plain_number(number.to_integral_value() if number == number.to_integral_value() else number)


def date_value(typed: str, _field: Field, path: str) -> Day | NotApplicable:
    """Return a calendar day typed as 2020-09-03."""
    if typed in NOT_APPLICABLE:
        return NotApplicable(typed, path)
    plain = wording.half_width(typed).strip()
    loose = LOOSE_DATE.fullmatch(plain) or PLAIN_DATE.fullmatch(plain)
    if not loose:
        raise MistakeError(f"应填日期，现为“{shortened(typed)}”", "写成年-月-日，例如 2020-09-03")
    year, month, day = map(int, loose.groups())
    try:
        value = date(year, month, day)
    except ValueError:
        raise MistakeError(f"没有这一天：“{typed}”", "请核对年、月、日") from None
    if year not in YEARS:
        raise MistakeError(f"年份不对：“{typed}”", "请核对年份")
    if not ISO_DATE.fullmatch(typed):
        raise MistakeError(f"日期的写法不对：“{typed}”", f"写成 {value.isoformat()}")
    return Day.of(value, path)


def address_value(typed: str, _field: Field, path: str) -> Address | NotApplicable:
    """Return an http or https address, kept as given."""
    if typed in NOT_APPLICABLE:
        return NotApplicable(typed, path)
    if ADDRESS.fullmatch(one_line(typed)):
        return Address(typed, path)
    inside = ADDRESS.search(SCHEME.sub(lambda scheme: wording.half_width(scheme[0]).lower(), typed))
    if inside and typed.lower().startswith("http") and re.search(r"\s", typed.strip()):
        raise MistakeError(f"网址里不能有空格：“{shortened(typed)}”", "从浏览器地址栏重新复制")
    hint = f"只填网址 {inside[0]}" if inside else "网址以 http:// 或 https:// 开头，从浏览器地址栏复制"
    raise MistakeError(f"应填网址，现为“{shortened(typed)}”", hint)


def yes_no_value(typed: str, _field: Field, path: str) -> Words:
    """Return 是 or 否."""
    if typed not in ("是", "否"):
        first = typed.strip().lower()[:1]
        guess = "是" if first in YES else "否" if first in NO else ""
        unclear = not first or not guess or typed in NOT_APPLICABLE or ("是" in typed and "否" in typed)
        raise MistakeError(f"应填 是 或 否，现为“{shortened(typed)}”", "只能填其中一个字" if unclear else f"写成 {guess}")
    return Words(typed, path)


def choice_value(typed: str, field: Field, path: str) -> Words:
    """Return one of the field's choices."""
    if typed not in field.choices:
        hint = nearest(typed, field.choices) or "请照抄其中一项"
        raise MistakeError(f"应为 {'、'.join(field.choices)} 之一，现为“{shortened(typed)}”", hint)
    return Words(typed, path)


def in_unit(field: Field) -> str:
    """Return the field's unit as an aside, or nothing."""
    return f"（单位：{field.unit}）" if field.unit else ""


def shortened(text: str, limit: int = 20) -> str:
    """Return a text short enough to be quoted in a message."""
    return text if len(text) <= limit else text[:limit] + "…"


def decimals(number: Decimal) -> int:
    """Return how many digits stand behind the decimal point."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


# type name in form.yaml → reader of one typed text.
SCALARS: dict[str, Callable[[str, Field, str], Any]] = {
    "text": text_value,
    "number": number_value,
    "integer": integer_value,
    "amount": amount_value,
    "percent": percent_value,
    "date": date_value,
    "url": address_value,
    "yes_no": yes_no_value,
    "choice": choice_value,
}
# Types whose value is several texts: typed as a list, or as a text of several lines.
SEVERAL = ("paragraphs", "list")
# Types that hold other fields.
NESTED = ("group", "rows")
TYPES = (*SCALARS, *SEVERAL, *NESTED)
NUMERIC = ("number", "integer", "amount", "percent")
