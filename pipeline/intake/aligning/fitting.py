"""How well a received cell fits one of a form: by its label, by what can be a value of its field, by its bookmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.intake.aligning.cutting import cut
from pipeline.intake.aligning.keys import key_of, label_alike
from pipeline.intake.aligning.pairs import said
from pipeline.intake.aligning.plans import Plan, PlanSlot
from pipeline.intake.aligning.splitting import fitness, is_prose
from pipeline.intake.received import ReceivedCell

# What it costs, of a label's weight, that a cell is blank or says something else where the label should stand, or is not there.
BLANK_LABEL, OTHER_LABEL, NO_LABEL = 0.4, 0.6, 0.5
# What it costs that a hole's cell is not there, that a cell is no cell of the form's, that a label stands where a value should.
NO_HOLE, NO_CELL, EMPTY_CELL, LABEL_IN_HOLE, OPENING_IN_HOLE = 0.7, 0.8, 0.05, 2.5, 1.2
# What it costs that a label of some rows is missing in the first of them, that a cell was split once more, or that texts were.
FIRST_LABEL, SPLIT, SPLIT_TEXT = 0.3, 0.3, 1.0
MARKED: Final = 6.0
ALIKE: Final = 0.5
NEVER: Final = float("-inf")


class Fitting:
    """Knows how well cells fit, and remembers it."""

    def __init__(self, plan: Plan, marked: Mapping[ReceivedCell, set[str]]) -> None:
        """Begin.

        Args:
            plan: the form.
            marked: the paths of the holes that bookmarks name, by the cells that have them.
        """
        self.plan = plan
        self.marked = marked
        self.known: dict[tuple[PlanSlot, str], float] = {}

    def score(self, slot: PlanSlot, text: str) -> float:
        """Return how well a text fits a cell of the form."""
        known = self.known.get((slot, text))
        if known is None:
            known = self.label_score(slot, text) if slot.is_label else self.hole_score(slot, text)
            self.known[slot, text] = known
        return known

    def label_score(self, slot: PlanSlot, text: str) -> float:
        """Return how well a text fits a cell that is a label."""
        key = key_of(text)
        if not slot.key:
            return 0.25 if not key else -0.6
        if key == slot.key:
            return slot.weight
        if not key:
            return -BLANK_LABEL * slot.weight
        alike = label_alike(slot.key, text)
        if key in self.plan.labels and alike < 1:
            return -2 * slot.weight
        return slot.weight * (2 * alike - 1) - 0.1 if alike > ALIKE else -OTHER_LABEL * slot.weight

    def hole_score(self, slot: PlanSlot, text: str) -> float:
        """Return how well a text fits a cell that has holes."""
        is_single = slot.is_open and len(slot.holes) == 1 and len(slot.frame.literals) <= 1
        score = fitness(text.strip(), slot.holes[0]) if is_single else NEVER
        if score < 0:
            score = cut(slot.parts, text).score
        key = key_of(text)
        begun = self.plan.label(key)
        if slot.opening and len(begun) > len(slot.opening) and begun.startswith(slot.opening):
            return -slot.weight - LABEL_IN_HOLE
        if slot.is_open and key in self.plan.labels:
            return min(score, 0.0) - LABEL_IN_HOLE
        if slot.is_open and key.startswith(self.plan.openings):
            return score - OPENING_IN_HOLE
        return score

    def split_score(self, slot: PlanSlot, cells: Sequence[ReceivedCell]) -> float:
        """Return how well several cells together fit one of the form."""
        texts = [cell.text for cell in cells if cell.text.strip()]
        if len(texts) < 2 or not cells[0].text.strip() or not cells[-1].text.strip():  # noqa: PLR2004 - nothing was split
            return NEVER
        if slot.is_label and not all(map(key_of, texts)):
            return NEVER
        if slot.is_open and not all(map(is_prose, slot.holes)) and not self.is_one_value(slot, texts):
            return NEVER
        cost = SPLIT * (len(cells) - 1)
        if slot.is_open and all(map(is_prose, slot.holes)):
            cost += SPLIT_TEXT
        if any(key_of(text) in self.plan.labels for text in texts) and not slot.is_label:
            cost += LABEL_IN_HOLE
        return self.score(slot, said(cells)) - cost

    def is_one_value(self, slot: PlanSlot, texts: Sequence[str]) -> bool:
        """Return whether texts together can be one value that is no prose: what stands behind it is its unit, or part of it."""
        return all(key_of(text) in self.plan.units for text in texts[1:]) or fitness(" ".join(texts), slot.holes[0]) > 0

    def mark(self, slot: PlanSlot, cell: ReceivedCell) -> float:
        """Return what it is worth that a cell has the bookmark of a cell of the form."""
        paths = self.marked.get(cell) if self.marked else None
        return MARKED if paths and any(hole.path in paths for hole in slot.holes) else 0.0


def missing(slot: PlanSlot, *, is_first: bool) -> float:
    """Return what it costs that a cell of the form is not there."""
    if slot.optional:
        return FIRST_LABEL if is_first else 0.0
    return NO_LABEL * slot.weight + (NO_HOLE if slot.holes else 0.0)


def spare(text: str) -> float:
    """Return what it costs that a cell is none of the form's."""
    return NO_CELL + min(len(text), 10) / 10 if text.strip() else EMPTY_CELL
