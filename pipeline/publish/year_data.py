"""A year's files for machines, put together from those of its articles: of what did not change, the piece in the present file is taken.

A year of many articles has them packed into one file for each block. An article's piece is as long as the site's index says, and all pieces
stand in the order of the articles, so that one file is read instead of a hundred. A file that is not whole is not believed: then each
article's own is read.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Final

from pipeline.hashes import sha256
from pipeline.problems import Kind, Place, Stop, error
from pipeline.publish.article import Article
from pipeline.publish.blocks import Block
from pipeline.publish.data_package import PACK, PACKAGE, data_package
from pipeline.publish.difference import Difference
from pipeline.publish.index import Index
from pipeline.publish.open_data import COLUMNS, CSV, HEAD, JSON, Figure, MachineFile, csv_rows, json_row, json_rows
from pipeline.publish.remedies import repair_first
from pipeline.publish.settings import Settings
from pipeline.records import record

# What the site's index calls the length of an article's piece of the year's JSON file.
ROWS: Final = "rows"
BEGIN, END = f"[{json_row(COLUMNS)}".encode(), b"]\n"

FOLDER: Final = "data/"

Files = Mapping[str, bytes]


@record()
class Piece:
    """What an article has in a year's files.

    Attributes:
        csv: its lines.
        json: its arrays.
    """

    csv: bytes
    json: bytes


@record()
class Shown:
    """The files and articles of a release.

    Attributes:
        site: the site's name, for messages.
        digests: the digest of each file by its path.
        index: the articles.
        fetch: returns a kept file by its digest; raises FileNotFoundError.
        made: files that need not be fetched, by path.
        pieces: those of the blocks that were asked for already, by the block's folder and by the article's.
    """

    site: str
    digests: Mapping[str, str]
    index: Index
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
        if article.year not in self.index.blocks:
            return self.own_piece(article)
        block = self.index.block_of(article.of)
        folder = folder_of(self.index, article.year, block)
        if folder not in self.pieces:
            self.pieces[folder] = self.cut(folder, with_data(self.index.block(article.year, block)))
        return self.pieces[folder].get(article.folder) or self.own_piece(article)

    def own_piece(self, article: Article) -> Piece:
        """Return an article's piece, made of its own file.

        Raises:
            Stop: it is not whole.
        """
        path = f"{article.folder}/{JSON}"
        figures: list[Figure] = json.loads(self.needed(path))["数据"]
        return Piece(csv_rows(article.source, figures), json_rows(article.source, figures))

    def cut(self, folder: str, some: Sequence[Article]) -> dict[str, Piece]:
        """Return the pieces of a block's files; none if these are not whole, or not as the index says.

        Args:
            folder: where the files are.
            some: the articles that have a piece there.
        """
        pack = self.whole(f"{folder}{PACK}")
        lines, arrays = unpacked(pack) if pack else (self.whole(f"{folder}{name}") for name in (CSV, JSON))
        if lines is None or arrays is None or (len(lines), len(arrays)) != (csv_size(some), json_size(some)):
            return {}
        found, place, position = {}, len(HEAD), len(BEGIN)
        for article in some:
            end, stop = place + article.data[CSV] - len(HEAD), position + article.data[ROWS]
            found[article.folder] = Piece(lines[place:end], arrays[position:stop])
            place, position = end, stop
        return found

    def needed(self, path: str) -> bytes:
        """Return a file.

        Raises:
            Stop: it is missing or damaged.
        """
        data = self.made.get(path) or self.whole(path)
        if data is None:
            message = f"网站上有 1 个文件不见了或被改动过：{path}"
            raise Stop(error(Kind.SITE, message, Place(self.site), hint=repair_first()))
        return data

    def whole(self, path: str) -> bytes | None:
        """Return a file; None if it is missing or damaged."""
        try:
            data = self.fetch(self.digests[path])
        except (FileNotFoundError, KeyError):
            return None
        return data if sha256(data) == self.digests[path] else None


def packed(files: Files) -> dict[str, bytes]:
    """Return files packed into one: the same files give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)  # of the zip format's first day
            entry.create_system = 0  # the same bytes on every system
            pack.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return {PACK: made.getvalue()}


