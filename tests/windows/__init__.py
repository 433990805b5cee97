"""Runs the program as on Windows, so far as that can be imitated here: see imitation/sitecustomize.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

IMITATION = Path(__file__).parent / "imitation"

Done = subprocess.CompletedProcess[str]


def run_python(folder: Path, *arguments: str, on_windows: bool = True) -> Done:
    """Run Python in a folder; on the imitated Windows also without UTF-8 as its own encoding."""
    paths = [str(IMITATION), str(ROOT)] if on_windows else [str(ROOT)]
    variables = {name: value for name, value in os.environ.items() if name != "MAKELEVEL"} | {"PYTHONPATH": os.pathsep.join(paths)}
    if on_windows:
        variables |= {"PYTHONIOENCODING": "gbk:strict"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)


def ziping(folder: Path, *arguments: str, on_windows: bool = True) -> Done:
    return run_python(folder, "-m", "pipeline", *arguments, on_windows=on_windows)
