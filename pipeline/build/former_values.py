"""The private values that a unit's public editions have masked, kept beside its data so that no later text gives them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.privacy.edition import Secret
from pipeline.privacy.former import Former, read_former, remember
from pipeline.problems import Problem, Severity
from pipeline.workspace import Workspace
from pipeline.writing import cannot_write


def former_values(workspace: Workspace, unit: str) -> Former:
    """Return the values that a unit's public editions have masked so far."""
    return read_former([workspace.private_file(unit)])


def remember_secrets(workspace: Workspace, unit: str, secrets: Sequence[Secret]) -> list[Problem]:
    """Note the values that a unit's public edition masks; return a warning if that fails, for the documents are none the worse.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        secrets: the values.
    """
    path = workspace.private_file(unit)
    try:
        remember(path, secrets)
    except OSError as fault:
        return [replace(cannot_write(fault, workspace.shown(path)), severity=Severity.WARNING)]
    return []
