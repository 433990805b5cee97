"""What the expressions in checks.yaml can use besides the fields: questions about a text, a figure, or all facts together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MethodType
from typing import Any, Final

from pipeline.checks import contacts, last_year, row_names
from pipeline.checks.amounts import far_too_great
from pipeline.checks.scored.registry import OF_SCORES, asked_of_scores
from pipeline.checks.texts import annexes, changes, dates, differences, explanations, identity, marks, other_units, plans, sums
from pipeline.checks.texts.all_texts import found_by
from pipeline.checks.texts.enumerations import miscounted, numbered_items
from pipeline.checks.texts.reading import Reading
from pipeline.checks.texts.repetitions import is_copied, repeated, same_texts
from pipeline.facts.fact import Facts
from pipeline.language.aggregates import total
from pipeline.language.nothing import has_content
from pipeline.language.values import NO_VALUE, Blank, Lines, is_filled
from pipeline.regex import regex

# Digits that measure nothing: dates, numbers of files, chapters, items, and names such as 5G or A4.
NO_MEASURE = regex(
    r"\d{4}\s*(?:[-—–~～至到]\s*\d{4}\s*)?年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日|底|末|份|前|初|中旬)|"
    r"〔\d{4}〕\s*第?\s*\d+\s*号|第\s*\d+|(?:^|(?<=[。；;：:，,\s]))\d{1,2}(?:[、．.](?!\d)|[)）])|[(（]\d{1,2}[)）]|[A-Za-z]+[-－]?\d+|\d+[A-Z](?![A-Za-z])|"
    # Quoted words with a Chinese number are mostly slogans: “四个意识”.
    r"[“《][^”》\d]*[”》]|四个意识|四个自信|两个维护|两个确立|三个代表|四个全面|八项规定|四项基本原则"
)
# A Chinese number counts before a unit only, and 一 alone not at all: 每一件, 一个, 一系列.
MEASURE = regex(
    r"\d|百分之[一二三四五六七八九十百零]|(?<![第几数番一二两三四五六七八九十百千万亿零])(?:[二两三四五六七八九十]|一[十百千万亿])[一二三四五六七八九十百千万亿零]*"
    r"(?:个|件|项|次|人|名|户|家|场|条|宗|起|成|倍|天|小时|元|万元|亿元)"
)
CLAUSE_END = regex("[。；\n]")


def filled(value: object) -> Sequence[Any]:
    """Return a fact's value as one of several, as several paragraphs are; nothing for a blank or what does not apply."""
    if isinstance(value, Lines):
        return value
    return () if isinstance(value, NO_VALUE) or not is_filled(value) else (value,)


def contains(text: object, *parts: str) -> str:
    """Return the first of the parts that a text contains, or nothing."""
    return next((part for part in parts if part in str(text)), "")


def has_figure(value: object) -> bool:
    """Return whether a text states a figure: digits, or a Chinese number before a unit; a date, an ordinal or 每一件 is none."""
    likely = (sentence for sentence in CLAUSE_END.split(str(value)) if MEASURE.search(sentence))
    return any(MEASURE.search(NO_MEASURE.sub(" ", sentence)) for sentence in likely)


def outside_government(address: object) -> bool:
    """Return whether an address is not under gov.cn."""
    host = re.split(r"[/?#\\]", re.sub(r"^https?://", "", str(address)))[0].split("@")[-1].split(":")[0].rstrip(".").lower()
    return not (host == "gov.cn" or host.endswith(".gov.cn"))


def sum_of_rows(rows: Iterable[Mapping[str, object]], name: str, label: str = "", *without: str) -> Decimal:
    """Return the sum of the numbers that rows have in a column.

    Args:
        rows: the rows.
        name: the column.
        label: the column that says what a row is, if some rows are left out.
        without: what the labels of these contain.
    """
    return total(row.get(name) for row in rows if not contains(row.get(label, ""), *without))


def in_row(rows: Iterable[Mapping[str, object]], name: str, label: str, *called: str) -> object:
    """Return what the first row of a name has in a column; nothing if there is no such row.

    Args:
        rows: the rows.
        name: the column.
        label: the column that says what a row is.
        called: what it may say.
    """
    return next((row.get(name) for row in rows if str(row.get(label, "")) in called), "")


def all_equal(values: Iterable[object], wanted: object) -> bool:
    """Return whether the numbers among the values, at least two, all are the wanted one."""
    numbers = [value for value in values if isinstance(value, Decimal)]
    return len(numbers) > 1 and all(number == wanted for number in numbers)


def is_said(value: object) -> bool:
    """Return whether a value says something: for a rule 【待填】 says nothing, although a draft prints it."""
    return not isinstance(value, Blank) and has_content(value)


def is_less(value: object, other: object) -> bool:
    """Return whether both are numbers and the first is less; unlike `<` it does not end the whole rule where one is missing."""
    return isinstance(value, Decimal) and isinstance(other, Decimal | int) and value < other


def is_more(value: object, other: object) -> bool:
    """Return whether both are numbers and the first is greater."""
    return isinstance(value, Decimal) and isinstance(other, Decimal | int) and value > other


def is_different(value: object, other: object) -> bool:
    """Return whether both are numbers and differ."""
    return isinstance(value, Decimal) and isinstance(other, Decimal) and value != other


