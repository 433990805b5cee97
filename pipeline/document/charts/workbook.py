"""The workbook in a Word chart, which opens when somebody edits the chart's data: one sheet of texts and figures.

Written by hand, not by xlsxwriter: the parts take 0.15 ms, a twentieth, and their bytes depend on the cells alone. A text is
a text whatever it begins with (`quotePrefix`), also once somebody has edited it; so none is ever computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Final

from lxml import etree

from pipeline.document.charts.cells import Cell, Grid, Number, has_starts
from pipeline.document.word.finished import FinishedPackage
from pipeline.document.word.package import OFFICE, RELATIONS_NAMES, RELATIONSHIPS, TYPES, TYPES_NAMES, ReadyArchive
from pipeline.document.word.xml import DECLARATION
from pipeline.regex import regex

# A cell's column and row, counted from 0.
Spot = tuple[int, int]

SHEET_NAME: Final = "Sheet1"  # as Word itself calls it, in Chinese too
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
S: Final = f"{{{NAMESPACE}}}"
CELL, VALUE = f"{S}c", f"{S}v"
KIND: Final = f"{OFFICE}.spreadsheetml"
RELATIONS: Final = f'{DECLARATION}<Relationships xmlns="{RELATIONS_NAMES[1:-1]}">'
OWN_FORMATS: Final = 164  # the first number that a format of a workbook's own may have
COLUMN: Final = '<cols><col min="1" max="1" width="32" customWidth="1"/></cols>'
NAME: Final = regex(r"\$?([A-Z]+)\$?([0-9]+)")
# How the cell of a start begins, behind its row's one name and one figure.
START: Final = regex('<c r="C([0-9]+)" s="[0-9]+">')
READY: Final = ReadyArchive(
    {
        TYPES: (
            f'{DECLARATION}<Types xmlns="{TYPES_NAMES[1:-1]}">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{KIND}.worksheet+xml"/>'
            f'<Override PartName="/{STYLES}" ContentType="{KIND}.styles+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{RELATIONS}<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'{DECLARATION}<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONSHIPS}">'
            f'<sheets><sheet name="{SHEET_NAME}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{RELATIONS}<Relationship Id="rId1" Type="{RELATIONSHIPS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>'
        ),
    }
)


def workbook(grid: Grid) -> bytes:
    """Return an XLSX file with one sheet of these cells; where bars start is computed again when somebody changes their lengths."""
    formats = list(dict.fromkeys(cell.format for row in grid for cell in row if isinstance(cell, Number)))
    rows = "".join(f'<row r="{line}">{"".join(row_cells(row, line, formats))}</row>' for line, row in enumerate(grid, 1))
    if has_starts(grid):
        rows = START.sub(lambda cell: f"{cell[0]}<f>SUM(B$1:B{int(cell[1]) - 1})</f>", rows)
    sheet = f'{DECLARATION}<worksheet xmlns="{NAMESPACE}">{COLUMN}<sheetData>{rows}</sheetData></worksheet>'
    return READY.write({SHEET: sheet, STYLES: styles(formats)})


def row_cells(row: Sequence[Cell], line: int, formats: Sequence[str]) -> Iterator[str]:
    """Yield the XML of a row's cells; one without content is left out.

    Args:
        row: the cells.
        line: the row's number, from 1 on.
        formats: the formats of all figures, which stand in the styles behind that of texts.
    """
    for number, cell in enumerate(row):
        if isinstance(cell, Number):
            yield f'<c r="{column(number)}{line}" s="{2 + formats.index(cell.format)}"><v>{cell.value}</v></c>'
        elif cell:
            text = f'<is><t xml:space="preserve">{escape(cell)}</t></is>'
            yield f'<c r="{column(number)}{line}" s="1" t="inlineStr">{text}</c>'


@cache
def column(number: int) -> str:
    """Return what a column is called, counted from 0: A, B, … Z, AA, AB."""
    before, letter = divmod(number, 26)
    return (column(before - 1) if before else "") + chr(ord("A") + letter)


@lru_cache(1000)  # of which charts have the same
def spot(name: str) -> Spot:
    """Return where a cell stands that is called so, such as B2 or $B$2.

    Raises:
        KeyError: no cell is called so.
    """
    found = NAME.fullmatch(name)
    if found is None:
        raise KeyError(name)
    across = 0
    for letter in found[1]:
        across = 26 * across + ord(letter) - ord("A") + 1
    return across - 1, int(found[2]) - 1


def styles(formats: Sequence[str]) -> str:
    """Return the part of how cells look: as usual, as texts, and then as figures in each of these formats."""
    own = "".join(f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in enumerate(formats, OWN_FORMATS))
    looks = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for number in range(OWN_FORMATS, OWN_FORMATS + len(formats))
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{NAMESPACE}">{f"""<numFmts count="{len(formats)}">{own}</numFmts>""" if formats else ""}'
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{2 + len(formats)}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>{looks}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def read_workbook(data: bytes) -> dict[Spot, Cell]:
    """Return the cells of the sheet of a workbook that this module wrote, by their places.

    Raises:
        lxml.etree.XMLSyntaxError: a part is not well-formed.
        zipfile.BadZipFile: it is no package.
        KeyError: a part or format is missing.
    """
    package = FinishedPackage(data)
    sheet, formats = etree.fromstring(package.read(SHEET)), read_styles(package.read(STYLES))
    return {spot(found.get("r", "")): read_cell(found, formats) for found in sheet.iter(CELL)}


@lru_cache(100)  # most charts have the same
def read_styles(data: bytes) -> Sequence[str]:
    """Return the formats that a workbook's cells have, by the numbers of their styles.

    Raises:
        lxml.etree.XMLSyntaxError: the part is not well-formed.
    """
    looks = etree.fromstring(data)
    codes = {found.get("numFmtId"): found.get("formatCode", "") for found in looks.iter(f"{S}numFmt")}
    return [codes.get(found.get("numFmtId"), "") for found in looks.iterfind(f"{S}cellXfs/{S}xf")]


def read_cell(found: etree._Element, formats: Sequence[str]) -> Cell:
    """Return what stands in a cell, given the formats of the workbook's styles."""
    value = next(found.iterchildren(VALUE), None)
    return "".join(map(str, found.itertext())) if value is None else Number(value.text or "", formats[int(found.get("s", 0))])
