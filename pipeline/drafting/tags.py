"""Puts a drafted form's tags into its Word file: into the cells and texts that wait, and loops around rows that repeat."""

from __future__ import annotations

import copy
from collections.abc import Collection

from lxml import etree

from pipeline.document.word.xml import W
from pipeline.drafting.layout import Box, Grid
from pipeline.drafting.outline import Planned
from pipeline.drafting.proposals import Proposal, Repeated
from pipeline.drafting.words import UNIT_ALONE, YEAR

# What stands before `w:vMerge` in a cell's properties.
BEFORE = tuple(f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge"))
ROW = "行"


def expression(planned: Planned, prefix: str = "") -> str:
    """Return the tag that prints a field, behind a prefix such as a row's name."""
    is_ticked = isinstance(planned.proposal, Proposal) and planned.proposal.guess.type == "yes_no"
    return f"{{{{ {prefix}{planned.path}{' | 勾选' if is_ticked else ''} }}}}"


def with_unit(planned: Planned, unit: str, prefix: str = "") -> str:
    """Return the tag that prints a field with a unit behind it, unless it says that there is nothing.

    Args:
        planned: the field.
        unit: the unit; a percentage has its sign anyhow.
        prefix: what its path begins with.
    """
    tag = expression(planned, prefix)
    if not unit or unit in ("%", "％"):
        return tag
    return f"{tag}{{% if {prefix}{planned.path} is not 不涉及 %}}{unit}{{% endif %}}"


def fill_whole(box: Box, planned: Planned, prefix: str = "") -> None:
    """Put a tag into a cell in place of all that it says.

    Args:
        box: the cell.
        planned: its field.
        prefix: what its path begins with.
    """
    unit = UNIT_ALONE.fullmatch(box.text)
    write(box.element, with_unit(planned, unit["unit"] if unit else "", prefix))


def write(cell: etree._Element, text: str) -> None:
    """Let a cell, or a paragraph, say nothing but a text, in the letters that it had."""
    texts = list(cell.iter(f"{W}t"))
    for other in texts[1:]:
        other.text = ""
    if texts:
        texts[0].text = text
        return
    paragraph = cell if cell.tag == f"{W}p" else next(cell.iter(f"{W}p"))
    run = etree.SubElement(paragraph, f"{W}r")
    look = paragraph.find(f"{W}pPr/{W}rPr")
    if look is not None:
        run.append(copy.deepcopy(look))
    etree.SubElement(run, f"{W}t").text = text


def fill_slots(paragraphs: list[etree._Element], planned: list[Planned]) -> None:
    """Put tags into the places of a text, from the last to the first, so that those before stay where they are.

    Args:
        paragraphs: the text's paragraphs, of which each begins a line.
        planned: the fields, each with its place.
    """
    for field in sorted(planned, key=start, reverse=True):
        slot = field.proposal.slot if isinstance(field.proposal, Proposal) else None
        if slot is None:
            continue
        offset = 0
        for paragraph in paragraphs:
            length = len("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
            if offset <= slot.start <= offset + length:
                end = max(slot.end, slot.unit_end) - offset
                unit = text_of(paragraph)[slot.end - offset : end] if slot.unit_end else ""
                replace(paragraph, slot.start - offset, min(end, length), (" " if unit else "") + with_unit(field, unit))
                break
            offset += length + 1


def start(planned: Planned) -> int:
    """Return where the place of a field begins in its text."""
    return planned.proposal.slot.start if isinstance(planned.proposal, Proposal) and planned.proposal.slot else -1


def text_of(paragraph: etree._Element) -> str:
    """Return what a paragraph says."""
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def replace(paragraph: etree._Element, begin: int, end: int, tag: str) -> None:
    """Put a tag in place of a part of a paragraph's text, in the letters that stand there.

    Args:
        paragraph: the paragraph.
        begin: where the part begins.
        end: where it ends.
        tag: the tag.
    """
    texts = list(paragraph.iter(f"{W}t"))
    if not texts:
        write(paragraph, tag)
        return
    position, waiting = 0, tag
    for text in texts:
        words = text.text or ""
        low, high = begin - position, end - position
        position += len(words)
        if low <= len(words) and waiting and (low < len(words) or text is texts[-1] or begin == end):
            text.text = words[: max(low, 0)] + waiting + words[max(min(high, len(words)), low, 0) :]
            waiting = ""
        elif not waiting and high > 0:
            text.text = words[min(high, len(words)) :]


def fill_year(paragraph: etree._Element) -> None:
    """Put the year into a line such as （    年度）."""
    if found := YEAR.search(text_of(paragraph)):
        replace(paragraph, *found.span("gap"), "{{ 年度 }}")


def repeat(grid: Grid, rows: Planned) -> None:
    """Put a loop around the first of the rows that repeat, and take the others away; the labels on the left go on over it."""
    block = rows.proposal
    if not isinstance(block, Repeated):
        return
    for planned in rows.parts.values():
        if isinstance(planned.proposal, Proposal):
            write(planned.proposal.box.element, with_unit(planned, "", f"{ROW}."))
    kept = grid.rows[block.rows[0]]
    cells = list(kept)
    column = cells.index(block.columns[0].box.element)
    labels = [cells.index(label.element) for label in block.left if label.row == block.rows[0]]
    opening = tag_row(kept, column, f"{{%tr for {ROW} in {rows.path} %}}", labels)
    closing = tag_row(kept, column, "{%tr endfor %}", ())
    for place in labels:
        merge(opening[place], "restart")
        for row in (kept, closing):
            merge(row[place], "continue")
            write(row[place], "")
    kept.addprevious(opening)
    kept.addnext(closing)
    for number in block.rows[1:]:
        if (table := grid.rows[number].getparent()) is not None:
            table.remove(grid.rows[number])


def tag_row(row: etree._Element, column: int, tag: str, kept: Collection[int]) -> etree._Element:
    """Return a copy of a row that says nothing but a tag.

    Args:
        row: the row.
        column: which of its elements is the cell for the tag.
        tag: the tag.
        kept: which of its elements go on saying what they say.
    """
    copied = copy.deepcopy(row)
    for number, cell in enumerate(copied):
        if cell.tag == f"{W}tc" and number not in kept:
            write(cell, tag if number == column else "")
    return copied


def merge(cell: etree._Element, value: str) -> None:
    """Make a cell a part of a vertical merge."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    found = properties.find(f"{W}vMerge")
    if found is None:
        found = etree.Element(f"{W}vMerge")
        properties.insert(sum(child.tag in BEFORE for child in properties), found)
    found.set(f"{W}val", value)
