"""Years and days in texts: days that do not exist, what is told as done after the filing, and another year than the report's."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.scope import speaks_of_plans
from pipeline.checks.texts.sentences import Paragraph, Texts
from pipeline.language.values import Words
from pipeline.regex import regex

QUICK: Final = regex(r"[0-9](?:月|[./-][0-9]{1,2}[./-][0-9])")
DAY: Final = regex(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})(?=日|号(?!楼|线|院|文|房|车|仓|路)))?|"
    r"(?<![\d./-])(?P<y>(?:19|20)\d\d)(?P<mark>[./-])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?![\d./-])"
)
FAR_YEAR: Final = regex(r"(?<![\d.])2[1-9]\d\d年(?=\d{1,2}月|度|，)")
LEAP_YEAR: Final = 2000
MONTHS: Final = 12
# What says that a day is yet to come, or only the end of a time.
TO_COME: Final = regex(
    r"将|拟|计划|预计|预期|争取|力争|确保|底前|月前|日前|前完成|以前|之前|下一步|下步|届时|明年|次年|来年|有效期|期限|至|到期|截止|为止|目标|规划|打算|安排在|定于|质保|起施行|起执行|拟于|待"
)
DONE: Final = regex("已|了|过|获|召开|印发|通过|举行|举办|开展了?|竣工|投入使用|公布|完成|支付|报送|成立|取得|启用|公开|发布|出台|下达")
LEGAL: Final = regex(r"《[^》]*》|〔\d{4}〕\s*\d+\s*号|https?://\S+")
YEAR: Final = regex(r"(?<!\d)((?:19|20)\d\d)(?=年)")
OPENING: Final = regex(r"^\s*(?P<year>(?:19|20)\d\d)(?:年度?)(?=[，来以我全在，]|度)(?!度?(?:以来|至|到|[—-]))")
THIS_YEAR: Final = regex("本年|今年|当年|本年度")
ABOUT_PAST: Final = regex("上年|去年|历年|往年|上一年|同期|沿革|成立于|以来|比上|较上|遗留|发现的问题")
NOTICE_YEAR: Final = regex(r"[〔\[（(](?P<year>(?:19|20)\d\d)[〕\])）]")
BASIS: Final = regex(r"(?:根据|按照|依据|按)[^，。；《]{0,16}《[^》]*?(?P<year>(?:19|20)\d\d)年度[^》]*?(?:自评|绩效评价)[^》]*》")

# A span of time that begins with its year: 2020年1月1日至12月31日.
SPAN: Final = regex(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)年(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})日)?[至到—–~～-]+(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?"
)
LATER_BUDGET: Final = regex(
    r"(?:编制|安排|核定|作为|用于)(?P<budget>(?P<year>(?:19|20)\d\d)年度?(?:的?(?:部门|财政|项目))?预算)(?:编制|安排)?的?(?:重要|主要)?(?:依据|参考)"
)


def impossible_days(texts: Texts) -> list[Passage]:
    """Return the days that no calendar has: 2月30日, 13月."""
    return [found for paragraph in texts.paragraphs if QUICK.search(paragraph.words) for found in impossible(paragraph)]


def impossible(paragraph: Paragraph) -> Iterator[Passage]:
    """Yield the days of a text that no calendar has, and years of a far future."""
    yield from (paragraph.passage(match.start(), match.end()) for match in FAR_YEAR.finditer(paragraph.read))
    for match in DAY.finditer(paragraph.read):
        year = int(match["year"] or match["y"] or LEAP_YEAR)
        month, day = int(match["month"] or match["m"]), int(match["day"] or match["d"] or 1)
        if not 1 <= month <= MONTHS or not 1 <= day <= monthrange(year, month)[1]:
            yield paragraph.passage(match.start(), match.end() + bool(match["day"]))


def wrong_spans(texts: Texts) -> list[Passage]:
    """Return the spans of time that end before they begin, or that are all a text says and touch not the report's year, with 说."""
    found = []
    for paragraph in texts.paragraphs:
        for match in SPAN.finditer(paragraph.read) if "月" in paragraph.words else ():
            first, last = int(match["y1"]), int(match["y2"] or match["y1"])
            begin, end = (first, int(match["m1"]), int(match["d1"] or 0)), (last, int(match["m2"]), int(match["d2"] or 0))
            exact = 3 if match["d1"] and match["d2"] else 2
            if begin[:exact] > end[:exact]:
                found.append(paragraph.passage(*match.span(), 说=f"“{match[0]}”起在后、止在前"))
            elif match[0] == paragraph.read.rstrip("。") and not first <= texts.facts.year <= last:
                found.append(paragraph.passage(*match.span(), 说=f"写的是“{match[0]}”，本表是 {texts.facts.year} 年度的"))
    return found


