"""Worker processes: every task once, in spite of workers that die, and at once an end when nobody listens."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.batch import crew
from pipeline.batch.crew import share_out, share_out_groups


def given_up(task: object) -> object:
    return f"gave up {task}"


def same(task: int) -> int:
    return task


def dying_once(mark: Path, task: int) -> int:
    """Die of one task, the first time."""
    if task == 7 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def dying_of_two(task: int) -> int:
    """Die of two tasks, each time."""
    if task in (3, 4):
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def slowly(_task: object) -> int:
    """Return which process it was, after a while."""
    time.sleep(0.005)
    return os.getpid()


def run(work: Callable[[int], object], count: int = 20, jobs: int = 3) -> list[object]:
    return sorted(share_out(range(count), work, jobs, given_up), key=str)


def test_each_task_is_done_once_by_whatever_worker() -> None:
    assert run(same) == sorted(range(20), key=str)
    assert len(set(share_out(range(200), slowly, 3, given_up))) == 3


def test_more_workers_than_tasks_and_no_tasks_at_all() -> None:
    assert run(same, 2, 8) == [0, 1]
    assert run(same, 0) == []


def test_workers_start_anew_where_a_compiler_of_pdfs_has_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, crew.THREADED, ModuleType(crew.THREADED))
    assert crew.start_method() == "spawn"
    assert run(same, 2, 2) == [0, 1]


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    work = partial(dying_once, tmp_path / "died")
    assert run(work) == sorted(range(20), key=str)


def test_a_task_that_always_kills_its_worker_is_given_up_and_the_others_are_done() -> None:
    assert run(dying_of_two) == sorted([*(task for task in range(20) if task not in (3, 4)), "gave up 3", "gave up 4"], key=str)


# --- several at once ---


def together(tasks: Sequence[int]) -> list[tuple[int, int]]:
    """Return each task with how many were given at once, after a while."""
    time.sleep(0.002)
    return [(task, len(tasks)) for task in tasks]


def dying_of_seven(tasks: Sequence[int]) -> list[tuple[int, int]]:
    """Die of one task, each time."""
    if 7 in tasks:
        os.kill(os.getpid(), signal.SIGKILL)
    return together(tasks)


def test_a_worker_gets_several_tasks_at_once_and_towards_the_end_ever_fewer() -> None:
    given = dict(share_out_groups(range(200), together, 2, given_up, most=16))
    sizes = [given[task] for task in range(200)]
    assert sizes[0] == 16
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == 1
    assert dict(share_out_groups(range(4), together, 2, given_up, most=16)) == dict.fromkeys(range(4), 1)


def test_of_a_group_that_kills_its_worker_each_is_tried_alone_and_only_the_culprit_given_up() -> None:
    results = list(share_out_groups(range(100), dying_of_seven, 2, given_up, most=16))
    assert len(results) == 100
    told: dict[int, int] = dict(result for result in results if isinstance(result, tuple))
    assert [result for result in results if not isinstance(result, tuple)] == ["gave up 7"]
    assert told.keys() == set(range(100)) - {7}
    assert {told[task] for task in range(16) if task != 7} == {1}


def test_no_worker_is_left_when_the_results_are_no_longer_wanted() -> None:
    results = share_out(range(100), slowly, 3, given_up)
    pids = {next(results) for _ in range(6)}
    results.close()  # type: ignore[attr-defined] # a generator, behind the interface
    for pid in pids:
        assert not Path(f"/proc/{pid}/stat").exists() or " Z " in Path(f"/proc/{pid}/stat").read_text()


def test_workers_end_when_the_process_that_shares_out_is_killed() -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        for pid in share_out(range(10_000), slowly, 2, given_up):
            os.write(writer, pid.to_bytes(4, "little"))
    pids = {int.from_bytes(os.read(reader, 4), "little") for _ in range(8)}
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() and " Z " not in Path(f"/proc/{pid}/stat").read_text() for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.02)
