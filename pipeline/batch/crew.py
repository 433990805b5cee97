"""Worker processes that share out tasks: small, so that a dead worker costs one task and Ctrl-C stops at once."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, cast

# How often a task is given to a worker before it is held to be what kills them.
ATTEMPTS: Final = 2
# What has threads that a fork does not take along, and would wait for ever: the compiler of PDFs.
THREADED: Final = "typst"


@dataclass(slots=True, eq=False)
class Worker:
    """One process.

    Attributes:
        process: the process.
        wire: tasks go out, results come in.
        task: what it works on; None while it has nothing to do.
    """

    process: BaseProcess
    wire: Connection
    task: Any = None


def share_out(tasks: Iterable[Any], work: Callable[[Any], Any], jobs: int, give_up: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the result of each task as it comes, in no order.

    Args:
        tasks: what is to be done.
        work: does one; runs in a worker, so that it must be one that can be sent there.
        jobs: how many workers.
        give_up: the result of a task whose workers died.
    """
    waiting = deque((task, 1) for task in tasks)
    workers = [start(work) for _ in range(min(jobs, len(waiting)))]
    try:
        for worker in workers:
            hand_over(worker, waiting)
        while busy := {worker.wire: worker for worker in workers if worker.task is not None}:
            for wire in wait(busy):
                worker = busy[cast("Connection", wire)]
                task, attempt = worker.task
                try:
                    result = worker.wire.recv()
                except (EOFError, OSError):
                    worker.process, worker.wire = started(work)
                    if attempt < ATTEMPTS:
                        waiting.append((task, attempt + 1))
                        hand_over(worker, waiting)
                        continue
                    result = give_up(task)
                hand_over(worker, waiting)
                yield result
    finally:
        for worker in workers:
            worker.process.kill()  # files are written all or nothing, so nobody need be waited for
            worker.process.join()
            worker.wire.close()


def start(work: Callable[[Any], Any]) -> Worker:
    """Return a new worker."""
    return Worker(*started(work))


def start_method() -> str:
    """Return how a worker starts: as a fork, which has what is compiled already; else anew, and imports what it needs.

    So it is where there are no forks, as on Windows, and where this process has printed a PDF.
    """
    return "fork" if "fork" in multiprocessing.get_all_start_methods() and THREADED not in sys.modules else "spawn"


def started(work: Callable[[Any], Any]) -> tuple[BaseProcess, Connection]:
    """Return a new process and the wire to it."""
    mine, its = multiprocessing.Pipe()
    process = multiprocessing.get_context(start_method()).Process(target=serve, args=(its, work), daemon=True)  # type: ignore[attr-defined] # every context has it
    process.start()
    its.close()
    return process, mine


def hand_over(worker: Worker, waiting: deque[Any]) -> None:
    """Give a worker its next task, if there is one."""
    worker.task = waiting.popleft() if waiting else None
    if worker.task is not None:
        with suppress(OSError):  # if it has just died, reading from it will tell
            worker.wire.send(worker.task[0])


def serve(wire: Connection, work: Callable[[Any], Any]) -> None:
    """Do tasks until the process that shares them out is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that shares out
    parent = multiprocessing.parent_process()
    ends: list[Any] = [wire, *([parent.sentinel] if parent else [])]
    with suppress(EOFError, OSError):
        while wire in wait(ends):
            wire.send(work(wire.recv()))
