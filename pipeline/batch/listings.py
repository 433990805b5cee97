"""The lists of the summary, each on as many pages as it needs: a browser must open them whatever the number of units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.batch.summary import Beside, Group, Summary

# Entries of a list on one page.
LISTED: Final = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the summary.

    Attributes:
        kind: the macro of the page templates that shows entries of it.
        number: which of the lists of its kind, from 1 on.
        title: what it lists, in words.
        of: the form or kind of finding whose list it is; None if it is of all.
        entries: all of it.
    """

    kind: str
    number: int
    title: str
    of: Group | Beside | None
    entries: Sequence[Any]

    @property
    def last(self) -> int:
        """The number of its last page; the first one stands in the summary itself."""
        return max(1, -(-len(self.entries) // LISTED))

    @property
    def further(self) -> range:
        """The numbers of the pages that it needs besides the summary itself."""
        return range(2, self.last + 1)

    def part(self, page: int) -> Sequence[Any]:
        """Return what stands on a page."""
        return self.entries[(page - 1) * LISTED : page * LISTED]

    def first(self, page: int) -> str:
        """Return what the first entry of a page is called."""
        entry = self.part(page)[0]
        return entry if isinstance(entry, str) else getattr(entry, "result", entry).listed

    def file(self, page: int) -> str:
        """Return the name of a page's file."""
        return f"{self.kind}-{self.number}-{page}.html"


@dataclass(frozen=True, slots=True)
class Listings:
    """All lists of a summary.

    Attributes:
        units: what came of each unit, a list for each form.
        failed: what failed, with what was found.
        beside: what units beside each other show, a list for each kind.
        missing: units that have no file for the year.
    """

    units: tuple[Listing, ...]
    failed: Listing
    beside: tuple[Listing, ...]
    missing: Listing

    @property
    def all(self) -> tuple[Listing, ...]:
        """Each of them."""
        return (*self.units, self.failed, *self.beside, self.missing)


def listings_of(summary: Summary) -> Listings:
    """Return the lists of a summary."""
    by_form = len(summary.groups) > 1
    units = tuple(
        Listing("units", number, f"{group.title or '不知用哪份表'}：各单位" if by_form else "各单位", group, group.results)
        for number, group in enumerate(summary.groups, 1)
    )
    failed = Listing("failed", 1, "有错误的", None, [result for result in summary.results if result.is_failed])
    beside = tuple(Listing("beside", number, kind.title, kind, kind.found) for number, kind in enumerate(summary.beside, 1))
    return Listings(units, failed, beside, Listing("missing", 1, f"没有 {summary.year} 年度数据的单位", None, summary.missing))
