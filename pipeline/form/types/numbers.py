"""Numbers: any, whole ones, amounts of money, percentages; what a clerk may type, and the sentence when it is something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

from pipeline.characters import UNSEEN_IN_NUMBER
from pipeline.form.field import Field
from pipeline.form.types.decimals import MAX_DECIMALS, decimals, in_few_decimals, printed, rounded
from pipeline.form.types.field_type import NOT_APPLICABLE, WORD, FieldType, MistakeError, Schema, matching, shortened, word_in
from pipeline.language import wording
from pipeline.language.units import MONEY, is_own_unit, money
from pipeline.language.values import Figure, NotApplicable
from pipeline.regex import regex

UNSEEN = regex(f"[{UNSEEN_IN_NUMBER}]")
NUMBER_TEXT = regex(r"[-+]?[0-9]+(\.[0-9]+)?")
# The same without a zero too many at the beginning.
SPELT = regex(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
LEADING_ZERO = regex(r"^([-+]?)0+(?=[0-9])")
GROUPED = r"[1-9][0-9]{0,2}(?P<mark>[,_'])[0-9]{3}(?:(?P=mark)[0-9]{3})*"
SEPARATED = regex(rf"[-+]?{GROUPED}(?:\.[0-9]+)?")
WITH_UNIT = regex(rf"(?P<number>[-+]?(?:{GROUPED}|[0-9]+)(?:\.[0-9]+)?)\s*(?P<unit>[^\d\s:.,，;/=+*-]{{1,4}})")
IN_YUAN = regex(rf"[￥¥]\s*(?P<number>(?:{GROUPED}|[0-9]+)(?:\.[0-9]+)?)")
SEPARATORS = regex("[,_']")
MAX_DIGITS = 18
# More digits than a product of three figures has; the default context would silently round to 28.
PRECISE = Context(prec=60)
# What clerks write where there is nothing to fill in.
NOTHING = ("没有", "無", "暂无", "空", "-", "--", "—", "——", "/", "n/a", "na", "none", "null", "nil", "不涉及")
# Cells that were pasted together from a spreadsheet.
CELL_BREAK = regex("[\t\r\n]+")
# What looks like a digit and is none, as O for 0.
LOOK_ALIKE = regex("[0-9.,]*([OoQDlISsBZz〇○])[0-9OoQDlISsBZz〇○.,]*")
BARE_NUMBER = "只用数字 0-9 和小数点；没有内容的填 无 或 不适用"


def _number_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a number of any precision; 无 and 不适用 stay words."""
    return in_few_decimals(as_figure(typed, field, path, wording.plain_number), typed, field)


def _integer_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a whole number."""
    value = as_figure(typed, field, path, whole_number if "." in typed else wording.plain_number)
    if "." in typed and isinstance(value, Figure) and value != value.to_integral_value():
        raise MistakeError(f"应填整数{in_unit(field)}，现为“{typed}”", "不能有小数，请核对")
    return value


def _amount_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return an amount in the field's unit (万元 unless the form says otherwise), at most two decimals."""
    return in_few_decimals(as_figure(typed, field, path, wording.plain_number), typed, field)


def _percent_value(typed: str, field: Field, path: str) -> Figure | NotApplicable:
    """Return a percentage in percent points, at most two decimals, typed with or without the % sign.

    What is 1 or less and has no sign is more often a ratio: 0.97 for 97%. The clerk says which by writing the sign.
    """
    has_sign = typed.endswith("%") and typed[:1].isascii()
    bare = typed[:-1].rstrip() if has_sign else typed
    value = as_figure(bare, field, path, wording.percent, typed)
    if isinstance(value, Figure) and not has_sign and 0 < abs(value) <= 1:
        number = wording.plain_number(value)
        raise MistakeError(f"“{typed}”是 {wording.short_number(value * 100)}% 还是 {number}%？", "请核对，写上百分号，如 97.50%")
    return in_few_decimals(value, typed, field)


