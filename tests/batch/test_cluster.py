"""The batch on a real Dask cluster: a scheduler and three worker processes on loopback, data and output on an S3 server."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.batch import cluster as cluster_module
from pipeline.batch.cluster import Batch, run_on
from pipeline.problems import Problem, Stop
from pipeline.remote.shared_files import open_shared
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import ROOT, city, contents, ziping
from tests.remote.servers import HOST, USER, know_host, sftp_server

pytestmark = pytest.mark.slow
BUCKET = "provinces"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def dask(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    return subprocess.Popen(command, cwd=folder, env={**ENVIRONMENT, **os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster(folder: Path, workers: int = 3) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers, and yield its address and them."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = dask("scheduler", "--host", "127.0.0.1", "--port", str(port), folder=folder)
    started = [dask("worker", address, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", folder=folder) for _ in range(workers)]
    try:
        yield address, started
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve S3 with an empty bucket, and yield its address."""
    import boto3  # noqa: PLC0415 - slow to import
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    for name, value in {
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
    }.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    client.close()
    yield f"s3://{BUCKET}"
    server.stop()


def uploaded(workspace: Workspace, root: str) -> None:
    data, files = workspace.root / "data", open_shared(f"{root}/data")
    for path in sorted(data.rglob("*.yaml")):
        files.write(path.relative_to(data).as_posix(), path.read_bytes())


def downloaded(root: str) -> dict[str, bytes]:
    system, path = open_shared(f"{root}/output").opened
    return {name.removeprefix(f"{path}/"): system.cat_file(name) for name in system.find(path)}


def written(root: str) -> int:
    system, path = open_shared(f"{root}/output").opened
    return len(system.find(path))


def on_cluster(scheduler: str, root: str) -> list[str]:
    return ["reports", "2020", f"--scheduler={scheduler}", f"--data={root}/data", f"--output={root}/output"]


def test_a_cluster_makes_the_same_bytes_as_one_machine_although_a_worker_is_killed(tmp_path: Path, bucket: str) -> None:
    workspace, _ = city(tmp_path / "city", 30, mistakes=10)
    local = ziping(workspace, "reports", "2020")
    faulty = re.search("30 个单位，([1-9]) 个有错误", local.stdout)
    assert faulty
    uploaded(workspace, bucket)
    with cluster(tmp_path / "workers") as (scheduler, workers):
        command = [sys.executable, "-m", "pipeline", *on_cluster(scheduler, bucket)]
        with subprocess.Popen(command, cwd=workspace.root, env={**ENVIRONMENT, **os.environ}, stdout=subprocess.PIPE, text=True) as run:
            deadline = time.monotonic() + 60
            while written(bucket) < 30 and time.monotonic() < deadline:
                time.sleep(0.02)
            workers[0].send_signal(signal.SIGKILL)
            said, _ = run.communicate(timeout=120)
        assert run.returncode == 1, said
        assert faulty[0] in said
        assert downloaded(bucket) == contents(workspace)
        again = ziping(workspace, *on_cluster(scheduler, bucket))
        assert again.stdout.count("没有变化：") == 30 - int(faulty[1])
        assert downloaded(bucket) == contents(workspace)


@pytest.fixture
def known_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve SFTP to a user who has its key and knows it, and yield its address."""
    home = tmp_path / "sftp"
    with sftp_server(home) as port:
        know_host(home, port)
        monkeypatch.setenv("HOME", str(home / "home"))
        yield f"sftp://{USER}@{HOST}:{port}"


@pytest.mark.parametrize("kind", ["a folder", "an SFTP server"])
def test_a_folder_or_sftp_server_that_the_workers_share_serves_as_well(tmp_path: Path, kind: str, known_server: str) -> None:
    workspace, _ = city(tmp_path / "city", 6)
    root = known_server * (kind == "an SFTP server")
    options = [f"--data={root}{workspace.root}/data", f"--output={root}{tmp_path}/out"]
    with cluster(tmp_path / "workers", 2) as (scheduler, _):
        done = ziping(workspace, "reports", "2020", f"--scheduler={scheduler}", *options)
        again = ziping(workspace, "reports", "2020", f"--scheduler={scheduler}", *options)
    assert done.returncode == 0, done.stdout
    assert again.stdout.count("没有变化：") == 6, again.stdout
    made = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in (tmp_path / "out").rglob("*.docx")}
    ziping(workspace, "reports", "2020")
    assert made == {name: data for name, data in contents(workspace).items() if name.endswith(".docx")}


def test_an_sftp_server_that_nobody_knows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, _ = city(tmp_path / "city", 1)
    with sftp_server(tmp_path / "sftp") as port:
        monkeypatch.setenv("HOME", str(tmp_path / "sftp/home"))
        done = ziping(workspace, "reports", "2020", "--scheduler=tcp://127.0.0.1:1", f"--data=sftp://{USER}@{HOST}:{port}{tmp_path}")
    assert done.returncode == 1
    assert "不认识这台服务器的主机密钥" in done.stdout


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 2)


def refusal(scheduler: str) -> Problem:
    """Return what is said when a cluster cannot do a batch."""
    with pytest.raises(Stop) as stop:
        list(run_on(scheduler, Batch("data", "output", {}), [UnitYear("danwei0001", "2020")]))
    return stop.value.problems[0]


@pytest.mark.usefixtures("hurry")
def test_a_scheduler_that_is_not_there_is_said() -> None:
    said = refusal(f"tcp://127.0.0.1:{free_port()}")
    assert said.message == "连不上调度器"
    assert "make scheduler" in said.hint


@pytest.mark.usefixtures("hurry")
def test_a_cluster_without_workers_is_said(tmp_path: Path) -> None:
    with cluster(tmp_path / "workers", 0) as (scheduler, _):
        time.sleep(2)
        said = refusal(scheduler)
    assert said.message == "集群里没有一台工作机"
    assert f"make worker SCHEDULER={scheduler}" in said.hint


def test_data_that_cannot_be_reached_are_said(tmp_path: Path, bucket: str) -> None:
    workspace, _ = city(tmp_path, 1)
    done = ziping(workspace, "reports", "2020", "--scheduler=tcp://127.0.0.1:1", f"--data={bucket}/nothing")
    assert (done.returncode, done.stdout.strip()) == (2, f"没有一个单位有这个年度的数据文件：{bucket}/nothing/*/2020.yaml")
    unknown = ziping(workspace, "reports", "2020", "--scheduler=tcp://127.0.0.1:1", "--data=s4://x/y")
    assert unknown.returncode == 1
    assert "s4://x/y" in unknown.stdout
