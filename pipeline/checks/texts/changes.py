"""What texts say of the change since last year, beside last year's file: 支出 15.86 万元，比上年减少 2.04 万元，下降 11.4%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.all_texts import part
from pipeline.checks.texts.field_names import kind_of_field
from pipeline.checks.texts.figures import Figure as InText
from pipeline.checks.texts.figures import in_unit
from pipeline.checks.texts.named_figures import FiguresInTexts
from pipeline.checks.texts.scope import APART, is_ours
from pipeline.checks.texts.sentences import Sentence
from pipeline.facts.fact import Fact, Facts
from pipeline.language.values import Figure
from pipeline.language.wording import plain_number
from pipeline.paths import steps
from pipeline.records import record
from pipeline.regex import regex

UP: Final = ("增加", "增长", "上升", "提高", "多", "增")
NUMBER: Final = r"[0-9][0-9,]*(?:\.[0-9]+)?"
UNIT: Final = r"万元|个百分点|%|[\u4e00-\u9fff]{1,2}"
WAY: Final = "增加|增长|上升|提高|减少|下降|降低|多|少|增|减"
# A change that is only about so much (约, 近) says nothing wrong.
CHANGE: Final = regex(
    rf"(?:同比|[比较与](?:上年度?|去年|上一年度?|(?P<year>20\d\d)年度?)(?:同期)?(?:相比)?)[，,]?(?P<way>{WAY})了?(?P<by>{NUMBER})\s*(?P<unit>{UNIT})"
    rf"(?:[，,、（(](?P<way2>{WAY})了?(?P<rate>{NUMBER})%)?"
)
# The figure that changed stands directly before or behind.
FIGURE_BEFORE: Final = regex(rf"(?<![\d.])(?P<now>{NUMBER})\s*(?P<unit>{UNIT})[，,、（(]?(?:实际)?\Z")
FIGURE_BEHIND: Final = regex(rf"[，,]?(?:达到|达|至|为|到)(?P<now>{NUMBER})\s*(?P<unit>{UNIT})")
NEAR: Final = 24  # characters before it
# A figure of last year's, not in a comparison with it.
NOT_COMPARED: Final = regex("(?<![比较与同和超过于])(?:上年度?|去年|上一年度?)")
OF_LAST_YEAR: Final = regex(rf"{NOT_COMPARED.pattern}(?:的|末|底|全年)?$")
OWN_UNITS: Final = ("万元", "%")


def wrong_changes(facts: Facts, text: str) -> list[Passage]:
    """Return what a text says of changes that does not agree with last year's file."""
    return list(wrong_ones(text, facts)) if facts.before else []


def wrong_ones(text: str, facts: Facts) -> Iterator[Passage]:
    """Yield each change in a text that none of the facts with the figure beside it had, with what it was."""
    for change in CHANGE.finditer(text):
        if change["year"] and int(change["year"]) != facts.year - 1:
            continue
        figure = FIGURE_BEFORE.search(text, max(0, change.start() - NEAR), change.start()) or FIGURE_BEHIND.match(text, change.end())
        pairs = list(changed(figure["now"], figure["unit"], facts)) if figure else []
        if pairs and not any(agrees(change, fact, old) for fact, old in pairs):
            yield part(text, change.start(), change.end(), **in_words(*pairs[0]))


def changed(number: str, unit: str, facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """Yield each fact that a figure in a text may be, with last year's.

    Args:
        number: the figure.
        unit: its unit there.
        facts: all facts.
    """
    now = Decimal(number.replace(",", ""))
    for path, old in facts.before.items():
        fact = facts.by_path[path]
        own = "" if fact.field.taken_from else fact.field.unit
        is_of_unit = own == unit if own in OWN_UNITS or unit in OWN_UNITS else bool(own)
        if is_of_unit and isinstance(fact.value, Figure) and isinstance(old.value, Figure) and fact.value.displayed == now:
            yield fact, old


def agrees(change: re.Match[str], fact: Fact, old: Fact) -> bool:
    """Return whether a text says rightly how a fact changed.

    Args:
        change: what it says.
        fact: this year's fact.
        old: last year's.
    """
    now, then = Decimal(str(fact.value).rstrip("%")), Decimal(str(old.value).rstrip("%"))
    ways = [change["way"], *([change["way2"]] if change["way2"] else [])]
    if now != then and any((way in UP) != (now > then) for way in ways):
        return False
    size = abs(now - then)
    rate = size / then * 100 if then else None
    by = rate if change["unit"] == "%" else size
    return is_about(change["by"], by) and is_about(change["rate"], rate)


def is_about(said: str | None, right: Decimal | None) -> bool:
    """Return whether a figure in a text is the right one with as many decimals as it has; also where nothing is said or known."""
    if said is None or right is None:
        return True
    number = Decimal(said.replace(",", ""))
    return abs(number - right) < Decimal(1).scaleb(min(0, int(number.as_tuple().exponent)))


def in_words(fact: Fact, old: Fact) -> dict[str, object]:
    """Return what there is to say of a fact that changed: its name, both values, the change."""
    unit = "" if fact.field.unit == "%" else f" {fact.field.unit}"
    now, then = Decimal(str(fact.value).rstrip("%")), Decimal(str(old.value).rstrip("%"))
    size = f"{plain_number(abs(now - then))} {fact.field.unit if unit else '个百分点'}"
    right = f"{'增加' if now > then else '减少'} {size}" if now != then else "没有增减"
    return {"名称": fact.field.label, "今年": f"{fact.value}{unit}", "上年": f"{old.value}{unit}", "应为": right}


@record()
class OfLastYear:
    """A figure that a text gives as last year's of a field, and last year's file has not.

    Attributes:
        sentence: where it stands.
        figure: the figure.
        start: where the words begin that say of which year it is, in the sentence.
        olds: what last year's file has: of the field, or of each field that may be meant.
    """

    sentence: Sentence
    figure: InText
    start: int
    olds: tuple[Fact, ...]


def of_last_year(reading: FiguresInTexts) -> Iterator[OfLastYear]:
    """Yield the figures that texts give as last year's of a field but last year's file has not."""
    facts = reading.facts
    for sentence in reading.texts.sentences if facts.before else ():
        if not NOT_COMPARED.search(sentence.text) or APART.search(sentence.text):
            continue
        for figure in sentence.figures:
            named = reading.naming.named(sentence, figure, sentence.text[: figure.start], ("", 0))
            when = OF_LAST_YEAR.search(sentence.text, 0, named.start) if named.paths else None
            olds = [old for path in named.paths if (old := facts.before.get(path)) and isinstance(old.value, Figure)]
            alike = [old for old in olds if kind_of_field(old.field) == figure.kind]
            right = any(figure.agrees(in_unit(old.value, old.field.unit)) for old in alike if isinstance(old.value, Figure))
            if when and alike and not right and is_ours(sentence.text[: when.start()], facts.year):
                yield OfLastYear(sentence, figure, when.start(), tuple(alike))


def wrong_figures(reading: FiguresInTexts) -> list[Passage]:
    """Return the figures that texts give as last year's of a field but last year's file has not, with 项, 填 and 单位."""
    found = []
    for wrong in of_last_year(reading):
        old = wrong.olds[0]
        unit = "" if old.field.type == "percent" else f" {old.field.unit}"
        known = {"项": ".".join(steps(old.path)[-2:]), "填": old.value, "单位": unit}
        found.append(wrong.sentence.passage(wrong.start, wrong.figure.end, **known))
    return found
