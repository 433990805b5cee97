"""Small Word files for tests, written as XML: a table form from rows of cells, and a shell with every style."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.document.word.writer import REQUIRED_STYLES

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
RELATIONSHIPS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
DOCUMENT_RELATIONSHIPS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
    'Target="styles.xml"/></Relationships>'
)


def related(*more: tuple[str, str], listing: str = DOCUMENT_RELATIONSHIPS, mode: str = "") -> str:
    """Return a list of relationships with more of them, each a type (its last step, or whole) and a target."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    added = "".join(
        f'<Relationship Id="rIdMore{number}" Type="{kind if ":" in kind else office + kind}" Target="{target}"{mode}/>'
        for number, (kind, target) in enumerate(more, 1)
    )
    return listing.replace("</Relationships>", f"{added}</Relationships>")


def write_word_file(path: Path, body: str, extra: dict[str, str] | None = None) -> Path:
    """Write a Word file with the given body XML and return its path."""
    styles = "".join(
        f'<w:style w:type="{style_type(name)}" w:styleId="{name}"><w:name w:val="{name}"/></w:style>' for name in REQUIRED_STYLES
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONSHIPS,
        "word/styles.xml": f"{HEAD}<w:styles {W}>{styles}</w:styles>",
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, xml)
    return path


def style_type(name: str) -> str:
    """Return what kind of style a style id is."""
    return {"ReportTable": "table", "ListMarker": "character", "Strong": "character", "Hyperlink": "character"}.get(name, "paragraph")


def run(text: str) -> str:
    """Return a run with a text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    """Return a paragraph whose runs have the given texts."""
    words = "".join(map(run, runs))
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{words}</w:p>"


def cell(*paragraphs: str, span: int = 1, merge: str = "", width: int = 2000) -> str:
    """Return a cell; `merge` is restart or continue for a vertical merge."""
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    vertical = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(merge, "")
    body = "".join(text if text.startswith("<w:") else paragraph(text) for text in paragraphs) or "<w:p/>"
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{grid}{vertical}</w:tcPr>{body}</w:tc>'


def row(*cells: str, header: bool = False) -> str:
    """Return a row of cells; plain texts become cells."""
    properties = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{properties}{''.join(c if c.startswith('<w:tc>') else cell(c) for c in cells)}</w:tr>"


def table(*rows: str, widths: tuple[int, ...] = (2000, 2000, 2000)) -> str:
    """Return a table of rows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
