"""A release as folders of links that are named by the digest of what is in them, so that a new release makes only those that changed."""

from __future__ import annotations

import json
from functools import lru_cache

from pipeline.remote.release import RELEASE_FILE, Release, digest_of

# Where each link of a folder leads, by its name.
Links = dict[str, str]
# What is in a folder by name: the digest of a file, or a folder.
Folder = dict[str, "Folder | str"]


def link_folders(release: Release) -> dict[str, Links]:
    """Return the folders of a release by their digests: inner ones first, the root last.

    Each link leads from `trees/<digest>/` to the file or to the inner folder, relatively, so that the site can be moved.
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
    """
    name, _, rest = path.partition("/")
    if not rest:
        root[name] = digest
        return
    inner = root.setdefault(name, {})
    if isinstance(inner, dict):  # a file's path goes through no other file
        put_in(inner, rest, digest)


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
