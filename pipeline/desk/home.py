"""All unit-years of a workspace, year by year: what each is called, and whether its documents are those of its data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from pipeline.batch.task import name_of
from pipeline.build.current import current
from pipeline.build.manifest import read_manifest
from pipeline.workspace import UnitYear, Workspace


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit-year as the first page lists it.

    Attributes:
        of: which unit-year.
        name: the unit's name.
        standing: how its documents stand, in words.
    """

    of: UnitYear
    name: str
    standing: str


def years_of(workspace: Workspace) -> list[tuple[str, list[Listed]]]:
    """Return the unit-years of each year, the newest year first."""
    every = sorted(workspace.unit_years(), key=lambda of: (-int(of.year), of))
    return [(year, [listed(workspace, of) for of in some]) for year, some in groupby(every, key=lambda of: of.year)]


def listed(workspace: Workspace, of: UnitYear) -> Listed:
    """Return a unit-year as it is listed."""
    return Listed(of, name_of(workspace, of.unit), standing(workspace, of))


def standing(workspace: Workspace, of: UnitYear) -> str:
    """Return how a unit-year's documents stand, in words."""
    if read_manifest(workspace.output(of)) is None:
        return "还没有生成"
    return "已生成" if current(workspace, of) else "生成以后数据或表又改过"
