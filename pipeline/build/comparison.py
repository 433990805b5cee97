"""Compares a unit-year's data with an earlier state, and makes a page of it that a section chief can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.manifest import read_manifest
from pipeline.build.unit_year import Examined
from pipeline.calls import either
from pipeline.facts.revisions import Revision, State, revise, state_of
from pipeline.form.field import UNIT_NAME
from pipeline.printing.pages import environment, inlined, page, style_sheet
from pipeline.privacy.edition import public_facts
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import write_file


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


def last_build(workspace: Workspace, of: UnitYear, present: Examined) -> Earlier:
    """Return what a unit-year's documents show or, if they show the present data already, what they showed before the last change.

    Args:
        workspace: where everything is.
        of: which unit-year.
        present: the data as they are.

    Raises:
        Stop: there are none.
    """
    folder = workspace.output(of)
    manifest = read_manifest(folder)
    if manifest is None:
        hint = either("先在“填写”里按“正式生成”", f"先运行 {of.command('report')}")
        raise Stop(error(Kind.NOTHING_EARLIER, "还没有生成过，没有上一次可比", Place(workspace.shown(folder)), hint=hint))
    if manifest.before and manifest.facts == state_of(present.facts):
        return Earlier("上一次改动前生成的", manifest.before.facts, manifest.before.problems)
    return Earlier("上一次生成的", manifest.facts, manifest.found)


def compare(workspace: Workspace, of: UnitYear, present: Examined, earlier: Earlier) -> Comparison:
    """Return what changed from an earlier state to the data as they are, and write the page that tells it.

    Args:
        workspace: where everything is.
        of: which unit-year.
        present: the data as they are.
        earlier: the earlier state.
    """
    facts = present.facts
    new = state_of(public_facts(facts) if earlier.is_public else facts)
    after = present.found if earlier.findings is not None else ()
    revision = revise(facts.form, earlier.state, new, earlier.findings or (), after)
    name = f"{workspace.shown(workspace.data_file(of))}（现在{'，公开版' if earlier.is_public else ''}）"
    compared = Comparison(earlier.name, name, revision, workspace.root / "output" / of.unit / f"{of.stem}.diff.html")
    write_file(
        compared.page,
        workspace.shown(compared.page),
        page_of(workspace.layout, f"{facts.names.get(UNIT_NAME, of.unit)}{of.year}年度数据对照{of.named}", compared),
    )
    return compared


def page_of(layout: Path, title: str, compared: Comparison) -> bytes:
    """Return the page that tells a comparison.

    Args:
        layout: the folder of the page layout.
        title: the page's title.
        compared: what is told.
    """
    css = style_sheet(layout, "content.css", "document.css", "pages/diff.css")
    names = {"title": title, "old": compared.old, "new": compared.new, "revision": compared.revision, **inlined(css)}
    return page(environment(layout), layout, "diff.html", names)
