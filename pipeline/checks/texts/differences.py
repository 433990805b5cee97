"""What texts say of the difference between two figures that are filled in: 公用经费比预算节约3.7万元, 预算调增3350.2万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.texts.field_names import ACTUAL, OTHER_TIME, PLANNED, is_planned, kind_of_field
from pipeline.checks.texts.figures import COUNT, MONEY, PERCENT, Figure, in_unit
from pipeline.checks.texts.named_figures import LEAST_DIGITS, FiguresInTexts, digits, is_exchanged
from pipeline.checks.texts.naming import BEGINS, FILLER
from pipeline.checks.texts.scope import APART, is_ours, is_target, speaks_of_plans
from pipeline.checks.texts.sentences import Sentence
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.language import values
from pipeline.language.wording import plain_number
from pipeline.paths import is_in_rows, steps
from pipeline.records import record
from pipeline.regex import regex

LESS: Final = "节约|节省|减少|压减|压缩|下降|降低|结余|少支出|少|低|减|降"
MORE: Final = "超支|超出|超过|增加|增长|上升|多支出|多|高|增|超"
# What a sentence has in it that says anything of these.
LIKELY: Final = regex(
    "同比|[比较与](?:上年|去年|上一年)|[比较](?:年初|部门|批复|核定|调整后)?的?(?:预算|计划|目标)|[超低高少][出过于]?(?:年初)?预算|调[增减]|追加|增拨|核减"
)
NEAR: Final = 40  # characters before a figure
# 公用经费比预算节约3.7万元, 超出预算0.1万元
WITH_PLAN: Final = regex(
    rf"[比较](?:年初|部门|批复|核定|调整后)?的?(?:预算|计划|目标)(?:安排|批复|核定)?(?:数|额|金额)?的?(?:相比[，,]?)?(?:(?P<less>{LESS})|(?P<more>{MORE}))了?\s*\Z|"
    r"(?:(?P<under>低于|少于)|(?P<over>超出|超过|高于|超))(?:年初)?预算(?:安排)?(?:数|额)?\s*\Z"
)
# 年中追加预算32.5万元; what was raised may also be a part: 应急资金调增…
RAISED: Final = regex(
    r"(?P<what>[\u4e00-\u9fff]{0,12}?)(?:(?P<more>调增|追加|增拨)|(?P<less>调减|核减|压减))(?:了|预算|资金|指标|部门|支出|共|计|合计)*\s*\Z"
)
OF_ALL: Final = regex(
    r"(?:全年|年中|年内|当年|本年度?|部门|单位|[我本][局委院校馆所办镇乡]|预算|财政|经|批准|按规定|按程序|资金|指标|总额|支出|共|净|后|中|执行|过程|期间|的)*"
)
# What makes it one of several changes, or a part of one.
SEVERAL: Final = regex("调[增减]|追加|增拨|核减|压减|收回|其中|(?<!全部)用于|[、和及]")
FIRST: Final = regex("^年初|^期初")
ADJUSTED: Final = regex("^调整后?")
# 三公经费比上年减少1.54万元, 决算支出同比增长8.49%
WITH_LAST_YEAR: Final = regex(
    rf"(?:同比|[比较与](?:上年度?|去年|上一年度?)(?:同期)?(?:相比)?)[，,]?(?:(?P<less>{LESS})|(?P<more>{MORE}))了?\s*\Z"
)
CLAUSE: Final = regex("[，。；;：（(]")


@record()
class Pair:
    """Two figures of a group, of the second of which texts tell how it differs from the first.

    Attributes:
        group: the group's path.
        first: what was planned, or was there at first.
        second: what came of it.
    """

    group: str
    first: Field
    second: Field


@lru_cache(maxsize=32)
def years_of(form: Form) -> dict[str, Pair]:
    """Return a form's pairs of last year's figure and this year's, by the path of the latter."""
    return {
        now.path: Pair(group.path, before, now)
        for group in form.root.groups()
        for before in group.fields.values()
        if not is_in_rows(before.path) and OTHER_TIME.search(before.name) and kind_of_field(before) not in ("", PERCENT)
        for now in group.fields.values()
        if before.taken_from and steps(before.taken_from)[-1] == now.name
    }


