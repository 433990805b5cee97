"""What the words of a Word form propose: names, types and units of fields, and places in a text that wait to be filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.form.declarations import ATTRIBUTES
from pipeline.language.expressions import is_reserved

# No pattern looks further than this: a text may come from anybody.
BLANKS: Final = r"[\s\u3000_＿]"
SOME, ANY, LETTERS = "{1,60}", "{0,60}", "{1,40}"
LONGEST_TEXT: Final = 4_000
UNITS: Final = (
    "万元|亿元|元|个百分点|%|％|人次（次）|人次|"
    "人|名|个|件|项|次|家|户|辆|台|套|份|册|篇|场|期|天|分|平方米|㎡|公里|千米|亩|吨|只|条|处|座|间"
)
UNIT_ALONE: Final = re.compile(rf"{BLANKS}{ANY}[（(]?(?P<unit>{UNITS})[)）]?{BLANKS}{ANY}")
DATE: Final = re.compile(rf"(?P<gap>{BLANKS}{ANY}年{BLANKS}{SOME}月{BLANKS}{ANY}日?)")
# Signs that a choice is ticked with, and those that wait for it; ■ and ● may as well begin the lines of a list.
WAITING, TICKS, BULLETS = "□☐○◯", "☑☒√✓✔", "■●◉"
SIGNS: Final = f"{WAITING}{TICKS}{BULLETS}"
SIGN: Final = rf"(?:[{SIGNS}]|[（(\[]{BLANKS}{{0,8}}[{TICKS}]?{BLANKS}{{0,8}}[)）\]])"
WITH_SIGN: Final = rf"(?P<word>[^\s{SIGNS}（()）\[\]，,；;/、：:_＿]{LETTERS})(?:[（(][^（()）]{{0,40}}[^（()）\s_＿{SIGNS}][)）])?"
# What is signed or sealed by hand, in the room before the day.
SIGNED: Final = re.compile(r"(?:签[字名章]|盖章|公章|印章)[)）]?$")
ROOM_FOR_YEAR: Final = 4
LEAST_GAP: Final = 3  # blanks between a figure and a unit that are more than the room around a figure
OPTION: Final = re.compile(rf"{SIGN}\s{{0,4}}{WITH_SIGN}(?:[：:]?[_＿]{SOME})?")
OPTION_BEFORE: Final = re.compile(rf"{WITH_SIGN}\s{{0,4}}{SIGN}")
YES_OR_NO: Final = re.compile(rf"是\s{{0,9}}(?:{SIGN}|\s|[/／])\s{{0,9}}否\s{{0,9}}{SIGN}?")
MEASURE: Final = re.compile(rf"[（(]?(?:金额|计量)?单位[：:]{BLANKS}{ANY}(?:{UNITS})[）)]?")  # tells in what the figures are
WORD: Final = rf"[^\s\u3000_＿：:；;，,。、]{LETTERS}?"
WITH_UNIT: Final = re.compile(rf"(?P<label>{WORD})[：:]?(?P<gap>{BLANKS}{SOME})(?P<unit>{UNITS})(?=$|[\s；;，,。）)])")
WITH_COLON: Final = re.compile(
    rf"(?P<label>[^\s\u3000：:，,。；;]{LETTERS})[：:](?P<gap>{BLANKS}{ANY})(?=$|[（(](?:公章|盖章|签[字章名]|印章)|[^\s：:]{{2,12}}[：:]|(?<={BLANKS})[；;])"
)
UNDERLINED: Final = re.compile(r"(?P<label>[^\s\u3000_＿：:，,。；;]{1,40})[：:]?\s{0,60}(?P<gap>[_＿]{2,60})")
NOTE: Final = re.compile(r"[\s；]*(?:附?注|备注|说明|填[表报写]说明)\s*[：:]")
TOTAL: Final = re.compile(r"合计|总计|小计|共计|总分|总得分|得分合计")
# A label whose letters are set apart to fill a line: 负 责 人, 姓　　名; but 共　　人 leaves room for a number, and 年 月 日 for a day.
SPREAD: Final = re.compile(
    r"(?<![^\s\u3000：:，,。；;、（）()_＿])(?![共计约第每达男女有满近])[\u4e00-\u9fff](?P<apart>[ \u3000]{1,10})[\u4e00-\u9fff]"
    r"(?:(?P=apart)[\u4e00-\u9fff]){0,11}(?![^\s\u3000：:，,。；;、（）()_＿])"
)
YEAR: Final = re.compile(rf"(?<=[（(])(?P<gap>{BLANKS}{ANY}(?:20\d\d)?{BLANKS}{ANY})(?=年度?{BLANKS}{ANY}[)）])")
PARENTHESES: Final = re.compile(r"[（(][^（()）]*[)）]")
ORDINAL: Final = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]+[)）、.．]|[（(]?\d+[)）、.．](?!\d))\s*")
PLACEHOLDER: Final = re.compile(
    r"\s*(?:(?:指标|项目|任务|目标|内容|名称)?\s*(?:\d{1,2}|[一二三四五nN])\s*[：:、.．]?\s*[…⋯.·]*|(?:…|⋯|\.{3}|·{3})+)\s*"
)
# A figure, what it must reach, or a day.
FIGURE: Final = re.compile(
    rf"\s*(?:[≥≤≧≦＞＜><=]=?|不[低高少多大小]于|不超过|大于|小于|达到)?\s*-?\d[\d,]*(?:\.\d+)?\s*(?:{UNITS})?(?:以[上下内])?\s*"
    r"|\s*\d{4}[年./-]\d{1,2}(?:[月./-]\d{1,2}日?)?\s*"
)
# What heads a column in which no word names anything: a target may be 提高.
OF_VALUES: Final = re.compile(r"(?:指标|目标|标准|完成|实际|实现)值$")
LONGEST_NAME: Final = 30
UNKNOWN: Final = "看不出类型"
# What the words around say → the type that they let one guess; the first that is found counts.
TYPES: Final = (
    (r"网址|网站|链接", "url"),
    (r"(?:日期|时间)$", "date"),
    (r"(?:得分|分值|权重|评分|分数)$", "number"),
    (r"率$|比率|占比|比例|比重|满意度$|百分比|进度$", "percent"),
    (r"^是否|与否$|一致$|合规$", "yes_no"),
    (
        r"说明$|原因|措施|情况$|依据|内容$|名称|姓名|文号|清单|性质|单位$|电话|备注|问题|建议|标准$|来源$|用途$|方式$|联系人|负责人|签名",
        "text",
    ),
    (r"人数|个数|次数|件数|项数|户数|项目数|数量$|编制数|批次|计划数|实现数|^新建$|^续建$", "integer"),
    (r"金额|经费|资金|支出|预算|决算|收入|拨款|费$|费用|结转|结余|总额|投资|执行数|安排数|到位|(?<!名)额$", "amount"),
)
# What may fall below zero, and how far.
MAY_FALL: Final = re.compile(r"增减|增长|增幅|变动|变化|升降|差额|差异|差值|偏差|调整数|调整额")
LEAST: Final = {"percent": "-100", "amount": "-1000000000", "integer": "-1000000000"}
UNIT_TYPES: Final = {
    "%": "percent",
    "％": "percent",
    "个百分点": "number",
    "分": "number",
    "万元": "amount",
    "元": "amount",
    "亿元": "amount",
}
COUNTED: Final = ((r"人数|人员|编制|人次", "人"), (r"次数|批次", "次"), (r"件数", "件"), (r"户数", "户"))
MEASURED: Final = ("平方米", "㎡", "公里", "千米", "亩", "吨")
LONG: Final = re.compile(r"目标$|目标完成情况$|效益$|职能|总结|综述|概况")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a field is guessed to be, and from what."""

    type: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text that waits to be filled: from where to where, under which label, with which unit behind it."""

    start: int
    end: int
    label: str
    guess: Guess
    unit_end: int = 0


def name_of(label: str) -> str:
    """Return a name that expressions can use for what a label says; nothing if it says nothing."""
    words = ORDINAL.sub("", label.strip())
    words = re.sub(r"^其中[：:]?", "", words)
    name = "".join(char for char in PARENTHESES.sub("", words) if char.isalnum() or char == "_")[:LONGEST_NAME]
    name = name or "".join(char for char in words if char.isalnum())[:LONGEST_NAME]
    if digits := re.match(r"(\d+)年?度?", name):
        name = name[digits.end() :] + digits[1] if len(name) > digits.end() else f"第{name}"
    if not name:
        return ""
    return name if name.isidentifier() and not is_reserved(name) and name not in ATTRIBUTES else f"{name}项"


def guess(label: str, unit: str = "", *, wide: bool = False) -> Guess:
    """Return what a field is guessed to be.

    Args:
        label: what the form calls it.
        unit: what stands behind the gap, or in the label.
        wide: whether there is room for several lines.
    """
    within = re.search(rf"[（(](?:单位[：:])?({UNITS})[)）]", label)
    unit = unit or (within[1] if within else "")
    if unit:
        kind = UNIT_TYPES.get(unit, "number" if unit in MEASURED else "integer")
        return Guess(kind, "" if kind == "percent" else unit, why=f"单位“{unit}”")
    name = name_of(label)
    if wide and LONG.search(name):
        return Guess("paragraphs", why="空白很大，可能写多段")
    for pattern, kind in TYPES:
        if found := re.search(pattern, name):
            return Guess(kind, counted(name) if kind == "integer" else "", why=f"名称里有“{found[0]}”")
    return Guess("text", why=UNKNOWN)


def counted(name: str) -> str:
    """Return the unit that a number of things is counted in, as far as its name says."""
    return next((unit for words, unit in COUNTED if re.search(words, name)), "个")


def slots_in(text: str) -> list[Slot]:
    """Return the places in a text that wait to be filled, in order."""
    if len(text) > LONGEST_TEXT:
        return []
    if options := options_of(text):
        return [options]
    text = MEASURE.sub(lambda told: "；" * len(told[0]), closed_up(text))
    found: list[Slot] = []
    for slot in (*dates(text), *units(text), *colons(text)):
        if all(slot.end < other.start or slot.start > max(other.end, other.unit_end) for other in found):
            found.append(slot)
    return distinguished(sorted(found, key=lambda slot: slot.start))


def closed_up(text: str) -> str:
    """Return a text of the same length in which the letters of a label that is set apart stand together: 负 责 人 as ；；负责人."""
    return SPREAD.sub(lambda found: found[0] if DATE.search(found[0]) else "".join(found[0].split()).rjust(len(found[0]), "；"), text)


def options_of(text: str) -> Slot | None:
    """Return the boxes to tick in a text as one place, whether they stand before their words or behind them."""
    if answer := YES_OR_NO.fullmatch(text.strip()):
        begin = text.index(answer[0])
        return Slot(begin, begin + len(answer[0]), "", Guess("yes_no", why="是、否"))
    if not any(sign in text for sign in f"{WAITING}{TICKS}（("):
        return None
    found = [list(pattern.finditer(text)) for pattern in (OPTION, OPTION_BEFORE)]
    matches = found[1] if is_behind(text) else found[0]
    if len(matches) < 2:  # noqa: PLR2004 - one box is no choice
        return None
    words = tuple(dict.fromkeys(match["word"] for match in matches))
    before = text[: matches[0].start()]
    kind = Guess("yes_no", why="□是 □否") if set(words) == {"是", "否"} else Guess("choice", choices=words, why="有几个方框可选")
    return Slot(matches[0].start(), matches[-1].end(), before.strip(" ：:"), kind)


def is_behind(text: str) -> bool:
    """Return whether the boxes of a text stand behind their words: 是□ 否□."""
    return re.search(rf"{SIGN}\s*$", text) is not None


def dates(text: str) -> Iterator[Slot]:
    """Yield where a text leaves room for a day; what a signature needs before it stays."""
    for match in DATE.finditer(text):
        before = re.search(r"([^\s\u3000：:，,。；;]+)[：:]?\s*$", text[max(0, match.start() - 60) : match.start()])
        label = before[1] if before else ""
        if SIGNED.search(label):
            begin = max(match.start(), text.index("年", match.start()) - ROOM_FOR_YEAR)
            yield Slot(begin, match.end(), "签字日期", Guess("date", why="“年 月 日”"))
        else:
            yield Slot(match.start(), match.end(), label, Guess("date", why="“年 月 日”"))


def units(text: str) -> Iterator[Slot]:
    """Yield where a text leaves room before a unit, or underlines it."""
    for match in WITH_UNIT.finditer(text):
        if match["label"][-1].isdigit() and len(match["gap"]) < LEAST_GAP:
            continue  # 扣 1 分
        yield Slot(*match.span("gap"), match["label"], guess(match["label"], match["unit"]), match.end("unit"))
    for match in UNDERLINED.finditer(text):
        yield Slot(*match.span("gap"), match["label"], guess(match["label"]))


def colons(text: str) -> Iterator[Slot]:
    """Yield where a text leaves something open behind a colon; a line that is a note does not."""
    for begin, end in lines(text):
        line = text[begin:end]
        if NOTE.match(line) and not re.fullmatch(r"\s*\S+[：:]\s*", line):
            continue
        for match in WITH_COLON.finditer(text, begin, end):
            is_last = match.end("gap") == end
            stop = end if is_last else match.start("gap")  # else the gap keeps two apart
            yield Slot(match.start("gap"), stop, match["label"], guess(match["label"], wide=stop == len(text)))


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a text begin and end; blank ones at its end belong to the line before."""
    last, begin = len(text.rstrip()), 0
    for match in re.finditer("\n", text[:last]):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)


def is_total(label: str) -> bool:
    """Return whether a label is of a table's total."""
    return TOTAL.match("".join(label.split())) is not None


def distinguished(slots: list[Slot]) -> list[Slot]:
    """Return slots of one text; of those with the same label each is told by the label before it: 应申报项目数 … 金额 is 应申报金额."""
    labels = [slot.label for slot in slots]
    result = []
    for number, slot in enumerate(slots):
        label = slot.label
        if labels.count(label) > 1 and number and labels[number - 1] != label:
            label = re.sub(r"(?:项目数|数量|个数|数)$", "", labels[number - 1]) + label
        result.append(Slot(slot.start, slot.end, label, slot.guess, slot.unit_end))
    return result
