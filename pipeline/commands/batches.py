"""What `ziping reports` does: all units of a year built here or on a cluster, and told. Heavy, so imported when it runs."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from pipeline.batch import cluster
from pipeline.batch.city import remarks_on, with_remarks
from pipeline.batch.crew import share_out_groups
from pipeline.batch.data_places import DataFiles, units_without
from pipeline.batch.errands import Batch, errands, read_templates, unit_years_of
from pipeline.batch.overview import further_pages, overview
from pipeline.batch.reduced import Gathered, Wanted, reduced, wanted_of
from pipeline.batch.summary import Summary, summarize
from pipeline.batch.task import Result, State, build_group, failed
from pipeline.build.current import program
from pipeline.commands.findings import show
from pipeline.commands.pdf import tell_pdf
from pipeline.commands.progress import processors, progress
from pipeline.commands.saying import BUILT, FAULTY, say
from pipeline.files import holds
from pipeline.form.form import Form, read_form
from pipeline.misnamed import misnamed
from pipeline.printing.outputs import kinds
from pipeline.problems import Severity, Stop
from pipeline.workspace import Asked, UnitYear, UsageError, Workspace
from pipeline.writing import remove_file, write_file

Write = Callable[[Iterable[tuple[str, bytes]], str], str]
Built = tuple[list[Result], Write, DataFiles]
# From how many units on the table at the end shows only those that failed.
MANY: Final = 60
# How many units wait for the disk together at most.
TOGETHER: Final = 16
MOST: Final = 40  # findings of a kind shown at the end


def build_on_cluster(  # noqa: PLR0913 - what, where and how
    workspace: Workspace, year: str, asked: list[str], scheduler: str, roots: tuple[str, str], *, pdf: bool
) -> Built:
    """Return what came of each unit, built by a cluster, how the summary is to be written, and where the data are.

    Args:
        workspace: where the templates are.
        year: the fiscal year.
        asked: the units asked for; all if there are none.
        scheduler: the cluster's address.
        roots: where the data are and where the output goes; empty for this workspace's own folders.
        pdf: whether to make PDFs too.
    """
    logging.disable()  # the drivers' English; what they say is told in sentences
    warnings.simplefilter("ignore")
    data, output = roots
    if not data:
        show(misnamed(workspace, Asked(year=year)))
    data_root, output_root = data or str(workspace.root / "data"), output or str(workspace.root / "output")
    paths = cluster.files_of_data(data_root)
    there = unit_years_of(paths)
    chosen = chosen_units([of for of in there if of.year == year], asked, f"{data or 'data'}/*/{year}.yaml")
    batch = Batch(data_root, output_root, read_templates(workspace), pdf, program(), wanted_in(workspace))
    todo = errands(chosen, paths, cluster.files_of_output(output_root))
    results = collected(chosen, cluster.run_on(scheduler, batch, todo))
    return results, partial(cluster.write_to, output_root), DataFiles(workspace, data, paths, output)


def build_here(workspace: Workspace, year: str, asked: list[str], jobs: int | None, *, pdf: bool) -> Built:
    """Return what came of each unit, built by this machine, how the summary is to be written, and where the data are.

    Args:
        workspace: where everything is.
        year: the fiscal year.
        asked: the units asked for; all if there are none.
        jobs: how many processes; None for one for each processor.
        pdf: whether to make PDFs too.

    Raises:
        Stop: what PDF needs is not installed.
    """
    kinds(pdf=pdf)
    show(misnamed(workspace, Asked(year=year)))
    chosen = chosen_units(workspace.unit_years(Asked(year=year)), asked, f"data/*/{year}.yaml")
    results = collected(chosen, run_here(workspace, chosen, jobs or processors(), pdf=pdf))
    return results, partial(write_here, workspace), DataFiles(workspace)


def run_here(workspace: Workspace, chosen: list[UnitYear], jobs: int, *, pdf: bool = False) -> Iterator[Result]:
    """Yield what came of each unit-year, built by processes of this machine.

    Args:
        workspace: where everything is.
        chosen: the unit-years.
        jobs: how many processes.
        pdf: whether to make PDFs too.
    """
    build, lost = partial(build_reduced, workspace, wanted_in(workspace), pdf=pdf), "生成它的进程两次意外结束"
    yield from share_out_groups(chosen, build, jobs, lambda of: failed(of, lost), most=TOGETHER)


def build_reduced(workspace: Workspace, wanted: Mapping[str, Wanted], group: Sequence[UnitYear], *, pdf: bool) -> list[Result]:
    """Return what came of building some unit-years, as far as the summary needs it.

    Args:
        workspace: where everything is.
        wanted: what it needs, by form.
        group: which unit-years.
        pdf: whether to make PDFs too.
    """
    return [reduced(result, wanted) for result in build_group(workspace, group, pdf=pdf)]


def wanted_in(workspace: Workspace) -> dict[str, Wanted]:
    """Return what the summary needs of each form that can be read; of others nothing is made."""
    found = {}
    for name in workspace.form_names():
        with suppress(Stop):
            found[name] = wanted_of(form_of(workspace, name))
    return found


@lru_cache(maxsize=64)
def form_of(workspace: Workspace, name: str) -> Form:
    """Return a form as it was when this run began.

    Raises:
        Stop: it cannot be read.
    """
    return read_form(workspace.form(name), workspace.shown(workspace.form(name) / "form.yaml"))


def collected(chosen: Sequence[UnitYear], coming: Iterator[Result]) -> list[Result]:
    """Return results after showing how they come in."""
    results = Gathered(chosen)
    with progress(len(chosen), "生成") as advance:
        for result in coming:
            results.add(result)
            advance(result.unit)
    return results.results()


def chosen_units(there: list[UnitYear], asked: list[str], pattern: str) -> list[UnitYear]:
    """Return what there is for the year, or what those units have that are asked for.

    Args:
        there: the unit-years that have a file.
        asked: the units that are asked for.
        pattern: how messages name the files.

    Raises:
        UsageError: there is none, or one that is asked for has no file.
    """
    units = {of.unit for of in there}
    missing = [unit for unit in asked if unit not in units]
    if missing:
        raise UsageError(f"{'、'.join(missing)} 没有这个年度的数据文件")
    if not there:
        raise UsageError(f"没有一个单位有这个年度的数据文件：{pattern}")
    return [of for of in there if of.unit in asked] if asked else there


def finish(year: str, built: Built, seconds: float, *, of_all: bool, pdf: bool = False) -> int:
    """Say what came of it, write the summary of all units, and return the exit code.

    Args:
        year: the fiscal year.
        built: what came of each unit, how the summary is written, and where the data are.
        seconds: how long that took.
        of_all: whether all units were built, so that there is a summary, and units can be compared with each other.
        pdf: whether PDFs were asked for.
    """
    results, write, files = built
    workspace = files.workspace
    undone = sum(result.state is State.UNDONE for result in results)
    is_whole = of_all and not undone  # what nobody knows must not stand in the summary in place of what was known before
    forms = {name: form_of(workspace, name) for name in workspace.form_names()}
    missing = units_without(files.unit_years(), [result.of for result in results], files.units()) if is_whole else []
    if is_whole:
        results = with_remarks(results, remarks_on(results, forms, files.shown), files)
    summary = summarize(year, results, missing, forms)
    tell_table(summary)
    tell_remarks(summary)
    if is_whole:
        say(f"汇总：{write(overview(workspace, summary), further_pages(year))}")
    tell_pdf([result.fonts for result in results] if pdf else [], sum(result.outdated for result in results))
    without = f"；{len(missing)} 个单位没有 {year} 年度的数据" if missing else ""
    speed = f"用时 {seconds:.1f} 秒，每秒 {len(results) / seconds:.0f} 个"
    several = f"的 {len(results)} 份表" if len(results) > summary.units else ""
    measure = "份" if several else "个"
    counts = f"{summary.units} 个单位{several}，{summary.failed - undone} {measure}有错误"
    left = f"，{undone} {measure}没有做成" if undone else ""
    say(f"{counts}{left}{without}（{speed}）", "red" if summary.failed else "green")
    if undone:
        say(f"没有做成的，等那里恢复以后再运行一次，已经生成的不用重做{'；汇总没有改写' if of_all else ''}")
    return FAULTY if summary.failed else BUILT


def write_here(workspace: Workspace, files: Iterable[tuple[str, bytes]], further: str) -> str:
    """Write the summary's files, if they are not so already, and return where the last is.

    Args:
        workspace: where they go.
        files: what to write, with their names below output/.
        further: the pattern of names; what was there before and is not written now goes.
    """
    folder, written = workspace.root / "output", list[Path]()
    for name, data in files:
        written.append(folder / name)
        if not holds(folder / name, data):
            write_file(folder / name, workspace.shown(folder / name), data)
    for path in {*folder.glob(further)}.difference(written):
        remove_file(path, workspace.shown(path))
    return workspace.shown(written[-1])


def tell_table(summary: Summary) -> None:
    """Print a line for each unit; of many units only those that failed, with their first error."""
    for group in summary.groups:
        if len(summary.groups) > 1:
            say(group.title or "不知用哪份表")
        tell_results([result for result in group.results if result.is_failed or len(summary.results) <= MANY])


def tell_results(results: Sequence[Result]) -> None:
    """Print a line for each result, and of what failed the first error."""
    for result in results:
        counts = f"{result.count(Severity.ERROR)} 个错误，{result.count(Severity.WARNING)} 个警告，写了 {result.written} 个文件"
        say(f"  {result.unit}　{result.listed}　{result.state.value}：{counts}", "red" if result.is_failed else None)
        first = next((problem for problem in result.problems if problem.severity is Severity.ERROR), None)
        if first and result.is_failed:
            say(f"    {str(first).splitlines()[0]}")


def tell_remarks(summary: Summary) -> None:
    """Print what units beside each other show: of many findings of a kind only the first ones, as the summary has all of them."""
    for kind in summary.beside:
        show(one.problem for one in kind.found[:MOST])
        if len(kind.found) > MOST:
            say(f"  {kind.title}：另有 {len(kind.found) - MOST} 处，见汇总")
    if summary.beside:
        say("以上是单位之间对照发现的，不一定有错。属实的，在数据文件的“核实说明”里写明原因，写法见汇总工作簿的“单位之间对照”")
