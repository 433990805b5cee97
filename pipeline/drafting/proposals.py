"""The fields that a Word form proposes: labels beside empty cells, heads above them, places in texts, rows that repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.drafting.layout import LEAST_HEADS, Box, Grid
from pipeline.drafting.words import UNIT_ALONE, WAITING, Guess, Slot, guess, is_total, name_of, slots_in

Names = tuple[str, ...]
# What the name of a head ends with, left out before the name of a head beside it.
BESIDE = re.compile(r"(?:指标|总额|总数|合计|小计|数)$")
WIDE = 0.35  # of a table's columns: room for a text of several lines


@dataclass(slots=True)
class Proposal:
    """A field.

    Attributes:
        group: the names of the groups that it is in.
        label: what the form calls it.
        guess: what it is.
        box: the cell that it stands in.
        slot: the place in the cell's text; None for the whole cell.
        filled: what stands there already.
    """

    group: Names
    label: str
    guess: Guess
    box: Box
    slot: Slot | None = None
    filled: str = ""


@dataclass(slots=True)
class Repeated:
    """Rows that repeat.

    Attributes:
        group: the names of the groups that they are in.
        label: what the form calls them.
        columns: the field of each cell.
        rows: the numbers of the rows in the form, of which the first is kept.
        left: the labels on their left.
    """

    group: Names
    label: str
    columns: list[Proposal] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    left: list[Box] = field(default_factory=list)


def proposals(grid: Grid) -> Iterator[Proposal | Repeated]:
    """Yield what a table proposes, in the order of its rows."""
    blocks = {block.rows[0]: block for block in repeated_rows(grid)}
    taken = {row for block in blocks.values() for row in block.rows}
    for row in range(len(grid.rows)):
        if row in blocks:
            yield blocks[row]
        elif row not in taken:
            yield from row_proposals(grid, row)


def repeated_rows(grid: Grid) -> Iterator[Repeated]:
    """Yield the rows that repeat: numbered, with placeholders, or blank ones under heads."""
    rows = [(row, *divided(grid, row)) for row in range(len(grid.rows))]
    key = lambda item: (tuple(map(id, item[1])), tuple((box.column, box.columns) for box in item[2]))  # noqa: E731 - used once
    for _, same in groupby(rows, key=key):
        block = [item for item in same if item[2] and all(box.is_empty or box.is_placeholder for box in item[2])]
        if not block:
            continue
        row, left, cells = block[0]
        heads = [grid.head_of(box) for box in cells]
        named = any(cells[0].is_placeholder for _, _, cells in block) or is_lone_row(grid, row, heads)
        if len(cells) < 2 or not any(heads) or not (named or len(block) > 1):  # noqa: PLR2004 - one cell is no row
            continue
        if heads[0] and not all(box.is_label for box in grid.covering(heads[0].row)):
            heads[0] = None  # it names a row of its own, of which these are the parts
        names = tuple(filter(None, (name_of(box.text) for box in left)))
        above = grid.head_of(cells[0])
        label = left[-1].text if left else f"{above.text if above else ''}明细"
        found = Repeated(names[:-1] if left else (), label, [], [row for row, _, _ in block], left)
        for number, (box, words) in enumerate(zip(cells, told_apart(heads), strict=True)):
            words = words or ("名称" if not number else f"内容{number}")  # noqa: PLW2901
            kind = Guess("text", why="一行的名称") if not number else guess(words)
            found.columns.append(Proposal((), words, kind, box))
        yield found


def is_lone_row(grid: Grid, row: int, heads: Sequence[Box | None]) -> bool:
    """Return whether one blank row alone stands for as many as there are.

    It is the last of its table under heads, or above a total or a line over the whole width; or it parts up the row above it.
    A blank row under heads that other fields follow holds one value each.

    Args:
        grid: the table.
        row: the row.
        heads: the label above each of its boxes.
    """
    cells, above, below = (grid.covering(number) for number in (row, row - 1, row + 1))
    is_blank_row = all(not box.text.strip() and box.row == row and box.rows == 1 for box in cells)
    same_columns = [(box.column, box.columns) for box in cells] == [(box.column, box.columns) for box in above]
    if not (is_blank_row and same_columns and len(cells) >= LEAST_HEADS and all(heads)):
        return False
    if all(box.is_label for box in above):
        return not below or is_total(below[0].text) or (len(below) == 1 and not below[0].is_empty)
    return above[0].is_label and all(is_blank(box) or is_struck(box) for box in above[1:]) and not (below and below[0].is_empty)


def divided(grid: Grid, row: int) -> tuple[list[Box], list[Box]]:
    """Return the labels on the left that cover a row, and the rest of its boxes."""
    covering = grid.covering(row)
    number = next((number for number, box in enumerate(covering) if not box.is_label), len(covering))
    return covering[:number], [box for box in covering[number:] if box.row == row]


def row_proposals(grid: Grid, row: int) -> Iterator[Proposal]:
    """Yield the fields of one row."""
    boxes = grid.covering(row)
    width = sum(box.columns for box in boxes) or 1
    group: list[Box] = []
    label: Box | None = None
    run: list[Box] = []
    for number, box in enumerate(boxes):
        following = boxes[number + 1] if number + 1 < len(boxes) else None
        stands_alone = is_total(boxes[0].text) and not box.is_label and following is not None and grid.head_of(following) is not None
        if names_next(box, following, width) and not stands_alone:
            yield from in_run(grid, names_of(group), label, run, width)
            run, label = [], box
            if following is not None and not is_blank(following):
                group.append(box)
        elif box.row != row or is_struck(box) or grid.is_corner(box):
            continue
        elif is_blank(box):
            run.append(box)
        else:
            if label is not None and run and is_fixed(box) and all(map(grid.is_under_heads, (*run, box))):
                group, label = [*group, label], None
            yield from in_run(grid, names_of(group), label, run, width)
            run, label = [], None
            yield from in_text(box, names_of(group))
    yield from in_run(grid, names_of(group), label, run, width)


def is_blank(box: Box) -> bool:
    """Return whether a box waits to be filled as a whole, or is filled with a value already."""
    slots = slots_in(box.text)
    only_slot = len(slots) == 1 and slots[0].guess.type in ("yes_no", "choice", "date") and not slots[0].label
    return box.is_empty or box.is_filled or only_slot


def names_next(box: Box, following: Box | None, width: int) -> bool:
    """Return whether a box names what is on its right.

    Args:
        box: the box.
        following: the box on its right.
        width: the columns of the table.
    """
    if box.is_label:
        return not is_open(box, following, width)
    slots = slots_in(box.text)
    ends_open = len(slots) == 1 and slots[0].end == len(box.text) and slots[0].guess.type != "date" and not slots[0].unit_end
    return ends_open and following is not None and following.row == box.row and is_blank(following)


def is_fixed(box: Box) -> bool:
    """Return whether a box says what nobody fills in, such as how to score."""
    return not slots_in(box.text) and not is_blank(box)


def is_struck(box: Box) -> bool:
    """Return whether a box is closed by a stroke, as one that has no value: —."""
    return not box.is_empty and not any(char.isalnum() or char in f"{WAITING}_＿" for char in box.text) and not slots_in(box.text)


def is_open(box: Box, following: Box | None, width: int) -> bool:
    """Return whether a label alone in parentheses waits itself to be filled behind them: there is nothing beside it.

    Args:
        box: the label.
        following: the box on its right.
        width: the columns of the table.
    """
    words = box.text.strip()
    return following is None and words.startswith("（") and words.endswith("）") and box.columns > width * WIDE


def names_of(boxes: list[Box]) -> Names:
    """Return the names of the groups that labels make."""
    return tuple(filter(None, (name_of(box.text) for box in boxes)))


def in_run(grid: Grid, group: Names, label: Box | None, run: list[Box], width: int) -> Iterator[Proposal]:
    """Yield the fields of empty boxes that stand beside each other behind a label.

    Args:
        grid: the table.
        group: the groups that the row is in.
        label: the label; None if there is none.
        run: the boxes.
        width: the columns of the table.
    """
    heads = [grid.column_head_of(box) for box in run]
    if label is not None and len(heads) >= LEAST_HEADS and heads[0] is None and all(heads[1:]):
        run, heads = run[1:], heads[1:]  # the first stands in a column of labels
    is_matrix = label is not None and len(run) > 1 and all(heads)
    for number, (box, head) in enumerate(zip(run, told_apart(heads), strict=True)):
        inside = (*group, name_of(label.text)) if is_matrix and label else group
        words = head if is_matrix or number or label is None else label.text
        words = words or (f"{label.text}{number + 1}" if label else "")
        if not words:
            continue
        yield whole(box, inside, words, wide=box.columns > width * WIDE)


def told_apart(heads: Sequence[Box | None]) -> list[str]:
    """Return what heads beside each other say; the same words twice are told by the nearest head before them that stands alone.

    Of 预算总额, 其中, 执行总额, 其中 these are 预算其中 and 执行其中.
    """
    said = [head.text if head else "" for head in heads]
    names = Counter(map(name_of, said))
    result, before = [], ""
    for words in said:
        if words and names[name_of(words)] == 1:
            before = BESIDE.sub("", name_of(words))
            result.append(words)
        else:
            result.append(before + words.strip() if words else "")
    return result


def whole(box: Box, group: Names, label: str, *, wide: bool) -> Proposal:
    """Return the field that fills a box as a whole.

    Args:
        box: the box.
        group: the groups that it is in.
        label: what it is called.
        wide: whether there is room for several lines.
    """
    slots = slots_in(box.text)
    unit = UNIT_ALONE.fullmatch(box.text)
    kind = slots[0].guess if slots else guess(label, unit["unit"] if unit else "", wide=wide)
    return Proposal(group, label, kind, box, filled=box.text.strip() if box.is_filled else "")


def in_text(box: Box, group: Names) -> Iterator[Proposal]:
    """Yield the fields of the places that wait in a box's text."""
    slots = slots_in(box.text)
    words = box.text.strip()
    if not slots and words.startswith("（") and words.endswith("）"):
        yield Proposal(group, words.strip("（）"), guess(words.strip("（）")), box, Slot(len(box.text), len(box.text), words, guess("")))
    before = box.text[: slots[0].start].rpartition("\n")[2] if slots else ""
    outer, colon, _ = before.partition("：")
    inside = (*group, name(outer)) if len(slots) > 1 and colon and not outer.startswith("其中") and outer != slots[0].label else group
    for slot in slots:
        yield Proposal(inside, slot.label or "日期", slot.guess, box, slot)


def name(words: str) -> str:
    """Return the name of a group that a text begins with."""
    return name_of(words) or "内容"
