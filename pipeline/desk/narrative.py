"""The texts of a unit-year as the desk shows them: figures in them beside the data, how long they are, and what reviewers look for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pipeline.checks.completeness import Chapter, chapters_of
from pipeline.checks.passages import Passage
from pipeline.checks.texts.changes import of_last_year
from pipeline.checks.texts.differences import Differences
from pipeline.checks.texts.field_names import kind_of_field
from pipeline.checks.texts.figures import MONEY, PERCENT, SCALES, Figure, in_unit
from pipeline.checks.texts.named_figures import FiguresInTexts, Meant, digits
from pipeline.checks.texts.reading import Reading
from pipeline.checks.texts.sentences import TYPES, Sentence
from pipeline.desk.entries import Entry
from pipeline.facts.revisions import label_of
from pipeline.form.form import Form
from pipeline.language import values
from pipeline.language.wording import plain_number
from pipeline.paths import one_of
from pipeline.problems import Stop

# A figure of fewer digits is the same as another by chance.
TELLING_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in a text that is known to the data, or should be.

    Attributes:
        words: the figure as typed.
        start: where it begins in what is typed, in characters.
        path: the field that it tells.
        label: what that field is called.
        value: what the field is filled with.
        right: what should stand there; empty if it agrees.
        is_named: whether the text names the field; otherwise the figure is merely the same.
    """

    words: str
    start: int
    path: str
    label: str
    value: str
    right: str
    is_named: bool

    @property
    def end(self) -> int:
        """Where it ends in what is typed."""
        return self.start + len(self.words)


@dataclass(frozen=True, slots=True)
class Narrative:
    """A text that the clerk types.

    Attributes:
        typed: what is typed.
        marks: the figures in it that are known to the data, or should be.
        length: how many characters it has; None where nobody asks.
        wants: what reviewers look for in it, as sentences.
    """

    typed: str
    marks: tuple[Mark, ...]
    length: int | None
    wants: tuple[str, ...]

    @property
    def pieces(self) -> Iterator[tuple[str, Mark | None]]:
        """What is typed, piece by piece, with the mark of those that are figures."""
        at = 0
        for mark in self.marks:
            yield self.typed[at : mark.start], None
            yield mark.words, mark
            at = mark.end
        yield self.typed[at:], None


@lru_cache(maxsize=8)
def chapters(form: Form) -> tuple[Chapter, ...]:
    """Return what reviewers look at; nothing where the form says it in a way that `ziping lint` complains of."""
    try:
        return chapters_of(form)
    except Stop:
        return ()


def narratives(reading: Reading, entries: Iterable[Entry]) -> dict[str, Narrative]:
    """Return the texts among the fields that the clerk fills in, by their paths.

    Args:
        reading: what is read in the texts of the data.
        entries: the fields.
    """
    facts = reading.facts
    texts = {entry.path: entry for entry in entries if entry.field.type in TYPES and entry.is_open}
    marks: dict[str, dict[int, Mark]] = {}
    for passage, known in figures_beside(reading.figures):
        path, number = (passage.path, 1) if passage.path in texts else one_of(passage.path) or ("", 0)
        if path in texts and (start := place_of(passage, number, texts[path].typed, facts.by_path[path].texts)) is not None:
            marks.setdefault(path, {}).setdefault(start, known(passage.words, start))
    asked = wants(facts.form)
    return {path: narrative(entry, marks.get(path, {}).values(), asked.get(path, ())) for path, entry in texts.items()}


def narrative(entry: Entry, marks: Iterable[Mark], asked: tuple[str, ...]) -> Narrative:
    """Return a text as the desk shows it.

    Args:
        entry: the field.
        marks: the figures in it that are known to the data, or should be.
        asked: what reviewers look for in it.
    """
    length = len("".join(entry.typed.split("\n"))) if entry.field.type == "paragraphs" or asked else None
    return Narrative(entry.typed, tuple(sorted(marks, key=lambda mark: mark.start)), length, asked)


Known = Callable[[str, int], Mark]


