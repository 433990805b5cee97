"""A received line as what it is of a form: its cells in pairs with the form's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.intake.aligning.cutting import Cut, cut
from pipeline.intake.aligning.keys import label_alike
from pipeline.intake.aligning.plans import PlanLine, PlanSlot
from pipeline.intake.received import ReceivedCell


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A cell of the form with what was received for it.

    Attributes:
        slot: the cell; several that became one are one.
        first: the number of the (first) cell in its line.
        count: how many cells of the form it is.
        cells: the received cells.
    """

    slot: PlanSlot
    first: int
    count: int
    cells: Sequence[ReceivedCell]

    @property
    def text(self) -> str:
        """What the received cells say."""
        return said(self.cells)

    @property
    def cut(self) -> Cut:
        """The values that stand in it."""
        return cut(self.slot.parts, self.text)


@dataclass(frozen=True, slots=True)
class LinePair:
    """A line of the form with one or two received lines: how well they fit, and their cells in pairs."""

    score: float
    pairs: Sequence[Pair] = ()


def said(cells: Sequence[ReceivedCell]) -> str:
    """Return what cells say, as if they were one."""
    return " ".join(text for cell in cells if (text := cell.text.strip())) if len(cells) > 1 else cells[0].text


def found_in(pair: Pair) -> float:
    """Return how much of a cell's labels was found, from 0 to 1."""
    return label_alike(pair.slot.key, pair.text) if pair.slot.is_label else pair.cut.found


def share_found(line: PlanLine, pair: LinePair) -> float:
    """Return how much of a line's labels was found, from 0 to 1; 1 if it has none."""
    if not line.weight:
        return 1.0
    return sum(each.slot.weight * found_in(each) for each in pair.pairs if not each.slot.optional) / line.weight
