"""Documents that are open: named, and nothing written, where the system protects them; no hindrance elsewhere."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import IO, Any

import pytest

from pipeline.build.open_documents import open_documents
from pipeline.build.unit_year import build
from pipeline.problems import Kind, Stop
from pipeline.workspace import UnitYear, Workspace


@pytest.fixture
def protected(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Refuse to open files of some names for writing, as Windows does while Word has them open."""
    names: set[str] = set()
    opening = Path.open

    def opened(self: Path, mode: str = "r", *arguments: Any, **options: Any) -> IO[Any]:  # noqa: ANN401 - as Path.open
        if self.name in names and not {"w", "+"}.isdisjoint(mode):
            raise PermissionError(errno.EACCES, "the file is used by another process", str(self))
        return opening(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", opened)
    return names


@pytest.mark.parametrize(
    ("document", "mark"),
    [
        ("table.docx", "~$table.docx"),
        ("table.docx", ".~table.docx"),
        ("table.docx", ".~lock.table.docx#"),
        ("public/table.docx", "public/~$table.docx"),
        ("批注意见汇总表二.docx", "~$意见汇总表二.docx"),
        ("report7.docx", "~$eport7.docx"),
    ],
)
def test_a_document_is_open_if_it_is_marked_and_protected(tmp_path: Path, protected: set[str], document: str, mark: str) -> None:
    for name in (document, mark, "report.docx", "other.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert open_documents(tmp_path) == []  # a mark left by a program that died, or a system that lets open documents be replaced
    protected.add(Path(document).name)
    assert open_documents(tmp_path) == [document]
    (tmp_path / mark).unlink()
    assert open_documents(tmp_path) == []


def written(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return which files there are, each with what changes when it is written; reading it changes only when it was read last."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*.*") if path.is_file()}


def test_an_open_document_is_named_before_anything_is_written(shipped: Workspace, protected: set[str]) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    folder = shipped.output(UnitYear("xinfang", "2020"))
    before = written(folder)
    for name in ("~$table.docx", "public/.~lock.report.docx#"):
        (folder / name).touch()
    protected |= {"table.docx", "report.docx"}
    data = shipped.data_file(UnitYear("xinfang", "2020"))
    data.write_text(data.read_text(encoding="utf-8").replace("实际支出数: 8.06", "实际支出数: 8.07"), encoding="utf-8")
    with pytest.raises(Stop) as stop:
        build(shipped, UnitYear("xinfang", "2020"))
    assert [(problem.kind, problem.place.file) for problem in stop.value.problems] == [
        (Kind.OPEN, "output/xinfang/2020/public/report.docx"),
        (Kind.OPEN, "output/xinfang/2020/table.docx"),
    ]
    assert "正在 Word 或 WPS 里开着" in str(stop.value)
    assert {path: found for path, found in written(folder).items() if path in before} == before
    protected.clear()
    assert build(shipped, UnitYear("xinfang", "2020")).changed
