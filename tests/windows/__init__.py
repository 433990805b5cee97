"""Runs the program as on Windows, so far as that can be imitated here: see imitation/sitecustomize.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.conftest import ROOT

IMITATION = Path(__file__).parent / "imitation"

Done = subprocess.CompletedProcess[str]

IN_TURN = """
import json, sys
from pipeline.cli import main
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["ziping", *arguments]
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise
"""


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


def ziping_in_turn(folder: Path, *calls: Sequence[str]) -> Done:
    """Run commands on the imitated Windows in one process, which compiles the form once, up to the first that fails."""
    return run_python(folder, "-c", IN_TURN, json.dumps(calls))
