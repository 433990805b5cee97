"""What a received line is known by: the labels of the form in it, and its letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.intake.aligning.frames import is_telling
from pipeline.intake.aligning.keys import key_of, pairs_of
from pipeline.intake.aligning.plans import Plan, PlanLine
from pipeline.intake.received import ReceivedLine

# How much of a line's letters must stand in a received one, and in each of two that it was split into, to be compared at all.
LEAST_ALIKE, LEAST_HALF = 0.3, 0.15
# As many letters of a cell are looked at for that.
SEEN: Final = 60
# How many cells may be lacking of a line that has no labels.
FEWER: Final = 2


@dataclass(eq=False)
class Heard:
    """A received line with what it is known by.

    Attributes:
        line: the line.
        labels: the form's labels with which its cells begin, in their order.
    """

    line: ReceivedLine
    plan: Plan

    @cached_property
    def keys(self) -> list[str]:
        """The keys of its cells."""
        return [key_of(cell.text) for cell in self.line.cells]

    @cached_property
    def begins(self) -> list[str]:
        """The keys of its cells, and those of their lines behind the first."""
        later = (key_of(text) for cell in self.line.cells if "\n" in cell.text for text in cell.text.split("\n")[1:])
        return [*self.keys, *(key for key in later if key)]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The form's labels with which its cells begin, and their lines unless the whole cell is a label."""
        return tuple(label for cell, key in zip(self.line.cells, self.keys, strict=True) for label in self.labels_in(cell.text, key))

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Those that every row of its kind has."""
        return tuple(label for label in self.labels if label in self.plan.telling)

    @cached_property
    def letters(self) -> frozenset[str]:
        """Each two neighbouring letters of its cells' beginnings."""
        return frozenset(pair for key in self.begins for pair in pairs_of(key[:SEEN]))

    def labels_in(self, text: str, key: str) -> Iterator[str]:
        """Yield the form's labels with which a cell's lines begin; `key` is that of the whole text."""
        whole = self.plan.label(key)
        if whole:
            yield whole
        if "\n" in text and whole != key:
            yield from filter(None, (self.plan.label(key_of(line)) for line in text.split("\n")[1:]))

    def is_like(self, line: PlanLine, parts: int) -> bool:
        """Return whether it may be a line of the form, or a part of it: cheap, to compare only what is worth it.

        Args:
            line: the line of the form.
            parts: how many lines are compared with how many.
        """
        if self.labels and line.openings.isdisjoint(self.labels):
            return parts > 1 and self.is_part_of(line)
        if not line.weight:
            return parts == 1 and 0 < line.required <= len(self.line.cells) + FEWER and line.openings.issuperset(self.labels)
        if self.labels and line.openings.issuperset(self.labels):
            return True
        if not line.letters:
            return parts == 1
        alike = len(line.letters & self.letters) / len(line.letters)
        return alike >= (LEAST_ALIKE if parts == 1 else LEAST_HALF) or (parts > 1 and self.is_part_of(line))

    def is_part_of(self, line: PlanLine) -> bool:
        """Return whether it is a paragraph, or all that is left of a row, that holds a label of a line of one cell."""
        keys = [key for key in self.keys if key]
        labels = [each.key for slot in line.slots for each in slot.frame.literals] if len(line.slots) == 1 else []
        return len(keys) == 1 and any(is_telling(label) and label in keys[0] for label in labels)
