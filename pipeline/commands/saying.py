"""What commands say, and with which code they end; without what reads a command's words, whose import takes long."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.problems import printable
from pipeline.workspace import Workspace, find_workspace

BUILT, FAULTY, MISUSED, UNREACHED, INTERRUPTED = 0, 1, 2, 3, 130
# How terminals are told to print in colours, and no more.
COLOURS: Final = {"red": 31, "green": 32, "yellow": 33, "cyan": 36}
END: Final = "\x1b[0m"


def open_workspace() -> Workspace:
    """Return the workspace around the current folder."""
    return find_workspace(Path.cwd())


def show_lines(heading: str, lines: Iterable[str]) -> None:
    """Print a heading and the lines below it."""
    say(heading)
    for line in lines:
        say(f"  {line}")


def say(text: str, colour: str | None = None) -> None:
    """Print lines; in colour only on a terminal, and only the first. No terminal obeys what a name of a file may hold."""
    first, stroke, rest = "\n".join(map(printable, text.split("\n"))).partition("\n")
    if colour and sys.stdout and sys.stdout.isatty():
        first = coloured(first, colour)
    print(first, rest, sep=stroke, flush=True)  # noqa: T201 - what a command is for


def coloured(text: str, colour: str) -> str:
    """Return a text as a terminal prints it in a colour; windows of old Windows have to be told that they understand it."""
    if os.name == "nt":
        os.system("")  # noqa: S605, S607 - which does no more than that
    return f"\x1b[{COLOURS[colour]}m{text}{END}"
