"""What of a bureau's form became no field, and its headers."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from pipeline.build.trials import check_form
from pipeline.drafting.drafted_form import draft
from pipeline.problems import has_errors
from pipeline.workspace import Workspace
from tests.word_files import HEAD, W, paragraph, related, row, table, write_word_file

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("*.schema.json"))
    (tmp_path / "data").mkdir()
    return Workspace(tmp_path)


def test_blank_cells_that_nothing_names_are_told(workspace: Workspace) -> None:
    body = paragraph("表") + table(row("", ""), row("人数", ""), widths=(1, 1))
    made = draft(workspace, write_word_file(workspace.root / "表.docx", body), "probe")
    assert made.left_blank == ["第1个表格第1行第1格", "第1个表格第1行第2格"]


def test_a_header_names_the_forms_year_and_what_it_leaves_open_is_told(workspace: Workspace) -> None:
    head = f"{HEAD}<w:hdr {W}>{paragraph('2023年度　主管部门：　　　　')}</w:hdr>"
    extra = {"word/header1.xml": head, "word/_rels/document.xml.rels": related(("header", "header1.xml"))}
    path = write_word_file(workspace.root / "表.docx", paragraph("2023年度自评表") + table(row("人数", ""), widths=(1, 1)), extra)
    assert draft(workspace, path, "probe").left_blank == ["页眉“主管部门”"]
    with zipfile.ZipFile(workspace.form("probe") / "table.docx") as package:
        assert "{{ 年度 }}年度　主管部门：" in package.read("word/header1.xml").decode()
    assert not has_errors(check_form(workspace, "probe"))
