"""What a list of words cannot say of a text: hints that were left over, marks, blanks and numbers of items that do not fit together."""

from __future__ import annotations

from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.all_texts import AllTexts, part
from pipeline.language import wording
from pipeline.language.nothing import says_nothing
from pipeline.language.wording import CHINESE
from pipeline.paths import one_of
from pipeline.regex import regex

OPENING: Final = {"（": "）", "《": "》", "“": "”", "【": "】", "〔": "〕", "(": ")"}
CLOSING: Final = {closing: opening for opening, closing in OPENING.items()}
MARKS: Final = regex("[（）()《》“”【】〔〕\n]")
# 1）, 一） and a） count items and need no opening one.
COUNTS: Final = regex(r"(?:^|[\s。；;：:])(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$")
UNITS: Final = "条章节款"  # 第一条 根据…
SPACED: Final = regex(r"[ \u3000]+(?=[\u3400-\u9fff])")
NUMERALS: Final = {wording.chinese_number(number): number for number in range(1, 100)}
ITEM: Final = regex(r"[（一二三四五六七八九十0-9][一二三四五六七八九十0-9]{0,3}(?:[、）]|[.．](?![0-9]))")
KINDS: Final = {
    "一、": regex("([一二三四五六七八九十]{1,3})、"),
    "（一）": regex("（([一二三四五六七八九十]{1,3})）"),
    "1、": regex("([0-9]{1,2})、"),
    "1.": regex("([0-9]{1,2})[.．]"),
    "（1）": regex("（([0-9]{1,2})）"),
}
BEGINS: Final = "\n。；："  # what an item stands behind
DOTTED: Final = regex("(?<![^\n。；：])(?P<number>[一二三四五六七八九十]{1,3})[.．](?![一二三四五六七八九十0-9])")
# Where a single character is an answer: 人 as the unit of measure, 优 as a grade.
TERSE: Final = regex("(?:单位|等级|等次|级别|层级|类别|性别|姓名)$")
# Where a digit is: the target or result of an indicator.
FIGURE: Final = regex(r"\]\.[^.\[]*(?:值|目标|完成|完成情况|结果|数|数量)$")
# Hints that a form prints where something is to be filled in.
LEFTOVER: Final = regex(
    r"字以内|如项目数量较多|此处填写|请填写(?:(?<=[\n（(【：:]请填写)|(?<=\A请填写))|待填(?!补)|待补充(?<![有亟急尚仍还等需]待补充)|___+|＿＿＿*"
)
# What begins with a word that was to be replaced, or is nothing but one.
SAMPLE: Final = regex(r"(?<![^\n])(?:(?:填写)?(?:示例|样例|范例)[：:]|(?:测试|[Tt]est)+[内容文字数据]*[0-9]*[。.]?(?![^\n]))")
# What often stands for something left out, but may be meant: a quotation cut short, ××专案.
LIKELY_LEFTOVER: Final = regex(r"……+|XX+(?![A-Za-z])(?<![A-Za-z]XX)|xx+(?![A-Za-z])(?<![A-Za-z]xx)|ＸＸ+|××+(?!专?案)|□+|〇〇+|○○+|\*\*+")
# A figure that was to be filled in, or was deleted: 节约支出万元, 比上年增长%, 共件; and a day of which only the words are left.
# It is the unit, with nothing more behind it, that is looked for first: most have their figure.
UNIT: Final = regex(r"[万亿%个件项户场人](?:(?<=[万亿])元|(?<=个)百分点|(?<=人)次|(?<=[%个件项户场]))(?=$|[，。；、）\n])")
ABOUT: Final = "(?<![节集签制预履公合条简违失])约|(?<!公)共计?|合计"
NO_SUM: Final = regex(
    rf"(?:支出|收入|预算|决算|资金|金额|安排|投入|节约|结余|增加|减少|增长|下降|提高|降低|上升|(?<!单位)为|达到?|{ABOUT})了?(?:[万亿]元|%|个百分点)\Z"
)
NO_COUNT: Final = regex(rf"(?:{ABOUT}|达到)(?:[个件项户场]|人次)\Z")
NO_DAY: Final = regex(r"[0-9](?:(?<=[0-9]{4})年[ \u3000]*月(?:[ \u3000]*日)?(?![度均报日])|月[ \u3000]*日(?![0-9常均期前]))")
LONGEST: Final = 7  # characters of such words with their unit
# What no text ends with: a mark after which something follows, or a word that begins something.
UNFINISHED: Final = regex(r"(?:[，、（《“]|以及|由于|因为|其中|包括|例如|比如)[。；]?(?=$|\n)|[：:](?=$|\n)")
WIDTH_SUSPECT: Final = regex("[,;:!?()０-９Ａ-Ｚａ-ｚ％．]")


def leftovers(text: str) -> list[Passage]:
    """Return the hints that were not replaced, such as 字以内."""
    return [part(text, *match.span()) for match in LEFTOVER.finditer(text)]


def likely_leftovers(text: str) -> list[Passage]:
    """Return what seems to stand for something left out, such as XX or ……; in quotation marks it is meant."""
    samples = [part(text, *match.span()) for match in SAMPLE.finditer(text)]
    return [*samples, *(part(text, *match.span()) for match in LIKELY_LEFTOVER.finditer(text) if not is_quoted(text, match.start()))]


