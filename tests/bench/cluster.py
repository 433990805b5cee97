"""The same units on a Dask cluster: in a folder that the workers share, and on S3, each of whose requests is made to take 15 ms.

A worker's time for a unit is what passes on the clock, its waits and those for the S3 server of this process, which needs the machine's
other processor, among it; beside it stands what of that is the worker's own work.

python -m tests.bench.cluster_dying kills workers and schedulers meanwhile, and sees that nothing is lost.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, Final

import boto3
from cheroot import wsgi
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from pipeline.remote.shared_files import open_shared
from pipeline.workspace import Asked, Workspace
from tests.batch.city import city
from tests.batch.test_cluster import Running, cluster
from tests.bench.city import YEAR, part_of, put_away, reports, run
from tests.bench.tables import Table
from tests.remote.servers import HOST, free_port

# A worker's time for a further unit is taken between these numbers of units: the start does not count.
FEW, MANY = 32, 512
DELAY: Final = 0.015  # seconds for each request, beside what the server needs itself
CONNECTIONS: Final = 128  # at once: a worker has up to 96 for data and documents
BUCKET: Final = "provinces"
KEYS: Final = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass(frozen=True, slots=True)
class Times:
    """What a place takes.

    Attributes:
        workers: how many processes built.
        few: seconds for few units.
        many: seconds for many.
        processor: seconds of processor time that the workers take for many.
        requests: how many requests a unit took; None where there are none.
    """

    workers: int
    few: float
    many: float
    processor: float | None = None
    requests: float | None = None

    @property
    def further(self) -> float:
        """Milliseconds for a further unit."""
        return (self.many - self.few) * 1000 / (MANY - FEW)


class SlowS3:
    """An S3 server of this process that waits before it answers, and counts."""

    def __init__(self) -> None:
        self.inner = DomainDispatcherApplication(create_backend_app)
        self.asked: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        time.sleep(DELAY)
        self.asked[environ["REQUEST_METHOD"]] += 1
        answer: Iterable[bytes] = self.inner(environ, start)
        return answer


@contextmanager
def slow_s3() -> Iterator[SlowS3]:
    """Serve S3 with an empty bucket, and let this process and those that it starts know it."""
    application, port = SlowS3(), free_port()
    server = wsgi.Server((HOST, port), application, numthreads=CONNECTIONS, request_queue_size=CONNECTIONS)
    server.keep_alive_conn_limit = CONNECTIONS  # connections are kept, as those to S3 are
    thread = Thread(target=server.safe_start, daemon=True)
    thread.start()
    while not server.ready:
        time.sleep(0.01)
    os.environ.update(KEYS, AWS_ENDPOINT_URL=f"http://{HOST}:{port}")
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    try:
        yield application
    finally:
        server.stop()
        thread.join()


def measure() -> list[Table]:
    """Return all tables."""
    with tempfile.TemporaryDirectory() as name, slow_s3() as server:
        folder = Path(name)
        whole, _ = city(folder / "whole", MANY)
        parts = [part_of(whole, size, folder / str(size)) for size in (FEW, MANY)]
        here = Times(2, *(reports(part, "--jobs=2").seconds for part in parts))
        with cluster(folder / "two", 2) as running:
            shared = in_a_folder(parts, running)
        with cluster(folder / "one", 1) as running:
            taken = on_s3(parts, running, server)
    rows = [("here", here), ("shared folder", shared), *taken.items()]
    columns = (
        "",
        "units",
        "workers",
        "seconds",
        "ms/further unit",
        "as long as here",
        "worker's ms a unit",
        "of it at work",
        "requests a unit",
    )
    return [Table("beside two processes of this machine", columns, [row_of(place, times, here) for place, times in rows])]


def row_of(place: str, times: Times, here: Times) -> tuple[str | float, ...]:
    """Return what a place says.

    Args:
        place: its name.
        times: what it takes.
        here: what two processes of this machine take.
    """
    waiting = times.further * times.workers
    beside = waiting / (here.further * here.workers)
    work, requests = ("-" if known is None else known for known in (times.processor and times.processor * 1000 / MANY, times.requests))
    return place, f"{MANY}", f"{times.workers}", times.many, times.further, beside, waiting, work, requests


def processor_time(workers: Iterable[subprocess.Popen[bytes]]) -> float:
    """Return the seconds of processor time that workers have taken so far."""
    stats = [Path(f"/proc/{worker.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for worker in workers]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def in_a_folder(parts: list[Workspace], running: Running) -> Times:
    """Return what it takes in a folder that the workers share, once they are warm.

    Args:
        parts: few units, and many.
        running: the cluster.
    """
    scheduler, workers = running
    reports(parts[0], f"--scheduler={scheduler}")
    few = reports(parts[0], f"--scheduler={scheduler}").seconds
    before = processor_time(workers)
    many = reports(parts[1], f"--scheduler={scheduler}").seconds
    for part in parts:
        put_away(part.root / "output")
    return Times(2, few, many, processor_time(workers) - before)


def on_s3(parts: list[Workspace], running: Running, server: SlowS3) -> dict[str, Times]:
    """Return what it takes on S3, once the worker is warm, for units that are new and for units that have not changed.

    Args:
        parts: few units, and many.
        running: the cluster.
        server: which counts.
    """
    scheduler, workers = running
    taken: dict[str, list[float]] = {"S3": [], "S3, unchanged": []}
    last: dict[str, tuple[float, float]] = {}
    uploaded(parts[0], "warm")
    run(parts[0], *options(scheduler, "warm"))
    for part in parts:
        size = str(len(part.unit_years(Asked(year=YEAR))))
        uploaded(part, size)
        for what, times in taken.items():
            server.asked.clear()
            before = processor_time(workers)
            times.append(run(part, *options(scheduler, size)).seconds)
            last[what] = processor_time(workers) - before, server.asked.total() / int(size)
    return {what: Times(1, few, many, *last[what]) for what, (few, many) in taken.items()}


def options(scheduler: str, name: str) -> tuple[str, ...]:
    """Return how units are asked for that lie in a part of the bucket."""
    return f"--scheduler={scheduler}", f"--data=s3://{BUCKET}/{name}/data", f"--output=s3://{BUCKET}/{name}/output"


def uploaded(workspace: Workspace, name: str) -> None:
    """Put a workspace's data into a part of the bucket."""
    files = {path.relative_to(workspace.root).as_posix(): path.read_bytes() for path in (workspace.root / "data").glob("*/*.yaml")}
    open_shared(f"s3://{BUCKET}/{name}").write(files)
