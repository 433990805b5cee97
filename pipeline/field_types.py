"""The types a form's fields can have: what a clerk may type for each, and the sentence when it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pipeline import wording
from pipeline.problems import nearest
from pipeline.values import Address, Day, Figure, NotApplicable, Words

if TYPE_CHECKING:
    from pipeline.form import Field

NOT_APPLICABLE = ("无", "不适用")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
LEADING_ZERO = re.compile(r"[-+]?0[0-9]")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
LOOSE_DATE = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
ADDRESS = re.compile(r"https?://[^\s<>\"'“”，。、：；（）【】]+")
MAX_DIGITS = 18
AMOUNT_DECIMALS = 2


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
    if re.search(r"[\t\r\n\x85\u2028\u2029]", typed):
        raise MistakeError("应为一段文字，不能换行，也不能含制表符（Tab）", "请合成一段")
    control = CONTROL.search(typed)
    if control:
        raise MistakeError(f"第 {control.start() + 1} 个字是不可见的控制字符", "请删除后重新输入这一处")
    return typed


def number_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a number of any precision; 无 and 不适用 stay words."""
    return as_figure(typed, field, path, wording.plain_number)


def integer_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a whole number."""
    value = as_figure(typed, field, path, wording.plain_number)
    if isinstance(value, Figure) and value != value.to_integral_value():
        raise MistakeError(f"应填整数{in_unit(field)}，现为“{typed}”")
    return value


def amount_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return an amount in the field's unit (万元 unless the form says otherwise), at most two decimals."""
    value = as_figure(typed, field, path, wording.plain_number)
    if isinstance(value, Figure) and decimals(value) > AMOUNT_DECIMALS:
        rounded = wording.plain_number(wording.round_half_up(value))
        raise MistakeError(f"金额最多两位小数，现为“{typed}”", f"四舍五入为 {rounded}；单位是{field.unit}，不是元")
    return value


def percent_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a percentage in percent points, typed with or without the % sign."""
    bare = typed[:-1].rstrip() if typed.endswith("%") else typed
    return as_figure(bare, field, path, wording.percent, typed)


def as_figure(
    text: str, field: Field, path: str, show: Callable[[Decimal], str], typed: str = ""
) -> Figure | NotApplicable:
    """Return the number that a text spells, or the word 无 / 不适用; explain everything else."""
    if text in NOT_APPLICABLE:
        return NotApplicable(text, path)
    if not NUMBER.fullmatch(text) or LEADING_ZERO.match(text):
        raise explain_number(typed or text, field)
    number = Decimal(text)
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise MistakeError(f"数字过长（超过 {MAX_DIGITS} 位）")
    for limit, wrong, word in ((field.minimum, number.__lt__, "小于"), (field.maximum, number.__gt__, "大于")):
        if limit is not None and wrong(limit):
            raise MistakeError(f"不能{word} {wording.plain_number(limit)}，现为“{typed or text}”")
    return Figure(number, path, show(number))


def explain_number(typed: str, field: Field) -> MistakeError:
    """Return why a text is no number, with the number that was probably meant."""
    wanted = f"应填数字{in_unit(field)}，现为“{shortened(typed)}”"
    plain = wording.half_width(typed).strip()
    if LEADING_ZERO.match(plain) and NUMBER.fullmatch(plain):
        return MistakeError(f"数字前有多余的 0：“{typed}”", f"写成 {plain.lstrip('0') or '0'}")
    if NUMBER.fullmatch(plain.rstrip("%")) and plain != typed:
        return MistakeError(f"用了全角数字或符号：“{typed}”", f"写成 {plain}")
    if re.fullmatch(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        return MistakeError(f"数字里不能有千分位逗号：“{typed}”", f"写成 {plain.replace(',', '')}")
    number = re.match(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?", plain)
    if number and re.fullmatch(r"\s*[^\d\s:.,，]{1,4}", plain[number.end() :]):
        return MistakeError(wanted, f"只填数字 {number[0].replace(',', '')}，单位已在表中")
    return MistakeError(wanted, "没有填时留空；确实没有的填 0、无 或 不适用")


def date_value(typed: str, _field: Field, path: str) -> Day | NotApplicable:
    """Return a calendar day typed as 2020-09-03."""
    if typed in NOT_APPLICABLE:
        return NotApplicable(typed, path)
    exact = ISO_DATE.fullmatch(typed)
    loose = LOOSE_DATE.fullmatch(wording.half_width(typed))
    if not loose:
        raise MistakeError(f"应填日期，现为“{shortened(typed)}”", "写成 2020-09-03 这样")
    year, month, day = map(int, loose.groups())
    try:
        value = date(year, month, day)
    except ValueError:
        raise MistakeError(f"没有这一天：“{typed}”", "请核对月份和日子") from None
    if not exact:
        raise MistakeError(f"日期的写法不对：“{typed}”", f"写成 {value.isoformat()}")
    return Day.of(value, path)


def address_value(typed: str, _field: Field, path: str) -> Address | NotApplicable:
    """Return an http or https address, kept as given."""
    if typed in NOT_APPLICABLE:
        return NotApplicable(typed, path)
    if ADDRESS.fullmatch(typed):
        return Address(typed, path)
    inside = ADDRESS.search(typed)
    hint = f"只填网址 {inside[0]}" if inside else "网址以 http:// 或 https:// 开头，从浏览器地址栏复制"
    raise MistakeError(f"应填网址，现为“{shortened(typed)}”", hint)


def yes_no_value(typed: str, _field: Field, path: str) -> Words:
    """Return 是 or 否."""
    if typed not in ("是", "否"):
        meant = {"yes": "是", "true": "是", "y": "是", "√": "是", "有": "是", "no": "否", "false": "否", "n": "否", "×": "否"}
        guess = meant.get(typed.lower(), "")
        raise MistakeError(f"应填 是 或 否，现为“{shortened(typed)}”", f"写成 {guess}" if guess else "")
    return Words(typed, path)


def choice_value(typed: str, field: Field, path: str) -> Words:
    """Return one of the field's choices."""
    if typed not in field.choices:
        hint = nearest(typed, field.choices)
        raise MistakeError(f"应填{'、'.join(field.choices)}之一，现为“{shortened(typed)}”", hint)
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
