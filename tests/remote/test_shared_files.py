"""The files of a batch: the same few operations in a folder and at an address of fsspec."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.problems import Stop
from pipeline.remote.shared_files import SharedFiles, open_shared, told


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SharedFiles]:
    yield open_shared(str(tmp_path / "data") if request.param == "folder" else "memory://data")
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def test_files_are_replaced_read_and_listed(files: SharedFiles) -> None:
    files.replace({"xinfang/2020.yaml": b"old", "xinfang/2019.yaml": b"", "jiaoyu/2020.yaml": b""}, ())
    files.replace({"xinfang/2020.yaml": b"new"}, ["jiaoyu/2020.yaml", "never/there.yaml"])
    assert files.read("xinfang/2020.yaml") == b"new"
    assert files.exists("xinfang/2019.yaml")
    assert not files.exists("jiaoyu/2020.yaml")
    assert [path.split("/")[-2:] for path in files.matching("*/2020.yaml")] == [["xinfang", "2020.yaml"]]


def test_a_file_that_is_not_there_cannot_be_read(files: SharedFiles) -> None:
    with pytest.raises(FileNotFoundError):
        files.read("xinfang/2020.yaml")


def test_a_folder_that_is_a_link_is_listed_too(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/2020.yaml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data/xinfang").symlink_to(tmp_path / "elsewhere")
    assert open_shared(str(tmp_path / "data")).matching("*/2020.yaml") == [f"{tmp_path}/data/xinfang/2020.yaml"]


@pytest.mark.parametrize("files", ["memory"], indirect=True)
def test_the_file_that_vouches_for_the_others_is_gone_while_they_are_replaced(files: SharedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"table.docx": b"1", "report.docx": b"1", "manifest.json": b"1"}
    files.replace(made, ())
    write = files.write
    monkeypatch.setattr(files, "write", lambda path, data: write(path, data) if path == "table.docx" else files.read("nowhere"))
    with pytest.raises(FileNotFoundError):
        files.replace(made, ())
    assert files.exists("table.docx")
    assert not files.exists("manifest.json")


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
        open_shared(address).matching("*")
