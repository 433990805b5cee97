"""The parts of a cluster that stay: the scheduler, and the workers of a machine, which come back whenever the scheduler does."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Callable
from typing import Any, Final

from pipeline.batch.connection import installed
from pipeline.problems import Kind, Place, Stop, error

PORT: Final = 8786
CONNECT_SECONDS: Final = 10
# The driver's own words, in English, that processes would write to the terminal; who wants them sets the variables otherwise.
QUIET: Final = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_LOGGING__ASYNCIO": "critical", "DASK_LOGGING__TORNADO": "critical"}


def serve(port: int, started: Callable[[str], None]) -> None:
    """Hand out tasks until somebody ends the process.

    Args:
        port: where to listen.
        started: called with the address when it does.

    Raises:
        Stop: it cannot listen there.
    """
    installed("")
    quieten()
    asyncio.run(serving(port, started))


async def serving(port: int, started: Callable[[str], None]) -> None:
    """Do the same in a loop of events."""
    from distributed import Scheduler  # noqa: PLC0415 - only a cluster needs it

    try:
        scheduler: Any = await Scheduler(port=port, dashboard=False, dashboard_address=":0")
    except OSError as fault:
        message, hint = f"端口 {port} 用不了，多半是已经有一个调度器", "请先停止那一个，或用 --port 换一个端口"
        raise Stop(error(Kind.CLUSTER, message, Place(f":{port}"), hint=hint)) from fault
    started(scheduler.address)
    await scheduler.finished()


def work(scheduler: str, processors: int, started: Callable[[], None]) -> None:
    """Work until the scheduler is gone, with a process for each processor, which is replaced when it dies.

    Args:
        scheduler: its address.
        processors: how many processes.
        started: called when all of them know it.

    Raises:
        OSError, ValueError: it does not answer, or the address is wrong.
    """
    installed(scheduler)
    quieten()
    asyncio.run(working(scheduler, processors, started))


async def working(scheduler: str, processors: int, started: Callable[[], None]) -> None:
    """Do the same in a loop of events."""
    import dask  # noqa: PLC0415 - only a cluster needs it
    from distributed import Nanny  # noqa: PLC0415

    with dask.config.set({"distributed.comm.timeouts.connect": CONNECT_SECONDS}):
        nannies: list[Any] = [Nanny(scheduler, nthreads=1) for _ in range(processors)]
        try:
            await asyncio.gather(*nannies)
            started()
            await asyncio.gather(*(nanny.finished() for nanny in nannies))
        finally:
            await asyncio.gather(*(nanny.close() for nanny in nannies), return_exceptions=True)


def quieten() -> None:
    """Let the processes that are started from here, and what is not imported yet, write nothing but what is said in sentences."""
    warnings.simplefilter("ignore")
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
