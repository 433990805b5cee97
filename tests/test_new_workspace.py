"""A folder made ready: whole or not at all, nothing of anybody's touched; and brought up to date by a newer program."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import new_workspace
from pipeline.new_workspace import create, renew
from pipeline.problems import Stop
from pipeline.shipped import EXAMPLE, README, files_of_checkout, shipped_files
from pipeline.workspace import UsageError, Workspace, find_workspace

FORM = "templates/zhanjiang-2020/form.yaml"
STYLE = "templates/site/content.css"


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def begun() -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in shipped_files().items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "我的 自评"


@pytest.fixture
def ship(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], None]:
    """Return what has a newer program ship another content of a file."""
    files = shipped_files()
    monkeypatch.setattr(new_workspace, "shipped_files", lambda: files)

    def shipped(name: str, data: bytes) -> None:
        path = tmp_path / f"newer-{name.replace('/', '-')}"
        path.write_bytes(data)
        files[name] = path

    return shipped


def test_everything_shipped_is_there_and_nothing_else(folder: Path) -> None:
    create(folder)
    made = content(folder)
    record = json.loads(made.pop(new_workspace.RECORD))
    assert made == begun()
    assert {FORM, STYLE, README, *EXAMPLE} <= made.keys()
    assert record.keys() == {name for name in made if name.startswith("templates/")}
    assert find_workspace(folder / "data" / "xinfang").form_names() == ["hunan-2018", "xiangmu-2022", "zhanjiang-2020"]


def test_of_a_checkout_neither_anybodys_data_nor_what_programs_leave_is_shipped(shipped: Workspace) -> None:
    (shipped.root / "docs").mkdir()
    for name in ("data/jiaoyu.yaml", "templates/zhanjiang-2020/~$table.docx", "templates/zhanjiang-2020/form.schema.json"):
        (shipped.root / name).touch()
    (shipped.root / "data/xinfang/2020.log.yaml").touch()
    assert set(files_of_checkout(shipped.root)) == set(shipped_files())


def test_an_empty_folder_is_filled_also_the_one_that_one_stands_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.chdir(folder)
    create(Path())
    assert content(folder).keys() > begun().keys()


@pytest.mark.parametrize("name", ["x.txt", ".hidden", "data"])
def test_a_folder_with_anything_in_it_is_refused_and_left_alone(folder: Path, name: str) -> None:
    folder.mkdir()
    (folder / name).write_bytes(b"mine")
    with pytest.raises(UsageError, match="已经有文件，没有动它们"):
        create(folder)
    assert content(folder) == {name: b"mine"}


def test_a_file_and_a_place_that_is_not_there_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").touch()
    with pytest.raises(UsageError, match="是一个文件"):
        create(tmp_path / "x")
    with pytest.raises(UsageError, match="请先建好它"):
        create(tmp_path / "a" / "b")
    assert content(tmp_path) == {"x": b""}


def failing_at(number: int, fault: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the write or rename of a number fail."""
    calls = iter(range(1000))

    def once(doing: Callable[..., None]) -> Callable[..., None]:
        def done(*arguments: object) -> None:
            if next(calls) == number:
                raise fault
            doing(*arguments)

        return done

    for name in ("write_durably", "rename"):
        monkeypatch.setattr(new_workspace, name, once(getattr(new_workspace, name)))


@pytest.mark.parametrize("existing", [True, False])
def test_a_full_disk_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, *, existing: bool) -> None:
    if existing:
        folder.mkdir()
    with monkeypatch.context() as patched:
        failing_at(7, OSError(errno.ENOSPC, "full"), patched)
        with pytest.raises(Stop, match="磁盘已满"):
            create(folder)
    assert folder.exists() == existing
    assert content(folder) == {}
    create(folder)


def test_what_a_run_that_was_killed_has_begun_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = len(begun()) + 1 + 1 + 3  # each file and the record, the whole, what stands at its top
    for number in range(steps):
        folder = tmp_path / str(number)
        with monkeypatch.context() as patched:
            failing_at(number, KeyboardInterrupt(), patched)
            with pytest.raises(KeyboardInterrupt):
                create(folder)
        assert not ((folder / "data").is_dir() and (folder / "templates").is_dir())
        if not (folder / README).exists():
            (folder / README).write_bytes(b"mine")
            with pytest.raises(UsageError, match="已经有文件"):
                create(folder)
            (folder / README).unlink()
        create(folder)
        assert content(folder).keys() == {*begun(), new_workspace.RECORD}


def test_a_newer_program_adds_and_renews_and_leaves_alone_what_somebody_changed(folder: Path, ship: Callable[[str, bytes], None]) -> None:
    create(folder)
    (folder / STYLE).write_bytes(b"ours")
    (folder / README).unlink()
    before = content(folder)
    ship(FORM, b"newer")
    ship(STYLE, b"newer")
    ship("templates/zhanjiang-2021/form.yaml", b"new")
    done = renew(Workspace(folder))
    assert (done.added, done.renewed, done.kept) == (["templates/zhanjiang-2021/form.yaml"], [FORM], [STYLE])
    changed = {name: data for name, data in content(folder).items() if before.get(name) != data and name != new_workspace.RECORD}
    assert changed == {"templates/zhanjiang-2021/form.yaml": b"new", FORM: b"newer"}
    ship(FORM, b"newest")
    assert renew(Workspace(folder)).renewed == [FORM]
    assert (folder / FORM).read_bytes() == b"newest"


@pytest.mark.parametrize("record", [None, b"", b"[1]", b"\xff"])
def test_without_the_record_everything_counts_as_changed_by_somebody(
    folder: Path, ship: Callable[[str, bytes], None], record: bytes | None
) -> None:
    create(folder)
    (folder / new_workspace.RECORD).unlink()
    if record is not None:
        (folder / new_workspace.RECORD).write_bytes(record)
    ship(FORM, b"newer")
    done = renew(Workspace(folder))
    assert (done.added, done.renewed, done.kept) == ([], [], [FORM])
