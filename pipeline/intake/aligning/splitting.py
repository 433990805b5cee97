"""Texts shared among several holes that no label divides, such as 办公电话 and 手机, by what each of them can be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.intake.aligning.keys import folded
from pipeline.intake.blueprints.blueprint import Hole
from pipeline.intake.lenient import fits

# Where two values may be divided: at blanks and marks, or before a mobile number.
DIVIDER: Final = re.compile(r"\s*[\n、/／，,；;|]\s*|\s+|(?<=\d)(?=1[3-9]\d{9}(?!\d))")
MOBILE: Final = re.compile(r"1[3-9][\d*＊]{9}")
# What stands around values that were put side by side, and belongs to none of them.
AROUND: Final = " ，,、;；:：\t\n\u3000"
# How much it is worth that a text can be a hole's value; of a text nearly everything can.
WORTH: Final = {"text": 0.6, "paragraphs": 0.6, "list": 0.6, "得分规则": 0.5, "choice": 1.5, "yes_no": 1.5}
OTHER_WORTH: Final = 1.2
BLANK_WORTH: Final = 0.2
NOT_WORTH: Final = -1.2
OWN_MARK: Final = 0.5
# What fits no better is hardly a value, as `fits` says.
HARDLY: Final = 0.25
# As many places to divide as are tried.
TRIED: Final = 24
Shares = tuple[float, tuple[str, ...], bool]


@lru_cache(maxsize=8192)
def fitness(text: str, hole: Hole) -> float:
    """Return how well a text can be a hole's value, below 0 if hardly."""
    if not text.strip():
        return BLANK_WORTH
    worth, fit = WORTH.get(hole.field.type, OTHER_WORTH), fits(text, hole.field)
    if hole.field.private == "mobile":
        worth, fit = OTHER_WORTH, 1.0 if MOBILE.fullmatch(text.strip()) else min(fit, 0.5)
    if fit > HARDLY:
        return worth * fit
    return WORTH["text"] * fit if is_prose(hole) else NOT_WORTH * (1 - fit)


def split(group: tuple[Hole | str, ...], text: str) -> tuple[float, list[str], bool]:
    """Return how a text is best shared among holes in their order: how well it fits, the texts, and whether there is no other way."""
    holes = [each for each in group if isinstance(each, Hole)]
    signs, text = signs_between(group), text.strip(AROUND)
    dividers = [(found.start(), found.end()) for found in DIVIDER.finditer(text) if found.end() > 0 and found.start() < len(text)]
    score, texts, is_own = best(tuple(holes), tuple(signs), text, tuple(dividers[:TRIED]))
    filled = sum(bool(each.strip()) for each in texts)
    return score, list(texts), filled == 0 or (is_own and len(dividers) < len(holes) and filled == len(holes))


def signs_between(group: tuple[Hole | str, ...]) -> list[str]:
    """Return the punctuation between each two holes of a group."""
    places = [number for number, each in enumerate(group) if isinstance(each, Hole)]
    return ["".join(map(str, group[one + 1 : other])) for one, other in pairwise(places)]


def best(holes: Sequence[Hole], signs: Sequence[str], text: str, dividers: Sequence[tuple[int, int]], start: int = 0) -> Shares:
    """Return how what is left of a text is best shared among the holes that are left.

    Args:
        holes: the holes.
        signs: the form's own marks between them.
        text: the whole text.
        dividers: from where to where the marks and blanks stand that may divide it.
        start: where what is left begins.
    """
    rest = text[start:].strip()
    if len(holes) == 1 or not rest:
        return fitness(rest, holes[0]), (rest, *[""] * (len(holes) - 1)), True
    after, others, is_own = best(holes[1:], signs[1:], text, dividers, start)
    blanks = [""] * (len(holes) - 1)
    ways: list[Shares] = [(fitness(rest, holes[0]) + BLANK_WORTH / 2 * len(blanks), (rest, *blanks), True)]
    ways.append((BLANK_WORTH / 2 + after, ("", *others), is_own))
    are_words = is_prose(holes[0]) and is_prose(holes[1])
    for begin, end in dividers:
        is_own_mark = is_mark(text[begin:end], signs[0])
        if begin < start or (are_words and not is_own_mark):
            continue
        own = text[start:begin].strip()
        after, others, is_own = best(holes[1:], signs[1:], text, dividers, behind(text, end, signs[0].strip()))
        mark = OWN_MARK if is_own_mark else 0.0
        ways.append((fitness(own, holes[0]) + mark + after, (own, *others), is_own and is_own_mark))
    return max(ways, key=lambda way: way[0])


def behind(text: str, end: int, sign: str) -> int:
    """Return where a text goes on behind a mark of the form's own, if one stands there.

    Args:
        text: the text.
        end: where the mark would stand.
        sign: the mark; may be empty.
    """
    if not sign or not text.startswith(sign, end):
        return end
    rest = text[end + len(sign) :]
    return len(text) - len(rest.lstrip(AROUND))


def is_prose(hole: Hole) -> bool:
    """Return whether a hole takes nearly any words."""
    return hole.field.type in ("text", "paragraphs", "list", "得分规则") and hole.field.private != "mobile"


def is_mark(divider: str, sign: str) -> bool:
    """Return whether what divides two values is what the form prints between them."""
    if "\n" in sign:
        return "\n" in divider
    return bool(divider) and (divider.isspace() if sign.isspace() else folded(divider) == folded(sign) != "")
