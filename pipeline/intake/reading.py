"""A received file read by a form: its values as the data file has them, each with its place; what cannot be taken is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.form.form import Form
from pipeline.form.types.field_type import MistakeError, shortened
from pipeline.intake.aligning.doubts import Around, places_of
from pipeline.intake.aligning.keys import key_of
from pipeline.intake.aligning.lines import Aligned, LineAligner
from pipeline.intake.aligning.plans import Repeat, plan_of
from pipeline.intake.aligning.splitting import is_prose
from pipeline.intake.blueprints.blueprint import Blueprint, Hole
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.lenient import meant
from pipeline.intake.received import Received, ReceivedCell
from pipeline.paths import EVERY_ROW, child, every_row, numbered
from pipeline.problems import Kind, Place, Problem, Severity

# What a row is called that sums up those above it.
TOTALS: Final = frozenset(("合计", "小计", "总计", "共计", "总和", "累计", "合计数"))
MIXED: Final = "几项写在一格里，分不清这一项填的是什么"
NOT_EXACT: Final = "从 PDF 读来的，格是按字的位置推断的"
# The rows that a value stands in: of each loop the round and the row's number, from the outermost.
Rows = tuple[tuple[Repeat, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a received file says for a hole.

    Attributes:
        hole: the hole.
        rows: the rows that it stands in.
        text: the words.
        place: where they stand.
        doubt: why somebody has to look at it.
    """

    hole: Hole
    rows: Rows
    text: str
    place: Place
    doubt: str


def read_filled(received: Received, blueprint: Blueprint, form: Form) -> Filled:
    """Return what a received file says, by a form.

    Args:
        received: the file.
        blueprint: the document of the form that it is.
        form: the form.
    """
    reading = Reading(received, blueprint)
    values, told = reading.values()
    return Filled(form.name, blueprint.document, values, told, reading.problems)


class Reading:
    """Reads one file.

    Attributes:
        received: the file.
        problems: what could not be taken.
    """

    def __init__(self, received: Received, blueprint: Blueprint) -> None:
        """Begin.

        Args:
            received: the file.
            blueprint: what it is read by.
        """
        self.received = received
        self.plan = plan_of(blueprint)
        self.problems: list[Problem] = []

    def values(self) -> tuple[dict[str, FilledValue], dict[str, FilledValue]]:
        """Return the values that are taken and those that are only told, by path."""
        said = list(self.without_totals(list(self.said())))
        numbers = row_numbers(said)
        values: dict[str, FilledValue] = {}
        told: dict[str, FilledValue] = {}
        for each in said:
            path = path_of(each, numbers)
            if path and (value := self.value(each, path)):
                add(told if each.hole.is_told else values, value, each)
        for rows in numbers:
            told.update(self.keys(rows, numbers, said))
        return values, told

    def said(self) -> Iterator[Said]:
        """Yield what the file says for each hole, blanks too."""
        above: dict[str, Said] = {}
        before: Aligned | None = None
        aligner = LineAligner(self.received, self.plan)
        lines, marked = aligner.aligned(), aligner.cells.fitting.marked
        places = places_of(lines, self.plan)
        for each in lines:
            self.tell_left(each)
            rows = tuple(zip(each.line.repeats, each.rows, strict=True))
            self.compare_fixed(each)
            for said in self.of_line(each, rows, Around(each, self.plan, before, places, marked)):
                above[said.hole.path] = said
                yield said
            yield from merged_downwards(each, rows, above)
            before = each

    def tell_left(self, aligned: Aligned) -> None:
        """Tell which cells of a line were taken for none of the form's, but for labels."""
        used = {cell for pair in aligned.pair.pairs for cell in pair.cells}
        for cell in (cell for line in aligned.received for cell in line.cells if cell not in used and cell.text.strip()):
            if key_of(cell.text) not in self.plan.labels:
                self.warn(Kind.UNPLACED, f"没有放进去的内容：“{cell.text.strip()}”", self.place(cell), "", "请核对是不是要填的内容")

    def of_line(self, aligned: Aligned, rows: Rows, around: Around) -> Iterator[Said]:
        """Yield what a line says for each of its holes.

        Args:
            aligned: the line.
            rows: the rows that it stands in.
            around: what was found around its values.
        """
        for pair in aligned.pair.pairs:
            pieces = pair.cut.pieces if pair.slot.holes else ()
            are_mixed = any(piece.text.strip() and not piece.is_framed for piece in pieces)
            for piece in pieces:
                if are_mixed and not piece.text.strip() and not piece.is_framed and not piece.hole.is_told:
                    self.warn(Kind.NOT_TAKEN, MIXED, self.place(pair.cells[0]), piece.hole.path, "请核对后填进数据文件")
                doubt = around.doubt(pair, piece) if piece.text.strip() else ""
                yield Said(piece.hole, rows, piece.text, self.place(cell_of(pair.cells, piece.text)), doubt)

    def place(self, cell: ReceivedCell) -> Place:
        """Return where a cell stands."""
        return Place(self.received.file, spot=cell.spot)

    def value(self, said: Said, path: str) -> FilledValue | None:
        """Return a value as its field's type takes it; None for a blank, and for what it refuses, which is told."""
        field = said.hole.field
        try:
            means = meant(said.text, field)
        except MistakeError as mistake:
            if said.hole.is_told:
                return FilledValue(path, field, said.text.strip(), said.text, said.place)
            self.warn(Kind.NOT_TAKEN, mistake.message, said.place, path, mistake.hint)
            return None
        doubt = said.doubt or means.doubt or ("" if self.received.is_exact else NOT_EXACT)
        return FilledValue(path, field, means.typed, said.text, said.place, doubt) if means.typed else None

    def without_totals(self, said: Sequence[Said]) -> Iterator[Said]:
        """Yield what is said without rows that a clerk added to sum up the others, which are told."""
        totals = {each.rows: each for each in said if is_total(each)}
        for each in totals.values():
            self.warn(Kind.NOT_TAKEN, f"“{each.text.strip()}”一行没有读入", each.place, "", "合计由程序计算，不用填")
        return (each for each in said if each.rows not in totals)

    def compare_fixed(self, aligned: Aligned) -> None:
        """Tell what a row says otherwise than the form fixes it."""
        if not aligned.line.repeats or not aligned.line.repeats[-1].row:
            return
        for pair in aligned.pair.pairs:
            if pair.slot.is_label and pair.slot.key and key_of(pair.text) != pair.slot.key:
                fixed = "".join(getattr(part, "text", "") for part in pair.slot.parts)
                message = f"写的是“{shortened(pair.text.strip(), 40)}”，表上规定的是“{shortened(fixed, 40)}”"
                self.warn(Kind.OTHERWISE, message, self.place(pair.cells[0]), "", "")

    def keys(self, rows: Rows, numbers: Mapping[Rows, int], said: Sequence[Said]) -> Iterator[tuple[str, FilledValue]]:
        """Yield by which values a row that the form fixes is known in the data.

        Args:
            rows: the row, with those around it.
            numbers: the numbers of all rows.
            said: what the file says.
        """
        repeat = rows[-1][0]
        place = next(each.place for each in said if each.rows[: len(rows)] == rows)
        for name, text in repeat.key.items():
            path = path_in(child(every_row(repeat.path), name), rows, numbers)
            yield path, FilledValue(path, repeat.rows.fields[name], text, text, place)

    def warn(self, kind: Kind, message: str, place: Place, path: str, hint: str) -> None:
        """Note a warning.

        Args:
            kind: what it is.
            message: the sentence.
            place: where it stands.
            path: the value's path.
            hint: what to do.
        """
        self.problems.append(Problem(Severity.WARNING, kind, message, place, path, hint))


