"""Results that a row tells with their unit, business figures and indicators, read against fields, against each other and in texts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from pipeline.checks.passages import Passage
from pipeline.checks.scored.indicators import scored
from pipeline.checks.texts.called_rows import rows_below
from pipeline.checks.texts.field_names import ACTUAL, ENDING, OTHER_TIME, SHORT_NAME, is_planned
from pipeline.checks.texts.figures import COUNT, SCALES, Figure, figures, kind_of
from pipeline.checks.texts.named_figures import FiguresInTexts
from pipeline.checks.texts.naming import BEGINS
from pipeline.checks.texts.scope import APART, is_compared, is_ours, is_target, speaks_of_plans
from pipeline.checks.texts.sentences import Paragraph, Sentence, as_read
from pipeline.facts.fact import Facts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.scored import RESULT, TARGET, UNIT
from pipeline.language import values
from pipeline.language.values import Group, NotApplicable, Words
from pipeline.language.wording import EXACT, plain_number
from pipeline.paths import as_declared, child, parent, steps
from pipeline.records import record
from pipeline.regex import regex
from pipeline.scoring.quantities import Quantity, read_quantity
from pipeline.wanted import Wanted

SCALE: Final = "[十百千]?万|[百千亿]"
UNIT_OF: Final = regex(f"(?P<scale>{SCALE})?(?P<base>.+)")
AREA: Final = regex("面积$")
PART: Final = regex("其中|[,，、][^,，、]*分别")
CLAUSE: Final = regex("[，。；;：]")
LISTED: Final = regex("[^、，；;,]+")
# What links a name to its figure, what the figure was before included: 平均等候时间由26分钟缩短到11分钟.
LINK: Final = regex(
    r"(?:总?数量|总?[数量]|人数|面积)?(?:[由从][0-9.,]+[^\d，。；]{1,10}?[到至为]了?|为|是|达到?|共计?|合计|完成了?|实现了?|有|的|已|均|[增提上下降减缩][^\d，。；]{1,3}[到至为]|[：:\s])*"
)
NUMBER: Final = regex(rf"(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?)\s?(?P<scale>{SCALE})?")
ABOUT: Final = regex("[余多]|左右|上下|以上|以下|以内|之内|[-—–~～至到](?=\\s*[0-9])")


@record()
class Stated:
    """A result that a row tells.

    Attributes:
        name: what it is the result of, as it is read in texts.
        value: the result as typed.
        path: the path of the result.
        result: the result.
        planned: the path of what it was to be.
        target: what it was to be, if that is a number.
    """

    name: str
    value: object
    path: str
    result: Quantity
    planned: str
    target: Quantity | None


class StatedResults:
    """The results that one unit-year's rows tell."""

    def __init__(self, reading: FiguresInTexts) -> None:
        self.reading, self.facts = reading, reading.facts
        self.indicators = tuple(of_indicators(self.facts))
        self.every = (*of_rows(self.facts), *self.indicators)

    def differing(self) -> list[Passage]:
        """Return the results that differ from the field that they are named after, or from an earlier row's, with 数, 项 and 填."""
        found: list[Passage] = []
        first: dict[tuple[str, str], Stated] = {}
        for one in self.every:
            same = first.setdefault((one.name, unit_of(one.result)[1]), one)
            if in_base(same.result) != in_base(one.result):
                found.append(told(one, same.path, same.result))
            else:
                found += self.against_fields(one)
        return found

    def against_fields(self, one: Stated) -> Iterator[Passage]:
        """Yield the result that differs from the field that its name is one of."""
        text = f"{one.name}{one.result.figure}{one.result.unit}"
        sentence = Sentence(Paragraph(Words(text, one.path), self.facts.by_path[one.path], text), 0, text, tuple(figures(text)))
        for figure in sentence.figures[-1:]:
            named = self.reading.naming.named(sentence, figure, text[: figure.start], ("", 0))
            meant = [found for path in self.reading.suiting(named, sentence, figure) if (found := self.reading.value(path))]
            if meant and not any(parent(each.path) == parent(one.path) or figure.agrees(each.number) for each in meant):
                yield told(one, meant[0].path, f"{meant[0].value}{meant[0].unit}")

    def in_texts(self) -> list[Passage]:
        """Return the figures that texts give for such a result and that are others, with 文 (the words), 项 and 填."""
        names: dict[str, list[Stated]] = {}
        for one in self.every:
            for name in names_of(one.name):
                names.setdefault(name, []).append(one)
        wanted = Wanted(names)
        return [
            passage
            for paragraph in (self.reading.texts.paragraphs if names else ())
            for place, name in sorted(wanted.found_in(paragraph.read))
            for passage in self.at(paragraph, place, name, names[name])
        ]

    @cached_property
    def known(self) -> set[tuple[str, int]]:
        """Where texts tell a figure of a field, which is read against that."""
        return {(one.sentence.paragraph.words.path, one.sentence.start + one.figure.start) for one in self.reading.told}

    def reached(self, named: object) -> list[Passage]:
        """Return the rates that a text lists as missed though they are 100%, with 项; of indicators their scores tell.

        Args:
            named: the text.
        """
        if not isinstance(named, Words) or isinstance(named, NotApplicable):
            return []
        indicators = {one.name for one in self.indicators}
        paragraph = Paragraph(named, self.facts.by_path[named.path], as_read(named))
        found = []
        for match in LISTED.finditer(paragraph.read):
            name = match[0].strip(" 。")
            probe = Sentence(paragraph, 0, f"{name}100%", tuple(figures(f"{name}100%")))
            for figure in probe.figures[-1:] if name not in indicators else ():
                paths = self.reading.naming.named(probe, figure, probe.text[: figure.start], ("", 0)).paths
                meant = [
                    one for path in paths if self.reading.fields[as_declared(path)].type == "percent" and (one := self.reading.value(path))
                ]
                if meant and all(one.number == figure.value for one in meant):
                    found.append(paragraph.passage(match.start(), match.start() + len(name), 项=meant[0].name))
        return found

    def at(self, paragraph: Paragraph, place: int, name: str, alike: list[Stated]) -> Iterator[Passage]:
        """Yield the figure behind a name in a text, if it is none of those that bear the name.

        Args:
            paragraph: the text.
            place: where the name stands.
            name: the name.
            alike: what bears it.
        """
        text = paragraph.read
        start = max(text.rfind(mark, 0, place) for mark in "。！？；\n") + 1
        before = text[start:place]
        if not BEGINS.search(before[-8:]) or not self.is_told(before) or PART.search(before):
            return
        plans = speaks_of_plans(paragraph.fact.field.name)
        link = LINK.match(text, place + len(name))
        known = [(one.planned, one.target) if plans else (one.path, one.result) for one in alike]
        here = [
            (path, number, figure)
            for path, number in known
            if number and (figure := figure_at(text, link.end() if link else place, number))
        ]
        if not here or any(figure.agrees(in_base(number)) for _, number, figure in here):
            return
        path, number, figure = here[0]
        clause = f"{CLAUSE.split(before)[-1]}{CLAUSE.split(text[figure.end :])[0]}"
        is_own = parent(paragraph.fact.path) == parent(path)
        if not is_own and (plans or not is_target(clause)) and (paragraph.words.path, figure.start) not in self.known:
            yield paragraph.passage(figure.start, figure.end, 文=text[place : figure.end], 项=short(path), 填=number.bare)

    def is_told(self, before: str) -> bool:
        """Return whether a text tells, up to a name, of this year and the whole unit."""
        return is_ours(before, self.facts.year) and not is_compared(before) and not APART.search(before)


