"""What stands in a printed form's cells, piece by piece: the form's own words, and values with the fields that they are of.

The reader under test is not asked: the pieces come from the template's tags, each printed on its own between two marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from jinja2 import Template

from pipeline.facts.fact import Fact, Facts
from pipeline.form.field import Field
from pipeline.form.form import YEAR
from pipeline.language.expressions import environment, in_text
from pipeline.language.values import Day, Figure, Lines, Value
from pipeline.paths import child, numbered, steps

BEGIN, AFTER, END = "\ue000", "\ue001", "\ue002"
VALUE: Final = re.compile(r"\{\{\s*(.+?)\s*\}\}")
NAME: Final = re.compile(r"[^\s|]+")
MARKED: Final = re.compile(f"{BEGIN}(.*?){AFTER}(.*?){END}", re.DOTALL)
LOOP: Final = re.compile(r"\{%tr for (\S+) in (\S+) %\}")
LOOP_END: Final = "{%tr endfor %}"
AS_PRINTED: Final = environment(in_text)
AS_PRINTED.filters["合并"] = lambda value: value  # the lower cells of a merge are told by the file
# A value as it is compared: numbers as numbers, days as days, texts without spaces; several paragraphs one by one.
Plain = Decimal | tuple[int, ...] | tuple[str, ...] | str


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A value that a clerk filled in, as long as it stands anywhere in the form.

    Attributes:
        fact: the value as it was printed.
        rows: the path of the rows that it stands in; empty if in none, or in those that the form fixes.
        row: the number of its row when it was printed.
    """

    fact: Fact
    rows: str = ""
    row: int = 0

    @property
    def is_in_rows(self) -> bool:
        """Whether it is one of a row."""
        return "[" in self.fact.path

    @property
    def plain(self) -> Plain:
        """The value as it is compared."""
        return plain(self.fact.value)

    def path(self, number: int) -> str:
        """Return its path when its row has become another one by its number."""
        return numbered(self.rows, number) + self.fact.path[len(numbered(self.rows, self.row)) :] if self.rows else self.fact.path


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Words in a cell.

    Attributes:
        text: the words.
        held: the value that they are; None for the form's own words, and for values that the form itself computes or fixes.
        is_label: whether they are the form's own words.
        how: how Word has them: as a plain run if empty, else a key of `runs.WRITERS`.
    """

    text: str
    held: Held | None = None
    is_label: bool = True
    how: str = ""


def plain(value: Value) -> Plain:
    """Return a value as it is compared."""
    if isinstance(value, Figure):
        return value.displayed.normalize()
    if isinstance(value, Day):
        return value.year, value.month, value.day
    return tuple(map(plain_text, value)) if isinstance(value, Lines) else plain_text(str(value))


def plain_text(text: str) -> str:
    """Return a text without its spaces and line ends."""
    return "".join(text.split())


@lru_cache(maxsize=4096)
def compiled(source: str) -> Template:
    """Return the template of a cell, its values between marks."""
    return AS_PRINTED.from_string(VALUE.sub(lambda tag: f"{BEGIN}{tag[1]}{AFTER}{tag[0]}{END}", source))


@dataclass(frozen=True, slots=True)
class Printed:
    """A template's names at one place of it, to print its cells and tell whose the values are.

    Attributes:
        facts: all facts.
        names: what the template sees.
        loop: the name that a loop gives its row, the path of the rows and the row's number; None outside of loops.
    """

    facts: Facts
    names: Mapping[str, Any]
    loop: tuple[str, str, int] | None = None

    def pieces(self, template: str) -> Iterator[Piece]:
        """Yield the pieces of a cell, whose template is given."""
        printed = compiled(template).render(self.names)
        done = 0
        for found in MARKED.finditer(printed):
            yield from words(printed[done : found.start()])
            yield Piece(found[2], self.held(found[1]), is_label=False)
            done = found.end()
        yield from words(printed[done:])

    def held(self, expression: str) -> Held | None:
        """Return the value that an expression prints, if a clerk filled it in."""
        named = NAME.match(expression)
        path = self.path(named[0]) if named else ""
        fact = self.facts.by_path.get(path)
        if fact is None or fact.field.formula or fact.fixed or fact.field.name == YEAR:
            return None
        is_free = self.loop and path.startswith(numbered(*self.loop[1:])) and not declared(self.facts.form.root, self.loop[1]).preset
        return Held(fact, *self.loop[1:]) if self.loop and is_free else Held(fact)

    def path(self, name: str) -> str:
        """Return the path of the fact that a name means."""
        first, _, rest = name.partition(".")
        if self.loop and first == self.loop[0]:
            return child(numbered(self.loop[1], self.loop[2]), rest)
        fields = self.facts.form.names.get(first, ())
        return child(fields[0].path, rest) if rest and len(fields) == 1 else fields[0].path if fields else name

    def inside(self, statement: str) -> Iterator[Printed]:
        """Yield the same for each row of a loop, whose statement is given."""
        found = LOOP.fullmatch(statement.strip())
        assert found, statement
        path = self.path(found[2])
        rows: Any = AS_PRINTED.compile_expression(found[2])(**self.names)
        for number, row in enumerate(rows, 1):
            yield Printed(self.facts, {**self.names, found[1]: row}, (found[1], path, number))


def words(text: str) -> Iterator[Piece]:
    """Yield a piece of the form's own words, if there are any."""
    if text:
        yield Piece(text)


def declared(field: Field, path: str) -> Field:
    """Return the field of a path that lies in no rows."""
    for name in steps(path):
        field = field.fields[name]
    return field
