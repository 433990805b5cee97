"""Figures in texts read against the fields that they name, and figures of which two digits are exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.called_rows import rows_below
from pipeline.checks.texts.field_names import is_planned, kind_of_field
from pipeline.checks.texts.figures import COUNT, Figure, in_unit
from pipeline.checks.texts.naming import Named, Naming
from pipeline.checks.texts.scope import APART, is_compared, is_ours, is_target, speaks_of_plans
from pipeline.checks.texts.sentences import Sentence, Texts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language import values
from pipeline.language.values import Lines, NotApplicable, Words
from pipeline.paths import as_declared, parent, steps
from pipeline.records import record
from pipeline.regex import regex

CLAUSE: Final = regex("[，。；;：]")
CHAIN: Final = regex("[、，（(/和及]?")
# By how much a figure changed, not what it is: 压减公用经费2万元; 压减公用经费至41.77万元 tells what it is.
CHANGED_BY: Final = regex("(?:压减|压缩|削减|节约|节省|减少|增加|追加|调[增减]|核减|收回)了?$")
CHANGED_TO: Final = regex("(?:[到至为]|控制在)$")
LEAST_DIGITS: Final = 4  # of a figure of which two may be exchanged by mistake
ITEMS: Final = regex("[、；;]")
# A text that says more than names has no number of items.
SENTENCE_MARK: Final = regex("[，。：:]|等(?:[0-9一二三四五六七八九十]|$)")


@record()
class Meant:
    """What a figure in a text is about.

    Attributes:
        path: the path of the fact.
        number: its value in the unit that figures of texts are compared in.
        value: the value itself, which knows its path.
        unit: the unit that it is printed with, a blank before it; nothing for a percentage.
    """

    path: str
    number: Decimal
    value: object
    unit: str

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return ".".join(steps(self.path)[-2:])


@record()
class Told:
    """A figure in a text that tells what a field is filled with, rightly or not.

    Attributes:
        sentence: where it stands.
        figure: the figure.
        shown: where the words begin that name the field, in the sentence.
        end: where they end.
        meant: the field.
        agrees: whether it tells the field's own value.
    """

    sentence: Sentence
    figure: Figure
    shown: int
    end: int
    meant: Meant
    agrees: bool

    @property
    def passage(self) -> Passage:
        """The figure in the text as typed, with 文 (the words), 项 (the field), 填 and 单位 (its value)."""
        words = self.sentence.text[min(self.shown, self.figure.start) : max(self.end, self.figure.end)]
        own = self.meant
        return self.sentence.passage(self.figure.start, self.figure.end, 文=words, 项=own.name, 填=own.value, 单位=own.unit)


class FiguresInTexts:
    """The reading of one unit-year's figures in texts against its fields."""

    def __init__(self, texts: Texts) -> None:
        self.texts, self.facts, self.naming = texts, texts.facts, Naming(texts.facts)
        self.fields = fields_of(texts.facts.form)
        # Figures that name no field that is filled in, for the comparison of texts with each other.
        self.unnamed: list[tuple[Sentence, Figure]] = []

    @cached_property
    def told(self) -> list[Told]:
        """The figures that name a field, or are one with two digits exchanged."""
        return [told for sentence in self.texts.sentences for told in self.in_sentence(sentence)]

    @cached_property
    def differing(self) -> list[Passage]:
        """Those of them that differ from the field."""
        return [told.passage for told in self.told if not told.agrees]

    def in_sentence(self, sentence: Sentence) -> Iterator[Told]:
        """Yield the figures of a sentence that name a field, or are one with two digits exchanged."""
        text, group = sentence.text, ("", 0)
        for place, figure in enumerate(sentence.figures):
            before = text[: figure.start]
            text = f"{before}{'、' * (figure.end - figure.start)}{text[figure.end :]}"
            named = self.naming.named(sentence, figure, before, group)
            meant = [found for path in self.suiting(named, sentence, figure) if (found := self.value(path))]
            right: list[Meant] = []
            if meant:
                group = (parent(meant[-1].path), figure.end)
                right = [one for one in meant if figure.agrees(one.number)]
                wrong = [] if right or self.goes_on(sentence, place, meant) else meant
            else:
                self.unnamed.append((sentence, figure))
                wrong = [] if named.paths else [*self.with_digits_exchanged(sentence, figure)]
            for one in [*right, *wrong][:1]:
                yield Told(sentence, figure, named.shown, named.end, one, bool(right))

    def goes_on(self, sentence: Sentence, place: int, meant: list[Meant]) -> bool:
        """Return whether the next figure says the same in another unit, and rightly: 120批4919人次.

        Args:
            sentence: the sentence.
            place: the figure's number in it.
            meant: what the figure is about.
        """
        here, following = sentence.figures[place], next(iter(sentence.figures[place + 1 :]), None)
        chained = following and CHAIN.fullmatch(sentence.text, here.end, following.start)
        return bool(chained and following) and any(following.agrees(one.number) for one in meant if following)

    def suiting(self, named: Named, sentence: Sentence, figure: Figure) -> Iterator[str]:
        """Yield the paths that a figure can be that of: of its kind, this year's, the whole unit's, and no target for a result.

        Args:
            named: what names it.
            sentence: the sentence.
            figure: the figure.
        """
        suits: dict[bool, bool] = {}
        for path in named.paths:
            field = self.fields[as_declared(path)]
            if figure.kind == (kind_of_field(field) or COUNT):
                planned = bool(is_planned(field))
                if planned not in suits:
                    suits[planned] = self.suits(named, sentence, figure, planned)
                if suits[planned]:
                    yield path

    def suits(self, named: Named, sentence: Sentence, figure: Figure, planned: bool) -> bool:  # noqa: FBT001
        """Return whether a figure can be that of a field of its kind.

        Args:
            named: what names it.
            sentence: the sentence.
            figure: the figure.
            planned: whether the field tells what was planned.
        """
        if figure.is_range:
            return False
        before = sentence.text[: min(named.start, figure.start)]
        if is_compared(sentence.text[: figure.start], planned=planned) or APART.search(sentence.text):
            return False
        if not is_ours(before, self.facts.year):
            return False
        if CHANGED_BY.search(before) and not CHANGED_TO.search(sentence.text[: figure.start]):
            return False
        clause = f"{CLAUSE.split(before)[-1]}、{CLAUSE.split(sentence.text[max(named.end, figure.end) :])[0]}"
        return planned or not (speaks_of_plans(sentence.paragraph.fact.field.name) or is_target(clause))

    def value(self, path: str) -> Meant | None:
        """Return what a figure is about, if the field is filled with a number, or with items that can be counted."""
        fact, field = self.facts.by_path.get(path), self.fields[as_declared(path)]
        value = fact.value if fact else None
        if field.type == "rows":
            value = values.Rows(row for _, row in rows_below(self.facts.root, field.path))
        if isinstance(value, values.Figure):
            return Meant(path, in_unit(value, field.unit), value, "" if field.type == "percent" else f" {field.unit}")
        count = 0
        if isinstance(value, Lines | values.Rows):
            count = len(value)
        elif isinstance(value, Words) and not isinstance(value, NotApplicable) and not SENTENCE_MARK.search(value):
            count = len(ITEMS.split(value)) if ITEMS.search(value) else 0
        return Meant(path, Decimal(count), Words(str(count), path), " 项") if count else None

    def with_digits_exchanged(self, sentence: Sentence, figure: Figure) -> Iterator[Meant]:
        """Yield the field that a figure is with two digits exchanged, if it is no other field's."""
        own = digits(figure.value)
        if len(own) < LEAST_DIGITS or figure.is_range or figure.bound:
            return
        alike = [meant for path in self.by_digits.get((figure.kind, "".join(sorted(own))), ()) if (meant := self.value(path))]
        if any(meant.number == figure.value for meant in alike):
            return
        before = sentence.text[: figure.start]
        for meant in alike:
            if is_exchanged(own, digits(meant.number)) and is_ours(before, self.facts.year) and not is_compared(before):
                yield meant

    @cached_property
    def by_digits(self) -> dict[tuple[str, str], list[str]]:
        """The paths of what is filled in with four digits or more, by its kind and its digits (the same in any unit) in order of size."""
        found: dict[tuple[str, str], list[str]] = {}
        for path, fact in self.facts.by_path.items():
            value = fact.value
            if isinstance(value, values.Figure) and len(value.text) >= LEAST_DIGITS and (kind := kind_of_field(fact.field)):
                found.setdefault((kind, "".join(sorted(digits(value)))), []).append(path)
        return found


@lru_cache(maxsize=32)
def fields_of(form: Form) -> dict[str, Field]:
    """Return every field and group of a form by its path."""
    return {field.path: field for field in (*form.root.groups(), *form.root.leaves())}


def digits(number: Decimal) -> str:
    """Return the digits of a number that count."""
    return f"{number:f}".replace(".", "").strip("0")


def is_exchanged(one: str, other: str) -> bool:
    """Return whether two numbers of the same digits differ in two next to each other only."""
    wrong = [place for place, (here, there) in enumerate(zip(one, other, strict=True)) if here != there]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004
