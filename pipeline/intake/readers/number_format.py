"""What a number in a workbook looks like in its cell: the formats of Excel (ECMA-376 part 1, 18.8.31), as far as forms use them."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

GENERAL: Final = "General"
# What the numbers of formats mean that a file need not spell out; 27 to 58 as a Chinese Excel has them (18.8.30).
DATE, YEAR_MONTH, MONTH_DAY, TIME = "yyyy/m/d", "yyyy/m", "m/d", "h:mm"
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: DATE, 15: DATE, 16: MONTH_DAY, 17: YEAR_MONTH, 18: TIME, 19: "h:mm:ss", 20: TIME,
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: YEAR_MONTH, 28: MONTH_DAY, 29: MONTH_DAY, 30: DATE, 31: DATE, 32: TIME, 33: "h:mm:ss",
    34: TIME, 35: "h:mm:ss", 36: YEAR_MONTH, 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0",
    43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 50: YEAR_MONTH, 51: MONTH_DAY,
    52: YEAR_MONTH, 53: MONTH_DAY, 54: MONTH_DAY, 55: TIME, 56: "h:mm:ss", 57: YEAR_MONTH, 58: MONTH_DAY,
}  # fmt: skip
# A literal in quotes or after a sign that escapes it, a blank as wide as a sign, a sign that fills the cell, a bracket, a word, any sign.
SIGN: Final = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]|General|G/通用格式|AM/PM|A/P|上午/下午|.', re.IGNORECASE | re.DOTALL)
HALVES_OF_A_DAY: Final = ("am/pm", "a/p", "上午/下午")
FIGURES: Final = "0#?"
GENERALS: Final = ("general", "g/通用格式", "@")
NO_WORDS: Final = frozenset("0#?.,-+()￥¥$€£")
WRITTEN: Final = re.compile(r"[0#?,]*(\.[0#?]*)?|General|G/通用格式|@", re.IGNORECASE)
# What makes a format one that is not told here: fractions, conditions, and letters such as those of exponents and days of the week.
UNTOLD: Final = re.compile(r"/|\[[<>=].*|[A-Za-z]")
NONE, FREE = -1, -2
ROOM: Final = 10  # for figures; with the point 11 signs
MOST_DIGITS: Final = 15  # Excel keeps no more of a number
LAST_DAY: Final = 2_957_003  # 31 December 9999, counted from 1904
ELAPSED: Final = ("[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its cell shows it.

    Attributes:
        text: the words.
        is_rounded: whether the cell holds more digits than it shows.
        is_unsure: whether the cell shows something else, which cannot be told; the words are what it holds.
    """

    text: str
    is_rounded: bool = False
    is_unsure: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """How a section of a format writes a number.

    Attributes:
        before: the words before it.
        whole: how many digits stand before its point at least.
        decimals: how many stand after it at most; NONE if it shows words instead of figures, FREE if as many as there is room for.
        shift: by how many powers of ten it is shown larger.
        after: the words behind it.
    """

    before: str
    whole: int
    decimals: int
    shift: int
    after: str


def built_in(number: str) -> str:
    """Return the format that a number means which a file does not spell out."""
    return BUILT_IN.get(int(number), GENERAL) if number.isdecimal() else GENERAL


def exact(number: float) -> Decimal:
    """Return a number as far as Excel keeps it: 8.06 where its binary form is nearest to 8.060000000000001."""
    return Decimal(format(number, f".{MOST_DIGITS}g"))


