"""What targets and results say: units, money under 数量, results that repeat the target, satisfaction, rows of the blank form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.scored.indicators import Indicator, Scored
from pipeline.facts.fact import Facts
from pipeline.form.scored import RESULT, SAMPLE, TARGET, UNIT, WEIGHT
from pipeline.language.units import MONEY, money
from pipeline.language.values import Figure, Words
from pipeline.language.wording import half_width
from pipeline.regex import regex
from pipeline.scoring.quantities import BEFORE, BEHIND, one_of

SATISFACTION, COUNT = "满意", "数量"
ASKED: Final = "问卷|样本|抽样|抽查|调查|受访|访谈|回访|测评"
PEOPLE: Final = r"\d+\s*(?:余|多)?\s*(?:份|人|名|户|家|位|个|件|例)"
SIZE: Final = regex(rf"(?:{ASKED})[^。；\n]{{0,30}}?{PEOPLE}|{PEOPLE}[^。；\n]{{0,12}}?(?:{ASKED})")
UNIT_IN_NAME: Final = regex(r"[（(][^（()）]{1,6}[)）]$|率$|比例$|比重$")
LEFT_OVER: Final = regex(r"(?:[一二三四]级)?指标\s*\d*\s*[:：]?\s*(?:[.…。·]+|[xX×]+|/)?|[.…·]{2,}|.*[:：]\s*(?:…+|\.{3,})")
SENSES: Final = regex(rf"^(?:{one_of(BEFORE)})|(?:{one_of(BEHIND)})$")
# What counts a part of a whole, and is never more than all of it; 完成率 may be.
PART_OF_ALL: Final = regex(
    r"满意度|满意率|[按及准如]时率|(?:合格|达标|覆盖|及时|准确|公开|接通|优良|完好|知晓|普及|保存|成活)率|[按如]期[\u4e00-\u9fff]{0,4}率"
)
ALL: Final = 100  # per cent
SEVERAL: Final = 3  # rows


def without_unit(scores: Scored) -> list[Passage]:
    """Return each target that is a bare number, where neither its column nor its name says of what."""
    return [each.passage(TARGET) for each in scores.counted if is_bare(each)]


def is_bare(each: Indicator) -> bool:
    """Return whether an indicator's target is a bare number."""
    target, quantity = each.value(TARGET), each.quantity(TARGET)
    if quantity is None or quantity.unit or UNIT_IN_NAME.search(each.title):
        return False
    return isinstance(target, Words | Figure) and not each.says(UNIT)


def money_as_count(scores: Scored) -> list[Passage]:
    """Return each indicator of quantity whose target or result is an amount of money."""
    found = []
    for each in scores.counted:
        if not any(name.startswith(COUNT) for name in each.names):
            continue
        amounts = ((role, each.quantity(role)) for role in (TARGET, RESULT))
        role = next((role for role, amount in amounts if amount and is_money(amount.unit)), "")
        found += [each.passage(role, 数=each.value(role))] if role else []
    return found


def is_money(unit: str) -> bool:
    """Return whether a unit is one of money; 万 alone may count anything."""
    return money(unit) in MONEY and money(unit).endswith("元")


def results_as_targets(scores: Scored) -> list[Passage]:
    """Return that every result is just what the target is."""
    both = [each for each in scores.counted if each.says(TARGET) and each.says(RESULT)]
    if len(both) < SEVERAL or not all(is_the_target(each) for each in both):
        return []
    return [both[0].passage(RESULT, 个数=len(both), **scores.of_all(RESULT))]


def is_the_target(each: Indicator) -> bool:
    """Return whether an indicator's result is what its target is, apart from ≥ and the like."""
    result, target = each.quantity(RESULT), each.quantity(TARGET)
    if result and target:
        return target.within(result.unit) == result.number
    one, other = (SENSES.sub("", "".join(half_width(str(each.value(role))).split())) for role in (TARGET, RESULT))
    return one == other


def above_all(scores: Scored) -> list[Passage]:
    """Return each result that is more than all of what it is a part of."""
    return [
        each.passage(RESULT)
        for each in scores.every
        if PART_OF_ALL.search(each.title) and (result := each.quantity(RESULT)) and result.is_percent and result.number > ALL
    ]


def no_satisfaction(scores: Scored) -> list[Passage]:
    """Return that no indicator asks whether people are satisfied."""
    rows = [each for each in scores.counted if not each.kind.is_spending]
    if not rows or any(is_of_satisfaction(each) for each in scores.every):
        return []
    return [rows[0].passage(WEIGHT, 个数=len(rows))]


def is_of_satisfaction(each: Indicator) -> bool:
    """Return whether an indicator is one of satisfaction."""
    return any(SATISFACTION in name for name in (*each.names, each.title))


def no_sample(scores: Scored) -> list[Passage]:
    """Return each indicator of satisfaction, where nothing says how many people were asked."""
    some = [each for each in scores.counted if is_of_satisfaction(each) and not each.kind.is_spending and each.says(RESULT)]
    silent = [each for each in some if not each.says(SAMPLE) and not any(map(SIZE.search, texts_of(each)))]
    return [each.passage(RESULT) for each in silent] if silent and not any(map(SIZE.search, all_texts(scores.facts))) else []


def texts_of(each: Indicator) -> Iterator[str]:
    """Yield the texts of an indicator's row."""
    yield from (str(value) for value in each.row.values() if isinstance(value, Words))


def all_texts(facts: Facts) -> Iterator[str]:
    """Yield all texts of a unit-year."""
    yield from (text for fact in facts.by_path.values() if fact.field.type in ("text", "paragraphs", "list") for text in fact.texts)


def left_over(scores: Scored) -> list[Passage]:
    """Return each name of an indicator or of a level that the blank form has, and nobody replaced: 指标2：……."""
    found: dict[str, Passage] = {}
    for each in scores.every:
        names = (value for value in (*each.heads, each.title_value) if isinstance(value, Words) and LEFT_OVER.fullmatch(value.strip()))
        for name in names:
            found.setdefault(name.path, Passage(str(name), name.path))
    return [*found.values()]
