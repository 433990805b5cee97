"""What several tests share: a copy of the shipped data and templates to work in."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline import kept
from pipeline.language.budget import renew
from pipeline.workspace import Workspace
from tests.shared_form import share

ROOT = Path(__file__).parent.parent

# Commands are named as whoever calls the program knows them: in all tests as through make, whether these run through it or not.
os.environ["MAKELEVEL"] = "1"

# Whatever the environment says, Python keeps what it made of the sources: a hundred tests start the program as a process of its own, and
# would read and rewrite all modules each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# What a process keeps for the next one is kept apart from the user's own, and by whole processes only: what tests make of the program's
# parts is nothing to be found again.
os.environ["XDG_CACHE_HOME"] = str(ROOT / ".cache" / "kept")
folder_of_user, kept.folder = kept.folder, lambda: None

share()

# No test depends on the machine's speed; and what a change has to pass is the same each time.
settings.register_profile("ziping", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("ziping")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that have most slow tests, so that of several workers none is left with one when the others are done."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: -slow[item.path])


@pytest.fixture(autouse=True)
def _own_budget() -> None:
    """Let each test that renders something by itself have a budget of its own, as each document has."""
    renew()


@pytest.fixture
def shipped(tmp_path: Path) -> Workspace:
    return copy_of_shipped(tmp_path)


def copy_of_shipped(root: Path) -> Workspace:
    """Return a workspace in a folder with the shipped data and templates."""
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("*.schema.json"))
    return Workspace(root)
