"""A month, typed as 2020-03 and printed as 2020年3月; compared with days it is its first."""

from __future__ import annotations

from datetime import date

from pipeline.form.field import Field
from pipeline.form.types.dates import YEARS
from pipeline.form.types.field_type import WORD, FieldType, MistakeError, matching, shortened, word_in
from pipeline.language.values import Day, NotApplicable
from pipeline.language.wording import half_width
from pipeline.regex import regex

ISO_MONTH = regex(r"[0-9]{4}-[0-9]{2}")
LOOSE_MONTH = regex(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*月?|([0-9]{4})([0-9]{2})")


class Month(Day):
    """A month with the path of its fact."""

    def __str__(self) -> str:
        return f"{self.year}年{self.month}月"

    def isoformat(self) -> str:
        """Return it as a machine reads it: 2020-03."""
        return f"{self.year:04}-{self.month:02}"


def _read(typed: str, _field: Field, path: str) -> Month | NotApplicable:
    """Return a month."""
    if word := word_in(typed, path):
        return word
    loose = LOOSE_MONTH.fullmatch(half_width(typed).strip())
    if not loose:
        raise MistakeError(f"应填年月，现为“{shortened(typed)}”", "写成年-月，例如 2020-03")
    year, month = (int(number) for number in loose.groups() if number)
    try:
        value = Month.of(date(year, month, 1), path)
    except ValueError:
        raise MistakeError(f"没有这个月：“{typed}”", "请核对年和月") from None
    if year not in YEARS:
        raise MistakeError(f"年份不对：“{typed}”", "请核对年份")
    if not ISO_MONTH.fullmatch(typed):
        raise MistakeError(f"年月的写法不对：“{typed}”", f"写成 {value.isoformat()}")
    return value


MONTH = FieldType(
    name="month",
    called="年月",
    read=_read,
    schemas=lambda _: [matching("^[0-9]{4}-[0-9]{2}$"), WORD],
    sample=lambda _field, path, _number: Month.of(date(2021, 6, 1), path),
    comment="年月，如 2021-06",
    takes_words=True,
)
