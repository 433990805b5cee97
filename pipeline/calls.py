"""How whoever uses the program calls it: through make, by its own name where there is no make, or with the buttons of the desk."""

from __future__ import annotations

import os
import sys
from typing import Final

# In the environment of a desk's process.
DESK: Final = "ZIPING_DESK"


def is_through_make() -> bool:
    """Return whether make started the program; then its user knows commands as make's targets."""
    return "MAKELEVEL" in os.environ


def either(at_desk: str, by_command: str) -> str:
    """Return what is to be done, as whoever uses the program can do it.

    Args:
        at_desk: what who sits at the desk is told, who has a browser and types no commands.
        by_command: what everybody else is told.
    """
    return at_desk if DESK in os.environ else by_command


def command(name: str, unit: str = "", year: str = "", further: str = "") -> str:
    """Return a command as its user types it.

    Args:
        name: the command's name.
        unit: the unit's folder name, if it takes one.
        year: the year, likewise.
        further: what sets a further form of the year apart, likewise.
    """
    if is_through_make():
        words = ["make", name, f"UNIT={unit}" if unit else "", f"YEAR={year}" if year else ""]
    else:
        words = ["ziping", name, unit, year]
    words.append(option("name", further) if further else "")
    return " ".join(filter(None, words))


def option(name: str, value: str) -> str:
    """Return a command's option as its user types it."""
    return f"{variable(name)}={value}" if is_through_make() else f"--{name}={value}"


def flag(name: str) -> str:
    """Return a command's switch as its user types it."""
    return f"{variable(name)}=1" if is_through_make() else f"--{name}"


def variable(name: str) -> str:
    """Return an option's name as make knows it."""
    return name.upper().replace("-", "_")


def installing(packages: str) -> str:
    """Return how packages are added to those that the program uses."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m pip install {packages}"
