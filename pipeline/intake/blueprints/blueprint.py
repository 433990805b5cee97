"""A form's document as what a filled one is compared with: lines of cells, in them labels and holes, and rows that repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.form.field import Field


@dataclass(frozen=True, slots=True)
class Label:
    """Words that the form itself prints.

    Attributes:
        text: the words.
        optional: whether they stand there only under a condition, as a unit behind a figure that is one.
    """

    text: str
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """A place where a value is printed.

    Attributes:
        field: whose value it is.
        path: where it stands in the data; a row's fields stand below `名称[]`, as `paths` has them.
        is_told: whether the value is the form's own, computed or fixed by it, so that it is compared and never taken.
        optional: whether it stands there only under a condition.
        filters: the names of the filters that the value is printed through, such as 勾选.
    """

    field: Field
    path: str
    is_told: bool = False
    optional: bool = False
    filters: tuple[str, ...] = ()


Part = Label | Hole


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A cell of the form, or a paragraph outside of its tables.

    Attributes:
        parts: what stands in it, in order; paragraphs and lines are divided by a label that is a line feed.
        columns: how many columns it covers.
        optional: whether only the first of some rows has it, because it is merged with those below.
    """

    parts: tuple[Part, ...]
    columns: int = 1
    optional: bool = False

    @property
    def holes(self) -> Iterator[Hole]:
        """Its places for values."""
        return (part for part in self.parts if isinstance(part, Hole))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row of the form, or a paragraph outside of its tables, as its only cell; `table` is the table's number from 1, or 0."""

    slots: tuple[Slot, ...]
    table: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """Lines that are printed once for each row of some rows.

    Attributes:
        rows: the field whose rows they are.
        path: where the rows stand, as a hole's path, without `[]` at its end.
        body: what is printed for each row.
    """

    rows: Field
    path: str
    body: tuple[Line | Loop, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Blueprint:
    """One document of a form.

    Attributes:
        form: the form's name.
        document: the document's name, such as table.
        title: the words of its title, as far as they are fixed.
        lines: what it prints, from top to bottom.
    """

    form: str
    document: str
    title: str
    lines: tuple[Line | Loop, ...]
