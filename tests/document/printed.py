"""Prints a small Word form or narrative from plain values, in both outputs, and looks at what came out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from lxml import etree

from pipeline.document import html as html_writer
from pipeline.document.functions import printing_functions
from pipeline.document.html import document_rules
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import Document
from pipeline.document.word import reader as word_reader
from pipeline.document.word import writer as word_writer
from pipeline.language.expressions import HTML, WORD
from pipeline.language.values import Figure, Group, Lines, Rows, Words
from pipeline.problems import Stop
from tests.word_files import HEAD, W, paragraph

WORD_NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAGE_NAMES = "{http://www.w3.org/1999/xhtml}"
SHELL = f"{HEAD}<w:document {W}><w:body>{paragraph('{{ 正文 }}')}<w:sectPr/></w:body></w:document>".encode()


class Spot(NamedTuple):
    """A cell as it stands in the grid of a printed table."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class Printed:
    """What a template printed: the body of the Word document and the main part of the page."""

    word: etree._Element
    page: etree._Element
    styles: str = ""

    def word_lines(self) -> list[str]:
        """Return the text of each Word paragraph, in tables too."""
        return [word_text(found) for found in self.word.iter(f"{WORD_NAMES}p")]

    def page_lines(self) -> list[str]:
        """Return the text of each paragraph, heading and list item of the page."""
        blocks = tuple(f"{PAGE_NAMES}{tag}" for tag in ("p", "h1", "h2", "h3", "h4", "h5", "li"))
        return [page_text(found) for found in self.page.iter(*blocks)]

    def grid(self, number: int = 1) -> list[Spot]:
        """Return a table's cells, after checking that it is whole in both outputs and the same in both."""
        in_word = word_grid(list(self.word.iter(f"{WORD_NAMES}tbl"))[number - 1])
        in_page = page_grid(list(self.page.iter(f"{PAGE_NAMES}table"))[number - 1])
        assert in_word == in_page
        return in_page

    def rows(self, number: int = 1) -> list[list[str]]:
        """Return a table as rows of texts, one for each grid column; a merged cell's text stands in all its places."""
        spots = self.grid(number)
        height = max((spot.row + spot.rows for spot in spots), default=0)
        width = max((spot.column + spot.columns for spot in spots), default=0)
        result = [[""] * width for _ in range(height)]
        for spot in spots:
            for row in range(spot.row, spot.row + spot.rows):
                for column in range(spot.column, spot.column + spot.columns):
                    result[row][column] = spot.text
        return result


def print_form(body: str, /, *, before: str = "", styles: str = "", **data: Any) -> Printed:  # noqa: ANN401 - any value that a template can name
    """Print a Word form, given the XML of its body, and of what stands before it and of its styles."""
    xml = f"{HEAD}<w:document {W}>{before}<w:body>{body}<w:sectPr/></w:body></w:document>"
    form = word_reader.read(xml.encode(), "table.docx", styles.encode())
    return printed(form.source, form.tree, data)


def print_narrative(text: str, /, **data: Any) -> Printed:  # noqa: ANN401
    """Print a narrative, given its Markdown."""
    tree = markdown_reader.read(text, "report.md")
    return printed(word_writer.write(tree, SHELL, "report.docx"), tree, data)


def printed(word: JinjaSource, tree: Document, data: dict[str, Any]) -> Printed:
    """Print a template's two sources from plain values."""
    page = JinjaSource()
    html_writer.write(tree, page)
    values = {name: as_value(value, name) for name, value in data.items()} | {"title": "标题"}
    document = etree.fromstring(WORD.from_string(word.text()).render(values | printing_functions()).encode())
    main = HTML.from_string(page.text()).render(values | printing_functions())
    body = document.find(f"{WORD_NAMES}body")
    assert body is not None
    return Printed(body, etree.fromstring(f'<main xmlns="{PAGE_NAMES[1:-1]}">{main}</main>'), "\n".join(document_rules(tree)))


