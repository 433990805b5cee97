"""Worker processes that share out tasks: a dead worker costs the tasks that it had in hand, and Ctrl-C stops at once."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, cast

# How often a task is given to a worker, the second time alone, before it is held to be what kills them.
ATTEMPTS: Final = 2
# What has threads that a fork does not take along, and would wait for ever: the compiler of PDFs.
THREADED: Final = "typst"


@dataclass(slots=True, eq=False)
class Worker:
    """One process.

    Attributes:
        process: the process.
        wire: tasks go out, results come in.
        tasks: what it works on, each with how often it was given to a worker; nothing while it has nothing to do.
    """

    process: BaseProcess
    wire: Connection
    tasks: list[Any] = field(default_factory=list)


def share_out(tasks: Iterable[Any], work: Callable[[Any], Any], jobs: int, give_up: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the result of each task as it comes, in no order.

    Args:
        tasks: what is to be done.
        work: does one; runs in a worker, so that it must be one that can be sent there.
        jobs: how many workers.
        give_up: the result of a task whose workers died.
    """
    yield from share_out_groups(tasks, partial(each, work), jobs, give_up, most=1)


def each(work: Callable[[Any], Any], tasks: Sequence[Any]) -> list[Any]:
    """Return the result of each of some tasks."""
    return [work(task) for task in tasks]


def share_out_groups(
    tasks: Iterable[Any], work: Callable[[Sequence[Any]], Sequence[Any]], jobs: int, give_up: Callable[[Any], Any], *, most: int
) -> Iterator[Any]:
    """Yield the result of each task as it comes, in no order; a worker gets several at once, towards the end ever fewer.

    Args:
        tasks: what is to be done.
        work: does some and returns a result for each; runs in a worker, so that it must be one that can be sent there.
        jobs: how many workers.
        give_up: the result of a task whose workers died.
        most: how many tasks a worker gets at once at most.
    """
    waiting = deque((task, 1) for task in tasks)
    workers = [start(work) for _ in range(min(jobs, len(waiting)))]
    try:
        for worker in workers:
            hand_over(worker, waiting, share(waiting, jobs, most))
        while busy := {worker.wire: worker for worker in workers if worker.tasks}:
            for wire in wait(busy):
                worker = busy[cast("Connection", wire)]
                given = worker.tasks
                try:
                    results = worker.wire.recv()
                except (EOFError, OSError):
                    worker.process, worker.wire = started(work)
                    waiting.extendleft((task, attempt + 1) for task, attempt in given if attempt < ATTEMPTS)
                    results = [give_up(task) for task, attempt in given if attempt >= ATTEMPTS]
                hand_over(worker, waiting, share(waiting, jobs, most))
                yield from results
    finally:
        for worker in workers:
            worker.process.kill()  # files are written all or nothing, so nobody need be waited for
            worker.process.join()
            worker.wire.close()


def share(waiting: deque[Any], jobs: int, most: int) -> int:
    """Return how many tasks a worker gets: so few that all end at about the same time, and those at the front that killed one alone.

    Args:
        waiting: the tasks, each with how often it was given to a worker.
        jobs: how many workers there are.
        most: how many it gets at most.
    """
    is_first = bool(waiting) and waiting[0][1] == 1
    return max(1, min(most, len(waiting) // (2 * jobs))) if is_first else 1


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


def hand_over(worker: Worker, waiting: deque[Any], count: int) -> None:
    """Give a worker its next tasks, if there are any.

    Args:
        worker: the worker.
        waiting: the tasks, each with how often it was given to a worker.
        count: how many it gets.
    """
    worker.tasks = [waiting.popleft() for _ in range(min(count, len(waiting)))]
    if worker.tasks:
        with suppress(OSError):  # if it has just died, reading from it will tell
            worker.wire.send([task for task, _ in worker.tasks])


def serve(wire: Connection, work: Callable[[Any], Any]) -> None:
    """Do tasks until the process that shares them out is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that shares out
    parent = multiprocessing.parent_process()
    ends: list[Any] = [wire, *([parent.sentinel] if parent else [])]
    with suppress(EOFError, OSError):
        while wire in wait(ends):
            wire.send(work(wire.recv()))
