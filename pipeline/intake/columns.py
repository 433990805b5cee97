"""Columns of a received table put in the order of the form's, by its heading: some were moved, others put in between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.intake.cells import edges_of
from pipeline.intake.frames import is_telling
from pipeline.intake.keys import key_of
from pipeline.intake.plans import Plan, PlanLine
from pipeline.intake.received import ReceivedCell, ReceivedLine

# How many columns a heading names at least.
NAMED: Final = 3
FIGURES: Final = re.compile("[0-9]")  # the years in a heading are none of its words


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
    headings = [names for line in plan.lines if (names := names_of(line))]
    order, table = Order((), ()), 0
    for line in lines:
        found = next((found for names in headings if (found := order_of(line, names))), None)
        if found or line.table != table:
            order, table = found or Order((), ()), line.table
        yield in_order(line, order)


def names_of(line: PlanLine) -> list[str]:
    """Return what a line of the form calls the columns below it; nothing if it is no heading."""
    names = [name for slot in line.slots if is_telling(name := name_in(slot.key))]
    has_values = any(slot.is_open or not all(hole.is_told for hole in slot.holes) for slot in line.slots)
    return names if len(names) >= NAMED and not has_values else []


def name_in(text: str) -> str:
    """Return a text as the name of a column."""
    return FIGURES.sub("", key_of(text))


def order_of(line: ReceivedLine, names: Sequence[str]) -> Order | None:
    """Return how the columns below a received line have to be put; None if it does not name each of some columns.

    Args:
        line: the line.
        names: the columns' names, in the order of the form; of those that are called alike the first comes first.
    """
    called = [name_in(cell.text) for cell in line.cells]
    found: list[int] = []
    for name in names:
        place = next((place for place, each in enumerate(called) if each == name and place not in found), None)
        if place is None:
            return None
        found.append(place)
    foreign = [place for place, name in enumerate(called) if name and place not in found]
    rest = iter(found)
    own = [next(rest) if place in found else place for place in range(len(called)) if place not in foreign]
    return Order([cell.columns for cell in line.cells], [*own, *foreign])


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
