"""The folders of links by which readers see releases, as whoever uploads a release and lets others go knows them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.remote.release import Release


class Folders:
    """No folders of links: where a store has none, everything said of them is nothing. Where it has, linked_target.py knows them."""

    def make_folders(self, release: Release) -> set[str]:
        """Make those of a release's folders that are not there yet; return the digests of those that differ and were there already."""
        del release
        return set()

    def repeated_folders(self, release: Release) -> set[str]:
        """Return the digests of the folders that stand at several places in a release."""
        del release
        return set()

    def all_folders(self) -> set[str]:
        """Return the digests of all folders that are kept."""
        return set()

    def needed_folders(self, kept: Sequence[Release]) -> set[str]:
        """Return the digests of the folders that releases need."""
        del kept
        return set()

    def lost_folders(self, gone: Release, kept: Sequence[Release]) -> set[str]:
        """Return the digests of the folders that a release has, and no other one at the same place.

        Args:
            gone: the release.
            kept: the others, the nearest first.
        """
        del gone, kept
        return set()

    def remove_folders(self, names: set[str]) -> None:
        """Remove folders."""
