"""Reads finished documents again, strictly, and finds every place where they do not say what the facts say.

Each of a document's files is told in the same few marks and its words; the tellings must be equal. Only where they are not
are they taken apart into places. This is the longest stage of a build, so it visits each element once.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree

from pipeline.document.pdf.fault import PdfError
from pipeline.facts.fact import Facts
from pipeline.form.last_year import LAST_YEAR, YEARS
from pipeline.language.expressions import machine_value
from pipeline.language.phrases import STOPS
from pipeline.language.values import Blank, Group, Lines, Rows, Value
from pipeline.printing.outputs import OUTPUTS
from pipeline.printing.telling import Said, Shown, Telling, with_lines_of
from pipeline.problems import Kind, Place, Problem, error
from pipeline.regex import regex

ZERO = "0"
# The end of a number from its last typed digit on, with zeros added.
PADDING = regex(r"[0-9](?:\.0+|(?<=\.[0-9])0+|(?<=\.[0-9]{2})0+)")
TO_MAINTAINERS = "程序或模板有误，请联系维护人员"


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
        said = with_lines_of(telling.text, told[first].text)
        if said != told[first].text:
            found += differences(name, {first: told[first].places(), suffix: Telling(said).places()})
        found += wrong_figures(f"{name}{suffix}", telling, expected)
        found += (error(Kind.READ_BACK, message, Place(f"{name}{suffix}"), hint=TO_MAINTAINERS) for message in telling.contradictions)
    return found


def differences(name: str, said: Mapping[str, Said]) -> Iterator[Problem]:
    """Yield a problem for each place where two of a document's files, given by their suffixes, do not say the same."""
    (first, in_first), (other, in_other) = said.items()
    one, two = OUTPUTS[first].label, OUTPUTS[other].label
    for place in dict.fromkeys((*in_first, *in_other)):  # in the order of the document
        left, right = in_first.get(place), in_other.get(place)
        if left != right:
            message = f"{one}与{' ' if two.isascii() else ''}{two}不一致：{one}为“{excerpt(left, right)}”，{two}为“{excerpt(right, left)}”"
            yield error(Kind.READ_BACK, message, Place(f"{name}{first}", spot=place), hint=TO_MAINTAINERS)


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
    for path, said in telling.figures:
        right = expected.get(path)
        if said != right and not (right and (is_same_number(said, right) or is_within_sentence(said, right))):
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
