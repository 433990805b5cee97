"""Publishing from Windows, imitated: to every kind of server, and why not to a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from pipeline.remote.failures import AddressError
from pipeline.remote.lock import is_alive
from pipeline.remote.target import open_target
from tests.remote.conftest import Places
from tests.windows import ziping, ziping_in_turn


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["s3", "sftp", "webdav"])
def test_a_clerk_publishes_corrects_withdraws_and_verifies(kind: str, tmp_path: Path, places: Places) -> None:
    place, workspace = places.make(kind), tmp_path / "我的自评"
    ziping(tmp_path, "init", workspace.name)
    settings, data = workspace / "data/site.yaml", workspace / "data/xinfang/2020.yaml"
    settings.write_bytes(
        settings.read_bytes()
        .replace(b"0000000000", b"4408000001")
        .replace(b"example", b"zhanjiang")
        .replace("示例".encode(), "湛江".encode())
    )
    unit, site = ("xinfang", "2020"), f"--site={place.address}"
    for calls in (
        [("publish", *unit, site)],
        [("publish", *unit, site, "--note=更正三公经费支出数"), ("withdraw", *unit, site, "--note=数据有误"), ("verify", site)],
    ):
        done = ziping_in_turn(workspace, *calls)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        data.write_bytes(data.read_bytes().replace("实际支出数: 8.06".encode(), "实际支出数: 8.07".encode()))
    assert "：0 个错误" in done.stdout
    assert "数据有误" in place.look()["2020/xinfang/index.html"].decode()


def test_a_folder_is_refused_because_it_needs_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    for address in ("", "C:\\site", "site"):
        with pytest.raises(AddressError, match="在 Windows 上不能发布到本机文件夹") as refused:
            open_target(address, tmp_path)
        assert "sftp://" in refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_whether_a_process_lives_is_not_asked_in_a_way_that_kills_it(monkeypatch: pytest.MonkeyPatch) -> None:
    killed: list[int] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("os.kill", lambda pid, _signal: killed.append(pid))
    assert is_alive(os.getpid())
    assert not killed
