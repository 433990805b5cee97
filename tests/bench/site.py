"""One corrected unit published into sites of growing size: the whole command, what it sends, and what it leaves on the disk.

A site of ten thousand articles is made of a few real ones and put there in one release. Then a real one is corrected again and again:
first to see what a release takes, and, when more than ten releases are there, for the time.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from pipeline.build.unit_year import build
from pipeline.language.wording import BEIJING
from pipeline.publish.entries import Reason
from pipeline.publish.job import Job
from pipeline.publish.publication import plan_publication
from pipeline.publish.settings import read_settings
from pipeline.publish.switch import carry_out
from pipeline.remote import folder
from pipeline.remote.target import open_target
from pipeline.workspace import Asked, UnitYear, Workspace
from tests.batch.city import city
from tests.batch.test_cluster import ENVIRONMENT
from tests.bench.large_site import grown
from tests.bench.searching import searches
from tests.bench.tables import ROOT, Table, seconds

SIZES: Final = (100, 1_000, 10_000)
REAL: Final = 5  # articles that are really published
SETTLED: Final = 11  # releases, of which the first is let go
ROUNDS: Final = 5
YEAR: Final = "2020"
BLOCK: Final = 512  # bytes, as systems count what a file takes on the disk
FIGURE: Final = re.compile(r"(实际支出数: )([\d.]+)")
COLUMNS: Final = ("articles", "seconds", "files sent", "KB sent", "MB of memory", "new inodes", "new KB on disk", "files of the site")
# Runs the command, and says at its end how much memory it had at most.
MEASURED: Final = """\
import re, runpy, sys
try:
    runpy.run_module("pipeline", run_name="__main__", alter_sys=True)
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], file=sys.stderr)
"""
SENT: Final = re.compile(r"已发送 .*（([\d,.]+) KB）")


def measure() -> list[Table]:
    """Return the tables."""
    rows, tables = list[tuple[str | float, ...]](), list[Table]()
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            workspace, _ = city(Path(name), REAL)
            shutil.copy(ROOT / "data" / "site.yaml", workspace.root / "data")
            files = publish_many(workspace, size)
            rows.append((f"{size:,}", *corrections(workspace), len(files)))
            tables += [searches(files)] if size == max(SIZES) else []
    return [Table("one corrected unit published to a folder", COLUMNS, rows), *tables]


def publish_many(workspace: Workspace, size: int) -> dict[str, bytes]:
    """Publish the workspace's units to a folder, then a site of so many articles, which is returned by path."""
    for of in workspace.unit_years(Asked(year=YEAR)):
        build(workspace, of)
        now = datetime.now(BEIJING).replace(microsecond=0)
        job = Job(workspace, "site", open_target("site", workspace.root), read_settings(workspace), Reason("", now), of)
        with job.target.lock():
            carry_out(job, plan_publication(job), lambda _path, _size: None)
    release, files = grown(job, size)
    with unflushed(), job.target.lock():
        job.target.upload(release, files, lambda _path, _size: None)
        job.target.show(release.number)
    return files


@contextmanager
def unflushed() -> Iterator[None]:
    """Let nothing wait for the disk: the site is made to be measured, and thrown away."""
    with patch.object(folder, "flush", lambda _path: None):
        yield


def corrections(workspace: Workspace) -> tuple[float, ...]:
    """Correct a unit again and again; return what a correction took: seconds, files and KB sent, MB of memory, inodes, KB on the disk."""
    site = workspace.root / "site"
    before = occupied(site)
    correction(workspace, 0)
    inodes, size = (after - former for after, former in zip(occupied(site), before, strict=True))
    done = 1
    while len(open_target("site", workspace.root).releases()) < SETTLED - 1:
        correction(workspace, done)
        done += 1
    found = [correction(workspace, done + number) for number in range(ROUNDS)]
    times, sent, sizes = zip(*found, strict=True)
    memory = correction(workspace, done + ROUNDS, is_measured=True)[0]
    return statistics.median(times), statistics.median(sent), statistics.median(sizes), memory, inodes, size / 1024


def correction(workspace: Workspace, number: int, *, is_measured: bool = False) -> tuple[float, int, float]:
    """Correct a figure of a unit by the command; return how many seconds it took, and how many files and KB were sent.

    Args:
        workspace: where the unit is.
        number: which correction it is.
        is_measured: whether to return, instead of the seconds, how many MB of memory it took at most.
    """
    unit = workspace.unit_years(Asked(year=YEAR))[0].unit
    path = workspace.data_file(UnitYear(unit, YEAR))
    text = path.read_text(encoding="utf-8")
    path.write_text(FIGURE.sub(lambda found: f"{found[1]}{float(found[2]) * (0.999 - number / 1000):.2f}", text, count=1), encoding="utf-8")
    build(workspace, UnitYear(unit, YEAR))
    program = ["-c", MEASURED] if is_measured else ["-m", "pipeline"]
    command = [sys.executable, *program, "publish", "--site=site", "--note=更正", unit, YEAR]
    done: list[subprocess.CompletedProcess[str]] = []
    run = lambda: done.append(subprocess.run(command, cwd=workspace.root, env=ENVIRONMENT, check=True, capture_output=True, text=True))  # noqa: E731
    took = seconds(run)
    sent = [float(size.replace(",", "")) for size in SENT.findall(done[0].stdout)]
    return int(done[0].stderr.split()[-1]) / 1024 if is_measured else took, len(sent), sum(sent)


def occupied(site: Path) -> tuple[int, int]:
    """Return how many inodes a site has, and how many bytes they take on the disk."""
    found: dict[int, int] = {}
    for top, folders, files in os.walk(site):
        for name in (*folders, *files):
            state = os.lstat(f"{top}/{name}")
            found[state.st_ino] = state.st_blocks * BLOCK
    return len(found), sum(found.values())