def as_value(value: Any, path: str) -> Any:  # noqa: ANN401
    """Return a plain value as the program's own: rows of groups, figures and texts that know their path."""
    if isinstance(value, dict):
        return Group({name: as_value(content, f"{path}.{name}") for name, content in value.items()})
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return Lines(Words(text, f"{path}[{number}]") for number, text in enumerate(value, 1))
    if isinstance(value, list):
        return Rows(as_value(row, f"{path}[{number}]") for number, row in enumerate(value, 1))
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return Figure(Decimal(value), path, str(value))
    return Words(value, path) if isinstance(value, str) else value


def complaints(read: Any, *arguments: Any) -> list[str]:  # noqa: ANN401
    """Return the problems that a reader stops with, as `place: message`."""
    try:
        read(*arguments)
    except Stop as stop:
        return [f"{problem.place}: {problem.message}" for problem in stop.problems]
    return []


def form_complaints(body: str) -> list[str]:
    """Return what the reader finds wrong with a Word form."""
    return complaints(print_form, body)


def narrative_complaints(text: str) -> list[str]:
    """Return what the reader finds wrong with a narrative."""
    return complaints(markdown_reader.read, text, "report.md")


def word_text(element: etree._Element) -> str:
    """Return the words in a piece of a Word document."""
    return "".join(
        found.text or "" if found.tag == f"{WORD_NAMES}t" else "\n" for found in element.iter(f"{WORD_NAMES}t", f"{WORD_NAMES}br")
    )


def page_text(element: etree._Element) -> str:
    """Return the words in a piece of a page."""
    return "".join(str(text) for text in element.itertext())


def cell_text(paragraphs: list[str]) -> str:
    """Return a cell's text, its paragraphs divided by bars."""
    return "|".join(paragraphs)


def word_grid(table: etree._Element) -> list[Spot]:
    """Return the cells of a Word table; checks that its grid has no holes and that merges fit."""
    width = len(table.findall(f"{WORD_NAMES}tblGrid/{WORD_NAMES}gridCol"))
    spots: list[Spot] = []
    open_above: dict[tuple[int, int], int] = {}
    for row_number, row in enumerate(table.findall(f"{WORD_NAMES}tr")):
        column, open_here = 0, {}
        for cell in row.findall(f"{WORD_NAMES}tc"):
            assert cell[-1].tag == f"{WORD_NAMES}p", "a Word cell ends in a paragraph"
            span = int(attribute(cell, "gridSpan") or 1)
            vertical = attribute(cell, "vMerge")
            text = cell_text([word_text(found) for found in cell.findall(f"{WORD_NAMES}p")])
            place = (column, span)
            if vertical == "continue":
                assert place in open_above, f"row {row_number} column {column} goes on with a merge that nothing began"
                assert not text, f"the lower part of a merge hides “{text}”"
                index = open_above[place]
                spots[index] = spots[index]._replace(rows=spots[index].rows + 1)
                open_here[place] = index
            else:
                spots.append(Spot(row_number, column, 1, span, text))
                if vertical == "restart":
                    open_here[place] = len(spots) - 1
            column += span
        assert column == width, f"row {row_number} covers {column} of {width} columns"
        open_above = open_here
    return spots


def attribute(cell: etree._Element, name: str) -> str:
    """Return what a property of a Word cell says; a vertical merge without a value goes on."""
    found = cell.find(f"{WORD_NAMES}tcPr/{WORD_NAMES}{name}")
    return "" if found is None else found.get(f"{WORD_NAMES}val", "continue")


def page_grid(table: etree._Element) -> list[Spot]:
    """Return the cells of an HTML table; checks that they neither overlap nor leave holes."""
    width = len(table.findall(f"{PAGE_NAMES}colgroup/{PAGE_NAMES}col"))
    rows = list(table.iter(f"{PAGE_NAMES}tr"))
    spots: list[Spot] = []
    taken: set[tuple[int, int]] = set()
    for row_number, row in enumerate(rows):
        for cell in row:
            column = next(number for number in range(width + 1) if (row_number, number) not in taken)
            down, across = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            places = {(row_number + i, column + j) for i in range(down) for j in range(across)}
            assert not places & taken, f"cells overlap in row {row_number}"
            taken |= places
            spots.append(Spot(row_number, column, down, across, cell_text([page_text(found) for found in cell.findall(f"{PAGE_NAMES}p")])))
    assert taken == {(row, column) for row in range(len(rows)) for column in range(width)}, "the grid is full and no fuller"
    return spots
