"""Prints documents, reads them back, and knows what of the facts they say: nothing that was filled in may disappear."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline.facts.fact import Fact, Facts
from pipeline.form.form import YEAR
from pipeline.form.types.scoring_rule import SCORING_RULE
from pipeline.language.nothing import has_content
from pipeline.language.values import Lines
from pipeline.paths import one_of
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.read_back import compare, shown_earlier, shown_values
from pipeline.printing.telling import Telling
from pipeline.problems import Kind, Problem, Severity, Stop
from pipeline.records import record
from pipeline.regex import regex
from pipeline.wanted import Wanted

# What documents print in words of their own: 已公开, √; and what tells the program how to score.
IN_OTHER_WORDS: Final = ("yes_no", "choice", SCORING_RULE.name)

# What makes a number longer that stands before or behind it.
IN_NUMBER: Final = regex(r"[\d.]")


@record()
class Printed:
    """Finished documents.

    Attributes:
        files: the documents by file name.
        faults: every place where they do not say what the facts say.
        told: what each of them says, the list of answers to findings excepted.
    """

    files: Mapping[str, bytes]
    faults: Sequence[Problem]
    told: Sequence[Telling]


def render(documents: Sequence[DocumentTemplate], facts: Facts, *, draft: bool = False) -> Printed:
    """Return documents, printed and read back.

    Args:
        documents: the documents' templates.
        facts: what they print.
        draft: whether to show 草稿.

    Raises:
        Stop: an expression of a template cannot be printed.
    """
    files: dict[str, bytes] = {}
    faults: list[Problem] = []
    told: list[Telling] = []
    expected = shown_values(facts)
    for document in documents:
        if not document.is_made(facts):
            continue
        try:
            name, printed = document.spec.name, document.render(facts, draft=draft)
        except Stop as stop:
            raise Stop(*(at_its_fact(problem, facts) for problem in stop.problems)) from None
        files |= {f"{name}{suffix}": data for suffix, data in printed.items()}
        expected |= shown_earlier(facts)  # those that it has asked for
        said, differing = compare(name, printed, expected)
        told += () if document.is_list_of_answers else said
        faults += differing
    return Printed(files, faults, told)


def at_its_fact(problem: Problem, facts: Facts) -> Problem:
    """Return a problem of what a value says at the value's place, if a person has typed it; any other as it is."""
    path, number = (problem.path, 1) if problem.path in facts.by_path else (one_of(problem.path) or ("", 1))
    fact = facts.by_path.get(path)
    return replace(problem, place=fact.spot(number - 1, 0)) if problem.kind == Kind.NO_FONT and fact and not fact.fixed else problem


def unprinted(facts: Facts, printed: Printed) -> Iterator[Problem]:
    """Yield each value that was filled in and that no document says.

    Args:
        facts: what was filled in.
        printed: all documents of the unit-year.
    """
    named = {path for telling in printed.told for path, _ in telling.figures}
    unnamed = [fact for path, fact in facts.by_path.items() if path not in named and is_to_be_printed(fact)]
    said = said_of(("\n".join(telling.words for telling in printed.told)), [text for fact in unnamed for text in fact.texts])
    for fact in unnamed:
        if not is_said(fact, named, said):
            message, hint = "填了，但各份文件里都没有印出来", "核对这一项该不该填；要说明的，写进其他自评情况"
            yield Problem(Severity.WARNING, Kind.UNPRINTED, message, fact.place, fact.path, hint)


def said_of(text: str, wanted: Collection[str]) -> dict[str, bool]:
    """Return which of some texts a text says, and whether one of the times it is no part of a longer number.

    Args:
        text: all that documents say.
        wanted: the texts.
    """
    found: dict[str, bool] = {}
    for place, words in Wanted(wanted).found_in(text):
        if not found.get(words):
            found[words] = not (IN_NUMBER.match(text[place - 1 : place]) or IN_NUMBER.match(text, place + len(words)))
    return found


def is_to_be_printed(fact: Fact) -> bool:
    """Return whether a fact is one that somebody typed to be read, and that documents print as it is."""
    return (
        fact.field.name != YEAR
        and not fact.field.formula
        and not fact.taken
        and not fact.fixed
        and fact.field.type not in IN_OTHER_WORDS
        and has_content(fact.value)
    )


def is_said(fact: Fact, named: set[str], said: Mapping[str, bool]) -> bool:
    """Return whether documents say a fact without naming it, such as in a link, or name its paragraphs.

    Args:
        fact: the fact.
        named: the paths of the facts that they name.
        said: what they say, and whether as no part of a longer number.
    """
    if isinstance(fact.value, Lines):
        return any(line.path in named or str(line) in said for line in fact.value)
    return said.get(str(fact.value), False)
