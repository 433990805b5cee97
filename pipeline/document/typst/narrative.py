"""How a narrative is set: by the styles of its Word shell, which the same paragraphs and tables have in Word."""

from __future__ import annotations

from typing import Final

from lxml import etree

from pipeline.document.typst.source import TypstSource
from pipeline.document.word.narrative import HEADINGS, STYLES, TABLE_STYLE
from pipeline.document.word.styles import Styles
from pipeline.document.word.xml import NAMESPACE, W, parse

# The styles of paragraphs that have no role.
OTHERS: Final = (*HEADINGS, "ListItem")
IN_TABLES: Final = ("TableHead", "TableText")


def narrative_source(styles: Styles) -> TypstSource:
    """Return the source of a narrative, nothing in it yet."""
    table = sample_table()
    cell = next(table.iter(f"{W}tc"))
    roles = {role: styles.named(style) for role, style in (*STYLES.items(), *((name, name) for name in OTHERS))}
    roles |= {paragraph_style(paragraph): styles.paragraph(paragraph) for paragraph in cell.iter(f"{W}p")}
    return TypstSource(roles=roles, table=styles.table(table), cell=styles.cell(cell))


def sample_table() -> etree._Element:
    """Return a table as the narrative's are in Word, of one cell with a paragraph of each style."""
    paragraphs = "".join(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>' for style in IN_TABLES)
    return parse(
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblStyle w:val="{TABLE_STYLE}"/><w:jc w:val="center"/></w:tblPr>'
        f"<w:tr><w:tc><w:tcPr/>{paragraphs}</w:tc></w:tr></w:tbl>".encode()
    )


def paragraph_style(paragraph: etree._Element) -> str:
    """Return the name of a paragraph's style."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")
