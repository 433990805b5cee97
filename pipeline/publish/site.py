"""The disclosure site's pages, made from the finished public edition and the log; what changed decides which of them are made.

A site is a set of files and an index of its articles. The index holds all that lists, feed, site map and search need, so a
page is never read again to make another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from pipeline.hashes import sha256
from pipeline.printing.pages import environment, layout_text, page, policy_hash
from pipeline.publish.article import Article, Content, Told
from pipeline.publish.comparison import ORDERS, comparisons
from pipeline.publish.linked_data import article_linked, home_linked, unit_linked, year_linked
from pipeline.publish.search import search_index
from pipeline.publish.settings import Settings
from pipeline.publish.year_data import offered

FEED_LENGTH: Final = 20
LATEST: Final = 10

# What gathers the articles of many units: where pages and files of that kind are.
GATHERED: Final = ("rates/", "data/")

# What the search reads of an article.
SEARCH_TEXT: Final = "search.txt"

Files = dict[str, bytes]


class Site:
    """Makes the site's files with the layout's templates."""

    def __init__(self, layout: Path, settings: Settings) -> None:
        self.layout = layout
        self.settings = settings
        self.environment = environment(layout)
        self.assets = {f"assets/{name}": content for name, content in read_assets(layout).items()}

    def fingerprint(self) -> str:
        """Return the SHA-256 of all that every page has from the layout and the settings."""
        files = (self.layout / "content.css", *sorted((self.layout / "pages").iterdir()))
        contents = (path.name.encode() + b"\0" + layout_text(self.layout, f"{path.relative_to(self.layout)}").encode() for path in files)
        return sha256(repr(self.settings).encode() + b"".join(contents))

    def article(self, article: Article, content: Content, told: Sequence[Told]) -> Files:
        """Return an article's own files.

        Args:
            article: what the index knows of it.
            content: what it says.
            told: its log.
        """
        css = "".join(part.css for part in content.parts)
        style = {"css": css, "css_hash": policy_hash(css), "linked": article_linked(self.settings, article), "files": article.offered}
        files = {
            "index.html": self.page("article.html", "../../", article=article, parts=content.parts, told=told, **style),
            **article.machine_files(content.figures),
            SEARCH_TEXT: content.text().encode(),
        }
        return {f"{article.folder}/{name}": data for name, data in {**files, **content.downloads}.items()}

    def notice(self, article: Article, told: Sequence[Told]) -> Files:
        """Return what is left of a withdrawn article: a dated notice."""
        return {f"{article.folder}/index.html": self.page("notice.html", "../../", article=article, told=told)}

    def lists(self, articles: Iterable[Article], touched: Article | None = None, compared: Collection[str] | None = None) -> Files:
        """Return the pages that list articles: all of them, or only those that list a certain one.

        Args:
            articles: all articles.
            touched: the one that changed; None for all pages.
            compared: what the figures are called by which the returned pages compare units; None for all.
        """
        every = sorted(articles, key=lambda article: (article.year, article.of))
        by_year = dict(grouped(every, lambda article: article.year))
        files: Files = dict(self.assets)
        for year, some in by_year.items():
            if touched is None or year == touched.year:
                files |= self.year_pages(year, some, compared)
        newest_first = sorted(every, key=lambda article: (article.unit, -int(article.year), article.of.name))
        units = list(grouped(newest_first, lambda article: article.unit))
        for unit, some in units:
            if touched is None or unit == touched.unit:
                files[f"units/{unit}/index.html"] = self.unit_page(some)
        latest = sorted(every, key=lambda article: datetime.fromisoformat(article.last), reverse=True)
        years = sorted(by_year, reverse=True)
        machine_files = {year: offered(self.settings, year, by_year[year]) for year in years}
        data = {"files": [file for some in machine_files.values() for file in some], "linked": home_linked(self.settings, machine_files)}
        files["index.html"] = self.page("home.html", "", years=years, units=units, latest=latest[:LATEST], **data)
        files["search/index.html"] = self.page("search.html", "../", years=years)
        files["feed.xml"] = self.page("feed.xml", "", articles=latest[:FEED_LENGTH])
        files["sitemap.xml"] = self.page("sitemap.xml", "", years=years, articles=[item for item in every if not item.withdrawn])
        return files

    def year_pages(self, year: str, articles: Sequence[Article], compared: Collection[str] | None) -> Files:
        """Return a year's pages.

        Args:
            year: the year.
            articles: its articles, by unit.
            compared: what the figures are called by which the returned pages compare units; None for all.
        """
        every, files = list(comparisons(articles)), offered(self.settings, year, articles)
        lists = {
            "articles": articles,
            "units": len({article.unit for article in articles}),
            "compared": every,
            "forms": len({one.form for one in every}),
        }
        data = {"files": files, "linked": year_linked(self.settings, year, articles)}
        made = {
            f"{year}/index.html": self.page("year.html", "../", year=year, **lists, **data),
            f"{year}/search.json": search_index(articles),
        }
        for one in every:
            of_form = [other for other in every if other.form == one.form]
            for order in ORDERS if compared is None or one.label in compared else ():
                shown = {"one": one, "bars": one.ordered(order), "order": order, "orders": list(ORDERS.items()), "others": of_form}
                made[one.path(order)] = self.page("rates.html", "../../", year=year, **shown)
        return made

    def unit_page(self, articles: Sequence[Article]) -> bytes:
        """Return a unit's page.

        Args:
            articles: its articles, the newest first.
        """
        name, files = articles[0].name, [file for article in articles for file in article.offered]
        data = {"files": files, "linked": unit_linked(self.settings, name, articles)}
        return self.page("unit.html", "../../", name=name, articles=articles, **data)

    def page(self, template: str, up: str, **content: object) -> bytes:
        """Return one page.

        Args:
            template: its template's name.
            up: the way up to the site's first folder, as links on the page begin.
            content: what the template shows.
        """
        names = {"site": self.settings, "up": up, **content}
        return page(self.environment, self.layout, template, names)


def read_assets(layout: Path) -> Files:
    """Return the style sheet and the script that all pages share."""
    css = "\n".join(layout_text(layout, name) for name in ("content.css", "pages/site.css"))
    return {"site.css": css.encode(), "search.js": layout_text(layout, "pages/search.js").encode()}


def grouped(articles: Sequence[Article], key: Callable[[Article], str]) -> Iterator[tuple[str, list[Article]]]:
    """Yield sorted articles in groups."""
    for name, some in groupby(articles, key):
        yield name, list(some)
