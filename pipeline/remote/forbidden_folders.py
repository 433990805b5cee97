"""The folders of this computer that no site may be published to, because something else is theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pipeline
from pipeline.remote.failures import AddressError

# What a workspace, and the program's own folder, are made of.
SOURCES: Final = ("data", "templates", "pipeline", "tests", "docs", ".git", ".ci", ".venv", ".cache")
OUTPUT: Final = "output"


def refuse_forbidden(path: Path, workspace: Path, name: str) -> None:
    """Refuse a folder that contains something else's folder, or lies in one; links are resolved.

    Args:
        path: the folder; it need not exist.
        workspace: the folder that data and templates are in.
        name: the folder as the user wrote it.

    Raises:
        AddressError: it is so.
    """
    place = path.resolve()
    taken = [(workspace / source).resolve() for source in SOURCES] + [Path(pipeline.__file__).resolve().parent]
    # A unit's documents are written there.
    taken += [(workspace / OUTPUT / unit.name).resolve() for unit in (workspace / "data").glob("*/")]
    above = [*taken, workspace.resolve(), (workspace / OUTPUT).resolve(), Path.home().resolve(), Path(place.anchor)]
    if any(folder.is_relative_to(place) for folder in above) or any(place.is_relative_to(folder) for folder in taken):
        raise AddressError(f"{name} 是存放别的文件的文件夹，不能用来发布网站。没有发布任何内容", "请换一个专用的文件夹，例如 output/site")
