"""Whether texts speak as and of the unit whose name the form has: 我校 in a bureau, a name misspelt, another city's committee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.area_codes import is_other_city, own_codes
from pipeline.checks.texts.sentences import Paragraph, Texts
from pipeline.form.field import UNIT_NAME
from pipeline.language.values import Words
from pipeline.regex import regex

# What a unit calls itself → what its name then has in it.
SELVES: Final = {
    "局": "局",
    "委": "委|发展和改革",
    "办": "办|委",
    "校": "校|中学|小学|大学|学院|职中|附中|一中|二中",
    "院": "院",
    "园": "园",
    "馆": "馆",
    "站": "站|所",
    "所": "所",
    "中心": "中心|站|所",
    "会": "会|联|科协|侨联|政协|人大",
    "镇": "镇",
    "乡": "乡",
    "街道": "街道",
    "街": "街道",
    "厅": "厅",
    "市": "市|区",
    "县": "县|旗",
    "区": "区",
    "场": "场",
    "社": "社",
    "台": "台",
    "支队": "支队",
    "大队": "大队",
}
# 我所在的, 我部门, 我办理: words in which none of them is meant.
SELF: Final = regex(
    r"[我本](?P<self>中心|街道|支队|大队|[局委办校院园馆站所会镇乡街厅市县区场社台])"
    r"(?![面势部长托员派屈理公好结案在属有辖需见谓述列得计议费谈场域内外间别分届次子类])"
)
# What stands before it then: 自我, 忘我, a slogan in quotation marks.
OTHER_SELF: Final = frozenset("自忘无大小敌“‘")
OF_ITSELF: Final = frozenset("本")  # 本区, 本县, 本会 are said of places and meetings too
SURE_OF_ITSELF: Final = frozenset(("局", "校", "镇", "乡", "馆"))
PLACE: Final = regex(r"[\u4e00-\u9fff]{1,3}?(?P<level>[市县区])")
# Under whose leadership: a committee and government of some place.
LEADERSHIP: Final = regex(r"在(?P<place>[\u4e00-\u9fff]{2,4}?[市县区])(?:委|人民政府|政府)[^，。；]{0,24}?(?:领导|指导|关心|支持)")
DISTRICT: Final = regex("[市县区]")
CHINESE: Final = regex("[\u4e00-\u9fff（）]+")
NO_PLACE: Final = regex("^(?:我|本|全|各|该|地|城)")
# The names of departments that there are: one letter off one's own name may well be another one.
DEPARTMENTS: Final = regex(
    "财政|民政|林业|农业|农村|教育|审计|统计|司法|公安|商务|水务|水利|体育|卫生|健康|交通|城管|住建|规划|国土|资源|环保|环境|旅游|文化|文广|科技|工信|人社|社保|医保|档案|信访|"
    "税务|气象|地震|海洋|渔业|粮食|物价|工商|市监|质监|药监|安监|应急|外事|侨务|台办|机关|事务|扶贫|振兴|金融|国资|发改|经信|招商|人防|消防|退役|法制|编办|党校|史志|畜牧|供销|邮政|通信|电力|烟草|盐务|"
    "水产|林务|农机|渔政|公路|港务|房管|园林|市政|城乡|建设"
)
DIFFERING: Final = regex("[一二三四五六七八九十东西南北中上下大小新老0-9A-Za-z市县区镇乡村省州]")
LEAST_NAME: Final = 5  # characters of a name of which one may be misspelt
ALIEN: Final = "学校|中学|小学|幼儿园|医院|卫生院|博物馆|图书馆|文化馆|美术馆|体育馆|少年宫"
NO_OFFICE: Final = regex(f"(?:{ALIEN})$")
NO_INSTITUTION: Final = regex(
    "(?:人民政府|公安局|人民法院|人民检察院|街道办事处|总工会|妇女联合会|工商业联合会|残疾人联合会|财政局|税务局)$"
)


def name_of(texts: Texts) -> str:
    """Return the unit's name; nothing if it is blank."""
    fact = texts.facts.by_path.get(UNIT_NAME)
    return str(fact.value) if fact and isinstance(fact.value, Words) else ""


