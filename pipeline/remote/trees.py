"""A release as folders of links that are named by the hash of what is in them, so that a new release makes only those that changed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final

from pipeline.remote.contract import MANIFEST, Release, TargetError, digest

FORBIDDEN_NAMES: Final = {"", ".", ".."}

Links = dict[str, str]
Folder = dict[str, "Folder | str"]


def trees_of(release: Release) -> dict[str, Links]:
    """Return the folders of a release, what is in each by its hash: inner ones first, the root last.

    Each entry leads from `trees/<hash>/` to the content or to the inner folder, relatively, so that the site can be moved.

    Raises:
        TargetError: a path leads out of the site, or is both a file and a folder.
    """
    root: Folder = {}
    for path, content in {**release.files, MANIFEST: digest(release.text)}.items():
        place(root, path, content)
    trees: dict[str, Links] = {}
    add(root, trees)
    return trees


def root_of(trees: dict[str, Links]) -> str:
    """Return the hash of the outermost folder."""
    return next(reversed(trees))


def place(root: Folder, path: str, content: str) -> None:
    """Put a file into nested folders."""
    *parents, name = path.split("/")
    folder: Folder | str = root
    for part in parents:
        folder = folder.setdefault(part, {}) if isinstance(folder, dict) else folder
    if FORBIDDEN_NAMES.intersection((*parents, name)) or isinstance(folder, str) or name in folder:
        raise TargetError(f"文件名“{path}”不能用在网站上，没有发布任何内容", "请把这句话告诉管理员")
    folder[name] = content


def add(folder: Folder, trees: dict[str, Links]) -> str:
    """Add a folder and those in it to the trees; return its hash."""
    links = {}
    for name, inner in sorted(folder.items()):
        links[name] = f"../../objects/{inner}" if isinstance(inner, str) else f"../{add(inner, trees)}"
    name = name_of(tuple(links.items()))
    trees.setdefault(name, links)
    return name


@lru_cache(maxsize=50_000)
def name_of(links: tuple[tuple[str, str], ...]) -> str:
    """Return a folder's hash; the releases of a site have nearly all their folders in common."""
    return digest(json.dumps(dict(links), ensure_ascii=False).encode())
