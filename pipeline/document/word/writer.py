"""Writes a narrative's tree as the Jinja source of a Word body, in the paragraph styles of the form's shell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from pipeline.document.charts.collecting import collect
from pipeline.document.charts.word_chart import DRAW
from pipeline.document.columns import column_widths, on_condition, printing
from pipeline.document.jinja_source import JinjaSource, Writer
from pipeline.document.numbering import BEGIN_LIST, NUMBER_HEADING, NUMBER_ITEM
from pipeline.document.tree import (
    Cell,
    Chart,
    Closing,
    Comparison,
    Document,
    Expression,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Macro,
    PageBreak,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.document.walking import with_closings
from pipeline.document.word import reader as word_reader
from pipeline.document.word.narrative import APART, HEADINGS, ITEM, MARKER, STYLES, TABLE_STYLE, TEXT_WIDTH
from pipeline.document.word.xml import DECLARATION, W, paragraph_text, style_ids
from pipeline.language.expressions import own_name
from pipeline.language.filters import CLOSING_FILTER
from pipeline.problems import Kind, Place, Stop, error
from pipeline.regex import regex

REQUIRED_STYLES: Final = (
    *STYLES.values(), *HEADINGS, TABLE_STYLE, "TableHead", "TableText", ITEM, MARKER, "Strong", "Hyperlink",
)  # fmt: skip
BODY_MARK: Final = regex(r"\{\{\s*正文\s*\}\}")
# Twentieths of a point: one of the line's 28 characters.
CHARACTER: Final = 315
SIGNATURE, DATE, INDENT = map(own_name, ("signature", "date", "closing_indent"))


def write(document: Document, shell: bytes, file: str) -> JinjaSource:
    """Return the Jinja source of a document.xml.

    Args:
        document: the narrative, its title as a heading of level 0.
        shell: the shell's document.xml, with one paragraph `{{ 正文 }}` that the narrative replaces.
        file: how messages name the shell.

    Raises:
        Stop: the shell has no such paragraph, or says something of its own, which no page would show.
    """
    root, _ = word_reader.parsed(shell, file, "外壳")
    before, after = around_body(root, file)
    source = JinjaSource()
    source.fixed(DECLARATION + before)
    source.nodes(with_closings(document.blocks), WRITER)
    source.fixed(after)
    return source


def check_styles(styles: bytes, file: str) -> None:
    """Check that a shell's styles.xml has every style that the narrative is written in.

    Raises:
        Stop: styles are missing.
    """
    present = style_ids(styles)
    missing = [style for style in REQUIRED_STYLES if style not in present]
    if missing:
        raise Stop(error(Kind.TEMPLATE, f"Word 外壳缺少样式：{'、'.join(missing)}", Place(file)))


def around_body(root: etree._Element, file: str) -> tuple[str, str]:
    """Return a shell's XML before and after the paragraph that the narrative replaces.

    Raises:
        Stop: there is no such paragraph, or other text beside it.
    """
    paragraphs = {paragraph: paragraph_text(paragraph).strip() for paragraph in root.iterfind(f"{W}body//{W}p")}
    marks = [paragraph for paragraph, text in paragraphs.items() if BODY_MARK.fullmatch(text)]
    others = [text for paragraph, text in paragraphs.items() if text and paragraph not in marks]
    hint = "外壳的正文里单独写一段 {{ 正文 }}，其余写在 Markdown 里"
    body = root.find(f"{W}body")
    if len(marks) != 1 or body is None or marks[0].getparent() is not body or marks[0].find(f"{W}pPr/{W}sectPr") is not None:
        raise Stop(error(Kind.TEMPLATE, "Word 外壳里应有单独一段 {{ 正文 }}", Place(file), hint=hint))
    if others:
        raise Stop(error(Kind.TEMPLATE, f"Word 外壳里还有“{others[0]}”，网页上不会有", Place(file), hint=hint))
    body.replace(marks[0], etree.Comment())
    before, _, after = etree.tostring(root, encoding="unicode").partition("<!---->")  # its only comment
    return before, after


def write_heading(heading: Heading, source: JinjaSource) -> None:
    """Add a heading; the program numbers it at run time, so that a section left out leaves no gap."""
    source.fixed(f'<w:p><w:pPr><w:pStyle w:val="{HEADINGS[heading.level]}"/></w:pPr>')
    if heading.level:
        source.fixed(run_start())
        source.program(f"{{{{ {NUMBER_HEADING}({heading.level}) }}}}")
        source.fixed("</w:t></w:r>")
    source.nodes(heading.content, WRITER)
    source.fixed("</w:p>")


def write_paragraph(paragraph: Paragraph, source: JinjaSource) -> None:
    """Add a paragraph in the style of its role."""
    write_styled(paragraph.content, STYLES[paragraph.role], source)


def write_styled(content: Iterable[Inline], style: str, source: JinjaSource, align: str = "") -> None:
    """Add a paragraph.

    Args:
        content: what it says.
        style: the id of its style in the shell.
        source: the body's.
        align: left, center, right or both, if it is not to stand as the style says.
    """
    justify = f'<w:jc w:val="{align}"/>' if align else ""
    source.fixed(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{justify}</w:pPr>')
    source.nodes(content, WRITER)
    source.fixed("</w:p>")


def write_closing(closing: Closing, source: JinjaSource) -> None:
    """Add a signature and the date below it with the same indentation, which depends on how long they turn out."""
    for name, paragraph in ((SIGNATURE, closing.signature), (DATE, closing.date)):
        source.program(f"{{% set {name} %}}")
        source.nodes(paragraph.content, WRITER)
        source.program("{% endset %}")
    source.program(f"{{% set {INDENT} = {SIGNATURE} | {CLOSING_FILTER}({DATE}) %}}")
    for name, role in ((SIGNATURE, "署名"), (DATE, "日期")):
        source.fixed(f'<w:p><w:pPr><w:pStyle w:val="{STYLES[role]}"/>')
        source.program(f'<w:ind w:leftChars="{{{{ {INDENT} }}}}" w:left="{{{{ {INDENT} * {CHARACTER} // 100 }}}}"/>')
        source.fixed("</w:pPr>")
        source.program(f"{{{{ {name} }}}}")
        source.fixed("</w:p>")


def write_run(node: Text | Expression, source: JinjaSource, style: str = "") -> None:
    """Add words or an expression as a run of their own.

    Args:
        node: what to say.
        source: the body's.
        style: the id of a style in the shell, if it is not to look like the paragraph.
    """
    source.fixed(run_start(style or ("Strong" if node.bold else "")))
    source.inline(node)
    source.fixed("</w:t></w:r>")


def run_start(style: str = "") -> str:
    """Return the beginning of a run up to its text; quotation marks and dashes in it take the Chinese font."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">'


