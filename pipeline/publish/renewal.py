"""What of a site follows a change of its index: lists, a year's data and the search index, and which of its files go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pipeline.problems import Stop
from pipeline.publish import comparison, year_data
from pipeline.publish.difference import Difference
from pipeline.publish.index import Index, Sections
from pipeline.publish.open_data import CSV, JSON
from pipeline.publish.search import PAGE, Fetch, Files, Search, recent, text_file, text_path
from pipeline.publish.site import LISTS, Site
from pipeline.publish.year_data import Shown, year_files
from pipeline.records import record

# What a release says besides of what it was made: by what the pages were, and the search index.
MADE_BY: Final = "made_by"
SEARCH: Final = "search"
# Where former versions had an article's text for the search.
FORMER_TEXT: Final = "search.txt"

Texts = Mapping[int, bytes | None]


@record()
class Renewal:
    """What of a site follows a change of its index.

    Attributes:
        made: the files that are made anew, by path.
        gone: how the paths of those begin that are no longer there, unless they are made anew.
        content: what the release holds of the index at once.
        records: what it holds of it block by block, and that changed.
    """

    made: Files
    gone: tuple[str, ...]
    content: dict[str, Any]
    records: Sections


def renewal(site: Site, difference: Difference, shown: Shown, content: Mapping[str, Any], texts: Texts) -> Renewal:
    """Return what follows a change.

    Args:
        site: what makes the pages.
        difference: what becomes of the index.
        shown: the site as it is, and the articles' files that were made anew.
        content: what the release of the site as it is holds.
        texts: the texts for the search of the articles that changed, by their numbers; None if there is none any more.

    Raises:
        Stop: what is needed of the site is not whole.
    """
    search, made, gone = search_after(difference, shown, content, texts)
    made |= site.lists(difference) | dict(year_files(site.settings, difference, shown))
    made[PAGE] = site.search_page(recent(search, difference.after.latest))
    held = {**difference.after.content(), SEARCH: search.record(), MADE_BY: site.fingerprint()}
    return Renewal(made, (*gone, *gone_lists(difference)), held, difference.after.changed)


def search_of(content: Mapping[str, Any]) -> Search:
    """Return the search index of a release; an empty one of a former version's."""
    return Search.from_record(content[SEARCH]) if SEARCH in content else Search()


def gone_lists(difference: Difference) -> list[str]:
    """Return how the paths of lists begin that may no longer be there."""
    if difference.article is None:
        return [comparison.FOLDER, year_data.FOLDER, LISTS]
    year = difference.article.year
    gone = [comparison.folder_of(year)] if difference.labels is None else []
    return gone + ([f"{year_data.FOLDER}{year}/{name}" for name in (CSV, JSON)] if difference.after.is_long(year) else [])


def search_after(difference: Difference, shown: Shown, content: Mapping[str, Any], texts: Texts) -> tuple[Search, Files, list[str]]:
    """Return the search index after a change, its files that are made anew, and how the paths of those begin that are gone.

    Args:
        difference: what becomes of the index.
        shown: the site as it is, and the articles' files that were made anew.
        content: what the release of the site as it is holds.
        texts: the texts for the search of the articles that changed, by their numbers; None if there is none any more.

    Raises:
        Stop: what is needed of the site is not whole.
    """
    former = {} if SEARCH in content else former_texts(difference.before, shown)
    search = search_of(content)
    gone = [text_path(number) for number, data in texts.items() if data is None]
    for number, data in {**former, **texts}.items():
        search = search.changed(number, data)
    made = {text_path(number): data for number, data in former.items() if number not in texts}
    if not search.is_full:
        return search, made, gone
    gone += [segment.path for segment in search.segments]
    search, shards = folded(search, difference.after, lambda path: made.get(path) or shown.needed(path))
    return search, made | shards, gone


def folded(search: Search, index: Index, fetch: Fetch) -> tuple[Search, Files]:
    """Return the search index with its last changed articles in a segment; made of all articles' texts if a segment is damaged.

    Args:
        search: the search index.
        index: the site's index.
        fetch: returns a file of the site by its path.

    Raises:
        Stop: a text is missing or damaged.
    """
    try:
        return search.folded(fetch, index.serial)
    except Stop:
        every = {article.serial: ("", "") for article in index.every() if not article.withdrawn}
        return Search(recent=every, made=search.made).folded(fetch, index.serial)


def former_texts(index: Index, shown: Shown) -> dict[int, bytes]:
    """Return the texts for the search of what a former version published, by the articles' numbers; what is not whole is not found.

    Args:
        index: the site's index.
        shown: the site.
    """
    found = [(article, shown.whole(f"{article.folder}/{FORMER_TEXT}")) for article in index.every() if not article.withdrawn]
    return {article.serial: text_file(article, data.decode()) for article, data in found if data is not None}
