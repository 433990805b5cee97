"""Many units: `ziping reports` at growing sizes, and beside docxtpl in a pool of processes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.batch.crew import share_out
from pipeline.build.compiled_form import compile_form
from pipeline.build.unit_year import examine, prepare
from pipeline.privacy.edition import public_facts
from pipeline.workspace import Asked, UnitYear, Workspace
from tests.batch.city import FORM, city
from tests.batch.test_cluster import ENVIRONMENT
from tests.bench.documents import by_docxtpl, by_us, docxtpl_files
from tests.bench.tables import Table, seconds

YEAR: Final = "2020"
SIZES: Final = (10, 100, 1_000, 10_000)
THOUSAND: Final = 1_000  # units, of which the aims speak
FEW: Final = 100  # units, up to which a run is short enough to be repeated
PROCESSES: Final = (1, 2)
ROUNDS: Final = 3
# Units for each process and round: enough for a second or two.
DOCXTPL_UNITS, WORD_UNITS = 8, 64
PAUSE: Final = 0.2  # seconds between two looks at the workers' memory


@dataclass(frozen=True, slots=True)
class Run:
    """A whole process that built some units.

    Attributes:
        seconds: from its start to its end.
        processor: seconds of processor time that it and its workers took.
        memory: the greatest memory in MB of any of its workers.
        parent: its own greatest memory in MB.
    """

    seconds: float
    processor: float
    memory: float
    parent: float


def measure() -> list[Table]:
    """Return all tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, _ = city(folder / "whole", max(SIZES))
        parts = {size: part_of(whole, size, folder / str(size)) for size in SIZES}
        runs = {(size, jobs): reports(parts[size], f"--jobs={jobs}") for size in SIZES for jobs in PROCESSES}
        idle = {size: again(parts[size]) for size in SIZES}
        return [
            Table(
                "make reports",
                ("units", "processes", "seconds", "units/s", "ms/further unit", "processor %", "worker MB", "parent MB"),
                rows_of(runs),
            ),
            Table(
                "make reports with nothing to do", ("units", "seconds", "ms/unit"), [(f"{n:,}", s, s * 1000 / n) for n, s in idle.items()]
            ),
            Table("two processes / one", ("units", "times as fast"), [(f"{n:,}", runs[n, 1].seconds / runs[n, 2].seconds) for n in SIZES]),
            beside_docxtpl(whole, folder, {jobs: max(SIZES) / runs[max(SIZES), jobs].seconds for jobs in PROCESSES}),
            scale(parts[max(SIZES)], runs),
        ]


def part_of(whole: Workspace, count: int, root: Path) -> Workspace:
    """Return a workspace with the first units of another one."""
    (root / "data").mkdir(parents=True)
    (root / "templates").symlink_to(whole.root / "templates")
    for of in whole.unit_years(Asked(year=YEAR))[:count]:
        (root / "data" / of.unit).symlink_to(whole.root / "data" / of.unit)
    return Workspace(root)


def reports(workspace: Workspace, *options: str) -> Run:
    """Build all units of a workspace from nothing; of small ones, return the fastest of some runs."""
    runs = []
    for _ in range(ROUNDS if len(workspace.unit_years(Asked(year=YEAR))) <= FEW else 1):
        put_away(workspace.root / "output")
        runs.append(run(workspace, *options))
    return min(runs, key=lambda found: found.seconds)


def put_away(output: Path) -> None:
    """Move an output folder out of the way: ext4 is slow to make files for seconds after thousands were removed."""
    if output.exists():
        output.rename(output.with_name(f"output-{time.monotonic_ns()}"))


def again(workspace: Workspace) -> float:
    """Return how many seconds it takes to find that there is nothing to do."""
    return min(run(workspace, "--jobs=2").seconds for _ in range(ROUNDS))


def run(workspace: Workspace, *options: str) -> Run:
    """Run the command in a workspace."""
    before, memory, parent, began = processor_time(), 0.0, 0.0, time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "reports", *options, YEAR]
    with subprocess.Popen(command, cwd=workspace.root, env={**ENVIRONMENT, **os.environ}, stdout=subprocess.DEVNULL) as process:
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PAUSE)
                break
            memory = max(memory, *(peak_memory(worker) for worker in children(process.pid)), 0.0)
            parent = max(parent, peak_memory(str(process.pid)))
    assert process.returncode == 0
    return Run(time.perf_counter() - began, processor_time() - before, memory, parent)


