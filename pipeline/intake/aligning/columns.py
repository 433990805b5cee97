"""Columns of a received table put in the order of the form's, by its heading: some were moved, others put in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.form.form import YEAR
from pipeline.intake.aligning.cells import edges_of
from pipeline.intake.aligning.frames import is_telling
from pipeline.intake.aligning.keys import key_of, similarity
from pipeline.intake.aligning.plans import Plan, PlanLine, PlanSlot
from pipeline.intake.received import ReceivedCell, ReceivedLine

# How many columns a heading names at least.
NAMED: Final = 3
# How alike what a column is called and what it should be called are at least.
ALIKE: Final = 0.7
# The years in a heading are none of its words; the form prints them as the year or so many before or behind it.
FIGURES: Final = re.compile("[0-9]+")
PRINTED_YEAR: Final = re.compile(rf"{YEAR}(?:\s*([-+])\s*([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form.

    Attributes:
        name: what its heading calls it, without figures.
        year: how many years before or behind the form's year its heading says; 0 if it says none.
    """

    name: str
    year: int


@dataclass(frozen=True, slots=True)
class Order:
    """How the columns below a received heading have to be put.

    Attributes:
        columns: how many columns each cell of the heading covers.
        places: the numbers of its cells, in the order of the form; those that the form has not are the last.
    """

    columns: Sequence[int]
    places: Sequence[int]


def in_order_of_form(lines: Sequence[ReceivedLine], plan: Plan) -> Iterator[ReceivedLine]:
    """Yield received lines with their cells in the order of the form's columns, from each heading on to the next.

    Args:
        lines: the lines.
        plan: the form.
    """
    headings = [columns for line in plan.lines if (columns := columns_of(line))]
    order, table = Order((), ()), 0
    for line in lines:
        found = next((found for columns in headings if (found := order_of(line, columns))), None)
        if found or line.table != table:
            order, table = found or Order((), ()), line.table
        yield in_order(line, order)


def columns_of(line: PlanLine) -> list[Column]:
    """Return the columns that a line of the form names; none if it is no heading.

    A single letter is no name, but 2024年 is one by its year. A heading with other single letters is none: they could not be found again.
    """
    columns = [Column(name, year_of(slot)) for slot in line.slots if (name := name_in(slot.key)) and (is_telling(name) or has_year(slot))]
    has_values = any(slot.is_open or not all(hole.is_told for hole in slot.holes) for slot in line.slots)
    are_all = len(columns) == sum(bool(name_in(slot.key)) for slot in line.slots)
    return columns if len(columns) >= NAMED and are_all and not has_values else []


def name_in(text: str) -> str:
    """Return a text as the name of a column."""
    return FIGURES.sub("", key_of(text))


def has_year(slot: PlanSlot) -> bool:
    """Return whether a cell prints a year."""
    return printed_year(slot) is not None


def printed_year(slot: PlanSlot) -> re.Match[str] | None:
    """Return which year a cell prints; None if it prints none."""
    return next((found for hole in slot.holes if (found := PRINTED_YEAR.fullmatch(hole.path or hole.field.name))), None)


def year_of(slot: PlanSlot) -> int:
    """Return how many years before or behind the form's year a cell prints."""
    printed = printed_year(slot)
    return int(f"{printed[1]}{printed[2]}") if printed and printed[2] else 0


def order_of(line: ReceivedLine, columns: Sequence[Column]) -> Order | None:
    """Return how the columns below a received line have to be put; None if it does not name each of some columns.

    Of those that are called alike the one of the earliest year is the form's earliest.

    Args:
        line: the line.
        columns: the columns, in the order of the form.
    """
    names = [nearest(name_in(cell.text), columns) for cell in line.cells]
    found: dict[int, int] = {}
    for name in dict.fromkeys(column.name for column in columns):
        alike = sorted((column.year, number) for number, column in enumerate(columns) if column.name == name)
        places = sorted((figure_in(line.cells[place].text), place) for place, each in enumerate(names) if each == name)
        if len(places) < len(alike):
            return None
        found.update((number, place) for (_, number), (_, place) in zip(alike, places, strict=False))
    foreign = [place for place, name in enumerate(names) if name and place not in found.values()]
    rest = iter(found[number] for number in range(len(columns)))
    own = [next(rest) if place in found.values() else place for place in range(len(names)) if place not in foreign]
    return Order([cell.columns for cell in line.cells], [*own, *foreign])


def nearest(name: str, columns: Sequence[Column]) -> str:
    """Return what a column is called that is called nearly so and no other as nearly; else the name as it is."""
    ranked = sorted(((similarity(column, name), column) for column in {column.name for column in columns}), reverse=True)
    return ranked[0][1] if ranked[0][0] >= ALIKE and ranked[0][0] > ranked[1][0] else name


def figure_in(text: str) -> int:
    """Return the first figure in a text; 0 if there is none."""
    figure = FIGURES.search(key_of(text))
    return int(figure[0]) if figure else 0


def in_order(line: ReceivedLine, order: Order) -> ReceivedLine:
    """Return a line with its cells in order; as it is if a cell stands below more than one of the heading's.

    Cells to the left that are merged with those above are not there, so that columns are counted from the right.
    """
    if list(order.places) == sorted(order.places):
        return line
    heads, edges = edges_of(order.columns), edges_of([cell.columns for cell in line.cells])
    shift = heads[-1] - edges[-1]
    below: list[list[ReceivedCell]] = [[] for _ in order.columns]
    for number, cell in enumerate(line.cells):
        begin, end = edges[number] + shift, edges[number + 1] + shift
        head = next((head for head in range(len(order.columns)) if heads[head] <= begin and end <= heads[head + 1]), None)
        if head is None:
            return line
        below[head].append(cell)
    return replace(line, cells=tuple(cell for head in order.places for cell in below[head]))
