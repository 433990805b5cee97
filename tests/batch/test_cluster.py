"""The batch on a real Dask cluster: a scheduler and three worker processes on loopback, data and output on an S3 server."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.batch import connection
from pipeline.batch.cluster import run_on
from pipeline.batch.errands import Batch, Templates, errands
from pipeline.problems import Problem, Stop
from pipeline.remote.shared_files import open_shared
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import ROOT, city, contents, ziping
from tests.batch.trouble import DEADLY
from tests.remote.servers import HOST, USER, free_port, know_host, s3_server, sftp_server, wait_for

pytestmark = pytest.mark.slow
BUCKET, UNITS = "provinces", 8
Running = tuple[str, list[subprocess.Popen[bytes]]]  # the scheduler's address, and the workers
Built = tuple[Workspace, str]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


def dask(*arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    return subprocess.Popen(command, cwd=folder, env={**ENVIRONMENT, **os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def cluster(folder: Path, workers: int = 3) -> Iterator[Running]:
    """Start a scheduler and workers, and yield its address and them."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    address = f"tcp://{HOST}:{port}"
    scheduler = dask("scheduler", "--host", HOST, "--port", str(port), folder=folder)
    started = [dask("worker", address, "--nthreads", "1", "--no-nanny", "--host", HOST, folder=folder) for _ in range(workers)]
    try:
        wait_for(port)
        yield address, started
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def environment() -> Iterator[pytest.MonkeyPatch]:
    """Where the module's servers leave their addresses and keys."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def bucket(environment: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve S3 with an empty bucket, and yield its address."""
    import boto3  # noqa: PLC0415 - slow to import

    with s3_server() as port:
        for name, value in {
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
        }.items():
            environment.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        client.close()
        yield f"s3://{BUCKET}"


@pytest.fixture(scope="module")
def known_server(environment: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve SFTP to a user who has its key and knows it, and yield its address."""
    home = tmp_path_factory.mktemp("home") / "sftp"
    with sftp_server(home) as port:
        know_host(home, port)
        environment.setenv("HOME", str(home / "home"))
        yield f"sftp://{USER}@{HOST}:{port}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a city that this machine has built, some units of which have errors, and what was said of it."""
    workspace, _ = city(tmp_path_factory.mktemp("city"), UNITS, mistakes=25)
    return workspace, ziping(workspace, "reports", "2020").stdout


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, bucket: str, known_server: str) -> Iterator[Running]:
    """Yield the address of a cluster that knows the servers, and its workers, one of which a test may kill."""
    assert bucket
    assert known_server
    with cluster(tmp_path_factory.mktemp("workers")) as started:
        yield started


def uploaded(workspace: Workspace, root: str) -> None:
    data, files = workspace.root / "data", open_shared(f"{root}/data")
    for path in sorted(data.rglob("*.yaml")):
        files.write({path.relative_to(data).as_posix(): path.read_bytes()})


def downloaded(root: str) -> dict[str, bytes]:
    system, path = open_shared(f"{root}/output").opened
    return {name.removeprefix(f"{path}/"): system.cat_file(name) for name in system.find(path)}


def written(root: str) -> int:
    system, path = open_shared(f"{root}/output").opened
    return len(system.find(path))


def on_cluster(scheduler: str, root: str) -> list[str]:
    return ["reports", "2020", f"--scheduler={scheduler}", f"--data={root}/data", f"--output={root}/output"]


def test_a_folder_that_the_workers_share_serves_as_well(tmp_path: Path, built: Built, running: Running) -> None:
    builds_the_same(built, running, str(built[0].root), str(tmp_path), tmp_path)


def test_an_sftp_server_that_the_workers_share_serves_as_well(tmp_path: Path, built: Built, running: Running, known_server: str) -> None:
    builds_the_same(built, running, f"{known_server}{built[0].root}", f"{known_server}{tmp_path}", tmp_path)


