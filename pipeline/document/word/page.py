"""The page of a Word file: its paper and margins, and what stands in its headers and footers."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.document.styles import PageStyle
from pipeline.document.tree import Block
from pipeline.document.word.looks import read_looks
from pipeline.document.word.margins import margin_blocks
from pipeline.document.word.package import DOCUMENT, RELATIONSHIPS, STYLES
from pipeline.document.word.sections import page_style
from pipeline.document.word.styles import Styles, grid_pitch, switched
from pipeline.document.word.xml import W, parse

SETTINGS: Final = "word/settings.xml"
DOCUMENT_RELATIONS: Final = "word/_rels/document.xml.rels"
# Which pages a header or footer is for.
ALL, EVEN, FIRST = "default", "even", "first"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a Word file.

    Attributes:
        style: how it is set.
        headers: what stands above the text, by the pages: default, even, first.
        footers: what stands below it.
        styles: how the file sets its words.
    """

    style: PageStyle
    headers: Mapping[str, tuple[Block, ...]]
    footers: Mapping[str, tuple[Block, ...]]
    styles: Styles


def read_page(parts: Mapping[str, bytes], file: str) -> Page:
    """Return the page of a Word file: that of its last section; the others say only their paper and margins (`sections`).

    Args:
        parts: the file's parts.
        file: how messages name it.

    Raises:
        Stop: a header or footer has faults.
    """
    root = parse(parts[DOCUMENT])
    section = root.find(f"{W}body/{W}sectPr")
    section = etree.Element(f"{W}sectPr") if section is None else section
    styles = Styles(read_looks(parts.get(STYLES, b"")), grid_pitch(root))
    headers, footers = (margins(section, kind, parts, file, styles) for kind in ("header", "footer"))
    differs = SETTINGS in parts and switched([parse(parts[SETTINGS])], "evenAndOddHeaders")
    return Page(page_style(section, differs=differs), headers, footers, styles)


def margins(section: etree._Element, kind: str, parts: Mapping[str, bytes], file: str, styles: Styles) -> dict[str, tuple[Block, ...]]:
    """Return what stands in the headers or footers of a section.

    Args:
        section: the section.
        kind: header or footer.
        parts: the file's parts.
        file: how messages name the file.
        styles: how the file sets its words.
    """
    names = targets(parts.get(DOCUMENT_RELATIONS, b""))
    found: dict[str, tuple[Block, ...]] = {}
    for reference in section.iterfind(f"{W}{kind}Reference"):
        name = names.get(reference.get(f"{{{RELATIONSHIPS}}}id", ""), "")
        if name in parts:
            found[reference.get(f"{W}type", ALL)] = margin_blocks(parts[name], file, name, styles)
    return found


def targets(relations: bytes) -> dict[str, str]:
    """Return the names of the parts that a document leads to, by the ids of its relationships."""
    listed = parse(relations) if relations else ()
    return {each.get("Id", ""): posixpath.normpath(posixpath.join("word", each.get("Target", ""))).lstrip("/") for each in listed}
