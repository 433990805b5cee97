from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from pipeline import files

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
    flushing = files.flush

    def saved_meanwhile(path: Path) -> None:
        flushing(path)
        if path.name == "a":
            (target / "扫描" / "一.pdf").unlink()  # as editors save: a new file in its place
            (target / "扫描" / "一.pdf").write_bytes(b"11")
            (target / "扫描" / "二.pdf").write_bytes(b"2")
            (target / "批注").mkdir()
            (target / "批注" / "三.txt").write_bytes(b"3")
            (target / "b").write_bytes(b"by hand")

    monkeypatch.setattr(files, "flush", saved_meanwhile)
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
