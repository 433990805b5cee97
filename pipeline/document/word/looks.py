"""How the paragraphs and cells of a Word form stand, through all that Word inherits it from, as far as a page shows it.

A property stands on the paragraph itself, in its style, in what that is based on, in the table's style, or in the document's
defaults: the first that says something counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.tree import Look
from pipeline.document.word.xml import W, parse, styles_in

# What Word calls an alignment → what we do. Whatever else it knows spreads the words over the line.
ALIGNMENTS: Final = dict.fromkeys(("left", "start"), "left") | {"center": "center"} | dict.fromkeys(("right", "end"), "right")
# The names of the style in which a form's labels are written, if it has one.
LABEL_STYLES: Final = ("表格标签", "标签")
TITLE: Final = "Title"
# Half-points of a character where nothing says it, and of the widest that Word knows.
SIZE, WIDEST = 20, 3276
# Half characters of an indent: more would leave no room for words on a narrow page.
MOST: Final = 40
# Style chains are this long at most in Word; a longer one goes round in a circle.
LONGEST: Final = 12
# Kinds of a table style's parts, the strongest first, and whether a cell is in it.
FIRST_ROW, FIRST_COLUMN = "firstRow", "firstCol"
NOTHING: Final = ("tr", "tc")


@dataclass(slots=True)
class Looks:
    """The styles of a Word form.

    Attributes:
        styles: its styles by their ids.
        defaults: the element with the document's defaults, if there are any.
    """

    styles: Mapping[str, etree._Element] = field(default_factory=dict)
    defaults: etree._Element | None = None
    _chains: dict[str, tuple[etree._Element, ...]] = field(default_factory=dict)

    @property
    def title_styles(self) -> set[str]:
        """The ids of the styles named Title: in a Chinese Word the id is something like a3."""
        return {TITLE, *(style for style, element in self.styles.items() if name_of(element) == TITLE)}

    @property
    def has_label_style(self) -> bool:
        """Whether there is a style that labels are written in."""
        return any(name_of(style) in LABEL_STYLES for style in self.styles.values())

    def is_label(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph is written in the style of labels, or in one based on it."""
        return any(name_of(style) in LABEL_STYLES for style in self.chain(self.style_of(paragraph)))

    def look(self, paragraph: etree._Element) -> Look:
        """Return how a paragraph stands."""
        align = self.alignment(paragraph)
        left, right, first = (self.indent(paragraph, *names) for names in (("left", "start"), ("right", "end"), ("firstLine", "hanging")))
        shift = {"center": left - right, "right": 0}.get(align, left)
        return Look(align, min(max(shift, 0), MOST), min(max(first, -max(shift, 0)), MOST) if align in ("left", "both") else 0)

    def alignment(self, paragraph: etree._Element) -> str:
        """Return a paragraph's alignment: left, center, right or both."""
        for properties in self.properties(paragraph, "pPr"):
            found = properties.find(f"{W}jc")
            if found is not None:
                return ALIGNMENTS.get(found.get(f"{W}val", ""), "both")
        return "left"

    def indent(self, paragraph: etree._Element, *names: str) -> int:
        """Return one of a paragraph's indents in half characters, by Word's names for it; the last two may say less than nothing."""
        for properties in self.properties(paragraph, "pPr"):
            found = properties.find(f"{W}ind")
            if found is None:
                continue
            for name in names:
                sign = -1 if name == "hanging" else 1
                hundredths, twips = whole(found.get(f"{W}{name}Chars")), whole(found.get(f"{W}{name}"))
                if hundredths:
                    return sign * (hundredths // 50)
                if twips is not None:
                    return sign * (2 * twips // (10 * self.size(paragraph)))
        return 0

    def size(self, paragraph: etree._Element) -> int:
        """Return the size of a paragraph's letters in half-points."""
        runs = (run.find(f"{W}rPr") for run in paragraph.iter(f"{W}r"))
        for properties in (*(found for found in runs if found is not None), *self.properties(paragraph, "rPr", direct=False)):
            size = properties.find(f"{W}sz")
            if size is not None and (found := whole(size.get(f"{W}val"))):
                return min(max(found, 2), WIDEST)
        return SIZE

    def vertical(self, cell: etree._Element) -> str:
        """Return where a cell's words stand in it: top, bottom, or nothing for the middle."""
        own = cell.find(f"{W}tcPr")
        for properties in (*([] if own is None else [own]), *self.table_properties(cell, "tcPr")):
            found = properties.find(f"{W}vAlign")
            if found is not None:
                return {"top": "top", "bottom": "bottom"}.get(found.get(f"{W}val", ""), "")
        return "top"

    def properties(self, paragraph: etree._Element, kind: str, *, direct: bool = True) -> Iterator[etree._Element]:
        """Yield the properties that a paragraph has, those first that count first.

        Args:
            paragraph: the paragraph.
            kind: pPr or rPr.
            direct: whether its own count too.
        """
        yield from paragraph.iterfind(f"{W}{kind}") if direct else ()
        for style in self.chain(self.style_of(paragraph)):
            yield from style.iterfind(f"{W}{kind}")
        yield from self.table_properties(paragraph, kind)
        if self.defaults is not None:
            yield from self.defaults.iterfind(f"{W}{kind}Default/{W}{kind}")

    def table_properties(self, element: etree._Element, kind: str) -> Iterator[etree._Element]:
        """Yield the properties that a cell, or a paragraph in one, has from the style of its table."""
        table = next(element.iterancestors(f"{W}tbl"), None)
        if table is None:
            return
        named = table.find(f"{W}tblPr/{W}tblStyle")
        chain = self.chain(self.default("table") if named is None else named.get(f"{W}val", ""))
        for part in parts_of(element, table):
            for style in chain:
                yield from style.iterfind(f"{W}tblStylePr[@{W}type='{part}']/{W}{kind}")
        for style in chain:
            yield from style.iterfind(f"{W}{kind}")

    def table_style(self, name: str) -> Iterator[etree._Element]:
        """Yield what a table's style says of the table as a whole, and those that it is based on."""
        for style in self.chain(name):
            yield from style.iterfind(f"{W}tblPr")

    def style_of(self, paragraph: etree._Element) -> str:
        """Return the id of a paragraph's style."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.default("paragraph") if style is None else style.get(f"{W}val", "")

    def default(self, kind: str) -> str:
        """Return the id of the style that paragraphs, or tables, have of which nothing else is said."""
        found = (name for name, style in self.styles.items() if style.get(f"{W}type") == kind and style.get(f"{W}default") in ("1", "true"))
        return next(found, "")

    def chain(self, name: str) -> tuple[etree._Element, ...]:
        """Return a style and those that it is based on."""
        if name not in self._chains:
            self._chains[name] = tuple(self.based_on(name))
        return self._chains[name]

    def based_on(self, name: str) -> Iterator[etree._Element]:
        """Yield a style and those that it is based on, one after another."""
        for _ in range(LONGEST):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            base = style.find(f"{W}basedOn")
            name = "" if base is None else base.get(f"{W}val", "")


def read_looks(styles: bytes) -> Looks:
    """Return the styles of a styles.xml; none of a form that has no such part."""
    if not styles:
        return Looks()
    root = parse(styles)
    return Looks(styles_in(root), root.find(f"{W}docDefaults"))


def parts_of(element: etree._Element, table: etree._Element) -> Iterator[str]:
    """Yield which of a table style's parts a cell, or a paragraph in one, stands in."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    row, cell = (element if element.tag == f"{W}{name}" else next(element.iterancestors(f"{W}{name}"), None) for name in NOTHING)
    if look is None or row is None or cell is None:
        return
    if is_chosen(look, "firstRow", 0x20) and row is table.find(f"{W}tr"):
        yield FIRST_ROW
    if is_chosen(look, "firstColumn", 0x80) and cell is row.find(f"{W}tc"):
        yield FIRST_COLUMN


def is_chosen(look: etree._Element, name: str, bit: int) -> bool:
    """Return whether a table asks for a part of its style, by name or, as older Words write it, by a bit.

    Args:
        look: what the table asks for.
        name: the part's name there.
        bit: the part's bit.
    """
    if look.get(f"{W}{name}") is not None:
        return look.get(f"{W}{name}") in ("1", "true", "on")
    try:
        return bool(int(look.get(f"{W}val", "0"), 16) & bit)
    except ValueError:
        return False


def whole(text: str | None) -> int | None:
    """Return a whole number, or None where there is none."""
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError):
        return None


def name_of(style: etree._Element) -> str:
    """Return what people call a style."""
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "")
