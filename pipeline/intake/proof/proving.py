"""Proves what was read: the form is printed from it and laid beside the received file; what does not come out again is told.

It knows nothing of how the file was read. Every word of the file must be one that the form prints, or part of a value that was taken
or compared and stands where it is printed; the others are listed as not placed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.form.form import YEAR
from pipeline.form.types.field_type import shortened
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.proof.alignment import VALUE, Strip, align, is_proven
from pipeline.intake.proof.laying import Laid, laid_out
from pipeline.intake.proof.reprint import PrintedPart, Reprinter, facts_read, printed, values_of
from pipeline.intake.proof.tokens import TICK, has_words, squeezed, words
from pipeline.intake.proof.unplaced import Printing, unplaced
from pipeline.intake.received import Received
from pipeline.language.values import Blank, spelt
from pipeline.paths import one_of
from pipeline.printing.printed import IN_OTHER_WORDS
from pipeline.problems import Kind, Place, Problem, Severity, Stop
from pipeline.source.reader import Source

# What a document says beside what the program computes or the form fixes: how the latter is called, and what holds.
COMPARED: Final[Mapping[str, tuple[str, str]]] = {
    Kind.DERIVED: ("程序算得", "以程序算出的为准；不该不同的，请与填表单位核对"),
    Kind.PRESET: ("表上规定的是", "以表上规定的为准"),
}
LONGEST: Final = 40  # characters of what is quoted
ELSEWHERE: Final = "照读到的内容印出来，不在收到的表的这一处"
NOT_THERE: Final = "收到的表的这一处没有这几个字"


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a proof.

    Attributes:
        doubts: why somebody has to look at a value, by its path.
        problems: what is not placed.
    """

    doubts: Mapping[str, str]
    problems: Sequence[Problem]


def prove(received: Received, filled: Sequence[Filled], made: Reprinter, year: str, known: Sequence[Source] = ()) -> Proof:
    """Return what does not come out again when a form is printed from what was read.

    Args:
        received: the file.
        filled: what was read from each of the form's documents in it.
        made: the form.
        year: the fiscal year.
        known: the unit's data files, which say what these documents do not, and formulas need.
    """
    values = values_of(filled)
    facts, _ = facts_read(made, year, values, known)
    try:
        lines, titles = printed(made, facts, [each.document for each in filled])
    except Stop:
        message = "照读到的内容印不出这份表，没有能够核对，请逐项核对"
        return Proof({}, [Problem(Severity.WARNING, Kind.TO_CONFIRM, message, Place(received.file))])
    fixed = {group.fields[name].path for group in made.form.root.groups() for name in group.fixed}
    read = [value for each in filled for value in (*each.values.values(), *each.told.values())]
    read = [value for value in read if value.field.path not in fixed and value.path != YEAR and has_words(value.received)]
    texts = texts_of(lines, {value.path: value for value in read})
    taken = [value for value in read if any(each.values.get(value.path) is value for each in filled)]
    printing = Printing(made, [strip_of(line, texts) for line in lines], texts)
    laid = laid_out(received, [value for value in read if value.path in texts or value not in taken], printing.strips)
    align([each.strip for each in laid], printing.strips, [strip_of(title, {}) for title in titles])
    ticked = {value.place.spot: squeezed(str(value.typed)) for value in taken if value.field.type in IN_OTHER_WORDS}
    left = list(unplaced(received.file, laid, printing, ticked))
    return Proof(dict(doubts(laid, printing, taken)), [problem for problem in left if not is_told(problem, filled, printing.units)])


def is_told(problem: Problem, filled: Sequence[Filled], units: Iterable[str]) -> bool:
    """Return whether what is not placed is told already as something that could not be taken, with its unit or without.

    Args:
        problem: what is not placed.
        filled: what was read from each of the form's documents.
        units: the units of the form's figures.
    """
    words_there = squeezed(problem.message.partition("：")[2])
    left = {words_there, *filter(None, map(words_there.removesuffix, units))}
    said = [told for each in filled for told in each.problems if told.place.spot == problem.place.spot]
    return any(each in squeezed(f"{told.message}{told.place.text}") for told in said for each in left)


def otherwise(filled: Sequence[Filled], made: Reprinter, year: str, known: Sequence[Source] = ()) -> Iterator[Problem]:
    """Yield what received documents say otherwise than the program computes from them, or the form fixes.

    Args:
        filled: what was read from the documents of a unit-year.
        made: the form.
        year: the fiscal year.
        known: the unit's data files, which say what these documents do not, and formulas need.
    """
    values = values_of(filled)
    facts, faults = facts_read(made, year, values, known)
    for fault in faults:
        right = facts.by_path[fault.path].value if fault.path in values else Blank(fault.path)
        if fault.kind in COMPARED and not isinstance(right, Blank):
            value, (called, hint) = values[fault.path], COMPARED[fault.kind]
            said, due = (shortened(text, LONGEST) for text in (value.received, spelt(right)))
            yield Problem(Severity.WARNING, Kind.OTHERWISE, f"收到的是“{said}”，{called}“{due}”", value.place, fault.path, hint)


def texts_of(lines: Sequence[Sequence[PrintedPart]], values: Mapping[str, FilledValue]) -> dict[str, str]:
    """Return what is printed for each value that was read, by its path; what is printed in other words is not among it."""
    texts: dict[str, str] = {}
    for line in lines:
        for path, parts in groupby((part for part in line if part.path), key=lambda part: value_path(part.path, values)):
            if path in values:
                texts.setdefault(path, "\n".join(part.text for part in parts))
    return texts


def value_path(path: str, values: Mapping[str, object]) -> str:
    """Return the path of the value that a printed one belongs to: that of one of several paragraphs is a part of it."""
    return path if path in values else (one_of(path) or (path, 0))[0]


def strip_of(line: Sequence[PrintedPart], texts: Mapping[str, str]) -> Strip:
    """Return a printed line as it is laid beside others.

    Args:
        line: its parts.
        texts: the values that stand for their words, by path.
    """
    found: list[str] = []
    for part in line:
        path = value_path(part.path, texts)
        if path not in texts:
            found += words(part.text)
        elif found[-1:] != [f"{VALUE}{path}"]:
            found.append(f"{VALUE}{path}")
    return Strip(found)


def doubts(laid: Sequence[Laid], printing: Printing, taken: Sequence[FilledValue]) -> Iterator[tuple[str, str]]:
    """Yield the path of each value that somebody has to look at, and why.

    Args:
        laid: the received lines.
        printing: the printed ones.
        taken: the values that are to be taken.
    """
    proven = {(path, line.place(number)): is_proven(line.strip, number) for line in laid for number, path in line.paths}
    ticked = {line.place(number): line for line in laid for number in line.strip.open if line.spots[number].word == TICK}
    for value in taken:
        if value.field.type in IN_OTHER_WORDS and value.path not in printing.texts:
            line = ticked.get(value.place.spot)
            if line and f"{squeezed(str(value.typed))}{TICK}" not in "".join(spot.word for spot in line.spots):
                yield value.path, ELSEWHERE
        elif value.path in printing.texts and not proven.get((value.path, value.place.spot)):
            yield value.path, ELSEWHERE if (value.path, value.place.spot) in proven else NOT_THERE
