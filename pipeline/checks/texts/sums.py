"""Sums within one sentence of a text: a rate, a growth, a difference, an average or parts that its own figures contradict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.all_texts import AllTexts, part
from pipeline.language.wording import plain_number, round_half_up
from pipeline.regex import regex

NUMBER: Final = r"[0-9][0-9,]*(?:\.[0-9]+)?"
# One that is no part of a longer one. It is its first digit that is looked for, which Python does ten times as fast as what stands before.
WHOLE_NUMBER: Final = r"[0-9](?<![\d.,][0-9])[0-9,]*(?:\.[0-9]+)?"
UNIT: Final = r"[^\d\s，。；、（）()%]{1,4}"
FEWER: Final = ("减少", "下降", "少", "减")
YUAN: Final = {"元": 1, "万元": 10**4, "亿元": 10**8}

# 归集27.35亿元，比上年增加2.1亿元，增长8.32%
GROWTH: Final = regex(
    rf"(?P<now>{WHOLE_NUMBER})\s?(?P<unit>{UNIT})[，（(]?[比较与](?:上年度?|去年|上一年度?)(?:同期)?(?:相比)?，?"
    rf"(?P<way>增加|减少|下降|多|少|增|减)了?(?P<by>{NUMBER})\s?(?P=unit)[，、（(]?(?:增长|下降|上升|增幅|减幅|降幅|增|减|降)[了为达]?(?P<rate>{NUMBER})%"
)
# 隐患1302条，整改1289条，整改率为99%
SHARE: Final = regex(
    rf"(?P<whole>{WHOLE_NUMBER})\s?(?P<unit>{UNIT})[，、][已共]?(?P<done>[\u4e00-\u9fff]{{2}})(?:完成)?了?(?P<part>{NUMBER})\s?(?P=unit)"
    rf"[，、](?P=done)率(?:为|达到|达|是)?(?P<rate>{NUMBER})%"
)
# 临时救助1312人次、286.5万元，人均2184元
AVERAGE: Final = regex(
    rf"(?P<count>{WHOLE_NUMBER})\s?(?:人次|人|名|户|家|个|件)[，、](?:[\u4e00-\u9fff]{{0,6}})(?P<sum>{NUMBER})\s?(?P<scale>[万亿]?元)"
    rf"[，、](?:人均|户均|次均|平均每[人户次家个件])(?:为|约)?(?P<each>{NUMBER})\s?元"
)
MORE: Final = ("增加", "增长", "上升", "提高", "增", "升", "多", "高", "超", "超出", "调增", "追加")
LESS: Final = (*FEWER, "降低", "降", "低", "节约", "节省", "压减", "压缩", "调减", "核减")
WAY: Final = f"(?P<way>{'|'.join(sorted((*MORE, *LESS), key=len, reverse=True))})"
UPWARDS: Final = ("增加", "增长", "提高", "提升", "上升", "扩大", "增", "升")
MOVES: Final = (*UPWARDS, "减少", "下降", "降低", "缩短", "压缩", "压减", "减", "降")
WORDS: Final = r"[^，。；、（）()\d\n]{0,12}"
MEASURE: Final = r"(?P<unit>%|[^\d\s，。；、（）()%]{1,4})"
BY: Final = rf"{WAY}了?(?P<by>{NUMBER})\s?(?P<of>(?P=unit)|%|个?百分点)"
# 支出10.36万元，比预算安排的12.5万元少2.14万元; 率为96.8%，比上年的95%提高1.8个百分点
COMPARED: Final = regex(
    rf"(?P<now>{WHOLE_NUMBER})\s?{MEASURE}[，（(]?(?:实际)?[比较](?!例|率|重){WORDS}(?:20\d\d年{WORDS})?(?<![加长少降升高多低增减了])"
    rf"(?P<then>{NUMBER})\s?(?P=unit)的?(?:相比[，,]?)?{BY}"
)
# 由4860万元调整为8210万元，调增3350万元
CHANGED: Final = regex(
    rf"[由从]{WORDS}(?:20\d\d年{WORDS})?(?P<then>{NUMBER})\s?{MEASURE}{WORDS}(?:[到至为]|达到)了?{WORDS}(?P<now>{NUMBER})\s?(?P=unit)[，、（(][共净实]?{BY}"
)
# 由22期减为16期, 由92.10%提高到96.20%; not of ranks and grades, which rise as their numbers fall
MOVED: Final = regex(
    rf"[由从](?:[^，。；、（）()\d\n]{{0,11}}[^，。；、（）()\d\n第])?(?P<then>{NUMBER})\s?(?![级位名类等])(?P<unit>%|[^\d\s，。；、（）()%]{{1,4}}?)"
    rf"(?P<way>{'|'.join(MOVES)})(?:[到至为]|达到)了?(?P<now>{NUMBER})\s?(?P=unit)(?![\d.])"
)
# 积案63件（其中涉土地类45件、涉劳资类18件）
PARTS: Final = regex(rf"(?P<whole>{WHOLE_NUMBER})\s?(?P<unit>{UNIT})[（(]其中[：:]?(?P<parts>[^（）()]*)[）)]")


def wrong_sums(text: AllTexts) -> list[Passage]:
    """Return what the figures of its own sentence contradict in some texts; each passage knows as 应为 what they give."""
    return [
        *(wrong(text, GROWTH, growth) if "%" in text and ("上年" in text or "去年" in text or "上一年" in text) else ()),
        *(wrong(text, SHARE, share) if "%" in text and "率" in text else ()),
        *(wrong(text, AVERAGE, average) if "均" in text else ()),
        *(differing(text, COMPARED) if "比" in text or "较" in text else ()),
        *((*differing(text, CHANGED), *opposite(text)) if "由" in text or "从" in text else ()),
        *(exceeded(text) if "其中" in text else ()),
    ]


def wrong(
    text: AllTexts, pattern: re.Pattern[str], worked_out: Callable[[re.Match[str]], tuple[str, Fraction, Fraction] | None]
) -> Iterator[Passage]:
    """Yield what a pattern finds whose last figure is not what the others give.

    Args:
        text: the texts.
        pattern: what to look for.
        worked_out: returns how the figure is shown that the others give, and between what it lies since they are rounded; None for none.
    """
    for found in pattern.finditer(text):
        said = found["each"] if pattern is AVERAGE else found["rate"]
        right = worked_out(found)
        if right and not right[1] - step(said) <= value(said) <= right[2] + step(said):
            yield part(text, found.start(), found.end(), 应为=right[0])


def growth(found: re.Match[str]) -> tuple[str, Fraction, Fraction] | None:
    """Return by how much a figure grew, in percent, as shown, at least and at most; None if there was nothing before."""
    by, slack = value(found["by"]), step(found["by"]) / 2
    before = value(found["now"]) + (by if found["way"] in FEWER else -by)
    room = slack + step(found["now"]) / 2
    if before - room <= 0:
        return None
    return shown_percent(by / before * 100), (by - slack) / (before + room) * 100, (by + slack) / (before - room) * 100


def share(found: re.Match[str]) -> tuple[str, Fraction, Fraction] | None:
    """Return the share that a part is of its whole, in percent, likewise."""
    whole, some = value(found["whole"]), value(found["part"])
    if not whole:
        return None
    room = (step(found["part"]) if "." in found["part"] else Fraction(0)) / whole * 100
    return shown_percent(some / whole * 100), some / whole * 100 - room, some / whole * 100 + room


def average(found: re.Match[str]) -> tuple[str, Fraction, Fraction] | None:
    """Return what falls to each in 元, likewise."""
    count, scale = value(found["count"]), YUAN[found["scale"]]
    if not count:
        return None
    each, room = value(found["sum"]) * scale / count, step(found["sum"]) * scale / count
    return f"{plain_number(round_half_up(each))} 元", each - room, each + room


def differing(text: AllTexts, pattern: re.Pattern[str]) -> Iterator[Passage]:
    """Yield each comparison of two figures of which the third is not the difference, or goes the other way, with 应为.

    Args:
        text: the texts.
        pattern: what to look for.
    """
    for found in pattern.finditer(text):
        now, then, by = (value(found[name]) for name in ("now", "then", "by"))
        relative = found["of"] == "%"
        if relative and (found["unit"] == "%" or not then):
            continue
        size = abs(now - then)
        rounded = 0 if is_counted(found) else max(step(found["now"]), step(found["then"])) / 2
        right, room = (size / then * 100, rounded / then * 100) if relative else (size, rounded)
        last_digit = step(found["by"]) if relative or rounded else 0
        goes_right = not size or (found["way"] in MORE) == (now > then)
        if not goes_right or abs(by - right) > room + last_digit:
            way = "多" if now > then else "少"
            shown = shown_percent(right) if relative else f"{shown_number(right)} {found['of']}"
            yield part(text, found.start("way"), found.end(), 应为=f"{way} {shown}" if size else "相同")


def opposite(text: AllTexts) -> Iterator[Passage]:
    """Yield each move from one figure to another that is said to go the other way, with 应为."""
    for found in MOVED.finditer(text):
        now, then = value(found["now"]), value(found["then"])
        is_more = found["way"] in UPWARDS
        if now != then and is_more != (now > then):
            is_rate = found["unit"] == "%"
            way = ("提高到" if is_rate else "增加到") if now > then else ("下降到" if is_rate else "减少到")
            yield part(text, found.start(), found.end(), 应为=f"{way} {found['now']}{'' if is_rate else ' '}{found['unit']}")


def is_counted(found: re.Match[str]) -> bool:
    """Return whether both figures of a comparison were counted, so that none is rounded: whole numbers of 件, not of 万元 or %."""
    return "." not in f"{found['now']}{found['then']}{found['by']}" and not re.search("[万亿千百元%]", found["unit"])


def exceeded(text: AllTexts) -> Iterator[Passage]:
    """Yield each whole whose parts in brackets behind it come to more, with their sum as 应为."""
    for found in PARTS.finditer(text):
        parts = re.findall(rf"({NUMBER})\s?{re.escape(found['unit'])}(?![\u4e00-\u9fff])", found["parts"])
        total = sum(map(value, parts), Fraction(0))
        if total > value(found["whole"]) and "其中" not in found["parts"]:
            yield part(text, found.start(), found.end(), 应为=f"{shown_number(total)} {found['unit']}")


def shown_percent(number: Fraction) -> str:
    """Return a percentage as it is shown: what only rounds to a whole number keeps its decimals."""
    return f"{int(number)}%" if number.denominator == 1 else f"{round_half_up(number)}%"


def shown_number(number: Fraction) -> str:
    """Return a number as it is shown: with no more decimals than it has, at most two."""
    shown = plain_number(round_half_up(number))
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def value(typed: str) -> Fraction:
    """Return a number as it is typed."""
    return Fraction(typed.replace(",", ""))


def step(typed: str) -> Fraction:
    """Return what the last digit of a number counts: 1 of 8, 0.01 of 8.06."""
    return Fraction(1, 10 ** len(typed.partition(".")[2]))
