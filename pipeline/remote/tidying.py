"""Clears away what no kept release needs: of a release that goes, what it names and none that stays does.

What was new when it was uploaded, and stood at one place, is needed by the releases that name it there, and by no others. All else is
written down as shared when it is uploaded. So to let a release go, only the places where it differs from those that stay are looked at.
If something shared might go, or a run that died has left anybody knows what, everything that is kept is held against all that it is
kept for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.remote.archive import Archive
from pipeline.remote.folders import Folders
from pipeline.remote.layout import OBJECTS, RELEASES
from pipeline.remote.release import FORMER, Release, differing, digest_of


def let_go(archive: Archive, folders: Folders, kept: set[int], *, is_doubtful: bool) -> None:
    """Clear away the releases that are not kept, those that are damaged, and what only they need.

    Args:
        archive: what is kept.
        folders: the folders of links.
        kept: the numbers of the releases that are kept.
        is_doubtful: whether there may be files that no release names.
    """
    numbers = archive.numbers(RELEASES)
    releases = {release.number: release for release in archive.readable_releases(RELEASES)}
    gone = [number for number in numbers if number not in kept or number not in releases]
    stay = [release for number, release in releases.items() if number in kept]
    if not stay:
        return
    is_plain = not is_doubtful and all(number in releases and releases[number].format != FORMER for number in gone)
    if not (is_plain and let_each_go(archive, folders, [releases[number] for number in gone], stay)):
        sweep(archive, folders, stay)
    archive.forget_releases(gone)


def let_each_go(archive: Archive, folders: Folders, gone: Sequence[Release], kept: Sequence[Release]) -> bool:
    """Clear away what only some releases need; return False, and clear away nothing, if something of it may be needed elsewhere.

    Args:
        archive: what is kept.
        folders: the folders of links.
        gone: the releases.
        kept: those that stay, ascending.
    """
    files = {digest for release in gone for digest in lost_files(release, kept)}
    links = {name for release in gone for name in folders.lost_folders(release, kept)}
    if (files | links) & archive.shared():
        return False
    folders.remove_folders(links)
    archive.forget(files | {digest_of(release.text) for release in gone})
    return True


def lost_files(gone: Release, kept: Sequence[Release]) -> set[str]:
    """Return the digests that a release names, and no other one at the same place.

    Args:
        gone: the release.
        kept: the others, the nearest first.
    """
    named = ((path, gone.digest_at(path)) for path in differing(gone, kept[0]))
    return {digest for path, digest in named if digest and all(release.digest_at(path) != digest for release in kept)}


def sweep(archive: Archive, folders: Folders, kept: Sequence[Release]) -> None:
    """Clear away everything that releases do not need; folders before the files that they lead to.

    Args:
        archive: what is kept.
        folders: the folders of links.
        kept: the releases.
    """
    needed, names = needed_files(kept), folders.needed_folders(kept)
    folders.remove_folders(folders.all_folders() - names)
    archive.forget(set(archive.store.names(f"{archive.home}{OBJECTS}")) - needed)
    archive.forget_shared(archive.shared() - needed - names)


def needed_files(kept: Sequence[Release]) -> set[str]:
    """Return the digests of all files that releases need: of one all, of the others where they differ from it."""
    last = kept[-1]
    found = {digest for _, digest in last.everything()}
    found |= {digest for release in kept for path in differing(last, release) if (digest := release.digest_at(path))}
    return found | {digest_of(release.text) for release in kept}


def repeated_files(release: Release) -> set[str]:
    """Return the digests of the files that stand at several places in a release."""
    return {digest for digest, count in Counter(digest for _, digest in release.everything()).items() if count > 1}
