"""What lies between two lines of which it is certain what they are, aligned by dynamic programming."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.intake.aligning.plans import GATE, Jump, Plan, Repeat

if TYPE_CHECKING:
    from pipeline.intake.aligning.lines import LineAligner

NEVER: Final = float("-inf")
# What it costs that a line of the form is not there: as such, and of its labels' weight.
ABSENT, OF_LABELS, MOST_ABSENT = 0.4, 0.15, 2.0
# What it costs that a line was split once, or two became one.
TWO: Final = 0.8
# Into how many a row may have been split; and a paragraph, each of whose lines is a paragraph in a PDF.
MOST_ROWS, MOST_PARAGRAPHS = 2, 5


@dataclass(frozen=True, slots=True)
class Match:
    """Lines of the form with received ones.

    Attributes:
        lines: the numbers of the lines of the form: one, or two.
        place: the number of the (first) received line.
        places: how many received lines they are.
        rows: the numbers of the rows that they stand in; empty if no loop counts them.
    """

    lines: tuple[int, ...]
    place: int
    places: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way: from where, and over what: a jump, or lines of the form that were received."""

    line: int
    place: int
    jump: Jump | None = None
    lines: tuple[int, ...] = ()


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
        most = MOST_PARAGRAPHS if len(self.plan.lines[line].slots) == 1 else MOST_ROWS
        for places in range(1, min(most, self.end - place) + 1):
            self.take((line,), place, places, worth)
        if (other := self.next_line(line)) is not None:
            self.take((line, other), place, 1, worth)

    def take(self, lines: tuple[int, ...], place: int, places: int, worth: float) -> None:
        """Take received lines for lines of the form, if they may be these.

        Args:
            lines: the numbers of the lines of the form.
            place: the number of the first received line.
            places: how many received lines.
            worth: what the best way to here is worth.
        """
        score = self.aligner.pair(lines, place, places).score - TWO * (len(lines) + places - 2)
        if score > 0:
            self.reach(lines[-1] + 1, place + places, worth + score, Step(lines[0], place, None, lines))

    def next_line(self, line: int) -> int | None:
        """Return the line that stands right below another one if the loops between have no rows; None if it is of other rows."""
        other = line + 1
        while other in self.jumps and self.jumps[other][0].end > other:
            other = self.jumps[other][0].end
        lines = self.plan.lines
        return other if other < self.behind and lines[other].repeats == lines[line].repeats and lines[other] is not GATE else None

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
        way: list[tuple[int, int, Step]] = []
        line, place = self.behind, self.end
        while (line, place) in self.back:
            step = self.back[line, place]
            way.append((line, place, step))
            line, place = step.line, step.place
        counts: dict[Repeat, int] = {}
        self.arrive(line, None, counts)
        for next_line, next_place, step in reversed(way):
            if step.lines:
                rows = tuple(repeat.row or counts.get(repeat, 1) for repeat in self.plan.lines[step.lines[0]].repeats)
                yield Match(step.lines, step.place, next_place - step.place, rows)
            self.arrive(next_line, step.jump, counts)

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
