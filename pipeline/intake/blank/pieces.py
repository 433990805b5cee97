"""A printed paragraph of an empty form in pieces: runs of words, and the places for values between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import dropwhile
from typing import Final

from lxml import etree

from pipeline.characters import CLOSED, OPENING, PRINTED
from pipeline.document.word.xml import SPACE, W, paragraph_text
from pipeline.facts.fact import Fact
from pipeline.intake.blank.printed import ASKED_TEXT
from pipeline.language.values import Blank

MARK: Final = re.compile(f"{OPENING}([^{PRINTED}]*){PRINTED}|{CLOSED}")
RUN, LOOK, WORDS, BREAK = f"{W}r", f"{W}rPr", f"{W}t", f"{W}br"


@dataclass(frozen=True, slots=True)
class Opening:
    """A place for a value.

    Attributes:
        fact: the value's field and path, and the value itself, if it is known.
        look: how its words are printed.
        runs: what is printed there already.
    """

    fact: Fact
    look: etree._Element | None
    runs: tuple[etree._Element, ...]

    @property
    def is_computed(self) -> bool:
        """Whether the program fills it."""
        return bool(self.fact.field.formula)

    @property
    def text(self) -> str:
        """What is printed there already."""
        return "".join(map(words_of, self.runs))


Piece = etree._Element | Opening  # noqa: SLF001 - lxml has no other name for it


def pieces_of(paragraph: etree._Element, facts: Mapping[str, Fact]) -> list[Piece]:
    """Return a paragraph's pieces in order; elements that are no runs stay as they are.

    Args:
        paragraph: the paragraph, with marks.
        facts: what the form was printed from, by path.
    """
    found: list[Piece] = []
    opened: tuple[str, etree._Element | None, list[etree._Element]] | None = None
    for element in runs_of(paragraph):
        mark = MARK.fullmatch(words_of(element))
        if mark and mark[1] is not None:
            opened = (mark[1], element.find(LOOK), [])
        elif mark and opened:
            new = settled(facts.get(opened[0]), opened[1], opened[2])
            found += new if any(map(words_of, found)) else dropwhile(is_break, new)
            opened = None
        elif opened:
            opened[2].append(element)
        else:
            found.append(element)
    return found


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield a paragraph's content, of runs each word and mark as a run of its own."""
    for child in paragraph:
        if child.tag != RUN:
            if child.tag != f"{W}pPr":
                yield child
            continue
        look = child.find(LOOK)
        for part in child:
            if part.tag == WORDS:
                yield from (run_of(text, look) for text in cut(part.text or ""))
            elif part is not look:
                yield run_with(deepcopy(part), look)


def cut(text: str) -> Iterator[str]:
    """Yield a text's marks and the words between them."""
    position = 0
    for match in MARK.finditer(text):
        yield from filter(None, (text[position : match.start()], match[0]))
        position = match.end()
    yield from filter(None, (text[position:],))


def settled(fact: Fact | None, look: etree._Element | None, runs: Sequence[etree._Element]) -> Sequence[Piece]:
    """Return what stands where a value is printed: the words that the form fixes, or a place; behind words of its own on a line of its own.

    Args:
        fact: the value, if it is one.
        look: how it is printed.
        runs: what was printed.
    """
    if fact is None or fact.fixed:
        return runs
    if not isinstance(fact.value, Blank):
        return [Opening(fact, look, tuple(runs))]
    opening = Opening(fact, look, ())
    before, asked, after = "".join(map(words_of, runs)).partition(ASKED_TEXT)
    if not asked:
        return [opening]
    if opening.is_computed:
        return []
    behind = [run_of(after, look)] if after.strip("。") else []  # a sentence ends as the clerk ends it
    return [run_with(etree.Element(BREAK), None), run_of(before, look), opening, *behind]


def run_of(text: str, look: etree._Element | None) -> etree._Element:
    """Return a run that says something, printed as others are."""
    words = etree.Element(WORDS, {SPACE: "preserve"})
    words.text = text
    return run_with(words, look)


def run_with(content: etree._Element, look: etree._Element | None) -> etree._Element:
    """Return a run with one element in it, printed as others are."""
    run = etree.Element(RUN)
    if look is not None:
        run.append(deepcopy(look))
    run.append(content)
    return run


def words_of(piece: Piece) -> str:
    """Return what a piece says."""
    if isinstance(piece, Opening):
        return piece.text
    return "\n" if piece.find(BREAK) is not None else paragraph_text(piece)


def is_break(piece: Piece) -> bool:
    """Return whether a piece is a new line."""
    return words_of(piece) == "\n"
