"""A unit-year's indicators one by one, wherever the form has them, with the levels that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from pipeline.checks.passages import Passage
from pipeline.facts.fact import Facts
from pipeline.facts.scores import LONGEST_NAME, column, quantity, rule_of, score_of
from pipeline.form.form import YEAR
from pipeline.form.scored import GRADE, RESULT, SCORE, TARGET, TITLE, TOTAL, WEIGHT, Indicators, Scoring
from pipeline.language.nothing import has_content
from pipeline.language.values import AtHand, Blank, Figure, Group, NotApplicable, Rows, Words, spelt
from pipeline.paths import EVERY_ROW, child, numbered, steps
from pipeline.records import record
from pipeline.scoring.case import Score
from pipeline.scoring.quantities import Quantity
from pipeline.scoring.rules import Rule

NO_COLUMN: Final = Blank("")
Around = tuple[tuple[str, Group], ...]


@record(eq=False, slots=False)
class Indicator:
    """One indicator.

    Attributes:
        kind: the rows that it is one of.
        scoring: how the form is scored.
        path: the row's path.
        row: its values.
        around: the groups and rows that it stands in, with their paths, the outermost first.
        year: the year of the report.
        quantities: its targets, results and amounts as numbers, as far as they were asked for, by their columns.
    """

    kind: Indicators
    scoring: Scoring
    path: str
    row: Group
    around: Around
    year: int
    quantities: dict[str, Quantity | None] = field(default_factory=dict)

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What it has in each column."""
        return {role: column(self.kind, role, self.row) for role in self.kind.columns}

    def value(self, role: str) -> Any:  # noqa: ANN401 - any value
        """Return what it has in a column; a blank if the form has no such column."""
        return self.values.get(role, NO_COLUMN)

    def has(self, role: str) -> bool:
        """Return whether the form has a column."""
        return role in self.kind.columns

    def at(self, role: str) -> str:
        """Return the path of its value in a column."""
        return child(self.path, self.kind.columns[role].name)

    def number(self, role: str) -> Decimal | None:
        """Return its number in a column, if there is one."""
        value = self.value(role)
        return value if isinstance(value, Figure) else None

    def says(self, role: str) -> bool:
        """Return whether a column says something; 【待填】 says nothing."""
        value = self.value(role)
        return not isinstance(value, Blank) and has_content(value)

    def is_wrong(self, *roles: str) -> bool:
        """Return whether what stands in one of some columns is told as a mistake already."""
        return any(isinstance(value, Blank) and value.wrong for value in map(self.value, roles))

    def quantity(self, role: str) -> Quantity | None:
        """Return its target or result as a number with its unit, if it is one."""
        if role not in self.quantities:
            self.quantities[role] = quantity(self.kind, role, self.row)
        return self.quantities[role]

    @cached_property
    def weight(self) -> Decimal | None:
        """Its full marks, if they are stated."""
        return self.number(WEIGHT)

    @cached_property
    def score(self) -> Decimal | None:
        """Its score, typed or computed, if there is one."""
        return self.number(SCORE)

    @cached_property
    def rule(self) -> Rule | None:
        """The rule by which it is scored, if there is one."""
        return rule_of(self.kind, self.row)

    @cached_property
    def ruled(self) -> Score | None:
        """What the rule gives, or why it gives nothing."""
        around = {steps(at)[-1].partition("[")[0]: AtHand(group, Rows()) for at, group in self.around if at.endswith("]")}
        return score_of(self.kind, self.scoring.rounding, {YEAR: self.year, **around, **self.row})

    @cached_property
    def is_scored(self) -> bool:
        """Whether it counts: whether it has a weight."""
        return bool(self.weight)

    @cached_property
    def heads(self) -> tuple[Words, ...]:
        """What it and the levels that it stands in are called: their short texts that are neither target nor result nor a reason."""
        own = {each.name for role, each in self.kind.columns.items() if role != TITLE}
        around = [value for _, group in self.around for value in group.values()]
        inside = [value for name, value in self.row.items() if name not in own]
        texts = (value for value in (*around, *inside) if isinstance(value, Words) and not isinstance(value, NotApplicable))
        return tuple(text for text in texts if len(text) <= LONGEST_NAME)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The same, and the names of the groups and rows."""
        return (*(step.partition("[")[0] for step in steps(self.path)), *self.heads)

    @cached_property
    def title_value(self) -> Any:  # noqa: ANN401 - any value
        """Its own name as typed: the column so named, or else the last text of its row that is no other column."""
        if self.has(TITLE):
            return self.value(TITLE)
        inside = [value for value in self.row.values() if any(value is head for head in self.heads)]
        return inside[-1] if inside else Blank("")

    @property
    def title(self) -> str:
        """What it is called; the row's number if it has no name."""
        return str(self.title_value) or steps(self.path)[-1]

    def passage(self, role: str, **known: object) -> Passage:
        """Return its value in a column as what a rule found.

        Args:
            role: the column.
            known: what else there is to say.
        """
        columns = {other: self.value(other) for other in (WEIGHT, SCORE, TARGET, RESULT) if self.has(other)}
        return Passage(self.title, self.at(role), 0, {name: told(value) for name, value in {**columns, **known}.items()})


