"""What is to be published, where and why, and the right to do it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pipeline.build.folder import turn
from pipeline.publish.chain import sound_history
from pipeline.publish.entries import Reason
from pipeline.publish.history import History
from pipeline.publish.settings import Settings
from pipeline.publish.site import Site
from pipeline.remote.target import Target
from pipeline.workspace import UnitYear, Workspace

# How long to wait for another publication, in seconds: it may be sending to another machine.
PATIENCE: Final = 600
# Stands for no unit-year, but the site as a whole.
WHOLE: Final = UnitYear("", "")


@dataclass(frozen=True)
class Job:
    """What is to be published, where and why.

    Attributes:
        workspace: where everything is.
        address: where the site is, as the user wrote it.
        target: the same, opened.
        settings: what every page says about the site.
        reason: why and when.
        of: which unit-year; WHOLE for the whole site.
    """

    workspace: Workspace
    address: str
    target: Target
    settings: Settings
    reason: Reason
    of: UnitYear = WHOLE

    @property
    def log(self) -> Path:
        """The unit-year's log of publications, or the site's own log."""
        return self.workspace.site_log if self.of == WHOLE else self.workspace.log_file(self.of)

    @cached_property
    def site(self) -> Site:
        """What makes the pages: one for the whole job, which compiles each template once."""
        return Site(self.workspace.layout, self.settings)

    def history(self) -> History:
        """Return the log.

        Raises:
            Stop: it was tampered with.
        """
        return sound_history(self.log, self.workspace.shown(self.log))

    def site_history(self) -> History:
        """Return the site's own log, of rollbacks and of withdrawals that a unit-year's log could not take.

        Raises:
            Stop: it was tampered with.
        """
        return sound_history(self.workspace.site_log, self.workspace.shown(self.workspace.site_log))


def alone(job: Job, waiting: Callable[[], None]) -> AbstractContextManager[None]:
    """Hold the right to write a log, after waiting for another publication of the same if need be.

    Args:
        job: what is to be published.
        waiting: called once if another publication has to end first.

    Raises:
        Stop: the other one does not end.
    """
    beside = job.workspace.root / "output" / f"{job.log.parent.name}-{job.log.name}"
    return turn(beside, job.workspace.shown(job.log), waiting, doing="发布这份内容", patience=PATIENCE)
