"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say.

Each of a document's files is told in the same few marks and its words; the tellings must be equal. Only where they are not
are they taken apart into places. This is the longest stage of a build, so it visits each element once.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from lxml import etree

from pipeline.calls import flag
from pipeline.document.pdf.fault import PdfError
from pipeline.facts.fact import Facts
from pipeline.form.last_year import LAST_YEAR, YEARS
from pipeline.language.expressions import machine_value
from pipeline.language.phrases import STOPS
from pipeline.language.values import Blank, Group, Lines, Rows, Value
from pipeline.printing.outputs import OUTPUTS
from pipeline.printing.telling import Shown, Telling, with_lines_of
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex

Told = TypeVar("Told")
# How two files differ that do in no place that could be named.
UNPLACED = "表格或段落的起止不同"
ZERO = "0"
# The end of a number from its last typed digit on, with zeros added.
PADDING = regex(r"[0-9](?:\.0+|(?<=\.[0-9])0+|(?<=\.[0-9]{2})0+)")
TO_MAINTAINERS = "程序或模板有误，请联系维护人员"
# What is written from the right to the left, which a PDF holds as it is seen.
RIGHT_TO_LEFT = regex(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
ITS_ORDER = "从右往左写的文字（如维吾尔文、阿拉伯文）印成 PDF 后核对不了，请改用汉字，或者不加 {}"


def compare(name: str, printed: Mapping[str, bytes], expected: Mapping[str, Shown]) -> tuple[list[Telling], list[Problem]]:
    """Return what a document's files say, and every place where they differ, or where a figure is not the fact's.

    Args:
        name: the document's name, such as table.
        printed: its finished files by their suffix.
        expected: how each fact must appear, from `shown_values`.
    """
    try:
        told = {suffix: OUTPUTS[suffix].tell(data) for suffix, data in printed.items()}
    except (etree.XMLSyntaxError, zipfile.BadZipFile, KeyError, PdfError) as fault:
        return [], [error(Kind.READ_BACK, f"生成的文件读不回来：{fault}", Place(name))]
    return list(told.values()), disagreements(name, told, expected)


def disagreements(name: str, told: Mapping[str, Telling], expected: Mapping[str, Shown]) -> list[Problem]:
    """Return every place where a document's files say different things, or one of them does, or where a figure is not the fact's.

    Args:
        name: the document's name, such as table.
        told: what its files say, by their suffix.
        expected: how each fact must appear.
    """
    first = next(iter(told))
    found: list[Problem] = []
    for suffix, telling in told.items():
        right = told[first].text if telling.has_notes else told[first].words
        said = with_lines_of(telling.text, right)
        if said != right:
            places = list(differences(name, {first: Telling(right), suffix: Telling(said)}))
            found += places or [differing(name, "", (first, suffix), UNPLACED)]
        found += wrong_figures(f"{name}{suffix}", telling, expected)
        found += (error(Kind.READ_BACK, message, Place(f"{name}{suffix}"), hint=TO_MAINTAINERS) for message in telling.contradictions)
    return found


def differences(name: str, told: Mapping[str, Telling]) -> Iterator[Problem]:
    """Yield a problem for each place where two of a document's files, given by their suffixes, do not say the same, or not as the same.

    Args:
        name: the document's name.
        told: what the two files say.
    """
    (first, one), (other, two) = told.items()
    here, there = OUTPUTS[first].label, OUTPUTS[other].label
    left, right = one.places(), two.places()
    for place, (text, beside) in side_by_side(left, right):
        message = f"{here}为“{excerpt(text, beside)}”，{there}为“{excerpt(beside, text)}”"
        yield differing(name, place, (first, other), message)
    for place, (notes, others) in side_by_side(one.notes(), two.notes()):
        if place in left and place in right:
            message = f"{here}{only(notes or (), others or ())}，{there}{only(others or (), notes or ())}"
            yield differing(name, place, (first, other), message)


def side_by_side(one: Mapping[str, Told], two: Mapping[str, Told]) -> Iterator[tuple[str, tuple[Told | None, Told | None]]]:
    """Yield what two files say in each place where that differs, with the place, in the order of the document."""
    for place in dict.fromkeys((*one, *two)):
        if (pair := (one.get(place), two.get(place)))[0] != pair[1]:
            yield place, pair


def only(notes: Sequence[str], others: Sequence[str]) -> str:
    """Return those of a place's notes in one file that are not in another; where all are, they stand otherwise."""
    return "、".join(note for note in notes if note not in others) or ("、".join(notes) if set(notes) == set(others) else "不是这样")


def differing(name: str, place: str, suffixes: tuple[str, str], message: str) -> Problem:
    """Return the problem that two of a document's files do not say the same.

    Args:
        name: the document's name.
        place: the place in it; empty if it cannot be named.
        suffixes: those of the files.
        message: how they differ.
    """
    one, two = (OUTPUTS[suffix].label for suffix in suffixes)
    told = f"{one}与{' ' if two.isascii() else ''}{two}不一致：{message}"
    hint = ITS_ORDER.format(flag("pdf")) if ".pdf" in suffixes and RIGHT_TO_LEFT.search(message) else TO_MAINTAINERS
    return error(Kind.READ_BACK, told, Place(f"{name}{suffixes[0]}", spot=place), hint=hint)


def excerpt(text: str | None, other: str | None) -> str:
    """Return the part of a text where it begins to differ from another."""
    if text is None:
        return "（没有）"
    start = next((i for i, (a, b) in enumerate(zip(text, other or "", strict=False)) if a != b), min(len(text), len(other or "")))
    return text[max(0, start - 8) : start + 20]


def wrong_figures(file: str, telling: Telling, expected: Mapping[str, Shown]) -> Iterator[Problem]:
    """Yield a problem for each figure that is not what its fact says.

    Args:
        file: the file's name.
        telling: what the file says.
        expected: how each fact must appear.
    """
    for path, said in [figure for figure in telling.figures if expected.get(figure[0]) != figure[1]]:  # nearly none
        right = expected.get(path)
        if not (right and (is_same_number(said, right) or is_within_sentence(said, right))):
            if right is None:
                message = "印出了没有的数据"
            elif said[1] != right[1]:
                message = f"印出的是“{said[1]}”，数据是“{right[1]}”"
            else:
                message = f"value 是“{said[0]}”，数据是“{right[0]}”"
            yield error(Kind.READ_BACK, message, Place(file), path, TO_MAINTAINERS)


def shown_earlier(facts: Facts) -> dict[str, Shown]:
    """Return how each of earlier years' values that was asked for must appear, by its path."""
    return dict(shown_in(Group({LAST_YEAR: facts.names[LAST_YEAR], YEARS: facts.years})))


def shown_in(value: Value) -> Iterator[tuple[str, Shown]]:
    """Yield how each value in a group must appear, with its path."""
    if isinstance(value, Group | Rows | Lines):
        for part in value.values() if isinstance(value, Group) else value:
            yield from shown_in(part)
    elif not isinstance(value, Blank):
        yield value.path, (machine_value(value), str(value))


def is_same_number(said: Shown, right: Shown) -> bool:
    """Return whether a number stands there with more decimals than it was typed with, to have as many as those beside it: 9.00 for 9.

    So it is with a 0 in a sentence that the form prints as a dash in its tables.
    """
    text, typed = said[1], right[1]
    if said == (ZERO, ZERO) and right[0] == ZERO:
        return True
    return said[0] == text and right[0] == typed and text.startswith(typed) and bool(PADDING.fullmatch(text, len(typed) - 1))


def is_within_sentence(said: Shown, right: Shown) -> bool:
    """Return whether a text stands there without the 。 or ； that it was typed with, because the sentence goes on behind it."""
    return said[0] == right[0] and right[1] in {f"{said[1]}{stop}" for stop in STOPS}


def shown_values(facts: Facts) -> dict[str, Shown]:
    """Return how each fact must appear: as a machine reads it and as people do, by its path."""
    values: dict[str, Shown] = {}
    for path, fact in facts.by_path.items():
        if isinstance(fact.value, Lines):
            values.update({line.path: (str(line), str(line)) for line in fact.value})
        else:
            values[path] = (machine_value(fact.value), str(fact.value))
    return values
