"""Tables of figures, as a bench prints them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
RUNS = 5  # of which the fastest counts: whatever else the machine does only makes a run slower


@dataclass(frozen=True, slots=True)
class Table:
    """What was measured.

    Attributes:
        title: what the table is about.
        columns: the headings; the first column says what was measured.
        rows: a text and the figures.
    """

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str | float, ...]]


def print_tables(tables: list[Table]) -> None:
    """Print tables for people."""
    for table in tables:
        width = max(len(str(row[0])) for row in (table.columns, *table.rows)) + 2
        print(f"\n{table.title}")
        print(f"{table.columns[0]:{width}}" + "".join(f"{column:>{len(column) + 2}}" for column in table.columns[1:]))
        for first, *others in table.rows:
            print(f"{first:{width}}" + "".join(shown(value, len(name) + 2) for value, name in zip(others, table.columns[1:], strict=True)))


def shown(value: str | float, width: int) -> str:
    """Return a figure with as many digits as say something."""
    width = max(width, 9)
    return f"{value:>{width}}" if isinstance(value, str) else f"{value:{width},.{2 if abs(value) < 100 else 0}f}"


def in_turns(jobs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median over the rounds of each job's fastest run in ms, the jobs taking turns: the machine's speed drifts."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(min(seconds(job) for _ in range(RUNS)) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def seconds(job: Callable[[], object]) -> float:
    """Return how long a job takes."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began
