"""What texts call a form's figures: each field's usual names, alone and within its group; compiled once for each form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import lru_cache
from typing import Final

from pipeline.checks.texts.figures import COUNT, MONEY, PERCENT, SCORE, kind_of
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.types.registry import TYPES
from pipeline.paths import is_in_rows
from pipeline.records import record
from pipeline.regex import regex

# A shorter name such as 新建 is an everyday word, unless the form says that texts call the field so; 支出率 is none.
SHORT_NAME, SHORT_RATE = 4, 3
ENDINGS: Final = {
    MONEY: ("", "数", "额", "总额", "金额"),
    COUNT: ("", "数", "数量", "总数", "个数"),
    SCORE: ("",),
    PERCENT: (),
    "": ("", "情况"),
}
ENDING: Final = regex("(?:人数|数量|个数|总数|总额|金额|数|额|情况)$")
OF_GROUP: Final = regex("(?:情况|明细|清单|控制率|完成率)$")
YEARLY: Final = regex("^(?:年度|全年|本年度?)(?=..)")
REMARK: Final = regex(r"（[^（）]*）|[“”]")
OTHER_TIME: Final = regex("上年|去年|上一年|历年")
# What of a group is planned and what came of it, and how else texts say so where a group has one field of either.
PLANNED: Final = regex("预算|计划|安排|应|目标")
ACTUAL: Final = regex("支出|决算|实际|实现|完成|执行")
PLANNED_MONEY: Final = (
    "预算",
    "预算数",
    "预算安排",
    "预算安排数",
    "安排预算",
    "安排",
    "预算金额",
    "预算额",
    "年初预算",
    "批复预算",
    "预算总额",
)
ACTUAL_MONEY: Final = (
    *("支出", "支出数", "实际支出", "实际支出数", "支出总额", "支出金额", "开支", "实际开支", "决算", "决算数", "决算支出", "支出决算"),
    *("列支", "花费", "实际使用", "支付", "实际支付", "实支", "执行数", "实际执行", "用", "用去"),
)
PLANNED_COUNT: Final = ("计划", "计划数", "计划完成", "设定", "设定目标", "年初设定", "应完成")
ACTUAL_COUNT: Final = ("实现", "实现数", "实际实现", "完成", "完成数", "实际完成", "已完成", "已实现", "达成")
IN_TIME: Final = regex("按期|如期|按时|及时|期限|时限")
RATES: Final = ("完成率", "控制率", "执行率", "支出率", "利用率")


@record(frozen=False)
class Names:
    """What texts call the figures of a form.

    Attributes:
        whole: what names a field by itself.
        within: what names fields within their groups, by group.
        groups: the groups of a name.
        called: the names of a group.
        figures: the figures of a group or of rows, but not last year's.
        split: what of a name may stand before and behind its figure, as in 内设6个机构, by the first two characters behind.
        known: all of these.
        lengths: how long those with the same last character are, the longest first.
        by_first: all of them by their first character, the longest first.
    """

    whole: dict[str, list[Field]] = field(default_factory=dict)
    within: dict[str, dict[str, Field]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, list[Field]] = field(default_factory=dict)
    split: dict[str, list[tuple[str, str, Field]]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    lengths: dict[str, dict[int, None]] = field(default_factory=dict)
    by_first: dict[str, list[str]] = field(default_factory=dict)

    def at_end(self, text: str) -> str:
        """Return the longest name that a text ends with, if it ends with one."""
        return next(self.all_at_end(text), "")

    def all_at_end(self, text: str) -> Iterator[str]:
        """Yield the names that a text ends with, the longest first."""
        return (text[-length:] for length in self.lengths.get(text[-1:], ()) if length <= len(text) and text[-length:] in self.known)

    def at_start(self, text: str) -> str:
        """Return the longest name that a text begins with, if it begins with one."""
        return next((name for name in self.by_first.get(text[:1], ()) if text.startswith(name)), "")


@lru_cache(maxsize=32)
def names_of(form: Form) -> Names:
    """Return what texts call the figures of a form."""
    names = Names()
    for figure in form.root.leaves():
        if not is_in_rows(figure.path):
            take(names, figure)
    for group in form.root.groups():
        if group.type == "rows":
            take(names, group)
        take_group(names, group)
    names.known = {*names.whole, *names.within, *names.groups}
    for name in sorted(names.known, key=len, reverse=True):
        names.lengths.setdefault(name[-1], {})[len(name)] = None
        names.by_first.setdefault(name[0], []).append(name)
    return names


@lru_cache(maxsize=4096)
def kind_of_field(figure: Field) -> str:
    """Return what a field's figure measures: money, a percentage, a count or a score; nothing if it is no figure."""
    return kind_of(figure.unit) if figure.type in TYPES and TYPES[figure.type].is_number and figure.unit else ""


