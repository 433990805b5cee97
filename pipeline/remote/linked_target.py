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
from pipeline.remote.link_folders import LinkFolders, folders_above
from pipeline.remote.listing import RELEASE_FILE, divided
from pipeline.remote.release import Release, differing
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
            self.seen = link, Release.from_text(self.store.read(f"{link}/{RELEASE_FILE}"), self.archive.load_part)
        return self.seen[1]

    def replace_current(self, release: Release) -> None:
        """Let the link lead to the release's root."""
        self.store.relink(CURRENT, folder_path(LinkFolders(release).root))

    def make_folders(self, release: Release) -> set[str]:
        """Make those of the release's folders that are not there yet; return the digests of those that differ and were there already."""
        self.archive.put_in(release.text)
        current = self.read_current()
        former = current if current and self.seen and self.seen[0].startswith(HOME) else None
        changed, there = differing(former, release), set[str]()
        before, after = LinkFolders(former) if former else None, LinkFolders(release)
        for path in folders_above({*changed, RELEASE_FILE}):
            name = after.name(path)
            base = before.name(path) if before else ""
            if name in ("", base):
                continue
            if self.store.exists(folder_path(name)):
                there.add(name)
            elif not (base and self.make_of_base(path, after, base, changed)):
                self.store.make_links(folder_path(name), after.links(path), folder_path(base) if base else "")
        return there

    def make_of_base(self, path: str, folders: LinkFolders, base: str, changed: Collection[str]) -> bool:
        """Make a folder that is listed in parts, of which not all are read, from its former self; return False if that cannot be.

        Args:
            path: the folder.
            folders: the release's folders.
            base: the digest of its former self.
            changed: the files by which it differs from that.
        """
        if not folders.is_cut(path):
            return False
        names = {group for top, group, rest in map(divided, changed) if top == path and rest}
        links, gone = folders.changed_links(path, names)
        same = [name for name in self.store.names(folder_path(base)) if name not in links and name not in gone]
        if len(same) + len(links) != folders.count(path):  # somebody has put something into it, or taken something out
            return False
        with suppress(FileNotFoundError):
            self.store.make_links(folder_path(folders.name(path)), links, folder_path(base), same)
            return True
        return False

    def all_folders(self) -> set[str]:
        """Return the digests of all folders that are kept."""
        return set(self.store.names(f"{HOME}{FOLDERS}"))

    def needed_folders(self, kept: Sequence[Release]) -> set[str]:
        """Return the digests of the folders that releases need: of one all, of the others where they differ from it."""
        found = set(LinkFolders(kept[-1]).every())
        for release in kept[:-1]:
            folders = LinkFolders(release)
            found |= {folders.name(path) for path in folders_above({*differing(kept[-1], release), RELEASE_FILE})}
        return found

    def lost_folders(self, gone: Release, kept: Sequence[Release]) -> set[str]:
        """Return the digests of the folders that a release has, and no other one at the same place.

        Args:
            gone: the release.
            kept: the others, the nearest first.
        """
        own, others = LinkFolders(gone), [LinkFolders(release) for release in kept]
        paths = folders_above({*differing(gone, kept[0]), RELEASE_FILE})
        return {name for path in paths if (name := own.name(path)) and all(other.name(path) != name for other in others)}

    def repeated_folders(self, release: Release) -> set[str]:
        """Return the digests of the folders that stand at several places in a release."""
        return LinkFolders(release).repeated()

    def remove_folders(self, names: set[str]) -> None:
        """Remove folders, before the files that they lead to."""
        for name in sorted(names):
            if self.store.exists(folder_path(name)):
                self.store.discard(folder_path(name))

    def mend_shown(self, release: Release, paths: Collection[str]) -> None:
        """Let readers see files of the current release as they are kept, which they are whole."""
        folders = LinkFolders(release)
        for path in paths:
            for folder in reversed(folders_above([path])):
                self.mend_link(folders, folder, path[len(folder) :].lstrip("/").partition("/")[0])

    def mend_link(self, folders: LinkFolders, folder: str, name: str) -> None:
        """Make a link of a folder anew, or the whole folder if it is gone.

        Args:
            folders: the release's folders.
            folder: the folder's path in the site.
            name: the link's name.
        """
        path = folder_path(folders.name(folder))
        if self.store.exists(path):
            self.store.make_link(f"{path}/{name}", folders.links(folder)[name])
        else:
            self.store.make_links(path, folders.links(folder))

    def recover(self) -> None:
        """Clear away what is half-made: showing is one step, so there is nothing to finish. Mend the release's own text."""
        self.store.sweep()
        link = self.store.link(CURRENT)
        if link is not None and not self.is_shown():
            self.seen = None
            for release in self.archive.readable_releases(RELEASES):
                if folder_path(LinkFolders(release).root) == link:
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
