"""Received lines made ready for aligning: columns put in order, stacked rows taken apart, tables within cells put back into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.intake.aligning.columns import in_order_of_form
from pipeline.intake.aligning.keys import key_of
from pipeline.intake.aligning.plans import Plan
from pipeline.intake.received import ReceivedCell, ReceivedLine


def tidied(lines: Sequence[ReceivedLine], plan: Plan) -> Iterator[ReceivedLine]:
    """Yield the received lines that say anything, as the form would have them.

    Args:
        lines: the lines.
        plan: the form.
    """
    for line in in_order_of_form(list(unnested(lines, plan)), plan):
        if any(cell.text.strip() for cell in line.cells):
            yield from unstacked(line, plan)


def unnested(lines: Sequence[ReceivedLine], plan: Plan) -> Iterator[ReceivedLine]:
    """Yield lines with the only words of a table within a cell in that cell, where it is certain which it is.

    Args:
        lines: the lines; those of a table within a cell follow the row.
        plan: the form.
    """
    last = {line.table: number for number, line in enumerate(lines)}
    waiting: ReceivedLine | None = None
    for number, line in enumerate(lines):
        is_inside = bool(waiting and waiting.table and line.table > waiting.table and last[waiting.table] > number)
        inner = [cell for cell in line.cells if cell.text.strip()]
        if is_inside and waiting and len(inner) == 1:
            waiting = put_in(waiting, inner[0], plan)
            continue
        if waiting:
            yield waiting
        if is_inside:
            yield line
            waiting = None
        else:
            waiting = line
    if waiting:
        yield waiting


def put_in(line: ReceivedLine, inner: ReceivedCell, plan: Plan) -> ReceivedLine:
    """Return a line with words in its only cell behind a label that is blank or has but a unit, or else in its only blank one.

    If there are several, or none, the words become a cell of their own at the end of the line.

    Args:
        line: the line.
        inner: the words.
        plan: the form.
    """
    keys = [key_of(cell.text) for cell in line.cells]
    blank = [place for place in range(1, len(keys)) if keys[place] in {"", *plan.units} and keys[place - 1] in plan.labels]
    if len(blank) != 1:
        blank = [place for place, key in enumerate(keys) if not key]
    if len(blank) != 1 or key_of(inner.text) in plan.labels:
        return replace(line, cells=(*line.cells, inner))
    cells = list(line.cells)
    cells[blank[0]] = replace(cells[blank[0]], text=f"{inner.text}{cells[blank[0]].text}", spot=inner.spot)
    return replace(line, cells=tuple(cells))


def unstacked(line: ReceivedLine, plan: Plan) -> list[ReceivedLine]:
    """Return the lines of the form that were put into one received line, one below the other in each cell; else the line itself.

    Args:
        line: the line.
        plan: the form.
    """
    texts = [cell.text.strip().split("\n") for cell in line.cells]
    count = max(map(len, texts))
    keys = [key_of(cell.text) for cell in line.cells]
    heads = [place for place, parts in enumerate(texts) if len(parts) == 1 and keys[place] in plan.labels]
    stacked = [place for place in range(len(texts)) if place not in heads]
    if count == 1 or len(stacked) < 2 or any(len(texts[place]) != count for place in stacked if keys[place]):  # noqa: PLR2004 - a row
        return [line]
    rows = [[(place, texts[place][number] if number < len(texts[place]) else "") for place in stacked] for number in range(count)]
    if not all(any(plan.label(key_of(text)) for _, text in row) for row in rows) or any(
        plan.label(keys[place]) in plan.labels for place in stacked
    ):
        return [line]
    made = [replace(line, cells=tuple(replace(line.cells[place], text=text) for place, text in row)) for row in rows]
    made[0] = replace(made[0], cells=(*(line.cells[place] for place in heads), *made[0].cells))
    return made
