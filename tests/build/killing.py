"""Builds a unit-year again and again with one of two figures, is killed at random moments of it, and looks at what is left.

A program of its own, with one thread, so that it can fork; the form is compiled before the first fork. Prints its findings as JSON.

    python -m tests.build.killing FOLDER KILLS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from pipeline.build.unit_year import build
from pipeline.workspace import UnitYear, Workspace
from tests.remote.killing import fork

FIGURES = ("实际支出数: 8.06", "实际支出数: 7.77")
UNIT_YEAR = UnitYear("xinfang", "2020")


def main(folder: Path, kills: int, seed: int) -> None:
    """Do it, and print what was found."""
    workspace, chance, found = Workspace(folder), random.Random(seed), Counter[str]()
    data, output = workspace.data_file(UNIT_YEAR), workspace.output(UNIT_YEAR)
    texts = [data.read_text(encoding="utf-8").replace(FIGURES[0], figure) for figure in FIGURES]
    whole = []
    for text in (*texts, *texts):  # each is whole with what was there before, which its manifest tells
        data.write_text(text, encoding="utf-8")
        started = time.perf_counter()
        build(workspace, UNIT_YEAR)
        usual = time.perf_counter() - started
        whole.append(content(output))
    del whole[:2]
    wanted = 1
    while found["killed"] < kills:
        wanted = 1 - wanted if content(output) == whole[wanted] else wanted
        data.write_text(texts[wanted], encoding="utf-8")
        child = fork(build, workspace, UNIT_YEAR)
        time.sleep(chance.uniform(0.3, 1.3) * usual)
        os.kill(child, signal.SIGKILL)
        found["killed" if os.WIFSIGNALED(os.waitpid(child, 0)[1]) else "was quicker"] += 1
        seen = content(output)
        found["new" if seen == whole[wanted] else "old" if seen == whole[1 - wanted] else "broken"] += 1
    build(workspace, UNIT_YEAR)
    found["completed"] = int(content(output) == whole[wanted])
    print(json.dumps(found))  # noqa: T201 - this is how it answers


def content(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