@lru_cache(maxsize=32)
def pairs_of(form: Form) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return a form's pairs of a plan and what came of it, and of a budget at first and as adjusted."""
    planned, adjusted = [], []
    for group in form.root.groups():
        figures = [field for field in group.fields.values() if not is_in_rows(field.path) and kind_of_field(field) not in ("", PERCENT)]
        figures = [field for field in figures if not OTHER_TIME.search(field.name)]
        at_first = {FIRST.sub("", field.name): field for field in figures if FIRST.search(field.name)}
        adjusted += [Pair(group.path, at_first[name], field) for field in figures if (name := ADJUSTED.sub("", field.name)) in at_first]
        plans = [field for field in figures if is_planned(field)]
        actual = [field for field in figures if ACTUAL.search(field.name) and not PLANNED.search(field.name)]
        if len(plans) == len(actual) == 1 and kind_of_field(plans[0]) == kind_of_field(actual[0]):
            planned.append(Pair(group.path, plans[0], actual[0]))
    return tuple(planned), tuple(adjusted)


@record()
class Difference:
    """A difference that a text gives and the figures do not.

    Attributes:
        sentence: where it stands.
        figure: by how much, as the text says.
        start: where the words begin that tell it, in the sentence.
        pair: the two figures.
        says_more: whether the text says that the second one is more.
    """

    sentence: Sentence
    figure: Figure
    start: int
    pair: Pair
    says_more: bool


