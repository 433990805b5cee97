"""What is said of a unit beside the others; its place in the unit's file is found later, for the few that there are."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.problems import Kind, Place, Problem, Severity
from pipeline.workspace import UnitYear


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that only many units together give.

    Attributes:
        of: which unit-year.
        kind: what it is.
        path: the field's path in the unit's data.
        message: the sentence.
        hint: what to do.
        severity: how bad it is.
    """

    of: UnitYear
    kind: Kind
    path: str
    message: str
    hint: str
    severity: Severity = Severity.WARNING

    def problem(self, place: Place) -> Problem:
        """Return it as a problem at a place."""
        return Problem(self.severity, self.kind, self.message, place, self.path, self.hint)