def as_figure(text: str, field: Field, path: str, show: Callable[[Decimal], str], typed: str = "") -> Figure | NotApplicable:
    """Return the number that a text spells, or the word 无 / 不适用; explain everything else.

    Args:
        text: what should spell the number.
        field: the field, for its limits and its unit.
        path: the value's path.
        show: how the documents show the number.
        typed: what was typed, if the text is only a part of it.
    """
    if not SPELT.fullmatch(text):
        if word := word_in(text, path):
            return word
        raise explain_number(typed or text, field)
    number = Decimal(text)
    if is_too_long(text):
        raise too_long()
    if field.minimum is not None and number < field.minimum:
        raise beyond("小于", field.minimum, typed or text)
    if field.maximum is not None and number > field.maximum:
        raise beyond("大于", field.maximum, typed or text)
    return Figure(number, path, printed(number, field, show))


def whole_number(number: Decimal) -> str:
    """Return a number without decimals as it is shown: 9 for 9.00."""
    return wording.plain_number(number.to_integral_value())


def is_too_long(number: str) -> bool:
    """Return whether a number has more digits than any figure of a form."""
    return len(number) > MAX_DIGITS and len(Decimal(number).as_tuple().digits) > MAX_DIGITS


def too_long() -> MistakeError:
    """Return that a number has too many digits."""
    return MistakeError(f"数字过长（超过 {MAX_DIGITS} 位）", "请核对是否多打了数字")


def beyond(relation: str, limit: Decimal, typed: str) -> MistakeError:
    """Return that a number is less or more than its field allows.

    Args:
        relation: which of the two.
        limit: what the field allows.
        typed: what was typed.
    """
    return MistakeError(f"不能{relation} {wording.plain_number(limit)}，现为“{typed}”", "请核对这个数")


def explain_number(typed: str, field: Field) -> MistakeError:
    """Return why a text is no number, with the number that was probably meant; only where there is no doubt about it."""
    cells = [cell for cell in CELL_BREAK.split(typed) if cell.strip()]
    if len(cells) > 1:
        what = "个数" if all(re.search("[0-9]", wording.half_width(cell)) for cell in cells) else "格内容"
        return MistakeError(f"一项里有 {len(cells)} {what}：“{shortened(typed)}”", "只填这一项的数")
    seen = UNSEEN.sub("", typed)
    plain = wording.half_width(seen).strip()
    sign = "%" if plain.endswith("%") and field.type == "percent" else ""
    bare = plain.removesuffix(sign).rstrip()
    if NUMBER_TEXT.fullmatch(bare) and is_too_long(bare):
        return too_long()
    if misspelt := misspelt_number(bare, typed, seen):
        return MistakeError(f"{misspelt[0]}：“{shortened(typed)}”", f"写成 {misspelt[1]}{sign}")
    return MistakeError(f"应填数字{in_unit(field)}，现为“{shortened(typed)}”", instead_of(plain, field))


def misspelt_number(bare: str, typed: str, seen: str) -> tuple[str, str] | None:
    """Return what is wrong with the spelling of a number and how it is spelt; nothing for what is no number.

    Args:
        bare: the text in half-width characters, without spaces around it and without a percent sign.
        typed: the text as typed.
        seen: the text as typed, without characters that cannot be seen.
    """
    if NUMBER_TEXT.fullmatch(bare):
        spelt = LEADING_ZERO.sub(lambda zeros: zeros[1], bare)
        return ("数字前面有多余的 0" if spelt != bare else oddity(typed, seen)), spelt
    if SEPARATED.fullmatch(bare):
        return "数字里不能有千分位逗号", SEPARATORS.sub("", bare)
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
    if re.fullmatch(r"[-+]?[0-9][0-9,. ]* [0-9,. ]*[0-9]", plain):
        return "数字中间有空格：请核对是一个数还是几个数，再重填"
    if strange := LOOK_ALIKE.fullmatch(plain.removesuffix(field.unit)):
        return f"“{strange[1]}”不是数字：请核对是哪个数，再只用数字 0-9 重填"
    amount = WITH_UNIT.fullmatch(plain) or IN_YUAN.fullmatch(plain)
    return without_unit(amount["number"], amount.groupdict().get("unit", "元"), field) if amount else BARE_NUMBER


def oddity(typed: str, seen: str) -> str:
    """Return what is odd about a text that spells a number once it is cleaned up."""
    if seen != typed:
        return "数字里有看不见的字符"
    return "数字前后有多余的空格" if typed.strip() == wording.half_width(typed).strip() else "用了全角数字或符号"