class Differences:
    """What one unit-year's texts say of differences between figures that are filled in."""

    def __init__(self, reading: FiguresInTexts) -> None:
        self.reading, self.facts = reading, reading.facts
        planned, adjusted = pairs_of(self.facts.form)
        self.planned = {pair.group: pair for pair in planned if self.change(pair) is not None}
        self.years = years_of(self.facts.form)
        self.adjusted = [pair for pair in adjusted if self.change(pair) is not None]

    def wrong(self) -> list[Passage]:
        """Return the differences that texts give and that the figures do not, with 甲, 乙 (the two as filled in) and 应为."""
        return [one.sentence.passage(one.start, one.figure.end, **self.in_words(one.pair)) for one in self.untrue()]

    def untrue(self) -> Iterator[Difference]:
        """Yield the differences that texts give and that the figures do not."""
        for sentence in self.reading.texts.sentences:
            yield from self.in_sentence(sentence)

    def in_sentence(self, sentence: Sentence) -> Iterator[Difference]:
        """Yield the wrong differences of a sentence."""
        if not LIKELY.search(sentence.text) or APART.search(sentence.text) or speaks_of_plans(sentence.paragraph.fact.field.name):
            return
        text = sentence.text
        for figure in sentence.figures:
            before, covered = sentence.text[: figure.start], text[: figure.start]
            text = f"{covered}{'、' * (figure.end - figure.start)}{text[figure.end :]}"
            if figure.is_range or figure.bound or is_target(CLAUSE.split(before)[-1]):
                continue
            near = max(0, figure.start - NEAR)
            if (said := WITH_PLAN.search(before, near)) and (pair := self.meant(covered[: said.start()])):
                start, more = said.start(), bool(said["more"] or said["over"])
                wrong = not self.agrees(pair, figure, more=more)
                wrong = wrong and not ((said["under"] or said["over"]) and self.is_first(pair, figure))
            elif (said := WITH_LAST_YEAR.search(before, near)) and (pair := self.of_years(sentence, covered[: said.start()], figure)):
                start, more = said.start(), bool(said["more"])
                wrong = not self.agrees(pair, figure, more=more)
            elif figure.kind == MONEY and (said := RAISED.search(before, near)) and is_ours(before, self.facts.year):
                pair = next((one for one in self.adjusted if self.is_wrong(one, figure, said, sentence.text)), None)
                start, more, wrong = said.start("more" if said["more"] else "less"), bool(said["more"]), pair is not None
            else:
                continue
            if wrong and pair:
                yield Difference(sentence, figure, start, pair, more)

    def meant(self, before: str) -> Pair | None:
        """Return the pair whose group is named last before a comparison with the plan.

        Args:
            before: the sentence before it, with the figures covered.
        """
        called = self.reading.naming.names.called
        for group, pair in self.planned.items():
            for name in called.get(group, ()):
                place = before.rfind(name)
                named = place >= 0 and FILLER.fullmatch(before, place + len(name)) and BEGINS.search(before[:place][-8:])
                if named and is_ours(before[:place], self.facts.year):
                    return pair
        return None

    def of_years(self, sentence: Sentence, before: str, figure: Figure) -> Pair | None:
        """Return the pair of this year's figure that is named directly before a comparison with last year.

        Args:
            sentence: the sentence.
            before: what stands before the comparison, with the figures covered.
            figure: by how much it changed.
        """
        named = self.reading.naming.named(sentence, figure, before, ("", 0))
        if named.end != len(before) or not is_ours(before[: named.start], self.facts.year):
            return None
        pairs = [pair for path in dict.fromkeys(named.paths) if (pair := self.years.get(path)) and self.change(pair) is not None]
        return pairs[0] if len(pairs) == 1 else None

    def change(self, pair: Pair) -> Decimal | None:
        """Return by how much the second figure of a pair is more than the first, in the unit of texts; None if one is missing."""
        first, second = (self.facts.by_path[field.path].value for field in (pair.first, pair.second))
        if not isinstance(first, values.Figure) or not isinstance(second, values.Figure):
            return None
        return in_unit(second, pair.second.unit) - in_unit(first, pair.first.unit)

    def agrees(self, pair: Pair, figure: Figure, *, more: bool) -> bool:
        """Return whether a text says rightly by how much the second figure of a pair is more, or less, than the first.

        Args:
            pair: the two figures.
            figure: by how much, as the text says.
            more: whether it says more.
        """
        change, first = self.change(pair) or Decimal(0), self.facts.by_path[pair.first.path].value
        if figure.kind not in (PERCENT, kind_of_field(pair.first)):
            return True
        size = abs(change)
        if figure.kind == PERCENT:
            of = in_unit(first, pair.first.unit) if isinstance(first, values.Figure) else Decimal(0)
            size = size / of * 100 if of else figure.value
        is_near = abs(figure.value - size) <= (0 if figure.kind == COUNT and figure.step == 1 else figure.step)
        return is_near and (not figure.value or (change > 0) == more)

    def is_first(self, pair: Pair, figure: Figure) -> bool:
        """Return whether a figure is the first one of a pair: 低于预算12.5万元 may tell the budget itself."""
        first = self.facts.by_path[pair.first.path].value
        return isinstance(first, values.Figure) and figure.agrees(in_unit(first, pair.first.unit))

    def is_wrong(self, pair: Pair, figure: Figure, said: re.Match[str], text: str) -> bool:
        """Return whether a text raises or cuts a budget by more than it was, or by a figure with two digits exchanged.

        Args:
            pair: the budget at first and as adjusted.
            figure: by how much.
            said: what is said before the figure.
            text: the sentence.
        """
        change = self.change(pair) or Decimal(0)
        if self.agrees(pair, figure, more=bool(said["more"])):
            return False
        own, right = digits(figure.value), digits(abs(change))
        if len(own) >= LEAST_DIGITS and sorted(own) == sorted(right) and is_exchanged(own, right):
            return True
        if SEVERAL.search(said.string[: said.start()] + text[figure.end :]):
            return False
        is_more = figure.value > (max(change, Decimal(0)) if said["more"] else max(-change, Decimal(0)))
        return bool(OF_ALL.fullmatch(said["what"])) or is_more

    def in_words(self, pair: Pair) -> dict[str, object]:
        """Return what there is to say of a pair: both values with their names, and the change."""
        unit = pair.first.unit
        first, second = (self.facts.by_path[field.path] for field in (pair.first, pair.second))
        change = Decimal(str(second.value)) - Decimal(str(first.value))
        right = f"{'多' if change > 0 else '少'} {plain_number(abs(change))} {unit}" if change else "没有差额"
        group = f"{steps(pair.group)[-1]}." if pair.group in self.planned else ""
        return {
            "甲": f"{group}{pair.first.name} {first.value} {unit}",
            "乙": f"{pair.second.name} {second.value} {unit}",
            "应为": right,
        }
