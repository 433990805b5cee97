"""Where a Word form's pages may end: rows under one label stay together, and what closes a form is never alone on a page."""

from __future__ import annotations

from itertools import dropwhile, takewhile
from typing import Final

from lxml import etree

from pipeline.document.word.grid import GridRow, grid_cells, vertical_groups
from pipeline.document.word.xml import W, is_on, paragraph_text

# More rows might not fit on a page, and would only leave the page before them empty.
ROWS_TOGETHER: Final = 12
# What stands before `w:keepNext` in a paragraph's properties.
BEFORE: Final = f"{W}pStyle"


def keep_together(root: etree._Element) -> None:
    """Let the rows of each vertical merge, and a form's last lines with the table before them, stay on one page.

    A label over several rows is centred in all of them only where they are on one page. A row that may break across
    pages, since its text may be long, does not hold the next one; nor do rows whose number is known only at run time.
    """
    for table in root.iter(f"{W}tbl"):
        rows = [GridRow(row, list(grid_cells(row))) for row in table.findall(f"{W}tr")]
        for group in vertical_groups(rows):
            held = [rows[index].element for index in group.rows]
            if len(held) <= ROWS_TOGETHER and not any(has_statement(row) for row in held):
                for row in held[:-1]:
                    if is_on(row.find(f"{W}trPr/{W}cantSplit")):
                        keep_with_next(row)
    for body in root.iterfind(f"{W}body"):
        keep_last_lines(body)


def has_statement(row: etree._Element) -> bool:
    """Return whether a row holds a statement that repeats rows or leaves them out."""
    return "{%tr" in "".join(map(str, row.itertext())).replace(" ", "")


def keep_last_lines(body: etree._Element) -> None:
    """Keep the paragraphs behind a form's last table together, and with the table's last row."""
    upwards = dropwhile(lambda block: block.tag == f"{W}sectPr" or not paragraph_text(block), body.iterchildren(reversed=True))
    lines = list(takewhile(lambda block: block.tag != f"{W}tbl", upwards))
    rows = [row for table in body.findall(f"{W}tbl")[-1:] for row in table.findall(f"{W}tr")[-1:] if not has_statement(row)]
    for element in (*lines[1:], *rows) if lines else ():
        keep_with_next(element)


def keep_with_next(element: etree._Element) -> None:
    """Keep a paragraph, or a row by all its paragraphs, on the page of what follows."""
    for paragraph in element.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        if properties.find(f"{W}keepNext") is None:
            properties.insert(len(properties.findall(BEFORE)), etree.Element(f"{W}keepNext"))
