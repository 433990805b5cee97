"""Builds the package as flit does, and puts what a new workspace begins with into the wheel: flit packs only what lies in pipeline/."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path
from typing import Any

from flit_core import buildapi
from flit_core.buildapi import (
    build_editable,
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

from pipeline.shipped import PACKED, files_of_checkout

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None) -> str:  # noqa: ANN401 - PEP 517
    """Build the wheel from a copy of the program that has its package data, and return the wheel's name.

    Args:
        wheel_directory: where the wheel goes.
        config_settings: what the builder's user asks for; nothing is known.
        metadata_directory: the metadata as prepared before; they are made anew.
    """
    place, root = Path(wheel_directory).resolve(), Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(root / "pipeline", copy / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "LICENSE"):
            shutil.copy2(root / name, copy)
        for name, origin in files_of_checkout(root).items():
            path = copy / "pipeline" / PACKED / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, path)
        with chdir(copy):
            return str(buildapi.build_wheel(str(place), config_settings, metadata_directory))
