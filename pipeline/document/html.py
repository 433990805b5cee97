"""Writes a tree as the Jinja source of an HTML page's main part, well-formed so that it can be read back strictly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import (
    Block,
    Cell,
    Document,
    Expression,
    Heading,
    Inline,
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
from pipeline.language.expressions import link_part

# Role of a paragraph → class in the style sheet.
CLASSES = {
    "抬头": "salutation",
    "附件": "attachment",
    "署名": "signature",
    "日期": "sign-date",
    "题注": "caption",
    "居中": "centered",
    "居右": "right",
}


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


def write(document: Document, source: JinjaSource, setting: Setting = ON_ITS_OWN) -> None:
    """Add a page's main part to a page's source; tables are counted at run time too, since one may stand in a loop.

    Args:
        document: what the main part says.
        source: what it is added to.
        setting: the page that it stands in.
    """
    tables = 0
    source.program("{% set captions = namespace(count=0) %}")
    for block in document.blocks:
        if isinstance(block, Heading):
            write_heading(block, source, setting.lower)
        elif isinstance(block, Table):
            tables += 1
            write_table(block, source, tables, setting.prefix)
        else:
            write_block(block, source)


def column_rules(document: Document, setting: Setting = ON_ITS_OWN) -> list[str]:
    """Return the CSS rules that give the document's tables their columns' widths."""
    rules = []
    tables = [block for block in document.blocks if isinstance(block, Table)]
    for number, table in enumerate(tables, 1):
        total = sum(table.widths)
        rules += [
            f".{setting.prefix}table-{number} col:nth-child({column}){{width:{100 * width / total:.2f}%}}"
            for column, width in enumerate(table.widths, 1)
            if total
        ]
    return rules


def write_block(block: Block, source: JinjaSource) -> None:
    """Add one block that is neither a heading nor a table."""
    if isinstance(block, Statement):
        source.tag(block)
    elif isinstance(block, Paragraph):
        write_paragraph(block, source)
    elif isinstance(block, List):
        write_list(block, source)
    elif isinstance(block, Macro):
        source.tag(block.opening)
        write_inlines(block.content, source)
    elif isinstance(block, PageBreak):
        source.fixed('<hr class="page-break"/>')


def write_heading(heading: Heading, source: JinjaSource, lower: int) -> None:
    """Add a heading, by some levels lower; the program numbers it at run time as it does in Word."""
    tag = f"h{heading.level + 1 + lower}"
    source.fixed(f'<{tag} class="level-{heading.level}">' if lower else f"<{tag}>")
    if heading.level:
        source.program(f"{{{{ number_heading({heading.level}) }}}}")
    write_inlines(heading.content, source)
    source.fixed(f"</{tag}>")


def write_paragraph(paragraph: Paragraph, source: JinjaSource) -> None:
    """Add a paragraph with the class of its role."""
    source.fixed(f'<p class="{CLASSES[paragraph.role]}">' if paragraph.role else "<p>")
    write_inlines(paragraph.content, source)
    source.fixed("</p>")


def write_inlines(content: Iterable[Inline], source: JinjaSource) -> None:
    """Add a paragraph's content."""
    for node in content:
        if isinstance(node, Statement):
            source.tag(node)
        elif isinstance(node, LineBreak):
            source.fixed("<br/>")
        elif isinstance(node, Link):
            write_link(node, source)
        else:
            source.fixed("<strong>" if node.bold else "")
            write_words(node, source)
            source.fixed("</strong>" if node.bold else "")


def write_words(node: Text | Expression, source: JinjaSource) -> None:
    """Add words or an expression as character data."""
    if isinstance(node, Text):
        source.words(node.text)
    else:
        source.tag(node)


def write_link(link: Link, source: JinjaSource) -> None:
    """Add a hyperlink."""
    source.fixed('<a href="')
    for part in link.target:
        if isinstance(part, Text):
            source.words(link_part(part.text))
        else:
            source.tag(part, "({}) | 链接" if part is link.target[0] else "({}) | 链接后段")
    source.fixed('">')
    write_inlines(link.content, source)
    source.fixed("</a>")


