"""Whether texts, rules and addresses are another unit's: its name as the subject, its city as one's own, its folder on the site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.area_codes import is_other_city, own_codes
from pipeline.checks.texts.identity import NO_PLACE, PLACE, name_of
from pipeline.checks.texts.sentences import Texts
from pipeline.language.values import Address, Words
from pipeline.regex import regex

UNIT: Final = (
    r"(?P<unit>[\u4e00-\u9fff]{2,4}?[市县区旗][\u4e00-\u9fff]{0,10}?"
    r"(?:局|委员会|人民政府|街道办事处|医院|学校|中学|小学|学院|幼儿园|[博图档文][物书案化]馆|联合会|总工会))"
)
# What units say of themselves; of others they say 配合, 下达, 批复, 移交.
SUBJECT: Final = regex(
    rf"(?<![^。\n])(?P<when>(?:一年来|今年以来|过去一年|全年|本年度|20\d\d年度?)，?)?{UNIT}(?P<does>坚持|始终|认真|深入|积极(?!配合|支持|协助|参与)|扎实|切实|紧紧围绕|不断|大力|努力|着力|圆满|全力|完成|实现|取得)"
)
OURSELVES: Final = regex("[^。\n]*[我本](?:单位|[局委办校院园馆站所会镇乡街县区场社台])")  # whom another unit helps
AFTER_TIME: Final = ("完成", "实现", "取得")  # which are said of others too, unless the year's work is summed up
# What a text speaks of as one's own place.
OWN_PLACE: Final = regex(
    r"(?:(?<![\u4e00-\u9fff])(?![在全])|(?<=[在全]))(?P<place>[\u4e00-\u9fff]{2,3}?[市县区])(?=各级|各部门|上下|广大|人民群众|市民)"
    r"|(?:为|推动|促进|服务)(?P<served>[\u4e00-\u9fff]{2,3}?[市县区])[^，。；]{0,14}(?:贡献|发展)"
)
COMMON: Final = regex("[城都超股门夜菜上]市$|[社园景辖地小校库灾山片新城郊湾护牧林矿城特街老市县]区$|[各困点范强大郊名区]县$|[我本全各该]")
RULES: Final = regex(rf"《{UNIT}[^《》]{{2,24}}(?:办法|制度|规定|细则|规程)》")
OF_RULES: Final = regex("制度|办法")
# Whose rules hold for other units too.
FOR_ALL: Final = regex("财政|机关事务|审计|人民政府|发展和改革|人力资源|国有资产|税务|委员会$")
OFFICE: Final = regex("局$")
# Departments' folders and hosts on government sites by their usual initials; the finance bureau's is not among them: it publishes for all.
INITIALS: Final = regex(
    "scjgj|scjdglj|gaj|jyj|mzj|sfj|rsj|rlzyhshbzj|zrzyj|sthjj|zjj|zfhcxjsj|jtysj|jtj|swj|slj|nyncj|nyj|wsjkj|wjw|wjj|yjglj|yjj|sjj|tjj|xfj|lyj|"
    "fgj|fgw|fzggj|gxj|gyhxxhj|kjj|wglj|wgltj|tyj|ylbzj|ybj|tyjrswj|tyjrj|cgj|csglj|xzspj|jrj|rfb|dag|tsg|bwg|qxj|zzb|xcb|jgbb"
)
# Hosts and folders of no department.
COLUMNS: Final = regex(r"|www|.*gk.*|cz.*|ys.*|zt.*|zw.*|zf.*|content|attachment|art|col|\d+")
# Sites of provinces and of the state; shorter names are mostly those of provinces (gd) and ministries (cma).
PROVINCES: Final = regex(
    "beijing|jiangsu|fujian|jiangxi|shandong|shanxi|shaanxi|guizhou|hainan|gansu|qinghai|xizang|xinjiang|chinatax|customs|forestry|court|.{1,5}"
)
CITY: Final = regex("^[^县区旗]{2,4}市(?!.{2}[县区])")  # districts and counties publish on their city's site too
MAJORITY: Final = 3  # addresses that show where a unit publishes
DEPTH: Final = 3  # labels of a place's own site: lanchuan.gov.cn


def other_subjects(texts: Texts) -> list[Passage]:
    """Return where a text says of another unit what units say of themselves, with 名 (the unit's name)."""
    name = name_of(texts)
    return [
        paragraph.passage(match.start("unit"), match.end("unit"), 名=name)
        for paragraph in texts.paragraphs
        if paragraph.fact.field.type == "paragraphs" and name
        for match in SUBJECT.finditer(paragraph.read)
        if (match["when"] or match["does"] not in AFTER_TIME) and match["unit"] not in name and not is_known(match["unit"], texts)
        if not OURSELVES.match(paragraph.read, match.end())
    ]


def is_known(other: str, texts: Texts) -> bool:
    """Return whether another unit, or place, is named among what stays the same over the years: a subordinate one, whom it reports to."""
    return any(other in str(fact.value) for fact in texts.facts.by_path.values() if fact.field.constant and isinstance(fact.value, Words))


def own_places(name: str) -> frozenset[str]:
    """Return the places in a unit's name."""
    return frozenset(match[0] for match in PLACE.finditer(name))


def foreign_places(texts: Texts) -> list[Passage]:
    """Return where a text speaks of another city, county or district than the unit's as its own, with 名 (the unit's name)."""
    name = name_of(texts)
    own = own_places(name)
    levels = {place[-1] for place in own}
    codes = own_codes(texts.facts) if "市" not in levels else frozenset()
    return [
        paragraph.passage(match.start(group), match.end(group), 名=name)
        for paragraph in texts.paragraphs
        if paragraph.fact.field.type == "paragraphs" and (levels or codes)
        for match in OWN_PLACE.finditer(paragraph.read)
        for group in ("place", "served")
        if (said := match[group])
        and (said[-1] in levels or is_other_city(said, codes))
        and not any(place in said or said in place for place in own)
        and not COMMON.search(said)
        and not NO_PLACE.match(said)
        and not is_known(said, texts)
    ]


def foreign_rules(texts: Texts) -> list[Passage]:
    """Return the rules of another bureau that a bureau names as its own, with 名 (the unit's name)."""
    name = name_of(texts)
    return [
        Passage(match[0], paragraph.words.path, match.start(), {"名": name})
        for paragraph in texts.paragraphs
        if OFFICE.search(name) and OF_RULES.search(paragraph.fact.field.name) and "《" in paragraph.words
        for match in RULES.finditer(paragraph.words)
        if OFFICE.search(match["unit"]) and match["unit"] not in name and not FOR_ALL.search(match["unit"])
    ]


def is_elsewhere(addressee: object, name: object) -> bool:
    """Return whether a report is addressed to another city, county or district than that of the unit's name."""
    places = own_places(str(addressee))
    own = own_places(str(name))
    return isinstance(addressee, Words) and any(
        place not in own and any(one[-1] == place[-1] and place not in one and one not in place for one in own) for place in places
    )


def foreign_addresses(several: Sequence[Address], name: str) -> list[Passage]:
    """Return the folder or host of an address that is another department's or city's, where all others agree, theirs as 另一个.

    Args:
        several: the unit's addresses.
        name: its name.
    """
    parts = list(map(parts_of, several))
    if len(parts) <= MAJORITY:
        return []
    usual, times = Counter(parts).most_common(1)[0]
    if times != len(parts) - 1:
        return []
    address, own = next((address, own) for address, own in zip(several, parts, strict=True) if own != usual)
    part, like = next((one, other) for one, other in zip(own, usual, strict=True) if one != other)
    if own[0] == usual[0]:
        is_foreign = bool(INITIALS.fullmatch(part)) and not COLUMNS.fullmatch(like)
    else:
        is_foreign = bool(CITY.search(str(name))) and is_foreign_site(part, like)
    start = address.lower().index(part)
    return [passage(address, start, start + len(part), 另一个=like)] if is_foreign else []


def parts_of(address: str) -> tuple[str, str, str]:
    """Return an address's site (the place's), the first label of its host if that is a department's, and its first folder."""
    split = urlsplit(address.lower())
    labels = (split.hostname or "").split(".")
    folder = split.path.split("/")[1] if split.path.count("/") > 1 else ""
    return ".".join(labels[-DEPTH:]), labels[0] if len(labels) > DEPTH else "", folder


def is_foreign_site(site: str, usual: str) -> bool:
    """Return whether both are sites of cities or counties."""
    return all(one.endswith(".gov.cn") and not PROVINCES.fullmatch(one.split(".")[0]) for one in (site, usual))
