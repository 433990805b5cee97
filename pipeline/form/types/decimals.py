"""How many decimals a number may be typed with and is printed with, and how a form prints 0."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from pipeline.form.field import Field
from pipeline.form.types.field_type import MistakeError
from pipeline.language import wording
from pipeline.language.values import Figure, NotApplicable

MAX_DECIMALS = 2
WHOLE = 100  # percent
# Types whose numbers have few decimals, and what such a number is called.
FEW_DECIMALS = {"amount": "金额", "percent": "百分比"}


def in_few_decimals(value: Figure | NotApplicable, typed: str, field: Field) -> Figure | NotApplicable:
    """Return a value that has no more decimals than its field takes: two of an amount or a percentage, unless the form says otherwise.

    Args:
        value: the value.
        typed: how it was typed.
        field: the field.

    Raises:
        MistakeError: it has more.
    """
    if "." not in typed or not isinstance(value, Figure):
        return value
    most = field.decimals if field.decimals is not None else MAX_DECIMALS if field.type in FEW_DECIMALS else None
    if most is None or len(typed.partition(".")[2]) <= most or decimals(value) <= most:
        return value
    sign = "%" if field.type == "percent" else ""
    unit = f"；单位是{field.unit}" if field.type == "amount" else ""
    few = f"最多{wording.chinese_number(most).replace('二', '两')}位小数" if most else "不能有小数"
    raise MistakeError(f"{FEW_DECIMALS.get(field.type, '这个数')}{few}，现为“{typed}”", f"{rounding(value, sign, most)}{unit}")


def rounding(value: Decimal, sign: str, places: int) -> str:
    """Return a hint to round a figure; not where that would make it nothing, or all: 99.999% is not 100%.

    Args:
        value: the figure.
        sign: what stands behind it.
        places: to how many decimals.
    """
    number = wording.round_half_up(value, places)
    return "请核对这个数" if number == 0 or (sign and number == WHOLE) else f"四舍五入写成 {rounded(value, places)}{sign}"


def printed(number: Decimal, field: Field, show: Callable[[Decimal], str]) -> str:
    """Return how the documents show a number: with as many decimals as its field has, and 0 as the form says.

    A percentage that is not quite 100%, or not quite nothing, keeps two decimals where it would round to that.

    Args:
        number: the exact number.
        field: its field.
        show: how a number is shown whose field says nothing about it.
    """
    if field.zero and number == 0:
        return field.zero
    if field.decimals is None:
        return show(number)
    rounded_number = wording.round_half_up(number, field.decimals)
    if field.type == "percent":
        return show(number) if rounded_number != number and rounded_number in (0, WHOLE) else f"{rounded_number:f}%"
    return wording.plain_number(rounded_number)


def rounded(value: Decimal | Fraction, places: int = MAX_DECIMALS) -> str:
    """Return a number rounded half up to so many decimals, none where there are none."""
    number = wording.round_half_up(value, places)
    return wording.plain_number(number.to_integral_value() if number == number.to_integral_value() else number)


def decimals(number: Decimal) -> int:
    """Return how many digits stand behind the decimal point."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