def write_list(block: List, source: JinjaSource) -> None:
    """Add a list; the browser marks its items."""
    tag = "ol" if block.ordered else "ul"
    source.fixed(f"<{tag}>")
    for item in block.items:
        if isinstance(item, Statement):
            source.tag(item)
        else:
            source.fixed("<li>")
            write_inlines(item.content, source)
            source.fixed("</li>")
    source.fixed(f"</{tag}>")


def write_table(table: Table, source: JinjaSource, number: int, prefix: str) -> None:
    """Add a table in a frame that scrolls on a narrow screen.

    Args:
        table: the table.
        source: what it is added to.
        number: which of the document's tables it is, for its columns' widths.
        prefix: what its id and class begin with.
    """
    caption = f"{prefix}caption-{{{{ captions.count }}}}"
    hidden = "" if table.caption else ' class="hidden"'
    source.program("{% set captions.count = captions.count + 1 %}")
    source.program(f'<div class="table" tabindex="0" role="region" aria-labelledby="{caption}">')
    source.program(f'<table class="{prefix}table-{number}"><caption id="{caption}"{hidden}>')
    if table.caption:
        write_inlines(table.caption, source)
    else:
        source.program("{{ title }}")
    source.fixed("</caption>")
    if table.widths:
        source.fixed("<colgroup>" + "<col/>" * len(table.widths) + "</colgroup>")
    head = head_rows(table)
    write_rows("thead", head, source)
    write_rows("tbody", table.rows[len(head) :], source)
    source.fixed("</table></div>")


def head_rows(table: Table) -> list[Row]:
    """Return the header rows at a table's top; none if one of their cells goes on below them."""
    head: list[Row] = []
    for row in table.rows:
        if not isinstance(row, Row) or not row.header:
            break
        head.append(row)
    cells = [(cell, len(head) - above) for above, row in enumerate(head) for cell in row.cells if isinstance(cell, Cell)]
    return [] if any(cell.merge or cell.rowspan > room for cell, room in cells) else head


def write_rows(section: str, rows: Iterable[Row | Statement | Merge], source: JinjaSource) -> None:
    """Add a table's head or body, if it has any rows."""
    rows = tuple(rows)
    if not rows:
        return
    source.fixed(f"<{section}>")
    for row in rows:
        if isinstance(row, Merge):
            source.count_rows(row)
        elif isinstance(row, Statement):
            source.tag(row)
        else:
            write_row(row, source)
    source.fixed(f"</{section}>")


def write_row(row: Row, source: JinjaSource) -> None:
    """Add a row; a merge's cell is printed only by the first of its rows at run time."""
    of_columns = heads_columns(row)
    source.fixed("<tr>")
    for cell in row.cells:
        if isinstance(cell, Statement):
            source.tag(cell)
            continue
        if cell.merge:
            source.program(f"{{% if not {cell.merge.name}.begun %}}")
        write_cell(cell, "col" if row.header or (of_columns and not goes_on(cell)) else "row", source)
        if cell.merge:
            source.program(f"{{% endif %}}{{% set {cell.merge.name}.begun = true %}}")
    source.fixed("</tr>")


def heads_columns(row: Row) -> bool:
    """Return whether a row's labels head the columns below it: all its cells but those that go on below are labels."""
    own = [cell for cell in row.cells if isinstance(cell, Cell) and not goes_on(cell)]
    return len(own) > 1 and all(cell.label for cell in own)


def goes_on(cell: Cell) -> bool:
    """Return whether a cell covers rows below its own."""
    return cell.merge is not None or cell.rowspan > 1


def write_cell(cell: Cell, scope: str, source: JinjaSource) -> None:
    """Add a cell: `<th>` for a label, else `<td>`."""
    tag = "th" if cell.label else "td"
    source.fixed(f"<{tag}")
    if cell.label:
        source.fixed(f' scope="{scope}"')
    if cell.align or cell.gap:
        source.fixed(f' class="{"gap" if cell.gap else cell.align}"')
    if cell.colspan > 1:
        source.fixed(f' colspan="{cell.colspan}"')
    if cell.merge:
        source.program(f' rowspan="{{{{ {cell.merge.name}.rows }}}}"')
    elif cell.rowspan > 1:
        source.fixed(f' rowspan="{cell.rowspan}"')
    source.fixed(">")
    for block in cell.blocks:
        write_block(block, source)
    source.fixed(f"</{tag}>")
