"""A target in a store with links: every release is folders of links, and what readers see is one link that is replaced in one step.

SITE/objects/, staged/, releases/    as in every target
SITE/trees/<digest>/                 folders of links to files (hard ones, in a folder of this computer) and to other such folders
SITE/current                         the link; the web server's root
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.remote.failures import SAFE, TargetError
from pipeline.remote.link_folders import link_folders, root_of
from pipeline.remote.release import RELEASE_FILE, Release, digest_of
from pipeline.remote.store import LinkStore
from pipeline.remote.stored_target import StoredTarget

CURRENT: Final = "current"
FOLDERS: Final = "trees"


class LinkedTarget(StoredTarget):
    """A site that readers see through one link."""

    store: LinkStore
    after_failed_show = "网站是完整的：换成新版只有一步，要么还没有做，要么已经做完；再运行一次就会核实"

    def __init__(self, name: str, store: LinkStore) -> None:
        super().__init__(name, store)
        self.seen: tuple[str, Release] | None = None

    def read_current(self) -> Release | None:
        """Return the release whose root the link leads to; it is read once, because such folders never change."""
        link = self.store.link(CURRENT)
        if link is None:
            return None
        if self.seen is None or self.seen[0] != link:
            self.seen = link, Release.from_text(self.store.read(f"{link}/{RELEASE_FILE}"))
        return self.seen[1]

    def replace_current(self, release: Release) -> None:
        """Let the link lead to the release's root."""
        root = folder_path(root_of(link_folders(release)))
        if not self.store.exists(root):
            raise TargetError(f"{self.name}：第 {release.number} 版的文件不全，不能换上。{SAFE}", "请重新发布")
        self.store.relink(CURRENT, root)

    def make_folders(self, release: Release) -> None:
        """Make those of the release's folders that are not there yet."""
        digest = digest_of(release.text)
        if not self.has(digest):
            self.store.write(self.file_path(digest), release.text)
        current = self.read_current()
        there = link_folders(current) if current else {}
        for name, links in link_folders(release).items():
            if name not in there and not self.store.exists(folder_path(name)):
                self.store.make_links(folder_path(name), links)

    def remove_folders(self, kept: Sequence[Release]) -> None:
        """Remove the folders that no kept release needs, before the files that they lead to."""
        needed = {name for release in kept for name in link_folders(release)}
        for name in self.store.names(FOLDERS):
            if name not in needed:
                self.store.remove_links(folder_path(name))

    def recover(self) -> None:
        """Clear away what is half-made: showing is one step, so there is nothing to finish."""
        self.store.sweep()

    def shown_path(self, path: str) -> str:
        """Return where readers find a file."""
        return f"{CURRENT}/{path}"


def folder_path(name: str) -> str:
    """Return where a folder of links is."""
    return f"{FOLDERS}/{name}"
