"""Compares a unit-year's data with an earlier state, and makes a page of it that a section chief can read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import CompiledForm, examine, prepare
from pipeline.facts.revisions import Revision, State, revise, state_of
from pipeline.files import replace_file
from pipeline.form.field import UNIT_NAME
from pipeline.language.wording import minute
from pipeline.printing.pages import environment
from pipeline.privacy.edition import public_facts
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.publish.history import read_history
from pipeline.source import reader as source
from pipeline.workspace import Workspace

LAST, PUBLISHED = "last", "published"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing two states.

    Attributes:
        old: what the earlier state is called.
        new: what the later one is called.
        revision: what changed between them.
        page: the page that tells it.
    """

    old: str
    new: str
    revision: Revision
    page: Path


def compare(workspace: Workspace, unit: str, year: str, against: str) -> Comparison:
    """Return what changed from an earlier state to the data as they are, and write the page that tells it.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.
        against: `last` for the last build, `published` for what is published, or a data file's path.

    Raises:
        Stop: a data file or the form cannot be used, or there is no such earlier state.
    """
    compiled, sources = prepare(workspace, unit, year)
    facts, problems = examine(compiled, year, sources)
    new = state_of(public_facts(facts) if against == PUBLISHED else facts)
    old_name, old, before = earlier(workspace, unit, year, against, compiled)
    after = problems if before is not None else []
    revision = revise(compiled.form, old, new, before or [], after)
    name = f"{workspace.shown(workspace.data_file(unit, year))}（现在{'，公开版' if against == PUBLISHED else ''}）"
    title = f"{facts.names.get(UNIT_NAME, unit)}{year}年度数据对照"
    page = workspace.root / "output" / unit / f"{year}.diff.html"
    replace_file(page, page_of(workspace, title, old_name, name, revision))
    return Comparison(old_name, name, revision, page)


def earlier(workspace: Workspace, unit: str, year: str, against: str, compiled: CompiledForm) -> tuple[str, State, list[Problem] | None]:
    """Return an earlier state with its name, and what the checks found in it; None if nobody knows.

    Raises:
        Stop: there is no such state.
    """
    if against == LAST:
        manifest = read_manifest(workspace.output(unit, year))
        if manifest is None:
            place = Place(workspace.shown(workspace.output(unit, year)))
            raise Stop(
                error(Kind.NOTHING_EARLIER, "还没有生成过，没有上一次可比", place, hint=f"先运行 make report UNIT={unit} YEAR={year}")
            )
        return "上一次生成的", manifest.facts, list(manifest.problems)
    if against == PUBLISHED:
        log = workspace.log_file(unit, year)
        history = read_history(log, workspace.shown(log))
        if history.problems:
            raise Stop(*history.problems)
        if history.last is None:
            raise Stop(error(Kind.NOTHING_EARLIER, "还没有公开过，没有已公开的可比", Place(workspace.shown(log))))
        return f"已公开的（{minute(history.last.time)}）", history.state(), None
    return of_file(workspace, unit, year, Path(against), compiled)


def of_file(workspace: Workspace, unit: str, year: str, path: Path, compiled: CompiledForm) -> tuple[str, State, list[Problem]]:
    """Return the state that another data file gives, with what the checks find in it.

    Raises:
        Stop: the file cannot be read.
    """
    unit_file = workspace.unit_file(unit)
    sources = [source.read(path, workspace.shown(path))]
    sources += [source.read(unit_file, workspace.shown(unit_file))] if unit_file.exists() else []
    facts, problems = examine(compiled, year, sources)
    return workspace.shown(path), state_of(facts), problems


def page_of(workspace: Workspace, title: str, old: str, new: str, revision: Revision) -> bytes:
    """Return the page that tells a comparison."""
    css = "".join((workspace.layout / name).read_text(encoding="utf-8") for name in ("content.css", "document.css", "pages/diff.css"))
    template = environment(workspace.layout).get_template("diff.html")
    return template.render(title=title, old=old, new=new, revision=revision, css=re.sub(r"\s+", " ", css)).encode()
