"""Why somebody has to look at a value: what of the form's words around it was not found where it should stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from pipeline.form.types.field_type import shortened
from pipeline.intake.aligning.cells import edges_of
from pipeline.intake.aligning.cutting import Piece
from pipeline.intake.aligning.keys import key_of, label_alike, similarity
from pipeline.intake.aligning.lines import Aligned
from pipeline.intake.aligning.pairs import Pair, found_in, share_found
from pipeline.intake.aligning.plans import Plan, PlanSlot
from pipeline.intake.aligning.splitting import is_prose
from pipeline.intake.blueprints.blueprint import Label
from pipeline.intake.received import ReceivedCell
from pipeline.paths import without_rows

# How much of a line's labels, and how much of one label, has to be found.
LINE, LABEL = 0.5, 0.7
# How like a label the name in a row must be to be perhaps that label with a slip.
ALMOST: Final = 0.65
# What leads in to something else than the value that it stands in.
LEAD_IN: Final = re.compile(r"(?:^|[\n。；;，,\s])([^\n。；;，,：:\s]{2,20})[：:]")


class Around:
    """What was found around the values of one line.

    Attributes:
        aligned: the line.
        pairs: its pairs, by the number of each cell of the form in them.
        cells: the received cells, as they stand.
        found: how much of the line's labels was found, from 0 to 1.
        places: where the form's lines stand in the file, by their numbers.
        marked: the paths of the holes that bookmarks name, by the cells that have them.
        before: the line that stands before it in the file, of those that are the form's.
        is_sorted: whether the cells stand in the order of the form.
    """

    def __init__(
        self, aligned: Aligned, plan: Plan, before: Aligned | None, places: Mapping[int, int], marked: Mapping[ReceivedCell, set[str]]
    ) -> None:
        """Begin.

        Args:
            aligned: the line.
            plan: the form.
            before: the line that stands before it in the file, of those that are the form's.
            places: where the form's lines stand in the file, by their numbers.
            marked: the paths of the holes that bookmarks name, by the cells that have them.
        """
        self.aligned = aligned
        self.marked = marked
        self.plan = plan
        self.before = before
        self.places = places
        self.slots = aligned.line.slots
        self.pairs = {number: pair for pair in aligned.pair.pairs for number in range(pair.first, pair.first + pair.count)}
        self.cells = [cell for line in aligned.received for cell in line.cells]
        self.found = share_found(aligned.line, aligned.pair)
        numbers = [self.cells.index(pair.cells[0]) for pair in aligned.pair.pairs]
        self.is_sorted = numbers == sorted(numbers)

    def doubt(self, pair: Pair, piece: Piece) -> str:
        """Return why somebody has to look at a value; empty if nothing is wrong with it."""
        return next(filter(None, self.doubts(pair, piece)), "")

    def doubts(self, pair: Pair, piece: Piece) -> Iterator[str]:
        """Yield all that is doubtful about a value."""
        if self.found < LINE:
            yield "这一行只认出一部分字样，不能确定是不是这一项"
        yield self.other_label
        yield self.other_mark(pair, piece)
        if self.aligned.line.repeats:
            yield self.of_row
        if not self.aligned.line.weight and not self.aligned.line.repeats and not is_next(self.before, self.aligned):
            yield "这一行没有字样可认，上一行又不是表上的上一行"
        if not piece.is_framed:
            yield "与别的内容写在一起，是按内容分开的"
        if len([cell for cell in pair.cells if cell.text.strip()]) > 1 and is_prose(piece.hole):
            yield "原来分在几格里，已合在一起"
        if pair.count == 1 and pair.slot.is_open:
            yield self.beside(pair)
        if is_prose(piece.hole):
            yield self.foreign_words(piece.text)

    @cached_property
    def other_label(self) -> str:
        """Return that a cell where a label should stand says another label of the form, if so."""
        for pair in self.aligned.pair.pairs:
            key = key_of(pair.text)
            if pair.slot.is_label and key in self.plan.labels and label_alike(pair.slot.key, pair.text) < 1:
                return f"这一行写的是“{shortened(pair.text.strip(), 12)}”，与表上这一行的字样不同"
        return ""

    def other_mark(self, pair: Pair, piece: Piece) -> str:
        """Return that the cells were those of another value when the form was sent out, if so."""
        paths = set[str]().union(*(self.marked.get(cell, ()) for cell in pair.cells)) if self.marked else set()
        if not paths or piece.hole.path in paths:
            return ""
        return f"空白表上这一格是“{without_rows(min(paths))}”的，移动过"

    @cached_property
    def of_row(self) -> str:
        """Return what is doubtful about a row: words of none of its cells, a name like a label, nothing that parts it from other rows."""
        if self.aligned.line.repeats[-1] in self.plan.blurred:
            return "紧挨着的两部分之间没有字样，不能确定是哪一部分的"
        if not self.aligned.line.weight and not goes_on(self.before, self.aligned):
            return "紧挨着的上一行不是这一部分的，不能确定是哪一部分的"
        if not self.is_between():
            return "表上这一部分前面或后面的一行不在原处，不能确定是哪一部分的"
        used = {cell for pair in self.aligned.pair.pairs for cell in pair.cells}
        if any(cell.text.strip() and cell not in used for cell in self.cells):
            return "这一行还有没有认出的格，不能确定是不是这一部分的"
        required = [self.cells.index(pair.cells[0]) for pair in self.aligned.pair.pairs if not pair.slot.optional]
        is_in_group = not self.aligned.line.is_first and any(slot.optional and slot.is_label for slot in self.slots)
        if is_in_group and any(not cell.text.strip() for cell in self.cells[: min(required, default=0)]):
            return "这一行前面另有空格，不能确定是不是另起的一组"
        names = [pair.text for pair in self.aligned.pair.pairs if any(map(is_prose, pair.slot.holes))]
        near = [text for text in names for label in self.plan.labels if ALMOST < similarity(label, key_of(text)) < 1]
        return f"与表上的字样相近，不能确定是不是另起的一行：{shortened(near[0].strip(), 12)}" if near else ""

    def is_between(self) -> bool:
        """Return whether a row stands between the lines that the form has before its rows and behind them."""
        own, depth, lines = self.aligned, len(self.aligned.line.repeats), self.plan.lines
        for numbers, side in ((range(own.number - 1, -1, -1), -1), (range(own.number + 1, len(lines)), 1)):
            outside = (number for number in numbers if lines[number].weight and len(lines[number].repeats) < depth)
            number = next(outside, None)
            if number is not None and (self.places.get(number, own.place) - own.place) * side <= 0:
                return False
        return True

    def beside(self, pair: Pair) -> str:
        """Return what is doubtful about a cell without words of the form by what stands beside it."""
        if self.is_in_columns(pair):
            return ""
        begin = next((number for number in range(pair.first - 1, -1, -1) if self.slots[number].key), -1)
        if begin >= 0 and (doubt := self.not_found(self.slots[begin], begin)):
            return doubt
        end = next((number for number in range(pair.first + 1, len(self.slots)) if self.slots[number].key), len(self.slots))
        return "" if self.is_whole(begin, end) else "这一行的格数与表上不同，不能确定是哪一格"

    def not_found(self, slot: PlanSlot, number: int) -> str:
        """Return that the label before a value was not found, if so."""
        pair = self.pairs.get(number)
        if (pair and found_in(pair) >= LABEL) or (slot.optional and not pair):
            return ""
        words = "".join(part.text for part in slot.parts if isinstance(part, Label)).strip()
        return f"前面没有认出“{shortened(words, 12)}”"

    def is_whole(self, begin: int, end: int) -> bool:
        """Return whether the cells between two labels are those of the form, one for one, and no more."""
        if end - begin == 2:  # noqa: PLR2004 - a label, its value and a label: nothing to take for another
            return True
        between = [self.pairs.get(number) for number in range(begin + 1, end) if not self.slots[number].optional]
        if not all(pair and pair.count == 1 and len(pair.cells) == 1 for pair in between):
            return False
        places = [self.cells.index(pair.cells[0]) for pair in between if pair]
        return self.is_sorted and places == list(range(places[0], places[0] + len(places)))

    def is_in_columns(self, pair: Pair) -> bool:
        """Return whether a cell stands in the very columns where the form has it, in a line of as many."""
        slots, cells = edges_of([slot.columns for slot in self.slots]), edges_of([cell.columns for cell in self.cells])
        if slots[-1] != cells[-1] or len(self.slots) == 1 or len(pair.cells) > 1:
            return False
        place = self.cells.index(pair.cells[0])
        return cells[place] == slots[pair.first] and cells[place + 1] == slots[pair.first + 1]

    def foreign_words(self, text: str) -> str:
        """Return that a text holds words that lead in to another value of the form, if it does."""
        known = self.plan.labels.union(self.plan.openings)
        for found in LEAD_IN.finditer(text):
            if key_of(found[1]) in known:
                return f"里面还有表上的“{found[1]}”"
        return ""


def is_behind(before: Aligned | None, aligned: Aligned) -> bool:
    """Return whether a line stands right behind another one in the file."""
    return before is not None and aligned.place == before.place + len(before.received)


def is_next(before: Aligned | None, aligned: Aligned) -> bool:
    """Return whether a line stands right behind another one, as in the form."""
    return before is not None and is_behind(before, aligned) and aligned.number == before.number + 1


def goes_on(before: Aligned | None, aligned: Aligned) -> bool:
    """Return whether a line begins its rows, or stands right behind another one in them."""
    if aligned.line.is_first or before is None:
        return aligned.line.is_first
    return is_behind(before, aligned) and aligned.line.repeats[-1].path in {repeat.path for repeat in before.line.repeats}


def places_of(found: Sequence[Aligned], plan: Plan) -> dict[int, int]:
    """Return where a form's lines stand in a file, by their numbers; of two that became one, both there."""
    return {number: each.place for each in found for number in range(each.number, each.number + 1 + (each.line not in plan.lines))}
