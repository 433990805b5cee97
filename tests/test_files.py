from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline import files, flushing, renaming
from pipeline.writing import replace_file

OLD, NEW = {"a": b"old", "b": b"same"}, {"a": b"new", "b": b"same"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    target = tmp_path / "2020"
    files.replace_folder(target, OLD)
    return target


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_only_what_changed_is_written(target: Path) -> None:
    untouched = (target / "b").stat().st_ino
    assert files.replace_folder(target, NEW) == ["a"]
    assert content(target) == NEW
    assert (target / "b").stat().st_ino == untouched


def test_nothing_is_written_when_nothing_changed(target: Path) -> None:
    before = target.stat()
    assert files.replace_folder(target, OLD) == []
    assert target.stat() == before


def test_other_files_and_folders_stay(target: Path) -> None:
    (target / "scan.pdf").write_bytes(b"scan")
    (target / "public").mkdir()
    (target / "public" / "x").write_bytes(b"x")
    files.replace_folder(target, NEW)
    assert (target / "scan.pdf").read_bytes() == b"scan"
    assert (target / "public" / "x").read_bytes() == b"x"


def test_nothing_is_left_beside_the_folder(target: Path) -> None:
    files.replace_folder(target, NEW)
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES])
def test_a_failed_write_leaves_the_old_files_whole(target: Path, monkeypatch: pytest.MonkeyPatch, fault: int) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(flushing, "is_flushed_whole", lambda _path: False)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match=os.strerror(fault)):
        files.replace_folder(target, NEW)
    assert content(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


def test_folders_are_replaced_where_the_system_cannot_exchange_them(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "exchanged", lambda *_: False)
    files.replace_folder(target, NEW)
    assert content(target) == NEW
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


@pytest.mark.parametrize("atomic", [True, False])
def test_what_is_saved_into_the_folder_meanwhile_is_kept(target: Path, monkeypatch: pytest.MonkeyPatch, *, atomic: bool) -> None:
    (target / "扫描").mkdir()
    (target / "扫描" / "一.pdf").write_bytes(b"1")
    saved: list[bool] = []

    def saved_meanwhile(paths: Iterable[Path]) -> dict[Path, OSError]:
        if not saved:
            saved.append(True)
            (target / "扫描" / "一.pdf").unlink()  # as editors save: a new file in its place
            (target / "扫描" / "一.pdf").write_bytes(b"11")
            (target / "扫描" / "二.pdf").write_bytes(b"2")
            (target / "批注").mkdir()
            (target / "批注" / "三.txt").write_bytes(b"3")
            (target / "b").write_bytes(b"by hand")
        return flushing.flush_all(paths)

    monkeypatch.setattr(files, "flush_all", saved_meanwhile)
    if not atomic:
        monkeypatch.setattr(files, "exchanged", lambda *_: False)
    files.replace_folder(target, NEW | {"b": b"new"})
    found = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert found == NEW | {"b": b"new", "扫描/一.pdf": b"11", "扫描/二.pdf": b"2", "批注/三.txt": b"3"}
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


def test_a_folder_that_is_a_link_is_replaced_where_it_leads_to_again_and_again(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "unit" / "2020"
    link.parent.mkdir()
    link.symlink_to(target)
    for files_now in (NEW, OLD, NEW):
        files.replace_folder(link, files_now)
        assert content(target) == files_now
    assert link.is_symlink()
    assert [path.name for path in link.parent.iterdir()] == ["2020"]


def test_the_old_folder_is_back_if_the_new_one_cannot_take_its_place(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(origin: Path, place: Path) -> None:
        if origin.name == ".2020.new":
            raise PermissionError(errno.EACCES, "another program looks into it", str(origin))
        renaming.rename(origin, place)

    monkeypatch.setattr(files, "exchanged", lambda *_: False)
    monkeypatch.setattr(files, "rename", held)
    with pytest.raises(PermissionError):
        files.replace_folder(target, NEW)
    assert content(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


def test_a_file_that_another_program_holds_for_a_moment_is_replaced_all_the_same(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replacing, held = Path.replace, [True, True]

    def replace(self: Path, place: Path) -> Path:
        if held and held.pop():
            raise PermissionError(errno.EACCES, "held", str(self))
        return replacing(self, place)

    monkeypatch.setattr(renaming, "PAUSES", (0, 0))
    monkeypatch.setattr(Path, "replace", replace)
    replace_file(target / "a", b"new")
    assert content(target) == NEW


@pytest.mark.parametrize("fault", [NotImplementedError("follow_symlinks"), OSError(errno.EINVAL, "no links here")])
def test_other_files_are_copied_where_there_are_no_hard_links(target: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def link(*_: object, **__: object) -> None:
        raise fault

    (target / "scan.pdf").write_bytes(b"scan")
    monkeypatch.setattr(os, "link", link)
    files.replace_folder(target, NEW)
    assert content(target) == NEW | {"scan.pdf": b"scan"}


def test_a_folder_that_refuses_to_be_emptied_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old" / "scans").mkdir(parents=True)
    (tmp_path / "old" / "scans" / "a.pdf").touch(mode=0o444)
    (tmp_path / "old" / "scans").chmod(0o555)
    unlinking = os.unlink

    def unlink(path: str, *, dir_fd: int | None = None) -> None:
        """Refuse as Windows does for a file, and as Linux does for one in a folder, that is protected against writing."""
        if not (tmp_path / "old" / "scans" / "a.pdf").stat().st_mode & 0o200:
            raise PermissionError(errno.EACCES, "protected", str(path))
        unlinking(path, dir_fd=dir_fd)

    monkeypatch.setattr(os, "unlink", unlink)
    files.clear_away(tmp_path / "old")
    assert not (tmp_path / "old").exists()


# --- several folders together ---


@pytest.fixture
def targets(tmp_path: Path) -> list[Path]:
    found = [tmp_path / unit / "2020" for unit in "abc"]
    for path in found:
        path.parent.mkdir()
        files.replace_folder(path, OLD)
    return found


def halves_of(targets: list[Path]) -> list[files.HalfMade]:
    return [half for target in targets if (half := files.half_made(target, NEW))]


def test_nothing_takes_its_place_before_all_of_it_is_on_the_disk_and_the_old_goes_after_that(
    targets: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("flush_all", "exchanged", "clear_away"):
        monkeypatch.setattr(files, name, told(done, getattr(files, name)))
    halves = halves_of(targets)
    done.clear()
    assert files.put_in_place(halves) == [None] * 3
    assert done == ["flush_all", *["exchanged"] * 3, "flush_all", *["clear_away"] * 3]
    assert [content(target) for target in targets] == [NEW] * 3


def told(done: list[str], function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is noted when it is called."""

    def noted(*arguments: Any) -> Any:  # noqa: ANN401 - as any function
        done.append(function.__name__)
        return function(*arguments)

    return noted


def test_what_the_disk_does_not_take_of_one_folder_leaves_it_as_it_was_and_the_others_are_new(
    targets: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = flushing.flush

    def fail(path: Path) -> None:
        if path.parent.parent == targets[1].parent:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        flush(path)

    monkeypatch.setattr(flushing, "is_flushed_whole", lambda _path: False)
    monkeypatch.setattr(flushing, "flush", fail)
    faults = files.put_in_place(halves_of(targets))
    assert [fault.errno if fault else None for fault in faults] == [None, errno.EIO, None]
    assert [content(target) for target in targets] == [NEW, OLD, NEW]
    assert [[path.name for path in target.parent.iterdir()] for target in targets] == [["2020"]] * 3


def test_a_copy_that_somebody_has_taken_away_leaves_its_folder_as_it_was_and_the_others_are_new(targets: list[Path]) -> None:
    halves = halves_of(targets)
    files.clear_away(halves[0].staging)
    faults = files.put_in_place(halves)
    assert [isinstance(fault, OSError) for fault in faults] == [True, False, False]
    assert [content(target) for target in targets] == [OLD, NEW, NEW]


def test_a_death_between_two_renames_is_mended(target: Path) -> None:
    target.rename(target.parent / ".2020.old")
    (target.parent / ".2020.new").mkdir()
    files.recover(target)
    assert content(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["2020"]


def test_the_right_to_write_is_given_to_one_at_a_time(target: Path) -> None:
    with files.locked(target):
        with pytest.raises(files.BusyError), files.locked(target):
            pass
        with files.locked(target.parent / "2021"):
            pass
    with files.locked(target):
        pass