def of_indicators(facts: Facts) -> Iterator[Stated]:
    """Yield the results of the indicators that a clerk fills in with a number."""
    known = scored(facts)
    for each in known.every if known else ():
        if each.has(RESULT) and not each.kind.columns[RESULT].formula and (result := each.quantity(RESULT)) and result.unit:
            planned = (each.at(TARGET), each.quantity(TARGET)) if each.has(TARGET) else ("", None)
            yield Stated(as_read(each.title), each.value(RESULT), each.at(RESULT), result, *planned)


def of_rows(facts: Facts) -> Iterator[Stated]:
    """Yield the results of rows that have a column for the unit, such as business figures."""
    for declared, name, unit, plan, actual in rows_with_unit(facts.form):
        for path, row in rows_below(facts.root, declared):
            result = in_column(row, actual, str(row[unit]))
            if result and isinstance(row[name], Words) and isinstance(row[unit], Words):
                target = in_column(row, plan, str(row[unit]))
                yield Stated(as_read(str(row[name])), result, child(path, actual), result, child(path, plan), target)


def in_column(row: Group, name: str, unit: str) -> Quantity | None:
    """Return the number of a column in a row's unit, if there is one.

    Args:
        row: the row.
        name: the column.
        unit: the unit.
    """
    value = row.get(name)
    return read_quantity(plain_number(value), unit) if isinstance(value, values.Figure) else None


