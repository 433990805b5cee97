"""All units of a year, as the bureau sees them: who has handed in, how much is filled in, what is wrong, how the documents stand.

The list of units comes at once. How each of them stands takes a look into its data: the page asks for it afterwards, some at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import quote

import jinja2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.batch.data_places import units_without
from pipeline.batch.task import name_of
from pipeline.build.current import current
from pipeline.build.manifest import read_manifest
from pipeline.desk.asked import Answer, beside, shown
from pipeline.desk.entries import progress
from pipeline.desk.forms import look, titled_forms
from pipeline.desk.opened import opened
from pipeline.desk.reasons import answerable
from pipeline.problems import Severity, Stop, has_errors
from pipeline.workspace import DATA, Asked, UnitYear, Workspace, check_year

PATIENCE: Final = 0.1  # seconds in which an answer counts units: the page shows them as they come


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit-year as the first page lists it.

    Attributes:
        of: which unit-year.
        name: what it is called.
        where: the address of its page; nothing if its data are not begun.
    """

    of: UnitYear
    name: str
    where: str


class City:
    """The first page."""

    def __init__(self, workspace: Workspace, pages: jinja2.Environment) -> None:
        self.workspace = workspace
        self.pages = pages
        self.known: dict[UnitYear, tuple[Sequence[tuple[str, int, int]], dict[str, Any]]] = {}  # as long as no form is changed

    def gets(self) -> dict[str, Answer]:
        """Return what is asked for where."""
        return {"/": self.home, "/city/{year}": self.home, "/city/{year}/standing/{first:int}": self.standing}

    async def home(self, request: Request) -> Response:
        """List all units of a year: of the newest, if none is named."""
        every = self.workspace.unit_years()
        years = sorted({of.year for of in every}, reverse=True)
        year = check_year(request.path_params["year"]) if "year" in request.path_params else next(iter(years), "")
        units = list(listed(self.workspace, every, year))
        content: dict[str, Any] = {"title": "自评填报", "year": year, "years": years, "units": units, "forms": titled_forms(self.workspace)}
        content["has_summary"] = (self.workspace.root / "output" / f"{year}.summary.html").is_file()
        return shown(self.pages, "home.html", content, entries=len(units))

    async def standing(self, request: Request) -> Response:
        """Tell how units stand from a number on, as many as can be told in a moment, and the number of the next; none behind the last."""
        first: int = request.path_params["first"]
        every = self.workspace.unit_years(Asked(year=check_year(request.path_params["year"])))
        told, until = list[dict[str, Any]](), time.monotonic() + PATIENCE
        for of in every[first:]:
            told.append(await beside(partial(self.standing_of, of)))
            if time.monotonic() > until:
                break
        return JSONResponse({"told": told, "next": first + len(told) if first + len(told) < len(every) else None})

    def standing_of(self, of: UnitYear) -> dict[str, Any]:
        """Return how a unit-year stands; looked up anew only if its files have changed."""
        looks = looks_of(self.workspace, of)
        before, told = self.known.get(of, ((), {}))
        if looks != before:
            told = {"where": address(of), **counts(self.workspace, of)}
            self.known[of] = looks, told
        return told | {"documents": documents(self.workspace, of)}


def listed(workspace: Workspace, every: Sequence[UnitYear], year: str) -> Iterator[Listed]:
    """Yield the unit-years of a year, and behind them the units that have not begun it.

    Args:
        workspace: where everything is.
        every: all unit-years.
        year: the year.
    """
    there = [of for of in every if of.year == year]
    for of in there:
        yield Listed(of, f"{name_of(workspace, of.unit)}{of.named}", address(of))
    for unit in units_without(every, there, workspace.units()):
        yield Listed(UnitYear(unit, year), name_of(workspace, unit), "")


def address(of: UnitYear) -> str:
    """Return the address of a unit-year's page."""
    return f"/work/{of.unit}/{quote(of.stem)}"


def counts(workspace: Workspace, of: UnitYear) -> dict[str, Any]:
    """Return how much of a unit-year is filled in, and how many findings of each kind it has; -1 where nobody can say."""
    try:
        now = opened(workspace, of)
        problems, (filled, asked) = now.problems(), progress(list(now.entries.values()))
        unanswered = len(answerable(now))
    except Stop as stop:
        problems, (filled, asked), unanswered = stop.problems, (-1, -1), -1
    found = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    return {
        "filled": filled,
        "asked": asked,
        "errors": found[Severity.ERROR],
        "warnings": found[Severity.WARNING],
        "open": unanswered,
        "is_faulty": has_errors(problems),
    }


def documents(workspace: Workspace, of: UnitYear) -> str:
    """Return how a unit-year's documents stand, in words."""
    if read_manifest(workspace.output(of)) is None:
        return "还没有生成"
    return "已生成" if current(workspace, of) else "生成以后又改过"


def looks_of(workspace: Workspace, of: UnitYear) -> list[tuple[str, int, int]]:
    """Return how the data files look that a unit-year's findings come from: those of its unit, of all years."""
    return [look(path) for path in sorted(workspace.unit_file(of.unit).parent.glob(f"*{DATA}"))]
