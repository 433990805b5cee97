"""Every field of a form as the desk shows it: what is typed and where it stands, what it was last year, and how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cache, cached_property
from typing import Final

from pipeline.facts.fact import Fact, Facts
from pipeline.form.field import Field, PresetRow
from pipeline.form.form import YEAR
from pipeline.form.types.field_type import NOT_APPLICABLE, Holds, MistakeError
from pipeline.form.types.registry import type_of
from pipeline.intake.into_data.same_rows import position_of
from pipeline.intake.into_data.spots import Spot, Where
from pipeline.language.nothing import says_nothing
from pipeline.paths import child, numbered
from pipeline.source.filled_values import Values
from pipeline.source.nodes import ItemsNode, TextNode, text_of

UNIT_FILE: Final = "unit.yaml"
# What 0 and 无 and 不适用 can be typed into with a press of a button.
ZERO: Final = "0"


@dataclass(frozen=True, eq=False)
class Entry:
    """A field that the clerk fills in, or that the program computes.

    Attributes:
        field: what the form declares.
        path: its path as facts and findings name it.
        home: where it stands in a data file, or would.
        fact: what is known of it, if anything is.
        before: what it was last year, as far as that is known and public.
        keys: what has to be written with it: that which tells which of the form's rows is meant, where the file has not the row yet.
        fixed: what the form fixes; empty if it fixes nothing here.
    """

    field: Field
    path: str
    home: Spot
    fact: Fact | None = None
    before: Fact | None = None
    keys: Values = dataclass_field(default_factory=dict)
    fixed: str = ""

    @cached_property
    def typed(self) -> str:
        """What stands in the data file: several texts a line each, lines in a field of one line beside each other."""
        node = self.home.node
        lines = map(text_of, node.items) if isinstance(node, ItemsNode) else text_of(node).split("\n")
        return ("\n" if self.is_long else " ").join(lines)

    @property
    def is_computed(self) -> bool:
        """Whether the program gives it."""
        return bool(self.field.formula)

    @property
    def is_open(self) -> bool:
        """Whether the clerk can type it here."""
        node = self.home.node
        texts = node.items if isinstance(node, ItemsNode) else () if node is None else (node,)
        return not self.is_computed and not self.fixed and all(isinstance(text, TextNode) for text in texts)

    @property
    def is_for_all_years(self) -> bool:
        """Whether it stands in the unit's file, so that a change holds for all years."""
        return self.home.file.path.name == UNIT_FILE

    @property
    def is_filled(self) -> bool:
        """Whether it says something, be it 无 or what is taken from last year."""
        return bool(self.typed.strip()) or bool(self.fact and self.fact.taken)

    @property
    def shown(self) -> str:
        """What documents print for it where nothing is typed: what is computed, fixed, or taken from last year."""
        if self.fixed:
            return self.fixed
        return "\n".join(self.fact.texts) if self.fact and (self.is_computed or self.fact.taken) else ""

    @property
    def last(self) -> str:
        """What it was last year."""
        return "\n".join(self.before.texts) if self.before else ""

    @property
    def is_long(self) -> bool:
        """Whether it is typed in several lines."""
        return type_of(self.field).holds is Holds.SEVERAL

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it is one; none if it is typed freely."""
        words = type_of(self.field).words
        return words(self.field) if words else ()

    @property
    def nothings(self) -> tuple[str, ...]:
        """The kinds of nothing that can stand there, as buttons beside a field that is typed freely."""
        return () if self.choices else nothings_of(self.field)

    @property
    def is_number(self) -> bool:
        """Whether it is a number."""
        return type_of(self.field).is_number

    @property
    def says_nothing(self) -> bool:
        """Whether what is typed says that there is nothing."""
        return says_nothing(self.typed)

    def values(self, typed: str) -> Values:
        """Return what has to be set so that this is typed there, by the paths of the file that it stands in."""
        lines = [line.strip() for line in typed.split("\n") if line.strip()]
        several = self.is_long and isinstance(self.home.node, ItemsNode) and len(lines) > 1
        return {**self.keys, self.home.path: tuple(lines) if several else "\n".join(lines)}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows.

    Attributes:
        field: what the form declares.
        path: their path as facts and findings name it.
        home: where they stand in a data file, or would.
        rows: each of them.
        is_fixed: whether the form says which rows there are.
        keys: what has to be written with a row of them: that which tells in which of the form's rows it stands, where the file has not
            that row yet.
    """

    field: Field
    path: str
    home: Spot
    rows: tuple[Section, ...]
    is_fixed: bool
    keys: Values = dataclass_field(default_factory=dict)

    @property
    def columns(self) -> str:
        """What the columns are called by which the rows can be found while there are none, one behind another."""
        return "" if self.rows else "|".join(column.label for column in self.field.fields.values())


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A group of fields, or a row.

    Attributes:
        title: what it is called.
        path: its path.
        parts: what is in it, in the order of the form.
    """

    title: str
    path: str
    parts: tuple[Entry | Table | Section, ...]

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in it, those of rows too."""
        for part in self.parts:
            if isinstance(part, Entry):
                yield part
            else:
                for below in part.rows if isinstance(part, Table) else (part,):
                    yield from below.entries()

    def tables(self) -> Iterator[Table]:
        """Yield all rows in it, those within rows too."""
        for part in self.parts:
            if isinstance(part, Table):
                yield part
                for row in part.rows:
                    yield from row.tables()
            elif isinstance(part, Section):
                yield from part.tables()


