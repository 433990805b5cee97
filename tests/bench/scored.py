"""A scored form with 60 indicators in three levels beside the shipped form, and what more indicators cost, in processor time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.unit_year import examine, make, prepare
from pipeline.facts.fact import Facts
from pipeline.source.reader import Source
from pipeline.workspace import UnitYear, Workspace
from tests.bench.tables import ROOT, Table
from tests.many_indicators import YEAR, many_indicators

SHIPPED: Final = ("xinfang", "shili")  # as a bureau published it, and all of the form filled in
INDICATORS: Final = 60
SIZES: Final = (500, 5_000)
ROUNDS, ROUNDS_OF_MANY = 15, 3
PRINTED, WHOLE = WHAT = ("facts to documents", "whole unit-year")

# Milliseconds by the unit's name and by what was done.
Times = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Ready:
    """A unit-year before anything is made of it.

    Attributes:
        compiled: its form.
        sources: its data files as read.
        facts: what they say.
        often: how often it is done for one figure.
    """

    compiled: CompiledForm
    sources: list[Source]
    facts: Facts
    often: int = 1

    def print(self) -> None:
        """Print the documents."""
        for document in self.compiled.documents:
            document.render(self.facts)

    def make(self) -> None:
        """Do all of it: facts, checks, documents of both editions, read back and searched."""
        made = make(self.compiled, YEAR, self.sources)
        assert made.public.files, [problem.message for problem in made.problems]


def measure() -> list[Table]:
    """Return how 60 indicators compare with the shipped form, and what each further one costs."""
    shipped = {unit: ready(Workspace(ROOT), UnitYear(unit, YEAR)) for unit in SHIPPED}
    with tempfile.TemporaryDirectory() as folder:
        workspace, units = many_indicators(Path(folder), INDICATORS, *SIZES)
        beside = processor_times({**shipped, "scored": ready(workspace, units[INDICATORS])}, ROUNDS)
        growth = processor_times({f"{size:,}": ready(workspace, units[size], max(SIZES) // size) for size in SIZES}, ROUNDS_OF_MANY)
    return [
        Table(
            f"{INDICATORS} indicators in three levels beside the shipped form",
            ("processor time", "scored ms", *(column for unit in SHIPPED for column in (f"{unit} ms", "ratio")), "aim"),
            [(what, beside["scored", what], *compared(beside, what), "≤ 3") for what in WHAT],
        ),
        *(
            Table(
                f"growth with the indicators, {what}", ("indicators", "ms/indicator", f"/ that of {SIZES[0]}", "aim"), growths(growth, what)
            )
            for what in WHAT
        ),
    ]


def ready(workspace: Workspace, of: UnitYear, often: int = 1) -> Ready:
    """Return a unit-year with its form compiled and its facts read.

    Args:
        workspace: where everything is.
        of: the unit-year.
        often: how often it is done for one figure: sizes are compared by the same amount of work, or the least time favours the small.
    """
    compiled, sources = prepare(workspace, of)
    return Ready(compiled, sources, examine(compiled, of.year, sources).facts, often)


def processor_times(units: Mapping[str, Ready], rounds: int) -> Times:
    """Return the least processor time of printing and of making each unit-year, all taking turns."""
    times: dict[tuple[str, str], float] = {}
    for _ in range(rounds):
        for name, unit in units.items():
            for what, job in ((PRINTED, unit.print), (WHOLE, unit.make)):
                times[name, what] = min(times.get((name, what), float("inf")), processor_time(job, unit.often))
    return times


def processor_time(job: Callable[[], None], often: int) -> float:
    """Return how many ms of processor time a job takes, done several times."""
    began = time.process_time()
    for _ in range(often):
        job()
    return (time.process_time() - began) * 1000 / often


def compared(times: Times, what: str) -> list[float]:
    """Return the time of each shipped unit-year, and how many times as much the scored form takes."""
    return [figure for unit in SHIPPED for figure in (times[unit, what], times["scored", what] / times[unit, what])]


def growths(times: Times, what: str) -> list[tuple[str | float, ...]]:
    """Return the time for each indicator at each size, and how many times as much as at the first size it is."""
    each = {size: times[f"{size:,}", what] / size for size in SIZES}
    return [(f"{size:,}", own, own / each[SIZES[0]], "0.85–1.15") for size, own in each.items()]
