"""A blueprint made ready for aligning: its lines one after another, each repeated one twice, with the steps that lead back and on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Final

from pipeline.form.field import Field, Preset
from pipeline.intake.aligning.frames import TELLING, Frame, frame_of, is_telling, side_by_side, weight_of
from pipeline.intake.aligning.keys import pairs_of
from pipeline.intake.blueprints.blueprint import Blueprint, Hole, Label, Line, Loop, Part, Slot
from pipeline.paths import every_row, parent


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """A round through the rows of a loop.

    Attributes:
        rows: the field whose rows they are.
        path: where the rows stand, as the blueprint has it.
        row: the row's number if the form fixes it, counted from 1; 0 if rows are counted as they come.
        fixed: what the form fixes in that row, by the names of the fields; empty what it leaves open there.
        key: that by which the row is known in the data.
    """

    rows: Field
    path: str
    row: int = 0
    fixed: Mapping[str, str] = field(default_factory=dict)
    key: Mapping[str, str] = field(default_factory=dict)


class PlanSlot:
    """A cell of the form, or several side by side that may have become one.

    Attributes:
        parts: its labels and holes.
        frame: what they are looked for by.
        key: the letters that always stand in it.
        weight: how much it tells that its label was found.
        optional: whether only the first of some rows has it.
        columns: how many columns it covers.
        opening: the letters with which it begins, if a label does; empty if they tell nothing, as a figure does.
    """

    __slots__ = ("columns", "frame", "holes", "is_label", "is_open", "key", "opening", "optional", "parts", "weight")

    def __init__(self, parts: tuple[Part, ...], columns: int = 1, *, optional: bool = False) -> None:
        """Begin."""
        self.parts = parts
        self.frame: Frame = frame_of(parts)
        self.key = self.frame.key
        self.weight = weight_of(self.key) if self.key else 0.0
        self.holes = self.frame.holes
        self.optional = optional
        self.columns = columns
        self.is_label = not self.holes
        self.is_open = bool(self.holes) and not self.key
        self.opening = opening_of(self.frame)


def opening_of(frame: Frame) -> str:
    """Return the letters with which a cell begins; empty if they tell nothing."""
    first = frame.literals[:1]
    begins = first and not first[0].optional and not any(isinstance(each, Hole) for each in frame.groups[0])
    return first[0].key if begins and is_telling(first[0].key) else ""


@dataclass(eq=False)
class PlanLine:
    """A line of the form, or two that may have become one.

    Attributes:
        slots: its cells.
        repeats: the loops around it, from the outermost, of each the round.
        is_first: whether it is the first of some rows, so that it has the labels that are merged downwards.
    """

    slots: Sequence[PlanSlot]
    repeats: tuple[Repeat, ...] = ()
    is_first: bool = False

    @cached_property
    def signature(self) -> tuple[str, ...]:
        """What its cells begin with, of those that begin with a label; not those that rows may have in common."""
        return tuple(opening for slot in self.slots if not slot.optional and (opening := slot.opening))

    @cached_property
    def openings(self) -> frozenset[str]:
        """What its cells begin with, those too that rows may have in common."""
        return frozenset(opening for slot in self.slots if (opening := slot.opening))

    @cached_property
    def letters(self) -> frozenset[str]:
        """Each two neighbouring letters of its labels."""
        return frozenset(pair for slot in self.slots if not slot.optional and len(slot.key) >= TELLING for pair in pairs_of(slot.key))

    @cached_property
    def weight(self) -> float:
        """How much it tells that its labels were found, without those that rows may have in common."""
        return sum(slot.weight for slot in self.slots if not slot.optional)

    @cached_property
    def required(self) -> int:
        """How many cells it has, without those that rows may have in common."""
        return sum(not slot.optional for slot in self.slots)

    @cached_property
    def columns(self) -> int:
        """How many columns it covers."""
        return sum(slot.columns for slot in self.slots)

    @cached_property
    def is_label(self) -> bool:
        """Whether it has labels only."""
        return all(slot.is_label for slot in self.slots)

    @cached_property
    def joined(self) -> Mapping[tuple[int, int], PlanSlot]:
        """Its neighbouring cells as one, by the numbers of the first and of the one behind the last; made as they are asked for."""
        return {}

    def slot(self, first: int, behind: int) -> PlanSlot:
        """Return one of its cells, or several as one."""
        if behind == first + 1:
            return self.slots[first]
        known = self.joined.get((first, behind))
        if known is None:
            some = self.slots[first:behind]
            known = PlanSlot(side_by_side(slot.parts for slot in some), sum(slot.columns for slot in some))
            known.weight = sum(slot.weight for slot in some)
            self.joined[first, behind] = known  # type: ignore[index]
        return known


# What stands behind a loop's lines, and matches nothing: who has left a loop cannot go back into it.
GATE: Final = PlanLine(())


@dataclass(frozen=True, slots=True)
class Jump:
    """A step from one place between lines to another without a line: past a loop, or back to its beginning."""

    start: int
    end: int
    again: Repeat | None = None


@dataclass(slots=True)
class Plan:
    """A blueprint ready for aligning.

    Attributes:
        blueprint: the blueprint.
        lines: its lines; those of a loop twice, for the first row and for all others, or once for each row that the form fixes.
        jumps: the steps without a line.
        starts: where the first and the second round through a loop begin: which loop's, and the number of the row.
        labels: the keys of all cells that are labels.
        openings: the keys with which cells begin that hold more, the longest first.
        units: the keys of the units that the form prints.
        telling: the keys with which cells begin that every row has.
        headings: what the cells begin with of each line of labels only.
        blurred: the loops between whose rows and those of the next loop nothing of the form stands.
        unique: the lines that nothing repeats and no other line looks like, by what their cells begin with.
    """

    blueprint: Blueprint
    lines: list[PlanLine] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    starts: dict[int, list[tuple[Repeat, int]]] = field(default_factory=dict)
    labels: frozenset[str] = frozenset()
    openings: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    headings: frozenset[tuple[str, ...]] = frozenset()
    blurred: frozenset[Repeat] = frozenset()
    unique: Mapping[tuple[str, ...], int] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """Return the label with which a cell begins, by the cell's key; empty if it begins with none."""
        if key in self.labels:
            return key
        return next(filter(key.startswith, self.openings), "") if key.startswith(self.openings) else ""


