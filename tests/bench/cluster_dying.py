"""Many units on a cluster of three workers, two of which are killed again and again, and the scheduler once: nothing is lost.

python -m tests.bench.cluster_dying [units]
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from pipeline.workspace import Asked, Workspace
from tests.batch.city import city, contents
from tests.batch.test_cluster import ENVIRONMENT, dask
from tests.bench.city import YEAR, reports
from tests.remote.servers import HOST, free_port, wait_for

UNITS: Final = 10_000
WORKERS: Final = 3
KILLS: Final = 3  # of workers, before the scheduler is killed and again after
LONGEST: Final = 3600  # seconds


class Dying:
    """A cluster whose parts are killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        self.scheduler = self.start_scheduler()
        self.workers = [self.start_worker() for _ in range(WORKERS)]

    @property
    def address(self) -> str:
        """Where the scheduler is."""
        return f"tcp://{HOST}:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler."""
        process = dask("scheduler", "--host", HOST, "--port", str(self.port), folder=self.folder)
        wait_for(self.port)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker."""
        return dask("worker", self.address, "--nthreads", "1", "--no-nanny", "--host", HOST, folder=self.folder)

    def kill_worker(self) -> None:
        """Kill a worker in the middle of whatever it does, and start another one."""
        number = random.randrange(WORKERS)  # any of them
        self.end(self.workers[number])
        self.workers[number] = self.start_worker()

    def kill_scheduler(self) -> None:
        """Kill the scheduler, and start it again with all workers, as `make worker` does."""
        for process in (self.scheduler, *self.workers):
            self.end(process)
        self.scheduler = self.start_scheduler()
        self.workers = [self.start_worker() for _ in range(WORKERS)]

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process."""
        process.kill()
        process.wait()


def main(count: int) -> None:
    """Build the units on the cluster although its parts die, and here, and compare."""
    with tempfile.TemporaryDirectory() as name:
        workspace, _ = city(Path(name) / "city", count)
        output, folder = Path(name) / "elsewhere/output", Path(name) / "workers"
        dying = Dying(folder)
        try:
            lost = run_on(dying, workspace, output, until=count // 2, kills_scheduler=True)
            assert "与调度器的连接断了" in lost, lost
            assert not (output / f"{YEAR}.summary.html").exists()
            print(f"  the scheduler was killed when {finished(output)} units were there")
            said = run_on(dying, workspace, output, until=count * 3 // 4, kills_scheduler=False)
        finally:
            for process in (dying.scheduler, *dying.workers):
                dying.end(process)
        print(f"  {said.strip().splitlines()[-1]}")
        assert f"{count} 个单位，0 个有错误" in said, said[-2000:]
        reports(workspace, "--jobs=2")
        assert contents(Workspace(output.parent)) == contents(workspace)
        assert finished(output) == len(workspace.unit_years(Asked(year=YEAR))) == count
    print(f"{count} units, {2 * KILLS} workers and the scheduler killed: nothing lost, nothing double, the same bytes as here")


def run_on(dying: Dying, workspace: Workspace, output: Path, *, until: int, kills_scheduler: bool) -> str:
    """Run the command on the cluster, whose parts die until so many units are there; return what it says.

    Args:
        dying: the cluster.
        workspace: where the data are.
        output: where the documents go.
        until: when the last of the deaths comes.
        kills_scheduler: whether the scheduler does in the end.
    """
    command = [sys.executable, "-m", "pipeline", "reports", YEAR, f"--scheduler={dying.address}", f"--output={output}"]
    began = finished(output)
    steps = [began + (until - began) * (number + 1) // (KILLS + 1) for number in range(KILLS)]
    with subprocess.Popen(
        command, cwd=workspace.root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for step in steps:
            wait_for_units(output, step)
            dying.kill_worker()
        if kills_scheduler:
            wait_for_units(output, until)
            dying.kill_scheduler()
        said, _ = running.communicate(timeout=LONGEST)
    return said


def wait_for_units(output: Path, count: int) -> None:
    """Wait until so many units are there."""
    deadline = time.monotonic() + LONGEST
    while finished(output) < count and time.monotonic() < deadline:
        time.sleep(0.2)


def finished(output: Path) -> int:
    """Return how many units are there."""
    return sum(1 for _ in output.glob(f"*/{YEAR}/manifest.json"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS)
