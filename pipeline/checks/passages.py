"""What a rule found in a text, and where: a problem is told at its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from pipeline.facts.fact import Facts
from pipeline.paths import one_of
from pipeline.problems import Place
from pipeline.records import record
from pipeline.regex import regex

BLANK_BETWEEN: Final = regex(r"\S +\S")


@record()
class Passage:
    """Something found in a text; prints as the words found, and answers to what else is known of it by name: `处.应为`.

    Attributes:
        words: what was found, as typed.
        path: the path of the text or paragraph that it stands in.
        offset: where it begins there, in characters from 0.
        known: what else there is to say.
    """

    words: str
    path: str = ""
    offset: int = 0
    known: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words

    def __getitem__(self, name: str) -> object:
        return self.known[name]


# What a rule's condition came to, one by one: passages, or one nothing where it simply holds.
Found = list[Passage | None]


def passage(text: object, start: int, end: int, **known: object) -> Passage:
    """Return a part of a text as a passage.

    Args:
        text: the text; `Words` know their path.
        start: where the part begins, from 0.
        end: where it ends.
        known: what else there is to say.
    """
    return Passage(str(text)[start:end], getattr(text, "path", ""), start, known)


def found(condition: object) -> Found:
    """Return what a rule's condition came to, each of which is a problem of its own."""
    if not condition:
        return []
    several = condition if isinstance(condition, list) else [condition]
    passages = [one for one in several if isinstance(one, Passage)]
    return [*passages] if passages else [None]


def spot(path: str, offset: int, facts: Facts) -> tuple[str, Place] | None:
    """Return the path of the field of a text, and where one of its characters was typed; None if there is no such text.

    Args:
        path: the path of the text or paragraph.
        offset: the character, from 0.
        facts: all facts.
    """
    whole, number = (path, 1) if path in facts.by_path else one_of(path) or (path, 1)
    fact = facts.by_path.get(whole)
    return (whole, fact.spot(number - 1, offset)) if fact else None


def is_seam(passage: Passage | None, facts: Facts) -> bool:
    """Return whether a passage is two characters with the blank by which YAML has joined two lines: that they are joined is told already.

    Args:
        passage: the passage, if it is one.
        facts: all facts.
    """
    if passage is None or not BLANK_BETWEEN.fullmatch(passage.words):
        return False
    ends = [spot(passage.path, passage.offset + step, facts) for step in (0, len(passage.words) - 1)]
    return len({end[1].line for end in ends if end}) > 1
