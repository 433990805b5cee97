"""A cell's labels and holes made ready to be looked for in texts: the labels as keys, between them groups of holes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.intake.aligning.keys import folded, key_of, keyed
from pipeline.intake.blueprints.blueprint import Hole, Label, Part

# Labels of at least so many letters tell a line by standing at the beginning of a cell.
TELLING: Final = 2
# What a clerk may put behind a label, or instead of the comma before one.
COLON: Final = ":"
COMMAS: Final = ",;、。."
# How much less a label tells that stands there only under a condition, as a unit does; one that leads in to what follows tells as much.
OPTIONAL: Final = 0.3


@dataclass(frozen=True, slots=True)
class Literal:
    """A label that has letters.

    Attributes:
        key: its letters.
        before: its own punctuation before them.
        behind: its own punctuation behind them.
        optional: whether it stands there only under a condition.
        weight: how much it tells that the label was found.
    """

    key: str
    before: str
    behind: str
    optional: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell's literals, and what stands before each of them and behind the last: holes, and punctuation that stands by itself.

    Attributes:
        literals: the labels that have letters.
        groups: one more than the literals.
        units: the keys of the units of its figures.
    """

    literals: Sequence[Literal]
    groups: Sequence[tuple[Hole | str, ...]]
    units: frozenset[str] = frozenset()

    @property
    def holes(self) -> list[Hole]:
        """Its holes."""
        return [each for group in self.groups for each in group if isinstance(each, Hole)]

    @property
    def key(self) -> str:
        """The letters that always stand in it."""
        return "".join(literal.key for literal in self.literals if not literal.optional)


def is_telling(key: str) -> bool:
    """Return whether a label tells where it stands: it is no single letter and no figure, which values are, too."""
    return len(key) >= TELLING and not key.isdigit()


def weight_of(key: str) -> float:
    """Return how much a label tells by being found."""
    return 1 + min(len(key), 8) / 2


@lru_cache(maxsize=1024)
def frame_of(parts: tuple[Part, ...]) -> Frame:
    """Return what a cell's parts are looked for by."""
    literals: list[Literal] = []
    groups: list[list[Hole | str]] = [[]]
    for part in units_apart(parts):
        if isinstance(part, Hole):
            groups[-1].append(part)
        elif key_of(part.text):
            literals.append(literal_of(part))
            groups.append([])
        elif groups[-1] or part.text.strip():
            groups[-1].append("\n" if "\n" in part.text else folded(part.text) or " ")
    printed = [literal.key for literal in literals if literal.optional]
    units = [key_of(part.field.unit) for part in parts if isinstance(part, Hole) and part.field.unit]
    return Frame(literals, [tuple(group) for group in groups], frozenset((*printed, *units)))


def units_apart(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield parts with the unit behind a figure as a label of its own, which a clerk may leave out as well as a conditional one."""
    unit = ""
    for part in parts:
        text = part.text.lstrip() if isinstance(part, Label) else ""
        if unit and text.startswith(unit) and not text[len(unit) :][:1].isalnum():
            yield Label(f" {unit}", optional=True)
            if rest := text[len(unit) :]:
                yield Label(rest, isinstance(part, Label) and part.optional)
        else:
            yield part
        unit = part.field.unit if isinstance(part, Hole) else ""


def literal_of(label: Label) -> Literal:
    """Return a label as what it is looked for by."""
    text = keyed(label.text)
    before, behind = folded(label.text[: text.places[0]]), folded(label.text[text.places[-1] + 1 :])
    weight = weight_of(text.key) * (OPTIONAL if label.optional and not behind else 1)
    return Literal(text.key, before, behind, label.optional, weight)


def side_by_side(cells: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return the parts of several cells as those of one."""
    joined: list[Part] = []
    for parts in cells:
        joined += [Label("\n")] * bool(joined) + list(parts)
    return tuple(joined)
