"""What a reader made of an edited form, held against what is true in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Self

from pipeline.form.field import Field
from pipeline.problems import Problem
from tests.intake.mixture.pieces import Plain, plain, plain_text
from tests.intake.mixture.sheet import Sheet, Stands

NUMBERS = ("integer", "number", "amount", "percent")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
WAY = re.compile(r"\[\d+\]")
# How many digits or letters are told apart from others wherever they are quoted, Chinese characters one less; and how many are compared.
LONG, MUCH = 4, 10


@dataclass(frozen=True)
class Read:
    """A value that a reader has read.

    Attributes:
        typed: as it would be typed into the data file; of several paragraphs each.
        field: the field.
        is_doubted: whether somebody is told to look at it.
    """

    typed: str | tuple[str, ...]
    field: Field
    is_doubted: bool = False


@dataclass
class Score:
    """How many fields were read in which way.

    Attributes:
        right: the value is the true one, or there is none and none was read.
        listed: it is not, and somebody is told.
        wrong: it is not, and nobody is told.
        untold: of words that belong nowhere, how many nobody is told of.
        faults: what is wrong, in words.
    """

    right: int = 0
    listed: int = 0
    wrong: int = 0
    untold: int = 0
    faults: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Self:
        self.right, self.listed, self.wrong = self.right + other.right, self.listed + other.listed, self.wrong + other.wrong
        self.untold += other.untold
        self.faults += other.faults
        return self

    @property
    def fields(self) -> int:
        return self.right + self.listed + self.wrong

    def share(self, count: int) -> float:
        """Return how many of a hundred fields some are."""
        return 100 * count / max(self.fields, 1)

    def __str__(self) -> str:
        parts = (f"{count} {name} ({self.share(count):.2f} %)" for name, count in self.counts().items())
        return f"{self.fields} fields: {', '.join(parts)}; {self.untold} words untold"

    def counts(self) -> dict[str, int]:
        return {"right": self.right, "listed": self.listed, "silently wrong": self.wrong}


def score(sheet: Sheet, values: Mapping[str, Read], problems: Sequence[Problem]) -> Score:
    """Return what was made of a form.

    Args:
        sheet: the form as it was edited.
        values: what was read from it, by path.
        problems: what somebody is told of it.
    """
    made, truth = Score(), sheet.truth()
    told = [Told(problem) for problem in problems]
    computed = {held.fact.path for held in sheet.printed if held.fact.node is None}
    fixed = {path: plain(fact.value) for path, fact in sheet.facts.by_path.items() if fact.fixed}
    values = by_keys(values, fixed)
    for path in {**truth, **{held.fact.path: None for held in sheet.printed}, **values}:
        stands, got = truth.get(path), values.get(path)
        want = stands.plain if stands else None
        said = as_plain(got.typed, got.field) if got else None
        if path in fixed and said == fixed[path]:
            continue
        if said == want or (got is None and path in computed):
            made.right += 1
        elif (got and got.is_doubted) or any(each.is_of(path, stands) for each in told):
            made.listed += 1
        else:
            made.wrong += 1
            made.faults.append(f"{path}: {want} is read as {said}")
    for stray in sheet.strays:
        if not any(bare(stray) in each.words for each in told):
            made.untold += 1
            made.faults.append(f"nobody is told of {stray}")
    return made


def by_keys(values: Mapping[str, Read], fixed: Mapping[str, Plain]) -> dict[str, Read]:
    """Return values with the rows that the form fixes numbered as it does: they are known by what it fixes in them.

    Args:
        values: the values that were read, by path.
        fixed: what the form fixes, by path.
    """
    numbers = {(WAY.sub("[]", path), value): WAY.findall(path) for path, value in fixed.items()}
    rows = {
        way(path): number for path, own in values.items() if (number := numbers.get((WAY.sub("[]", path), as_plain(own.typed, own.field))))
    }
    return {WAY.sub(rows[way(path)][0], path, count=1) if way(path) in rows else path: value for path, value in values.items()}


def way(path: str) -> str:
    """Return the path of the row that a value stands in; empty if in none."""
    found = WAY.search(path)
    return path[: found.end()] if found else ""


def as_plain(typed: str | tuple[str, ...], of: Field) -> Plain:
    """Return a typed value as it is compared."""
    if isinstance(typed, tuple):
        return tuple(map(plain_text, typed))
    if of.type in ("paragraphs", "list"):
        return (plain_text(typed),)
    if day := DAY.fullmatch(typed):
        return int(day[1]), int(day[2]), int(day[3])
    try:
        return Decimal(typed.removesuffix("%")).normalize() if of.type in NUMBERS else plain_text(typed)
    except InvalidOperation:
        return plain_text(typed)


class Told:
    """A problem, as somebody reads it who looks for a value.

    Attributes:
        problem: the problem.
        words: what it says, without spaces and marks.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.words = bare(f"{problem.message}{problem.place.text}")

    def is_of(self, path: str, stands: Stands | None) -> bool:
        """Return whether it tells of a value: of its field; or of its words in its cell, of which the first are quoted of many; or of long ones.

        Args:
            path: the value's path.
            stands: where it stands; None if nowhere.
        """
        return self.problem.path == path or (stands is not None and any(self.quotes(*one) for one in stands.words))

    def quotes(self, spot: str, text: str) -> bool:
        word = bare(text)
        is_here = self.problem.place.spot == spot and (word in self.words or "…”" in self.problem.message)
        return is_here or (len(word) >= LONG - (not word.isascii()) and word[:MUCH] in self.words)


def bare(text: str) -> str:
    """Return a text without spaces and marks."""
    return "".join(filter(str.isalnum, text))
