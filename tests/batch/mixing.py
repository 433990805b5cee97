"""Builds a city again and again with many workers, and prints how many rounds gave other bytes than each unit built alone.

A program of its own, with one thread, so that it can fork.

    python -m tests.batch.mixing FOLDER ROUNDS WORKERS
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from pipeline.batch.task import State, build_one
from pipeline.build.compiled_form import compile_form
from pipeline.commands.batches import run_here
from pipeline.workspace import Asked, Workspace
from tests.batch.city import contents


def main(folder: Path, rounds: int, workers: int) -> None:
    """Do it."""
    workspace = Workspace(folder)
    chosen = workspace.unit_years(Asked(year="2020"))
    for number, of in enumerate(chosen):
        if number % 8 == 0:
            compile_form.cache_clear()  # nothing that an earlier unit may have left behind
        build_one(workspace, of)
    alone = contents(workspace)
    different = 0
    for _ in range(rounds):
        shutil.rmtree(workspace.root / "output")
        results = list(run_here(workspace, chosen, workers))
        different += contents(workspace) != alone or {result.state for result in results} != {State.BUILT}
    print(f"{len(chosen)} units, {workers} workers, {rounds} runs: {different} different")  # noqa: T201 - this is how it answers


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
