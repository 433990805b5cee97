"""Makes anew what is damaged on the site: the same data and templates give the same bytes, which the log's fingerprints prove."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from pipeline.build.past import read_past
from pipeline.build.unit_year import make, prepare
from pipeline.hashes import sha256
from pipeline.problems import Stop
from pipeline.publish.article import Article
from pipeline.publish.chain import sound_history
from pipeline.publish.content import content_of
from pipeline.publish.difference import Difference
from pipeline.publish.entries import told, told_in_notice
from pipeline.publish.history import Entry
from pipeline.publish.index import Index
from pipeline.publish.publication import articles_of, shown
from pipeline.publish.renewal import search_of
from pipeline.publish.search import PAGE, recent
from pipeline.publish.site import Files, Site
from pipeline.publish.year_data import year_files
from pipeline.remote.release import Release
from pipeline.remote.target import Target
from pipeline.workspace import Workspace


def repair(workspace: Workspace, site: Site, target: Target, damaged: Collection[str]) -> list[str]:
    """Rewrite those of a site's damaged files that can be made anew as they were, and return their paths.

    Call it only while holding the target's lock.

    Args:
        workspace: where everything is.
        site: what makes the pages.
        target: the site.
        damaged: the files that are missing or changed.

    Raises:
        TargetError: the site cannot be written.
    """
    release = target.current()
    if release is None:
        return []
    made, folders = parts_of(target, release, damaged), {path.rpartition("/")[0] for path in damaged}
    for article in articles_of(release):
        if article.folder in folders:
            made |= remade(workspace, site, article)
    if not made.keys() >= set(damaged):
        index, before = Index.of(release), shown(target, release, made)
        difference = Difference(index, index)
        made |= site.lists(difference) | {PAGE: site.search_page(recent(search_of(release.content), index.latest))}
        with suppress(Stop):  # an article's data are neither whole nor made anew
            made |= year_files(site.settings, difference, before)
    whole = {path: made[path] for path in damaged if path in made and sha256(made[path]) == release.digest_at(path)}
    target.mend(whole)
    return sorted(whole)


def parts_of(target: Target, release: Release, damaged: Collection[str]) -> Files:
    """Return those parts of the manifest that are damaged where readers see them and whole where they are kept.

    Args:
        target: the site.
        release: its present release.
        damaged: the files that are missing or changed.
    """
    found = Files()
    for path in damaged:
        with suppress(FileNotFoundError, KeyError):
            found[path] = target.fetch(release.parts[path])
    return found


def remade(workspace: Workspace, site: Site, article: Article) -> Files:
    """Return an article's files, made of the data as they are now; none if there are errors in them, or the log is damaged.

    Args:
        workspace: where everything is.
        site: what makes the pages.
        article: the article.
    """
    try:
        entries = entries_until(workspace, article)
        if article.withdrawn:
            return site.notice(article, told_in_notice(entries))
        compiled, sources = prepare(workspace, article.of, pdf=article.offers_unasked)
        past = read_past(workspace, article.of, compiled, sources)
        made = make(compiled, article.year, sources, past=past)
    except Stop:
        return {}
    return site.article(article, content_of(workspace.root, made, article.of), told(compiled.form, entries)) if made.public.files else {}


def entries_until(workspace: Workspace, article: Article) -> list[Entry]:
    """Return the entries of an article's log up to the one that it was published with; none if it is not there.

    Raises:
        Stop: the log was tampered with.
    """
    path = workspace.log_file(article.of)
    history = sound_history(path, workspace.shown(path))
    digests = history.digests()
    return list(history.entries[: digests.index(article.head) + 1]) if article.head in digests else []
