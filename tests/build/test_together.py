"""Unit-years that wait for the disk together: one that fails hurts no other, and nobody waits for another process with anything in hand."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipeline.build import open_documents, together
from pipeline.build.compiled_form import compile_form
from pipeline.build.folder import put_in_place
from pipeline.build.made import Made
from pipeline.build.manifest import read_manifest
from pipeline.build.together import build_together
from pipeline.files import HalfMade, clear_away, locked
from pipeline.flushing import flush_all
from pipeline.problems import Problem, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.build.test_unit_year import DATA, DOCUMENTS, FORM, LAYOUT, NOTE
from tests.word_files import paragraph, write_word_file

JIA, YI, BING = GROUP = [UnitYear(unit, "2020") for unit in ("jia", "yi", "bing")]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with one small form and three unit-years."""
    form = tmp_path / "templates" / "small"
    form.mkdir(parents=True)
    (tmp_path / "templates" / "site").symlink_to(LAYOUT)
    (form / "form.yaml").write_text(FORM, encoding="utf-8")
    (form / "note.md").write_text(NOTE, encoding="utf-8")
    write_word_file(form / "note.docx", paragraph("{{ 正文 }}"))
    write_word_file(form / "list.docx", paragraph("{{ 单位名称 }}支出{{ 支出 }}"))
    workspace = Workspace(tmp_path)
    for of in GROUP:
        workspace.data_file(of).parent.mkdir(parents=True)
        workspace.data_file(of).write_text(DATA.replace("甲局", f"{of.unit}局"), encoding="utf-8")
    yield workspace
    compile_form.cache_clear()


def changed(_of: UnitYear, made: Made) -> tuple[str, ...]:
    return made.changed


def build(workspace: Workspace) -> dict[UnitYear, object]:
    """Build all, and return which files of each changed, or what was told."""
    built = build_together(workspace, GROUP, changed)
    return {of: made.problems[0].message if isinstance(made, Stop) else made for of, made in built.items()}


def is_whole(workspace: Workspace, of: UnitYear) -> bool:
    folder = workspace.output(of)
    manifest = read_manifest(folder)
    return manifest is not None and all((folder / name).is_file() for name in manifest.outputs)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return where it is noted for how many files or folders at once the disk is waited for."""
    found: list[int] = []

    def noted(paths: Iterable[Path]) -> dict[Path, OSError]:
        found.append(len(listed := list(paths)))
        return flush_all(listed)

    monkeypatch.setattr("pipeline.files.flush_all", noted)
    return found


def before_they_are_put_in_place(monkeypatch: pytest.MonkeyPatch, doing: Callable[[], object]) -> None:
    """Let something happen after all are made and before any is in its place."""

    def called(halves: Mapping[str, HalfMade]) -> dict[str, Problem]:
        doing()
        return put_in_place(halves)

    monkeypatch.setattr(together, "put_in_place", called)


def test_all_wait_for_the_disk_twice_once_for_what_they_hold_and_once_for_their_places(workspace: Workspace, waits: list[int]) -> None:
    assert build(workspace) == dict.fromkeys(GROUP, DOCUMENTS)
    assert waits == [len(GROUP) * (len(DOCUMENTS) + 1 + 2), len(GROUP)]  # each with the manifest and two folders
    assert all(is_whole(workspace, of) for of in GROUP)
    assert build(workspace) == dict.fromkeys(GROUP, ())


def test_what_has_waited_long_is_put_in_its_place_first(workspace: Workspace, waits: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together, "LONGEST", -1)
    build(workspace)
    assert len(waits) == 2 * len(GROUP)


def test_a_full_disk_in_the_middle_is_told_of_the_unit_that_it_met(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bytes = Path.write_bytes

    def fail(path: Path, data: bytes) -> int:
        if "/yi/" in path.as_posix():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    assert build(workspace) == {JIA: DOCUMENTS, YI: "磁盘已满，原来的文件没有动", BING: DOCUMENTS}
    assert [is_whole(workspace, of) for of in GROUP] == [True, False, True]
    monkeypatch.undo()
    assert build(workspace) == {JIA: (), YI: DOCUMENTS, BING: ()}


def test_a_document_that_is_open_keeps_its_own_unit_only(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    build(workspace)
    for of in GROUP:
        (workspace.output(of) / "note.docx").write_bytes(b"by hand")
    (workspace.output(YI) / "~$note.docx").touch()
    monkeypatch.setattr(open_documents, "is_protected", lambda path: "/yi/" in path.as_posix())
    assert build(workspace)[YI] == "这份文件正在 Word 或 WPS 里开着，没有写入任何文件"
    assert [is_by_hand(workspace, of) for of in GROUP] == [False, True, False]


def is_by_hand(workspace: Workspace, of: UnitYear) -> bool:
    return (workspace.output(of) / "note.docx").read_bytes() == b"by hand"


def test_what_a_user_saves_into_a_folder_while_the_group_is_made_is_kept(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    build(workspace)
    for of in GROUP:
        (workspace.output(of) / "note.docx").write_bytes(b"by hand")
    scan = workspace.output(YI) / "public" / "扫描.pdf"
    before_they_are_put_in_place(monkeypatch, lambda: scan.write_bytes(b"scan"))
    assert build(workspace) == dict.fromkeys(GROUP, ("note.docx",))
    assert scan.read_bytes() == b"scan"


def test_a_folder_that_is_taken_away_while_the_group_is_made_is_told_and_the_others_are_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before_they_are_put_in_place(monkeypatch, lambda: clear_away(workspace.output(YI).with_name(".2020.new")))
    told = build(workspace)
    assert (told[JIA], told[BING]) == (DOCUMENTS, DOCUMENTS)
    assert isinstance(told[YI], str)
    assert [is_whole(workspace, of) for of in GROUP] == [True, False, True]


def test_who_waits_for_another_process_has_nothing_in_hand(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(_seconds: float) -> None:
        seen.append([is_whole(workspace, of) for of in GROUP])
        with locked(workspace.output(JIA)):
            pass
        other.close()

    monkeypatch.setattr("pipeline.build.folder.time.sleep", look)
    with ExitStack() as other:
        other.enter_context(locked(workspace.output(YI)))
        assert build(workspace) == dict.fromkeys(GROUP, DOCUMENTS)
    assert seen == [[True, False, False]]


def test_a_unit_that_another_process_keeps_is_told_and_the_others_are_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.build.folder.LOCK_SECONDS", 0)
    with locked(workspace.output(YI)):
        assert build(workspace) == {JIA: DOCUMENTS, YI: "另一个程序一直在生成这份文件，等了 0 秒", BING: DOCUMENTS}


def test_a_failure_of_the_program_when_they_are_put_in_place_is_told_of_those_and_their_turns_end(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_halves: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(together, "put_in_place", fail)
    built = build_together(workspace, GROUP, changed)
    assert [type(fault) for fault in built.values()] == [ValueError] * 3
    monkeypatch.undo()
    assert build(workspace) == dict.fromkeys(GROUP, DOCUMENTS)
