"""Whoever tests the desk sits at it."""

from __future__ import annotations

import pytest

from pipeline.calls import DESK


@pytest.fixture(autouse=True)
def at_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let messages name the desk's buttons, as in its own process."""
    monkeypatch.setenv(DESK, "1")
