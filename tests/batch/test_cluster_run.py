"""How a run goes on when a cluster loses things: results, workers, itself. The cluster is imitated."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from pipeline.batch import cluster
from pipeline.batch.cluster import Run
from pipeline.batch.data_places import DataFiles
from pipeline.batch.errands import Batch, Errand, Templates
from pipeline.batch.task import Result, State
from pipeline.commands.batches import finish
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import UnitYear, Workspace
from tests.batch.city import ROOT

UNITS = tuple(UnitYear(f"danwei{number}", "2020") for number in range(1, 7))
Outcome = Callable[[list[UnitYear]], list[Result]]


class Future:
    """What a group comes to, which is known when it is asked for."""

    def __init__(self, outcome: Outcome, group: list[UnitYear]) -> None:
        self.outcome, self.group = outcome, group
        self.status = "finished"

    def done(self) -> bool:
        return self.status != "pending"

    def cancelled(self) -> bool:
        return self.status == "cancelled"

    def result(self, timeout: float) -> list[Result]:
        assert timeout
        try:
            return self.outcome(self.group)
        except Exception:
            self.status = "error"
            raise


class Client:
    """A cluster that does at once what it is asked for."""

    def __init__(self, outcome: Outcome, workers: Mapping[str, object]) -> None:
        self.outcome, self.workers = outcome, workers
        self.status = "running"
        self.asked: list[list[UnitYear]] = []

    def submit(self, _work: object, *given: Any, pure: bool) -> Future | None:  # noqa: ANN401 - as the driver has it
        assert not pure
        if len(given) == 1:
            return None
        group = [of for errand in given[1] for of in errand.asked]
        self.asked.append(group)
        return Future(self.outcome, group)

    def scheduler_info(self) -> dict[str, object]:
        return {"workers": self.workers}


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAUSE", "LOOK_SECONDS"):
        monkeypatch.setattr(cluster, name, 0)


def built(group: list[UnitYear]) -> list[Result]:
    return [Result(of, of.unit, State.BUILT) for of in group]


def run(outcome: Outcome, workers: Mapping[str, object] | None = None) -> Run:
    """Return a run of six units in groups of three."""
    todo = [Errand(of.unit, (of,)) for of in UNITS]
    client = Client(outcome, {"tcp://a:1": {}} if workers is None else workers)
    return Run(client, "tcp://c:8786", Batch("data", "output", Templates()), deque((todo[:3], todo[3:])))


def test_a_unit_that_kills_workers_is_found_by_trying_those_of_its_group_alone() -> None:
    def deadly(group: list[UnitYear]) -> list[Result]:
        if UNITS[1] in group:
            raise KilledWorker("task", SimpleNamespace(address="tcp://a:1"), 3)
        return built(group)

    started = run(deadly)
    results = {result.of: result for result in started.results()}
    assert results.keys() == set(UNITS)
    assert [of for of, result in results.items() if result.state is not State.BUILT] == [UNITS[1]]
    assert "生成它的工作机接连意外结束" in results[UNITS[1]].problems[0].message
    assert started.client.asked == [[*UNITS[:3]], [*UNITS[3:]], [UNITS[0]], [UNITS[1]], [UNITS[2]]]


def test_a_result_that_was_lost_with_its_worker_is_waited_for() -> None:
    lost = [TimeoutError(), OSError()]

    class Losing(Future):
        def result(self, timeout: float) -> list[Result]:
            if lost:
                raise lost.pop()
            return super().result(timeout)

    started = run(built)
    started.client.submit = lambda _work, *given, pure: None if pure or len(given) == 1 else Losing(built, [e.asked[0] for e in given[1]])
    assert sorted(result.of for result in started.results()) == sorted(UNITS)


def test_a_fault_of_the_program_fails_the_units_of_its_group_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "check_program", lambda _client, _scheduler: None)

    def faulty(group: list[UnitYear]) -> list[Result]:
        if UNITS[1] in group:
            raise ValueError("?")
        return built(group)

    states = {result.of: result.state for result in run(faulty).results()}
    assert [states[of] for of in UNITS] == [State.FAILED] * 3 + [State.BUILT] * 3


class Waiting(Future):
    """What no worker does."""

    def __init__(self) -> None:
        super().__init__(built, [])
        self.status = "pending"


def test_a_cluster_that_stays_without_workers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "LONELY_SECONDS", 0)
    started = run(built, {})
    started.client.submit = lambda *_given, pure: None if pure else Waiting()
    with pytest.raises(Stop, match="集群里已经 0 秒没有一台工作机"):
        list(started.results())


@pytest.mark.parametrize("status", ["connecting", "closed"])
def test_a_lost_scheduler_is_a_sentence(status: str) -> None:
    started = run(built)
    started.client.status = status
    started.client.submit = lambda *_given, pure: None if pure else Waiting()
    with pytest.raises(Stop, match="与调度器的连接断了"):
        list(started.results())


def test_no_summary_is_written_when_nobody_knows_how_a_unit_stands(capsys: pytest.CaptureFixture[str]) -> None:
    away = error(Kind.CLUSTER, "服务器没有回应", Place("s3://provinces/data"))
    results = [*built([UNITS[0]]), Result(UNITS[1], UNITS[1].unit, State.UNDONE, (away,))]

    def write(*_: object) -> str:
        raise AssertionError

    assert finish("2020", (results, write, DataFiles(Workspace(ROOT))), 1, of_all=True) == 1
    said = capsys.readouterr().out
    assert "danwei2　danwei2　没有做成" in said
    assert "s3://provinces/data" in said
    assert "2 个单位，0 个有错误，1 个没有做成" in said
    assert "汇总没有改写" in said
