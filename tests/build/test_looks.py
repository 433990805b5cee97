"""Files that look as they did need not be read again; one that was changed in any way is, whatever its time of writing says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.build import looks as looking
from pipeline.build.looks import Looks

NAME = "data/jia/2020.yaml"
TICK = 0.02  # seconds; longer than between two ticks of the clock by which the system notes changes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "jia" / "2020.yaml"
    path.parent.mkdir()
    path.write_bytes(b"one")
    return path


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything count as changed long ago."""
    monkeypatch.setattr(looking, "SETTLED", -(10**12))
    time.sleep(TICK)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where it is noted which files are read."""
    found: list[str] = []

    def noted(path: str) -> str:
        found.append(Path(path).name)
        return Path(path).read_text(encoding="utf-8") if Path(path).is_file() else ""

    monkeypatch.setattr(looking, "fingerprint", noted)
    return found


def asked(file: Path) -> str:
    """Return what a file holds, as a run of the program that keeps its record is told."""
    looks = Looks(file.parent / ".seen")
    held = looks.fingerprint(NAME, str(file))
    looks.keep()
    return held


@pytest.mark.usefixtures("settled")
def test_a_file_that_looks_the_same_is_read_once(file: Path, read: list[str]) -> None:
    assert [asked(file) for _ in range(3)] == ["one"] * 3
    assert read == ["2020.yaml"]
    assert sorted(path.name for path in file.parent.iterdir()) == [".seen", "2020.yaml"]


def same_size(file: Path) -> None:
    file.write_bytes(b"two")


def other_size(file: Path) -> None:
    file.write_bytes(b"three")


def another_file_in_its_place(file: Path) -> None:
    file.with_name("other").write_bytes(b"two")
    file.with_name("other").replace(file)


def a_link_in_its_place(file: Path) -> None:
    another_file_in_its_place(file)
    file.rename(file.with_name("other"))
    file.symlink_to("other")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("change", [same_size, other_size, another_file_in_its_place, a_link_in_its_place])
def test_a_changed_file_is_read_again_although_its_time_was_set_back(file: Path, change: Callable[[Path], None]) -> None:
    before, times = asked(file), (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    time.sleep(TICK)
    change(file)
    os.utime(file, ns=times)
    assert file.stat().st_mtime_ns == times[1]
    assert asked(file) not in ("", before)


@pytest.mark.usefixtures("settled")
def test_a_folder_with_older_files_in_the_place_of_another_is_read_again(file: Path, read: list[str]) -> None:
    older = file.parent.with_name("older")
    older.mkdir()
    (older / file.name).write_bytes(b"old")
    asked(file)
    file.parent.rename(file.parent.with_name("aside"))
    older.rename(file.parent)
    file.parent.with_name("aside").joinpath(".seen").rename(file.parent / ".seen")
    assert asked(file) == "old"
    assert len(read) == 2


@pytest.mark.usefixtures("settled")
def test_a_file_that_went_is_none_and_one_that_came_is_read(file: Path) -> None:
    assert asked(file)
    file.unlink()
    assert asked(file) == ""
    file.write_bytes(b"one")
    assert asked(file)


def test_what_has_just_been_changed_is_not_relied_on(file: Path, read: list[str]) -> None:
    for _ in range(3):
        asked(file)
    assert len(read) == 3
    assert not (file.parent / ".seen").exists()


@pytest.mark.usefixtures("settled")
def test_where_the_system_notes_no_changes_files_are_read(file: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "HAS_TIME_OF_CHANGE", False)
    for _ in range(3):
        asked(file)
    assert len(read) == 3


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("torn", [b"", b"{", b"[1]", b'{"data/jia/2020.yaml": 1}', b'{"data/jia/2020.yaml": ["0"]}', b"\xff", b"\x00" * 9])
def test_a_torn_record_is_none(file: Path, read: list[str], torn: bytes) -> None:
    (file.parent / ".seen").write_bytes(torn)
    assert (asked(file), asked(file)) == ("one", "one")
    assert len(read) == 1


@pytest.mark.usefixtures("settled")
def test_a_record_that_cannot_be_written_does_no_harm(file: Path, read: list[str]) -> None:
    (file.parent / ".seen").mkdir()
    assert (asked(file), asked(file)) == ("one", "one")
    assert len(read) == 2
