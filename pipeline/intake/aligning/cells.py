"""The cells of one line aligned with those of the form: which of them is which, however they were split, merged or left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from pipeline.intake.aligning.fitting import FIRST_LABEL, NEVER, SPLIT, Fitting, missing, spare
from pipeline.intake.aligning.keys import key_of, label_alike
from pipeline.intake.aligning.pairs import LinePair, Pair
from pipeline.intake.aligning.plans import PlanLine, PlanSlot
from pipeline.intake.received import ReceivedCell

# What it is worth that a cell begins or ends at the same column, in a line of as many columns.
SAME_EDGE: Final = 0.15
# How many cells one may have been split into; of how many that may have become one their labels need not be looked for first.
MOST_SPLIT, SURELY_MERGED = 4, 2
# How much better a line must fit with its cells in another order, and how alike a label must be to be known by it.
BETTER, ALMOST = 1.0, 0.7
# How many cells of a line of the form and of a received one were taken; how many of either a step takes, and what it is worth.
Place = tuple[int, int]
Step = tuple[int, int, float]


class CellAligner:
    """Aligns lines' cells.

    Attributes:
        fitting: knows how well cells fit.
    """

    def __init__(self, fitting: Fitting) -> None:
        """Begin; `fitting` knows how well cells fit."""
        self.fitting = fitting

    def aligned(self, line: PlanLine, cells: Sequence[ReceivedCell], *, is_first: bool = False) -> LinePair:
        """Return how a line of the form and received cells fit best.

        Args:
            line: the line.
            cells: the cells.
            is_first: whether it is the first of some rows, which has the labels that are merged downwards.
        """
        plain = self.one_to_one(line, cells, is_first=is_first)
        if plain:
            return plain
        best = self.best(line, cells, is_first=is_first)
        other = in_order(line, cells)
        if other:
            sorted_pair = self.best(line, other, is_first=is_first)
            return sorted_pair if sorted_pair.score > best.score + BETTER else best
        return best

    def one_to_one(self, line: PlanLine, cells: Sequence[ReceivedCell], *, is_first: bool) -> LinePair | None:
        """Return the pairs of cells as they stand, if that is plainly right; a line may lack the cells that rows have in common.

        Args:
            line: the line.
            cells: the cells.
            is_first: as in `aligned`.
        """
        lacking = len(line.slots) - len(cells)
        numbers = [number for number, slot in enumerate(line.slots) if not slot.optional]
        if lacking < 0 or len(numbers) > len(cells):
            return None
        common = [number for number, slot in enumerate(line.slots) if slot.optional]
        numbers = sorted([*numbers, *common[lacking:]])
        score = -FIRST_LABEL * lacking if is_first else 0.0
        for number, cell in zip(numbers, cells, strict=True):
            slot = line.slots[number]
            fit = self.fitting.score(slot, cell.text)
            if fit < 0 or (slot.is_label and slot.key and fit < slot.weight):
                return None
            score += fit + self.fitting.mark(slot, cell)
        edges = 2 * SAME_EDGE * len(cells) if line.columns == sum(cell.columns for cell in cells) else 0
        return LinePair(score + edges, [Pair(line.slots[number], number, 1, (cell,)) for number, cell in zip(numbers, cells, strict=True)])

    def best(self, line: PlanLine, cells: Sequence[ReceivedCell], *, is_first: bool) -> LinePair:
        """Return the best of all pairs of cells.

        Args:
            line: the line.
            cells: the cells.
            is_first: as in `aligned`.
        """
        edges = Edges(line, cells)
        end = (len(line.slots), len(cells))
        best: dict[Place, float] = {(0, 0): 0.0}
        back: dict[Place, Place] = {}
        for place in product(range(end[0] + 1), range(end[1] + 1)):
            if place not in best:
                continue
            for slots, taken, gain in self.steps(line, cells, place, edges, is_first=is_first):
                further = (place[0] + slots, place[1] + taken)
                if best[place] + gain > best.get(further, NEVER):
                    best[further] = best[place] + gain
                    back[further] = place
        return LinePair(best[end], paired(line, cells, back, end))

    def steps(self, line: PlanLine, cells: Sequence[ReceivedCell], place: Place, edges: Edges, *, is_first: bool) -> Iterator[Step]:
        """Yield the steps from a place between cells: how many of the form's and of the received cells each takes, and its worth.

        Args:
            line: the line of the form.
            cells: the received cells.
            place: how many cells of either were taken so far.
            edges: where cells begin and end.
            is_first: whether it is the first of some rows.
        """
        slot, cell = place
        if slot < len(line.slots):
            yield 1, 0, -missing(line.slots[slot], is_first=is_first)
        if cell < len(cells):
            yield 0, 1, -spare(cells[cell].text)
        if slot < len(line.slots) and cell < len(cells):
            one, here = line.slots[slot], cells[cell]
            yield 1, 1, self.fitting.score(one, here.text) + edges.worth(slot, cell) + self.fitting.mark(one, here)
            yield from self.splits(line, cells, slot, cell)
            yield from self.merges(line, cells, slot, cell)

    def splits(self, line: PlanLine, cells: Sequence[ReceivedCell], slot: int, cell: int) -> Iterator[Step]:
        """Yield the steps that take several received cells for one of the form.

        Args:
            line: the line of the form.
            cells: the received cells.
            slot: the number of the form's cell.
            cell: the number of the first received one.
        """
        most = min(MOST_SPLIT, len(cells) - cell, max(2, len(cells) - line.required + 2))
        for taken in range(2, most + 1):
            yield 1, taken, self.fitting.split_score(line.slots[slot], cells[cell : cell + taken])

    def merges(self, line: PlanLine, cells: Sequence[ReceivedCell], slot: int, cell: int) -> Iterator[Step]:
        """Yield the steps that take one received cell for several of the form; see `splits`.

        Args:
            line: the line of the form.
            cells: the received cells.
            slot: the number of the form's first cell.
            cell: the number of the received one.
        """
        here, key = cells[cell], key_of(cells[cell].text)
        most = min(len(line.slots) - slot, max(2, len(line.slots) - len(cells) + 1)) if here.text.strip() else 0
        for slots in range(2, most + 1):
            joined = line.slot(slot, slot + slots)
            labels = [each.key for each in line.slots[slot : slot + slots] if each.key]
            is_likely = slots <= SURELY_MERGED or sum(label in key for label in labels) * 2 >= len(labels)
            if is_likely and (joined.key or not joined.holes):
                yield slots, 1, self.fitting.score(joined, here.text) - SPLIT * (slots - 1) + self.fitting.mark(joined, here)


class Edges:
    """Where the cells of two lines begin and end, if both have as many columns."""

    def __init__(self, line: PlanLine, cells: Sequence[ReceivedCell]) -> None:
        """Begin."""
        self.slots = edges_of([slot.columns for slot in line.slots])
        self.cells = edges_of([cell.columns for cell in cells])
        self.is_same = self.slots[-1] == self.cells[-1]

    def worth(self, slot: int, cell: int) -> float:
        """Return what it is worth that two cells begin or end at the same column."""
        if not self.is_same:
            return 0.0
        begin = self.slots[slot] == self.cells[cell]
        return SAME_EDGE * (begin + (self.slots[slot + 1] == self.cells[cell + 1]))


def edges_of(widths: Sequence[int]) -> list[int]:
    """Return where cells of some widths begin and end."""
    edges = [0]
    for width in widths:
        edges.append(edges[-1] + width)
    return edges


def in_order(line: PlanLine, cells: Sequence[ReceivedCell]) -> list[ReceivedCell]:
    """Return cells in the order of the form if a clerk changed that, each label with what follows it; nothing if it is the same.

    Args:
        line: the line of the form.
        cells: the cells.
    """
    openings = [slot.opening for slot in line.slots]
    chunks: list[tuple[int, list[ReceivedCell]]] = [(-1, [])]
    for cell in cells:
        alike = [number for number, opening in enumerate(openings) if opening and opens(line.slots[number], cell.text)]
        heads = [number for number in alike if openings[number] == key_of(cell.text)] or alike
        fresh = [number for number in heads if all(number != known for known, _ in chunks)]
        if len(fresh) == 1 or (fresh and len({openings[number] for number in fresh}) == 1):
            chunks.append((fresh[0], []))
        elif heads:
            return []
        chunks[-1][1].append(cell)
    numbers = [number for number, _ in chunks]
    if numbers == sorted(numbers):
        return []
    return [cell for _, chunk in sorted(chunks, key=lambda chunk: chunk[0]) for cell in chunk]


def opens(slot: PlanSlot, text: str) -> bool:
    """Return whether a text begins as a cell of the form does."""
    return label_alike(slot.key, text) > ALMOST if slot.is_label else key_of(text).startswith(slot.opening)


def paired(line: PlanLine, cells: Sequence[ReceivedCell], back: Mapping[Place, Place], end: Place) -> list[Pair]:
    """Return the pairs of cells on a way.

    Args:
        line: the line of the form.
        cells: the received cells.
        back: the place before each place of the way.
        end: where the way ends.
    """
    pairs: list[Pair] = []
    while end in back:
        (slot, cell), (next_slot, next_cell) = back[end], end
        if slot < next_slot and cell < next_cell:
            pairs.append(Pair(line.slot(slot, next_slot), slot, next_slot - slot, cells[cell:next_cell]))
        end = back[end]
    return pairs[::-1]
