"""Compares a unit-year's data with an earlier state, and makes a page of it that a section chief can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import CompiledForm, Examined, examine, prepare
from pipeline.facts.revisions import Revision, State, revise, state_of
from pipeline.files import replace_file
from pipeline.form.field import UNIT_NAME
from pipeline.printing.pages import environment, style_sheet
from pipeline.privacy.edition import public_facts
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.source.reader import Source, read
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Present:
    """A unit-year's data as they are.

    Attributes:
        unit: the unit's folder name.
        year: the year.
        compiled: the form that they fill.
        sources: the data files as read, the year's first.
        examined: what they say, and what is wrong with them.
    """

    unit: str
    year: str
    compiled: CompiledForm
    sources: Sequence[Source]
    examined: Examined


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier state of a unit-year.

    Attributes:
        name: what it is called.
        state: what its facts say.
        findings: what the checks found in it; None if nobody knows.
        is_public: whether it is one of the public edition.
    """

    name: str
    state: State
    findings: Sequence[Problem] | None = None
    is_public: bool = False


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


def read_present(workspace: Workspace, unit: str, year: str) -> Present:
    """Return a unit-year's data as they are.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.

    Raises:
        Stop: a data file or the form cannot be used.
    """
    compiled, sources = prepare(workspace, unit, year)
    return Present(unit, year, compiled, sources, examine(compiled, year, sources))


def last_build(workspace: Workspace, present: Present) -> Earlier:
    """Return what a unit-year's documents show.

    Raises:
        Stop: there are none.
    """
    folder = workspace.output(present.unit, present.year)
    manifest = read_manifest(folder)
    if manifest is None:
        hint = f"先运行 make report UNIT={present.unit} YEAR={present.year}"
        raise Stop(error(Kind.NOTHING_EARLIER, "还没有生成过，没有上一次可比", Place(workspace.shown(folder)), hint=hint))
    return Earlier("上一次生成的", manifest.facts, manifest.problems)


def other_file(workspace: Workspace, present: Present, path: Path) -> Earlier:
    """Return what another data file says in place of the year's.

    Args:
        workspace: where everything is.
        present: the data as they are, whose form and unit the other file shares.
        path: the other file.

    Raises:
        Stop: it cannot be read.
    """
    shown = workspace.shown(path)
    examined = examine(present.compiled, present.year, [read(path, shown), *present.sources[1:]])
    return Earlier(shown, state_of(examined.facts), examined.problems)


def compare(workspace: Workspace, present: Present, earlier: Earlier) -> Comparison:
    """Return what changed from an earlier state to the data as they are, and write the page that tells it.

    Args:
        workspace: where everything is.
        present: the data as they are.
        earlier: the earlier state.
    """
    unit, year, facts = present.unit, present.year, present.examined.facts
    new = state_of(public_facts(facts) if earlier.is_public else facts)
    after = present.examined.problems if earlier.findings is not None else ()
    revision = revise(present.compiled.form, earlier.state, new, earlier.findings or (), after)
    name = f"{workspace.shown(workspace.data_file(unit, year))}（现在{'，公开版' if earlier.is_public else ''}）"
    page = workspace.root / "output" / unit / f"{year}.diff.html"
    compared = Comparison(earlier.name, name, revision, page)
    replace_file(page, page_of(workspace.layout, f"{facts.names.get(UNIT_NAME, unit)}{year}年度数据对照", compared))
    return compared


def page_of(layout: Path, title: str, compared: Comparison) -> bytes:
    """Return the page that tells a comparison.

    Args:
        layout: the folder of the page layout.
        title: the page's title.
        compared: what is told.
    """
    css = style_sheet(layout, "content.css", "document.css", "pages/diff.css")
    names = {"title": title, "old": compared.old, "new": compared.new, "revision": compared.revision, "css": css}
    return environment(layout).get_template("diff.html").render(names).encode()
