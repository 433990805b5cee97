"""What lies between two lines of which it is certain what they are, aligned by dynamic programming."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.intake.plans import GATE, Jump, Plan, Repeat

if TYPE_CHECKING:
    from pipeline.intake.aligning import LineAligner

NEVER: Final = float("-inf")
# What it costs that a line of the form is not there: as such, and of its labels' weight.
ABSENT, OF_LABELS, MOST_ABSENT = 0.4, 0.15, 2.0
# What it costs that a line was split into two, or two became one.
TWO: Final = 0.8


@dataclass(frozen=True, slots=True)
class Match:
    """Lines of the form with received ones.

    Attributes:
        line: the number of the (first) line of the form.
        lines: how many lines of the form they are.
        place: the number of the (first) received line.
        places: how many received lines they are.
        rows: the numbers of the rows that they stand in; empty if no loop counts them.
    """

    line: int
    lines: int
    place: int
    places: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way: from where, and over what: a jump, or so many lines of the form and received lines."""

    line: int
    place: int
    jump: Jump | None = None


class Gap:
    """A stretch of the form's lines and one of received lines.

    Attributes:
        best: what the best way to a place is worth, by received line and line of the form.
        back: the last step to it.
    """

    def __init__(self, aligner: LineAligner, plan: Plan, lines: tuple[int, int], places: tuple[int, int]) -> None:
        """Begin.

        Args:
            aligner: knows how well lines fit.
            plan: the form.
            lines: the numbers of the first line of the form and of the one behind the last.
            places: the same of the received lines.
        """
        self.aligner = aligner
        self.plan = plan
        self.first, self.behind = lines
        self.start, self.end = places
        self.jumps: dict[int, list[Jump]] = {}
        for jump in plan.jumps:
            if self.first <= min(jump.start, jump.end) and max(jump.start, jump.end) <= self.behind:
                self.jumps.setdefault(jump.start, []).append(jump)
        self.best = {place: dict.fromkeys(range(self.first, self.behind + 1), NEVER) for place in range(self.start, self.end + 1)}
        self.back: dict[tuple[int, int], Step] = {}

    def matches(self) -> list[Match]:
        """Return which lines are which."""
        self.best[self.start][self.first] = 0.0
        for place in range(self.start, self.end + 1):
            self.settle(place)
            if place < self.end:
                for line, worth in self.best[place].items():
                    if worth > NEVER:
                        self.go_on(line, place, worth)
        return list(self.traced())

    def settle(self, place: int) -> None:
        """Find the best ways to a place that take no further received line."""
        best = self.best[place]
        is_open = True
        while is_open:
            is_open = False
            for line in range(self.first, self.behind + 1):
                worth = best[line]
                if worth == NEVER:
                    continue
                if line < self.behind:
                    self.reach(line + 1, place, worth - self.absent(line), Step(line, place))
                for jump in self.jumps.get(line, ()):
                    is_better = self.reach(jump.end, place, worth, Step(line, place, jump))
                    is_open = is_open or (is_better and jump.end < line)

    def go_on(self, line: int, place: int, worth: float) -> None:
        """Take the next received line, or two, from a place.

        Args:
            line: the number of the line of the form.
            place: the number of the received line.
            worth: what the best way to here is worth.
        """
        here = Step(line, place)
        self.reach(line, place + 1, worth - self.aligner.spare(place), here)
        if line == self.behind:
            return
        score = self.aligner.pair(line, place).score
        if score > 0:
            self.reach(line + 1, place + 1, worth + score, here)
        if place + 1 < self.end:
            score = self.aligner.pair(line, place, 1, 2).score - TWO
            if score > 0:
                self.reach(line + 1, place + 2, worth + score, here)
        if line + 1 < self.behind and self.are_together(line):
            score = self.aligner.pair(line, place, 2, 1).score - TWO
            if score > 0:
                self.reach(line + 2, place + 1, worth + score, here)

    def are_together(self, line: int) -> bool:
        """Return whether a line and the next one belong to the same rows, or to none."""
        one, other = self.plan.lines[line : line + 2]
        return one.repeats == other.repeats and line + 1 not in self.plan.starts

    def absent(self, line: int) -> float:
        """Return what it costs that a line of the form is not there; most of all that rows begin without their first."""
        if self.plan.lines[line] is GATE:
            return 0.0
        if self.plan.lines[line].is_first:
            return MOST_ABSENT
        return min(ABSENT + OF_LABELS * self.plan.lines[line].weight, MOST_ABSENT)

    def reach(self, line: int, place: int, worth: float, step: Step) -> bool:
        """Note a way to a place if it is the best so far; returns whether it is.

        Args:
            line: the number of the line of the form.
            place: the number of the received line.
            worth: what the way is worth.
            step: its last step.
        """
        if worth <= self.best[place][line]:
            return False
        self.best[place][line] = worth
        self.back[line, place] = step
        return True

    def traced(self) -> Iterator[Match]:
        """Yield the lines on the best way, with the numbers of the rows."""
        way: list[tuple[int, int, Jump | None]] = []
        line, place = self.behind, self.end
        while (line, place) in self.back:
            step = self.back[line, place]
            way.append((line, place, step.jump))
            line, place = step.line, step.place
        counts: dict[Repeat, int] = {}
        self.arrive(line, None, counts)
        for next_line, next_place, jump in reversed(way):
            if next_line > line and next_place > place:
                rows = tuple(repeat.row or counts.get(repeat, 1) for repeat in self.plan.lines[line].repeats)
                yield Match(line, next_line - line, place, next_place - place, rows)
            line, place = next_line, next_place
            self.arrive(line, jump, counts)

    def arrive(self, line: int, jump: Jump | None, counts: dict[Repeat, int]) -> None:
        """Count the rows of loops on arriving before a line.

        Args:
            line: the line's number.
            jump: the jump that led there, if one did.
            counts: the numbers of the rows so far.
        """
        if jump and jump.again:
            counts[jump.again] += 1
            return
        counts.update(self.plan.starts.get(line, ()))
