"""The disclosure site's pages, made from the finished public edition and the log; what changed decides which of them are made.

A site is a set of files and an index of its articles. The index holds all that lists, feed, site map and search need, so a
page is never read again to make another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

from pipeline.hashes import sha256
from pipeline.printing.pages import environment, layout_text, page, policy_hash
from pipeline.publish.article import Article, Content, Told
from pipeline.publish.search import search_index
from pipeline.publish.settings import Settings

FEED_LENGTH: Final = 20
LATEST: Final = 10

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
        facts = {"单位": article.name, "年度": article.year, "标题": article.title, "更新时间": article.last, "数据": content.figures}
        style = {"css": css, "css_hash": policy_hash(css)}
        files = {
            "index.html": self.page("article.html", "../../", article=article, parts=content.parts, told=told, **style),
            "data.json": (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode(),
            "search.txt": content.text().encode(),
        }
        return {f"{article.folder}/{name}": data for name, data in {**files, **content.downloads}.items()}

    def notice(self, article: Article, told: Sequence[Told]) -> Files:
        """Return what is left of a withdrawn article: a dated notice."""
        return {f"{article.folder}/index.html": self.page("notice.html", "../../", article=article, told=told)}

    def lists(self, articles: Iterable[Article], touched: Article | None = None) -> Files:
        """Return the pages that list articles: all of them, or only those that list a certain one."""
        every = sorted(articles, key=lambda article: (article.year, article.of))
        files: Files = dict(self.assets)
        for year, some in grouped(every, lambda article: article.year):
            if touched is None or year == touched.year:
                files[f"{year}/index.html"] = self.page(
                    "year.html", "../", year=year, articles=some, units=len({article.unit for article in some})
                )
                files[f"{year}/search.json"] = search_index(some)
        newest_first = sorted(every, key=lambda article: (article.unit, -int(article.year), article.of.name))
        units = list(grouped(newest_first, lambda article: article.unit))
        for unit, some in units:
            if touched is None or unit == touched.unit:
                files[f"units/{unit}/index.html"] = self.page("unit.html", "../../", name=some[0].name, articles=some)
        latest = sorted(every, key=lambda article: datetime.fromisoformat(article.last), reverse=True)
        years = sorted({article.year for article in every}, reverse=True)
        files["index.html"] = self.page("home.html", "", years=years, units=units, latest=latest[:LATEST])
        files["search/index.html"] = self.page("search.html", "../", years=years)
        files["feed.xml"] = self.page("feed.xml", "", articles=latest[:FEED_LENGTH])
        files["sitemap.xml"] = self.page("sitemap.xml", "", years=years, articles=[item for item in every if not item.withdrawn])
        return files

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