def processor_time() -> float:
    """Return the processor time in seconds of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def children(pid: int) -> list[str]:
    """Return the processes that a process has started."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return []


def peak_memory(pid: str) -> float:
    """Return the greatest memory in MB that a process has had."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def rows_of(runs: dict[tuple[int, int], Run]) -> list[tuple[str | float, ...]]:
    """Return what each run says; a further unit's time leaves out the start."""
    rows: list[tuple[str | float, ...]] = []
    for (size, jobs), found in runs.items():
        further = (found.seconds - runs[min(SIZES), jobs].seconds) * 1000 / (size - min(SIZES)) if size > min(SIZES) else "-"
        share = found.processor / found.seconds / jobs * 100
        rows.append((f"{size:,}", str(jobs), found.seconds, size / found.seconds, further, share, found.memory or "-", found.parent or "-"))
    return rows


def beside_docxtpl(workspace: Workspace, folder: Path, everything: dict[int, float]) -> Table:
    """Return how many units a second a pool of processes finishes: the four Word files of each unit, from its YAML to the disk.

    Args:
        workspace: with enough units.
        folder: where to write.
        everything: units a second of `make reports`, which also makes the pages, checks, reads back and searches; by processes.
    """
    compiled = compile_form(workspace, FORM, anew=True)
    templates = docxtpl_files(compiled, folder)
    units = [of.unit for of in workspace.unit_years(Asked(year=YEAR))]

    def work(by: str) -> Callable[[str], None]:
        def do(unit: str) -> None:
            facts = examine(compiled, YEAR, prepare(workspace, UnitYear(unit, YEAR))[1]).facts
            for edition in (facts, public_facts(facts)):
                for document in compiled.documents:
                    data = (
                        by_us(document, edition) if by == "ziping" else by_docxtpl(templates[document.spec.name], document.context(edition))
                    )
                    (folder / f"{unit}-{document.spec.name}.docx").write_bytes(data)

        return do

    rows: list[tuple[str | float, ...]] = []
    for processes in PROCESSES:
        rates: dict[str, float] = {}
        for _ in range(ROUNDS):
            for by, count in (("docxtpl", DOCXTPL_UNITS), ("ziping", WORD_UNITS)):
                chosen = units[: count * processes]
                rates[by] = max(rates.get(by, 0), len(chosen) / seconds(lambda: drain(chosen, work(by), processes)))  # noqa: B023 - called at once
        theirs, ours = rates["docxtpl"], rates["ziping"]
        rows.append((str(processes), theirs, ours, ours / theirs, everything[processes], everything[processes] / theirs))
    columns = ("processes", "docxtpl units/s", "ziping units/s", "ratio (≥ 20)", "make reports units/s", "make reports ratio")
    return Table(
        "beside docxtpl in a pool of processes: four Word files of each unit; make reports does all the rest as well", columns, rows
    )


def drain(units: Iterable[str], work: Callable[[str], None], processes: int) -> None:
    """Let a pool of processes do all units."""
    for failed in share_out(units, work, processes, lambda unit: unit):
        assert failed is None, failed


def scale(workspace: Workspace, runs: dict[tuple[int, int], Run]) -> Table:
    """Return what more units take.

    Args:
        workspace: the largest city, built.
        runs: all runs, by units and processes.
    """
    few, many = SIZES[-2:]
    one, two = ({size: runs[size, jobs] for size in (min(SIZES), FEW, few, many)} for jobs in PROCESSES)
    further = [(one[size].seconds - one[min(SIZES)].seconds) / (size - min(SIZES)) for size in (FEW, few, many)]
    files = [path.lstat() for path in (workspace.root / "output").rglob("*") if "summary" not in path.name]
    return Table(
        "what more units take",
        ("what", "figure"),
        [
            ("ms of a processor for a unit, one process", further[-1] * 1000),
            ("most / least time per further unit", max(further) / min(further)),
            ("two processes / one, most units", one[many].seconds / two[many].seconds),
            (f"seconds for {THOUSAND:,} units, two processes", runs[THOUSAND, 2].seconds),
            ("greatest worker, MB", max(run.memory for run in runs.values())),
            ("greatest worker of most units / of few", two[many].memory / two[FEW].memory),
            ("parent's MB for 1,000 further units", (two[many].parent - two[few].parent) / (many - few) * 1000),
            ("files and folders of a unit", len(files) / many),
            ("KB of a unit on the disk", sum(state.st_blocks for state in files) / 2 / many),
        ],
    )
