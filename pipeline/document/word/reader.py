"""Reads a Word form with docxtpl's tags into the tree, and into the Jinja source that prints the same Word document.

docxtpl cleans up the tags once (a tag that Word split over runs, `{%tr %}` rows, `{%p %}` paragraphs); from then on
each tag is a mark in well-formed XML, so that tables can be read and merges mended without touching a tag.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from lxml import etree

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.neighbours import cell_fault, joining_values, misplaced
from pipeline.document.styles import Letters
from pipeline.document.tree import (
    Block,
    Comparison,
    Document,
    Expression,
    Heading,
    Inline,
    LineBreak,
    Link,
    Merge,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.document.word.faults import Places, faults, placed
from pipeline.document.word.grid import (
    GridCell,
    GridRow,
    Item,
    can_be_empty,
    grid_cells,
    keep_paragraph,
    move_labels,
    settle_merges,
    tree_row,
)
from pipeline.document.word.headings import heading_levels
from pipeline.document.word.joining import compare_rows
from pipeline.document.word.labels import is_label
from pipeline.document.word.links import runs_by_link, targets_in
from pipeline.document.word.looks import read_looks
from pipeline.document.word.marks import MARK, TAG, Tags, jinja_source, marked
from pipeline.document.word.page_ends import keep_together
from pipeline.document.word.sections import with_page_breaks
from pipeline.document.word.structure import structure_faults
from pipeline.document.word.styles import Styles, grid_pitch
from pipeline.document.word.xml import W, is_on, make_plain, paragraph_text, parse
from pipeline.language.expressions import own_name
from pipeline.problems import Kind, Place, Problem, Stop, error

NOWHERE: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class WordForm:
    """A Word form as read.

    Attributes:
        tree: what it says.
        source: the Jinja source of its document.xml.
    """

    tree: Document
    source: JinjaSource


def read(xml: bytes, file: str, styles: bytes = b"", relations: bytes = b"") -> WordForm:
    """Return a Word form's tree and Jinja source.

    Args:
        xml: its document.xml.
        file: how messages name the form.
        styles: its styles.xml, which says how its words stand, and what the styles of titles and labels are called.
        relations: its list of what document.xml leads to.

    Raises:
        Stop: tags are split, misplaced or not closed, or something cannot be shown on a page; carries all such places.
    """
    root, places = parsed(xml, file)
    keep_together(root)
    patched, tags = with_marks(root, places)
    body = patched.find(f"{W}body")
    walker = Walker(tags, Styles(read_looks(styles), grid_pitch(root)), targets_in(relations))
    tree = Document(walker.document(body) if body is not None else ())
    return WordForm(tree, jinja_source(etree.tostring(patched, encoding="unicode"), tags))


def parsed(xml: bytes, file: str, kind: str = "") -> tuple[etree._Element, Places]:
    """Return a part of the form, made plain, and where its paragraphs stand.

    Args:
        xml: the part.
        file: how messages name the form.
        kind: what the part is called if it is not the body.

    Raises:
        Stop: it has faults, or is no XML.
    """
    try:
        root = parse(xml)
    except etree.XMLSyntaxError:
        raise Stop(error(Kind.TEMPLATE, "Word 文件已损坏", Place(file), hint="请用 Word 或 WPS 打开后另存为 .docx")) from None
    make_plain(root)
    places = places_of(root, file, kind)
    if problems := list(placed(structure_faults(root), places)):
        raise Stop(*problems)
    move_labels(root)
    if problems := list(faults(root, places, shown=not kind)):
        raise Stop(*problems)
    return root, places


def with_marks(root: etree._Element, places: Places) -> tuple[etree._Element, Tags]:
    """Return a part with a mark for each of its tags, cleaned up by docxtpl, and the tags."""
    tags = Tags()
    in_order = [places[paragraph] for paragraph in root.iter(f"{W}p") for _ in TAG.finditer(paragraph_text(paragraph))]
    try:
        return etree.fromstring(marked(patch(etree.tostring(root, encoding="unicode")), in_order, tags).encode()), tags
    except (etree.XMLSyntaxError, StopIteration):  # docxtpl has cut an element in two
        message, hint = "标记把表格或段落拆坏了", "成段的标记 {%p %}、{%tr %}、{%tc %} 单独占一段、一行、一格"
        raise Stop(error(Kind.TEMPLATE, message, places[None], hint=hint)) from None


def patch(xml: str) -> str:
    """Return the XML with its tags cleaned up by docxtpl."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only a compile needs it

    return str(DocxTemplate("").patch_xml(xml))


