"""A release as folders of links that are named by the digest of what is in them, so that a new release makes only those that changed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Final

from pipeline.remote.failures import TargetError
from pipeline.remote.release import RELEASE_FILE, Release, digest_of

FORBIDDEN_NAMES: Final = {"", ".", ".."}

# Where each link of a folder leads, by its name.
Links = dict[str, str]
# What is in a folder by name: the digest of a file, or a folder.
Folder = dict[str, "Folder | str"]


def link_folders(release: Release) -> dict[str, Links]:
    """Return the folders of a release by their digests: inner ones first, the root last.

    Each link leads from `trees/<digest>/` to the file or to the inner folder, relatively, so that the site can be moved.

    Raises:
        TargetError: a path leads out of the site, or is both a file and a folder.
    """
    root: Folder = {}
    for path, digest in {**release.files, RELEASE_FILE: digest_of(release.text)}.items():
        put_in(root, path, digest)
    folders: dict[str, Links] = {}
    add(root, folders)
    return folders


def root_of(folders: dict[str, Links]) -> str:
    """Return the digest of the outermost folder."""
    return next(reversed(folders))


def put_in(root: Folder, path: str, digest: str) -> None:
    """Put a file into nested folders.

    Args:
        root: the outermost folder.
        path: the file's path below it.
        digest: the file's digest.

    Raises:
        TargetError: the path leads out of the root, or is both a file and a folder.
    """
    *parents, name = path.split("/")
    folder: Folder | str = root
    for part in parents:
        folder = folder.setdefault(part, {}) if isinstance(folder, dict) else folder
    if FORBIDDEN_NAMES.intersection((*parents, name)) or isinstance(folder, str) or name in folder:
        raise TargetError(f"文件名“{path}”不能用在网站上，没有发布任何内容", "请把这句话告诉管理员")
    folder[name] = digest


def add(folder: Folder, folders: dict[str, Links]) -> str:
    """Add the links of a folder and of those in it to the folders; return its digest."""
    links = {}
    for name, inner in sorted(folder.items()):
        links[name] = f"../../objects/{inner}" if isinstance(inner, str) else f"../{add(inner, folders)}"
    digest = digest_of_links(tuple(links.items()))
    folders.setdefault(digest, links)
    return digest


@lru_cache(maxsize=50_000)
def digest_of_links(links: tuple[tuple[str, str], ...]) -> str:
    """Return a folder's digest; the releases of a site have nearly all their folders in common."""
    return digest_of(json.dumps(dict(links), ensure_ascii=False).encode())