def without_figure(text: str) -> list[Passage]:
    """Return the units, and days, without the figure that belongs before them."""
    found = []
    for unit in UNIT.finditer(text):
        near = max(0, unit.start() - LONGEST)
        if match := NO_SUM.search(text, near, unit.end()) or NO_COUNT.search(text, near, unit.end()):
            found.append(part(text, *match.span()))
    for day in NO_DAY.finditer(text):
        start = day.start() - (3 if "年" in day[0] else text[day.start() - 1 : day.start()].isdecimal())
        found.append(part(text, start, day.end()))
    return found


def unfinished(text: str) -> list[Passage]:
    """Return the ends of texts after which something should follow; a colon may lead to the next paragraph."""
    found = []
    for match in UNFINISHED.finditer(text):
        leads_on = match[0] in "：:" and match.end() < len(text) and field_at(text, match.end() + 1) == field_at(text, match.start())
        found += [] if leads_on else [part(text, *match.span())]
    return found


def is_quoted(text: str, place: int) -> bool:
    """Return whether a character stands between quotation marks or in a title."""
    start = text.rfind("\n", 0, place) + 1
    return any(text.rfind(opening, start, place) > text.rfind(closing, start, place) for opening, closing in ("“”", "《》"))


def mixed_width(text: str) -> list[Passage]:
    """Return the first sign of the wrong width in each text, with the right one as 应为."""
    if not WIDTH_SUSPECT.search(text):
        return []
    found: dict[str, Passage] = {}
    for index, typed, right in wording.char_width_mixed(text):
        sign = part(text, index, index + len(typed), 应为=right)
        found.setdefault(sign.path, sign)
    return [*found.values()]


def unpaired(text: str) -> list[Passage]:
    """Return the brackets and quotation marks without their partner in the same text, each with it as 应为."""
    found: list[Passage] = []
    open_marks: list[int] = []

    def tell(place: int) -> None:
        mark = text[place]
        found.append(part(text, place, place + 1, 应为=OPENING.get(mark) or CLOSING[mark]))

    for match in MARKS.finditer(text):
        mark, place = match[0], match.start()
        if mark == "\n":
            for left in open_marks:
                tell(left)
            open_marks.clear()
        elif mark in OPENING:
            open_marks.append(place)
        elif mark in "）)" and COUNTS.search(text[max(place - 4, 0) : place]):
            pass
        elif open_marks and is_pair(text[open_marks[-1]], mark):
            open_marks.pop()
        else:
            tell(place)
    for left in open_marks:
        tell(left)
    return found


def is_pair(opening: str, closing: str) -> bool:
    """Return whether two marks belong together; the width of brackets is another rule's."""
    return OPENING[opening] == closing or (opening in "（(" and closing in "）)")


def spaced(text: str) -> list[Passage]:
    """Return the Chinese characters with blanks between them."""
    spans = (match.span() for match in SPACED.finditer(text))
    return [
        part(text, start - 1, end + 1) for start, end in spans if start and CHINESE.match(text, start - 1) and text[start - 1] not in UNITS
    ]


def mixed_numbers(text: str) -> list[Passage]:
    """Return the items whose number goes on from one of another kind, such as 3、 behind 二、; the one before as 前."""
    found: list[Passage] = []
    last: dict[str, tuple[int, str]] = {}
    before, field = "", ""
    for match in ITEM.finditer(text):
        kind, number = kind_and_number(match[0]) if not match.start() or text[match.start() - 1] in BEGINS else ("", 0)
        if not kind:
            continue
        if (own := field_at(text, match.start())) != field:
            last, before, field = {}, "", own
        if number > 1 and last.get(kind, (0, ""))[0] != number - 1 and before and last[before][0] == number - 1:
            found.append(part(text, match.start(), match.end(), 前=last[before][1]))
        last[kind], before = (number, match[0]), kind
    return found


def dotted_numbers(text: str) -> list[Passage]:
    """Return the Chinese numbers of items with a dot behind them, each as it should be as 应为."""
    return [part(text, *match.span(), 应为=f"{match['number']}、") for match in DOTTED.finditer(text)]


def kind_and_number(item: str) -> tuple[str, int]:
    """Return of which kind an item's number is, and the number itself; nothing for one of no kind."""
    for kind, pattern in KINDS.items():
        if match := pattern.fullmatch(item):
            return kind, int(match[1]) if match[1].isdigit() else NUMERALS.get(match[1], 0)
    return "", 0


def field_at(text: str, place: int) -> str:
    """Return the path of the field that a character of all texts stands in; several paragraphs are one field's."""
    if not isinstance(text, AllTexts):
        return ""
    path = text.passage(place, place).path
    return (one_of(path) or (path, 0))[0]


def single_character(text: str) -> list[Passage]:
    """Return the texts of one character that say something, but where one is enough."""
    found = []
    start = 0
    for line in text.split("\n"):
        if len(line) <= 2 and len(line.rstrip("。")) == 1 and not says_nothing(line):  # noqa: PLR2004 - with a full stop
            character = part(text, start, start + 1)
            is_figure = line.isdecimal() and FIGURE.search(character.path)
            found += [] if TERSE.search(character.path) or is_figure else [character]
        start += len(line) + 1
    return found