def past_budgets(texts: Texts) -> list[Passage]:
    """Return the budgets that results are said to serve, of a year that was over when the report was made."""
    return [
        paragraph.passage(*match.span("budget"))
        for paragraph in texts.paragraphs
        if "预算" in paragraph.words
        for match in LATER_BUDGET.finditer(paragraph.read)
        if int(match["year"]) <= texts.facts.year
    ]


def after_filing(texts: Texts, filed: object) -> list[Passage]:
    """Return the days after that of the filing that are told as past; `filed` may be blank."""
    if not isinstance(filed, date):
        return []
    numbers = [
        passage(paragraph.words, *match.span())
        for paragraph in texts.paragraphs
        if "〔" in paragraph.words
        for match in NOTICE_YEAR.finditer(paragraph.words)
        if int(match["year"]) > filed.year
    ]
    return numbers + [
        paragraph.passage(match.start(), match.end() + bool(match["day"]))
        for paragraph in texts.paragraphs
        if QUICK.search(paragraph.words) and not speaks_of_plans(paragraph.fact.field.name)
        for match in DAY.finditer(LEGAL.sub(lambda found: "□" * len(found[0]), paragraph.read))
        if match["year"] and is_later(match, filed) and is_told_as_past(paragraph.read, match)
    ]


def is_later(match: re.Match[str], filed: date) -> bool:
    """Return whether a day, or the first of a month, is after the filing."""
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"] or 1)) > filed
    except ValueError:
        return False


def is_told_as_past(text: str, match: re.Match[str]) -> bool:
    """Return whether the sentence of a day says that something was done, and nothing of what is to come."""
    start = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
    ends = [place for mark in "。；\n" if (place := text.find(mark, match.end())) >= 0]
    sentence = text[start : min(ends, default=len(text))]
    if text[: match.start()].endswith(("截至", "截止", "截止到", "截至到")):
        return True
    return not TO_COME.search(sentence) and bool(DONE.search(sentence)) and text[match.end() : match.end() + 1] not in ("-", "—", "前")


def other_years(texts: Texts) -> list[Passage]:
    """Return where a text begins with another year than the report's and never comes to that, with 年度 (the report's year)."""
    found = []
    year = str(texts.facts.year)
    by_field: dict[str, list[Paragraph]] = {}
    for paragraph in texts.paragraphs:
        if "年" in paragraph.words:
            by_field.setdefault(paragraph.fact.path, []).append(paragraph)
    for paragraphs in by_field.values():
        whole = "\n".join(paragraph.read for paragraph in paragraphs)
        if year in whole or THIS_YEAR.search(whole):
            continue
        planning = speaks_of_plans(paragraphs[0].fact.field.name)
        for paragraph in paragraphs:
            match = OPENING.match(paragraph.read)
            first = re.split("[。；]", paragraph.read, maxsplit=1)[0]
            if match and (not planning or match["year"] < year) and not ABOUT_PAST.search(first) and not TO_COME.search(first):
                found.append(paragraph.passage(match.start("year"), match.end("year") + 1))
                break
    return found


def other_notices(texts: Texts) -> list[Passage]:
    """Return where a text names a notice on another year's self-evaluation as its basis."""
    year = str(texts.facts.year)
    return [
        passage(paragraph.words, match.start("year"), match.end("year") + 2)
        for paragraph in texts.paragraphs
        if "《" in paragraph.words
        for match in BASIS.finditer(paragraph.words)
        if match["year"] != year and f"{match['year']}年" not in str(paragraph.words)[match.end() :]
    ]


def old_notice(number: object, year: object) -> Passage | None:
    """Return the year of a document's number if it is before a year: last year's notice; nothing for a blank."""
    match = NOTICE_YEAR.search(str(number)) if isinstance(number, Words) else None
    return passage(number, match.start("year"), match.end("year")) if match and int(match["year"]) < int(str(year)) else None


def other_year_in_name(name: object, year: object) -> Passage | None:
    """Return the year that a notice's name tells, if it is before the report's; a later one may be that of the work."""
    if not isinstance(name, Words):
        return None
    for match in YEAR.finditer(name):
        told = int(match[1])
        if told < int(str(year)):
            return passage(name, match.start(), match.end())
    return None
