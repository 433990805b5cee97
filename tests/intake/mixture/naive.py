"""What the usual importers would read: values by row and cell number, and values in the cell behind their label."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.form.types.field_type import MistakeError
from pipeline.intake.lenient import meant
from pipeline.intake.received import Received, ReceivedCell
from pipeline.problems import Kind, Place, Problem, error
from tests.intake.mixture.masters import Master
from tests.intake.mixture.pieces import Piece, plain_text
from tests.intake.mixture.scoring import Read
from tests.intake.mixture.sheet import Cell, Table

# Values by path, and what somebody is told.
Found = tuple[dict[str, Read], list[Problem]]
Naive = Callable[[Master, Received], Found]


def by_number(master: Master, received: Received) -> Found:
    """Return what stands where each value stood when the form was printed."""
    there = {(table, row, number): cell.text for table, row, cells in numbered(received) for number, cell in enumerate(cells)}
    known = (((table, row, number), cell) for table, row, cells in printed(master) for number, cell in enumerate(cells))
    return read((cell.pieces, there.get(place, "")) for place, cell in known)


def by_label(master: Master, received: Received) -> Found:
    """Return what stands behind each label that stood before a value when the form was printed: in its cell, or in the next one."""
    texts = [[plain_text(cell.text) for cell in cells] for _, _, cells in numbered(received)]
    there = [pair for row in texts for pair in itertools.pairwise(row)]
    met: Counter[str] = Counter()
    found = []
    for _, _, cells in printed(master):
        for before, cell in zip([None, *cells], cells, strict=False):
            label = plain_text(
                cell.pieces[0].text if cell.pieces and cell.pieces[0].is_label else before.text if before and before.is_label else ""
            )
            if cell.holds and label:
                is_inside = cell.pieces[0].is_label
                behind = (
                    [text for row in texts for text in row if text.startswith(label)] if is_inside else [b for a, b in there if a == label]
                )
                found.append((cell.pieces, behind[met[label]] if met[label] < len(behind) else ""))
                met[label] += 1
    return read(found)


def printed(master: Master) -> Iterator[tuple[int, int, Sequence[Cell]]]:
    """Yield a form's rows as they were printed, each with the numbers of its table and of itself; paragraphs are rows of a table 0."""
    tables = paragraphs = 0
    for block in master.sheet().blocks:
        if isinstance(block, Table):
            tables += 1
            yield from ((tables, number, row.shown) for number, row in enumerate(block.rows))
        elif block.text:
            yield 0, paragraphs, [block]
            paragraphs += 1


def numbered(received: Received) -> Iterator[tuple[int, int, Sequence[ReceivedCell]]]:
    """Yield a received file's rows likewise."""
    rows: Counter[int] = Counter()
    for line in received.lines:
        yield line.table, rows[line.table], line.cells
        rows[line.table] += 1


def read(found: Iterable[tuple[Sequence[Piece], str]]) -> Found:
    """Return what texts say in which the pieces of cells are looked for."""
    values: dict[str, Read] = {}
    problems = []
    for pieces, text in found:
        for piece, words in cut(pieces, text):
            if piece.held is None or not words.strip():
                continue
            fact = piece.held.fact
            try:
                if typed := meant(words, fact.field).typed:
                    values[fact.path] = Read(typed, fact.field)
            except MistakeError as mistake:
                problems.append(error(Kind.NOT_TAKEN, mistake.message, Place(""), fact.path))
    return values, problems


def cut(pieces: Sequence[Piece], text: str) -> Iterator[tuple[Piece, str]]:
    """Yield what a text has in the place of each piece that is no label, if it has the labels."""
    pattern = "".join(r"\s*".join(map(re.escape, plain_text(piece.text))) + r"\s*" if piece.is_label else "(.*?)" for piece in pieces)
    if match := re.fullmatch(pattern, text.strip(), re.DOTALL):
        yield from zip((piece for piece in pieces if not piece.is_label), match.groups(), strict=True)
    elif len(own := [piece for piece in pieces if not piece.is_label]) == 1 and pieces[0] is own[0]:
        yield own[0], text
