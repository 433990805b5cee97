"""How a Word file sets its words in print: from the properties that `looks` finds, those first that count first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from pipeline.document.styles import CellStyle, Letters, ParagraphStyle, RowStyle, TableStyle
from pipeline.document.word.looks import Looks, whole
from pipeline.document.word.xml import W, is_on

# Fonts where nothing is said, and what the theme of a Chinese Word says.
CHINESE: Final = "宋体"
LATIN: Final = "Times New Roman"
SIDES: Final = ("top", "right", "bottom", "left")
# Points are half points, twentieths and 240ths of a line; no line, letter or distance of a form is larger.
LARGEST: Final = 31_680
NO_LINE: Final = ("nil", "none")
Properties = Sequence[etree._Element]  # noqa: SLF001 - lxml has no other name for it


@dataclass(slots=True)
class Styles:
    """Answers how the parts of a Word file are printed; what is asked again is answered from memory.

    Attributes:
        looks: the file's styles.
        pitch: how high the lines of its page's grid are, in twentieths of a point.
    """

    looks: Looks
    pitch: int = 0
    _known: dict[bytes, ParagraphStyle] = field(default_factory=dict)

    def paragraph(self, element: etree._Element) -> ParagraphStyle:
        """Return how a paragraph is set."""
        key = self.key(element)
        if key not in self._known:
            self._known[key] = self.paragraph_style(element)
        return self._known[key]

    def named(self, style: str) -> ParagraphStyle:
        """Return how paragraphs of a style are set that stand by themselves."""
        element = etree.Element(f"{W}p")
        etree.SubElement(etree.SubElement(element, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
        return self.paragraph(element)

    def key(self, element: etree._Element) -> bytes:
        """Return a text that is the same for paragraphs that are set alike."""
        own = element.find(f"{W}pPr")
        inherited = [etree.tostring(part) for kind in ("pPr", "rPr") for part in self.looks.table_properties(element, kind)]
        return b"\0".join([b"" if own is None else etree.tostring(own), *inherited])

    def paragraph_style(self, element: etree._Element) -> ParagraphStyle:
        """Return how a paragraph is set, looked for anew."""
        properties = list(self.looks.properties(element, "pPr"))
        letters = self.letters(self.looks.properties(element, "rPr", direct=False))
        left, right = (indent(properties, letters, *names) for names in (("left", "start"), ("right", "end")))
        snaps = switched(properties, "snapToGrid", default=True)
        return ParagraphStyle(
            letters,
            self.looks.alignment(element),
            left,
            right,
            indent(properties, letters, "firstLine") or -indent(properties, letters, "hanging"),
            self.space(properties, "before"),
            self.space(properties, "after"),
            *line_of(properties, letters, self.pitch if snaps else 0),
            keeps_next=switched(properties, "keepNext"),
            keeps_lines=switched(properties, "keepLines"),
            leaves_no_line=switched(properties, "widowControl", default=True),
            breaks_words=not switched(properties, "wordWrap", default=True),
            joins=self.looks.style_of(element) if switched(properties, "contextualSpacing") else "",
            tabs=tuple(tabs_of(properties)),
        )

    def space(self, properties: Properties, side: str) -> int:
        """Return the space before or after a paragraph."""
        lines = amount(properties, "spacing", f"{side}Lines")
        return (self.pitch or 240) * lines // 100 if lines else amount(properties, "spacing", side) or 0

    def run(self, run: etree._Element, paragraph: etree._Element) -> Letters:
        """Return how the letters of a run look.

        Args:
            run: the run.
            paragraph: the paragraph that it stands in.
        """
        named = run.find(f"{W}rPr/{W}rStyle")
        chain = () if named is None else self.looks.chain(named.get(f"{W}val", ""))
        own = (*run.iterfind(f"{W}rPr"), *(part for style in chain for part in style.iterfind(f"{W}rPr")))
        return self.letters((*own, *self.looks.properties(paragraph, "rPr", direct=False))) if own else self.paragraph(paragraph).letters

    def letters(self, properties: Iterable[etree._Element]) -> Letters:
        """Return how letters look that have these properties."""
        found = list(properties)
        line = first(found, "u")
        color = value_of(found, "color")
        return Letters(
            font_of(found, "eastAsia") or CHINESE,
            font_of(found, "ascii") or LATIN,
            min(max(amount(found, "sz", "val") or 20, 2), LARGEST // 10),
            bold=switched(found, "b"),
            underlined=line is not None and line.get(f"{W}val") not in NO_LINE,
            color=color if len(color) == len("000000") and color != "000000" else "",
            spacing=amount(found, "spacing", "val") or 0,
        )

    def cell(self, element: etree._Element) -> CellStyle:
        """Return how a cell is drawn."""
        own = list(element.iterfind(f"{W}tcPr"))
        table = list(self.of_table(element))
        margins = (amount_in(own, "tcMar", side) for side in SIDES)
        inherited = (or_else(amount_in(table, "tblCellMar", side), usual) for side, usual in zip(SIDES, CellStyle().margins, strict=True))
        widths = [or_else(width, other) for width, other in zip(margins, inherited, strict=True)]
        lines = ((side, first(own, f"tcBorders/{W}{side}")) for side in SIDES)
        fill = first([*own, *self.looks.table_properties(element, "tcPr")], "shd")
        return CellStyle(
            (widths[0], widths[1], widths[2], widths[3]),
            tuple((side, thickness(line)) for side, line in lines if line is not None),
            fill_of(fill),
        )

    def of_table(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield the properties of the table that a cell or row stands in, or of a table itself."""
        table = element if element.tag == f"{W}tbl" else next(element.iterancestors(f"{W}tbl"))
        yield from table.iterfind(f"{W}tblPr")
        named = table.find(f"{W}tblPr/{W}tblStyle")
        yield from self.looks.table_style(self.looks.default("table") if named is None else named.get(f"{W}val", ""))

    def table(self, element: etree._Element) -> TableStyle:
        """Return how a table is set."""
        return table_style(list(self.of_table(element)))