def plain(number: Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros at its end."""
    return format(number.normalize() + 0, "f")


def shown(number: Decimal, code: str, *, from_1904: bool = False) -> Shown:
    """Return a number as a format shows it; dates and times as ISO 8601 writes what is shown of them.

    Args:
        number: what the cell holds.
        code: the format, such as `0.00%`.
        from_1904: whether the workbook counts days from 1904.
    """
    section = section_for(number, sections_of(code))
    if units := units_of(section):
        return dated(number, units, from_1904=from_1904)
    figures = figures_of(section)
    if figures is None or number.adjusted() >= MOST_DIGITS:  # digits beyond are lost: of an identity number the last three
        return Shown(plain(number), is_unsure=True)
    return written(number, figures)


def section_for(number: Decimal, sections: Sequence[str]) -> str:
    """Return the section of a format that is for a number."""
    if number.is_zero() and len(sections) > 2:  # noqa: PLR2004 - the third is that of zero
        return sections[2]
    return sections[1 if number < 0 and len(sections) > 1 else 0]


def signs_of(code: str) -> list[str]:
    """Return the signs and literals of a format."""
    return SIGN.findall(code)


@lru_cache(maxsize=1000)
def sections_of(code: str) -> tuple[str, ...]:
    """Return the sections of a format: of positive numbers, negative ones, zero, and text."""
    sections = [""]
    for sign in signs_of(code):
        if sign == ";":
            sections.append("")
        else:
            sections[-1] += sign
    return tuple(sections)


@lru_cache(maxsize=1000)
def units_of(section: str) -> tuple[str, ...]:
    """Return the units of time that a section shows, each as a letter, minutes as n; none if it is that of a number."""
    signs = [sign.lower() for sign in signs_of(section)]
    if any(sign in ELAPSED for sign in signs):
        return ("elapsed",)
    if is_scientific(signs):
        return ()
    letters = "".join(sign if sign in "ymdhse" else "." for sign in signs if sign not in HALVES_OF_A_DAY)
    runs = [run[0] for run in re.findall(r"y+|e+|m+|d+|h+|s+", letters)]
    return tuple("n" if run == "m" and is_minute(place, runs) else run.replace("e", "y") for place, run in enumerate(runs))


def is_scientific(signs: Sequence[str]) -> bool:
    """Return whether a section has an exponent, such as E+00."""
    return any(first == "e" and second in ("+", "-") for first, second in pairwise(signs))


def is_minute(place: int, runs: Sequence[str]) -> bool:
    """Return whether an m is that of minutes: behind hours or before seconds."""
    return "h" in runs[max(place - 1, 0) : place] or "s" in runs[place + 1 : place + 2]


def dated(number: Decimal, units: tuple[str, ...], *, from_1904: bool) -> Shown:
    """Return a day or a time, as far as it is shown.

    Args:
        number: in days.
        units: the units that are shown.
        from_1904: whether the days count from 1904.
    """
    if "elapsed" in units or not 0 <= number < LAST_DAY:
        return Shown(plain(number), is_unsure=True)
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a day on a form is in no zone
    if not from_1904 and number < 60:  # noqa: PLR2004 - Excel knows a 29 February 1900
        base += timedelta(days=1)
    moment = base + timedelta(seconds=round(number * 86400))
    return Shown(f"{day_text(moment, units)} {time_text(moment, units)}".strip())


def day_text(moment: datetime, units: Container[str]) -> str:
    """Return what is shown of a day: whole, as ISO 8601; without its year, which nobody saw, in words."""
    if "y" in units:
        return f"{moment:%Y-%m-%d}"[: 10 if "d" in units else 7 if "m" in units else 4]
    return "".join((f"{moment.month}月" if "m" in units else "", f"{moment.day}日" if "d" in units else ""))


def time_text(moment: datetime, units: Container[str]) -> str:
    """Return what is shown of a time."""
    if not any(unit in units for unit in "hns"):
        return ""
    return f"{moment:%H:%M:%S}" if "s" in units else f"{moment:%H:%M}"


@lru_cache(maxsize=1000)
def figures_of(section: str) -> Figures | None:
    """Return how a section writes a number; None if it writes it in a way that cannot be told here."""
    signs = [sign for sign in signs_of(section) if len(sign) == 1 or sign[0] not in "_*"]
    places = [place for place, sign in enumerate(signs) if sign in FIGURES or sign.lower() in GENERALS]
    if any(UNTOLD.fullmatch(sign) for sign in signs):
        return None
    if not any(signs[place] != "?" for place in places):
        return Figures("".join(map(literal, signs)).strip(), 0, NONE, 0, "")
    inner = "".join(signs[places[0] : places[-1] + 1])
    if not WRITTEN.fullmatch(inner):
        return None
    before, after = signs[: places[0]], signs[places[-1] + 1 :]
    whole, _, decimals = inner.partition(".")
    commas = len(whole) - len(whole.rstrip(",")) + len(list(takewhile(",".__eq__, after)))
    words = ("".join(map(literal, part)).strip() for part in (before, after))
    most = FREE if inner.lower() in GENERALS else len(decimals)
    return Figures(next(words), whole.count("0"), most, 2 * signs.count("%") - 3 * commas, next(words))


def literal(sign: str) -> str:
    """Return what a sign shows besides figures; signs of money, of negative numbers and of thousands are no words."""
    if sign[0] == "[" or sign in NO_WORDS:
        return ""
    return sign.strip('"') if sign[0] == '"' else sign[-1]


def fitted(number: Decimal) -> Decimal:
    """Return a number with as many decimals as there is room for in a cell of no format: 8.06 for a computed 8.06000000000001."""
    decimals = max(ROOM - max(number.adjusted() + 1, 1), 0)
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def written(number: Decimal, figures: Figures) -> Shown:
    """Return a number in figures; with as many decimals as it shows only if some more are left out."""
    if figures.decimals == NONE:
        return Shown("0" if figures.before == "-" else figures.before)
    scaled = number.scaleb(figures.shift)
    if figures.decimals == FREE:
        return Shown(f"{figures.before}{plain(fitted(scaled))}{figures.after}")
    rounded = scaled.quantize(Decimal(1).scaleb(-figures.decimals), ROUND_HALF_UP)
    digits = plain(abs(scaled)) if rounded == scaled else format(abs(rounded), "f")
    whole, point, decimals = digits.partition(".")
    sign = "-" if rounded < 0 else ""
    return Shown(f"{figures.before}{sign}{whole.zfill(figures.whole)}{point}{decimals}{figures.after}", rounded != scaled)
