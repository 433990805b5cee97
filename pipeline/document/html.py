"""Writes a tree as the Jinja source of an HTML page's main part, well-formed so that it can be read back strictly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from pipeline.document.charts.collecting import collect
from pipeline.document.charts.svg import FIGURE
from pipeline.document.columns import column_elements, column_rules, set_conditions
from pipeline.document.html_words import Unit, with_units, write_unit, write_words
from pipeline.document.indents import indent_classes, indent_rules
from pipeline.document.jinja_source import JinjaSource, Writer
from pipeline.document.numbering import NUMBER_HEADING
from pipeline.document.tree import (
    Cell,
    Chart,
    Closing,
    Comparison,
    Document,
    Expression,
    Heading,
    Item,
    LineBreak,
    Link,
    List,
    Macro,
    Merge,
    PageBreak,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.document.walking import with_closings
from pipeline.language.expressions import own_name

# Role of a paragraph → class in the style sheet.
CLASSES: Final = {
    "抬头": "salutation",
    "附件": "attachment",
    "署名": "signature",
    "日期": "sign-date",
    "题注": "caption",
    "居中": "centered",
    "居右": "right",
}
# Alignment of a paragraph → class in the style sheet; and what alignment cells have anyhow.
LOOKS: Final = {"left": "left", "center": "centered", "right": "right", "both": "both"}
USUAL: Final = {"th": "center", "td": "left"}
# Counts the tables at run time, since one may stand in a loop.
CAPTIONS: Final = own_name("captions")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document stands in: a page of its own, or a larger one with other documents.

    Attributes:
        lower: by how many levels its headings are lower; those get classes that keep their looks.
        prefix: what its ids and its tables' classes begin with.
    """

    lower: int = 0
    prefix: str = ""


ON_ITS_OWN = Setting()


def document_rules(document: Document, prefix: str = "") -> Iterator[str]:
    """Yield the CSS rules of a document's own: its columns' widths, its paragraphs' indents.

    Args:
        document: the document.
        prefix: what its tables' classes begin with.
    """
    yield from column_rules(document, prefix)
    yield from indent_rules(document)


def write(document: Document, source: JinjaSource, setting: Setting = ON_ITS_OWN) -> None:
    """Add a page's main part to a page's source.

    Args:
        document: what the main part says.
        source: what it is added to.
        setting: the page that it stands in.
    """
    source.program(f"{{% set {CAPTIONS} = namespace(count=0) %}}")
    numbers = count(1)
    for block in with_closings(document.blocks):
        if isinstance(block, Heading):
            write_heading(block, source, setting.lower)
        elif isinstance(block, Table):
            write_table(block, next(numbers), source, setting.prefix)
        elif isinstance(block, Chart):
            write_chart(block, source, setting.prefix)
        else:
            source.nodes([block], WRITER)


def write_heading(heading: Heading, source: JinjaSource, lower: int) -> None:
    """Add a heading, by some levels lower; the program numbers it at run time as it does in Word.

    Args:
        heading: the heading.
        source: what it is added to.
        lower: by how many levels it is lower.
    """
    tag = f"h{heading.level + 1 + lower}"
    source.fixed(f'<{tag} class="level-{heading.level}">' if lower else f"<{tag}>")
    if heading.level:
        source.program(f"{{{{ {NUMBER_HEADING}({heading.level}) }}}}")
    source.nodes(heading.content, WRITER)
    source.fixed(f"</{tag}>")


def paragraph_classes(paragraph: Paragraph) -> str:
    """Return a paragraph's classes in the style sheet: its role, or how it stands in a Word form."""
    look = paragraph.look
    if look is None:
        return paragraph.role and CLASSES[paragraph.role]
    return " ".join((*([LOOKS[look.align]] if look.align else []), *indent_classes(look), *(["spaced"] if is_spaced(paragraph) else [])))


def is_spaced(paragraph: Paragraph) -> bool:
    """Return whether spaces are part of how a paragraph looks: before its words, or several in a row."""
    text = "".join(node.text if isinstance(node, Text) else "\0" for node in paragraph.content)
    return text.startswith((" ", "\xa0")) or "  " in text


def write_element(tag: str, content: Iterable[object], source: JinjaSource, css_class: str = "") -> None:
    """Add an element with nodes in it.

    Args:
        tag: its name.
        content: the nodes.
        source: the page's.
        css_class: its class in the style sheet, if it has one.
    """
    source.fixed(f'<{tag} class="{css_class}">' if css_class else f"<{tag}>")
    source.nodes(with_units(tuple(content)), WRITER)
    source.fixed(f"</{tag}>")


def write_paragraph(paragraph: Paragraph, source: JinjaSource) -> None:
    """Add a paragraph; a heading of a Word form is said to be one, since it keeps the looks and the number that it has there."""
    classes = paragraph_classes(paragraph)
    heading = f' role="heading" aria-level="{paragraph.level + 1}"' if paragraph.level else ""
    source.fixed(f'<p class="{classes}"{heading}>' if classes else f"<p{heading}>")
    source.nodes(with_units(paragraph.content), WRITER)
    source.fixed("</p>")


def write_link(link: Link, source: JinjaSource) -> None:
    """Add a hyperlink."""
    source.fixed('<a href="')
    source.target(link)
    source.fixed('">')
    source.nodes(link.content, WRITER)
    source.fixed("</a>")


def write_macro(macro: Macro, source: JinjaSource) -> None:
    """Add a macro."""
    source.tag(macro.opening)
    source.nodes(with_units(macro.content), WRITER)