def table_style(properties: Properties) -> TableStyle:
    """Return how a table is set that has these properties."""
    align = {"center": "center", "right": "right", "end": "right"}.get(value_of(properties, "jc"), "left")
    sides = (first(properties, f"tblBorders/{W}{side}") for side in (*SIDES, "insideH", "insideV"))
    top, right, bottom, left, rows, columns = (0 if side is None else thickness(side) for side in sides)
    return TableStyle(align, amount_in(properties, "tblInd") or 0, (top, right, bottom, left, rows, columns))


def row_style(row: etree._Element) -> RowStyle:
    """Return how a row is set."""
    properties = list(row.iterfind(f"{W}trPr"))
    keeps_next = all(switched(paragraph.iterfind(f"{W}pPr"), "keepNext") for paragraph in row.iter(f"{W}p"))
    return RowStyle(max(amount(properties, "trHeight", "val") or 0, 0), not switched(properties, "cantSplit"), keeps_next)


def first(properties: Iterable[etree._Element], name: str) -> etree._Element | None:
    """Return the first property of a name."""
    return next((found for part in properties if (found := part.find(f"{W}{name}")) is not None), None)


def value_of(properties: Iterable[etree._Element], name: str) -> str:
    """Return what the first property of a name says."""
    found = first(properties, name)
    return "" if found is None else found.get(f"{W}val", "")


def switched(properties: Iterable[etree._Element], name: str, *, default: bool = False) -> bool:
    """Return whether a property is on.

    Args:
        properties: those that count first, first.
        name: its name.
        default: what holds where nothing says it.
    """
    found = first(properties, name)
    return default if found is None else is_on(found)


def amount(properties: Iterable[etree._Element], name: str, attribute: str) -> int | None:
    """Return the first amount that a property's attribute says: each attribute is inherited by itself.

    Args:
        properties: those that count first, first.
        name: the property's name.
        attribute: the attribute's.
    """
    for part in properties:
        found = part.find(f"{W}{name}")
        said = None if found is None else whole(found.get(f"{W}{attribute}"))
        if said is not None:
            return min(max(said, -LARGEST), LARGEST)
    return None


