"""What a unit-year is compared with: the last build, what is published, last year, or another data file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.build.comparison import Comparison, Earlier, compare, last_build
from pipeline.build.former_values import former_values
from pipeline.build.past import Past, read_past
from pipeline.build.unit_year import examine, prepare
from pipeline.calls import either
from pipeline.facts.revisions import state_of
from pipeline.language.wording import minute
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.chain import sound_history
from pipeline.source.reader import read
from pipeline.workspace import UnitYear, Workspace

LAST: Final = "last"
PUBLISHED: Final = "published"
BEFORE: Final = "before"


def compare_with(workspace: Workspace, of: UnitYear, against: str) -> Comparison:
    """Return what changed from an earlier state to the data as they are.

    Args:
        workspace: where everything is.
        of: which unit-year.
        against: `last` for the last build, `published` for what is published, `before` for last year, or a data file's path.

    Raises:
        Stop: a data file or the form cannot be used, or there is no such earlier state.
    """
    compiled, sources = prepare(workspace, of)
    former = former_values(workspace, of.unit)
    past = read_past(workspace, of, compiled, sources)
    present = examine(compiled, of.year, sources, former=former, past=past)
    if against == LAST:
        earlier = last_build(workspace, of, present)
    elif against == PUBLISHED:
        earlier = published(workspace, of)
    elif against == BEFORE:
        earlier = last_year(workspace, of, past)
    else:
        shown = workspace.shown(Path(against))
        other = examine(compiled, of.year, [read(Path(against), shown), *sources[1:]], former=former, past=past)
        earlier = Earlier(shown, state_of(other.facts), other.found)
    return compare(workspace, of, present, earlier)


def published(workspace: Workspace, of: UnitYear) -> Earlier:
    """Return what is published of a unit-year.

    Raises:
        Stop: nothing is, or the log was tampered with.
    """
    log = workspace.log_file(of)
    history = sound_history(log, workspace.shown(log))
    if history.last is None:
        hint = either("先公开", f"先运行 {of.command('publish')}")
        raise Stop(error(Kind.NOTHING_EARLIER, "还没有公开过，没有已公开的可比", Place(history.file), hint=hint))
    return Earlier(f"已公开的（{minute(history.last.time)}）", history.state(), is_public=True)


def last_year(workspace: Workspace, of: UnitYear, past: Past) -> Earlier:
    """Return what last year's data say.

    Args:
        workspace: where everything is.
        of: which unit-year.
        past: what is known of the years before.

    Raises:
        Stop: there are none that can be used.
    """
    path = workspace.data_file(of.before)
    if past.last is None:
        raise Stop(error(Kind.NOTHING_EARLIER, "没有上年的数据，或者用不了，没有上年的可比", Place(workspace.shown(path))))
    return Earlier(f"上年的（{of.before.year} 年度）", state_of(past.last))
