"""What rules look at in one unit-year: values of a type, groups and rows, or the form as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from pipeline.checks import functions, last_year
from pipeline.checks.compiling import AT_ONCE, BLANK, KIND, MASK, NAME, TEXTS, UNIT, VALUE
from pipeline.checks.last_year import Subject
from pipeline.checks.rules import Check
from pipeline.checks.texts.all_texts import AllTexts
from pipeline.facts.fact import Fact, Facts
from pipeline.facts.standing import standing
from pipeline.form.field import Field
from pipeline.form.rows import rows_around
from pipeline.form.types.registry import TYPES
from pipeline.language.values import AtHand, Blank, Group, Rows
from pipeline.paths import numbered, steps

# A group or row, its path, and the rows that it stands in, by name.
GroupAt = tuple[Group, str, Mapping[str, AtHand]]

# The types of what all texts are made of; who is masked has no wording of his own.
WORDED: Final = ("text", "paragraphs", "list")


class Subjects:
    """What the rules look at in one unit-year; what several look at is gathered once, when the first of them asks for it."""

    def __init__(self, facts: Facts) -> None:
        """Take up the facts; the bureau's words are not the unit's to correct."""
        self.facts = facts
        self.by_type: dict[str, list[Fact]] = {}
        for fact in facts.by_path.values():
            if not fact.fixed:
                self.by_type.setdefault(fact.field.type, []).append(fact)
        self.gathered: dict[object, Sequence[Any]] = {}

    def of(self, check: Check) -> Iterable[Subject]:
        """Return each thing that a rule looks at: values, groups or rows, or once the form as a whole."""
        if check.compares and not self.facts.before:
            return ()
        if check.kinds:
            return chain.from_iterable([self.of_kind(kind, compares=check.compares) for kind in check.kinds])
        return self.of_groups(check) if check.groups else [({}, None)]

    def of_kind(self, kind: str, *, compares: bool) -> Sequence[Subject]:
        """Return what `each` can look at one by one of a type; where it compares with last year, what last year had too."""
        if (kind, compares) not in self.gathered:
            found = last_year.with_before(self.of_kind(kind, compares=False), self.facts) if compares else [*self.gather(kind)]
            self.gathered[kind, compares] = found
        return self.gathered[kind, compares]

    def gather(self, kind: str) -> Iterator[Subject]:
        """Yield the values of a type, what was left empty in the file, or all of something at once.

        A value that does not apply is none, and a blank that is required is an error already.
        """
        if kind == TEXTS or kind in AT_ONCE:
            value = AllTexts.of(self.texts()) if kind == TEXTS else AT_ONCE[kind](self.facts)
            yield {VALUE: value, NAME: "", KIND: kind, UNIT: "", MASK: ""}, None
            return
        for fact in self.left_empty() if kind == BLANK else self.by_type.get(kind, ()):
            field = fact.field
            shown = kind if kind != BLANK else "number" if TYPES[field.type].is_number else field.type
            for one in (fact.value,) if kind == BLANK else functions.filled(fact.value):
                yield {VALUE: one, KIND: shown, NAME: fact.path, UNIT: field.unit, MASK: field.private}, fact

    def left_empty(self) -> Iterator[Fact]:
        """Yield what was left empty in the file, and may be."""
        for fact in self.facts.by_path.values():
            value = fact.value
            if isinstance(value, Blank) and value.given and not fact.field.required and not fact.fixed:
                yield fact

    def texts(self) -> Iterator[Any]:
        """Yield all texts that have a wording."""
        for kind in WORDED:
            for fact in self.by_type.get(kind, ()):
                yield from () if fact.field.private else functions.filled(fact.value)

    def of_groups(self, check: Check) -> Iterator[Subject]:
        """Yield the groups and rows that a rule looks at."""
        for field in check.groups:
            if field not in self.gathered:
                self.gathered[field] = list(groups_at(field, self.facts))
            for content, path, rows_at_hand in self.gathered[field]:
                before = last_year.of_group(field, path, self.facts) if check.compares else {}
                if before is not None:
                    yield {**rows_at_hand, NAME: field.label, **before, **content}, None


def groups_at(field: Field, facts: Facts) -> Iterator[GroupAt]:
    """Yield each group or row of a field, with its path and the rows that it stands in, by name."""
    around = {name: facts.names.get(name, Rows()) for name in rows_around(facts.form, field.path)}
    for holder, path, rows_at_hand in standing(facts.root, steps(field.path), "", around):
        found = holder[field.name]
        if isinstance(found, Group):
            yield found, path, rows_at_hand
        elif isinstance(found, Rows):
            yield from ((row, numbered(path, number), rows_at_hand) for number, row in enumerate(found, 1))
