"""A folder of received files: each read by itself, none taken silently where two say something else, nothing stopped by a bad one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.intake import converting, folder
from pipeline.intake.findings_page import findings_page
from pipeline.intake.folder import Outcome, State, Task, read_all, read_one, received_files, sorted_out, take_all
from pipeline.intake.importing import ReadFile, read_file
from pipeline.intake.readers.office import Foreign
from pipeline.intake.recognition.belonging import Given
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import UnitYear, Workspace
from tests.intake.small_forms import FILLED, Line, changed, small_forms, with_units_only, word_file

SHUILI: dict[int, Line] = {
    2: ("单位名称", "湛江市水利局", "主要职能", "负责水利工作"),
    8: "填报单位：湛江市水利局（公章）　填报日期：2021.6.1",
}


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_forms(tmp_path_factory.mktemp("small"))


@pytest.fixture
def workspace(forms: Workspace) -> Workspace:
    return with_units_only(forms)


def read(workspace: Workspace, inbox: Path) -> list[ReadFile | Outcome]:
    """Return what was read from a folder by two processes."""
    tasks = [Task(path, path.relative_to(inbox).as_posix()) for path in received_files(inbox)]
    return list(read_all(workspace, tasks, Given(), 2))


def came_of(workspace: Workspace, inbox: Path) -> dict[str, Outcome]:
    """Return what came of each file of a folder."""
    results = read(workspace, inbox)
    groups, outcomes = sorted_out(each for each in results if isinstance(each, ReadFile))
    outcomes += (each for each in results if isinstance(each, Outcome))
    for some in take_all(workspace, groups, 2, overwrite=False, dry_run=False):
        outcomes += some
    return {outcome.file: outcome for outcome in outcomes}


def lines(**amounts: str) -> list[Line]:
    """Return a form of 信访局 with other amounts."""
    return changed({3: ("三公经费预算安排数", f"{amounts.get('planned', '9')} 万元", "三公经费实际支出数", "8.06万元")})


def test_what_systems_and_open_programs_leave_is_no_received_file(tmp_path: Path) -> None:
    for name in ("表.docx", "子/表.xlsx", "~$表.docx", ".DS_Store", "Thumbs.db", "子/desktop.ini", "__MACOSX/表.docx", ".git/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in received_files(tmp_path)] == ["子/表.xlsx", "表.docx"]


def test_each_file_is_taken_and_a_bad_one_stops_nobody(workspace: Workspace, tmp_path: Path) -> None:
    word_file(tmp_path / "信访局.docx", *FILLED)
    word_file(tmp_path / "子" / "水利局.docx", *changed(SHUILI))
    word_file(tmp_path / "通知.docx", "关于开会的通知")
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 half")
    found = came_of(workspace, tmp_path)
    assert {file: outcome.state for file, outcome in found.items()} == {
        "信访局.docx": State.TAKEN,
        "子/水利局.docx": State.TAKEN,
        "通知.docx": State.FAILED,
        "坏.docx": State.FAILED,
    }
    assert (found["信访局.docx"].of, found["信访局.docx"].filled, found["信访局.docx"].questions) == (UnitYear("xinfang", "2020"), 9, 0)
    assert workspace.data_file(UnitYear("shuili", "2020")).exists()
    assert came_of(workspace, tmp_path)["信访局.docx"].state is State.SAME


def test_of_two_different_files_for_one_form_none_is_taken_and_both_are_told(workspace: Workspace, tmp_path: Path) -> None:
    word_file(tmp_path / "初稿.docx", *FILLED)
    word_file(tmp_path / "定稿.docx", *lines(planned="10"))
    found = came_of(workspace, tmp_path)
    assert [outcome.state for outcome in found.values()] == [State.FAILED, State.FAILED]
    assert found["初稿.docx"].problems[0].message == "xinfang 2020 年度的这份表还有 定稿.docx，内容不同，不知道用哪一份，都没有放进去"
    assert not workspace.data_file(UnitYear("xinfang", "2020")).exists()


def test_what_says_the_same_twice_is_read_once_and_told(workspace: Workspace, tmp_path: Path) -> None:
    word_file(tmp_path / "表.docx", *FILLED)
    word_file(tmp_path / "表（另存）.docx", "封面", *FILLED)
    found = came_of(workspace, tmp_path)
    assert sorted(outcome.state.value for outcome in found.values()) == ["读入", "重复"]


def test_a_pdf_beside_the_same_form_in_word_is_left_alone_and_told(workspace: Workspace, tmp_path: Path) -> None:
    word = read_file(workspace, word_file(tmp_path / "表.docx", *FILLED), "表.docx", Given())
    pdf = replace(read_file(workspace, word_file(tmp_path / "表.pdf", *lines(planned="10")), "表.pdf", Given()), is_exact=False)
    groups, outcomes = sorted_out([pdf, word])
    assert [[one.file for one in group] for group in groups] == [["表.docx"]]
    assert [(outcome.file, outcome.state, outcome.problems[0].message) for outcome in outcomes] == [
        ("表.pdf", State.SPARE, "同一份表另有 表.docx，比 PDF 可靠，按那一份读入")
    ]
    groups, outcomes = sorted_out([pdf, replace(word, file="又.pdf", is_exact=False)])
    assert (groups, [outcome.state for outcome in outcomes]) == ([], [State.FAILED, State.FAILED])
    groups, outcomes = sorted_out([replace(word, file="a.pdf", is_exact=False), word])
    assert [(outcome.file, outcome.problems[0].message) for outcome in outcomes] == [("a.pdf", "和 表.docx 说的一样，没有再读")]


def test_files_that_only_libreoffice_reads_are_converted_together_and_one_that_cannot_be_stops_nobody(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    word = word_file(tmp_path / "表.docx", *FILLED).read_bytes()
    for name in ("甲.rtf", "乙.rtf"):
        (tmp_path / name).write_bytes(b"{\\rtf1 }")
    locked = Stop(error(Kind.RECEIVED, "文件有密码", Place("乙.rtf")))
    asked: list[str] = []

    def convert_all(files: Sequence[Foreign]) -> Iterator[bytes | Stop]:
        asked.extend(foreign.file for foreign in files)
        return iter([word, locked])

    monkeypatch.setattr(converting, "convert_all", convert_all)
    tasks = [Task(tmp_path / name, name) for name in ("表.docx", "甲.rtf", "乙.rtf")]
    ready = list(converting.converted(tasks, tmp_path))
    assert asked == ["甲.rtf", "乙.rtf"]
    assert [(each.file, type(each).__name__) for each in ready] == [("表.docx", "Task"), ("甲.rtf", "Task"), ("乙.rtf", "Outcome")]
    assert isinstance(ready[1], Task)
    assert isinstance(read_one(workspace, Given(), ready[1]), ReadFile)


def test_a_fault_of_the_program_at_one_file_is_told_of_this_file(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> ReadFile:
        raise ZeroDivisionError

    monkeypatch.setattr(folder, "read_file", failing)
    came = read_one(workspace, Given(), Task(workspace.root / "坏.docx", "坏.docx"))
    assert isinstance(came, Outcome)
    assert (came.state, came.problems[0].message) == (State.FAILED, "程序内部出错（ZeroDivisionError：）")


def test_the_page_lists_each_file_and_what_has_to_be_asked_with_its_place(workspace: Workspace, tmp_path: Path) -> None:
    word_file(tmp_path / "信访局.docx", *changed({9: "附注：R&amp;D &lt;b&gt;接待"}))
    word_file(tmp_path / "通知.docx", "关于开会的通知")
    page = findings_page(workspace, "收件", list(came_of(workspace, tmp_path).values())).decode()
    assert "共 2 份：1 份读入，1 份没有读入" in page
    assert "没有放进去的内容：“附注：R&amp;D &lt;b&gt;接待”" in page
    assert '<span class="where">第1个表格之后第2段</span>' in page
    assert "认不出这是哪一份表" in page
