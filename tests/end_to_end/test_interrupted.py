"""Ctrl-C in a terminal in which make has begun the program: the program says its last sentence, and make has nothing to add."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty")

ROOT = Path(__file__).parents[2]
# Ends as the desk does, or as what is broken off.
PROGRAM = """
import time
try:
    print("begun", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("last words", flush=True)
    raise SystemExit({code})
"""


@pytest.mark.parametrize("code", [0, 1])
def test_make_adds_no_line_to_what_the_program_says(tmp_path: Path, code: int) -> None:
    (tmp_path / "program.py").write_text(PROGRAM.format(code=code), encoding="utf-8")
    (tmp_path / "goal.mk").write_text(f"waiting:\n\t{sys.executable} {tmp_path}/program.py\n", encoding="utf-8")
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(tmp_path)
        own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        os.execvpe("make", ["make", "-f", str(ROOT / "Makefile"), "-f", "goal.mk", "waiting"], own)
    said = b""
    while b"begun\r\n" not in said:
        said += os.read(terminal, 1000)
    os.write(terminal, b"\x03")
    while part := rest(terminal):
        said += part
    os.waitpid(child, 0)
    assert said.decode().replace("^C", "").split("\r\n") == ["begun", "last words", ""]


def rest(terminal: int) -> bytes:
    """Return what is said until the program has gone."""
    try:
        return os.read(terminal, 1000)
    except OSError:
        return b""
