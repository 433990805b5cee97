"""What is to be published, where and why, and the right to do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.files import BusyError, locked
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.entries import Reason
from pipeline.publish.history import History, sound_history
from pipeline.publish.settings import Settings
from pipeline.publish.site import Site
from pipeline.remote.target import Target
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be published, where and why.

    Attributes:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        year: the year, checked.
        address: where the site is, as the user wrote it.
        target: the same, opened.
        settings: what every page says about the site.
        reason: why and when.
    """

    workspace: Workspace
    unit: str
    year: str
    address: str
    target: Target
    settings: Settings
    reason: Reason

    @property
    def log(self) -> Path:
        """The unit-year's log of publications."""
        return self.workspace.log_file(self.unit, self.year)

    @property
    def pending(self) -> Path:
        """Where an entry stands until the site is switched."""
        return self.log.with_name(f".{self.log.name}.pending")

    @property
    def site(self) -> Site:
        """What makes the pages."""
        return Site(self.workspace.layout, self.settings)

    def history(self) -> History:
        """Return the log.

        Raises:
            Stop: it was tampered with.
        """
        return sound_history(self.log, self.workspace.shown(self.log))


@contextmanager
def alone(job: Job) -> Iterator[None]:
    """Hold the right to write a unit-year's log.

    Raises:
        Stop: another publication of it is under way.
    """
    try:
        with locked(job.workspace.root / "output" / job.unit / f"{job.year}-log"):
            yield
    except BusyError:
        raise Stop(error(Kind.BUSY, "另一个程序正在发布这份内容", Place(job.workspace.shown(job.log)), hint="请稍后再试")) from None
