"""Where a Word form begins a new page by itself, and the paper of its sections, of which a wide table may lie on its side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.document.styles import PageStyle
from pipeline.document.tree import Block, PageBreak
from pipeline.document.word.looks import whole
from pipeline.document.word.styles import LARGEST, or_else, switched
from pipeline.document.word.xml import W, paragraph_text

SIDES: Final = ("top", "right", "bottom", "left")
# A section that goes on where the one before it ends.
CONTINUOUS: Final = "continuous"


def with_page_breaks(element: etree._Element, paragraph: Block) -> Iterator[Block]:
    """Yield a paragraph of a body with the page breaks that it stands between.

    Args:
        element: the paragraph.
        paragraph: the same as it is read.
    """
    has_break = any(each.get(f"{W}type") == "page" for each in element.iterfind(f"{W}r/{W}br"))
    is_empty = not paragraph_text(element)
    if switched(element.iterfind(f"{W}pPr"), "pageBreakBefore") or (has_break and is_empty):
        yield PageBreak()
    yield paragraph
    if has_break and not is_empty:
        yield PageBreak()
    section = element.find(f"{W}pPr/{W}sectPr")
    if section is not None:
        yield from section_end(section, element)


def section_end(section: etree._Element, element: etree._Element) -> Iterator[PageBreak]:
    """Yield the page break with which a section ends, unless the next goes on upon the same paper.

    Args:
        section: the section.
        element: its last paragraph.
    """
    behind = (found for block in element.itersiblings() for found in block.iter(f"{W}sectPr"))
    following = next(behind, section)
    kind = following.find(f"{W}type")
    goes_on = kind is not None and kind.get(f"{W}val") == CONTINUOUS
    style, last = page_style(section), page_style(following)
    if not goes_on or paper(style) != paper(last):
        yield PageBreak(style)


def paper(style: PageStyle) -> tuple[int, int, tuple[int, int, int, int]]:
    """Return a page's size and margins."""
    return style.width, style.height, style.margins


def page_style(section: etree._Element, *, differs: bool = False) -> PageStyle:
    """Return how the page of a section is set.

    Args:
        section: the section.
        differs: whether even pages have headers and footers of their own.
    """
    usual = PageStyle()
    edges = [said(section, "pgMar", side) for side in SIDES]
    top, right, bottom, left = (abs(other) if edge is None else abs(edge) for edge, other in zip(edges, usual.margins, strict=True))
    grid = section.find(f"{W}docGrid")
    has_characters = grid is not None and grid.get(f"{W}type") in ("linesAndChars", "snapToChars")
    return PageStyle(
        said(section, "pgSz", "w") or usual.width,
        said(section, "pgSz", "h") or usual.height,
        (top, right, bottom, left + (said(section, "pgMar", "gutter") or 0)),
        or_else(said(section, "pgMar", "header"), usual.header),
        or_else(said(section, "pgMar", "footer"), usual.footer),
        said(section, "docGrid", "charSpace") or 0 if has_characters else 0,
        differs,
        switched([section], "titlePg"),
        or_else(said(section, "pgNumType", "start"), usual.start),
    )


def said(section: etree._Element, name: str, attribute: str) -> int | None:
    """Return the amount that an attribute of a section's property says.

    Args:
        section: the section.
        name: the property's name.
        attribute: the attribute's.
    """
    found = section.find(f"{W}{name}")
    amount = None if found is None else whole(found.get(f"{W}{attribute}"))
    return None if amount is None else min(max(amount, -LARGEST), LARGEST)
