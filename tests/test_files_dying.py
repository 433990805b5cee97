"""A process that dies, or a computer whose power fails, at every single call while a group of folders is written: old or new, whole.

Nothing is done any more after the call at which it happens, cleaning up neither; and when the power fails, what was not flushed is empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pipeline import files

UNITS = "abc"
OLD = {"a": b"old", "b": b"same", "public/a": b"old"}
NEW = {"a": b"newer", "b": b"same", "public/a": b"newer"}
CALLS = (
    *((os, name) for name in ("mkdir", "link", "replace", "rename", "unlink", "rmdir")),
    *((files, name) for name in ("flush_all", "exchanged")),
    (Path, "write_bytes"),
)
WRITE = Path.write_bytes


class Died(BaseException):
    """The process is dead."""


class Death:
    """Comes at one of a process's calls.

    Attributes:
        calls: how many calls there have been.
        at: at which of them it comes.
        unflushed: the numbers on the disk of the files that were written and not flushed since.
    """

    def __init__(self, at: int) -> None:
        self.calls, self.at = 0, at
        self.unflushed: set[int] = set()

    def before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function before which it may come; a file is then half-written."""

        def called(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as any function
            self.calls += 1
            is_dead, is_writing, is_flushing = self.calls >= self.at, function is WRITE, function is flush_all
            if is_writing and self.calls <= self.at:
                function(arguments[0], arguments[1][:2] if is_dead else arguments[1])
                self.unflushed.add(arguments[0].stat().st_ino)
            if is_dead:
                raise Died
            paths = list(arguments[0]) if is_flushing else []
            self.unflushed -= {path.stat().st_ino for path in paths}
            return None if is_writing else function(*arguments, **named)

        return called

    def take(self, folder: Path) -> None:
        """Take from a folder what was not flushed: the power fails."""
        for path in folder.rglob("*"):
            if path.is_file() and path.stat().st_ino in self.unflushed:
                WRITE(path, b"")


@contextmanager
def dying(death: Death) -> Iterator[None]:
    """Let a process die in a block."""
    with pytest.MonkeyPatch.context() as patch:
        for place, name in CALLS:
            patch.setattr(place, name, death.before(getattr(place, name)))
        with suppress(Died):
            yield


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def flush_all(_paths: Iterable[Path]) -> dict[Path, OSError]:
    """Wait for a disk that takes everything at once."""
    return {}


def write(folder: Path) -> list[OSError | None]:
    halves = [half for unit in UNITS if (half := files.half_made(folder / unit / "2020", NEW))]
    return files.put_in_place(halves)


@pytest.mark.parametrize("atomic", [True, False])
@pytest.mark.parametrize("power", [True, False])
@pytest.mark.parametrize("before", [OLD, {}])
def test_whenever_it_comes_every_folder_is_old_or_new_and_the_next_run_completes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: dict[str, bytes], *, power: bool, atomic: bool
) -> None:
    monkeypatch.setattr(files, "flush_all", flush_all)
    if not atomic:
        monkeypatch.setattr(files, "exchanged", lambda *_: False)
    seen = set()
    for at in count(1):
        folder = tmp_path / str(at)
        for unit in UNITS:
            (folder / unit).mkdir(parents=True)
            files.replace_folder(folder / unit / "2020", before)
        death = Death(at)
        with dying(death):
            write(folder)
        if power:
            death.take(folder)
        for unit in UNITS:
            if not atomic:
                files.recover(folder / unit / "2020")
            left = content(folder / unit / "2020")
            assert left in (before, NEW), (at, unit)
            seen.add(left == NEW)
        write(folder)
        for unit in UNITS:
            files.recover(folder / unit / "2020")
            assert content(folder / unit / "2020") == NEW
            assert [path.name for path in (folder / unit).iterdir()] == ["2020"]
        if death.calls < at:
            break
    assert seen == {True, False}
