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