def merged_downwards(aligned: Aligned, rows: Rows, above: Mapping[str, Said]) -> Iterator[Said]:
    """Yield what a row says by cells that are merged with those of the row above.

    Args:
        aligned: the line.
        rows: the rows that it stands in.
        above: what was said last for each path.
    """
    met = {number for pair in aligned.pair.pairs for number in range(pair.first, pair.first + pair.count)}
    for number, slot in enumerate(aligned.line.slots):
        for hole in slot.holes if slot.optional and number not in met else ():
            known = above.get(hole.path)
            if known and rows and known.rows[:-1] == rows[:-1]:
                yield replace(known, rows=rows)


def is_total(said: Said) -> bool:
    """Return whether a row only sums up others, by what it is called."""
    return bool(said.rows) and not said.rows[-1][0].row and is_prose(said.hole) and key_of(said.text) in TOTALS


def row_numbers(said: Sequence[Said]) -> dict[Rows, int]:
    """Return the numbers in the data of the rows in which something to take was filled in; the others are no rows.

    A row that the form fixes keeps its number there.
    """
    filled = {
        each.rows[:depth]: None for each in said if each.text.strip() and not each.hole.is_told for depth in range(1, len(each.rows) + 1)
    }
    numbers: dict[Rows, int] = {}
    counts: dict[tuple[Rows, str], int] = {}
    for rows in sorted(filled, key=lambda rows: [number for _, number in rows]):
        group = (rows[:-1], rows[-1][0].path)
        counts[group] = numbers[rows] = rows[-1][0].row or counts.get(group, 0) + 1
    return numbers


def path_of(said: Said, numbers: Mapping[Rows, int]) -> str:
    """Return where a value belongs in the data; empty for what is no field's, and in rows that are none."""
    if not said.hole.path or (said.rows and said.rows not in numbers):
        return ""
    return path_in(said.hole.path, said.rows, numbers)


def path_in(path: str, rows: Rows, numbers: Mapping[Rows, int]) -> str:
    """Return a path with the numbers of its rows.

    Args:
        path: the path as a blueprint has it.
        rows: the rows.
        numbers: their numbers in the data.
    """
    steps = path.split(EVERY_ROW)
    for depth, step in enumerate(steps[:-1], 1):
        steps[depth - 1] = numbered(step, numbers[rows[:depth]])
    return "".join(steps)


def cell_of(cells: Sequence[ReceivedCell], text: str) -> ReceivedCell:
    """Return which of some cells a text stands in, or begins in."""
    begin = text.strip()[:1]
    return next(
        (cell for cell in cells if begin and text.strip() in cell.text), next((cell for cell in cells if begin in cell.text), cells[0])
    )


def add(values: dict[str, FilledValue], value: FilledValue, said: Said) -> None:
    """Add a value to others: one of several texts to these; one that stands there already, in other words, makes that doubtful.

    Args:
        values: the others.
        value: the value.
        said: what was said.
    """
    known = values.get(value.path)
    if known is None:
        values[value.path] = value
    elif len(said.rows) > said.hole.path.count(EVERY_ROW):
        values[value.path] = replace(known, typed=(*texts(known.typed), *texts(value.typed)), doubt=known.doubt or value.doubt)
    elif known.typed != value.typed and not known.doubt:
        values[value.path] = replace(known, doubt=f"{value.place.spot}写的是“{shortened(value.received.strip())}”，与这里不同")


def texts(typed: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return typed texts, one or several."""
    return (typed,) if isinstance(typed, str) else typed