def amount_in(properties: Iterable[etree._Element], name: str, side: str = "") -> int | None:
    """Return the first width that a property says in twentieths of a point.

    Args:
        properties: those that count first, first.
        name: the property's name.
        side: the side of it that says it, if it has sides.
    """
    found = first(properties, f"{name}/{W}{side}" if side else name)
    said = None if found is None or found.get(f"{W}type", "dxa") != "dxa" else whole(found.get(f"{W}w"))
    return None if said is None else min(max(said, -LARGEST), LARGEST)


def or_else(amount: int | None, usual: int) -> int:
    """Return an amount, or the usual one where there is none."""
    return usual if amount is None else amount


def indent(properties: Properties, letters: Letters, *names: str) -> int:
    """Return an indent: of what is said in characters and in points, the nearer counts, and then the characters.

    Args:
        properties: the paragraph's, those that count first, first.
        letters: those that the characters are.
        names: what Word calls the indent.
    """
    for part in properties:
        for name in names:
            found = part.find(f"{W}ind")
            hundredths, points = (None, None) if found is None else (whole(found.get(f"{W}{name}{end}")) for end in ("Chars", ""))
            if hundredths:
                return hundredths * letters.width // 100
            if points is not None:
                return min(max(points, -LARGEST), LARGEST)
    return 0


def line_of(properties: Properties, letters: Letters, pitch: int) -> tuple[int, str]:
    """Return how high a paragraph's lines are, and by which rule.

    Args:
        properties: the paragraph's, those that count first, first.
        letters: its letters.
        pitch: how high the lines of the grid are that it keeps to; 0 if it keeps to none.
    """
    line = amount(properties, "spacing", "line") or 240
    rule = next((rule for part in properties if (rule := spacing_rule(part))), "auto")
    if rule != "auto" or not pitch:
        return abs(line), rule
    needed = 13 * letters.size  # letters of 1.3 times their size
    return pitch * -(-needed // pitch) * line // 240, "exact"


def spacing_rule(part: etree._Element) -> str:
    """Return by which rule a property says how high lines are: exact, atLeast or auto; empty if it says nothing."""
    found = part.find(f"{W}spacing")
    if found is None or found.get(f"{W}line") is None:
        return ""
    return found.get(f"{W}lineRule", "auto")


def tabs_of(properties: Properties) -> Iterator[tuple[int, str]]:
    """Yield a paragraph's tab stops."""
    found = first(properties, "tabs")
    for tab in () if found is None else found.iterfind(f"{W}tab"):
        place = whole(tab.get(f"{W}pos"))
        if place is not None and tab.get(f"{W}val") != "clear":
            yield min(max(place, 0), LARGEST), tab.get(f"{W}val", "left")


def font_of(properties: Properties, kind: str) -> str:
    """Return the font of Chinese (eastAsia) or Latin (ascii) letters; empty where only the theme says it."""
    for part in properties:
        found = part.find(f"{W}rFonts")
        if found is not None and found.get(f"{W}{kind}"):
            return found.get(f"{W}{kind}", "")
        if found is not None and found.get(f"{W}{kind}Theme"):
            return ""
    return ""


def thickness(line: etree._Element) -> int:
    """Return how thick a border is, in eighths of a point; 0 if there is none."""
    return 0 if line.get(f"{W}val", "nil") in NO_LINE else min(max(whole(line.get(f"{W}sz")) or 4, 2), 96)


def fill_of(shading: etree._Element | None) -> str:
    """Return what a shading fills with, as six hexadecimal digits; empty for nothing or white."""
    fill = "" if shading is None else shading.get(f"{W}fill", "")
    return fill if len(fill) == len("FFFFFF") and fill.upper() != "FFFFFF" else ""


def grid_pitch(root: etree._Element) -> int:
    """Return how high the lines of a page's grid are, by its last section; 0 if it has no lines."""
    grid = root.find(f"{W}body/{W}sectPr/{W}docGrid")
    has_lines = grid is not None and grid.get(f"{W}type", "default") != "default"
    return whole(grid.get(f"{W}linePitch")) or 0 if grid is not None and has_lines else 0
