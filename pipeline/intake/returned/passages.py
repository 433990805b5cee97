"""A narrative as passages and, in them, what is compared: sentences, and rows of tables; the printed one and the received one alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Final

from pipeline.intake.received import Received
from pipeline.intake.returned.plain import AS_ONE, bare
from pipeline.language.wording import sentences

# What numbers a heading or an item: 一、（一）1.（1）, and as people type it; 1.5万元 is no number and a text, but 1.5月上旬 may be.
MARK: Final = re.compile(r"\s*(?:第?[一二三四五六七八九十百]+[、.]|[(][一二三四五六七八九十百0-9]+[)]|[0-9]{1,3}(?:、|[.](?![0-9])))\s*")
COUNT: Final = re.compile(r"\s*([0-9]{1,3})[.、]")
BEFORE_DIGIT: Final = re.compile(r"\s*([0-9]{1,3})[.](?=[0-9])")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that says a fact: where it begins and ends, and the fact's path."""

    start: int
    end: int
    path: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, item of a list or caption, or a cell of a table.

    Attributes:
        text: what it says.
        spot: where a person finds it in the received file; empty for what is printed.
        spans: its parts that say facts.
        row: the number of the table row that it is a cell of, counted through the document; 0 outside of tables.
        number: how long the number is that stands before it, in characters.
        is_numbered: whether the program numbers it, so that another number is no change.
        is_optional: whether it says in words what a drawing shows, so that not every kind of file has it.
    """

    text: str
    spot: str = ""
    spans: tuple[Span, ...] = ()
    row: int = 0
    number: int = 0
    is_numbered: bool = False
    is_optional: bool = False


@dataclass(frozen=True, eq=False)
class Piece:
    """A sentence of a passage, or a whole cell.

    Attributes:
        passage: the passage.
        number: its number in the document, from 0.
        start: where the piece begins in the passage.
        end: where it ends.
        mark: the number that stands before it, at the beginning of a passage.
    """

    passage: Passage
    number: int
    start: int
    end: int
    mark: str = ""

    @cached_property
    def text(self) -> str:
        """What it says."""
        return self.passage.text[self.start : self.end]

    @cached_property
    def bare(self) -> str:
        """The same as it is compared."""
        return bare(self.text).text

    def spans(self, shift: int) -> Iterator[Span]:
        """Yield its parts that say facts, as they lie in a text in which it begins at `shift`."""
        for span in self.passage.spans:
            start, end = max(span.start, self.start), min(span.end, self.end)
            if start < end:
                yield Span(start - self.start + shift, end - self.start + shift, span.path)


@dataclass(frozen=True, eq=False)
class Unit:
    """What is compared as one: a sentence, or a row of a table with a piece for each cell."""

    pieces: tuple[Piece, ...]

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.pieces[0].passage.row)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What it says, as it is compared."""
        return tuple(piece.bare for piece in self.pieces)

    @property
    def text(self) -> str:
        """What it says in one line."""
        return " | ".join(piece.text.strip() for piece in self.pieces)


def units_of(passages: Sequence[Passage]) -> list[Unit]:
    """Return what is compared of a document."""
    found: list[Unit] = []
    for row, numbered in groupby(enumerate(passages), key=lambda each: each[1].row):
        if row:
            cells = tuple(Piece(passage, number, 0, len(passage.text)) for number, passage in numbered)
            found += [Unit(cells)] if any(cell.bare for cell in cells) else []
        else:
            found += (Unit((piece,)) for number, passage in numbered for piece in pieces_of(passage, number))
    return found


def pieces_of(passage: Passage, number: int) -> Iterator[Piece]:
    """Yield the sentences of a passage; `number` is its number in the document."""
    start, mark = passage.number, passage.text[: passage.number].strip()
    for sentence in sentences(passage.text[start:]):
        piece = Piece(passage, number, start, start + len(sentence), mark if start == passage.number else "")
        start += len(sentence)
        if piece.bare:
            yield piece


def received_passages(received: Received) -> list[Passage]:
    """Return a received file's passages; what says nothing outside of tables is left out."""
    found = [
        Passage(cell.text, cell.spot, row=row if line.table else 0)
        for row, line in enumerate(received.lines, 1)
        for cell in line.cells
        if line.table or cell.text.strip()
    ]
    return with_numbers(found)


def with_numbers(passages: Sequence[Passage]) -> list[Passage]:
    """Return passages that know how long the number before them is.

    A number right before digits is one if it goes on counting, or begins to below a line that ends in a colon.
    """
    found: list[Passage] = []
    before, lead = 0, False
    for passage in passages:
        text = passage.text.translate(AS_ONE)
        mark, digits, count = MARK.match(text), BEFORE_DIGIT.match(text), COUNT.match(text)
        if digits and not passage.row and (int(digits[1]) == before + 1 if before else lead and digits[1] == "1"):
            mark = digits
        found.append(replace(passage, number=mark.end() if mark and not passage.row else 0))
        before, lead = int(count[1]) if count and found[-1].number else 0, text.rstrip().endswith(":")
    return found
