"""How figures, dates and codes are spelt: what keeps them from being taken for the number of a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.characters import BLOCK_END, TEXT_END
from pipeline.privacy.digits import LIST_MARKS, Group
from pipeline.regex import regex

DAY: Final = r"(?:19|20)[0-9]{2}(?:[./\-](?:0?[1-9]|1[0-2])(?:[./\-](?:0?[1-9]|[12][0-9]|3[01]))?)?"
TIME: Final = "[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"
DECIMAL: Final = r"(?:0|[1-9][0-9]{0,9})\.[0-9]{1,2}"  # of a longer one see `FRACTION`
FIGURE: Final = f"(?:{DAY}|{TIME}|{DECIMAL})"
BYTE: Final = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"
# A calculation with its result, of whose numbers none begins with a zero: 154.74/310.2=0.5; of a product, ×, only its end is a run.
TERM: Final = r"(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,9})?(?![0-9])"
CALCULATION: Final = rf"(?=[0-9.*+/\- ]*=)(?:(?=[0-9. ]*[*+/\-])|(?=[0-9= ]*[0-9]\.[0-9])){TERM}(?: ?[*+/\-=] ?{TERM})+"
THOUSANDS: Final = r"[1-9][0-9]{0,2}([,，])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?"
# Dates, times and figures with decimals, one after another, perhaps behind their number in a list; an address of a computer.
FIGURES: Final = regex(
    rf"(?<![0-9])(?:{CALCULATION}|(?:[0-9]{{1,2}}[.)] ?)?{FIGURE}(?:[ \-/,，、;；()+=*~]{{1,3}}{FIGURE})*"
    rf"|(?:{BYTE}\.){{3}}{BYTE}|{THOUSANDS}|0\.[0-9]+)(?![0-9])"
)
# Spelt as a telephone number can be too: only what is measured tells that it is a figure.
MEASURED: Final = regex(r"[1-9][0-9]{0,2}(?:[ '][0-9]{3})*|[1-9][0-9]*(?:\.[0-9]+)?|[1-9][0-9]*(?:[、，,][1-9][0-9]*)+")
UNIT: Final = regex(
    r"\s*[)）]?\s*(?:(?:[百千]?万|亿|[百千])?(?:元(?![旦月宵])|美元|平方[千公]?米|立方米|公里|千米|公顷|亩|吨|人次|千瓦|公斤|册|㎡|％|%)"
    r"|[万亿](?=[，。；、,;)）\s]|$))"
)
# Behind a list: so many of what is counted.
COUNTED: Final = regex(r"\s*[多余]?(?:[人件个户次项批辆台套名家篇份场期宗起处所座条天张间栋艘株头只枚]|平方|公里|万|亿)")
LISTED: Final = regex(r"[1-9][0-9]*(?:[、，,;] ?[1-9][0-9]*)+")
CURRENCY: Final = regex(r"(?:[¥￥$]|RMB|CNY|人民币)\s*$")
# 0 and a point before the digits make them a fraction; 1 and a point is a number in a list.
AFTER_ZERO: Final = regex(r"(?<![0-9])0[.．]$")
# A fraction behind the digits; .0 and .00 are how a program spells a number.
FRACTION: Final = regex(r"[.．](?!00?(?![0-9]))[0-9]{1,2}(?![0-9.])|[.．][0-9]{1,2}(?=[百千]?[万亿]?元(?![旦月宵]))")
# What is numbered thus is no person.
CODE: Final = regex(
    r"(?:ISBN|ISSN|CN|DOI|编号|编码|代码|条码|刊号|书号|文号|批号|案号|单号|合同号|流水号|序列号|许可证号|备案号|发票号码?|公告号|档案号|标识码)"
    r"[^\w。；]{0,4}[为是]?\s*$",
    re.IGNORECASE,
)
# What is called thus is a telephone, however it is spelt.
CALLED: Final = regex(r"(?:手机|电话|联系方式|热线|手机号码?|拨打|致电|短信|微信|tel|phone|mobile|[☎📞📱])[^\d。；]{0,6}$", re.IGNORECASE)
YEAR: Final = regex("(?:19|20)[0-9]{2}")
HYPHEN: Final = "-"
AS_SPOKEN: Final = (3, 4, 4)  # digits of a mobile number: 138 0000 0000
ROW_MARKS: Final = f"{LIST_MARKS}+="  # what stands between figures rather than within a number
BEFORE, BEHIND = 24, 12  # characters looked at around a number
NEIGHBOURS: Final = 8  # groups of digits, likewise
HEXADECIMAL: Final = regex(r"[0-9A-Fa-f\-]*")
SHORTEST_FINGERPRINT: Final = 32
# How long the groups are into which people divide telephone, identity and card numbers.
DIVISIONS: Final = frozenset(
    {
        *((3, 4, 4), (3, 8), (7, 4), (4, 3, 4), (3, 3, 5), (4, 4, 3), (5, 6), (3, 5, 3), (11,)),
        *((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (6, 12), (14, 4), (18,)),
        *((4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (6, 13)),
    }
)


def is_figure(text: str, run: Sequence[Group], start: int, end: int) -> bool:
    """Return whether groups of digits are spelt as figures, dates or codes are, or by what stands around them are no person's.

    Args:
        text: the text.
        run: the run that the groups stand in.
        start: the first of them.
        end: the group behind the last.
    """
    window = run[start:end]
    before = text_before(text, window[0])
    behind = text[window[-1].end : window[-1].end + BEHIND].partition(TEXT_END)[0].partition(BLOCK_END)[0]
    is_spelt_so = (
        is_list(window)
        or are_figures(run, start, end)
        or CODE.search(before)
        or goes_on_code(text, run, start, window)
        or (MEASURED.fullmatch(spelling(window)) and (UNIT.match(behind) or CURRENCY.search(before)))
        or is_counted(text, run, start)
        or (len(window) == 1 and (AFTER_ZERO.search(before) or FRACTION.match(behind) or is_fingerprint(text, window[0])))
    )
    return bool(is_spelt_so) and not CALLED.search(before)


def goes_on_code(text: str, run: Sequence[Group], start: int, window: Sequence[Group]) -> bool:
    """Return whether hyphens join groups to a code before them, as in 2020-440800-48-03-000000; what is divided as a number is none.

    Args:
        text: the text.
        run: the run that the groups stand in.
        start: the first of them.
        window: the groups.
    """
    first = start
    while first and run[first].gap == HYPHEN:
        first -= 1
    if first == start or is_divided_as_number(window):
        return False
    return bool(YEAR.fullmatch(run[first].digits) or CODE.search(text_before(text, run[first])))


def text_before(text: str, group: Group) -> str:
    """Return what stands before digits in their cell or paragraph, as far as it is looked at."""
    return text[max(0, group.start - BEFORE) : group.start].rpartition(TEXT_END)[2].rpartition(BLOCK_END)[2]


def are_figures(run: Sequence[Group], start: int, end: int) -> bool:
    """Return whether a window of a run is a part of what is spelt as figures.

    Args:
        run: the run.
        start: the window's first group.
        end: the group behind it.
    """
    near = max(0, start - NEIGHBOURS)
    first = len(spelling(run[near:start])) + len(run[start].gap if start > near else "")
    last = first + len(spelling(run[start:end]))
    return any(match.start() <= first and last <= match.end() for match in FIGURES.finditer(spelling(run[near : end + NEIGHBOURS])))


def spelling(window: Sequence[Group]) -> str:
    """Return groups of digits with the gaps between them."""
    return "".join(f"{group.gap if number else ''}{group.digits}" for number, group in enumerate(window))


def is_fingerprint(text: str, group: Group) -> bool:
    """Return whether digits are a part of a fingerprint or an identifier, as programs make them."""
    before = HEXADECIMAL.match(text[max(0, group.start - SHORTEST_FINGERPRINT) : group.start][::-1])
    behind = HEXADECIMAL.match(text[group.end : group.end + SHORTEST_FINGERPRINT])
    around = (before[0] if before else "") + (behind[0] if behind else "")
    return len(around) + len(group.digits) >= SHORTEST_FINGERPRINT and not around.strip("-").isdecimal()


def is_list(window: Sequence[Group]) -> bool:
    """Return whether groups are divided as the items of a list and not as a number is."""
    return any(mark in group.gap for group in window[1:] for mark in LIST_MARKS) and not is_divided_as_number(window)


def is_counted(text: str, run: Sequence[Group], start: int) -> bool:
    """Return whether a list begins with a group of a run, and what is counted stands behind its last number: 1574、3259、814件.

    Args:
        text: the text.
        run: the run.
        start: the group.
    """
    end = start + 1
    while end < len(run) and any(mark in run[end].gap for mark in LIST_MARKS):
        end += 1
    behind = text[run[end - 1].end : run[end - 1].end + BEHIND].partition(BLOCK_END)[0]
    return bool(LISTED.fullmatch(spelling(run[start:end])) and COUNTED.match(behind))


def may_be_figures(text: str, window: Sequence[Group]) -> bool:
    """Return whether groups that are divided as a number may be a list or a sum all the same: no figure begins with a zero.

    What is divided as people divide their mobile number is one, whatever stands between.

    Args:
        text: the text.
        window: the groups.
    """
    lengths = tuple(len(group.digits) for group in window)
    is_row = any(mark in group.gap for group in window[1:] for mark in ROW_MARKS) and set(lengths) != {1} and lengths != AS_SPOKEN
    return is_row and not any(group.digits.startswith("0") for group in window) and not CALLED.search(text_before(text, window[0]))


def is_divided_as_number(window: Sequence[Group]) -> bool:
    """Return whether groups are as long as those of a number, or single digits."""
    lengths = tuple(len(group.digits) for group in window)
    return set(lengths) == {1} or lengths in DIVISIONS or (window[0].digits in ("86", "0086") and lengths[1:] in DIVISIONS)
