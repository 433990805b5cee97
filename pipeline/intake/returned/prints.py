"""A unit-year's narratives: printed anew from the data as they are, and as they were printed the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.build.former_values import former_values
from pipeline.build.manifest import read_manifest
from pipeline.build.past import read_past
from pipeline.build.unit_year import examine, prepare
from pipeline.facts.fact import Facts
from pipeline.facts.revisions import State
from pipeline.hashes import sha256
from pipeline.intake.returned.passages import Passage
from pipeline.intake.returned.printed import printed_passages
from pipeline.problems import Severity, Stop, has_errors
from pipeline.regular import MEGABYTE, read_regular
from pipeline.source.reader import Source
from pipeline.workspace import UnitYear, Workspace

PAGE: Final = ".html"
LARGEST: Final = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Print:
    """A narrative as it is printed.

    Attributes:
        name: the document's name, such as report.
        facts: what it is printed from.
        page: its HTML page.
        passages: what it says.
        is_draft: whether required values are missing in it.
    """

    name: str
    facts: Facts
    page: bytes
    passages: Sequence[Passage]
    is_draft: bool


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of how a narrative was printed.

    Attributes:
        passages: what it said the last time; None if it is not there any more.
        states: what the unit-year's documents showed for each fact, the last time and before the last change.
    """

    passages: Sequence[Passage] | None = None
    states: tuple[State, ...] = ()


def printed_now(workspace: Workspace, of: UnitYear, instead: Source | None = None) -> list[Print]:
    """Return a unit-year's narratives, printed from the data as they are; as drafts if required values are missing.

    Args:
        workspace: where everything is.
        of: which unit-year.
        instead: what stands for the year's file as it is.

    Raises:
        Stop: the data or the form cannot be used.
    """
    try:
        return printed(workspace, of, instead, draft=False)
    except Stop:
        return printed(workspace, of, instead, draft=True)


def printed(workspace: Workspace, of: UnitYear, instead: Source | None, *, draft: bool) -> list[Print]:
    """Return a unit-year's narratives.

    Args:
        workspace: where everything is.
        of: which unit-year.
        instead: what stands for the year's file as it is.
        draft: whether required values may be missing.

    Raises:
        Stop: the data have errors, or the form cannot be used.
    """
    compiled, (year, *unit) = prepare(workspace, of, draft=draft)
    sources = [instead or year, *unit]
    past = read_past(workspace, of, compiled, sources)
    examined = examine(compiled, of.year, sources, draft=draft, former=former_values(workspace, of.unit), past=past)
    if has_errors(examined.problems):
        raise Stop(*(problem for problem in examined.problems if problem.severity is Severity.ERROR))
    prints = []
    for document in compiled.documents:
        if document.spec.shell and document.is_made(examined.facts):
            page = document.printers[PAGE].print(document.context(examined.facts, draft=draft))
            prints.append(Print(document.spec.name, examined.facts, page, printed_passages(page), draft))
    return prints


def printed_before(workspace: Workspace, of: UnitYear, now: Print) -> Before:
    """Return what is known of how a narrative was printed before, the last time and before the last change.

    Args:
        workspace: where everything is.
        of: which unit-year.
        now: the narrative as it is printed now.
    """
    folder = workspace.output(of, draft=now.is_draft)
    manifest = read_manifest(folder)
    if manifest is None:
        return Before()
    states = (manifest.facts, *([manifest.before.facts] if manifest.before else []))
    name = f"{now.name}{PAGE}"
    try:
        page = read_regular(folder / name, workspace.shown(folder / name), LARGEST)
    except Stop:
        return Before(None, states)
    return Before(printed_passages(page) if manifest.outputs.get(name) == sha256(page) else None, states)
