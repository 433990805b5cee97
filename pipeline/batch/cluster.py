"""The same batch on a Dask cluster: workers read data and write documents at any address of fsspec, so they need no shared disk.

The templates travel with the tasks; the program must be installed on the workers, in the same version. A task is some units and can be
done again without harm, so whatever is lost with a worker is asked for again, and the run goes on once there are workers again.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeVar

from pipeline.batch.connection import check_extra, check_program, check_workers, connected, part
from pipeline.batch.errands import Batch, Errand, groups
from pipeline.batch.task import Result, failed
from pipeline.batch.worker import build_errands
from pipeline.batch.workplace import PATIENCE
from pipeline.problems import Kind, Place, Stop, error
from pipeline.remote.schemes import scheme_of
from pipeline.remote.shared_files import open_shared, told

T = TypeVar("T")

# How long a cluster may be without a single worker before the run is given up.
LONELY_SECONDS: Final = 60
# How many groups the cluster has before it at once.
AHEAD: Final = 200
# How long to wait for a group's results, which may have been lost with a worker.
RESULT_SECONDS: Final = 10
PAUSE: Final = 0.05  # seconds
LOOK_SECONDS: Final = 1  # between two looks whether there are workers
GO_ON: Final = "再运行一次，已经生成的不用重做"


@dataclass(slots=True)
class Run:
    """A run under way.

    Attributes:
        client: the connection with the cluster.
        scheduler: the cluster's address.
        batch: what the workers need to know.
        waiting: the groups that no worker has been asked for yet.
        suspects: units one of which may be what kills workers: each is tried alone.
        running: what the cluster has before it.
        shared: the batch on the cluster, where whatever worker lost it is given it again.
        looked: when somebody looked for workers.
        seen: when there was one for the last time.
    """

    client: Any
    scheduler: str
    batch: Batch
    waiting: deque[Sequence[Errand]]
    suspects: deque[Errand] = field(default_factory=deque)
    running: dict[Any, Sequence[Errand]] = field(default_factory=dict)
    shared: Any = None
    looked: float = 0
    seen: float = field(default_factory=time.monotonic)

    def results(self) -> Iterator[Result]:
        """Yield what came of each unit-year as it comes, in no order.

        Raises:
            Stop: the scheduler is lost, there are no workers any more, or one of them cannot do it.
        """
        try:
            while self.waiting or self.running or self.suspects:
                self.hand_out()
                done = [future for future in self.running if future.done()]
                for future in done:
                    yield from self.outcome(future)
                self.check_scheduler()
                if not done:
                    self.check_workers()
                    time.sleep(PAUSE)
        except Stop:
            raise
        except Exception:
            self.check_scheduler()  # the driver has many words for its loss
            raise

    def hand_out(self) -> None:
        """Ask the cluster for more; for a suspect only when it has nothing else before it."""
        while self.waiting and len(self.running) < AHEAD:
            self.ask_for(self.waiting.popleft())
        if self.suspects and not self.running:
            self.ask_for([self.suspects.popleft()])

    def ask_for(self, group: Sequence[Errand]) -> None:
        """Ask the cluster for a group."""
        if self.shared is None:  # a task like any other: it is done again if its result is lost
            self.shared = self.client.submit(same, self.batch, pure=False)
        self.running[self.client.submit(build_errands, self.shared, group, pure=False)] = group

    def outcome(self, future: Any) -> Iterator[Result]:  # noqa: ANN401 - published without types
        """Yield what came of a group that is done; nothing if it has to be asked for again.

        Raises:
            Stop: the scheduler is lost, or a worker cannot do it.
        """
        from distributed import KilledWorker  # noqa: PLC0415 - only a cluster needs it

        group = self.running.pop(future)
        try:
            yield from future.result(timeout=RESULT_SECONDS)
        except Stop:
            raise
        except KilledWorker:
            yield from self.killed(group)
        except Exception as fault:  # noqa: BLE001 - told in the summary
            self.check_scheduler()
            if future.status == "error":
                check_program(self.client, self.scheduler)  # a worker that has come late may have another one, or none
                yield from (failed(of, f"{type(fault).__name__}：{fault}") for errand in group for of in errand.asked)
            else:  # it was lost with its worker, and comes again
                self.running[future] = group

    def killed(self, group: Sequence[Errand]) -> Iterator[Result]:
        """Yield the failure of a unit on which workers died while they did nothing else; of others, each is tried alone."""
        self.shared = None
        if len(group) == 1 and group[0].is_alone:
            yield from (failed(of, "生成它的工作机接连意外结束") for of in group[0].asked)
        self.suspects.extend(replace(errand, is_alone=True) for errand in group if not errand.is_alone)

    def check_scheduler(self) -> None:
        """Check that the scheduler has not been lost, and with it what it was asked for.

        Raises:
            Stop: it has.
        """
        if self.client.status != "running" or any(future.cancelled() for future in self.running):
            hint = f"请看调度器还在不在，不在的重新运行 {part('scheduler')}，工作机会自己再连上；然后{GO_ON}"
            raise Stop(error(Kind.CLUSTER, "与调度器的连接断了", Place(self.scheduler), hint=hint))

    def check_workers(self) -> None:
        """Check that there is a worker, or was a while ago.

        Raises:
            Stop: there has been none for too long.
        """
        now = time.monotonic()
        if now - self.looked < LOOK_SECONDS:
            return
        self.looked = now
        if self.client.scheduler_info()["workers"]:
            self.seen = now
        elif now - self.seen > LONELY_SECONDS:
            message = f"集群里已经 {LONELY_SECONDS} 秒没有一台工作机"
            hint = f"请在工作机上运行 {part('worker', self.scheduler)}，{GO_ON}"
            raise Stop(error(Kind.CLUSTER, message, Place(self.scheduler), hint=hint))


def same(value: T) -> T:
    """Return a value."""
    return value


def files_of_data(root: str) -> list[str]:
    """Return the files in the units' folders of data, at any address, by their paths below it.

    Raises:
        Stop: the address cannot be read.
    """
    with told(root):
        return open_shared(root).in_folders()


def files_of_output(root: str) -> dict[str, float] | None:
    """Return when each file of the output was last written, by its path below the address; None where to ask takes as long as to look.

    A folder is made if it is not there: a worker that does not see it then sees another disk.

    Raises:
        Stop: the address cannot be read, or the folder not be made.
    """
    with told(root):
        if not scheme_of(root):
            Path(root).mkdir(parents=True, exist_ok=True)
        output = open_shared(root)
        return output.find() if output.is_flat else None


def run_on(scheduler: str, batch: Batch, todo: Sequence[Errand]) -> Iterator[Result]:
    """Yield what came of each unit-year as it comes, in no order.

    Args:
        scheduler: the cluster's address, such as tcp://host:8786.
        batch: what the workers need to know.
        todo: the units to build.

    Raises:
        Stop: the cluster is not there, has another version of the program, lacks what PDF needs, or is lost.
    """
    with connected(scheduler) as client:
        check_workers(client, scheduler)
        check_program(client, scheduler)
        if batch.pdf:
            check_extra(client, scheduler)
        yield from Run(client, scheduler, batch, deque(groups(todo, sum(client.nthreads().values())))).results()


def write_to(root: str, files: Iterable[tuple[str, bytes]], further: str) -> str:
    """Write the summary's files to the root of the output, and return where the last is.

    Args:
        root: the root of the output.
        files: what to write, with their names.
        further: the pattern of names; what was there before and is not written now goes.

    Raises:
        Stop: they cannot be written.
    """
    with told(root):
        output, written = open_shared(root, PATIENCE), list[str]()
        for name, data in files:
            output.write({name: data})
            written.append(name)
        there = output.find(PurePosixPath(further).parent.as_posix())
        output.remove(path for path in there if PurePosixPath(path).match(further) and path not in written)
    return f"{root}/{written[-1]}"