@lru_cache(maxsize=32)
def rows_with_unit(form: Form) -> tuple[tuple[str, str, str, str, str], ...]:
    """Return the rows of a form that have a column for the unit: their path, and the columns of name, unit, plan and result."""
    own = {each.group.path for each in form.scoring.indicators} if form.scoring else set()
    found = []
    for group in form.root.groups():
        if group.type != "rows" or UNIT not in group.fields or group.path in own:
            continue
        name = next((field.name for field in group.fields.values() if field.type == "text" and field.name != UNIT), "")
        numbers = [field for field in group.fields.values() if field.type == "number" and not OTHER_TIME.search(field.name)]
        actual = [field for field in numbers if is_result(field)]
        if name and len(actual) == 1:
            plan = next((field.name for field in numbers if is_planned(field)), "")
            found.append((group.path, name, UNIT, plan, actual[0].name))
    return tuple(found)


def is_result(field: Field) -> bool:
    """Return whether a column tells what came of something."""
    return bool(ACTUAL.search(field.name)) and not is_planned(field)


def names_of(name: str) -> set[str]:
    """Return what texts call a result: its name, also without the ending that says what is measured of it."""
    return {each for each in (name, ENDING.sub("", name), AREA.sub("", name)) if len(each) >= SHORT_NAME}


def unit_of(quantity: Quantity) -> tuple[Decimal, str]:
    """Return a unit without its 万 or 亿, and what that multiplies."""
    found = UNIT_OF.fullmatch(quantity.unit)
    return (Decimal(SCALES[found["scale"] or ""]), found["base"]) if found else (Decimal(1), quantity.unit)


def in_base(quantity: Quantity) -> Decimal:
    """Return a number in its unit without 万 or 亿."""
    return EXACT.multiply(quantity.number, unit_of(quantity)[0])


def figure_at(text: str, place: int, like: Quantity) -> Figure | None:
    """Return the figure that stands at a place, if it has the unit of a quantity and is meant exactly.

    Args:
        text: the text.
        place: the place.
        like: the quantity.
    """
    base = unit_of(like)[1]
    found = NUMBER.match(text, place)
    if not found or not text.startswith(base, found.end()) or ABOUT.match(text, found.end() + len(base)):
        return None
    digits, end = found["digits"].replace(",", ""), found.end() + len(base)
    step = Decimal((0, (1,), -len(digits.partition(".")[2]))) * SCALES[found["scale"] or ""]
    value = Decimal(digits) * SCALES[found["scale"] or ""]
    return Figure(found.start(), end, value, kind_of(base) if base else COUNT, base, step)


def told(one: Stated, path: str, value: object) -> Passage:
    """Return a result that is not what it is said to be elsewhere.

    Args:
        one: the result.
        path: the path of where else it is told.
        value: what is told there.
    """
    return Passage(one.name, one.path, 0, {"数": one.value, "项": short(path), "填": value})


def short(path: str) -> str:
    """Return a path as messages tell it."""
    return ".".join(steps(path)[-2:])
