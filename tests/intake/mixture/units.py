"""Whose forms are read: shipped units, units of a made-up city, and units whose values are made up at random."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.build.unit_year import examine, prepare
from pipeline.facts.fact import Facts
from pipeline.workspace import Asked, UnitYear, Workspace
from tests.batch.city import city
from tests.intake.mixture.invented import invented
from tests.intake.mixture.masters import Master, master

ROOT: Final = Path(__file__).parents[3]
WORKSPACE: Final = Workspace(ROOT)
SHIPPED: Final = (
    UnitYear("xinfang", "2020"),
    UnitYear("shili", "2018"),
    UnitYear("shili", "2020"),
    UnitYear("gonggong", "2018"),
    UnitYear("shuili", "2022"),
)


def tables(compiled: CompiledForm, facts: Facts) -> Iterator[Master]:
    """Yield the filled forms of a unit-year: its documents that are Word forms, no narratives."""
    for document in compiled.documents:
        if document.spec.shell is None and document.is_made(facts):
            yield master(document, facts)


@cache
def shipped(of: UnitYear) -> list[Master]:
    """Return the filled forms of a shipped unit-year."""
    compiled, sources = prepare(WORKSPACE, of)
    return [*tables(compiled, examine(compiled, of.year, sources).facts)]


def in_city(folder: Path, count: int, seed: int) -> Iterator[Master]:
    """Yield the filled forms of a made-up city's units.

    Args:
        folder: where the city is put.
        count: how many units.
        seed: another one gives another city.
    """
    workspace, _ = city(folder, count, seed=seed)
    for of in workspace.unit_years(Asked()):
        _, sources = prepare(workspace, of, printing=False)
        compiled = compile_form(WORKSPACE, "zhanjiang-2020")
        yield from tables(compiled, examine(compiled, of.year, sources).facts)


def made_up(form: str, count: int, seed: int) -> Iterator[Master]:
    """Yield forms filled at random.

    Args:
        form: the form's name.
        count: how many units.
        seed: another one gives other values.
    """
    compiled = compile_form(WORKSPACE, form)
    for number in range(count):
        yield from tables(compiled, invented(compiled, 2020, Random(f"{form} {seed} {number}")))