@lru_cache(maxsize=64)
def plan_of(blueprint: Blueprint) -> Plan:
    """Return the plan of a blueprint."""
    plan = Plan(blueprint)
    add_lines(plan, blueprint.lines, ())
    slots = [slot for line in plan.lines for slot in line.slots]
    plan.labels = frozenset(slot.key for slot in slots if slot.is_label and is_telling(slot.key))
    plan.openings = tuple(sorted({slot.opening for slot in slots if slot.opening} - plan.labels, key=len, reverse=True))
    plan.units = frozenset(unit for slot in slots for unit in slot.frame.units)
    plan.telling = frozenset(opening for line in plan.lines for opening in line.signature)
    plan.headings = frozenset(line.signature for line in plan.lines if line.is_label)
    plan.blurred = frozenset(blurred(plan))
    often = Counter(line.signature for line in plan.lines)
    plan.unique = {
        line.signature: number
        for number, line in enumerate(plan.lines)
        if line.signature and often[line.signature] == 1 and all(repeat.row for repeat in line.repeats)
    }
    return plan


def blurred(plan: Plan) -> Iterator[Repeat]:
    """Yield the loops that stand one right behind the other, with no label in the second that tells where its rows begin."""
    before: PlanLine | None = None
    has_left = False
    for line in plan.lines:
        if line is not GATE and before and has_left and line.is_first and not any(slot.key for slot in line.slots):
            yield from (before.repeats[-1], line.repeats[-1])
        before, has_left = (before, True) if line is GATE else (line, False)


def add_lines(plan: Plan, lines: Sequence[Line | Loop], repeats: tuple[Repeat, ...], presets: Mapping[str, Preset] | None = None) -> None:
    """Add lines to a plan.

    Args:
        plan: the plan.
        lines: the lines.
        repeats: the rounds that they stand in.
        presets: the rows that the form fixes for rows in them, by the rows' names; None outside of fixed rows.
    """
    for line in lines:
        if isinstance(line, Line):
            plan.lines.append(
                PlanLine([PlanSlot(with_fixed(slot, repeats), slot.columns, optional=slot.optional) for slot in line.slots], repeats)
            )
            continue
        preset = line.rows.preset if presets is None else presets.get(line.rows.name)
        if preset and line.path:
            add_fixed_rows(plan, line, repeats, preset)
        else:
            add_loop(plan, line, repeats)


def add_fixed_rows(plan: Plan, loop: Loop, repeats: tuple[Repeat, ...], preset: Preset) -> None:
    """Add the lines of rows that the form fixes, once for each row.

    Args:
        plan: the plan.
        loop: the loop through the rows.
        repeats: the rounds that it stands in.
        preset: the rows.
    """
    for number, row in enumerate(preset.rows, 1):
        fixed = {name: "\n".join(row.values.get(name, ())) for name in loop.rows.fixed}
        add_lines(plan, loop.body, (*repeats, Repeat(loop.rows, loop.path, number, fixed, row.key)), row.presets)


def add_loop(plan: Plan, loop: Loop, repeats: tuple[Repeat, ...]) -> None:
    """Add a loop's lines, once for its first row and once for all others.

    Args:
        plan: the plan.
        loop: the loop.
        repeats: the rounds that it stands in.
    """
    repeat = Repeat(loop.rows, loop.path)
    begin = len(plan.lines)
    add_lines(plan, loop.body, (*repeats, repeat))
    again = len(plan.lines)
    add_lines(plan, loop.body, (*repeats, repeat))
    back = len(plan.lines)
    plan.lines.append(GATE)
    end = len(plan.lines)
    plan.jumps += [Jump(begin, end), Jump(again, end), Jump(back, again, repeat)]
    for line in plan.lines[begin:again]:
        line.is_first = True
    plan.starts.setdefault(begin, []).append((repeat, 1))
    plan.starts.setdefault(again, []).append((repeat, 2))


def with_fixed(slot: Slot, repeats: tuple[Repeat, ...]) -> tuple[Part, ...]:
    """Return a cell's parts with what the form fixes in this row as labels; what it leaves open there is taken."""
    if not repeats or not repeats[-1].row:
        return slot.parts
    rows = every_row(repeats[-1].path)
    return tuple(as_fixed(part, repeats[-1].fixed) if isinstance(part, Hole) and parent(part.path) == rows else part for part in slot.parts)


def as_fixed(hole: Hole, fixed: Mapping[str, str]) -> Part:
    """Return a hole of a row that the form fixes, or the label that it is, by what is fixed there."""
    name = hole.field.name
    if name not in fixed:
        return hole
    return Label(fixed[name], hole.optional) if fixed[name] else replace(hole, is_told=False)


def line_of_two(one: PlanLine, other: PlanLine) -> PlanLine:
    """Return two lines as one."""
    return PlanLine([*one.slots, *other.slots], one.repeats)
