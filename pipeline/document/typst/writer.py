"""Writes a tree as the Jinja source of a Typst document, set as its Word file says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.document.charts.collecting import collect
from pipeline.document.charts.typst import DRAW
from pipeline.document.jinja_source import Writer
from pipeline.document.numbering import BEGIN_LIST, NUMBER_HEADING
from pipeline.document.styles import PageStyle
from pipeline.document.tree import (
    Block,
    Chart,
    Closing,
    Document,
    Expression,
    Heading,
    List,
    Macro,
    PageBreak,
    Paragraph,
    Statement,
    Table,
    Text,
)
from pipeline.document.typst.heights import points
from pipeline.document.typst.paragraphs import INLINES, begin, write_paragraph
from pipeline.document.typst.source import TypstSource
from pipeline.document.typst.tables import CAPTION, TEXT, write_table
from pipeline.document.walking import with_closings
from pipeline.document.word.narrative import HEADINGS
from pipeline.document.word.writer import item_number

# The role of a list's items.
ITEM: Final = "ListItem"


def write(document: Document, source: TypstSource) -> None:
    """Add a document's blocks to its source."""
    source.program("#body(")
    blocks: list[Block | Closing] = []
    for block in with_closings(document.blocks):
        if isinstance(block, PageBreak) and block.above:
            write_section(blocks, block.above, source)
            blocks = []
        else:
            blocks.append(block)
    source.nodes(blocks, WRITER)
    source.program(")")


def write_section(blocks: Sequence[Block | Closing], style: PageStyle, source: TypstSource) -> None:
    """Add blocks that stand on pages of their own.

    Args:
        blocks: the blocks.
        style: how these pages are set.
        source: what they are added to.
    """
    source.program(f"section({paper(source.paper(style))}")
    source.nodes(blocks, WRITER)
    source.program("),")


def paper(style: PageStyle) -> str:
    """Return how large a page is, its margins, and how far what stands in these is from the paper's edges."""
    top, right, bottom, left = map(points, style.margins)
    return (
        f"width:{points(style.width)},height:{points(style.height)},margin:(top:{top},right:{right},bottom:{bottom},left:{left}),"
        f"header:margin(top,{points(style.header)},..headers),footer:margin(bottom,{points(style.footer)},..footers),"
    )


def write_heading(heading: Heading, source: TypstSource) -> None:
    """Add a heading; the program numbers it at run time."""
    source.program(f"heading(level:{heading.level}," if heading.level else "title(")
    begin(heading.style or source.roles[HEADINGS[heading.level]], source, "heading:true,")
    if heading.level:
        source.program(f'+"{{{{ {NUMBER_HEADING}({heading.level}) }}}}"')
    source.nodes(heading.content, INLINES)
    source.program(")),")


def write_chart(chart: Chart, source: TypstSource) -> None:
    """Add a chart in the letters of tables, its caption below it, if there is something to draw."""
    data = collect(chart, source)
    letters = source.name(source.roles[TEXT].letters)
    source.program(f"{{% if {data} %}}{letters}({{{{ {DRAW}({data}, {source.page_height // 20}) }}}}),")
    write_paragraph(Paragraph(chart.table.caption, CAPTION), source)
    source.program("{% endif %}")


def write_list(block: List, source: TypstSource) -> None:
    """Add a list; its marks are emphasized, which is not seen, so that what reads the file can tell them from the words."""
    if block.ordered:
        source.program(f"{{{{ {BEGIN_LIST}() }}}}")
    for item in block.items:
        if isinstance(item, Statement):
            source.tag(item)
            continue
        begin(source.roles[ITEM], source)
        source.program('+emph("')
        source.tag(item_number(item)) if block.ordered else source.program("• ")
        source.program('")')
        source.nodes(item.content, INLINES)
        source.program("),")


def write_macro(macro: Macro, source: TypstSource) -> None:
    """Add a macro: its words without quotation marks, since they will stand between some."""
    source.tag(macro.opening)
    for node in macro.content:
        if isinstance(node, Text | Expression | Statement):
            source.inline(node)


def write_closing(closing: Closing, source: TypstSource) -> None:
    """Add a signature and the date below it, centred on each other."""
    parts = (closing.signature, closing.date)
    styles = [part.style or source.roles[part.role] for part in parts]
    source.program(f"closing({points(styles[0].letters.width)},{','.join(map(source.name, styles))},")
    for part, style in zip(parts, styles, strict=True):
        source.style = style
        source.program(f'{source.name(style.letters)}(""')
        source.nodes(part.content, INLINES)
        source.program("),")
    source.program("),")


WRITER: Final[Writer] = {
    Statement: lambda statement, source: source.tag(statement),
    Heading: write_heading,
    Paragraph: write_paragraph,
    List: write_list,
    Table: write_table,
    Chart: write_chart,
    Macro: write_macro,
    Closing: write_closing,
    PageBreak: lambda _, source: source.program("pagebreak(),"),
}
