"""Unit-years that are built one after the other and wait for the disk together: until then each is written beside its folder only."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Final, Self, TypeVar

from pipeline.build.failure import keep_failure
from pipeline.build.folder import put_in_place, turn
from pipeline.build.made import Made
from pipeline.build.unit_year import begin
from pipeline.files import HalfMade
from pipeline.problems import Stop
from pipeline.workspace import UnitYear, Workspace

# How long a unit-year that is made waits for others, in seconds: so much is lost at most when the process is killed.
LONGEST: Final = 0.5

Kept = TypeVar("Kept")


def build_together(
    workspace: Workspace, group: Sequence[UnitYear], keep: Callable[[UnitYear, Made], Kept], *, pdf: bool = False
) -> dict[UnitYear, Kept | Exception]:
    """Make the documents of some unit-years, and write those that are not so already; one that fails does not stop the others.

    Args:
        workspace: where everything is.
        group: which unit-years.
        keep: what is kept of each that was made, as all that is made of many is too large.
        pdf: whether to make PDFs too.

    Returns:
        for each what is kept, or why it could not be made or written.
    """
    results: dict[UnitYear, Kept | Exception] = {}
    with Together(workspace) as together:
        for of in group:
            try:
                results[of] = keep(of, together.begin(of, pdf=pdf))
            except Exception as fault:  # noqa: BLE001 - the caller's to tell
                results[of] = fault
    return results | together.faults


class Together:
    """Unit-years that are made, but not in their places yet.

    Attributes:
        halves: what is to take the place of their folders.
        held: one's turn to write these.
        since: when the first of them was made.
        faults: why others could not be put in their places.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.halves: dict[UnitYear, HalfMade] = {}
        self.held = ExitStack()
        self.since = 0.0
        self.faults: dict[UnitYear, Exception] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    def shown(self, of: UnitYear) -> str:
        """Return how messages name a unit-year's folder."""
        return self.workspace.shown(self.workspace.output(of))

    def begin(self, of: UnitYear, *, pdf: bool) -> Made:
        """Make a unit-year, after putting the others in their places if they have waited long, or if another process has it in hand.

        Raises:
            Stop: the data file, form or output cannot be used at all.
        """
        if self.halves and time.monotonic() - self.since > LONGEST:
            self.finish()
        with ExitStack() as mine:
            mine.enter_context(turn(self.workspace.output(of), self.shown(of), self.finish))
            made, half = begin(self.workspace, of, pdf=pdf)
            keep_failure(self.workspace.output(of), made.failure)
            if half:
                self.since = self.since if self.halves else time.monotonic()
                self.halves[of] = half
                self.held.push(mine.pop_all())
        return made

    def finish(self) -> None:
        """Put what is made in its place, and let others have their turn."""
        halves, self.halves = self.halves, {}
        try:
            faults = put_in_place({self.shown(of): half for of, half in halves.items()})
            self.faults |= {of: Stop(faults[self.shown(of)]) for of in halves if self.shown(of) in faults}
        except Exception as fault:  # noqa: BLE001 - the caller's to tell
            self.faults |= dict.fromkeys(halves, fault)
        finally:
            self.held.close()
