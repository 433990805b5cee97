"""Figures in Chinese texts: digits or numerals with a unit, how exact they claim to be, and whether a number agrees with one."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.language.wording import EXACT, round_half_up
from pipeline.records import record
from pipeline.regex import regex

MONEY, PERCENT, COUNT, SCORE = "元", "%", "个", "分"
# What is counted by: where a form counts, one of these may stand for another, 人次 for 件.
COUNTERS: Final = (
    *("家次", "场次", "册次", "辆次", "台次", "项次", "人份", "人次", "件次", "批次", "户次", "车次"),
    *"个件项次人名户家场条宗批份起期所间台辆套篇门座处例张支本位卷册只头株盏幅面",
)
SCALES: Final = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
NUMERALS: Final = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES: Final = {"十": 10, "百": 100, "千": 1000}
SIGNS: Final = "零〇一二两三四五六七八九十百千万亿"

# Python finds one of several first characters ten times as fast where an expression begins with these and nothing else.
IN_DIGITS: Final = regex(
    r"(?P<digits>[0-9](?<![0-9][0-9])[0-9]*+(?:,[0-9]{3})*+(?:\.[0-9]++)?+)\s?"
    r"(?:(?P<percent>%)|(?P<scale>[十百千]?万|[百千亿])?(?P<more>[余多])?(?P<unit>元|" + "|".join(COUNTERS) + r"|分(?![之钟别管类为成])))"
)
IN_NUMERALS: Final = regex(
    rf"(?P<numerals>[{SIGNS}][{SIGNS}]*)(?:分之(?P<points>[{SIGNS}]+(?:点[{SIGNS}]+)?)|(?P<more>[余多])?(?P<unit>元|"
    + "|".join(COUNTERS)
    + "))"
)
# What makes no figure of the whole: an ordinal, a model, a part of a longer number, each and every, a name such as 四个意识.
NO_BEGIN: Final = frozenset("第〔.．-—–~～/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
NO_NUMERAL: Final = NO_BEGIN | frozenset("数几每逐任某同统唯之")
NAMED: Final = regex("四个意识|四个自信|两个维护|两个确立|两个责任|三个代表|四个全面|一个中心|两个基本点|三个一|[一二三四五六七八九]个一")
# What says before and after a figure how exact it is; 节约 and 签约 do not.
BEFORE: Final = regex(
    r"(大约|(?<![节签预履违])约|将近|接?近|超过?|逾|突破|高于|大于|不足|不到|低于|少于|小于|不[低少]于|不[超高大][过于]|至[少多]|最多|[≥≤＞＜><])了?\s*$"
)
AFTER: Final = regex(r"\s*(?:左右|上下|以上|以下|以内|之内|之间|有余|[-—–~～至到](?=\s*[0-9一二三四五六七八九]))")
RANGE: Final = regex(r"[0-9%％元万个件人名项次](?:[-—–~～]|至)\s*$")
# The characters that these begin or end with.
BEFORE_END: Final = "约近超过逾破于足到少多≥≤＞＜><了"
AFTER_BEGIN: Final = "左上以之有-—–~～至到"
RANGE_END: Final = "-—–~～至"
AT_MOST: Final = frozenset(
    (
        "近",
        "将近",
        "接近",
        "不足",
        "不到",
        "低于",
        "少于",
        "小于",
        "不超过",
        "不高于",
        "不大于",
        "至多",
        "最多",
        "≤",
        "＜",
        "<",
        "以下",
        "以内",
        "之内",
    )
)
ABOUT: Final = frozenset(("约", "大约", "左右", "上下", "近", "将近", "接近"))
NEAR: Final = Decimal("0.05")
CLOSE: Final = Decimal("0.2")
WHOLE: Final = 100  # per cent


@record()
class Figure:
    """A figure in a text.

    Attributes:
        start: where it begins, from 0.
        end: where it ends, its unit included.
        value: in 元, in points of a percentage, or as counted.
        kind: money, a percentage, a count or a score.
        unit: as written, such as 万元.
        step: what its last digit shown is worth.
        bound: how it is meant, such as 约 or 以上; empty if exactly.
    """

    start: int
    end: int
    value: Decimal
    kind: str
    unit: str
    step: Decimal
    bound: str = ""

    def agrees(self, number: Decimal) -> bool:
        """Return whether a number, in the same unit, is what the figure says: rounded to its digits, about it, or within its bound."""
        if self.kind == PERCENT and self.value == WHOLE and not self.bound:
            return number == WHOLE  # what only rounds to 100% is not all
        if round_half_up(number / self.step, 0) * self.step == self.value:
            return True
        if self.bound in AT_MOST:
            return number <= self.value and (self.bound not in ABOUT or number >= self.value * (1 - CLOSE))
        if self.bound in ABOUT:
            return abs(number - self.value) <= abs(number) * NEAR
        return bool(self.bound) and number >= self.value

    @property
    def is_range(self) -> bool:
        """Whether it is one end of a range."""
        return self.bound == "至"


def figures(text: str) -> list[Figure]:
    """Return the figures of a text with half-width digits, in their order."""
    found = [in_digits(match) for match in IN_DIGITS.finditer(text) if stands_alone(match, NO_BEGIN)]
    spelt = [figure for match in IN_NUMERALS.finditer(text) if stands_alone(match, NO_NUMERAL) and (figure := in_numerals(match))]
    return sorted([*found, *spelt], key=lambda figure: figure.start) if spelt else found


def stands_alone(found: re.Match[str], no_begin: frozenset[str]) -> bool:
    """Return whether what was found is a figure by what stands before it, and no name such as 四个意识."""
    text, start = found.string, found.start()
    if start and text[start - 1] in no_begin and not RANGE.search(text, max(0, start - 4), start):
        return False
    return text[start].isascii() or not NAMED.match(text, start)


def in_digits(found: re.Match[str]) -> Figure:
    """Return what was found in digits as a figure."""
    digits, scale = found["digits"].replace(",", ""), found["scale"] or ""
    unit = found["percent"] or f"{scale}{found['unit']}"
    step = last_place(len(digits.partition(".")[2]), SCALES[scale])
    return Figure(found.start(), found.end(), Decimal(digits) * SCALES[scale], kind_of(unit), unit, step, bound_of(found))


@lru_cache(maxsize=64)
def last_place(decimals: int, scale: int) -> Decimal:
    """Return what the last digit of a number with so many decimals is worth, of units of a scale."""
    return Decimal((0, (1,), -decimals)) * scale


def in_numerals(found: re.Match[str]) -> Figure | None:
    """Return what was found in numerals as a figure; None for what is none, such as 一 before a noun, or 三分之一."""
    points = found["points"]
    if points and found["numerals"] != "百":
        return None
    number, unit = spelled(points or found["numerals"]), "%" if points else found["unit"]
    if number is None or (number == 1 and not points):
        return None
    exponent = number.as_tuple().exponent
    step = Decimal((0, (1,), exponent if points and isinstance(exponent, int) else 0))
    return Figure(found.start(), found.end(), number, kind_of(unit), unit, step, bound_of(found))


def bound_of(found: re.Match[str]) -> str:
    """Return how a figure that was found is meant, such as 约, 余 or 以上; 至 for an end of a range; nothing if exactly."""
    text, (start, end) = found.string, found.span()
    last, following = text[start - 1 : start], text[end : end + 1]
    if is_any(last, RANGE_END) and RANGE.search(text, max(0, start - 4), start):
        return "至"
    after = AFTER.match(text, end) if is_any(following, AFTER_BEGIN) else None
    if after:
        word = after[0].strip()
        return "至" if word in "-—–~～至到之间" else word
    before = BEFORE.search(text, max(0, start - 6), start) if is_any(last, BEFORE_END) else None
    return before[1] if before else found["more"] or ""


def is_any(character: str, one_of: str) -> bool:
    """Return whether a character is one of some, or a blank; few figures have one beside them of which it has to be asked what it says."""
    return character != "" and (character in one_of or character.isspace())


def kind_of(unit: str) -> str:
    """Return what a unit measures."""
    if unit.endswith("元"):
        return MONEY
    return unit if unit in (PERCENT, SCORE) else COUNT


@lru_cache(maxsize=4096)
def spelled(words: str) -> Decimal | None:
    """Return the number that Chinese numerals spell, such as 一万二千 or 九十五点五; None if they spell none."""
    whole, _, fraction = words.partition("点")
    total = section = digit = 0
    place = 1  # of the last 十, 百, 千, 万; none behind a 零
    for sign in whole:
        if sign in NUMERALS:
            digit, place = NUMERALS[sign], place if NUMERALS[sign] else 1
        elif sign in PLACES:
            section += (digit or 1) * PLACES[sign]
            digit, place = 0, PLACES[sign]
        else:
            total = (total + section + digit) * SCALES[sign] if sign == "亿" else total + (section + digit) * SCALES[sign]
            section, digit, place = 0, 0, SCALES[sign]
    number = Decimal(total + section + digit * max(1, place // 10 if place >= PLACES["百"] else 1))  # 一万二 is 12,000
    if fraction:
        number += Decimal(f"0.{''.join(str(NUMERALS.get(sign, '')) for sign in fraction)}")
    return number if number or whole in ("零", "〇") else None


def in_unit(number: Decimal, unit: str) -> Decimal:
    """Return a figure of a form in the unit that figures of texts are compared in: money in 元."""
    return EXACT.multiply(number, SCALES.get(unit.removesuffix("元"), 1)) if unit.endswith("元") else number
