"""A site on a file system: every release is a tree of links, and what readers see is one link that is replaced in one step.

SITE/objects/<SHA-256>      contents
SITE/trees/<hash>/          folders of links to contents (hard ones, in a folder of this computer) and to other such folders
SITE/releases/<number>.json
SITE/current                the link; the web server's root
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.remote.archive import ArchiveTarget
from pipeline.remote.contract import MANIFEST, SAFE, Release, TargetError, digest
from pipeline.remote.storage import LinkStorage
from pipeline.remote.trees import root_of, trees_of

CURRENT: Final = "current"


class TreeTarget(ArchiveTarget):
    """A site on a file system."""

    storage: LinkStorage
    after_failed_switch = "网站是完整的：换成新版只有一步，要么还没有做，要么已经做完；再运行一次就会核实"

    def __init__(self, shown: str, storage: LinkStorage) -> None:
        super().__init__(shown, storage, home="")
        self.seen: tuple[str, Release] | None = None

    def find_current(self) -> Release | None:
        """Return the release whose root the link leads to; it is read once, because a tree never changes."""
        link = self.storage.link(CURRENT)
        if link is None:
            return None
        if self.seen is None or self.seen[0] != link:
            self.seen = link, Release.from_text(self.storage.read(f"{link}/{MANIFEST}"))
        return self.seen[1]

    def prepare(self, release: Release) -> None:
        """Make those of the release's folders that are not there yet."""
        text = release.text
        if not self.has(digest(text)):
            self.storage.write(self.object_of(digest(text)), text)
        current = self.find_current()
        there = trees_of(current) if current else {}
        for name, links in trees_of(release).items():
            if name not in there and not self.storage.exists(tree_path(name)):
                self.storage.make_tree(tree_path(name), links)

    def show(self, release: Release) -> None:
        """Let the link lead to the release's root."""
        root = tree_path(root_of(trees_of(release)))
        if not self.storage.exists(root):
            raise TargetError(f"{self.shown}：第 {release.number} 版的文件不全，不能换上。{SAFE}", "请重新发布")
        self.storage.relink(CURRENT, root)

    def complete(self) -> None:
        """Do nothing: the switch is one step."""

    def clear(self, kept: Sequence[Release]) -> None:
        """Remove the folders that no kept release has, before the contents that they lead to."""
        needed = {name for release in kept for name in trees_of(release)}
        for name in self.storage.names("trees"):
            if name not in needed:
                self.storage.remove_tree(tree_path(name))

    def live(self, path: str) -> str:
        """Return where readers find a file."""
        return f"{CURRENT}/{path}"


def tree_path(name: str) -> str:
    """Return where a folder of links is."""
    return f"trees/{name}"
