from __future__ import annotations

import os
import pickle
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from pipeline import kept
from pipeline.kept import MOST, SECRET, keep
from tests.conftest import folder_of_user

SOURCE, DATA = "what it was made from", '{"甲": [1, 2, 3]}'.encode()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(kept, "folder", lambda: tmp_path / "ziping")
    return tmp_path / "ziping"


@pytest.fixture
def entry(folder: Path) -> Path:
    keep(SOURCE, DATA)
    return next(path for path in folder.iterdir() if path.name != SECRET)


def test_what_is_kept_is_found_again() -> None:
    assert kept.kept(SOURCE) is None
    keep(SOURCE, DATA)
    assert kept.kept(SOURCE) == DATA
    assert kept.kept(f"{SOURCE} with another template") is None


def test_it_is_kept_where_only_its_user_can_read_it(folder: Path) -> None:
    keep(SOURCE, DATA)
    assert {path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {0o700, 0o600}


@pytest.mark.parametrize("place", [0, 31, 32, 40, -1])
def test_a_changed_byte_makes_it_none(entry: Path, place: int) -> None:
    changed = bytearray(entry.read_bytes())
    changed[place] ^= 1
    entry.write_bytes(changed)
    assert kept.kept(SOURCE) is None


def test_bytes_changed_at_random_make_it_none(entry: Path) -> None:
    whole, chance = entry.read_bytes(), random.Random(14)
    for _ in range(200):
        changed = bytearray(whole)
        for place in chance.sample(range(len(whole)), chance.randint(1, 5)):
            changed[place] = (changed[place] + chance.randint(1, 255)) % 256
        entry.write_bytes(changed)
        assert kept.kept(SOURCE) is None


@pytest.mark.parametrize("length", [0, 1, 31, 32, 33, -1])
def test_a_half_written_one_is_none(entry: Path, length: int) -> None:
    entry.write_bytes(entry.read_bytes()[:length])
    assert kept.kept(SOURCE) is None
    keep(SOURCE, DATA)
    assert kept.kept(SOURCE) == DATA


def test_one_that_was_made_from_something_else_is_none_under_this_name(entry: Path) -> None:
    keep("other", b"other")
    kept.entry_file("other").replace(entry)
    assert kept.kept(SOURCE) is None


def test_one_of_another_user_is_none(entry: Path, folder: Path) -> None:
    own = entry.read_bytes()
    (folder / SECRET).unlink()
    keep("other", b"other")
    assert kept.kept("other") == b"other"
    entry.write_bytes(own)
    assert kept.kept(SOURCE) is None


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("exploded",)


def test_nothing_in_it_is_ever_run(entry: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for data in (pickle.dumps(Bomb()), b"import os; os.mkdir('exploded')", b"[" * 100_000, b"9" * 100_000):
        entry.write_bytes(b"\0" * 32 + data)
        assert kept.kept(SOURCE) is None
    assert not Path("exploded").exists()


@pytest.mark.parametrize("name", ["secret", "entry"])
def test_what_others_can_read_is_none(entry: Path, folder: Path, name: str) -> None:
    (folder / SECRET if name == "secret" else entry).chmod(0o640)
    assert kept.kept(SOURCE) is None
    keep(SOURCE, DATA)
    assert kept.kept(SOURCE) == DATA


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("name", ["secret", "entry"])
def test_what_belongs_to_somebody_else_is_none(entry: Path, folder: Path, name: str) -> None:
    os.chown(folder / SECRET if name == "secret" else entry, 65534, 65534)
    assert kept.kept(SOURCE) is None


def test_a_link_a_folder_or_a_pipe_is_none(entry: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(entry.read_bytes())
    (tmp_path / "elsewhere").chmod(0o600)
    entry.unlink()
    entry.symlink_to(tmp_path / "elsewhere")
    assert kept.kept(SOURCE) is None
    entry.unlink()
    entry.mkdir()
    assert kept.kept(SOURCE) is None
    entry.rmdir()
    os.mkfifo(entry, 0o600)
    assert kept.kept(SOURCE) is None


def test_without_a_folder_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "folder", lambda: None)
    keep(SOURCE, DATA)
    assert kept.kept(SOURCE) is None


def test_where_a_file_stands_in_the_folders_place_nothing_is_kept(folder: Path) -> None:
    folder.write_text("")
    keep(SOURCE, DATA)
    assert kept.kept(SOURCE) is None


def test_the_oldest_go(folder: Path) -> None:
    for number in range(MOST + 3):
        keep(f"{number}", DATA)
        os.utime(kept.entry_file(f"{number}"), (number, number))
    keep("last", DATA)
    assert len(list(folder.iterdir())) == MOST + 1  # and the secret
    assert [kept.kept(f"{number}") for number in (0, 3)] == [None, None]
    assert kept.kept("last") == DATA


def keep_many(folder: Path, number: int) -> bool:
    kept.folder = lambda: folder
    found = []
    for _ in range(30):
        keep(SOURCE, DATA * (number + 1))
        found.append(kept.kept(SOURCE))
    return all(data is None or data in [DATA * times for times in range(1, 5)] for data in found)


def test_several_processes_that_keep_the_same_leave_a_whole_one(folder: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        assert all(pool.map(keep_many, [folder] * 4, range(4)))
    assert kept.kept(SOURCE) in [DATA * times for times in range(1, 5)]
    assert len(list(folder.iterdir())) == 2


def test_it_lies_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert folder_of_user() == Path("/somewhere/ziping")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", "/elsewhere")
    assert folder_of_user() == Path("/elsewhere/.cache/ziping")