def other_selves(texts: Texts) -> list[Passage]:
    """Return where a text calls the unit what its name says that it is not, with 名 (the name)."""
    name = name_of(texts)
    if not any(re.search(pattern, name) for pattern in SELVES.values()):
        return []
    found = [
        paragraph.passage(match.start(), match.end(), 名=name)
        for paragraph in texts.paragraphs
        for match in SELF.finditer(paragraph.read)
        if not fits(match, name)
    ]
    return [passage for passage in found if before(passage, texts) not in OTHER_SELF]


def before(passage: Passage, texts: Texts) -> str:
    """Return the character before a passage, as typed."""
    text = next(str(paragraph.words) for paragraph in texts.paragraphs if paragraph.words.path == passage.path)
    return text[passage.offset - 1 : passage.offset] if passage.offset else ""


@lru_cache(maxsize=4096)
def is_called(name: str, self_called: str) -> bool:
    """Return whether a unit of a name calls itself so."""
    return bool(re.search(SELVES[self_called], name))


def fits(match: re.Match[str], name: str) -> bool:
    """Return whether a unit of a name can call itself as was found."""
    said = match["self"]
    if match[0][0] in OF_ITSELF and said not in SURE_OF_ITSELF:
        return True
    if said in ("市", "县", "区") and not DISTRICT.search(name):
        return True
    return is_called(name, said)


def misspelt_names(texts: Texts) -> list[Passage]:
    """Return where a text has the unit's name with one letter wrong or two exchanged, with 名 (the name)."""
    name = name_of(texts)
    if len(name) < LEAST_NAME:
        return []
    half = len(name) // 2
    return [found for paragraph in texts.paragraphs for found in misspelt(paragraph, name, half)]


def misspelt(paragraph: Paragraph, name: str, half: int) -> Iterator[Passage]:
    """Yield where a text has a name with one letter wrong or two exchanged: one half of it is right then.

    Args:
        paragraph: the text.
        name: the name.
        half: how long its first half is.
    """
    text, told = paragraph.read, set()
    for part, shift in ((name[:half], 0), (name[half:], half)):
        place = text.find(part)
        while place >= 0:
            start = place - shift
            written = text[max(start, 0) : max(start, 0) + len(name)]
            if start >= 0 and start not in told and written != name and is_misspelt(written, name):
                told.add(start)
                yield paragraph.passage(start, start + len(name), 名=name)
            place = text.find(part, place + 1)


def is_misspelt(written: str, name: str) -> bool:
    """Return whether a name is written with one letter wrong or two exchanged, and is not that of another unit."""
    wrong = [place for place, (one, other) in enumerate(zip(written, name, strict=False)) if one != other]
    if len(written) != len(name) or not wrong or not CHINESE.fullmatch(written):
        return False
    first, last = wrong[0], wrong[-1]
    if len(wrong) == 2 and last == first + 1:  # noqa: PLR2004
        return written[first] == name[last] and written[last] == name[first]
    if len(wrong) > 1 or last == len(name) - 1 or DIFFERING.search(written[first] + name[first]):
        return False
    around = written[max(0, first - 1) : first + 2]
    return not DEPARTMENTS.search(around)


def other_places(texts: Texts) -> list[Passage]:
    """Return where a text tells of the leadership of another city's or county's committee than the unit's own, with 名 (the name)."""
    name = name_of(texts)
    own = {match[0] for match in PLACE.finditer(name)}
    levels = {place[-1] for place in own}
    codes = own_codes(texts.facts) if "市" not in levels else frozenset()
    if not own and not codes:
        return []
    known = [str(fact.value) for fact in texts.facts.by_path.values() if fact.field.constant and isinstance(fact.value, Words)]
    return [
        paragraph.passage(match.start("place"), match.end("place"), 名=name)
        for paragraph in texts.paragraphs
        if "委" in paragraph.words or "政府" in paragraph.words
        for match in LEADERSHIP.finditer(paragraph.read)
        if not NO_PLACE.match(match["place"])
        and (match["place"][-1] in levels or is_other_city(match["place"], codes))
        and not any(place in match[0] for place in own)
        and not any(match["place"] in text for text in known)
    ]


def is_odd_kind(kind: object, name: object) -> bool:
    """Return whether what kind of unit is filled in contradicts its name: a school that is a government office."""
    pairs = ((NO_OFFICE, "行政机关|人民团体"), (NO_INSTITUTION, "公益"))
    return isinstance(kind, Words) and any(named.search(str(name)) and re.search(words, kind) for named, words in pairs)
