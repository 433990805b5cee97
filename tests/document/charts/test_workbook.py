"""The workbook in a Word chart: texts stay texts, figures show as in the document, and other programs read the same."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from pipeline.document.charts.cells import Cell, Number, cells
from pipeline.document.charts.data import ChartData
from pipeline.document.charts.workbook import SHEET, column, read_workbook, spot, workbook
from tests.document.charts.charts import chart
from tests.document.charts.in_word import ORDINARY, PARTS

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "\t=1", "{=1}", "<f>1</f>"]


def sheet_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(SHEET))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_is_never_a_formula(text: str) -> None:
    data = ChartData("横条", ("图",), ((text,),), chart("横条", "数", (text, "9")).rows)
    sheet = sheet_of(workbook(cells(data)))
    assert list(sheet.iter(f"{S}f")) == []
    texts = [found for found in sheet.iter(f"{S}c") if found.get("t") == "inlineStr"]
    assert [("".join(map(str, found.itertext())), found.get("s")) for found in texts] == [(text, "1")] * 2  # of texts, also when edited


def test_only_where_parts_of_a_whole_start_is_computed() -> None:
    sheet = sheet_of(workbook(cells(PARTS)))
    computed = {
        found.get("r"): (found.findtext(f"{S}f"), found.findtext(f"{S}v"))
        for found in sheet.iter(f"{S}c")
        if found.find(f"{S}f") is not None
    }
    assert computed == {
        "C2": ("SUM(B$1:B1)", "0"),
        "C3": ("SUM(B$1:B2)", "1200.5"),
        "C4": ("SUM(B$1:B3)", "1500.75"),
        "C5": ("SUM(B$1:B4)", "1500.75"),
    }


def test_cells_are_read_as_they_were_written() -> None:
    grid: list[list[Cell]] = [["", "  两端  "], ["甲\n（无）", ""], ["<&>\"'", Number("0.8956", "0.00%")], ["乙", Number("-3", "General")]]
    assert read_workbook(workbook(grid)) == {
        (across, down): cell for down, row in enumerate(grid) for across, cell in enumerate(row) if cell
    }


def test_a_workbook_says_nothing_of_when_and_where_it_was_made() -> None:
    data = workbook(cells(ORDINARY))
    assert data == workbook(cells(ORDINARY))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in package.namelist() if "docProps" in name] == []


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_in_a_spreadsheet(number: int, name: str) -> None:
    assert column(number) == name
    assert spot(f"${name}$7") == (number, 6)