def write_table(table: Table, number: int, source: JinjaSource, prefix: str) -> None:
    """Add a table in a frame that scrolls on a narrow screen.

    Args:
        table: the table.
        number: which of the document's tables it is, for its columns' widths.
        source: what it is added to.
        prefix: what its id and class begin with.
    """
    hidden = "" if table.caption else ' class="hidden"'
    caption = f"{prefix}caption-{{{{ {CAPTIONS}.count }}}}"
    source.program(f"{{% set {CAPTIONS}.count = {CAPTIONS}.count + 1 %}}")
    set_conditions(table, source)
    source.program(f'<div class="table" tabindex="0" role="region" aria-labelledby="{caption}">')
    source.program(f'<table class="{prefix}table-{number}"><caption id="{caption}"{hidden}>')
    source.nodes(table.caption, WRITER)
    source.program("" if table.caption else "{{ title }}")
    source.fixed("</caption>")
    if table.widths:
        source.program(f"<colgroup>{column_elements(table)}</colgroup>")
    head = head_rows(table)
    for tag, rows in (("thead", head), ("tbody", table.rows[len(head) :])):
        if rows:
            write_element(tag, rows, source)
    source.fixed("</table></div>")


def write_chart(chart: Chart, source: JinjaSource, prefix: str) -> None:
    """Add a chart, if there is something to draw.

    Args:
        chart: the chart.
        source: what it is added to.
        prefix: what its ids begin with.
    """
    data = collect(chart, source)
    source.program(f"{{% if {data} %}}{{{{ {FIGURE}({data}, '{prefix}') }}}}{{% endif %}}")


def head_rows(table: Table) -> list[Row]:
    """Return the header rows at a table's top; none if one of their cells goes on below them."""
    head: list[Row] = []
    for row in table.rows:
        if not isinstance(row, Row) or not row.header:
            break
        head.append(row)
    cells = [(cell, len(head) - above) for above, row in enumerate(head) for cell in row.cells if isinstance(cell, Cell)]
    return [] if any(cell.merge or cell.rowspan > room for cell, room in cells) else head


def write_row(row: Row, source: JinjaSource) -> None:
    """Add a row; a merge's cell is printed only by the first of its rows at run time."""
    of_columns = heads_columns(row)
    source.program(row.before)
    source.fixed("<tr>")
    for cell in row.cells:
        if isinstance(cell, Statement):
            source.tag(cell)
            continue
        if cell.merge:
            source.program(f"{{% if not {cell.merge.name}.begun %}}")
        shown = " and ".join(filter(None, (cell.column, cell.equal)))
        source.program(f"{{% if {shown} %}}" if shown else "")
        write_cell(cell, "col" if row.header or (of_columns and not goes_on(cell)) else "row", source)
        source.program("{% endif %}" if shown else "")
        if cell.merge:
            source.program(f"{{% endif %}}{{% set {cell.merge.name}.begun = true %}}")
    source.fixed("</tr>")


def heads_columns(row: Row) -> bool:
    """Return whether a row's labels head the columns below it: all its cells but those that go on below are labels."""
    own = [cell for cell in row.cells if isinstance(cell, Cell) and not goes_on(cell)]
    return len(own) > 1 and all(cell.label for cell in own)


def goes_on(cell: Cell) -> bool:
    """Return whether a cell covers rows below its own."""
    return cell.merge is not None or bool(cell.equal) or cell.rowspan > 1


def write_cell(cell: Cell, scope: str, source: JinjaSource) -> None:
    """Add a cell: `<th>` for a label, else `<td>`.

    Args:
        cell: the cell.
        scope: col or row: what the cell heads if it is a label.
        source: the page's.
    """
    tag = "th" if cell.label else "td"
    source.fixed(f"<{tag}")
    if cell.label:
        source.fixed(f' scope="{scope}"')
    own = ("gap",) if cell.gap else ("bare" if cell.bare else "", cell.align if cell.align != USUAL[tag] else "", cell.vertical)
    if classes := " ".join(filter(None, own)):
        source.fixed(f' class="{classes}"')
    if cell.colspan > 1:
        source.fixed(f' colspan="{cell.colspan}"')
    if cell.merge:
        source.program(f' rowspan="{{{{ {cell.merge.name}.rows }}}}"')
    elif cell.equal:
        source.program(f' rowspan="{{{{ {cell.equal} }}}}"')
    elif cell.rowspan > 1:
        source.fixed(f' rowspan="{cell.rowspan}"')
    source.fixed(">")
    source.nodes(cell.blocks, WRITER)
    source.fixed(f"</{tag}>")


WRITER: Final[Writer] = {
    Statement: lambda statement, source: source.tag(statement),
    Paragraph: write_paragraph,
    Text: write_words,
    Expression: write_words,
    Unit: write_unit,
    Link: write_link,
    LineBreak: lambda _, source: source.fixed("<br/>"),
    List: lambda block, source: write_element("ol" if block.ordered else "ul", block.items, source),  # a browser marks the items
    Item: lambda item, source: write_element("li", item.content, source),
    Row: write_row,
    Merge: lambda merge, source: source.count_rows(merge),
    Comparison: lambda compared, source: source.steps(compared.steps),
    Macro: write_macro,
    Closing: lambda closing, source: write_element("div", (closing.signature, closing.date), source, "closing"),
    PageBreak: lambda _, source: source.fixed('<hr class="page-break"/>'),
}
