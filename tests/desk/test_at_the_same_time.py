"""Several processes at the same data at the same time, and one that is killed while it saves: every edit is there, every file is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pipeline.source.reader import parse
from pipeline.workspace import Workspace
from tests.desk.desks import ROOT, Page, let_in

GOALS = ("绩效目标情况.总目标", "绩效目标情况.总目标完成情况")
# Saves a field again and again, as a clerk who takes what the other has saved and goes on.
SAVING = """
import sys
from pathlib import Path
from pipeline.workspace import Workspace
from tests.desk.desks import Page, let_in
page, path, done = Page(let_in(Workspace(Path(sys.argv[1])))), sys.argv[2], 0
while done < int(sys.argv[3]):
    told = page.set(path, f"第 {done + 1} 次")
    assert told["status"] in (200, 409), told
    page.read = told["read"]
    if told["status"] == 200:
        done += 1
        print(done, flush=True)
"""
pytestmark = pytest.mark.slow


def saving(workspace: Workspace, path: str, count: int) -> subprocess.Popen[str]:
    """Begin to save a field again and again in a process of its own."""
    command = [sys.executable, "-c", SAVING, str(workspace.root), path, str(count)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)


def test_two_desks_and_a_build_lose_no_edit(shipped: Workspace) -> None:
    data = shipped.root / "data/xinfang/2020.yaml"
    desks = [saving(shipped, path, 6) for path in GOALS]
    build = [sys.executable, "-m", "pipeline", "report", "xinfang", "2020", "--draft"]
    built = subprocess.run(build, cwd=shipped.root, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, check=False)
    assert built.returncode in (0, 1)
    assert [desk.communicate()[0].split()[-1] for desk in desks] == ["6", "6"]
    text = data.read_text(encoding="utf-8")
    for path in GOALS:
        assert f"{path.rpartition('.')[2]}: 第 6 次\n" in text
    assert not list(data.parent.glob(".*.new"))


def test_a_desk_that_is_killed_while_it_saves_leaves_a_whole_file_with_the_last_edit(shipped: Workspace) -> None:
    data = shipped.root / "data/xinfang/2020.yaml"
    before = data.read_text(encoding="utf-8")
    desk = saving(shipped, GOALS[0], 1000)
    assert desk.stdout
    for _ in range(3):
        desk.stdout.readline()
    desk.send_signal(signal.SIGKILL)
    said = desk.communicate()[0].split()
    text = data.read_text(encoding="utf-8")
    assert not parse(text, "").problems
    done = int(text.split("总目标: 第 ")[1].split(" ")[0])
    assert done >= max(map(int, said), default=3)
    old, new = ([line for line in each.split("\n") if "总目标: " not in line] for each in (before, text))
    assert old == new
    page = Page(let_in(shipped))
    assert page.set(GOALS[0], "接着填")["status"] == 200
