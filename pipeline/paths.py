"""Where a value stands: `经济性.三公经费.预算安排数`, `项目[2].金额`; where a form declares it: `项目[].金额`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pipeline.regex import regex

EVERY_ROW: Final = "[]"
NUMBER: Final = regex(r"\[[0-9]+\]")
ONE_OF: Final = regex(r"(.+)\[([0-9]+)\]")
STEP: Final = regex(r"[.\[]")
CELL: Final = regex(r"(.+)\[([0-9]+)\]\.([^.\[\]]+)")


def child(path: str, name: str) -> str:
    """Return the path of a name in a group; the group at the top has an empty path."""
    return f"{path}.{name}" if path else name


def numbered(path: str, number: int) -> str:
    """Return the path of a row, or of one of several texts, by its 1-based number."""
    return f"{path}[{number}]"


def one_of(path: str) -> tuple[str, int] | None:
    """Return the path of several texts and the number of the one whose path is given; None if it is none of several."""
    found = ONE_OF.fullmatch(path)
    return (found[1], int(found[2])) if found else None


def every_row(path: str) -> str:
    """Return the path of what a form declares for each row."""
    return f"{path}{EVERY_ROW}"


def steps(path: str) -> list[str]:
    """Return the names on the way to a value, each with the number of its row, if it has one."""
    return path.split(".")


def parent(path: str) -> str:
    """Return the path of the group that a value stands in; empty at the top."""
    return path.rpartition(".")[0]


def as_declared(path: str) -> str:
    """Return a value's path as its form declares it: without the numbers of rows."""
    return NUMBER.sub(EVERY_ROW, path) if "[" in path else path


def without_rows(path: str) -> str:
    """Return a path without the numbers of rows and what marks them."""
    return NUMBER.sub("", path).replace(EVERY_ROW, "") if "[" in path else path


def is_in_rows(path: str) -> bool:
    """Return whether a form declares something within rows, so that there is no single value of it."""
    return EVERY_ROW in path


def is_below(path: str, other: str) -> bool:
    """Return whether a path is another one or lies in it."""
    return path == other or path.startswith((f"{other}.", f"{other}[")) or not other


def ways_to(path: str) -> Iterator[str]:
    """Yield each path that a path lies in, and itself: those of which `is_below` is true."""
    yield from ("", path)
    yield from (path[: place.start()] for place in STEP.finditer(path))


def cell(path: str) -> tuple[str, int, str] | None:
    """Return the rows that a value stands in, the number of its row and its name there; None if it stands in no row."""
    found = CELL.fullmatch(path)
    return (found[1], int(found[2]), found[3]) if found else None
