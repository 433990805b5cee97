"""What the expressions in checks.yaml can use besides the fields: questions about one unit-year's facts as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline import wording
from pipeline.facts import Fact, Facts
from pipeline.form import YEAR
from pipeline.values import Figure, Lines, Words, is_filled

SHORT_TEXT = 10  # characters; shorter texts such as 无 are often alike without being copied
YEAR_NUMBER = re.compile("[0-9]{4}年")
FIGURE = re.compile(
    "[0-9０-９]|(?:[二三四五六七八九十百千万两][一二三四五六七八九十百千万]*|一[十百千万][一二三四五六七八九十百千万]*)"
    "(?:个|件|项|次|人|成|宗|起|倍|万元|亿元)|百分之"
)
FIGURE_AFTER = r"(?:共|为|是|达|：|:|\s|实际|合计|总计){0,3}([0-9][0-9,]*(?:\.[0-9]+)?)\s*"


def functions(facts: Facts) -> dict[str, Callable[..., Any]]:
    """Return the functions by the names that checks.yaml uses."""
    year = int(facts.root[YEAR])

    def last_day(of_year: Any = year) -> date:  # noqa: ANN401 - a figure or an int
        return date(int(of_year), 12, 31)

    def all_of(*kinds: str) -> list[Any]:
        return [value for fact in facts.by_path.values() if fact.field.type in kinds for value in filled(fact)]

    return {
        "年末": last_day,
        "全部": all_of,
        "同文": lambda text: same_text(facts, text),
        "文中不符": lambda text: differing_figure(facts, text),
    }


def filled(fact: Fact) -> list[Any]:
    """Return a fact's value as a list, several paragraphs one by one, a blank as nothing."""
    if isinstance(fact.value, Lines):
        return list(fact.value)
    return [fact.value] if is_filled(fact.value) else []


def same_text(facts: Facts, text: Words) -> str:
    """Return the path of an earlier field that holds the same text, or nothing; short texts do not count."""
    if len(text) < SHORT_TEXT:
        return ""
    for fact in facts.by_path.values():
        for other in filled(fact):
            if other is text:
                return ""
            if isinstance(other, Words) and str(other) == str(text):
                return fact.path
    return ""


def differing_figure(facts: Facts, text: Words) -> str:
    """Return a figure in a text that differs from the field it names: `文中“…9万元”，应为 8.06`; else nothing.

    A sentence names a field if the field's name, with or without 数, stands right before the figure, and if another
    field has that name, the group's name stands somewhere before it in the sentence.
    """
    sentences = [sentence for sentence in wording.sentences(str(text)) if re.search("[0-9]", sentence)]
    if not sentences:
        return ""
    with_unit = [fact for fact in facts.by_path.values() if fact.field.unit and fact.field.type != "percent"]
    counted = [fact for fact in with_unit if isinstance(fact.value, Figure)]
    for sentence in sentences:
        for fact in counted:
            found = named_figure(facts, fact, sentence)
            if found and Decimal(found[1].replace(",", "")) != fact.value:
                return f"文中写“{found[0]}”，{fact.path} 填的是 {fact.value}"
    return ""


def named_figure(facts: Facts, fact: Fact, sentence: str) -> re.Match[str] | None:
    """Return where a sentence states a figure of the fact by name, if it does."""
    stem = fact.field.name.removesuffix("数")
    if stem not in sentence:
        return None
    match = re.search(re.escape(stem) + "数?" + FIGURE_AFTER + re.escape(fact.field.unit), sentence)
    if match is None:
        return None
    if facts.form.resolve(fact.field.name) is not None:
        return match
    steps = fact.path.split(".")
    group = steps[-2] if len(steps) > 1 else ""
    return match if group and group in sentence[: match.start()] else None


def contains(text: object, *parts: str) -> str:
    """Return the first of the parts that a text contains, or nothing."""
    return next((part for part in parts if part in str(text)), "")


def has_figure(value: object) -> bool:
    """Return whether a text states any figure: digits, or a Chinese number before a unit; a year or 每一件 is none."""
    return bool(FIGURE.search(YEAR_NUMBER.sub("", str(value))))


def mixed_width(text: object) -> str:
    """Return the first sign of the wrong width with the right one, or nothing."""
    found = wording.char_width_mixed(str(text))
    return f"第 {found[0][0] + 1} 个字“{found[0][1]}”应为“{found[0][2]}”" if found else ""


def outside_government(address: object) -> bool:
    """Return whether an address is not under gov.cn."""
    host = re.sub(r"^https?://", "", str(address)).split("/")[0].split(":")[0].lower()
    return not (host == "gov.cn" or host.endswith(".gov.cn"))


def least(values: Iterable[Any]) -> Any:  # noqa: ANN401 - of whatever the values are
    """Return the least of the numbers among the values, or 0 if there is none."""
    return min((value for value in values if isinstance(value, Decimal)), default=Decimal(0))


# Filter and test names of checks.yaml.
FILTERS: dict[str, Callable[..., Any]] = {"含": contains, "全半角": mixed_width, "最小": least}
TESTS: dict[str, Callable[..., bool]] = {"有数字": has_figure, "非政府网址": outside_government}
