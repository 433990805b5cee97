"""What the rules can ask about this year and last: whether a text was copied, a figure jumped, or the whole file is last year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from pipeline.checks.passages import Passage
from pipeline.facts.fact import Fact, Facts
from pipeline.facts.last_year import row_before
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.last_year import below
from pipeline.form.names import Meaning
from pipeline.form.rows import one_of
from pipeline.form.years import last_year_in
from pipeline.language.values import Address, Blank, Day, Figure, Lines, Words
from pipeline.paths import parent
from pipeline.regex import regex

# The names of something that a rule looks at, and its fact if it is one.
Subject = tuple[dict[str, Any], Fact | None]
# What a rule about single values, groups or rows can name besides: the same last year, and whether form.yaml calls it constant.
BEFORE, CONSTANT = "上年值", "不变"

# A shorter text may well be the same each year: a name, a list of papers, a cause such as an epidemic. One with figures hardly: they
# would have changed. Characters without years, titles and marks.
LONG_TEXT, WITH_FIGURES = 40, 16
# From which part of their pairs of characters in common on two texts are one, of which a few words were changed: of ten sentences one.
ALIKE = 0.8
MAYBE = 0.6  # of their characters; with fewer they need not be looked at closely
# Of several figures in a text most are new in an honest one. From how many on one that was changed makes no new text, if so many stayed.
SEVERAL, STAYED = 4, 0.7
# What does not tell one year's text from another's: its year, the papers that it names, and its marks.
SAME_EVERY_YEAR = regex(
    r"《[^》]*》|[（(]?[^\s，。；、：（(]{0,6}〔\d{4}〕\d+号[）)]?|(?:19|20)\d{2}年?度?|[\s，。、；：！？“”（）(),;:]|(?<!\d)\.|\.(?!\d)"
)
SENTENCE = regex("[，。；：]")
FIGURE = regex(r"\d+(?:\.\d+)?")
# An address with the number of one page or paper; that of a column stays the same.
ONE_PAGE = regex(r"//[^/]+/.*\d{5,}")

# From how many times on a figure is of another size: one with a decimal point in the wrong place, that also changed by up to 30 %.
# A school that doubled is not.
JUMP, TEN = 7, 10
# What is smaller may be that many times as much the next year: one case, then twelve; 万元 as long as a car costs more. Unless the
# digits are the same (8.06, 80.6), or 元 stand for 万元.
SMALL, SMALL_AMOUNT, AMOUNT = 20, 4, "万元"
TEN_THOUSAND, LEAST = 1000, Decimal("0.5")
# From how many figures on, each too large to be the same by chance, and from which part of them on a file is last year's; and from how
# many on that all differ from each other a group is.
FIGURES, MOST, BY_CHANCE = 6, Decimal("0.9"), 10
GROUP_FIGURES = 3


def is_copied(value: object, before: object) -> bool:
    """Return whether a text, day or address is last year's: a text also with a few words changed, an address only of one page."""
    if isinstance(value, Day):
        return value == before
    if isinstance(value, Address):
        return value == before and bool(ONE_PAGE.search(value))
    texts = before if isinstance(before, Lines) else (before,)
    return (
        isinstance(value, Words) and len(value) >= WITH_FIGURES and any(isinstance(text, Words) and is_same(value, text) for text in texts)
    )


def is_same(text: str, other: str) -> bool:
    """Return whether two texts of some length are the same but for years and a few words; other figures make another text."""
    if abs(len(text) - len(other)) > len(text) * (1 - ALIKE) or share(set(text), set(other)) < MAYBE or not SENTENCE.search(text):
        return False
    own, was = SAME_EVERY_YEAR.sub("", text), SAME_EVERY_YEAR.sub("", other)
    figures, before = FIGURE.findall(own), FIGURE.findall(was)
    if len(own) < (WITH_FIGURES if figures else LONG_TEXT) or not have_stayed(figures, before):
        return False
    return own == was or share(pairs_of(own), pairs_of(was)) >= ALIKE


def have_stayed(figures: list[str], before: list[str]) -> bool:
    """Return whether a text's figures are those of another: all, or of several most."""
    stayed = sum((Counter(figures) & Counter(before)).values())
    return figures == before or (len(figures) >= SEVERAL and stayed >= STAYED * max(len(figures), len(before)))


def share(some: set[str], others: set[str]) -> float:
    """Return which part of two sets is in both."""
    return len(some & others) / len(some | others)


def pairs_of(text: str) -> set[str]:
    """Return the pairs of characters that stand together in a text."""
    return set(map("".join, pairwise(text)))


def times(value: object, before: object) -> Decimal:
    """Return how many times the smaller of two figures the greater is; 0 where one is nothing."""
    if not isinstance(value, Figure) or not isinstance(before, Figure) or not value or not before:
        return Decimal(0)
    low, high = sorted((abs(Decimal(value)), abs(Decimal(before))))
    return high / low


