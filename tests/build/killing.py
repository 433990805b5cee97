"""Builds a group of unit-years again and again with one of two figures, is killed at random moments of it, and looks at what is left.

A program of its own, with one thread, so that it can fork; the form is compiled before the first fork. Prints its findings as JSON.

    python -m tests.build.killing FOLDER KILLS SEED
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from pipeline.batch.task import build_group
from pipeline.workspace import UnitYear, Workspace
from tests.remote.killing import fork

FIGURES = ("实际支出数: 8.06", "实际支出数: 7.77")
GROUP = [UnitYear(unit, "2020") for unit in ("xinfang", "xinfang-2", "xinfang-3")]


def main(folder: Path, kills: int, seed: int) -> None:
    """Do it, and print what was found."""
    workspace, chance, found = Workspace(folder), random.Random(seed), Counter[str]()
    for of in GROUP[1:]:
        shutil.copytree(folder / "data" / GROUP[0].unit, folder / "data" / of.unit)
    data = workspace.data_file(GROUP[0]).read_text(encoding="utf-8")
    texts = [data.replace(FIGURES[0], figure) for figure in FIGURES]
    whole = []
    for text in (*texts, *texts):  # each is whole with what was there before, which its manifest tells
        usual = build(workspace, text)
        whole.append([content(workspace.output(of)) for of in GROUP])
    del whole[:2]
    wanted = 1
    while found["killed"] < kills:
        wanted = 1 - wanted
        child = fork(build, workspace, texts[wanted])
        time.sleep(chance.uniform(0.3, 1.2) * usual)
        os.kill(child, signal.SIGKILL)
        found["killed" if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else "was quicker"] += 1
        for number, of in enumerate(GROUP):
            seen = content(workspace.output(of))
            found["new" if seen == whole[wanted][number] else "old" if seen == whole[1 - wanted][number] else "broken"] += 1
        build(workspace, texts[wanted])
        completed = [content(workspace.output(of)) for of in GROUP] == whole[wanted]
        found["completed" if completed else "not completed"] += 1
    print(json.dumps(found))  # noqa: T201 - this is how it answers


def build(workspace: Workspace, text: str) -> float:
    """Build all with a text as their data, and return how many seconds that took."""
    for of in GROUP:
        workspace.data_file(of).write_text(text, encoding="utf-8")
    started = time.perf_counter()
    build_group(workspace, GROUP)
    return time.perf_counter() - started


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
