"""Digits as a reader sees them: of any script, Chinese, circled, hidden between marks; read as runs of groups with gaps.

Everything begins with one regular expression over the text as it stands. Only what it finds is looked at further, so that a
text without long numbers, as nearly every text is, costs one pass.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from pipeline.characters import BLOCK_END, UNSEEN_IN_SEARCH
from pipeline.records import record
from pipeline.regex import regex

CHINESE_DIGITS: Final = {
    sign: digit
    for digit, alike in zip(
        "0123456789", ("〇零○◯", "一壹弌壱幺", "二贰貳弍弐", "三叁參弎参", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"), strict=True
    )
    for sign in alike
}
# Where each script's ten decimal digits begin; a set of ranges is searched twice as fast as \d. Beyond U+FFFF wide ranges do.
ZEROS: Final = "٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀႐០᠐᥆᧐᪀᪐᭐᮰᱀᱐꘠꣐꤀꧐꧰꩐꯰０"
SCRIPTS: Final = "".join(f"{zero}-{chr(ord(zero) + 9)}" for zero in ZEROS)
FAR_SCRIPTS: Final = "\U000104a0-\U00011fff\U00016a60-\U00016bff\U0001d7ce-\U0001d7ff\U0001e140-\U0001e959\U0001fbf0-\U0001fbf9"
# Superscript, subscript, circled, bracketed and dotted ones.
OTHER_DIGITS: Final = (
    "\xb2\xb3\xb9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3228\u3251-\u325f\u3280-\u3288"
    "\u32b1-\u32bf\U0001f100-\U0001f10c"
)
DIGIT: Final = rf"[0-9{SCRIPTS}{FAR_SCRIPTS}{OTHER_DIGITS}{''.join(CHINESE_DIGITS)}]"
BLANKS: Final = " \t\n\r\v\f\x85\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
DASHES: Final = "\u2010-\u2015\u2212\u2500\u30fc\ufe58\ufe63\uff0d_＿~～〜"
DOTS: Final = "．·•・‧∙⋅●…"
# What may stand between the digits of a number.
MARKS: Final = rf"{BLANKS}{DASHES}{DOTS}\-.=＝+＋/／\\＼|｜()（）\[\]［］【】{{}}<>〈〉*＊#＃'‘’\"“”^&"
# What more often divides the items of a list.
LIST_MARKS: Final = ",，、;；:：。｡"
MOST_MARKS: Final = 3
FEWEST_SIGNS: Final = 9  # two digits may be one sign, as in ⑬⑧
BETWEEN: Final = f"[{MARKS}{LIST_MARKS}{BLOCK_END}{UNSEEN_IN_SEARCH}]*+"
RUN: Final = regex(f"{DIGIT}(?:{BETWEEN}{DIGIT}){{{FEWEST_SIGNS - 1},}}+(?:{BETWEEN}[XxＸｘ])?")
NOT_DIGITS: Final = regex("[^0-9X]+")
PLAIN_MARK: Final = {
    regex(f"[{UNSEEN_IN_SEARCH}]"): "",
    regex(f"[{BLANKS}]"): " ",
    regex(f"[{DASHES}]"): "-",
    regex(f"[{DOTS}]"): ".",
}


@record()
class Group:
    """Digits that stand together.

    Attributes:
        digits: the digits as 0 to 9; X, by itself, may end an identity number.
        gap: what stands before them, in half-width signs; empty for a run's first group.
        start: where they begin in the text.
        end: where they end.
    """

    digits: str
    gap: str
    start: int
    end: int


class PlainSigns(dict[int, str]):
    """Signs by their code points as they are compared, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        """Return a sign as it is compared."""
        self[code] = plain = plain_sign(chr(code))
        return plain


PLAIN: Final = PlainSigns()


def runs(text: str) -> Iterator[list[Group]]:
    """Yield each run of digits that is long enough for a number of a person, as its groups."""
    for match in RUN.finditer(text):
        yield from runs_in(text, match.start(), match.end())


def runs_in(text: str, start: int, end: int) -> Iterator[list[Group]]:
    """Yield each run of digits in a part of a text, as its groups.

    Args:
        text: the text.
        start: where the part begins.
        end: where it ends.
    """
    run: list[Group] = []
    for group in groups_of(text, start, end):
        if run and len(group.gap) > MOST_MARKS:
            yield run
            run = []
        run.append(group)
    yield run


def groups_of(text: str, start: int, end: int) -> Iterator[Group]:
    """Yield the groups of digits in a part of a text.

    Args:
        text: the text.
        start: where the part begins.
        end: where it ends.
    """
    digits, gap, first, last = "", "", start, start
    for position in range(start, end):
        sign = PLAIN[ord(text[position])]
        if not sign:
            continue
        if sign.isdecimal():
            if not digits:
                first = position
            digits, last = digits + sign, position + 1
        else:
            if digits:
                yield Group(digits, gap, first, last)
                digits, gap = "", ""
            if sign == "X":
                yield Group(sign, gap, position, position + 1)
                return
            gap += sign if sign != BLOCK_END or not gap.endswith(BLOCK_END) else ""
    if digits:
        yield Group(digits, gap, first, last)


def plain_sign(sign: str) -> str:
    """Return a sign as it is compared: digits as 0 to 9, marks as their half-width kin; nothing for what cannot be seen."""
    if sign in CHINESE_DIGITS:
        return CHINESE_DIGITS[sign]
    if sign.isascii():
        return sign.upper() if not sign.isspace() else " "
    number = unicodedata.numeric(sign, None)
    if number is not None:
        return str(int(number))
    for pattern, plain in PLAIN_MARK.items():
        if pattern.fullmatch(sign):
            return plain
    return unicodedata.normalize("NFKC", sign).upper()
