"""Earlier years' facts beside this year's: which of them are of the same thing, and what a field takes over from last year's."""

from __future__ import annotations

from collections import Counter
from collections.abc import ItemsView, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pipeline.facts.derivation import differs, in_same_row
from pipeline.facts.fact import Fact, Facts
from pipeline.facts.standing import group_at, places_of
from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form
from pipeline.form.last_year import LAST_YEAR, YEARS, sources_of
from pipeline.form.types.field_type import shortened
from pipeline.form.years import last_year_in
from pipeline.language.values import Blank, Day, Figure, Group, Lines, NotApplicable, Rows, Value, Words, is_filled, spelt
from pipeline.paths import as_declared, child, numbered, parent, steps
from pipeline.problems import Kind, Problem, Severity
from pipeline.regex import regex

# What a row's name says of its year, and blanks: 2019年信访维稳 and 2020 年度信访维稳 are the same project.
OF_YEAR = regex(r"(?:19|20)\d{2}\s*年?度?|\s")
# A year's facts by path; last year's by the paths that the same things have this year.
ByPath = Mapping[str, Fact]


def facts_before(form: Form, root: Group, facts: ByPath, last: Facts) -> dict[str, Fact]:
    """Return last year's facts by the paths that the same things have this year; what has another type or unit, or is private, is left out.

    A row is the same as the one that begins with the same text, years left aside.

    Args:
        form: this year's form.
        root: this year's values.
        facts: this year's facts.
        last: last year's.
    """
    rows: dict[str, str] = {}
    match_rows(form.root, root, last.root, ("", ""), rows)
    before = {}
    for path, fact in facts.items():
        if "[" in path:
            own = path.rpartition("]")[0]
            old = last.by_path.get(rows[own] + former(form, last.form, path).rpartition("]")[2]) if own in rows else None
        else:
            old = last.by_path.get(former(form, last.form, path))
        if old and path != YEAR and alike(fact.field, old.field):
            before[path] = old
    return before


def former(form: Form, old: Form, path: str) -> str:
    """Return the path of a value in an earlier form, whose names may be former ones; its own path where that form has no such field.

    Args:
        form: this year's form.
        old: the earlier one.
        path: the value's path this year.
    """
    return path if form is old else former_paths(form, old).get(as_declared(path), path)


@lru_cache(maxsize=16)
def former_paths(form: Form, old: Form) -> dict[str, str]:
    """Return the path in an earlier form of each field that has one there, by its path in this one, both as declared."""
    found: dict[str, str] = {}

    def pair(group: Field, was: Field) -> None:
        for field in group.fields.values():
            if before := field.among(was.fields):
                found[field.path] = before.path
                pair(field, before)

    pair(form.root, old.root)
    return found


def alike(field: Field, other: Field) -> bool:
    """Return whether the values of two fields can be compared, and are nobody's secret."""
    same = field is other or (field.type, field.unit) == (other.type, other.unit)
    return same and not field.private and not other.private


def match_rows(group: Field, values: Group, last: Group, paths: tuple[str, str], found: dict[str, str]) -> None:
    """Find last year's row of each row; a text that several rows begin with says of none which is meant.

    Args:
        group: the group that may hold rows.
        values: its values this year.
        last: the same last year.
        paths: its path this year and last, each ending in a dot if not empty.
        found: takes up each row's path without its last bracket → last year's row's.
    """
    for name, field in group.fields.items():
        if not field.fields:
            continue
        own, old = values.get(name), field.among(last)
        here, there = f"{paths[0]}{name}", f"{paths[1]}{next((each for each in (name, *field.formers) if each in last), name)}"
        if field.type == "group" and isinstance(own, Group) and isinstance(old, Group):
            match_rows(field, own, old, (f"{here}.", f"{there}."), found)
        elif isinstance(own, Rows) and isinstance(old, Rows):
            was, now = by_first_text(old), by_first_text(own)
            for text in now.keys() & was.keys():
                pair = numbered(here, now[text] + 1), numbered(there, was[text] + 1)
                found[pair[0].removesuffix("]")] = pair[1]
                match_rows(field, own[now[text]], old[was[text]], (f"{pair[0]}.", f"{pair[1]}."), found)


def by_first_text(rows: Rows) -> dict[str, int]:
    """Return the number of each row, from 0, by the text that it alone begins with, whichever year that names."""
    texts = [OF_YEAR.sub("", str(next(iter(row.values()), ""))) for row in rows]
    count = Counter(texts)
    return {text: number for number, text in enumerate(texts) if text and count[text] == 1}


class Before(Group):
    """An earlier year's values by this year's names, each made when it is first asked for; true if there is such a year."""

    __slots__ = ("form", "last", "path")

    def __init__(self, form: Form, last: Facts | None, path: str = LAST_YEAR) -> None:
        """Begin with no values.

        Args:
            form: this year's form.
            last: the earlier year's facts, if they are known.
            path: the path that the earlier year has this year.
        """
        super().__init__()
        self.form = form
        self.last = last
        self.path = path

    def __bool__(self) -> bool:
        return self.last is not None

    def __missing__(self, name: str) -> Value:
        """Return the value, group or rows that a name stands for; blank where nothing is known."""
        field = last_year_in(self.form).fields[name]
        old, value = (self.last.form.root, self.last.root) if self.last else (None, None)
        *groups, own = steps(field.path)[1:]
        now = self.form.root
        for step in groups:
            now = now.fields[step]
            old, value = now.among(old.fields) if old else None, group_in(value, now)
        self[name] = shaped({own: field}, old, value, ".".join((self.path, *groups)))[own]
        return self[name]

    def items(self) -> ItemsView[str, Value]:  # type: ignore[override]  # dict names a class that cannot be imported
        """Return all names with their values, and not only those that were asked for."""
        for name in last_year_in(self.form).fields:
            _ = self[name]
        return super().items()


