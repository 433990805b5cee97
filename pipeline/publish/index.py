"""What a site knows of its articles: what all lists need at once, and the articles in sections, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, reduce
from typing import Any, Final

from pipeline.publish.article import Article, Ranked, folder_of
from pipeline.publish.blocks import FIRST, Block, Member, block_of, cut
from pipeline.publish.remedies import verify_first
from pipeline.records import record
from pipeline.remote.failures import TargetError
from pipeline.remote.release import Release
from pipeline.workspace import UnitYear

# What the site's index is called in a release: articles of former versions, and what there is now.
ARTICLES, BLOCKS, LATEST, SERIAL = "articles", "blocks", "latest", "serial"
# The list of units, beside those of the years' articles.
UNITS: Final = "units"
FEED_LENGTH: Final = 20

Sections = Mapping[str, Sequence[Member]]


@record()
class Unit:
    """A unit as lists show it.

    Attributes:
        unit: its folder name.
        name: its name.
        articles: its articles, the newest year first.
    """

    unit: str
    name: str
    articles: Sequence[UnitYear]

    @classmethod
    def from_record(cls, record: Member) -> Unit:
        """Return a unit from the site's index."""
        return cls(record["unit"], record["name"], [UnitYear(record["unit"], year, name) for year, name in record["articles"]])

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Where its articles are, and what each is called in a list and read aloud."""
        return [(folder_of(of), f"{of.year}{of.named}", f"{self.name}{of.year}年度{of.named}") for of in self.articles]


@dataclass(frozen=True)
class Index:
    """What a site knows of its articles.

    Attributes:
        blocks: the blocks of each list: of each year's articles, and of the units.
        kept: the records of each block's members, by list and number, as the release has them.
        changed: those that are not as the release has them.
        latest: the articles that changed last, the last first.
        serial: the highest number that an article has got.
        read: the articles of blocks that were asked for.
    """

    blocks: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    kept: Sections = field(default_factory=dict)
    changed: Sections = field(default_factory=dict)
    latest: Sequence[Article] = ()
    serial: int = 0
    read: dict[str, list[Article]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, release: Release | None) -> Index:
        """Return the index of a release.

        Raises:
            TargetError: it is none that this program writes.
        """
        with understood():
            return cls.from_content(release.content, release.records) if release else cls()

    @classmethod
    def from_content(cls, content: Mapping[str, Any], records: Sections) -> Index:
        """Return an index from what a release holds of it.

        Args:
            content: what is held at once.
            records: what is held block by block.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is none that the program writes.
        """
        if ARTICLES in content:  # of a former version
            numbered = (replace(Article.from_record(record), serial=number) for number, record in enumerate(content[ARTICLES], 1))
            return reduce(Index.put, numbered, cls())
        blocks = {name: [Block(*record) for record in some] for name, some in content[BLOCKS].items()}
        latest = [Article.from_record(record) for record in content[LATEST]]
        return cls(blocks, records, latest=latest, serial=content[SERIAL])

    def content(self) -> dict[str, Any]:
        """Return what a release holds of it at once."""
        blocks = {name: [block.record() for block in some] for name, some in self.blocks.items()}
        latest = [article.record() for article in self.latest]
        return {BLOCKS: blocks, LATEST: latest, SERIAL: self.serial}

    @cached_property
    def years(self) -> list[str]:
        """The years that there are articles of, the newest first."""
        return sorted(self.blocks.keys() - {UNITS}, reverse=True)

    def is_long(self, name: str) -> bool:
        """Whether a list has several blocks, each on a page of its own."""
        return len(self.blocks.get(name, ())) > 1

    def serial_of(self, of: UnitYear) -> int:
        """Return the number of an article, or the one that it gets."""
        known = self.get(of)
        return known.serial if known else self.serial + 1

    def get(self, of: UnitYear) -> Article | None:
        """Return an article; None if there is none."""
        if of.year not in self.blocks:
            return None
        return next((article for article in self.block(of.year, self.block_of(of)) if article.of == of), None)

    def block_of(self, of: UnitYear) -> Block:
        """Return the block of its year that an article is in, or would be."""
        return block_of(self.blocks[of.year], of.unit)

    def block(self, year: str, block: Block) -> list[Article]:
        """Return the articles of a block, by unit."""
        name = section(year, block)
        if name not in self.read:
            with understood():
                self.read[name] = [Article.from_record(record) for record in self.members(name)]
        return self.read[name]

    def members(self, name: str) -> Sequence[Member]:
        """Return the records of a block's members; none of a block that is not there yet."""
        return self.changed[name] if name in self.changed else self.kept.get(name, ())

    def year(self, year: str) -> list[Article]:
        """Return a year's articles, by unit."""
        return [article for block in self.blocks.get(year, ()) for article in self.block(year, block)]

    def ranked(self, year: str) -> list[Ranked]:
        """Return a year's articles as they are compared, by unit; of many, all else that is known of them is not kept in mind."""
        with understood():
            return [Ranked.from_record(record) for block in self.blocks.get(year, ()) for record in self.members(section(year, block))]

    def every(self) -> list[Article]:
        """Return all articles, by year and unit."""
        return [article for year in sorted(self.years) for article in self.year(year)]

    def unit(self, unit: str) -> list[Article]:
        """Return a unit's articles, the newest first."""
        found = next((one for one in self.units(block_of(self.blocks[UNITS], unit)) if one.unit == unit), None)
        return [article for of in (found.articles if found else ()) if (article := self.get(of))]

    def units(self, block: Block) -> list[Unit]:
        """Return the units of a block, by their folder names."""
        with understood():
            return [Unit.from_record(record) for record in self.members(section(UNITS, block))]

    def put(self, article: Article) -> Index:
        """Return the index with an article that is new or changed."""
        serial = max(self.serial, article.serial)
        latest = sorted((article, *(item for item in self.latest if item.of != article.of)), key=moment, reverse=True)
        held = replace(self, latest=latest[:FEED_LENGTH], serial=serial)
        return held.with_member(article.year, article.record(), article.of.name).with_unit(article)

    def with_unit(self, article: Article) -> Index:
        """Return the index with a unit that has an article."""
        blocks = self.blocks.get(UNITS, [FIRST])
        known = self.members(section(UNITS, block_of(blocks, article.unit)))
        former = next((record["articles"] for record in known if record["unit"] == article.unit), ())
        articles = {(year, name) for year, name in former} | {(article.year, article.of.name)}
        newest_first = [list(pair) for pair in sorted(articles, key=lambda pair: (-int(pair[0]), pair[1]))]
        return self.with_member(UNITS, {"unit": article.unit, "name": article.name, "articles": newest_first})

    def with_member(self, name: str, record: Member, further: str = "") -> Index:
        """Return the index with a member of a list that is new or changed.

        Args:
            name: the list.
            record: the member.
            further: what tells it from others of the same unit.
        """
        blocks = self.blocks.get(name, [FIRST])
        block = block_of(blocks, record["unit"])
        before = {key_of(member): member for member in self.members(section(name, block))}
        members = [member for _, member in sorted({**before, (record["unit"], further): record}.items())]
        pieces = cut(blocks, members, record["unit"])
        others = [other for other in blocks if other.number != block.number]
        every = sorted([*others, *(piece for piece, _ in pieces)], key=lambda piece: piece.start)
        changed = {section(name, piece): some for piece, some in pieces}
        return replace(
            self,
            blocks={**self.blocks, name: every},
            changed={**self.changed, **changed},
            read={other: some for other, some in self.read.items() if other not in changed},
        )


@contextmanager
def understood() -> Iterator[None]:
    """Refuse an index that this program did not write.

    Raises:
        TargetError: it did not.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError):
        hint = f"{verify_first()}，从网站的备份恢复"
        raise TargetError("网站的目录不是本程序写的，或者已经损坏，没有发布任何内容", hint) from None


def section(name: str, block: Block) -> str:
    """Return what the section of a block is called."""
    return f"{name}/{block.number}"


def key_of(record: Member) -> tuple[str, str]:
    """Return by what a list's members are sorted."""
    return record["unit"], record.get("further", "")


def moment(article: Article) -> datetime:
    """Return when an article changed last."""
    return datetime.fromisoformat(article.last)