def figures_beside(figures: FiguresInTexts) -> Iterator[tuple[Passage, Known]]:
    """Yield the figures that are known to the data, or should be: where each stands, and what makes its mark; of two the first counts."""
    form = figures.facts.form

    def known(meant: Meant, label: str, value: str, right: str, *, is_named: bool = True) -> Known:
        return lambda words, start: Mark(words, start, meant.path, label, value, right, is_named)

    for sentence, figure, meant, label, value in known_otherwise(figures):
        yield sentence.passage(figure.start, figure.end), known(meant, label, value, in_words(meant, figure))
    for told in figures.told:
        right = "" if told.agrees else in_words(told.meant, told.figure)
        yield told.passage, known(told.meant, label_of(form, told.meant.path), f"{told.meant.value}{told.meant.unit}", right)
    same = same_figures(figures)
    for sentence, figure in figures.unnamed:
        paths = same.get((figure.kind, figure.value), [])
        if len(paths) == 1 and not figure.bound and (one := figures.value(paths[0])):
            made = known(one, label_of(form, one.path), f"{one.value}{one.unit}", "", is_named=False)
            yield sentence.passage(figure.start, figure.end), made


def known_otherwise(figures: FiguresInTexts) -> Iterator[tuple[Sentence, Figure, Meant, str, str]]:
    """Yield the figures that texts give wrongly as last year's of a field, or as the difference of two: each with what is right.

    Only where that is one figure, and the same words can go on around it.
    """
    form = figures.facts.form
    for wrong in of_last_year(figures):
        old = wrong.olds[0]
        if len(wrong.olds) == 1 and isinstance(old.value, values.Figure):
            meant = Meant(old.path, in_unit(old.value, old.field.unit), old.value, "")
            unit = "" if old.field.type == "percent" else f" {old.field.unit}"
            yield wrong.sentence, wrong.figure, meant, f"上年的{label_of(form, old.path)}", f"{old.value}{unit}"
    differences = Differences(figures)
    for one in differences.untrue():
        change = differences.change(one.pair)
        if change and one.figure.kind != PERCENT and (change > 0) == one.says_more:
            pair, size = one.pair, abs(change)
            meant = Meant(pair.second.path, size, size, "")
            told = str(differences.in_words(pair)["应为"])
            yield one.sentence, one.figure, meant, f"{label_of(form, pair.second.path)}与{pair.first.label}之差", told


def same_figures(figures: FiguresInTexts) -> Mapping[tuple[str, Decimal], list[str]]:
    """Return the paths of the figures that are filled in, by what texts would say: kind and number; none that is the same by chance."""
    found: dict[tuple[str, Decimal], list[str]] = {}
    for path, fact in figures.facts.by_path.items():
        kind = kind_of_field(fact.field) if isinstance(fact.value, values.Figure) else ""
        if kind and isinstance(fact.value, values.Figure) and len(digits(fact.value)) >= TELLING_DIGITS:
            found.setdefault((kind, in_unit(fact.value, fact.field.unit)), []).append(path)
    return found


def in_words(meant: Meant, figure: Figure) -> str:
    """Return what a field is filled with as a text says it in the unit that it has used: 8.06万元."""
    if figure.kind == PERCENT:
        return str(meant.value)
    words = figure.unit.removesuffix("元") if figure.kind == MONEY else figure.unit
    scale = next(scale for scale in sorted(SCALES, key=len, reverse=True) if words.startswith(scale))
    return f"{plain_number((meant.number / SCALES[scale]).normalize())}{figure.unit}"


def place_of(passage: Passage, number: int, typed: str, texts: Sequence[str]) -> int | None:
    """Return where something found in one of a field's texts begins in what is typed; None if it is typed otherwise.

    Args:
        passage: what was found.
        number: in which of the texts, from 1.
        typed: what is typed, a line each.
        texts: the texts as they were read.
    """
    at = 0
    for text in texts[:number]:
        begin = typed.find(text, at)
        if begin < 0:
            return None
        at = begin + len(text)
    return at - len(texts[number - 1]) + passage.offset


@lru_cache(maxsize=8)
def wants(form: Form) -> dict[str, tuple[str, ...]]:
    """Return what reviewers look for in texts, by the paths of their fields."""
    found: dict[str, tuple[str, ...]] = {}
    fields = {field.path: field for field in form.root.leaves()}
    for chapter in chapters(form):
        texts = [path for path in chapter.paths if path in fields and fields[path].type in TYPES]
        for path in texts:
            others = "、".join(fields[other].label for other in texts if other != path)
            length = f"评审一般要看到 {chapter.length} 字以上{f'（和{others}合计）' if others else ''}" if chapter.length else ""
            figure = f"{'评审' if not length else ''}要有数字" if chapter.needs_figure else ""
            found[path] = (*found.get(path, ()), *filter(None, (length, figure)))
    return found
