"""Reads a rule of scoring as a bureau writes it, in a small closed language; whatever is outside it is refused with the way to write it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Final

from pipeline.language.wording import half_width
from pipeline.regex import regex
from pipeline.scoring.quantities import NUMBER, Quantity, Sense, one_of, read_quantity
from pipeline.scoring.rules import FULL, NONE, Away, Band, Bands, ByTarget, Deduction, Level, OwnRate, Points, Qualitative, Rest, Rule

FORMS: Final = (
    "可写：≥、≤、=、按目标值、完成率 × 分值、每低 5 个百分点扣 2、100% 以内满分，每高 1 个百分点扣 0.5、"
    "分段：0 得 8，10% 以内得 6，其余得 0、定性"
)
SIMPLE: Final[dict[str, Rule]] = {
    **dict.fromkeys(
        ("≥", ">=", "≧", "越大越好", "越高越好", "越多越好", "不低于", "不少于", "正向", "比率×分值"), ByTarget(Sense.AT_LEAST)
    ),
    **dict.fromkeys(("≤", "<=", "≦", "越小越好", "越低越好", "越少越好", "不高于", "不超过", "反向"), ByTarget(Sense.AT_MOST)),
    **dict.fromkeys(("=", "等于"), ByTarget(Sense.EQUAL)),
    "按目标值": ByTarget(None),
    **dict.fromkeys(("完成率×分值", "执行率×分值", "完成值×分值"), OwnRate()),
    "定性": Qualitative(),
}
ABOVE: Final = ("高于", "高出", "高", "超过", "超出", "超", "多", "增加", "上升", "晚", "迟", "推迟", "延迟", "逾期")
BELOW: Final = ("低于", "低", "少", "差", "减少", "降低", "下降")
EITHER: Final = ("偏离", "相差")
SIDES: Final = {**dict.fromkeys(ABOVE, Away.ABOVE), **dict.fromkeys(BELOW, Away.BELOW), **dict.fromkeys(EITHER, Away.EITHER)}
AMOUNT: Final = rf"(?:(?P<points>{NUMBER})分?|(?:分值的)?(?P<percent>{NUMBER})%(?:的?分值)?)"
DASH: Final = regex("[–―－]{1,2}|——")
TIMES: Final = regex("(?<=[率值])[xX*✕✖](?=分)")
EACH: Final = regex(rf"每(?P<side>{one_of(SIDES)})(?P<step>{NUMBER}[^扣]*)扣{AMOUNT}")
RESTS: Final = {
    **dict.fromkeys(("不足的不扣", "满的才扣"), Rest.NOTHING),
    **dict.fromkeys(("不足的按比例", "不足的按比例扣", "按比例扣"), Rest.PART),
    **dict.fromkeys(("不足的也扣", "不足的也算", "不足的按一次算"), Rest.WHOLE),
}
MEANINGLESS: Final = ("扣完为止", "扣完", "最低得0")
IS_FULL: Final = regex(r"(?P<threshold>.+?)(?:得|计)?(?:满分|不扣分)")
MET: Final = ("达到目标值", "达到目标", "完成目标值", "完成目标", "达标", "符合目标值")
AWARD: Final = regex(rf"(?P<condition>.+?)(?:(?:得|计)?(?P<full>满分)|(?P<none>不得分|[得计]零分)|[得计]{AMOUNT})")
OTHERS: Final = ("其余", "其他", "其它", "超过", "超出", "否则", "以外")
LEAD: Final = regex("^(?:与目标值?)?(?:相差|偏差率?|偏离)?(?:在)?(?=±)")
RANGE: Final = regex(rf"(?P<least>{NUMBER}[^\d至~—-]*)(?:至|到|~|—|-)(?P<most>{NUMBER}\D*)")
LEVEL: Final = regex(rf"(?P<name>[^\d(≥<>=]+)\(?(?P<one>{NUMBER})%?(?:至|到|~|—|-)(?P<two>{NUMBER})%?\)?")
WHOLE: Final = Decimal(100)


class RuleError(Exception):
    """A text is no rule of scoring.

    Attributes:
        message: why not.
        hint: how it is written.
    """

    def __init__(self, message: str, hint: str = FORMS) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def pressed(text: str) -> str:
    """Return a text in half-width signs and without spaces, the ways to write one sign as that sign."""
    plain = "".join(half_width(text.rstrip("。；;")).split())
    plain = DASH.sub("—", plain.replace("%%", "%").replace("、", ","))
    return TIMES.sub("×", plain).replace("～", "~").replace("+-", "±").replace("+/-", "±")


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule:
    """Return the rule that a text is; the same few stand in every unit's data.

    Raises:
        RuleError: it is none.
    """
    plain = pressed(text)
    if plain in SIMPLE:
        return SIMPLE[plain]
    head, colon, rest = plain.partition(":")
    if colon and head in ("分段", "分档", "定性"):
        pieces = [piece for piece in re.split("[,;]", rest) if piece]
        if not pieces:
            raise RuleError(f"“{head}：”后面没有内容")
        return Qualitative(levels(pieces)) if head == "定性" else Bands(tuple(map(band, pieces)))
    return deduction([piece for piece in re.split("[,;]", plain) if piece])


def deduction(pieces: list[str]) -> Deduction:
    """Return a rule by which points are deducted for each step; its pieces may come in any order.

    Raises:
        RuleError: it is none.
    """
    found = [EACH.fullmatch(piece) for piece in pieces]
    each = [match for match in found if match]
    others = [piece for piece, match in zip(pieces, found, strict=True) if not match and piece not in MEANINGLESS]
    if len(each) != 1:
        wrong = "、".join(pieces)
        raise RuleError(f"看不懂得分规则“{wrong}”" if not each else "“每……扣……”只能写一处")
    side = SIDES[each[0]["side"]]
    step = read_quantity(each[0]["step"])
    if step is None or step.number <= 0 or step.sense:
        raise RuleError(f"“每”后面应是一个数和单位，现为“{each[0]['step']}”", "例如 每低 5 个百分点扣 2")
    if points(each[0]).number <= 0:
        raise RuleError(f"扣的分应大于 0，现为“{each[0][0]}”", "例如 每低 5 个百分点扣 2")
    rests = [RESTS[piece] for piece in others if piece in RESTS]
    full = [piece for piece in others if piece not in RESTS]
    if len(rests) > 1 or len(full) > 1:
        raise RuleError(f"看不懂“{full[-1] if len(full) > 1 else others[-1]}”")
    return Deduction(side, step, points(each[0]), threshold(full[0], side) if full else None, rests[0] if rests else Rest.UNSAID)


def threshold(piece: str, side: Away) -> Quantity | None:
    """Return up to where a deduction gives full marks; None for the target.

    Args:
        piece: what says so, such as 90%及以上满分.
        side: on which side points are deducted.

    Raises:
        RuleError: it says nothing of the kind, or something else than the deduction.
    """
    found = IS_FULL.fullmatch(piece)
    if not found:
        raise RuleError(f"看不懂“{piece}”", "例如 90% 及以上满分，每低 5 个百分点扣 1；不足一步的写 不足的按比例、不足的也扣 或 不足的不扣")
    if found["threshold"] in MET:
        return None
    limit = read_quantity(found["threshold"])
    if limit is None:
        raise RuleError(f"“{found['threshold']}”应是一个数，或 达到目标值", "例如 100% 以内满分，每高 1 个百分点扣 0.5")
    fits = {
        Away.ABOVE: (Sense.AT_MOST, Sense.EQUAL, None),
        Away.BELOW: (Sense.AT_LEAST, Sense.EQUAL, None),
        Away.EITHER: (Sense.EQUAL, None),
    }
    if limit.sense not in fits[side]:
        raise RuleError(f"“{piece}”和后面扣分的方向不一致", "以内、不超过的，写 每高……扣……；以上、不低于的，写 每低……扣……")
    return Quantity(limit.number, limit.unit)


def points(found: re.Match[str]) -> Points:
    """Return the points or the part of the weight that a piece of a rule says."""
    return Points(Decimal(found["points"])) if found["points"] else Points(Decimal(found["percent"]), of_weight=True)


def band(piece: str) -> Band:
    """Return a band of results.

    Raises:
        RuleError: it is none.
    """
    found = AWARD.fullmatch(piece)
    if not found:
        raise RuleError(f"看不懂“{piece}”这一段", "例如 10% 以内得 6；其余得 0；±10% 以内得 5；90% 以上得满分")
    given = FULL if found["full"] else NONE if found["none"] else points(found)
    if given.number < 0:
        raise RuleError(f"得的分不能小于 0，现为“{piece}”", "例如 分段：0 得 8，10% 以内得 6，其余得 0")
    words = LEAD.sub("", found["condition"])
    if words in OTHERS:
        return Band(words, given)
    if words.startswith("±"):
        width = read_quantity(words[1:])
        if width is None or width.sense not in (None, Sense.AT_MOST):
            raise RuleError(f"看不懂“{words}”", "例如 ±10% 以内得 5")
        return Band(words, given, around=Quantity(width.number, width.unit))
    if between := RANGE.fullmatch(words):
        return ranged(words, between, given)
    limit = read_quantity(words)
    if limit is None:
        raise RuleError(f"看不懂“{words}”", "例如 10% 以内得 6；90% 以上得满分；其余得 0")
    bare = Quantity(limit.number, limit.unit)
    if limit.sense in (Sense.AT_LEAST, Sense.MORE):
        return Band(words, given, least=bare, open_least=limit.sense is Sense.MORE)
    if limit.sense in (Sense.AT_MOST, Sense.LESS):
        unsigned = words.endswith(("以内", "之内"))
        return Band(words, given, most=bare, open_most=limit.sense is Sense.LESS, unsigned=unsigned)
    return Band(words, given, least=bare, most=bare)


def ranged(words: str, between: re.Match[str], given: Points) -> Band:
    """Return a band between two numbers, both within; the first of two bands that share a number counts.

    Args:
        words: as the rule says it.
        between: the two numbers.
        given: what it gives.

    Raises:
        RuleError: they are no such numbers.
    """
    ends = [read_quantity(between[name]) for name in ("least", "most")]
    if not all(end and not end.sense for end in ends):
        raise RuleError(f"看不懂“{words}”", "例如 80% 至 90% 得 6")
    least, most = sorted((end for end in ends if end), key=lambda end: end.number)
    if not least.unit:
        least = Quantity(least.number, most.unit)
    return Band(words, given, least=least, most=Quantity(most.number, most.unit or least.unit))


def levels(pieces: list[str]) -> tuple[Level, ...]:
    """Return the levels of a qualitative rule, the highest first: each ends where the one above begins.

    Raises:
        RuleError: they are none, or overlap.
    """
    read = []
    for piece in pieces:
        found = LEVEL.fullmatch(piece)
        if not found:
            raise RuleError(f"看不懂“{piece}”这一档", "例如 定性：达成 80%—100%，部分达成 60%—80%，未达成 0—60%")
        least, most = sorted((Decimal(found["one"]), Decimal(found["two"])))
        read.append(Level(found["name"], least, most, closed=most == WHOLE))
    read.sort(key=lambda level: level.least, reverse=True)
    if any(above.least < below.most for above, below in pairwise(read)) or read[0].most > WHOLE or read[-1].least < 0:
        raise RuleError("各档的百分比有重叠，或不在 0 至 100% 之间", "例如 定性：达成 80%—100%，部分达成 60%—80%，未达成 0—60%")
    return tuple(read)
