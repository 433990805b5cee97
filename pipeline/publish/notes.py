"""What is typed for the public besides the data: a note must not give away who the contact is, or was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.build.former_values import former_values
from pipeline.build.unit_year import prepare
from pipeline.facts.reader import read_facts
from pipeline.privacy.edition import Permit, Secret, read_permits, secrets
from pipeline.privacy.former import faults_of_note, read_former
from pipeline.problems import Place, Problem, Stop, has_errors
from pipeline.publish.job import Job
from pipeline.workspace import Workspace

NOTE: Final = Place("NOTE=")


def refuse_private_note(job: Job, private: Sequence[Secret], permits: Sequence[Permit]) -> list[Problem]:
    """Refuse a note that gives away a private value of the unit, of the present data or of any that were published before.

    Args:
        job: what is to be done, with the note.
        private: the private values of the present data.
        permits: texts that may be published although they look private.

    Returns:
        What else in it may be personal.

    Raises:
        Stop: it does; says what kind of value it is, not which.
    """
    if not job.reason.note:
        return []
    return refused(faults_of_note(job.reason.note, NOTE, former_values(job.workspace, job.of.unit), private, permits))


def private_now(job: Job) -> tuple[Sequence[Secret], Sequence[Permit]]:
    """Return the private values of a unit-year's data, and what may be published of them; none of data that cannot be read."""
    try:
        compiled, sources = prepare(job.workspace, job.of)
    except Stop:
        return (), ()
    facts, _ = read_facts(compiled.form, compiled.formulas, int(job.of.year), sources, draft=True)
    return secrets(facts), read_permits(sources)[0]


def refuse_private_note_of_site(workspace: Workspace, note: str) -> list[Problem]:
    """Refuse a note about the whole site that gives away a private value of any unit; return what else in it may be personal.

    Raises:
        Stop: it does.
    """
    return refused(faults_of_note(note, NOTE, read_former(workspace.private_files() if note else ())))


def refused(faults: list[Problem]) -> list[Problem]:
    """Refuse what has faults; return what is only doubtful."""
    if has_errors(faults):
        raise Stop(*faults)
    return faults
