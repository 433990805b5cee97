"""Numbers as people write them: with units, signs of money, thousands' separators, full-width digits; never one that is not written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.decimals import FEW_DECIMALS, MAX_DECIMALS
from pipeline.form.types.field_type import NOT_APPLICABLE
from pipeline.form.types.numbers import LEADING_ZERO, NUMBER_TEXT, PRECISE, SEPARATED, SEPARATORS, explain_number
from pipeline.intake.meanings.meant import HARDLY, NOT, SURE, Meant, trimmed, word_meant
from pipeline.language.units import MEASURES, MONEY, PERCENT, is_own_unit, money
from pipeline.language.wording import half_width, plain_number

DASHES: Final = frozenset("-–—―─－") | {"--", "——"}
CURRENCY: Final = re.compile(r"(?:人民币|RMB|CNY)?\s*([￥¥])?\s*", re.IGNORECASE)
NUMBER: Final = re.compile(
    r"(?P<number>[-+]?(?:[0-9][0-9,_']*(?:\s*\.\s*[0-9]+)?|\.[0-9]+))\.?\s*(?P<unit>[^\d\s.,;:/=+*-][^\d.,;:/=+*-]*)?"
)
# Thousands as Word and WPS divide them; it could be two numbers, so this is doubtful.
SPACED: Final = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:[ \xa0\u2009\u202f][0-9]{3})+(?![0-9 ])")
# The same unit twice: printed by the form, and written once more, perhaps in brackets.
TWICE: Final = re.compile(r"(.+?)\1+")
WORDS: Final = re.compile(r"[^()]+")
IN_HUNDREDTHS: Final = re.compile(r"百分之\s*([0-9.]+)")
LONGEST: Final = 40  # characters of a number with its unit


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written.

    Attributes:
        number: it as YAML has it.
        unit: what stands behind it.
        doubt: what is doubtful about its digits.
        is_guess: whether it could be two numbers.
    """

    number: str
    unit: str
    doubt: str
    is_guess: bool


def number_meant(text: str, field: Field) -> Meant:
    """Return the number that a text spells, in the field's own unit.

    Raises:
        MistakeError: it spells none, or one of another unit.
    """
    plain = trimmed(text)
    bare = plain.removesuffix(half_width(field.unit)).strip()
    if is_zero(bare, field):
        could_be_a_word = bare in NOT_APPLICABLE
        return Meant("0", f"这份表把 0 印作“{bare}”，填的也可能就是“{bare}”" if could_be_a_word else "", could_be_a_word)
    if word := word_meant(bare):
        return word
    written = written_number(plain)
    meant = (percentage if field.type == "percent" else in_own_unit)(written, field) if written else None
    if meant is None:
        raise explain_number(text, field)
    return without_zeros(meant, field)


def decimals_of(field: Field) -> int | None:
    """Return how many decimals a number of a field may have; None if as many as there are."""
    return field.decimals if field.decimals is not None else MAX_DECIMALS if field.type in FEW_DECIMALS else None


def without_zeros(meant: Meant, field: Field) -> Meant:
    """Return a number without zeros behind more decimals than its field takes: 9.860 is 9.86."""
    places = decimals_of(field)
    if places is None or not isinstance(meant.typed, str):
        return meant
    excess = rf"(?<=\.[0-9]{{{places}}})0+(?=%?$)" if places else r"\.0+(?=%?$)"
    return replace(meant, typed=re.sub(excess, "", meant.typed))


def is_zero(plain: str, field: Field) -> bool:
    """Return whether a text is how the form prints 0."""
    return bool(field.zero) and (plain == half_width(field.zero) or {plain, field.zero} <= DASHES)


def written_number(plain: str) -> Written | None:
    """Return a number with its unit; None if the text is something else, or more than that."""
    sign, bare = currency(IN_HUNDREDTHS.sub(r"\1%", plain))
    found = NUMBER.fullmatch(SPACED.sub(lambda digits: "".join(digits[0].split()), bare)) if len(bare) <= LONGEST else None
    if not found:
        return None
    joined = "".join(found["number"].split())
    number = SEPARATORS.sub("", joined) if SEPARATED.fullmatch(joined) else joined
    shown = LEADING_ZERO.sub(lambda zeros: zeros[1], re.sub(r"^([-+]?)\.", r"\g<1>0.", number))
    if not NUMBER_TEXT.fullmatch(shown):
        return None
    is_guess = joined != found["number"] or bool(SPACED.search(bare))
    is_plain = shown == number and not is_guess
    unit = TWICE.sub(r"\1", "".join((found["unit"] or "").split())) if found["unit"] else ""
    return Written(shown, unit or ("元" if sign else ""), "" if is_plain else f"写的是“{bare}”，读作 {shown}", is_guess)


def currency(plain: str) -> tuple[bool, str]:
    """Return whether a text begins with a sign of money, and the rest."""
    found = CURRENCY.match(plain)
    return bool(found and found[1]), plain[found.end() :] if found else plain


def percentage(written: Written, _field: Field) -> Meant | None:
    """Return a percentage, or None if it has another unit; its sign stays, because without it 0.89 could be a ratio."""
    if written.unit and written.unit not in PERCENT:
        return None
    return Meant(f"{written.number}%" if written.unit else written.number, written.doubt, written.is_guess)


def in_own_unit(written: Written, field: Field) -> Meant | None:
    """Return a number in the field's unit; an amount in another unit of money is converted, which is doubtful.

    None if the unit is another one, or what the amount comes to has more decimals than the field takes.
    """
    number, unit = written.number, written.unit
    own, other = MONEY.get(field.unit), MONEY.get(money(unit))
    if not unit or is_own(unit, field) or (own and own == other):
        return Meant(number, written.doubt, written.is_guess)
    if field.unit and unit.startswith(half_width(field.unit)) and unit.isalpha():
        rest = unit.removeprefix(half_width(field.unit))
        return Meant(number, written.doubt or f"除 {number}{field.unit} 外还写了“{rest}”", is_guess=True)
    if not own or not other:
        return None
    converted = PRECISE.divide(Decimal(number) * other, Decimal(own))
    shown = plain_number(converted.normalize())
    places = decimals_of(field)
    if Fraction(converted) * own != Fraction(number) * other or (places is not None and len(shown.partition(".")[2]) > places):
        return None
    return Meant(shown, f"写的是 {number}{unit}，折合 {shown} {field.unit}", written.is_guess)


def is_own(unit: str, field: Field) -> bool:
    """Return whether a unit is the field's own, alone or with others that only count, as a form prints 人次（次）; also twice."""
    own = WORDS.findall(half_width(field.unit))
    first, *others = dict.fromkeys(WORDS.findall(unit)) or [unit]
    is_first_own = first in own[:1] or is_own_unit(first, field.unit)
    return is_first_own and all(is_own_unit(other, field.unit) or {first, other} <= MEASURES for other in others)


def like_number(text: str, field: Field) -> float:
    """Return how well a text can be a number of a field: hardly in another unit."""
    plain = trimmed(text)
    if is_zero(plain, field):
        return SURE
    written = written_number(plain)
    if not written:
        return NOT
    is_known = not written.unit or is_own(written.unit, field) or {field.unit, money(written.unit)} <= MONEY.keys()
    return SURE if is_known or {field.unit, written.unit} <= PERCENT else HARDLY