def last_day(facts: Facts, year: object = None) -> date:
    """Return the last day of a year, by itself the facts' own."""
    wanted = facts.year if year is None else int(year)  # type: ignore[call-overload]
    return date(min(max(wanted, date.min.year), date.max.year), 12, 31)


def values_of_types(facts: Facts, *kinds: str) -> list[Any]:
    """Return all values of some types."""
    typed = (fact for fact in facts.by_path.values() if fact.field.type in kinds and not fact.fixed)
    return [value for fact in typed for value in filled(fact.value)]


# What checks.yaml can call, by name, given one unit-year's facts and its own arguments.
FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "年末": last_day,
    "全部": values_of_types,
    "同上年的数": last_year.same_figures,
    "同上年的各组": last_year.same_groups,
    "增减不符": changes.wrong_changes,
    "写了两行": row_names.written_twice,
    "合计行": row_names.sums,
}
# What it can ask about all texts together, by name, given what is read in them: each is what was found, as passages.
OF_TEXTS: Final[dict[str, Callable[..., Any]]] = {
    "另有说明": lambda reading, *words: reading.explanations.of(*words),
    "数字不符": lambda reading: reading.figures.differing,
    "说成全部": lambda reading: reading.claims.false(),
    "另说等级": lambda reading: reading.claims.grades(),
    "差额不符": lambda reading: differences.Differences(reading.figures).wrong(),
    "与计划之比": lambda reading: plans.Shares(reading.texts).wrong(),
    "照抄目标": lambda reading: plans.copied_goals(reading.texts),
    "两处不同": lambda reading: reading.contradictions,
    "完成值不符": lambda reading: reading.stated.differing(),
    "另写完成值": lambda reading: reading.stated.in_texts(),
    "相同的文字": lambda reading: same_texts(reading.texts),
    "重复的话": lambda reading: repeated(reading.texts),
    "数错": lambda reading: miscounted(reading.texts),
    "多写的序号": lambda reading: numbered_items(reading.texts),
    "已经达到": lambda reading, named: reading.stated.reached(named),
    "不存在的日子": lambda reading: dates.impossible_days(reading.texts),
    "起止时间": lambda reading: dates.wrong_spans(reading.texts),
    "已过的预算": lambda reading: dates.past_budgets(reading.texts),
    "缺附件": lambda reading: annexes.missing(reading.texts),
    "填报之后": lambda reading, filed: dates.after_filing(reading.texts, filed),
    "别的年度": lambda reading: dates.other_years(reading.texts),
    "别的年度通知": lambda reading: dates.other_notices(reading.texts),
    "上年数不符": lambda reading: changes.wrong_figures(reading.figures),
    "别的自称": lambda reading: identity.other_selves(reading.texts),
    "写错的名称": lambda reading: identity.misspelt_names(reading.texts),
    "别的地方": lambda reading: identity.other_places(reading.texts),
    "别的单位": lambda reading: other_units.other_subjects(reading.texts),
    "别的市县": lambda reading: other_units.foreign_places(reading.texts),
    "别的单位的制度": lambda reading: other_units.foreign_rules(reading.texts),
}
NAMES: Final = (*FUNCTIONS, *OF_TEXTS, *OF_SCORES)


def made_for(facts: Facts, reading: Reading) -> dict[str, Callable[..., Any]]:
    """Return what checks.yaml can call, by name, for one unit-year: methods, which the sandbox calls without asking what they are.

    Args:
        facts: its facts.
        reading: what is read in their texts.
    """
    return (
        {name: MethodType(function, facts) for name, function in FUNCTIONS.items()}
        | {name: MethodType(function, reading) for name, function in OF_TEXTS.items()}
        | asked_of_scores(facts)
    )


# Filter and test names of checks.yaml.
FILTERS: dict[str, Callable[..., Any]] = {
    "查出": found_by,
    "不成对": marks.unpaired,
    "字间空格": marks.spaced,
    "序号混用": marks.mixed_numbers,
    "序号带点": marks.dotted_numbers,
    "一个字": marks.single_character,
    "含": contains,
    "残留": marks.leftovers,
    "像残留": marks.likely_leftovers,
    "缺数字": marks.without_figure,
    "没写完": marks.unfinished,
    "全半角": marks.mixed_width,
    "写法不对": contacts.misshapen,
    "相同网址": contacts.repeated,
    "附件不符": contacts.broken_attachments,
    "相近网站": contacts.near_hosts,
    "首页": contacts.home_pages,
    "相近栏目": contacts.near_folders,
    "别处网址": other_units.foreign_addresses,
    "远大于其他": far_too_great,
    "算错": sums.wrong_sums,
    "各行之和": sum_of_rows,
    "某行": in_row,
    "全为": all_equal,
    "文号早于": dates.old_notice,
    "年度不是": dates.other_year_in_name,
    **last_year.FILTERS,
}
TESTS: dict[str, Callable[..., bool]] = {
    "有数字": has_figure,
    "非政府网址": outside_government,
    "空话": explanations.is_hollow,
    "照写": is_copied,
    "已否认": explanations.says_none,
    **last_year.TESTS,
    "性质不合": identity.is_odd_kind,
    "别处": other_units.is_elsewhere,
}
# Tests that cost no more than a comparison of two figures does: nothing of what they look at is long.
AT_A_GLANCE: dict[str, Callable[..., bool]] = {"有内容": is_said, "少于": is_less, "多于": is_more, "不同于": is_different}