def years_before(form: Form, earlier: Sequence[Facts]) -> Rows:
    """Return the values of earlier years, by the names of a form; `earlier` begins with the earliest."""
    return Rows(Before(form, facts, numbered(YEARS, number)) for number, facts in enumerate(earlier, 1))


def all_years(facts: Facts) -> Rows:
    """Return what documents see as 历年: the values of the years before, and this year's."""
    return Rows((*facts.years, Group({**facts.names, **facts.root})))


def group_in(values: Group | None, group: Field) -> Group | None:
    """Return the values of a group, if there are any."""
    value = group.among(values) if values is not None else None
    return value if isinstance(value, Group) else None


def shaped(fields: Mapping[str, Field], old: Field | None, values: Group | None, path: str) -> Group:
    """Return a group's values of an earlier year, by this year's fields; blank where that year's form had none, or another type or unit.

    Args:
        fields: the group's fields, as an earlier year's in this year's form.
        old: the same in that year's form, if it is there.
        values: its values.
        path: the path that they get.
    """
    found = Group()
    for name, field in fields.items():
        was, own = field.among(old.fields) if old else None, child(path, name)
        value = field.among(values) if values is not None else None
        if field.type == "group":
            found[name] = shaped(field.fields, was, group_in(values, field), own)
        elif field.type == "rows":
            rows = value if isinstance(value, Rows) else Rows()
            found[name] = Rows(shaped(field.fields, was, row, numbered(own, number)) for number, row in enumerate(rows, 1))
        else:
            found[name] = moved(value, own) if was and alike(field, was) and value is not None and is_filled(value) else Blank(own)
    return found


def row_before(field: Field, path: str, facts: Facts) -> Group | None:
    """Return last year's values of a group, or of the row that begins with the same text as a row; None if there is none.

    Args:
        field: the group, or the rows.
        path: the path of the group or row.
        facts: this year's facts.
    """
    last: Any = facts.names[LAST_YEAR]
    if not isinstance(last, Before):  # the form has a field of that name
        return None
    if "[" in path:
        own = (child(path, name) for name in field.fields)
        path = next((parent(facts.before[each].path) for each in own if each in facts.before), "")
    return group_at(last, path) if path else None


@lru_cache(maxsize=16)
def taken_fields(form: Form) -> tuple[tuple[Field, Field], ...]:
    """Return each field that takes its value from last year's file, with the field that had it there."""
    return tuple((field, sources_of(form.root, form.names, field)[0]) for field in form.root.leaves() if field.taken_from)


def take_over(form: Form, root: Group, facts: dict[str, Fact], before: ByPath) -> list[Problem]:
    """Put last year's values where this year's file leaves them out; return where it says something else.

    Args:
        form: this year's form.
        root: this year's values.
        facts: this year's facts, which take up the values, as does the root.
        before: last year's facts by this year's paths.
    """
    problems = []
    for field, source in taken_fields(form) if before else ():
        way = steps(field.path)
        for group, path in places_of(root, way, ""):
            old = before.get(in_same_row(source.path, path))
            if old is None or not is_filled(old.value):
                continue
            fact = facts[path]
            if isinstance(fact.value, Blank) and not fact.value.wrong:
                group[way[-1]] = moved(old.value, path)
                facts[path] = Fact(path, fact.field, group[way[-1]], fact.at, taken=True, fixed=fact.fixed)
            elif is_filled(fact.value) and differs(fact.value, old.value) and not is_nothing(fact.value, old.value):
                problems.append(disagreement(fact, old))
    return problems


def is_nothing(value: Value, other: Value) -> bool:
    """Return whether two values both say that there is nothing: 0, 无 and 不适用 do."""
    return all(isinstance(each, NotApplicable) or each == Decimal(0) for each in (value, other))


def moved(value: Value, path: str) -> Value:
    """Return a value as the one of another path."""
    if isinstance(value, Figure):
        return Figure(value, path, value.text)
    if isinstance(value, Lines):
        return Lines(type(text)(text, numbered(path, number)) for number, text in enumerate(value, 1))
    if isinstance(value, Day):
        return value.of(value, path)
    return type(value)(value, path) if isinstance(value, Words) else value


def disagreement(fact: Fact, old: Fact) -> Problem:
    """Return the problem of a value that is not what last year's file has for it."""
    unit = f" {old.field.unit}" if isinstance(old.value, Figure) and old.field.unit not in ("", "%") else ""
    now, then = (shortened(spelt(value)) for value in (fact.value, old.value))
    message = f"填的是 {now}{unit}，上年的文件里“{old.field.name}”却是 {then}{unit}"
    line = f" 第 {old.place.line} 行" if old.place.line else " "
    hint = f"请与 {old.place.file}{line}核对；上年的数后来调整过的，以批复为准"
    return Problem(Severity.WARNING, Kind.LAST_YEAR, message, fact.place, fact.path, hint)
