"""What `ziping diff` compares with: the last build, what is published, or another data file. Heavy, so imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.build.comparison import Comparison, Earlier, Present, compare, last_build, other_file, read_present
from pipeline.language.wording import minute
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.history import sound_history
from pipeline.workspace import Workspace

LAST: Final = "last"
PUBLISHED: Final = "published"


def compare_with(workspace: Workspace, unit: str, year: str, against: str) -> Comparison:
    """Return what changed from an earlier state to the data as they are.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.
        against: `last` for the last build, `published` for what is published, or a data file's path.

    Raises:
        Stop: a data file or the form cannot be used, or there is no such earlier state.
    """
    present = read_present(workspace, unit, year)
    return compare(workspace, present, earlier(workspace, present, against))


def earlier(workspace: Workspace, present: Present, against: str) -> Earlier:
    """Return the earlier state that a word or a path names.

    Args:
        workspace: where everything is.
        present: the data as they are.
        against: the word or path.

    Raises:
        Stop: there is no such state.
    """
    if against == LAST:
        return last_build(workspace, present)
    if against == PUBLISHED:
        return published(workspace, present)
    return other_file(workspace, present, Path(against))


def published(workspace: Workspace, present: Present) -> Earlier:
    """Return what is published of a unit-year.

    Raises:
        Stop: nothing is, or the log was tampered with.
    """
    log = workspace.log_file(present.unit, present.year)
    history = sound_history(log, workspace.shown(log))
    if history.last is None:
        raise Stop(error(Kind.NOTHING_EARLIER, "还没有公开过，没有已公开的可比", Place(history.file)))
    return Earlier(f"已公开的（{minute(history.last.time)}）", history.state(), is_public=True)
