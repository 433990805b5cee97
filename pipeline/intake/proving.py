"""Proves what was read: the form is printed from it and laid beside the received file; what does not come out again is told.

It knows nothing of how the file was read. Every word of the file must be one that the form prints, or part of a value that was taken
or compared and stands where it is printed; the others are listed as not placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.build.compiled_form import CompiledForm
from pipeline.facts.fact import Facts
from pipeline.form.types.field_type import shortened
from pipeline.intake.alignment import VALUE, Strip, align, is_proven
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.laying import Laid, laid_out
from pipeline.intake.received import Received
from pipeline.intake.reprint import PrintedPart, facts_read, printed, values_of
from pipeline.intake.tokens import TICK, has_words, squeezed, words
from pipeline.intake.unplaced import Printing, unplaced
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
        problems: what is not placed, and what the file says otherwise than the program computes or the form fixes.
    """

    doubts: Mapping[str, str]
    problems: Sequence[Problem]


def prove(received: Received, filled: Sequence[Filled], compiled: CompiledForm, year: str, known: Sequence[Source] = ()) -> Proof:
    """Return what does not come out again when a form is printed from what was read.

    Args:
        received: the file.
        filled: what was read from each of the form's documents in it.
        compiled: the form.
        year: the fiscal year.
        known: the unit's data files, which say what these documents do not, and formulas need.
    """
    values = values_of(filled)
    facts, faults = facts_read(compiled, year, values, known)
    problems = [otherwise for fault in faults if fault.path in values and (otherwise := compared(fault, values[fault.path], facts))]
    try:
        lines = printed(compiled, facts, [each.document for each in filled])
    except Stop:
        message = "照读到的内容印不出这份表，没有能够核对，请逐项核对"
        return Proof({}, [*problems, Problem(Severity.WARNING, Kind.TO_CONFIRM, message, Place(received.file))])
    texts = texts_of(lines, values)
    taken = {path: value for each in filled for path, value in each.values.items()}
    laid = laid_out(received, {path: value for path, value in values.items() if path in texts or path not in taken})
    printing = Printing(compiled.form, [strip_of(line, texts) for line in lines], texts)
    align([each.strip for each in laid], printing.strips)
    ticked = {value.place.spot for value in taken.values() if value.field.type in IN_OTHER_WORDS}
    left = list(unplaced(received.file, laid, printing, ticked))
    problems += (problem for problem in left if not is_told(problem, filled))
    return Proof(dict(doubts(laid, printing, taken)), problems)


def is_told(problem: Problem, filled: Sequence[Filled]) -> bool:
    """Return whether what is not placed is told already as something that could not be taken."""
    words_there = squeezed(problem.message.partition("：")[2])
    said = (told for each in filled for told in each.problems if told.place.spot == problem.place.spot)
    return any(words_there in squeezed(f"{told.message}{told.place.text}") for told in said)


def compared(fault: Problem, value: FilledValue, facts: Facts) -> Problem | None:
    """Return what is wrong with a computed or fixed value as what it is in a received file; None if there is nothing to compare it with.

    Args:
        fault: what is wrong.
        value: what the file says.
        facts: what was read.
    """
    right = facts.by_path[value.path].value
    if fault.kind not in COMPARED or isinstance(right, Blank):
        return None
    called, hint = COMPARED[fault.kind]
    said, due = (shortened(text, LONGEST) for text in (value.received, spelt(right)))
    return Problem(Severity.WARNING, Kind.OTHERWISE, f"收到的是“{said}”，{called}“{due}”", value.place, value.path, hint)


def texts_of(lines: Sequence[Sequence[PrintedPart]], values: Mapping[str, FilledValue]) -> dict[str, str]:
    """Return what is printed for each value that was read, by its path, if it is printed as it is, and if it was read from words."""
    texts: dict[str, str] = {}
    for line in lines:
        for path, parts in groupby((part for part in line if part.path), key=lambda part: value_path(part.path, values)):
            if path in values and has_words(values[path].received):
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


def doubts(laid: Sequence[Laid], printing: Printing, taken: Mapping[str, FilledValue]) -> Iterator[tuple[str, str]]:
    """Yield the path of each value that somebody has to look at, and why.

    Args:
        laid: the received lines.
        printing: the printed ones.
        taken: the values that are to be taken.
    """
    found = set()
    for line in laid:
        for number, path in line.paths:
            found.add(path)
            if path in taken and not is_proven(line.strip, number):
                yield path, ELSEWHERE
    left = {line.line.cells[line.spots[number].cell].spot for line in laid for number in line.strip.open if line.spots[number].word == TICK}
    for path, value in taken.items():
        if path in printing.texts and path not in found:
            yield path, NOT_THERE
        elif value.field.type in IN_OTHER_WORDS and value.place.spot in left:
            yield path, ELSEWHERE
