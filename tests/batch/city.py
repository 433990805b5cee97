"""A made-up city in a folder of its own, and the command run in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pipeline.batch.synth import City, Planted, city_workspace
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]
FORM = "zhanjiang-2020"


def city(folder: Path, count: int, mistakes: int = 0, seed: int = 1) -> tuple[Workspace, list[Planted]]:
    """Return a workspace with a number of made-up units of 2020, and what was planted in each."""
    workspace = city_workspace(Workspace(ROOT), str(folder))
    return workspace, list(City(workspace, FORM).make(count, 2020, seed, mistakes))


def ziping(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command there."""
    command = [sys.executable, "-m", "pipeline", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=workspace.root, env=variables, capture_output=True, text=True, check=False)


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Return every file of the output by its path, hidden ones left out."""
    output = workspace.root / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
