"""What several tests share: a copy of the shipped data and templates to work in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.workspace import Workspace

ROOT = Path(__file__).parent.parent


@pytest.fixture
def shipped(tmp_path: Path) -> Workspace:
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.schema.json"))
    return Workspace(tmp_path)
