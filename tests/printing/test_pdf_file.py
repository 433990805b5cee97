"""A form's documents as PDF: what they claim and say of themselves, and that they look as Word's print does."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.document.typst.fonts import Fonts
from pipeline.language.values import Words
from pipeline.printing.documents import DocumentTemplate
from pipeline.printing.pdf_file import PdfFile, compile_pdf_file
from pipeline.problems import Stop
from pipeline.workspace import UnitYear, Workspace
from tests.document.typst.printed_pdf import print_narrative

ROOT = Path(__file__).parents[2]
OTHER_PROCESS = "from tests.printing.test_pdf_file import small; from hashlib import sha256; print(sha256(small()).hexdigest())"


def small(value: str = "国") -> bytes:
    """Return a small file of several fonts, with a table that holds a value, a link and headings."""
    text = "# 甲\n\n**粗** [网址](https://a.cn/)\n\n## 乙\n\n| 名 | 数 |\n|---|---|\n| {{ 值 }} | 1 |\n"
    return print_narrative(text, 值=value).data


# What prints a document, by the identity of its template, which is compiled once for all units of a form.
PRINTERS: dict[int, PdfFile] = {}


def printer_of(document: DocumentTemplate) -> PdfFile:
    if id(document) not in PRINTERS:
        PRINTERS[id(document)] = compile_pdf_file(document.read)
    return PRINTERS[id(document)]


@cache
def documents_of(unit: str, year: str) -> tuple[tuple[str, PdfFile, dict[str, Any]], ...]:
    """Return the documents of a shipped unit-year: the name, what prints it, and what it is printed from."""
    compiled, sources = prepare(Workspace(ROOT), UnitYear(unit, year))
    facts = make(compiled, year, sources).full.facts
    made = (document for document in compiled.documents if document.is_made(facts))
    return tuple((document.spec.name, printer_of(document), document.context(facts)) for document in made)


def printed(unit: str = "xinfang", year: str = "2020") -> dict[str, bytes]:
    return {name: printer.print(context) for name, printer, context in documents_of(unit, year)}


def test_a_file_claims_to_be_for_archives_and_for_all_readers_and_says_its_language() -> None:
    for data in printed().values():
        assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>" in data
        assert b"/Lang(zh-CN)" in data
        assert b"/MarkInfo<</Marked true" in data


def test_a_file_says_its_title_unit_and_filing_date_and_nothing_of_when_or_by_whom_it_was_made() -> None:
    titles = []
    for data in printed().values():
        pdf = pdfplumber.open(io.BytesIO(data))
        titles.append(pdf.metadata.pop("Title"))
        day = "D:20210601000000Z"
        assert pdf.metadata == {"Author": "湛江市信访局", "Creator": "Typst 0.15.1", "CreationDate": day, "ModDate": day}
        assert set(re.findall(rb"\d{4}-\d{2}-\d{2}T[\d:]+Z", data)) == {b"2021-06-01T00:00:00Z"}
    assert titles == ["2020年度部门整体绩效自评基础数据表（湛江市信访局）", "湛江市信访局2020年度部门整体支出绩效自评报告"]


def test_a_file_without_a_filing_date_says_no_date_and_claims_not_to_be_for_archives() -> None:
    (_, printer, context), *_ = documents_of("xinfang", "2020")
    data = printer.print({name: value for name, value in context.items() if name != "填报日期"} | {"填报日期": ""})
    assert b"pdfaid" not in data
    assert b"<pdfuaid:part>1" in data
    assert b"Date" not in data.replace(b"/Datetime", b"")


@pytest.mark.slow
def test_two_processes_print_the_same_bytes() -> None:
    settings = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", OTHER_PROCESS], cwd=ROOT, env=settings, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == sha256(small()).hexdigest()


def test_what_the_compiler_remembers_of_a_file_changes_no_byte_of_the_next() -> None:
    whole, masked = small("国安某某"), small("国某")
    assert (small("国安某某"), small("国某")) == (whole, masked)
    assert "国安某某" not in "".join(page.extract_text() for page in pdfplumber.open(io.BytesIO(masked)).pages)


def test_a_character_that_no_font_has_is_told_with_its_place() -> None:
    printer, context = documents_of("xinfang", "2020")[1][1:]
    with pytest.raises(Stop) as stopped:
        printer.print({**context, "单位名称": Words("\U000f1234局", "单位名称")})
    (problem,) = stopped.value.problems
    assert (problem.path, problem.place.file) == ("单位名称", "templates/zhanjiang-2020/report.docx")
    assert problem.message == "“\U000f1234”（U+F1234）在这台电脑的字体里都没有，PDF 印不出来"


@pytest.mark.parametrize(("installed", "asked", "found"), [
    (["FangSong", "Noto Serif CJK SC"], "仿宋_GB2312", "FangSong"),
    (["仿宋_GB2312", "FangSong"], "仿宋_GB2312", "仿宋_GB2312"),
    (["Noto Serif CJK SC", "Noto Sans CJK SC"], "方正小标宋简体", "Noto Serif CJK SC"),
    (["Noto Serif CJK SC", "Noto Sans CJK SC"], "黑体", "Noto Sans CJK SC"),
    (["Noto Serif CJK SC", "AR PL UKai CN"], "楷体_GB2312", "AR PL UKai CN"),
    (["Noto Serif CJK SC"], "楷体_GB2312", "Noto Serif CJK SC"),
    (["Noto Sans CJK SC"], "宋体", "Noto Sans CJK SC"),
])  # fmt: skip
def test_official_fonts_go_before_those_that_stand_in_for_them(installed: list[str], asked: str, found: str) -> None:
    assert Fonts({name.lower(): name for name in installed}, frozenset()).chinese(asked) == found


def test_a_machine_without_chinese_fonts_is_told_what_to_install() -> None:
    with pytest.raises(Stop, match=r"没有中文字体.*\n.*fonts-noto-cjk"):
        Fonts({"dejavu sans": "DejaVu Sans"}, frozenset()).chinese("宋体")


def test_the_fonts_that_were_used_are_known_from_the_file() -> None:
    _, printer, context = documents_of("xinfang", "2020")[1]
    used = printer.fonts(printer.print(context))
    assert {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"} <= used.keys()
    assert "其他字符" not in used


@pytest.mark.parametrize("of", [("xinfang", "2020"), ("gonggong", "2018")])
def test_all_that_is_printed_is_within_the_page(of: tuple[str, str]) -> None:
    for data in printed(*of).values():
        for page in pdfplumber.open(io.BytesIO(data)).pages:
            assert all(
                char["x0"] >= 0 and char["x1"] <= page.width and char["top"] >= 0 and char["bottom"] <= page.height for char in page.chars
            )
