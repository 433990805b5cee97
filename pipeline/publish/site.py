"""The disclosure site's pages, made from the finished public edition and the log; what changed decides which of them are made.

A site is a set of files and an index of its articles. The index holds all that lists, feed, site map and search need, so a
page is never read again to make another.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from markupsafe import Markup

from pipeline.hashes import sha256
from pipeline.printing.pages import environment, layout_text, page, policy_hash
from pipeline.publish.article import Article, Told
from pipeline.publish.blocks import Block
from pipeline.publish.comparison import Comparison, comparisons, tables
from pipeline.publish.content import Content
from pipeline.publish.difference import Difference
from pipeline.publish.index import UNITS, Index
from pipeline.publish.linked_data import article_linked, home_linked, unit_linked, year_linked
from pipeline.publish.search import text_file, text_path
from pipeline.publish.settings import Settings
from pipeline.publish.year_data import offered, offered_of_year

LATEST: Final = 10

# Where the pages of blocks are.
LISTS: Final = "lists/"

Files = dict[str, bytes]


class Site:
    """Makes the site's files with the layout's templates."""

    def __init__(self, layout: Path, settings: Settings) -> None:
        self.layout = layout
        self.settings = settings
        self.environment = environment(layout)
        self.assets = {"assets/site.css": "\n".join(layout_text(layout, name) for name in ("content.css", "pages/site.css")).encode()}
        lines = (line.strip() for line in layout_text(layout, "pages/search.js").splitlines())
        self.script = "\n".join(line for line in lines if line and not line.startswith("//"))

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
            **content.downloads,
        }
        own = {f"{article.folder}/{name}": data for name, data in files.items()}
        return own | {text_path(article.serial): text_file(article, content.text())}

    def notice(self, article: Article, told: Sequence[Told]) -> Files:
        """Return what is left of a withdrawn article: a dated notice."""
        return {f"{article.folder}/index.html": self.page("notice.html", "../../", article=article, told=told)}

    def lists(self, difference: Difference) -> Files:
        """Return the pages that list articles and show a change of the index, and what all pages share.

        Args:
            difference: what becomes of the index.
        """
        index, files = difference.after, dict(self.assets)
        for year in difference.years:
            files |= self.year(difference, year)
        for unit in difference.units:
            files[f"units/{unit}/index.html"] = self.unit_page(index.unit(unit))
        for block in difference.blocks(UNITS) if difference.is_listed_anew and index.is_long(UNITS) else ():
            files[units_path(block)] = self.page("units.html", "../../../", block=block, units=index.units(block))
        machine_files = {year: offered_of_year(self.settings, index, year) for year in index.years}
        data = {"files": [file for some in machine_files.values() for file in some], "linked": home_linked(self.settings, machine_files)}
        units = index.units(index.blocks[UNITS][0]) if UNITS in index.blocks and not index.is_long(UNITS) else []
        pages = [(block, units_path(block)) for block in index.blocks[UNITS]] if index.is_long(UNITS) else []
        shown = {"years": index.years, "units": units, "pages": pages, "latest": index.latest[:LATEST]}
        files["index.html"] = self.page("home.html", "", **shown, **data)
        files["feed.xml"] = self.page("feed.xml", "", articles=index.latest)
        files["sitemap.xml"] = self.page("sitemap.xml", "", years=index.years)
        return files

    def search_page(self, recent: Markup) -> bytes:
        """Return the page of the search, with what its script reads first: all of it in one answer of the server."""
        script = f"//<![CDATA[\n{self.script}\n//]]>"
        return self.page("search.html", "../", recent=recent, script=script, script_hash=policy_hash(script))

    def year(self, difference: Difference, year: str) -> Files:
        """Return those of a year's pages that show a change of the index.

        Args:
            difference: what becomes of the index.
            year: the year.
        """
        index, made = difference.after, Files()
        if index.is_long(year):
            made |= {block_path(year, block): self.block_page(index, year, block) for block in difference.blocks(year)}
        if difference.is_listed_anew:
            shown = [article for article in index.year(year) if not article.withdrawn]
            made[f"{year}/sitemap.xml"] = self.page("year_map.xml", "../", year=year, articles=shown)
        if difference.labels == frozenset() and index.is_long(year):
            return made
        every = list(comparisons(index.ranked(year)))
        made[f"{year}/index.html"] = self.year_page(index, year, every)
        for one in every:
            of_form = [other for other in every if other.form == one.form]
            for order in one.orders if difference.labels is None or one.label in difference.labels else ():
                rows = {"one": one, "bars": one.ordered(order), "order": order, "orders": list(one.orders.items()), "others": of_form}
                made[one.path(order)] = self.page("rates.html", "../../", year=year, **rows)
        return made

    def year_page(self, index: Index, year: str, every: Sequence[Comparison]) -> bytes:
        """Return a year's first page, which lists its articles or leads to the pages that do.

        Args:
            index: the site's index.
            year: the year.
            every: the figures by which its units are compared.
        """
        blocks, files = index.blocks[year], offered_of_year(self.settings, index, year)
        is_long = index.is_long(year)
        lists = {
            "units": sum(block.units for block in blocks),
            "articles": [] if is_long else index.block(year, blocks[0]),
            "pages": [(block, block_path(year, block)) for block in blocks] if is_long else [],
            "compared": every,
            "forms": len({one.form for one in every}),
        }
        return self.page("year.html", "../", year=year, files=files, linked=year_linked(self.settings, year, files), **lists)

    def block_page(self, index: Index, year: str, block: Block) -> bytes:
        """Return the page that lists the articles of a block, with all figures by which units are compared.

        Args:
            index: the site's index.
            year: the year.
            block: the block.
        """
        articles, files = index.block(year, block), offered(self.settings, index, year, block)
        data = {"files": files, "linked": year_linked(self.settings, year, files, block_path(year, block))}
        return self.page("block.html", "../../../", year=year, block=block, articles=articles, tables=list(tables(articles)), **data)

    def unit_page(self, articles: Sequence[Article]) -> bytes:
        """Return a unit's page, which stays as it is when figures are corrected.

        Args:
            articles: its articles, the newest first.
        """
        name, files = articles[0].name, [file for article in articles for file in article.named_files]
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


def block_path(year: str, block: Block) -> str:
    """Return where the page of a block of a year's articles is in the site; no unit's folder can be there.

    Args:
        year: the year.
        block: the block.
    """
    return f"{LISTS}{year}/{block.number}/index.html"


def units_path(block: Block) -> str:
    """Return where the page of a block of units is in the site."""
    return block_path(UNITS, block)