def is_of_other_size(value: object, before: object, unit: object = "") -> bool:
    """Return whether a figure is ten times last year's or more, or as much less, and not because both are small.

    Args:
        value: the figure.
        before: last year's.
        unit: their unit.
    """
    ratio = times(value, before)
    if ratio < JUMP or not isinstance(value, Decimal) or not isinstance(before, Decimal):
        return False
    low, digits = min(abs(value), abs(before)), digits_of(value)
    small = SMALL_AMOUNT if unit == AMOUNT else SMALL
    return low >= small or (ratio >= TEN_THOUSAND and low >= LEAST) or (len(digits) > 1 and digits == digits_of(before))


def digits_of(value: Decimal) -> str:
    """Return a figure's digits without the zeros around them: 806 of 8.06 and of 80600."""
    return "".join(map(str, value.as_tuple().digits)).strip("0")


def has_jumped(value: object, before: object, factor: object = Decimal("1.5"), least: object = 5) -> bool:
    """Return whether a figure that hardly changes has changed much.

    Args:
        value: the figure.
        before: last year's.
        factor: how many times as much or as little is much.
        least: a smaller difference is none.
    """
    return times(value, before) >= Decimal(str(factor)) and abs(Decimal(str(value)) - Decimal(str(before))) >= Decimal(str(least))


def times_in_words(value: object, before: object) -> str:
    """Return how many times one figure the other is, to stand behind a word: ` 10000 倍`, `约 12 倍`, `约 2.4 倍`."""
    ratio = times(value, before)
    return f" {int(ratio)} 倍" if ratio == int(ratio) else f"约 {ratio:.1f} 倍" if ratio < TEN else f"约 {ratio:.0f} 倍"


def same_figures(facts: Facts) -> str:
    """Return how many figures are last year's if nearly all of them are; else nothing."""
    same = [fact.value == old.value for fact, old in telling(facts)]
    return str(sum(same)) if len(same) >= FIGURES and sum(same) >= MOST * len(same) else ""


def same_groups(facts: Facts) -> list[Passage]:
    """Return the figures of each group that are all last year's, several that differ, at its first; none if the whole file is."""
    groups: dict[str, list[tuple[Fact, Fact]]] = {}
    for fact, old in telling(facts):
        groups.setdefault(parent(fact.path), []).append((fact, old))
    told = []
    for pairs in groups.values():
        values = dict.fromkeys(str(fact.value) for fact, _ in pairs)
        if len(values) >= GROUP_FIGURES and all(fact.value == old.value for fact, old in pairs):
            told.append(Passage("、".join(values), pairs[0][0].path))
    return [] if told and same_figures(facts) else told


def telling(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """Yield each typed figure that is not the same each year, and too large to be so by chance, with last year's."""
    for fact, old in compared(facts):
        value, changes = fact.value, not fact.field.constant and fact.field.type != "percent"
        if changes and isinstance(value, Figure) and isinstance(old.value, Figure) and (value >= BY_CHANCE or value != int(value)):
            yield fact, old


def compared(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    """Yield each fact that was typed, with last year's of the same thing."""
    for path, old in facts.before.items():
        fact = facts.by_path[path]
        if not fact.field.formula and not fact.field.taken_from:
            yield fact, old


def with_before(subjects: Iterable[Subject], facts: Facts) -> list[Subject]:
    """Return of the values that rules look at those that last year had too, with what a rule can name of last year.

    Args:
        subjects: the names of each value, and its fact.
        facts: all facts.
    """
    found: list[Subject] = []
    for names, fact in subjects if facts.before else ():
        old = facts.before.get(fact.path) if fact else None
        if fact and old and not (fact.field.formula or fact.field.taken_from or isinstance(old.value, Blank)):
            found.append(({**names, BEFORE: old.value, CONSTANT: fact.field.constant}, fact))
    return found


def of_group(field: Field, path: str, facts: Facts) -> dict[str, Any] | None:
    """Return what a rule about a group or a row can name of last year; nothing if there is no such row.

    Args:
        field: the group, or the rows.
        path: the path of the group or row.
        facts: all facts.
    """
    found = row_before(field, path, facts) if facts.before else None
    return None if found is None else {BEFORE: found}


def meaning_before(form: Form, group: Field) -> Meaning:
    """Return what the word for last year's group or row stands for."""
    return one_of(below(last_year_in(form), group.path))


# By which names rules call them.
FILTERS: Final[dict[str, Any]] = {"倍数": times_in_words}
TESTS: Final[dict[str, Any]] = {"照抄": is_copied, "量级不同于": is_of_other_size, "突变于": has_jumped}
