"""A calendar day, typed as 2020-09-03."""

from __future__ import annotations

import re
from datetime import date

from pipeline.form.field import Field
from pipeline.form.types.field_type import WORD, FieldType, MistakeError, matching, shortened, word_in
from pipeline.language.values import Day, NotApplicable
from pipeline.language.wording import half_width
from pipeline.regex import regex

ISO_DATE = regex(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
LOOSE_DATE = regex(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
PLAIN_DATE = regex(r"([0-9]{4})([0-9]{2})([0-9]{2})")
YEARS = range(1900, 2100)


def _read(typed: str, _field: Field, path: str) -> Day | NotApplicable:
    """Return a calendar day."""
    exact = ISO_DATE.fullmatch(typed)
    if not exact and (word := word_in(typed, path)):
        return word
    found = exact or loosely(typed)
    if not found:
        raise MistakeError(f"应填日期，现为“{shortened(typed)}”", "写成年-月-日，例如 2020-09-03")
    year, month, day = map(int, found.groups())
    try:
        value = date(year, month, day)
    except ValueError:
        raise MistakeError(f"没有这一天：“{typed}”", "请核对年、月、日") from None
    if year not in YEARS:
        raise MistakeError(f"年份不对：“{typed}”", "请核对年份")
    if not exact:
        raise MistakeError(f"日期的写法不对：“{typed}”", f"写成 {value.isoformat()}")
    return Day.of(value, path)


def loosely(typed: str) -> re.Match[str] | None:
    """Return year, month and day of a text that probably is a date."""
    plain = half_width(typed).strip()
    return LOOSE_DATE.fullmatch(plain) or PLAIN_DATE.fullmatch(plain)


DATE = FieldType(
    name="date",
    called="日期",
    read=_read,
    schemas=lambda _: [matching(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), WORD],
    sample=lambda _field, path, _number: Day.of(date(2021, 6, 1), path),
    comment="日期，如 2021-06-01",
    takes_words=True,
)
