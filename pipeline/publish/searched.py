"""What is about to be published, searched once more for personal data: what the article says, and what lists say of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.characters import TEXT_END
from pipeline.privacy.edition import Permit, Secret
from pipeline.privacy.finding import Finding
from pipeline.privacy.leaks import leaks
from pipeline.privacy.search import Search
from pipeline.problems import Stop
from pipeline.publish import comparison, search, year_data
from pipeline.publish.index import Index
from pipeline.publish.site import LISTS, Files
from pipeline.remote.release import Release

# Where what is gathered from articles lies, and what search and lists read of them.
GATHERED: Final = (comparison.FOLDER, year_data.FOLDER, search.FOLDER, search.TEXTS, LISTS)


def refuse_leaks(made: Files, release: Release, own: str = "", secrets: Sequence[Secret] = (), permits: Sequence[Permit] = ()) -> None:
    """Search everything that is about to be published for personal data.

    What is gathered from articles was searched when each was published, with what that unit has to hide and may show; so was what
    lists say of the others. What the site's search reads is the article's text without its cells, whose figures one below the other
    are no telephone number.

    Args:
        made: the files.
        release: the site as it will be.
        own: the folder of the article that is published, if one is.
        secrets: its private values.
        permits: texts that it may show although they look private.

    Raises:
        Stop: there are some.
    """
    named = {path: data for path, data in made.items() if not path.startswith(GATHERED)}
    article = {path: data for path, data in named.items() if own and path.startswith(f"{own}/")}
    lists = {path: data for path, data in named.items() if path not in article}
    found = [*leaks(article, secrets, permits), *leaks(lists, secrets, permits)]
    if any(leak.finding.is_sure for leak in found):
        found = [*leaks(article, secrets, permits), *leaks(lists, secrets, permits, said_of_others(release, own, secrets))]
    if sure := [leak.problem() for leak in found if leak.finding.is_sure]:
        raise Stop(*sure)


def said_of_others(release: Release, own: str, secrets: Sequence[Secret]) -> list[Finding]:
    """Return what looks private in what lists say of the articles that are not published now.

    Args:
        release: the site.
        own: the folder of the one that is.
        secrets: its private values.
    """
    others = (article for article in Index.of(release).every() if article.folder != own)
    return Search(secrets).findings(TEXT_END.join(text for one in others for text in (one.name, one.title, one.note)))