def without_unit(typed: str, unit: str, field: Field) -> str:
    """Return a hint to leave a unit out; an amount in another unit of money is converted, any other unit is asked about.

    Args:
        typed: the number.
        unit: the unit that was typed with it.
        field: the field.
    """
    number = LEADING_ZERO.sub(lambda zeros: zeros[1], SEPARATORS.sub("", typed))
    if is_own_unit(unit, field.unit):
        return f"只填数字 {number}" + ("，单位已在表中" if field.unit else "")
    own, scale = MONEY.get(field.unit), MONEY.get(money(unit))
    if own is None or scale is None:
        return f"这一项的单位是{field.unit}，不是{unit}：请核对后只填数字" if field.unit else BARE_NUMBER
    value = Fraction(number) * scale / own
    if own == scale:
        return f"只填数字 {number}，单位已在表中"
    if wording.round_half_up(value) == 0:
        return f"不足 0.01 {field.unit}，请核对"
    about = "" if value == Fraction(wording.round_half_up(value)) else "约"
    return f"{number}{unit}折合{about} {rounded(value)} {field.unit}，写成 {rounded(value)}"


def in_unit(field: Field) -> str:
    """Return the field's unit as an aside, or nothing."""
    return f"（单位：{field.unit}）" if field.unit else ""


def schemas(field: Field) -> list[Schema]:
    """Return the schemas of a number within the field's limits, or a word."""
    limits = {"minimum": field.minimum, "maximum": field.maximum}
    return [{"type": "number"} | {name: float(limit) for name, limit in limits.items() if limit is not None}, WORD]


def _sample(field: Field, path: str, number: int) -> Figure:
    """Return the number, as a figure."""
    return Figure(Decimal(number), path, printed(Decimal(number), field, wording.plain_number))


def _number_shown(number: Decimal) -> str:
    """Return how a formula's result is shown: with at most two decimals."""
    return wording.plain_number(wording.round_half_up(number) if decimals(number) > MAX_DECIMALS else number)


def number_result(number: Decimal, field: Field, path: str) -> Figure:
    """Return a formula's result, shown with at most two decimals.

    Args:
        number: the exact result.
        field: the field.
        path: the value's path.
    """
    return Figure(number, path, printed(number, field, _number_shown))


def integer_result(number: Decimal, field: Field, path: str) -> Figure:
    """Return a formula's result, shown as a whole number.

    Args:
        number: the exact result.
        field: the field.
        path: the value's path.
    """
    return Figure(number, path, printed(number, field, lambda exact: wording.plain_number(wording.round_half_up(exact, 0))))


def amount_result(number: Decimal, field: Field, path: str) -> Figure:
    """Return a formula's result, shown with two decimals.

    Args:
        number: the exact result.
        field: the field.
        path: the value's path.
    """
    return Figure(number, path, printed(number, field, lambda exact: wording.plain_number(wording.round_half_up(exact))))


def percent_result(ratio: Decimal, field: Field, path: str) -> Figure:
    """Return a formula's ratio in percent points, shown with two decimals.

    Args:
        ratio: the exact result.
        field: the field.
        path: the value's path.
    """
    number = PRECISE.multiply(ratio, Decimal(100))
    return Figure(number, path, printed(number, field, wording.percent))


NUMBER = FieldType(name="number", called="数", read=_number_value, schemas=schemas, sample=_sample, result=number_result, takes_words=True)
INTEGER = FieldType(
    name="integer",
    called="整数",
    read=_integer_value,
    schemas=lambda field: [{**schemas(field)[0], "type": "integer"}, WORD],
    sample=_sample,
    result=integer_result,
    takes_words=True,
)
AMOUNT = FieldType(
    name="amount", called="金额", read=_amount_value, schemas=schemas, sample=_sample, unit="万元", result=amount_result, takes_words=True
)
PERCENT = FieldType(
    name="percent",
    called="百分比",
    read=_percent_value,
    schemas=lambda field: [*schemas(field), matching(r"^[0-9.]+%$")],
    sample=_sample,
    comment="如 98.80%",
    unit="%",
    result=percent_result,
    takes_words=True,
)
