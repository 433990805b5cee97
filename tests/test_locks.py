from __future__ import annotations

import errno
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pipeline import locks


@pytest.fixture(params=["fcntl", "msvcrt"])
def _system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the lock of this system, or that of Windows, imitated by what it promises: a byte is locked for one open file."""
    if request.param == "msvcrt":
        held: dict[tuple[int, int], int] = {}

        def locking(file: int, mode: int, count: int) -> None:
            assert (mode, count) == (2, 1)
            if held.setdefault((os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR)), file) != file:
                raise PermissionError(errno.EACCES, "Permission denied")

        windows = ModuleType("msvcrt")
        vars(windows).update(LK_NBLCK=2, locking=locking)
        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", windows)
    importlib.reload(locks)
    yield
    monkeypatch.undo()
    importlib.reload(locks)


@pytest.mark.usefixtures("_system")
def test_a_file_is_locked_once_at_a_time_and_its_text_stays_readable(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"who")
    with path.open("rb+") as one, path.open("rb+") as other:
        assert locks.take(one.fileno())
        assert not locks.take(other.fileno())
        assert path.read_bytes() == b"who"
        assert path.stat().st_size == 3
