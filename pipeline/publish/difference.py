"""What a site's index was, what it becomes, and which of the lists show the difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.publish.article import Article
from pipeline.publish.blocks import Block
from pipeline.publish.comparison import compared_anew
from pipeline.publish.index import UNITS, Index, section


@dataclass(frozen=True)
class Difference:
    """What becomes of a site's index.

    Attributes:
        before: the index as it was.
        after: the index as it will be.
        article: the only article that differs; None if all lists are to be made anew.
    """

    before: Index
    after: Index
    article: Article | None = None

    @cached_property
    def former(self) -> Article | None:
        """The article as it was; None if there was none."""
        return self.before.get(self.article.of) if self.article else None

    @cached_property
    def is_listed_anew(self) -> bool:
        """Whether lists have something else to say than that the article was corrected."""
        if self.article is None or self.former is None:
            return True
        return listed(self.article) != listed(self.former) or len(self.blocks(self.article.year)) > 1

    @cached_property
    def labels(self) -> frozenset[str] | None:
        """What those figures are called whose pages change; None if all of the year's may."""
        return compared_anew(self.article, self.former) if self.article and not self.is_listed_anew else None

    @property
    def years(self) -> list[str]:
        """The years whose lists may change, the newest first."""
        return [self.article.year] if self.article else self.after.years

    def blocks(self, name: str) -> list[Block]:
        """Return the blocks of a list whose members changed."""
        blocks = self.after.blocks[name]
        return [block for block in blocks if self.article is None or section(name, block) in self.after.changed]

    @property
    def units(self) -> list[str]:
        """The units whose pages change, by their folder names."""
        if self.article:
            return [self.article.unit] if self.is_listed_anew else []
        return [unit.unit for block in self.after.blocks.get(UNITS, ()) for unit in self.after.units(block)]


def listed(article: Article) -> Mapping[str, object]:
    """Return what lists show of an article that is the same after most corrections."""
    names = ("name", "title", "first", "withdrawn", "form", "form_title")
    return {name: getattr(article, name) for name in names} | {"files": list(article.data)}
