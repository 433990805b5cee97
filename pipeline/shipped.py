"""What the program ships for a new workspace. In an installed program it is package data, which build_backend.py puts there."""

from __future__ import annotations

from pathlib import Path
from typing import Final

# The package data's folder; a checkout has none, there everything lies beside the program.
PACKED: Final = "starter"
README: Final = "说明.txt"
EXAMPLE: Final = (
    "data/site.yaml",
    "data/xinfang/unit.yaml",
    "data/xinfang/2020.yaml",
    *(f"data/shili/{name}.yaml" for name in ("unit", "2018", "2019", "2020")),
    *(f"data/gonggong/{name}.yaml" for name in ("unit", "2018")),
    *(f"data/shuili/{name}.yaml" for name in ("unit", "2022")),
)


def shipped_files() -> dict[str, Path]:
    """Return where each file is that a new workspace begins with, by its path there."""
    program = Path(__file__).parent
    packed = program / PACKED
    return files_below(packed, packed) if packed.is_dir() else files_of_checkout(program.parent)


def files_of_checkout(root: Path) -> dict[str, Path]:
    """Return the same of a checkout; of its data, which may be somebody's own, only the example."""
    return {**files_below(root / "templates", root), **{name: root / name for name in EXAMPLE}, README: root / "docs" / "workspace.txt"}


def files_below(folder: Path, root: Path) -> dict[str, Path]:
    """Return the files of a folder by their path from a root on, without what programs leave there or make anew."""
    there = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith((".", "~$")))
    return {name: path for name, path in sorted((path.relative_to(root).as_posix(), path) for path in there) if path.suffix != ".json"}
