"""What was written is on the disk: where file systems are flushed as a whole, where each file is, and whose failure it is."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

import pytest

from pipeline import flushing


@pytest.fixture
def written(tmp_path: Path) -> list[Path]:
    """Return two files and the folder that they are in."""
    for name in "ab":
        (tmp_path / name).write_bytes(b"x")
    return [tmp_path / "a", tmp_path / "b", tmp_path]


def each_flushed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return where it is noted which files are flushed by themselves."""
    flushed: list[Path] = []
    monkeypatch.setattr(flushing, "flush", flushed.append)
    return flushed


def test_a_file_system_that_can_be_is_flushed_as_a_whole_for_all_files(written: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    flushed = each_flushed(monkeypatch)
    monkeypatch.setattr(flushing, "is_flushed_whole", lambda path: path in written)
    assert flushing.flush_all(written) == {}
    assert flushed == []


def test_elsewhere_each_file_is_flushed(written: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    flushed = each_flushed(monkeypatch)
    monkeypatch.setattr(flushing, "is_flushed_whole", lambda _path: False)
    assert flushing.flush_all(written) == {}
    assert flushed == written


def test_what_the_disk_does_not_take_is_told_with_the_others_flushed(written: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def fail(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == written[0].stat().st_ino:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr(flushing, "is_flushed_whole", lambda _path: False)
    monkeypatch.setattr(os, "fsync", fail)
    faults = flushing.flush_all([*written, written[0].parent / "gone"])
    assert {path.name: fault.errno for path, fault in faults.items()} == {"a": errno.ENOSPC, "gone": errno.ENOENT}


@pytest.mark.parametrize(("answer", "number"), [(-1, 0xEF53), (0, 0x65735546)])
def test_a_failure_that_may_be_over_anothers_file_and_an_unknown_file_system_are_not_relied_on(
    written: list[Path], monkeypatch: pytest.MonkeyPatch, answer: int, number: int
) -> None:
    class System:
        """The C library, for what is asked of it."""

        @staticmethod
        def fstatfs(_descriptor: int, about: ctypes.Array[ctypes.c_char]) -> int:
            ctypes.memmove(about, number.to_bytes(8, sys.byteorder), 8)
            return 0

        @staticmethod
        def syncfs(_descriptor: int) -> int:
            return answer

    monkeypatch.setattr(flushing, "tells_failures", lambda: True)
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: System())
    assert not flushing.is_flushed_whole(written[0])
    flushed = each_flushed(monkeypatch)
    flushing.flush_all(written)
    assert flushed == written


@pytest.mark.parametrize(
    ("name", "release", "told"),
    [
        ("Linux", "6.1.0-18-amd64", True),
        ("Linux", "5.8", True),
        ("Linux", "5.4.0-1", False),
        ("Linux", "4.19", False),
        ("Darwin", "23.4.0", False),
    ],
)
def test_only_a_linux_that_tells_failures_is_asked_to_flush_a_whole_file_system(
    monkeypatch: pytest.MonkeyPatch, name: str, release: str, *, told: bool
) -> None:
    flushing.tells_failures.cache_clear()
    monkeypatch.setattr(os, "uname", lambda: os.uname_result((name, "", release, "", "")))
    assert flushing.tells_failures() is told
    flushing.tells_failures.cache_clear()