@record(slots=False)
class Scored:
    """A unit-year's scores.

    Attributes:
        facts: all facts.
        scoring: how the form is scored.
        every: the indicators.
    """

    facts: Facts
    scoring: Scoring
    every: tuple[Indicator, ...] = field(default=())

    @property
    def counted(self) -> list[Indicator]:
        """The indicators that have a weight."""
        return [each for each in self.every if each.is_scored]

    @property
    def total(self) -> Any:  # noqa: ANN401 - any value
        """The total score as the form has it; a blank if it has none."""
        return self.facts.by_path[self.scoring.total.path].value if self.scoring.total else Blank("")

    @property
    def sum(self) -> Decimal | None:
        """The sum of all scores; None while one is missing or a mistake."""
        if not self.counted or any(each.is_wrong(WEIGHT, SCORE) or (each.is_scored and each.score is None) for each in self.every):
            return None
        return sum((each.score for each in self.every if each.score is not None), Decimal(0))

    def of_all(self, role: str) -> dict[str, Words]:
        """Return the values of all indicators in a column, which an answer to a finding about their sum keeps."""
        return joined([each for each in self.every if each.has(role)], role)

    def at_total(self, **known: object) -> Passage:
        """Return the total as what a rule found, or the first score where the form has no total; `known` is what else there is to say."""
        path = self.scoring.total.path if self.scoring.total else self.counted[0].at(SCORE)
        return Passage(TOTAL, path, 0, {name: told(value) for name, value in known.items()})

    def at_grade(self, **known: object) -> Passage:
        """Return the grade as what a rule found; `known` is what else there is to say."""
        assert self.scoring.grade  # noqa: S101 - who asks has looked
        return Passage(GRADE, self.scoring.grade.path, 0, {name: told(value) for name, value in known.items()})


def joined(some: list[Indicator], role: str) -> dict[str, Words]:
    """Return the values of indicators in a column as texts, one for the rows of each kind; its path is that of their column."""
    found: dict[str, list[str]] = {}
    for each in some:
        found.setdefault(each.kind.columns[role].path, []).append(spelt(each.value(role)))
    return {f"各项{number}": Words("、".join(values), path) for number, (path, values) in enumerate(found.items(), 1)}


def told(value: object) -> object:
    """Return a value as messages and answers say it: 0 as 0, though the form may print it as a dash."""
    return Words(value.spelt, value.path) if isinstance(value, Figure) else value


def scored(facts: Facts) -> Scored | None:
    """Return a unit-year's scores, if its form is scored."""
    scoring = facts.form.scoring
    if scoring is None:
        return None
    found = (
        Indicator(kind, scoring, path, row, around, facts.year)
        for kind in scoring.indicators
        for path, row, around in rows_at(facts.root, steps(kind.group.path + (EVERY_ROW if kind.group.type == "rows" else "")), "", ())
    )
    return Scored(facts, scoring, tuple(found))


def rows_at(group: Group, way: list[str], path: str, around: Around) -> Iterator[tuple[str, Group, Around]]:
    """Yield each row, or the group, that a declared path leads to.

    Args:
        group: where to begin.
        way: the rest of the path.
        path: the path so far.
        around: the groups and rows on the way so far.
    """
    step, *rest = way
    name = step.removesuffix(EVERY_ROW)
    here = child(path, name)
    below = (
        [(numbered(here, number), row) for number, row in enumerate(group.rows(name), 1)] if step != name else [(here, group.group(name))]
    )
    for at, found in below:
        if rest:
            yield from rows_at(found, rest, at, (*around, (at, found)))
        else:
            yield at, found, around