def builds_the_same(built: Built, running: Running, data: str, output: str, folder: Path) -> None:
    """Let the cluster build the city, its files in folders that lie here too, and see that they are the same, and known when asked again."""
    workspace, said = built
    call = ["reports", "2020", f"--scheduler={running[0]}", f"--data={data}/data", f"--output={output}/output"]
    assert faulty(said)[0] in ziping(workspace, *call).stdout
    assert contents(Workspace(folder)) == contents(workspace)
    assert ziping(workspace, *call).stdout.count("没有变化：") == UNITS - int(faulty(said)[1])


def faulty(said: str) -> re.Match[str]:
    """Return where it is said how many units have errors: some, but not all."""
    found = re.search(f"{UNITS} 个单位，([1-9]) 个有错误", said)
    assert found, said
    return found


def test_a_cluster_makes_the_same_bytes_as_one_machine_although_a_worker_is_killed(built: Built, bucket: str, running: Running) -> None:
    (workspace, told), (scheduler, workers) = built, running
    uploaded(workspace, bucket)
    command = [sys.executable, "-m", "pipeline", *on_cluster(scheduler, bucket)]
    with subprocess.Popen(command, cwd=workspace.root, env={**ENVIRONMENT, **os.environ}, stdout=subprocess.PIPE, text=True) as run:
        wait_until(lambda: written(bucket) > 0)
        workers[0].send_signal(signal.SIGKILL)
        said, _ = run.communicate(timeout=120)
    assert run.returncode == 1, said
    assert faulty(told)[0] in said
    assert downloaded(bucket) == contents(workspace)