def unpacked(pack: bytes) -> Iterator[bytes]:
    """Yield the files that are packed into one."""
    with zipfile.ZipFile(io.BytesIO(pack)) as opened:
        yield from (opened.read(name) for name in (CSV, JSON))


def folder_of(index: Index, year: str, block: Block | None = None) -> str:
    """Return where a year's files for machines are in the site, or those of a block; no unit's folder can be there.

    Args:
        index: the site's index.
        year: the year.
        block: the block; the only one of a year has no folder of its own.
    """
    own = f"{block.number}/" if block and index.is_long(year) else ""
    return f"{FOLDER}{year}/{own}"


def with_data(articles: Iterable[Article]) -> list[Article]:
    """Return those articles that have files for machines."""
    return [article for article in articles if article.data]


def csv_size(articles: Iterable[Article]) -> int:
    """Return how long the CSV file of some articles is, in bytes."""
    return len(HEAD) + sum(article.data[CSV] - len(HEAD) for article in articles)


def json_size(articles: Sequence[Article]) -> int:
    """Return how long the JSON file of some articles is, in bytes."""
    return len(BEGIN) + sum(article.data[ROWS] for article in articles) + len(END)


def offered(settings: Settings, index: Index, year: str, block: Block) -> list[MachineFile]:
    """Return the files for machines of a block as pages offer them; none if no article has any.

    Args:
        settings: what the site is called.
        index: the site's index.
        year: the year.
        block: the block.
    """
    some, folder = with_data(index.block(year, block)), folder_of(index, year, block).rstrip("/")
    if index.is_long(year):
        return [MachineFile(folder, PACK, f"{year}年度{settings.column}（{block.range}）", 0)] if some else []
    title = f"{year}年度{settings.column}"
    measured = {CSV: csv_size(some), JSON: json_size(some)} if some else {}
    return [MachineFile(folder, name, title, size) for name, size in measured.items()]


def offered_of_year(settings: Settings, index: Index, year: str) -> list[MachineFile]:
    """Return the files for machines of a whole year as pages offer them; of a long year the description of all of them.

    Args:
        settings: what the site is called.
        index: the site's index.
        year: the year.
    """
    if not index.is_long(year):
        return offered(settings, index, year, index.blocks[year][0])
    return [MachineFile(folder_of(index, year).rstrip("/"), PACKAGE, f"{year}年度{settings.column}", 0)]


def sizes(article: Article, files: Files) -> dict[str, int]:
    """Return what the index says of an article's files for machines: how long they are, and its piece of the year's JSON file.

    Args:
        article: the article.
        files: its files for machines, by their bare names.
    """
    return {CSV: len(files[CSV]), JSON: len(files[JSON]), ROWS: len(json_rows(article.source, json.loads(files[JSON])["数据"]))}


def year_files(settings: Settings, difference: Difference, shown: Shown) -> Iterator[tuple[str, bytes]]:
    """Yield the files for machines that a change of the index changes, by path.

    Args:
        settings: what the site is called and who runs it.
        difference: what becomes of the index.
        shown: the site as it is, and what was made anew.

    Raises:
        Stop: what is needed of the site is not whole.
    """
    index = difference.after
    for year in difference.years:
        for block in difference.blocks(year):
            pieces = [shown.piece(article) for article in with_data(index.block(year, block))]
            folder = folder_of(index, year, block)
            files = {
                CSV: HEAD + b"".join(piece.csv for piece in pieces),
                JSON: BEGIN + b"".join(piece.json for piece in pieces) + END,
            }
            yield from ((f"{folder}{name}", data) for name, data in (packed(files) if index.is_long(year) else files).items())
        if difference.is_listed_anew:
            created = min(article.first for article in index.year(year))
            parts = [(folder_of(index, year, block).removeprefix(folder_of(index, year)), block.range) for block in index.blocks[year]]
            yield from ((f"{folder_of(index, year)}{name}", data) for name, data in data_package(settings, year, created, parts).items())
