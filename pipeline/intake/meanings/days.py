"""Days and months in every style that people write them in: 2020.9.3, 2020 年 9 月 3 日, 二〇二〇年九月三日, 20200903."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from pipeline.form.field import Field
from pipeline.form.types.dates import YEARS
from pipeline.form.types.field_type import MistakeError, shortened
from pipeline.intake.meanings.meant import ENDS, NOT, SURE, Meant, refused, trimmed, word_meant

YEAR, TWO, SIGN = "(?<![0-9])([0-9]{4})", "([0-9]{1,2})(?![0-9])", "[-./、·—–]"
# Between year, month and day the same sign stands: 2020.9-12 are four months.
DAY: Final = re.compile(
    rf"{YEAR}\s*(?:(?P<sign>{SIGN})\s*{TWO}\s*(?P=sign)\s*{TWO}|年\s*{TWO}\s*月\s*{TWO}|\s{TWO}\s+{TWO})(?:\s*[日号])?"
    r"|(?<![0-9])([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"
)
MONTH: Final = re.compile(rf"{YEAR}\s*(?:{SIGN}|年)\s*{TWO}(?:\s*月份?)?|(?<![0-9])([0-9]{{4}})([0-9]{{2}})(?![0-9])")
# What may stand behind a day without saying anything else: the day of the week, midnight as a spreadsheet writes it.
WEEKDAY: Final = re.compile(r"[(]?(?:星期|周)[一二三四五六日天][)]?")
MIDNIGHT: Final = re.compile(r"[\sT]*0{1,2}:00(?::00(?:\.0+)?)?")
NUMERALS: Final = {**dict(zip("一二三四五六七八九", range(1, 10), strict=True)), **dict.fromkeys("〇○零0OoОΟ", 0)}
DIGIT: Final = f"[{''.join(NUMERALS)}]"
IN_CHARACTERS: Final = re.compile(rf"({DIGIT}{{4}})(?=\s*年)|([一二三四五六七八九十廿卅]{{1,3}})(?=\s*[月日号])")
# A spreadsheet's number of a day, counted from here; those of this century so far and the next years.
FIRST_DAY: Final = date(1899, 12, 30)
SERIALS: Final = range(36526, 55154)


def day_meant(text: str, field: Field) -> Meant:
    """Return the one day that a text names.

    Raises:
        MistakeError: it names none, several, or one that there is not.
    """
    plain = in_digits(text)
    if word := word_meant(plain):
        return word
    return found_once(plain, DAY, text, field)


def month_meant(text: str, field: Field) -> Meant:
    """Return the one month that a text names; of a day its month, which is doubtful.

    Raises:
        MistakeError: it names none, several, or one that there is not.
    """
    plain = in_digits(text)
    if word := word_meant(plain):
        return word
    if DAY.search(plain):
        day = found_once(plain, DAY, text, field)
        return Meant(str(day.typed)[:7], day.doubt or f"写的是“{shortened(text)}”，这一项只填年月", day.is_guess)
    return found_once(plain, MONTH, text, field)


def found_once(plain: str, pattern: re.Pattern[str], text: str, field: Field) -> Meant:
    """Return the one day or month in a text, with a doubt if the text says something besides.

    Args:
        plain: the text in half-width characters and Arabic figures.
        pattern: how a day or a month is written.
        text: the text as written.
        field: the field.

    Raises:
        MistakeError: there is none, there are several, or there is no such day.
    """
    found = {iso(match, text): match for match in pattern.finditer(plain)}
    if len(found) > 1:
        raise MistakeError(f"一项里有 {len(found)} 个日期：“{shortened(text)}”", "只填其中一个")
    if not found:
        raise unlike(plain, text, field)
    rest = MIDNIGHT.sub("", WEEKDAY.sub("", pattern.sub("", plain))).strip(f"{ENDS}()")
    if any(map(str.isdigit, rest)):
        raise unlike(plain, text, field)
    return Meant(next(iter(found)), f"除日期外还写了“{shortened(rest)}”" if rest else "", bool(rest))


def iso(match: re.Match[str], text: str) -> str:
    """Return a day or month as YAML has it.

    Raises:
        MistakeError: there is no such day.
    """
    year, *rest = (int(part) for part in match.groups() if part and part.isdecimal())
    try:
        whole = date(year, *rest) if rest[1:] else date(year, rest[0], 1)
    except ValueError:
        raise MistakeError(f"没有这一天：“{shortened(text)}”", "请核对年、月、日") from None
    if year not in YEARS:
        raise MistakeError(f"年份不对：“{shortened(text)}”", "请核对年份")
    return whole.isoformat() if rest[1:] else whole.isoformat()[:7]


def unlike(plain: str, text: str, field: Field) -> MistakeError:
    """Return why a text is no day or month, with what it may be.

    Args:
        plain: the text in half-width characters and Arabic figures.
        text: the text as written.
        field: the field.
    """
    if re.fullmatch("[0-9]{5}", plain) and int(plain) in SERIALS:
        day = FIRST_DAY + timedelta(days=int(plain))
        return MistakeError(f"像是 Excel 里的日期序号：“{text}”", f"折合 {day.isoformat()}，请核对后重填")
    if re.search(r"[0-9]月\s*[0-9]", plain) and not re.search("[0-9]{4}", plain):
        return MistakeError(f"日期没有写全年份：“{shortened(text)}”", "写成年-月-日，例如 2020-09-03")
    return refused(text, field)


def in_digits(text: str) -> str:
    """Return a text with the figures of its days in Arabic digits and half width."""
    return IN_CHARACTERS.sub(arabic, trimmed(text))


def arabic(match: re.Match[str]) -> str:
    """Return a year, month or day written in characters in Arabic digits."""
    if match[1]:
        return "".join(str(NUMERALS[digit]) for digit in match[1])
    tens, is_ten, ones = match[2].replace("廿", "二十").replace("卅", "三十").rpartition("十")
    if not is_ten:
        return str(NUMERALS[ones]) if len(ones) == 1 else match[2]
    return str((NUMERALS[tens] if tens else 1) * 10 + (NUMERALS[ones] if ones else 0)) if len(tens) < 2 and len(ones) < 2 else match[2]  # noqa: PLR2004


def like_day(text: str, _field: Field) -> float:
    """Return whether a text can be a day or month."""
    plain = in_digits(text)
    return SURE if DAY.search(plain) or MONTH.search(plain) else NOT
