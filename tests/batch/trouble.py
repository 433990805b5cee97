"""Loaded into a worker before it starts (`dask worker --preload`): makes building slow, and one unit deadly."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence

from pipeline.batch import task, worker
from pipeline.batch.task import Result
from pipeline.workspace import UnitYear, Workspace

DEADLY = "danwei0003"
PAUSE = 0.3  # seconds


def build_slowly(workspace: Workspace, group: Sequence[UnitYear], *, pdf: bool = False) -> list[Result]:
    """Build a group, and die of a unit if a file beside the data says so."""
    results = []
    for of in group:
        time.sleep(PAUSE)
        if of.unit == DEADLY and (workspace.root / "data" / "deadly").exists():
            os.kill(os.getpid(), signal.SIGKILL)
        results.append(task.build_one(workspace, of, pdf=pdf))
    return results


vars(worker)["build_group"] = build_slowly