def section_of(group: Field, where: Where, facts: Facts, path: str = "", title: str = "", keys: Values | None = None) -> Section:  # noqa: PLR0913, PLR0917 - all that a section is made of
    """Return a group or row as the desk shows it.

    Args:
        group: the group, or the rows' field.
        where: where it stands in the data files.
        facts: what is known.
        path: its path.
        title: what it is called.
        keys: what has to be written with any of its values.
    """
    parts: list[Entry | Table | Section] = []
    for each in group.fields.values():
        below, at = where.below(each), child(path, each.name)
        if each.type == "group":
            parts.append(section_of(each, below, facts, at, each.label, keys))
        elif each.type == "rows":
            parts.append(table_of(each, below, facts, at, keys or {}))
        elif path or each.name != YEAR:
            fixed = "；".join(where.row.values.get(each.name, ()))
            parts.append(Entry(each, at, below.home, facts.by_path.get(at), facts.before.get(at), keys or {}, fixed))
    return Section(title, path, tuple(parts))


def table_of(rows: Field, where: Where, facts: Facts, path: str, keys: Values) -> Table:
    """Return rows as the desk shows them.

    Args:
        rows: their field.
        where: where they stand in the data files.
        facts: what is known.
        path: their path.
        keys: what has to be written with any of their values.
    """
    home = where.home
    count = len(home.rows)
    if preset := where.row.presets.get(rows.name, rows.preset):
        made = []
        for number, row in enumerate(preset.rows, 1):
            position = position_of(row, preset, home.rows)  # where it is not there yet, it is put behind the others
            own = keys if position else {**keys, **keys_of(row, numbered(home.path, count + 1))}
            made.append(row_of(rows, where.in_row(number, position or count + 1, None, row), facts, (path, number), row.name, own))
        return Table(rows, path, home, tuple(made), is_fixed=True)
    return Table(
        rows, path, home, tuple(own_row(rows, where, facts, path, number) for number in range(1, count + 1)), is_fixed=False, keys=keys
    )


def own_row(rows: Field, where: Where, facts: Facts, path: str, number: int) -> Section:
    """Return a row that the clerk has begun.

    Args:
        rows: the rows' field.
        where: where the rows stand in the data files.
        facts: what is known.
        path: the rows' path.
        number: which row, from 1.
    """
    return row_of(rows, where.in_row(number, number, None), facts, (path, number), f"第 {number} 行", {})


def row_of(rows: Field, where: Where, facts: Facts, at: tuple[str, int], title: str, keys: Values) -> Section:  # noqa: PLR0913, PLR0917 - all that a row is made of
    """Return a row as the desk shows it.

    Args:
        rows: the rows' field.
        where: where the row stands in the data files.
        facts: what is known.
        at: the rows' path, and which row it is.
        title: what it is called.
        keys: what has to be written with any of its values.
    """
    return section_of(rows, where, facts, numbered(*at), title, keys)


@cache
def nothings_of(field: Field) -> tuple[str, ...]:
    """Return the kinds of nothing that a field's type takes."""
    kind = type_of(field)
    return tuple(word for word in (*([ZERO] if kind.is_number else []), *NOT_APPLICABLE) if takes(field, word))


def takes(field: Field, word: str) -> bool:
    """Return whether a field's type takes a word."""
    try:
        type_of(field).read(word, field, field.path)
    except MistakeError:
        return False
    return True


def keys_of(row: PresetRow, path: str) -> Mapping[str, str]:
    """Return what says in a data file which of the form's rows a row is, by paths."""
    return {child(path, name): text for name, text in row.key.items()}


def progress(sections: Sequence[Entry]) -> tuple[int, int]:
    """Return how many of the fields that a clerk fills in are filled, and how many there are."""
    asked = [entry for entry in sections if entry.is_open]
    return sum(entry.is_filled for entry in asked), len(asked)