def take(names: Names, called: Field) -> None:
    """Take up the names that a figure has by itself, or what is listed and may be counted."""
    if not kind_of_field(called) and called.type not in ("list", "text", "rows"):
        return
    shortest = SHORT_RATE if called.type == "percent" else SHORT_NAME
    for name in dict.fromkeys(variants(called)):
        is_own = name in (called.name, called.label) and len(name) >= SHORT_RATE and kind_of_field(called)
        if len(name) >= shortest or name in called.aliases or is_own:
            names.whole.setdefault(name, []).append(called)
            for place in range(2, len(name) - 1) if kind_of_field(called) in (COUNT, "") else ():
                names.split.setdefault(name[place : place + 2], []).append((name[:place], name[place:], called))


def take_group(names: Names, group: Field) -> None:
    """Take up the names of a group, and those that its fields have within it."""
    figures = [child for child in group.fields.values() if not child.fields and kind_of_field(child)]
    if not figures:
        return
    for called in () if group.type == "rows" else {group.name, REMARK.sub("", group.label), *group.aliases}:
        for name in {called, OF_GROUP.sub("", called)}:
            if len(name) >= SHORT_RATE:
                names.groups.setdefault(name, []).append(group.path)
                names.called.setdefault(group.path, []).append(name)
    names.figures[group.path] = [figure for figure in figures if not OTHER_TIME.search(figure.name)]
    for figure in figures:
        for name in {*variants(figure), *synonyms(figure, figures), *shortened(figure, group)}:
            names.within.setdefault(name, {}).setdefault(group.path, figure)


def variants(called: Field) -> Iterator[str]:
    """Yield what a field is called, with the endings that such a name may have."""
    own = (called.name, REMARK.sub("", called.label), *called.aliases)
    for name in dict.fromkeys((*own, *(YEARLY.sub("", name) for name in own))):
        if name.startswith("其中"):
            continue
        yield name
        bare = ENDING.sub("", name)
        yield from (f"{bare}{ending}" for ending in ENDINGS[kind_of_field(called)] if bare)  # 金额 is nothing but an ending


def synonyms(figure: Field, siblings: list[Field]) -> tuple[str, ...]:
    """Return how else a field may be said within its group: 支出 for 实际支出数, if no other field of the group may be meant.

    Args:
        figure: the field.
        siblings: the figures of its group.
    """
    kind, planned = kind_of_field(figure), is_planned(figure)
    alike = [other for other in siblings if kind_of_field(other) == kind and not OTHER_TIME.search(other.name)]
    if OTHER_TIME.search(figure.name):
        return ()
    if figure.type == "percent":
        return RATES if len(alike) == 1 else ()
    if planned is None or [other for other in alike if is_planned(other) == planned] != [figure]:
        return ()
    if kind == COUNT and IN_TIME.search(figure.name):
        return ()
    if kind == COUNT:
        return PLANNED_COUNT if planned else ACTUAL_COUNT
    return PLANNED_MONEY if planned else ACTUAL_MONEY


def shortened(figure: Field, group: Field) -> Iterator[str]:
    """Yield what is left of a field's names without what its group's name ends with: 批复 for 目标批复数 in 项目绩效目标."""
    yield from (name[2:] for name in variants(figure) if name.startswith(group.name[-2:]) and len(name) > SHORT_RATE)


@lru_cache(maxsize=4096)
def is_planned(figure: Field) -> bool | None:
    """Return whether a field tells what was planned, or what came of it; None if neither."""
    if figure.name.startswith("应") or (PLANNED.search(figure.name) and not ACTUAL.search(figure.name)):
        return True
    return False if ACTUAL.search(figure.name) else None
