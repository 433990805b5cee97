"""`--pdf` as clerks and web editors type it: what is made, what is said, and what goes when nobody asks for it any more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.workspace import Workspace
from tests.batch.city import ziping as started
from tests.conftest import copy_of_shipped
from tests.in_process import ziping

FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 7.77"
FONTS, GONE = "PDF 用的字体：", "以前生成的 4 份 PDF 与现在的内容不相符，已经删去；要新的，请加上 PDF=1 再生成一次"
UNIT = ("xinfang", "2020")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Return a workspace in which the sample's documents were made with PDFs."""
    workspace = copy_of_shipped(tmp_path_factory.mktemp("pdf"))
    done = ziping(workspace.root, "report", "--pdf", *UNIT)
    assert (done.code, done.said.count(FONTS)) == (0, 1), done.said
    assert len(pdfs(workspace)) == 4
    return workspace


@pytest.fixture
def workspace(built: Workspace, tmp_path: Path) -> Workspace:
    """Return a copy of it."""
    shutil.copytree(built.root, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path)


def pdfs(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.root / "output").rglob("*.pdf"))


def correct(workspace: Workspace) -> None:
    path = workspace.root / "data/xinfang/2020.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(FIGURE, OTHER), encoding="utf-8")


def test_what_is_up_to_date_is_left_alone_with_and_without_pdf(workspace: Workspace) -> None:
    for arguments, fonts in ((("--pdf",), 1), ((), 0)):
        done = ziping(workspace.root, "report", *arguments, *UNIT)
        assert ("没有变化，文件都是最新的" in done.said, done.said.count(FONTS)) == (True, fonts)
        assert "public/table.pdf" in done.said
    assert len(pdfs(workspace)) == 4


def test_outdated_pdfs_go_and_that_is_said(workspace: Workspace) -> None:
    correct(workspace)
    done = ziping(workspace.root, "report", *UNIT)
    assert (GONE in done.said, pdfs(workspace)) == (True, [])
    assert GONE not in ziping(workspace.root, "report", *UNIT).said
    assert "已生成 4 个文件" in ziping(workspace.root, "report", "--pdf", *UNIT).said
    assert len(pdfs(workspace)) == 4


@pytest.mark.slow
def test_all_units_have_pdfs_on_all_processors(workspace: Workspace) -> None:
    correct(workspace)
    asked = ("reports", "2020", "--units=xinfang,shili", "--jobs=2")
    assert GONE in started(workspace, *asked).stdout
    done = started(workspace, *asked, "--pdf")  # which has printed no PDF before it forks
    assert (done.returncode, done.stdout.count(FONTS)) == (0, 1), done.stdout
    assert len(pdfs(workspace)) == 8


def test_a_web_editor_publishes_pdfs(workspace: Workspace) -> None:
    done = ziping(workspace.root, "publish", "--pdf", *UNIT)
    assert done.code == 0, done.said
    assert len(list((workspace.root / "output/site/current/2020/xinfang").glob("*.pdf"))) == 2
    assert ziping(workspace.root, "verify", *UNIT).code == 0


def test_a_draft_has_pdfs(workspace: Workspace) -> None:
    done = ziping(workspace.root, "report", "--draft", "--pdf", *UNIT)
    assert done.code == 0, done.said
    assert len(pdfs(workspace)) == 6
