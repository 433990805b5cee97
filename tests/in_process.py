"""The command run in this process, in any folder, for tests of what it does and says rather than of the process that it would be.

To start Python, import everything and compile a form takes longer than most commands; `end_to_end/test_install.py`, `test_make.py` and
`test_windows.py` start processes as users do.
"""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.cli import main
from pipeline.language.budget import renew


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    said: str
    complained: str


def ziping(folder: Path, *arguments: str) -> Done:
    """Run the command in a folder."""
    said, complained = StringIO(), StringIO()
    compile_form.cache_clear()  # a process knows nothing of the one before
    renew()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(complained):
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["ziping", *arguments])
        with pytest.raises(SystemExit) as leave:
            main()
    assert isinstance(leave.value.code, int)
    return Done(leave.value.code, said.getvalue(), complained.getvalue())
