"""One corrected unit published into sites of growing size: the time of the whole command, and what it sends."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.build.unit_year import build
from pipeline.language.wording import BEIJING
from pipeline.publish.entries import Reason
from pipeline.publish.job import Job
from pipeline.publish.publication import plan_publication
from pipeline.publish.settings import read_settings
from pipeline.publish.switch import carry_out
from pipeline.remote.target import open_target
from pipeline.workspace import Asked, UnitYear, Workspace
from tests.batch.city import city
from tests.batch.test_cluster import ENVIRONMENT
from tests.bench.tables import ROOT, Table, seconds
from tests.publish.memory import MemoryTarget

SIZES: Final = (10, 100, 1_000)
ROUNDS: Final = 5
YEAR: Final = "2020"
FIGURE: Final = re.compile(r"(实际支出数: )([\d.]+)")


def measure() -> list[Table]:
    """Return the table."""
    rows: list[tuple[str | float, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        workspace, _ = city(Path(name), max(SIZES))
        shutil.copy(ROOT / "data" / "site.yaml", workspace.root / "data")
        for count, unit, memory in published(workspace):
            if count in SIZES:
                shutil.rmtree(workspace.root / "site", ignore_errors=True)
                transfer(memory, workspace)
                times, sent = zip(*(correction(workspace, unit, number) for number in range(ROUNDS)), strict=True)
                rows.append((f"{count:,}", statistics.median(times), statistics.median(sent), len(memory.pages())))
    return [Table("one corrected unit published to a folder", ("unit-years", "seconds", "files sent", "files of the site"), rows)]


def published(workspace: Workspace) -> Iterator[tuple[int, str, MemoryTarget]]:
    """Build and publish one unit after the other, in memory, and yield after each how many there are, its name and the site."""
    memory, settings = MemoryTarget(), read_settings(workspace)
    for count, of in enumerate(workspace.unit_years(Asked(year=YEAR)), 1):
        build(workspace, of)
        job = Job(workspace, "memory", memory, settings, Reason("", datetime.now(BEIJING).replace(microsecond=0)), of)
        carry_out(job, plan_publication(job), lambda _path, _size: None)
        yield count, of.unit, memory


def transfer(memory: MemoryTarget, workspace: Workspace) -> None:
    """Publish a whole site at once to a folder."""
    release = memory.current()
    assert release
    target = open_target("site", workspace.root)
    with target.lock():
        target.upload(release, memory.pages(), lambda _path, _size: None)
        target.show(release.number)


def correction(workspace: Workspace, unit: str, number: int) -> tuple[float, int]:
    """Correct a figure of a unit; return how many seconds its publication took, and how many files were sent."""
    path = workspace.data_file(UnitYear(unit, YEAR))
    text = path.read_text(encoding="utf-8")
    path.write_text(FIGURE.sub(lambda found: f"{found[1]}{float(found[2]) * (0.999 - number / 1000):.2f}", text, count=1), encoding="utf-8")
    build(workspace, UnitYear(unit, YEAR))
    command = [sys.executable, "-m", "pipeline", "publish", "--site=site", "--note=更正", unit, YEAR]
    done: list[subprocess.CompletedProcess[str]] = []
    run = lambda: done.append(subprocess.run(command, cwd=workspace.root, env=ENVIRONMENT, check=True, capture_output=True, text=True))  # noqa: E731
    return seconds(run), done[0].stdout.count("已发送")
