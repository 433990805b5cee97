"""Reads a Word form with docxtpl's tags into the tree, and into the Jinja source that prints the same Word document.

docxtpl cleans up the tags once (a tag that Word split over runs, `{%tr %}` rows, `{%p %}` paragraphs); from then on
each tag is a mark in well-formed XML, so that tables can be read and merges mended without touching a tag.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import (
    Block,
    Document,
    Expression,
    Heading,
    Inline,
    LineBreak,
    Merge,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.document.word_faults import faults, paragraph_text
from pipeline.document.word_grid import GridCell, GridRow, Item, can_be_empty, grid_cells, keep_paragraph, move_labels, settle_merges, tree_row
from pipeline.document.word_marks import MARK, TAG, Tags, jinja_source, marked
from pipeline.problems import Place, Stop

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class WordForm:
    """A Word form as read.

    Attributes:
        tree: what it says.
        source: the Jinja source of its document.xml.
    """

    tree: Document
    source: JinjaSource


def read(xml: bytes, file: str) -> WordForm:
    """Return a Word form's tree and Jinja source.

    Args:
        xml: its document.xml.
        file: how messages name the form.

    Raises:
        Stop: tags are split, misplaced or not closed; carries all such places.
    """
    root = etree.fromstring(xml)
    places = {paragraph: Place(file, spot=spot) for paragraph, spot in spots_of(root).items()}
    problems = list(faults(root, places))
    if problems:
        raise Stop(*problems)
    move_labels(root)
    tags = Tags()
    in_order = [places[paragraph] for paragraph in root.iter(f"{W}p") for _ in TAG.finditer(paragraph_text(paragraph))]
    patched = etree.fromstring(marked(patch(etree.tostring(root, encoding="unicode")), in_order, tags).encode())
    tree = Document(tuple(_Walker(tags).blocks(patched[0])))
    for text in patched.iter(f"{W}t"):
        text.set(SPACE, "preserve")
    return WordForm(tree, jinja_source(etree.tostring(patched, encoding="unicode"), tags))


def patch(xml: str) -> str:
    """Return the XML with its tags cleaned up by docxtpl."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only a compile needs it

    return str(DocxTemplate("").patch_xml(xml))


def spots_of(root: etree._Element) -> dict[etree._Element, str]:
    """Return where each paragraph stands, in words that somebody who looks at the form in Word understands."""
    spots = {}
    for number, table in enumerate(root.iter(f"{W}tbl"), 1):
        for row_number, row in enumerate(table.findall(f"{W}tr"), 1):
            for cell_number, cell in enumerate(row.findall(f"{W}tc"), 1):
                for paragraph in cell.iter(f"{W}p"):
                    spots[paragraph] = f"第{number}个表格第{row_number}行第{cell_number}格"
    outside = (paragraph for paragraph in root.iter(f"{W}p") if paragraph not in spots)
    return spots | {paragraph: f"第{number}段" for number, paragraph in enumerate(outside, 1)}


class _Walker:
    """Turns marked WordprocessingML into the tree's nodes, and mends merges in the XML on the way."""

    def __init__(self, tags: Tags) -> None:
        self.tags = tags
        self.merges = self.cells = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a body, cell or content control, the statements between them included."""
        yield from self.tags.statements(parent.text)
        for child in parent:
            if child.tag == f"{W}p":
                yield self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield self.table(child)
            elif child.tag == f"{W}sdt":
                for content in child.findall(f"{W}sdtContent"):
                    yield from self.blocks(content)
            yield from self.tags.statements(child.tail)

    def paragraph(self, element: etree._Element) -> Paragraph | Heading:
        """Return a paragraph; one in the style Title is the document's title."""
        content = tuple(self.inlines(element))
        style = element.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") == "Title":
            return Heading(0, content)
        alignment = element.find(f"{W}pPr/{W}jc")
        role = {"center": "居中", "right": "居右", "end": "居右"}
        return Paragraph(content, "" if alignment is None else role.get(alignment.get(f"{W}val", ""), ""))

    def inlines(self, paragraph: etree._Element) -> Iterator[Inline]:
        """Yield a paragraph's words, tags and line breaks."""
        for run in paragraph.iter(f"{W}r"):
            bold = is_bold(run)
            for element in run:
                if element.tag == f"{W}t":
                    yield from self.words(element.text or "", bold=bold)
                elif element.tag == f"{W}tab":
                    yield Text(" ", bold)
                elif element.tag in (f"{W}br", f"{W}cr") and element.get(f"{W}type", "textWrapping") == "textWrapping":
                    yield LineBreak()
            yield from self.tags.statements(run.tail)

    def words(self, text: str, *, bold: bool) -> Iterator[Inline]:
        """Yield the words and tags of a run's text."""
        position = 0
        for match in MARK.finditer(text):
            if match.start() > position:
                yield Text(text[position : match.start()], bold)
            tag = self.tags.form[int(match[2])]
            yield Expression(tag.source, tag.place, bold) if isinstance(tag, Expression) else tag
            position = match.end()
        if position < len(text):
            yield Text(text[position:], bold)

    def table(self, element: etree._Element) -> Table:
        """Return a table with its rows, the statements between them, and the merges that are counted at run time."""
        items: list[Item] = []
        for child in element:
            if child.tag == f"{W}tr":
                items.append(self.row(child))
            items.extend(self.tags.statements(child.tail))
        starts = settle_merges(items, self.tags, self.merges + 1)
        self.merges += sum(map(len, starts.values()))
        rows: list[Row | Statement | Merge] = []
        for index, item in enumerate(items):
            rows.extend(starts.get(index, ()))
            rows.append(tree_row(item) if isinstance(item, GridRow) else item)
        widths = tuple(int(float(column.get(f"{W}w", "0"))) for column in element.findall(f"{W}tblGrid/{W}gridCol"))
        return Table(tuple(rows), widths)

    def row(self, element: etree._Element) -> GridRow:
        """Return a row with its cells' content read."""
        placed = {cell.element: cell for cell in grid_cells(element)}
        row = GridRow(element)
        for child in element:
            if child in placed:
                row.cells.append(self.cell(placed[child]))
            row.cells.extend(self.tags.statements(child.tail))
        return row

    def cell(self, cell: GridCell) -> GridCell:
        """Return a cell with its content read."""
        cell.blocks = tuple(block for block in self.blocks(cell.element) if isinstance(block, Paragraph | Statement))
        if can_be_empty(cell.blocks):
            self.cells += 1
            keep_paragraph(cell.element, f"cell{self.cells}", self.tags)
        return cell


def is_bold(run: etree._Element) -> bool:
    """Return whether a run is set in bold by itself, not by a style."""
    bold = run.find(f"{W}rPr/{W}b")
    return bold is not None and bold.get(f"{W}val", "1") not in ("0", "false", "off")
