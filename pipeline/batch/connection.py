"""The connection with a Dask cluster, and whether each of its workers has what a batch needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, Final

from pipeline.build.current import program
from pipeline.calls import flag, installing, is_through_make
from pipeline.printing.outputs import EXTRA, missing_for
from pipeline.problems import Kind, Place, Problem, Stop, error

CONNECT_SECONDS: Final = 10
# How long workers may take to come that have just been started.
WORKER_SECONDS: Final = 30
CLUSTER_EXTRA: Final = '"ziping[cluster]"'


@contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """Yield a client of a cluster; whatever it still has to do is cancelled in the end.

    Raises:
        Stop: nobody answers at the address.
    """
    installed(scheduler)
    from distributed import Client  # noqa: PLC0415 - only a cluster needs it

    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        place = Place(scheduler)
        raise Stop(error(Kind.CLUSTER, "连不上调度器", place, hint=f"请检查地址，或在那台机器上运行 {part('scheduler')}")) from fault
    try:
        yield client
    finally:
        client.close(timeout=1)


def installed(scheduler: str) -> None:
    """Check that what a cluster needs is installed here.

    Raises:
        Stop: it is not.
    """
    if not find_spec("distributed"):
        hint = "用 make reports SCHEDULER=… 会自动安装" if is_through_make() else f"请运行：{installing(CLUSTER_EXTRA)}"
        raise Stop(error(Kind.CLUSTER, "没有安装集群组件", Place(scheduler), hint=hint))


def part(name: str, scheduler: str = "") -> str:
    """Return how a part of the cluster is started: its scheduler, or a worker for a scheduler."""
    if is_through_make():
        return f"make {name}" + (f" SCHEDULER={scheduler}" if scheduler else "")
    return f"ziping {name} {scheduler}".rstrip()


def check_workers(client: Any, scheduler: str) -> None:  # noqa: ANN401 - published without types
    """Check that there is a worker.

    Raises:
        Stop: there is none.
    """
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError:
        hint = f"请先在工作机上运行 {part('worker', scheduler)}"
        raise Stop(error(Kind.CLUSTER, "集群里没有一台工作机", Place(scheduler), hint=hint)) from None


def check_program(client: Any, scheduler: str) -> None:  # noqa: ANN401 - published without types
    """Check that every worker has this very program.

    Raises:
        Stop: one has not.
    """
    place = Place(scheduler)
    try:
        versions = client.run(program)
    except Exception as fault:
        raise Stop(error(Kind.CLUSTER, "工作机上没有安装 ziping", place, hint="请在每台工作机上安装同一版本")) from fault
    others = [worker for worker, version in versions.items() if version != program()]
    if others:
        raise Stop(other_version("、".join(others), scheduler))


def other_version(workers: str, scheduler: str) -> Problem:
    """Return the problem that workers have another program than this machine."""
    message = f"工作机 {workers} 上的 ziping 与本机版本不同"
    return error(Kind.CLUSTER, message, Place(scheduler), hint="请安装同一版本后重新启动工作机")


def check_extra(client: Any, scheduler: str) -> None:  # noqa: ANN401 - published without types
    """Check that every worker has what PDF needs.

    Raises:
        Stop: one has not.
    """
    without = [worker for worker, missing in client.run(missing_for, pdf=True).items() if missing]
    if without:
        hint = f"请在那里重新启动：{part('worker', scheduler)} {flag('pdf')}" if is_through_make() else f"请在那里运行：{installing(EXTRA)}"
        raise Stop(error(Kind.CLUSTER, f"工作机 {'、'.join(without)} 上没有安装生成 PDF 的组件", Place(scheduler), hint=hint))
