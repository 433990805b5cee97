"""A year's files for machines, put together from those of its articles: of what did not change, the piece in the present file is taken.

An article's piece is as long as the site's index says, and all pieces stand in the order of the articles, so that one file is read
instead of a thousand. A file that is not whole is not believed: then each article's own is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from pipeline.calls import command, flag
from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.article import Article
from pipeline.publish.data_package import PACKAGE, data_package
from pipeline.publish.open_data import COLUMNS, CSV, HEAD, JSON, Figure, MachineFile, csv_rows, json_row, json_rows
from pipeline.publish.settings import Settings

# What the site's index calls the length of an article's piece of the year's JSON file.
ROWS: Final = "rows"
BEGIN, END = f"[{json_row(COLUMNS)}".encode(), b"]\n"

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """What an article has in a year's files.

    Attributes:
        csv: its lines.
        json: its arrays.
    """

    csv: bytes
    json: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """The files and articles of a release.

    Attributes:
        site: the site's name, for messages.
        digests: the digest of each file by its path.
        articles: the articles.
        fetch: returns a kept file by its digest; raises FileNotFoundError.
        made: files that need not be fetched, by path.
        pieces: those of the years that were asked for already, by year and by the article's folder.
    """

    site: str
    digests: Mapping[str, str]
    articles: Sequence[Article]
    fetch: Callable[[str], bytes]
    made: Files = field(default_factory=dict)
    pieces: dict[str, dict[str, Piece]] = field(default_factory=dict)

    def piece(self, article: Article) -> Piece:
        """Return an article's piece.

        Raises:
            Stop: neither the year's files nor its own are whole.
        """
        if f"{article.folder}/{JSON}" in self.made:
            return self.own_piece(article)
        if article.year not in self.pieces:
            self.pieces[article.year] = self.cut(article.year)
        return self.pieces[article.year].get(article.folder) or self.own_piece(article)

    def own_piece(self, article: Article) -> Piece:
        """Return an article's piece, made of its own file.

        Raises:
            Stop: it is not whole.
        """
        path = f"{article.folder}/{JSON}"
        data = self.made.get(path) or self.whole(path)
        if data is None:
            message = f"网站上有 1 个文件不见了或被改动过：{path}"
            raise Stop(error(Kind.SITE, message, Place(self.site), hint=f"请先运行 {command('verify')} {flag('repair')} 修复"))
        figures: list[Figure] = json.loads(data)["数据"]
        return Piece(csv_rows(article.source, figures), json_rows(article.source, figures))

    def cut(self, year: str) -> dict[str, Piece]:
        """Return the pieces of a year's files; none if these are not whole, or not as the index says."""
        lines, arrays = (self.whole(f"{folder_of(year)}{name}") for name in (CSV, JSON))
        some = with_data(self.articles, year)
        if lines is None or arrays is None or (len(lines), len(arrays)) != (csv_size(some), json_size(some)):
            return {}
        found, place, position = {}, len(HEAD), len(BEGIN)
        for article in some:
            end, stop = place + article.data[CSV] - len(HEAD), position + article.data[ROWS]
            found[article.folder] = Piece(lines[place:end], arrays[position:stop])
            place, position = end, stop
        return found

    def whole(self, path: str) -> bytes | None:
        """Return a file; None if it is missing or damaged."""
        try:
            data = self.fetch(self.digests[path])
        except (FileNotFoundError, KeyError):
            return None
        return data if sha256(data) == self.digests[path] else None


def folder_of(year: str) -> str:
    """Return where a year's files for machines are in the site; no unit's folder can be there."""
    return f"data/{year}/"


def with_data(articles: Iterable[Article], year: str) -> list[Article]:
    """Return those articles of a year that have files for machines, in the order of their pieces."""
    return sorted((article for article in articles if article.year == year and article.data), key=lambda article: article.of)


def csv_size(articles: Iterable[Article]) -> int:
    """Return how long the CSV file of some articles is, in bytes."""
    return len(HEAD) + sum(article.data[CSV] - len(HEAD) for article in articles)


def json_size(articles: Sequence[Article]) -> int:
    """Return how long the JSON file of some articles is, in bytes."""
    return len(BEGIN) + sum(article.data[ROWS] for article in articles) + len(END)


def offered(settings: Settings, year: str, articles: Iterable[Article]) -> list[MachineFile]:
    """Return a year's files for machines as pages offer them; none if no article has any.

    Args:
        settings: what the site is called.
        year: the year.
        articles: the articles of that year, at least.
    """
    some, folder, title = with_data(articles, year), folder_of(year).rstrip("/"), f"{year}年度{settings.column}"
    measured = {CSV: csv_size(some), JSON: json_size(some)} if some else {}
    return [MachineFile(folder, name, title, size) for name, size in measured.items()]


def sizes(article: Article, files: Files) -> dict[str, int]:
    """Return what the index says of an article's files for machines: how long they are, and its piece of the year's JSON file.

    Args:
        article: the article.
        files: its files for machines, by their bare names.
    """
    return {CSV: len(files[CSV]), JSON: len(files[JSON]), ROWS: len(json_rows(article.source, json.loads(files[JSON])["数据"]))}


def year_files(settings: Settings, articles: Iterable[Article], shown: Shown, year: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the files for machines of all years, or of one, by path.

    Args:
        settings: what the site is called and who runs it.
        articles: the articles as they will be.
        shown: the articles as they are, and what was made anew of them.
        year: the year; empty for all.

    Raises:
        Stop: what is needed of the site is not whole.
    """
    every = sorted(articles, key=lambda article: article.year)
    for each, some in groupby(every, key=lambda article: article.year):
        of_year = list(some)
        if year in ("", each):
            pieces = [shown.piece(article) for article in with_data(of_year, each)]
            files = {
                CSV: HEAD + b"".join(piece.csv for piece in pieces),
                JSON: BEGIN + b"".join(piece.json for piece in pieces) + END,
            }
            files[PACKAGE] = data_package(settings, each, max(article.last for article in of_year), files)
            yield from ((f"{folder_of(each)}{name}", data) for name, data in files.items())