def places_of(root: etree._Element, file: str, kind: str = "") -> Places:
    """Return where each paragraph stands, in words that somebody who looks at the form in Word understands.

    Args:
        root: the part.
        file: how messages name the form.
        kind: what the part is called if it is not the body.
    """
    spots: dict[etree._Element, str] = {}
    outer = [table for table in root.iter(f"{W}tbl") if next(table.iterancestors(f"{W}tbl"), None) is None]
    for number, table in enumerate(outer, 1):
        for row_number, row in enumerate(table.findall(f"{W}tr"), 1):
            for cell_number, cell in enumerate(row.findall(f"{W}tc"), 1):
                spot = f"{kind}第{number}个表格第{row_number}行第{cell_number}格"
                spots |= dict.fromkeys(cell.iter(f"{W}p"), spot)
    outside = (paragraph for paragraph in root.iter(f"{W}p") if paragraph not in spots)
    spots |= {paragraph: f"{kind}第{number}段" for number, paragraph in enumerate(outside, 1)}
    return {None: Place(file), **{paragraph: Place(file, spot=spot) for paragraph, spot in spots.items()}}


class Walker:
    """Turns marked WordprocessingML into the tree's nodes, and mends merges in the XML on the way."""

    def __init__(self, tags: Tags, styles: Styles, targets: Mapping[str, str] = NOWHERE) -> None:
        self.tags, self.styles, self.targets, looks = tags, styles, targets, styles.looks
        self.looks, self.levels = looks, heading_levels(looks.styles)
        self.title_styles, self.has_label_style = looks.title_styles, looks.has_label_style
        self.merges = self.cells = self.comparisons = 0
        self.problems: list[Problem] = []

    def document(self, parent: etree._Element) -> tuple[Block, ...]:
        """Return the blocks of a body.

        Raises:
            Stop: equal neighbours are to be joined where they cannot; carries all such places.
        """
        blocks = tuple(self.blocks(parent))
        if problems := [*self.problems, *misplaced(blocks)]:
            raise Stop(*problems)
        return blocks

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """Yield the blocks of a body, the statements between them included."""
        yield from self.tags.statements(parent.text)
        for child in parent:
            if child.tag == f"{W}p":
                yield from with_page_breaks(child, self.title(child) or replace(self.paragraph(child), level=self.level(child)))
            elif child.tag == f"{W}tbl":
                yield self.table(child)
            yield from self.tags.statements(child.tail)

    def title(self, element: etree._Element) -> Heading | None:
        """Return a paragraph in the style Title as the document's title."""
        style = element.find(f"{W}pPr/{W}pStyle")
        is_title = style is not None and style.get(f"{W}val") in self.title_styles and paragraph_text(element)
        return Heading(0, tuple(self.inlines(element)), self.styles.paragraph(element)) if is_title else None

    def level(self, element: etree._Element) -> int:
        """Return the level of a paragraph that stands outside of tables if it is a heading, but no title; else 0."""
        style = element.find(f"{W}pPr/{W}pStyle")
        return 0 if style is None else self.levels.get(style.get(f"{W}val", ""), 0)

    def paragraph(self, element: etree._Element) -> Paragraph:
        """Return a paragraph."""
        return Paragraph(tuple(self.inlines(element)), look=self.looks.look(element), style=self.styles.paragraph(element))

    def inlines(self, paragraph: etree._Element) -> Iterator[Inline]:
        """Yield a paragraph's words, tags, line breaks and links."""
        for target, runs in runs_by_link(paragraph, self.targets):
            content = (node for run in runs for node in self.of_run(run, paragraph))
            if target:
                yield Link((Text(target),), tuple(content))
            else:
                yield from content

    def of_run(self, run: etree._Element, paragraph: etree._Element) -> Iterator[Inline]:
        """Yield the words, tags and line breaks of a paragraph's run."""
        bold, letters = is_on(run.find(f"{W}rPr/{W}b")), self.styles.run(run, paragraph)
        for element in run:
            if element.tag == f"{W}t":
                yield from self.words(element.text or "", bold, letters)
            elif element.tag == f"{W}tab":
                yield Text(" ", bold, letters, tab=True)
            elif element.tag == f"{W}br" and element.get(f"{W}type", "textWrapping") == "textWrapping":
                yield LineBreak()

    def words(self, text: str, bold: bool, letters: Letters) -> Iterator[Inline]:  # noqa: FBT001 - as of `Text`
        """Yield the words and tags of a run's text.

        Args:
            text: the text.
            bold: whether it stands out.
            letters: how it is printed.
        """
        position = 0
        for match in MARK.finditer(text):
            if match.start() > position:
                yield Text(text[position : match.start()], bold, letters)
            tag = self.tags.form[int(match[2])]
            yield replace(tag, bold=bold, letters=letters) if isinstance(tag, Expression) else tag
            position = match.end()
        if position < len(text):
            yield Text(text[position:], bold, letters)

    def table(self, element: etree._Element) -> Table:
        """Return a table with its rows, the statements between them, and the merges that are counted at run time."""
        items: list[Item] = []
        for child in element:
            if child.tag == f"{W}tr":
                items.append(self.row(child))
            items.extend(self.tags.statements(child.tail))
        widths = tuple(int(float(column.get(f"{W}w", "0"))) for column in element.findall(f"{W}tblGrid/{W}gridCol"))
        starts = settle_merges(items, self.tags, self.merges + 1)
        self.merges += sum(map(len, starts.values()))
        compared = compare_rows(items, starts, self.tags, self.comparisons + 1)
        self.comparisons += len(compared)
        rows: list[Row | Statement | Merge | Comparison] = []
        for index, item in enumerate(items):
            rows.extend((*starts.get(index, ()), *compared.get(index, ())))
            rows.append(tree_row(item, widths) if isinstance(item, GridRow) else item)
        return Table(tuple(rows), widths, style=self.styles.table(element))

    def row(self, element: etree._Element) -> GridRow:
        """Return a row with its cells' content read."""
        placed = {cell.element: cell for cell in grid_cells(element)}
        row = GridRow(element, [*self.tags.statements(element.text)])
        for child in element:
            if child in placed:
                row.cells.append(self.cell(placed[child]))
            row.cells.extend(self.tags.statements(child.tail))
        shifting = any(isinstance(cell, Statement) for cell in row.cells)
        for cell in row.cells:
            if isinstance(cell, GridCell) and (fault := cell_fault(cell.blocks, merged=bool(cell.vertical), shifting=shifting)):
                self.problems.append(fault)
        return row

    def cell(self, cell: GridCell) -> GridCell:
        """Return a cell with its content read."""
        blocks: list[Paragraph | Statement] = []
        for child in cell.element:
            if child.tag == f"{W}p":
                blocks.append(self.paragraph(child))
            blocks.extend(self.tags.statements(child.tail))
        cell.align = next((block.look.align for block in blocks if isinstance(block, Paragraph) and block.look), "")
        cell.vertical_align, cell.style = self.looks.vertical(cell.element), self.styles.cell(cell.element)
        cell.blocks = tuple(map(partial(within_cell, align=cell.align), blocks))
        cell.label = is_label(cell, self.looks if self.has_label_style else None)
        cell.joining = joining_values(cell.blocks)
        if can_be_empty(cell.blocks):
            self.cells += 1
            keep_paragraph(cell.element, own_name("cell", self.cells), self.tags)
        return cell


def within_cell(block: Paragraph | Statement, align: str) -> Paragraph | Statement:
    """Return a block of a cell, a paragraph that is aligned as the cell without an alignment of its own."""
    if isinstance(block, Statement) or block.look is None or block.look.align != align:
        return block
    return replace(block, look=replace(block.look, align=""))
