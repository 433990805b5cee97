"""What a person sees in a Word file is read, once, in order, and with its place; nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.intake.readers.word import read_word
from pipeline.intake.received import Received
from pipeline.printing.word_file import tell_word_file
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import copy_of_shipped
from tests.word_files import run, write_word_file

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'


def received(folder: Path, body: str, extra: dict[str, str] | None = None) -> Received:
    return read_word(write_word_file(folder / "收到的表.docx", body, extra).read_bytes(), "收到的表.docx")


def said(folder: Path, *content: str) -> str:
    """Return what a paragraph of this content says, beside a word that keeps it from being empty."""
    lines = received(folder, f"<w:p>{''.join(content)}{run('。')}</w:p>").lines
    return lines[0].cells[0].text.removesuffix("。")


def rows(read: Received) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in read.lines]


def remarks(read: Received) -> list[str]:
    return [f"{remark.place.spot} {remark.message}" for remark in read.remarks]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_of_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.mark.slow
def test_each_shipped_table_is_read_as_the_program_itself_tells_it(workspace: Workspace) -> None:
    units = sorted(path for path in (workspace.root / "data").glob("*/20*.yaml") if path.stem.isdecimal())
    for path in units:
        of = UnitYear(path.parent.name, path.stem)
        compiled, sources = prepare(workspace, of)
        data = make(compiled, of.year, sources).documents["table.docx"]
        told = {place: text for place, text in tell_word_file(data).places().items() if text or "格" in place}
        assert {cell.spot: cell.text for line in read_word(data, "table.docx").lines for cell in line.cells} == told
    assert units


def test_what_is_deleted_hidden_or_only_a_code_is_not_read_and_what_is_inserted_is(tmp_path: Path) -> None:
    assert said(tmp_path, run("8"), f"<w:del>{run('7').replace('w:t', 'w:delText')}</w:del>", f"<w:ins>{run('.06')}</w:ins>") == "8.06"
    assert said(tmp_path, f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>") == "新"
    assert said(tmp_path, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>提示</w:t></w:r>", run("有")) == "有"
    assert said(tmp_path, '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>有</w:t></w:r>') == "有"
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>IF 1</w:instrText></w:r>"
    assert said(tmp_path, begin, code, run("隐"), begin, code, separate, run("内"), end, separate, run("显"), end) == "显"
    assert said(tmp_path, f'<w:fldSimple w:instr="DATE">{run("2021年")}</w:fldSimple>') == "2021年"
