"""Points and items that a text counts: 五个方面 and then 六是, 一是 followed by 三是, 共3项：甲、乙."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.figures import spelled
from pipeline.checks.texts.sentences import Paragraph, Texts
from pipeline.language.values import Lines
from pipeline.records import record
from pipeline.regex import regex

ORDINALS: Final = "一二三四五六七八九十"
# The number of a point, and what stands behind it.
POINT: Final = regex(rf"(?P<n>[{ORDINALS}0-9]{{1,3}})(?P<behind>[是，、）).．](?![0-9]))(?!(?<=是)一[，。、])")
# After what a point may begin, by its style; 统一是, 唯一是, 一是一 are none.
BEGINS: Final = frozenset(("", "。", "；", "：", ":", "\n"))
STYLES: Final = {
    "第一，": BEGINS | {"，"},
    "（一）": BEGINS,
    "一、": BEGINS,
    **dict.fromkeys(("1.", "1．", "1、", "（1）", "(1)"), BEGINS | {"，", "、"}),
}
UNLIKE_A_POINT: Final = frozenset(f"统唯之万第同专单逐不任{ORDINALS}0123456789")
OPENING: Final = frozenset("第（(")
STATES_ITEMS: Final = regex("[：:]|分别[为是]|共[0-9一二两三四五六七八九十]")
# How many points there will be, directly before the first.
STATED: Final = regex(
    rf"(?P<n>[{ORDINALS}两]{{1,3}}|[0-9]{{1,2}})(?:个方面|方面|个问题|个特点|项|点|条|个|类)[^，。；：:0-9]{{0,12}}(?P<end>[：:，。])\s*$"
)
SURE: Final = regex("方面|问题|特点|点|措施|做法|举措|原因")
NEAR: Final = 30  # characters before the first point
# 共3项：甲、乙、丙。
LISTED: Final = regex(
    rf"(?<![第0-9.])(?P<n>[{ORDINALS}两]{{1,3}}|[0-9]{{1,2}})(?P<unit>项|个|家|类|份|种|部|条)[^，。；：:、0-9]{{0,10}}(?:，?分别[为是][：:]?|[：:])(?P<items>[^。；：:]+)"
)
# 甲、乙、丙（共3个）
LISTED_BEFORE: Final = regex(
    rf"(?:^|(?<=[。；：]))(?P<items>[^。；：，]+、[^。；：，（(]+)[，（(]?(?:共计?|合计|总共)(?P<n>[{ORDINALS}两]{{1,3}}|[0-9]{{1,2}})(?:项|个|家|类|份|种|部)"
)
JOINED: Final = regex("[和与及]|以及")
# What an item of a list begins with that is numbered by hand: 1. 2、 （3） 一、
ITEM_NUMBER: Final = regex(rf"[（(]?(?:([0-9]{{1,2}})[、.．)）](?![0-9])|([{ORDINALS}]{{1,3}})[、)）])[ \u3000]*")
NO_LIST: Final = regex("等|，|[0-9](?:[.．]|、)|[一二三四五六七八九十]是")


@record()
class Point:
    """The beginning of a point.

    Attributes:
        paragraph: which paragraph of the field it stands in.
        start: where it begins.
        words: how it begins, such as 一是 or （二）.
        style: how a first point of its kind begins.
        number: its number.
    """

    paragraph: Paragraph
    start: int
    words: str
    style: str
    number: int


def miscounted(texts: Texts) -> list[Passage]:
    """Return what is counted wrongly, with 说 (a sentence about it)."""
    found: list[Passage] = []
    fields: dict[tuple[str, str], list[Point]] = {}
    for paragraph in texts.paragraphs:
        for point in points(paragraph):
            fields.setdefault((paragraph.fact.path, point.style), []).append(point)
        if STATES_ITEMS.search(paragraph.words):
            found += listed(paragraph)
    return [*(passage for of_one_style in fields.values() for passage in of_style(of_one_style)), *found]


def points(paragraph: Paragraph) -> Iterator[Point]:
    """Yield the points of a paragraph."""
    text = paragraph.read
    for match in POINT.finditer(text):
        start, digits = match.start(), match["n"]
        is_digits = digits.isascii()
        opening = text[start - 1] if start and text[start - 1] in OPENING else ""
        style = f"{opening}{'1' if is_digits else '一'}{match['behind']}"
        before = text[start - len(opening) - 1 : start - len(opening)] if start > len(opening) else ""
        begins = before not in UNLIKE_A_POINT if style == "一是" else before in STYLES.get(style, ())
        number = int(digits) if is_digits else int(spelled(digits) or 0) if digits.isalpha() else 0
        if begins and number:
            yield Point(paragraph, start - len(opening), f"{opening}{match[0]}", style, number)


def of_style(found: list[Point]) -> Iterator[Passage]:
    """Yield what is wrong with the numbers of some points, each list by itself; a list may stand within a point of another."""
    opened: list[list[Point]] = []
    closed: list[list[Point]] = []
    for point in found:
        while point.number != 1 and opened and len(opened) > 1 and opened[-1][-1].number + 1 != point.number:
            closed.append(opened.pop())
        if point.number == 1:
            opened.append([point])
        elif opened:
            last = opened[-1][-1].number
            if point.number not in (last + 1, last):
                yield told(point, f"“{point.words.strip('，、.．')}”前面是“{opened[-1][-1].words.strip('，、.．')}”，序号不相连")
            elif point.number == last:
                yield told(point, f"“{point.words.strip('，、.．')}”重复")
            opened[-1].append(point)
    for points_of_one in (*closed, *opened):
        yield from against_stated(points_of_one)


def against_stated(found: list[Point]) -> Iterator[Passage]:
    """Yield that a list has another number of points than is stated before its first."""
    first, last = found[0], found[-1]
    start = first.start
    stated = STATED.search(first.paragraph.read, max(0, start - NEAR), start)
    if not stated or len(found) < 2 or (stated["end"] in "，。" and not SURE.search(stated[0])):  # noqa: PLR2004
        return
    number = int(stated["n"]) if stated["n"].isdecimal() else int(spelled(stated["n"]) or 0)
    if number != last.number:
        words = stated[0].rstrip("：:，。 ")
        yield first.paragraph.passage(stated.start(), stated.start() + len(words), 说=f"写明“{words}”，后面列了 {last.number} 个")


def listed(paragraph: Paragraph) -> Iterator[Passage]:
    """Yield that other than the number stated of items are listed: 共3项：甲、乙."""
    for match in (*LISTED.finditer(paragraph.read), *LISTED_BEFORE.finditer(paragraph.read)):
        items = match["items"].split("、")
        if NO_LIST.search(match["items"]) or len(items) < 2:  # noqa: PLR2004
            continue
        number = int(match["n"]) if match["n"].isdecimal() else int(spelled(match["n"]) or 0)
        most = len(items) + len(JOINED.findall(items[-1]))
        if not len(items) <= number <= most:
            ahead = match.start("n") < match.start("items")
            start, end = (match.start(), match.start("items")) if ahead else (match.end("items"), match.end())
            words = paragraph.read[start:end].strip("：:，（(")
            said = f"写明“{words}”，列出的却是 {len(items)} 个"
            yield paragraph.passage(start + paragraph.read[start:end].index(words), end, 说=said)


def told(point: Point, said: str) -> Passage:
    """Return a point as a passage with what is said of it."""
    return point.paragraph.passage(point.start, point.start + len(point.words), 说=said)


def numbered_items(texts: Texts) -> list[Passage]:
    """Return the numbers that the items of a list begin with; the documents have their own."""
    lists = (fact.value for fact in texts.facts.by_path.values() if fact.field.type == "list" and isinstance(fact.value, Lines))
    return [
        passage(line, 0, match.end())
        for lines in lists
        for number, line in enumerate(lines, 1)
        if (match := ITEM_NUMBER.match(line)) and number in (int(match[1] or 0), spelled(match[2] or ""))
    ]
