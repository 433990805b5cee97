"""In what a Word form's amounts are: what a head, a label on the left, the table or the line above it says of them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from lxml import etree

from pipeline.document.word.xml import W, paragraph_text
from pipeline.drafting.layout import Box, Grid
from pipeline.drafting.proposals import Proposal, Repeated
from pipeline.drafting.words import BLANKS, UNKNOWN, closed_up, is_total

TOLD: Final = re.compile(rf"单位[：:]{BLANKS}{{0,60}}(?P<unit>万元|亿元|元)")
IN_LABEL: Final = re.compile(r"[（(](?:(?:金额)?单位[：:])?(?P<unit>万元|亿元|元)[)）]")
Found = Sequence[tuple[Grid, Sequence[Proposal | Repeated]]]


def settle_measures(root: etree._Element, found: Found) -> None:
    """Let amounts whose labels say no unit, and totals of whatever it is, have the one that is said of them; without any it is 万元.

    Args:
        root: the document.
        found: its tables, and what each proposes.
    """
    above = dict(zip((id(grid) for grid, _ in found), units_above(root), strict=True))
    before = ""
    for grid, proposed in found:
        before = above[id(grid)] or before
        told = [(box.row, unit) for box in reversed(grid.boxes) if (unit := unit_in([box.text], TOLD))]
        for proposal in fields(proposed):
            is_sum = proposal.guess.why == UNKNOWN and is_total(proposal.label)
            if is_sum or (proposal.guess.type == "amount" and not proposal.guess.unit):
                inside = next((unit for row, unit in told if row <= proposal.box.row), before)
                if unit := unit_in(labels_of(grid, proposal.box), IN_LABEL) or inside:
                    proposal.guess = replace(
                        proposal.guess, type="amount", unit=unit, why=f"{'合计' if is_sum else proposal.guess.why}，单位“{unit}”"
                    )
        before = told[0][1] if told else before


def fields(proposed: Iterable[Proposal | Repeated]) -> Iterator[Proposal]:
    """Yield the fields that a table proposes, those of rows too."""
    for proposal in proposed:
        yield from proposal.columns if isinstance(proposal, Repeated) else (proposal,)


def units_above(root: etree._Element) -> Iterator[str]:
    """Yield the unit that is said between each table of a document and the one before; nothing where none is."""
    lines: list[str] = []
    for element in root.iterfind(f"{W}body/*"):
        if element.tag == f"{W}tbl":
            yield unit_in(lines, TOLD)
            lines = []
        elif element.tag == f"{W}p":
            lines.append(paragraph_text(element))


def labels_of(grid: Grid, box: Box) -> Iterator[str]:
    """Yield what the labels say that a box's value stands under, from the nearest on its left to the highest above it."""
    yield from (label.text for label in (*beside(grid, box), *heads(grid, box)))


def beside(grid: Grid, box: Box) -> Iterator[Box]:
    """Yield the labels on a box's left that are about it, from the nearest: not those of other values in its row."""
    row = [other for other in reversed(grid.covering(box.row)) if other.column <= box.column]
    nearest = True
    for right, label in pairwise(row):
        if label.is_label and (nearest or right.is_label):
            nearest = False
            yield label


def heads(grid: Grid, box: Box) -> Iterator[Box]:
    """Yield the labels that head a box's column, from the lowest: above it with only values between, each right above the other."""
    row, begun = box.row - 1, False
    while (above := grid.at.get((row, box.column))) is not None and (above.is_label or not begun):
        if above.is_label:
            begun = True
            yield above
        row = above.row - 1


def unit_in(texts: Iterable[str], pattern: re.Pattern[str]) -> str:
    """Return the unit in the first of some texts that says one."""
    return next((found["unit"] for text in texts if (found := pattern.search(closed_up(text)))), "")
