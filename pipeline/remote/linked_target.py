"""A target in a store with links: every release is folders of links, and what readers see is one link that is replaced in one step.

SITE/.ziping/…                 as in every target
SITE/.ziping/trees/<digest>/   folders of links to files (in a folder of this computer: of copies) and of links to other such folders
SITE/current                   the link; the web server's root
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Final

from pipeline.remote.failures import TargetError
from pipeline.remote.former_layout import is_former, move_over
from pipeline.remote.layout import FOLDERS, HOME, RELEASES
from pipeline.remote.link_folders import Links, link_folders, root_of
from pipeline.remote.release import RELEASE_FILE, Release
from pipeline.remote.store import LinkStore
from pipeline.remote.stored_target import StoredTarget

CURRENT: Final = "current"
# Where the link leads; without the hidden folder in a site of the program's first version.
ROOT: Final = re.compile(rf"(?:{re.escape(HOME)})?{FOLDERS}/([0-9a-f]{{64}})")


class LinkedTarget(StoredTarget):
    """A site that readers see through one link."""

    store: LinkStore
    after_failed_show = "网站是完整的：换成新版只有一步，要么还没有做，要么已经做完；再运行一次就会核实"

    def __init__(self, name: str, store: LinkStore) -> None:
        super().__init__(name, store)
        self.seen: tuple[str, Release] | None = None

    def is_old(self, names: set[str]) -> bool:
        """Return whether a place without a mark is a site of this program's first version, judged by what is in it."""
        is_known = is_former(self.store, names, has_site=self.is_shown())
        self.archive.home = "" if is_known else HOME
        return is_known

    def is_shown(self) -> bool:
        """Return whether readers see a release."""
        with suppress(TargetError, FileNotFoundError):
            return self.read_current() is not None
        return False

    def settle(self) -> None:
        """Bring a site of this program's first version to the present layout, without a gap for readers."""
        self.archive.home = HOME
        move_over(self.store, self.show_again)

    def show_again(self) -> None:
        """Let readers see the same release in folders where they belong."""
        current = self.read_current()
        if current:
            self.make_folders(current)
            self.replace_current(current)

    def read_current(self) -> Release | None:
        """Return the release whose root the link leads to; it is read once, because such folders never change."""
        link = self.store.link(CURRENT)
        if link is None:
            return None
        if not ROOT.fullmatch(link):
            raise TargetError(f"{self.name} 里的 {CURRENT} 不是本程序建的。没有发布任何内容", "请查明是谁改的，从网站的备份恢复")
        if self.seen is None or self.seen[0] != link:
            self.seen = link, Release.from_text(self.store.read(f"{link}/{RELEASE_FILE}"))
        return self.seen[1]

    def replace_current(self, release: Release) -> None:
        """Let the link lead to the release's root."""
        self.store.relink(CURRENT, folder_path(root_of(link_folders(release))))

    def make_folders(self, release: Release) -> None:
        """Make those of the release's folders that are not there yet."""
        self.archive.put_in(release.text)
        current = self.read_current()
        there = link_folders(current) if current and self.seen and self.seen[0].startswith(HOME) else {}
        for name, links in link_folders(release).items():
            if name not in there and not self.store.exists(folder_path(name)):
                self.store.make_links(folder_path(name), links)

    def remove_folders(self, kept: Sequence[Release]) -> None:
        """Remove the folders that no kept release needs, before the files that they lead to."""
        needed = {name for release in kept for name in link_folders(release)}
        for name in self.store.names(f"{HOME}{FOLDERS}"):
            if name not in needed:
                self.store.discard(folder_path(name))

    def mend_shown(self, release: Release, paths: Collection[str]) -> None:
        """Let readers see files of the current release as they are kept, which they are whole."""
        folders = link_folders(release)
        for path in paths:
            name = root_of(folders)
            for part in path.split("/"):
                self.mend_link(name, folders[name], part)
                name = folders[name][part].rpartition("/")[2]

    def mend_link(self, folder: str, links: Links, name: str) -> None:
        """Make a link of a folder anew, or the whole folder if it is gone.

        Args:
            folder: the folder's digest.
            links: its links.
            name: the link's name.
        """
        path = folder_path(folder)
        if self.store.exists(path):
            self.store.make_link(f"{path}/{name}", links[name])
        else:
            self.store.make_links(path, links)

    def recover(self) -> None:
        """Clear away what is half-made: showing is one step, so there is nothing to finish. Mend the release's own text."""
        self.store.sweep()
        link = self.store.link(CURRENT)
        if link is not None and not self.is_shown():
            self.seen = None
            for release in self.archive.readable_releases(RELEASES):
                if folder_path(root_of(link_folders(release))) == link:
                    self.archive.put_in(release.text)
                    self.mend_shown(release, [RELEASE_FILE])

    def readable_paths(self) -> list[str]:
        """Return the path of every file that readers could fetch: whatever is in the folder that the link leads to."""
        return self.store.walk(CURRENT)

    def shown_path(self, path: str) -> str:
        """Return where readers find a file."""
        return f"{CURRENT}/{path}"


def folder_path(name: str) -> str:
    """Return where a folder of links is."""
    return f"{HOME}{FOLDERS}/{name}"
