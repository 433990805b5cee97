"""The finance bureau's commands: build all units of a year, make up a city."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.terminal import BUILT, FAULTY, ChineseHelp, open_workspace, say, year_argument
from pipeline.problems import Severity
from pipeline.workspace import UsageError, Workspace, check_unit, check_year

if TYPE_CHECKING:  # heavy to import, and not needed by every command
    from pipeline.batch.summary import Summary
    from pipeline.batch.task import Result

Write = Callable[[Mapping[str, bytes]], str]
# From how many units on the table at the end shows only those that failed.
MANY = 60
LINE_SECONDS = 5  # between two lines of progress where there is no terminal


@click.command(cls=ChineseHelp, help="生成全部单位一个年度的文件和汇总。例：ziping reports 2020")
@year_argument()
@click.option("--units", metavar="单位代码", default="", help="只生成这几个单位，用逗号隔开")
@click.option("--jobs", metavar="个数", type=click.IntRange(1, 1024), help="同时用几个处理器；不写就全用")
@click.option("--scheduler", metavar="地址", default="", help="交给集群去做：调度器的地址，如 tcp://host:8786")
@click.option("--data", metavar="位置", default="", help="用集群时数据在哪里：工作机都能读的文件夹、s3://、sftp://；不写就是 data")
@click.option("--output", metavar="位置", default="", help="用集群时写到哪里，同上；不写就是 output")
def reports(year: str, units: str, jobs: int | None, scheduler: str, data: str, output: str) -> None:  # noqa: PLR0913, PLR0917 - one for each option
    """Build all units of a year."""
    began = time.perf_counter()
    workspace = open_workspace()
    check_year(year)
    if (data or output) and not scheduler:
        raise UsageError("用 --data、--output 时，还要用 --scheduler 指明调度器")
    asked = [check_unit(name) for name in units.replace("，", ",").replace(" ", "").split(",") if name]
    if scheduler:
        from pipeline.batch.cluster import Batch, read_templates, run_on, units_in, write_to  # noqa: PLC0415 - only a cluster needs it

        roots = data or str(workspace.root / "data"), output or str(workspace.root / "output")
        batch = Batch(year, *roots, read_templates(workspace))
        chosen = chosen_units(units_in(batch.data, year), asked, f"{data or 'data'}/*/{year}.yaml")
        results = collected(len(chosen), run_on(scheduler, batch, chosen))
        write = lambda pages: write_to(batch.output, pages)  # noqa: E731 - the other way to write is a function too
    else:
        there = [unit for unit, _ in workspace.unit_years(year=year)]
        chosen = chosen_units(there, asked, f"data/*/{year}.yaml")
        results = collected(len(chosen), run_here(workspace, year, chosen, jobs or len(os.sched_getaffinity(0))))
        write = lambda pages: write_here(workspace, pages)  # noqa: E731
    finish(workspace, year, results, time.perf_counter() - began, None if asked else write)


def run_here(workspace: Workspace, year: str, units: list[str], jobs: int) -> Iterator[Result]:
    """Yield what came of each unit, built by processes of this machine."""
    from pipeline.batch.crew import share_out  # noqa: PLC0415 - each command imports what it needs
    from pipeline.batch.task import build_one, failed  # noqa: PLC0415

    yield from share_out(units, lambda unit: build_one(workspace, unit, year), jobs, lambda unit: failed(unit, "生成它的进程两次意外结束"))


def collected(count: int, coming: Iterator[Result]) -> list[Result]:
    """Return results after showing how they come in."""
    results: list[Result] = []
    with progress(count) as advance:
        for result in coming:
            results.append(result)
            advance(result)
    return results


def chosen_units(there: list[str], asked: list[str], pattern: str) -> list[str]:
    """Return the units that have a file for the year, or those of them that are asked for.

    Raises:
        UsageError: there is none, or one that is asked for has no file.
    """
    missing = [unit for unit in asked if unit not in there]
    if missing:
        raise UsageError(f"{'、'.join(missing)} 没有这个年度的数据文件")
    if not there:
        raise UsageError(f"没有一个单位有这个年度的数据文件：{pattern}")
    return asked or there


def finish(workspace: Workspace, year: str, results: list[Result], seconds: float, write: Write | None) -> None:
    """Say what came of it, write the summary of all units, and exit."""
    from pipeline.batch.overview import overview  # noqa: PLC0415 - each command imports what it needs
    from pipeline.batch.summary import summarize  # noqa: PLC0415
    from pipeline.form.form import read_form  # noqa: PLC0415

    forms = {name: read_form(workspace.form(name), workspace.shown(workspace.form(name) / "form.yaml")) for name in workspace.form_names()}
    there = {result.unit for result in results}
    missing = sorted({unit for unit, _ in workspace.unit_years()} - there) if write else []
    summary = summarize(year, results, missing, forms)
    tell_table(summary)
    if write:
        say(f"汇总：{write(overview(workspace, summary))}")
    without = f"；{len(missing)} 个单位没有 {year} 年度的数据" if missing else ""
    speed = f"用时 {seconds:.1f} 秒，每秒 {len(results) / seconds:.0f} 个"
    say(f"{len(results)} 个单位，{summary.failed} 个有错误{without}（{speed}）", "red" if summary.failed else "green")
    sys.exit(FAULTY if summary.failed else BUILT)


def write_here(workspace: Workspace, pages: Mapping[str, bytes]) -> str:
    """Write the summary's files, if they are not so already, and return where the first is."""
    from pipeline.files import holds, replace_file  # noqa: PLC0415 - each command imports what it needs

    folder = workspace.root / "output"
    for name, data in pages.items():
        if not holds(folder / name, data):
            replace_file(folder / name, data)
    return workspace.shown(folder / next(iter(pages)))


def tell_table(summary: Summary) -> None:
    """Print a line for each unit; of many units only those that failed, with their first error."""
    shown = summary.results if len(summary.results) <= MANY else [result for result in summary.results if result.is_failed]
    for result in shown:
        counts = f"{result.count(Severity.ERROR)} 个错误，{result.count(Severity.WARNING)} 个警告，写了 {result.written} 个文件"
        say(f"  {result.unit}　{result.name}　{result.state.value}：{counts}", "red" if result.is_failed else None)
        first = next((problem for problem in result.problems if problem.severity is Severity.ERROR), None)
        if first and result.is_failed:
            say(f"    {str(first).splitlines()[0]}")


@contextmanager
def progress(count: int) -> Iterator[Any]:
    """Yield what to call with each result: a bar with rate and remaining time on a terminal, now and then a line elsewhere."""
    began = told = time.monotonic()
    done = 0

    def rate(finished: int) -> float:
        return finished / max(time.monotonic() - began, 0.001)

    def advance(_result: Result) -> None:
        nonlocal told, done
        done += 1
        if time.monotonic() - told >= LINE_SECONDS:
            told = time.monotonic()
            say(f"  已完成 {done}/{count}，每秒 {rate(done):.0f} 个，约剩 {(count - done) / rate(done):.0f} 秒")

    if sys.stdout.isatty():
        with click.progressbar(length=count, label="生成", show_pos=True, show_eta=True, item_show_func=lambda shown: shown) as bar:
            yield lambda result: bar.update(1, f"每秒 {rate(bar.pos + 1):.0f} 个　{result.unit}")
    else:
        yield advance
