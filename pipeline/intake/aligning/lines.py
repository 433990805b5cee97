"""A received file's lines aligned with those of a form, so that each is what it most likely is: whatever was inserted, deleted or moved.

Lines that look like one line of the form and no other come first, as anchors (patience diff); what lies between two of them is
aligned by dynamic programming, in which a loop's lines may repeat, a line may have become two, and two lines one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.intake.aligning.cells import CellAligner
from pipeline.intake.aligning.fitting import Fitting
from pipeline.intake.aligning.gaps import Gap, Match
from pipeline.intake.aligning.heard import Heard
from pipeline.intake.aligning.pairs import LinePair, share_found
from pipeline.intake.aligning.plans import Plan, PlanLine, line_of_two
from pipeline.intake.aligning.tidying import tidied
from pipeline.intake.blueprints.marks import mark_names, marked_hole
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine

# How much of its labels a line has that nothing was split off from.
WHOLE: Final = 0.95
# How much of a line's labels must be found at all: else nothing of it is taken.
LEAST_FOUND: Final = 0.4
# How much of its labels' weight a line that was moved must reach, and how much better than any other.
MOVED, BETTER = 0.6, 1.0
NONE: Final = LinePair(float("-inf"))


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """A line of the form with what was received for it.

    Attributes:
        line: the line; two that became one are one.
        rows: the numbers of the rows that it stands in, from the outermost loop.
        received: the received line, or two.
        pair: its cells in pairs.
        number: the number of the (first) line in the plan.
        place: the number of the (first) received line among those that say anything.
    """

    line: PlanLine
    rows: tuple[int, ...]
    received: Sequence[ReceivedLine]
    pair: LinePair
    number: int
    place: int


class LineAligner:
    """Aligns the lines of one received file with a form's.

    Attributes:
        heard: the received lines that say anything.
        found: what was found to be what.
    """

    def __init__(self, received: Received, plan: Plan) -> None:
        """Begin.

        Args:
            received: the file.
            plan: the form.
        """
        self.plan = plan
        self.heard = [Heard(line, plan) for line in tidied(received.lines, plan)]
        self.cells = CellAligner(Fitting(plan, marked_cells(received, plan)))
        self.known: dict[tuple[tuple[int, ...], int, int], LinePair] = {}

    def aligned(self) -> list[Aligned]:
        """Return what is what, from the form's first line to its last."""
        anchors = self.anchors()
        matches = [Match((line,), place, 1, ()) for line, place in anchors]
        fixed = [(-1, -1), *anchors, (len(self.plan.lines), len(self.heard))]
        for (line, place), (next_line, next_place) in pairwise(fixed):
            if next_line > line + 1 and next_place > place + 1:
                matches += Gap(self, self.plan, (line + 1, next_line), (place + 1, next_place)).matches()
        matches += self.moved(matches)
        return [self.made(match) for match in sorted(matches, key=lambda match: match.place)]

    def made(self, match: Match) -> Aligned:
        """Return what was found as lines."""
        line = self.line(match.lines)
        rows = match.rows or tuple(repeat.row for repeat in line.repeats)
        received = [heard.line for heard in self.heard[match.place : match.place + match.places]]
        return Aligned(line, rows, received, self.pair(match.lines, match.place, match.places), match.lines[0], match.place)

    def anchors(self) -> list[tuple[int, int]]:
        """Return the lines that look like one line of the form and no other, those that are in order."""
        often = Counter(heard.telling for heard in self.heard)
        found = [
            (self.plan.unique[heard.telling], place)
            for place, heard in enumerate(self.heard)
            if often[heard.telling] == 1 and heard.telling in self.plan.unique
        ]
        return in_order([(line, place) for line, place in found if self.is_whole(line, place)])

    def is_whole(self, number: int, place: int) -> bool:
        """Return whether all labels of a line are found in a received one, so that no other line can have part of it."""
        pair = self.pair((number,), place)
        return pair.score > 0 and share_found(self.plan.lines[number], pair) > WHOLE

    def line(self, numbers: tuple[int, ...]) -> PlanLine:
        """Return a line of the form, or two as one."""
        lines = [self.plan.lines[number] for number in numbers]
        return lines[0] if len(lines) == 1 else line_of_two(*lines)

    def pair(self, numbers: tuple[int, ...], place: int, places: int = 1) -> LinePair:
        """Return how well a line of the form and a received one fit.

        Args:
            numbers: the line's number; two if two are taken as one.
            place: the received line's number.
            places: how many received lines are taken as one.
        """
        known = self.known.get((numbers, place, places))
        if known is None:
            known = self.compared(numbers, place, places)
            self.known[numbers, place, places] = known
        return known

    def compared(self, numbers: tuple[int, ...], place: int, places: int) -> LinePair:
        """Return how well lines fit that were not compared before.

        Args:
            numbers: as in `pair`.
            place: as in `pair`.
            places: as in `pair`.
        """
        some = self.heard[place : place + places]
        parts = len(numbers) * places
        if not all(heard.is_like(self.plan.lines[number], parts) for number in numbers for heard in some):
            return NONE
        line = self.line(numbers)
        cells = [cell for heard in some for cell in heard.line.cells]
        pair = self.cells.aligned(line, cells, is_first=line.is_first)
        return pair if share_found(line, pair) >= LEAST_FOUND else NONE

    def spare(self, place: int) -> float:
        """Return what it costs that a received line is none of the form's; hardly anything for a heading that is repeated."""
        heard = self.heard[place]
        if heard.telling in self.plan.headings:
            return 0.1
        return 0.5 + min(sum(map(len, heard.keys)), 20) / 10

    def moved(self, matches: Sequence[Match]) -> Iterator[Match]:
        """Yield the lines that stand elsewhere than the form has them, where there is no doubt which of those that are left they are."""
        used = {match.place + more for match in matches for more in range(match.places)}
        left = set(range(len(self.plan.lines))).difference(*(match.lines for match in matches))
        left = {number for number in left if all(each.row for each in self.plan.lines[number].repeats)}
        for place in range(len(self.heard)):
            if place in used or not self.heard[place].labels:
                continue
            ranked = sorted(((self.pair((number,), place).score, number) for number in left), reverse=True)
            (score, number), (second, _) = [*ranked, (NONE.score, -1), (NONE.score, -1)][:2]
            if score >= second + BETTER and score >= MOVED * self.plan.lines[number].weight + BETTER:
                left.remove(number)
                yield Match((number,), place, 1, ())


def marked_cells(received: Received, plan: Plan) -> dict[ReceivedCell, set[str]]:
    """Return the paths of the holes that the bookmarks of received cells name; a bookmark that stands there twice names none."""
    cells = [(mark, cell) for line in received.lines for cell in line.cells for mark in cell.marks]
    if not cells:
        return {}
    holes = {name: hole for hole, name in mark_names(plan.blueprint).items()}
    often = Counter(mark for mark, _ in cells)
    found: dict[ReceivedCell, set[str]] = {}
    for mark, cell in cells:
        hole = marked_hole(mark, holes)
        if hole and often[mark] == 1:
            found.setdefault(cell, set()).add(hole.path)
    return found


def in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many of some pairs, which are in the order of their second numbers, as are in that of their first, too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (line, _) in enumerate(pairs):
        place = bisect_left(ends, line)
        before.append(last[place - 1] if place else -1)
        ends[place : place + 1] = [line]
        last[place : place + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
