"""The files of a batch: the same few operations in a folder and at an address of fsspec."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.problems import Stop
from pipeline.remote.s3 import moment
from pipeline.remote.shared_files import SharedFiles, open_shared, told


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SharedFiles]:
    yield open_shared(str(tmp_path / "data") if request.param == "folder" else "memory://data")
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def test_files_are_written_read_listed_and_removed(files: SharedFiles) -> None:
    files.write({"xinfang/2020.yaml": b"old", "xinfang/2019.yaml": b"", "jiaoyu/2020.yaml": b"", "jiaoyu/2020/table.docx": b""})
    files.write({"xinfang/2020.yaml": b"new"})
    files.remove(["jiaoyu/2020.yaml", "never/there.yaml"])
    assert files.read(["xinfang/2020.yaml", "xinfang/1999.yaml", "nowhere/2020.yaml"]) == {"xinfang/2020.yaml": b"new"}
    assert sorted(files.in_folders()) == ["xinfang/2019.yaml", "xinfang/2020.yaml"]
    assert sorted(files.find()) == ["jiaoyu/2020/table.docx", "xinfang/2019.yaml", "xinfang/2020.yaml"]
    assert list(files.find("jiaoyu")) == ["jiaoyu/2020/table.docx"]
    assert list(files.find("nowhere")) == []


def test_it_is_known_when_a_file_was_written(files: SharedFiles) -> None:
    files.write({"first": b""})
    time.sleep(0.01)
    files.write({"second": b""})
    assert 0 < files.find()["first"] < files.find()["second"]


def test_a_folder_that_is_a_link_is_listed_too(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/2020.yaml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/xinfang").symlink_to(tmp_path / "elsewhere")
    assert open_shared(str(tmp_path / "data")).in_folders() == ["xinfang/2020.yaml"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s4://bucket", "用不了这个位置：Protocol not known: s4"),
        ("sftp://user:throw-away@host/data", "不能写密码"),
        ("sftp://host:port/data", "写法不对"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(address: str, said: str) -> None:
    with pytest.raises(Stop, match=said), told(address):
        open_shared(address).in_folders()


def test_a_moment_is_read_as_s3_states_it_in_listings_and_in_headers() -> None:
    assert moment("2026-11-30T01:02:03.000Z") == moment("Mon, 30 Nov 2026 01:02:03 GMT") == datetime(2026, 11, 30, 1, 2, 3, tzinfo=UTC)
    with pytest.raises(ValueError, match="yesterday"):
        moment("yesterday")