def write_link(link: Link, source: JinjaSource) -> None:
    """Add a hyperlink as a field, which needs no relationship to the address."""
    source.fixed('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> HYPERLINK "')
    source.target(link)
    source.fixed('" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>')
    for node in link.content:
        if isinstance(node, Text | Expression):
            write_run(node, source, "Hyperlink")
        else:
            source.nodes([node], WRITER)
    source.fixed('<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def write_list(block: List, source: JinjaSource) -> None:
    """Add a list, its marks as real text in runs that are marked as such."""
    if block.ordered:
        source.program(f"{{{{ {BEGIN_LIST}() }}}}")
    for item in block.items:
        if isinstance(item, Statement):
            source.tag(item)
            continue
        source.fixed(f'<w:p><w:pPr><w:pStyle w:val="{ITEM}"/></w:pPr>{run_start(MARKER)}')
        source.tag(item_number(item)) if block.ordered else source.program("• ")
        source.fixed("</w:t></w:r>")
        source.nodes(item.content, WRITER)
        source.fixed("</w:p>")


def item_number(item: Item) -> Expression:
    """Return what prints an item's number, given what the item begins with."""
    first = item.content[0] if item.content else None
    return (
        Expression(f"{NUMBER_ITEM}({first.source})", first.place)
        if isinstance(first, Expression)
        else Expression(f"{NUMBER_ITEM}()", Place(""))
    )


def write_macro(macro: Macro, source: JinjaSource) -> None:
    """Add a macro: its text without runs, since it will stand inside one."""
    source.tag(macro.opening)
    for node in macro.content:
        if isinstance(node, Text | Expression | Statement):
            source.inline(node)


def write_table(table: Table, source: JinjaSource) -> None:
    """Add a table as wide as the text, its caption above it, its head repeated on each page."""
    if table.caption:
        write_styled(table.caption, STYLES["题注"], source)
    widths = column_widths(table, source)
    source.fixed(
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    )
    source.program("".join(on_condition(shown, f'<w:gridCol w:w="{printing(width)}"/>') for width, shown in widths))
    source.fixed("</w:tblGrid>")
    for row in table.rows:
        if isinstance(row, Statement):
            source.tag(row)
        elif isinstance(row, Row):
            write_row(row, widths, source)
        elif isinstance(row, Comparison):
            source.steps(row.steps)
    source.fixed("</w:tbl>")


def write_chart(chart: Chart, source: JinjaSource) -> None:
    """Add a chart with its caption below it, if there is something to draw."""
    data = collect(chart, source)
    source.program(f"{{% if {data} %}}{{{{ {DRAW}({data}) }}}}")
    source.fixed(f'<w:p><w:pPr><w:pStyle w:val="{STYLES["题注"]}"/>{APART}</w:pPr>')
    source.nodes(chart.table.caption, WRITER)
    source.program("</w:p>{% endif %}")


def write_row(row: Row, widths: list[tuple[str, str]], source: JinjaSource) -> None:
    """Add a table row; only one of the head is kept from breaking: were all, LibreOffice 7.4 would lose rows at a page's end.

    Args:
        row: the row.
        widths: the columns', from `column_widths`.
        source: the body's.
    """
    source.program(row.before)
    source.fixed(f"<w:tr>{'<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>' if row.header else ''}")
    for cell, (width, shown) in zip(row.cells, widths, strict=True):
        if isinstance(cell, Cell):
            source.program(f"{{% if {shown} %}}" if shown else "")
            merge = f"<w:vMerge w:val=\"{{{{ 'restart' if {cell.equal} else 'continue' }}}}\"/>" if cell.equal else ""
            source.program(f'<w:tc><w:tcPr><w:tcW w:w="{printing(width)}" w:type="dxa"/>{merge}<w:vAlign w:val="center"/></w:tcPr>')
            source.program(f"{{% if {cell.equal} %}}" if cell.equal else "")
            for block in cell.blocks:
                if isinstance(block, Paragraph):
                    write_styled(block.content, "TableHead" if row.header else "TableText", source, cell.align)
            source.program("{% else %}<w:p/>{% endif %}" if cell.equal else "")
            source.fixed("</w:tc>")
            source.program("{% endif %}" if shown else "")
    source.fixed("</w:tr>")


WRITER: Final[Writer] = {
    Statement: lambda statement, source: source.tag(statement),
    Heading: write_heading,
    Paragraph: write_paragraph,
    Text: write_run,
    Expression: write_run,
    Link: write_link,
    LineBreak: lambda _, source: source.fixed("<w:r><w:br/></w:r>"),
    List: write_list,
    Table: write_table,
    Chart: write_chart,
    Macro: write_macro,
    Closing: write_closing,
    PageBreak: lambda _, source: source.fixed('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'),
}