@dataclass
class Troubled:
    """A scheduler and one slow worker as the program's own commands start them, which a unit may kill."""

    folder: Path
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] = field(init=False)
    worker: subprocess.Popen[bytes] = field(init=False)

    @property
    def address(self) -> str:
        return f"tcp://{HOST}:{self.port}"

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command, whose words are kept in a file."""
        trouble = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "DASK_DISTRIBUTED__WORKER__PRELOAD": "tests.batch.trouble"}
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **trouble}
        with (self.folder / f"{command[0]}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "pipeline", *command], cwd=self.folder, env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def start_scheduler(self) -> None:
        self.scheduler = self.start("scheduler", f"--port={self.port}")

    def said(self, name: str) -> list[str]:
        return (self.folder / f"{name}.log").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Troubled]:
    """Yield a cluster with troubles."""
    running = Troubled(tmp_path_factory.mktemp("troubled"))
    running.start_scheduler()
    running.worker = running.start("worker", running.address, "--jobs=1")
    try:
        yield running
    finally:
        for process in (running.worker, running.scheduler):
            process.terminate()
            process.wait()


def test_a_unit_that_kills_the_only_worker_is_named_and_takes_no_other_along(tmp_path: Path, built: Built, troubled: Troubled) -> None:
    workspace, _ = built
    (workspace.root / "data/deadly").touch()
    done = ziping(workspace, *in_folders(troubled, workspace.root / "data", tmp_path / "output"))
    (workspace.root / "data/deadly").unlink()
    assert f"  {DEADLY}　{DEADLY}　程序出错：1 个错误" in done.stdout, done.stdout
    assert "生成它的工作机接连意外结束" in done.stdout
    assert foreign(done.stdout + done.stderr) == []
    there = contents(Workspace(tmp_path))
    assert "2020.summary.html" in there
    others = {name: data for name, data in contents(workspace).items() if not name.startswith(DEADLY)}
    assert {name: data for name, data in there.items() if "summary" not in name} == {
        name: data for name, data in others.items() if "summary" not in name
    }


def test_a_lost_scheduler_is_said_in_a_sentence_and_no_summary_is_written(tmp_path: Path, built: Built, troubled: Troubled) -> None:
    workspace, _ = built
    output = tmp_path / "output"
    command = [sys.executable, "-m", "pipeline", *in_folders(troubled, workspace.root / "data", output)]
    with subprocess.Popen(command, cwd=workspace.root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        wait_until(lambda: any(output.glob("*/*/manifest.json")))
        troubled.scheduler.kill()
        troubled.scheduler.wait()
        said, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "与调度器的连接断了" in said
    assert foreign(said) == []
    assert not list(output.glob("*.summary.*"))


def test_a_worker_comes_back_when_the_scheduler_does_and_says_so_in_chinese(troubled: Troubled) -> None:
    def said() -> list[str]:
        tries = f"连不上调度器 {troubled.address}，每 5 秒再试一次。请检查地址和网络。按 Ctrl-C 停止。"
        return [line for line in troubled.said("worker") if line != tries]

    troubled.start_scheduler()
    wait_until(lambda: len(said()) > 2)
    for process in (troubled.worker, troubled.scheduler):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=120) == 0
    there = f"已连上调度器 {troubled.address}，用 1 个处理器做工。按 Ctrl-C 停止。"
    assert said() == [there, "调度器停了，它回来以后接着做。按 Ctrl-C 停止。", there, "已停止。"]
    assert troubled.said("scheduler")[-1] == "调度器已停止。"
    assert foreign("\n".join(troubled.said("scheduler"))) == []


def in_folders(running: Troubled, data: Path, output: Path) -> list[str]:
    return ["reports", "2020", f"--scheduler={running.address}", f"--data={data}", f"--output={output}"]


def foreign(said: str) -> list[str]:
    """Return the lines that have no Chinese in them."""
    return [line for line in said.splitlines() if line.strip() and not re.search("[\u4e00-\u9fff]", line)]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)


def test_workers_make_the_same_pdfs(tmp_path: Path, running: Running) -> None:
    workspace, _ = city(tmp_path / "city", 1)
    assert ziping(workspace, "reports", "2020", "--pdf").returncode == 0
    output = tmp_path / "elsewhere" / "output"
    done = ziping(workspace, "reports", "2020", "--pdf", f"--scheduler={running[0]}", f"--output={output}")
    assert (done.returncode, "PDF 用的字体：" in done.stdout) == (0, True), done.stdout
    assert contents(Workspace(output.parent)) == contents(workspace)
    assert len(list(output.rglob("*.pdf"))) == 4


def test_a_worker_without_what_pdf_needs_is_named() -> None:
    client = SimpleNamespace(run=lambda _asked, *, pdf: {"tcp://a:1": "typst" if pdf else "", "tcp://b:1": ""})
    with pytest.raises(Stop) as stop:
        connection.check_extra(client, "tcp://c:8786")
    (problem,) = stop.value.problems
    assert problem.message == "工作机 tcp://a:1 上没有安装生成 PDF 的组件"
    assert "make worker SCHEDULER=tcp://c:8786 PDF=1" in problem.hint


def test_an_sftp_server_that_nobody_knows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, _ = city(tmp_path / "city", 1)
    with sftp_server(tmp_path / "sftp") as port:
        monkeypatch.setenv("HOME", str(tmp_path / "sftp/home"))
        done = ziping(workspace, "reports", "2020", "--scheduler=tcp://127.0.0.1:1", f"--data=sftp://{USER}@{HOST}:{port}{tmp_path}")
    assert done.returncode == 1
    assert "不认识这台服务器的主机密钥" in done.stdout


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECT_SECONDS", 2)
    monkeypatch.setattr(connection, "WORKER_SECONDS", 1)


def refusal(scheduler: str) -> Problem:
    """Return what is said when a cluster cannot do a batch."""
    batch = Batch("data", "output", Templates())
    with pytest.raises(Stop) as stop:
        list(run_on(scheduler, batch, errands([UnitYear("danwei0001", "2020")], (), None)))
    return stop.value.problems[0]


@pytest.mark.usefixtures("hurry")
def test_a_scheduler_that_is_not_there_is_said() -> None:
    said = refusal(f"tcp://127.0.0.1:{free_port()}")
    assert said.message == "连不上调度器"
    assert "make scheduler" in said.hint


def test_a_cluster_without_workers_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "WORKER_SECONDS", 1)
    with cluster(tmp_path / "workers", 0) as (scheduler, _):
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
