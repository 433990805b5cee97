"""The private values that a unit's public editions have masked, kept beside its data so that no later text gives them away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.privacy.edition import Secret
from pipeline.privacy.former import Former, read_former, remember
from pipeline.problems import Problem, Severity
from pipeline.workspace import Workspace
from pipeline.writing import cannot_write


def former_values(workspace: Workspace, unit: str) -> Former:
    """Return the values that a unit's public editions have masked so far."""
    return read_former([workspace.private_file(unit)])


def remember_secrets(workspace: Workspace, unit: str, secrets: Sequence[Secret]) -> tuple[list[Path], list[Problem]]:
    """Note the values that a unit's public edition masks; return what is to be flushed before that edition counts.

    If it fails, the documents are none the worse, and there is a warning.

    Args:
        workspace: where everything is.
        unit: the unit's folder name, checked.
        secrets: the values.
    """
    path = workspace.private_file(unit)
    try:
        return [path] if remember(path, secrets) else [], []
    except OSError as fault:
        return [], [not_noted(workspace, path, fault)]


def not_noted(workspace: Workspace, path: Path, fault: OSError) -> Problem:
    """Return the warning that the values could not be noted.

    Args:
        workspace: where everything is.
        path: where they are noted.
        fault: why it failed.
    """
    return replace(cannot_write(fault, workspace.shown(path)), severity=Severity.WARNING)
