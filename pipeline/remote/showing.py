"""The showing of a release in a store without links, which takes many steps: what is known of one that was interrupted."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Final

from pipeline.records import record
from pipeline.remote.listing import is_inside
from pipeline.remote.release import Release, is_page

# The entrances to the site: they are copied when everything they lead to is there.
ENTRANCES: Final = ("index.html", "feed.xml", "sitemap.xml")


@record()
class Showing:
    """A showing that is under way.

    Attributes:
        to: the number of the release that is shown; 0 if that is not known any more.
        paths: the files that it may have changed.
    """

    to: int
    paths: frozenset[str]

    @property
    def text(self) -> bytes:
        """The showing as switching.json states it."""
        return json.dumps({"to": self.to, "paths": sorted(self.paths)}, ensure_ascii=False).encode()

    @classmethod
    def from_text(cls, data: bytes) -> Showing:
        """Return the showing that a switching.json states; one to nowhere if it is damaged."""
        with suppress(ValueError, TypeError, KeyError, AttributeError, RecursionError):
            stated = json.loads(data)
            return cls(int(stated["to"]), frozenset(path for path in stated["paths"] if is_inside(path)))
        return cls(0, frozenset())


def rank(path: str) -> tuple[int, str]:
    """Return a file's place in the order of copying."""
    return (2 if path in ENTRANCES else 1 if is_page(path) else 0), path


def every_path(releases: Collection[Release]) -> set[str]:
    """Return the paths of all files of some releases."""
    return {path for release in releases for path, _ in release.everything()}


def likeliest(releases: Collection[Release], lying: Mapping[str, str]) -> Release | None:
    """Return the release that is most like what readers see, the newest of several; None if there are no releases.

    Args:
        releases: those that may be it.
        lying: the digest of each file that readers see, by path.
    """
    paths = every_path(releases)
    rated = [(sum(lying.get(path) == release.digest_at(path) for path in paths), release.number, release) for release in releases]
    return max(rated, key=lambda item: item[:2])[2] if rated else None
