"""How the shipped Word form looks: labels clear of their borders, sections whole on a page, the seal with the table."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import pytest
from lxml import etree

from pipeline.build.unit_year import examine, prepare
from pipeline.document.word.xml import W, is_on, paragraph_text
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import ROOT

POINT = 20  # twentieths
CLEAR = 3.0  # points between a label and a border
# What may be longer than a page, and therefore breaks across pages.
LONG_TEXTS = ("整体绩效（总）目标：", "整体绩效（总）目标完成情况：", "未完成原因分析：", "社会经济环境效益")


@pytest.fixture(scope="module")
def package() -> zipfile.ZipFile:
    compiled, sources = prepare(Workspace(ROOT), UnitYear("xinfang", "2020"))
    table = next(document for document in compiled.documents if document.spec.name == "table")
    return zipfile.ZipFile(io.BytesIO(table.render(examine(compiled, "2020", sources).facts)[".docx"]))


@pytest.fixture(scope="module")
def rows(package: zipfile.ZipFile) -> list[etree._Element]:
    return list(etree.fromstring(package.read("word/document.xml")).iter(f"{W}tr"))


def texts(element: etree._Element) -> list[str]:
    return [text for paragraph in element.iter(f"{W}p") if (text := paragraph_text(paragraph))]


def is_held(row: etree._Element) -> bool:
    return all(is_on(paragraph.find(f"{W}pPr/{W}keepNext")) for paragraph in row.iter(f"{W}p"))


def test_only_a_long_text_ends_a_page_within_a_section(rows: list[etree._Element]) -> None:
    within = [row for row, below in pairwise(rows) if any(merge.get(f"{W}val") != "restart" for merge in below.iter(f"{W}vMerge"))]
    free = ["".join(texts(row)) for row in within if not is_held(row)]
    assert [next((start for start in LONG_TEXTS if start in text), text) for text in free] == list(LONG_TEXTS)


def test_the_seal_and_the_date_are_the_tables_last_row_without_a_frame_and_stay_with_the_row_above(rows: list[etree._Element]) -> None:
    assert [text.split("：")[0] for text in texts(rows[-1])] == ["市级部门预算单位", "填报日期"]
    borders = rows[-1].find(f"{W}tc/{W}tcPr/{W}tcBorders")
    assert borders is not None
    assert {border.tag.removeprefix(W): border.get(f"{W}val") for border in borders} == dict.fromkeys(("left", "bottom", "right"), "nil")
    assert is_held(rows[-2])
    assert is_held(rows[-3])


def test_labels_keep_clear_of_their_borders(package: zipfile.ZipFile, rows: list[etree._Element]) -> None:
    styles = etree.fromstring(package.read("word/styles.xml"))
    sizes = {style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}sz") for style in styles.iter(f"{W}style")}
    found = sizes["CellLabel"]
    assert found is not None
    size = int(found.get(f"{W}val", "")) / 2
    for cell in (cell for row in rows for cell in row.iter(f"{W}tc")):
        paragraph = next(cell.iter(f"{W}p"))
        text, style = paragraph_text(paragraph), paragraph.find(f"{W}pPr/{W}pStyle")
        if not text or style is None or style.get(f"{W}val") != "CellLabel":
            continue
        width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w", "")) / POINT  # type: ignore[union-attr]
        indent = paragraph.find(f"{W}pPr/{W}ind")
        inside = (
            width - 2 * 45 / POINT - sum(int(indent.get(f"{W}{side}", "0")) / POINT for side in ("left", "right") if indent is not None)
        )
        longest = min(max(map(len, re.split(r"\s", text))), int(inside / size))
        assert (width - longest * size) / 2 >= CLEAR, text
