"""The search index of a site of any size, which a browser reads little of, and a publication changes little of.

The last changed articles stand in one file, each with a signature of its text. When these are many, they go into a segment, with the
smaller one of the two that there are, or with both. A browser asks the file and at most two segments, and then reads the texts of
those articles only that it shows. An article goes by a number, under which its text lies; without its text nothing leads to it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, field, replace
from typing import Any, Final

from markupsafe import Markup

from pipeline.language.wording import minute
from pipeline.publish.article import Article
from pipeline.publish.linked_data import data_block
from pipeline.publish.segments import Postings, merged, postings_in, segment_of, shards_of, weighed
from pipeline.publish.terms import signature, terms
from pipeline.records import record

FOLDER, TEXTS = "search/", "texts/"
# How many texts lie in one folder: few, since a folder is copied whole where files are links.
TOGETHER: Final = 10
PAGE: Final = f"{FOLDER}index.html"
# How many articles stand beside the segments at most.
MOST_RECENT: Final = 16
# How many times larger than what is to be merged a segment must be that stays as it is.
LARGER: Final = 8

Files = dict[str, bytes]
Fetch = Callable[[str], bytes]


@record()
class Segment:
    """A segment as the file of the last changed articles names it.

    Attributes:
        folder: where its shards are.
        shards: how many these are.
        documents: how many articles are in it.
        own: the numbers of those that hide what a larger segment has of them; none of the largest.
    """

    folder: str
    shards: int
    documents: int
    own: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        """Where its shards are in the site."""
        return f"{FOLDER}{self.folder}/"

    @property
    def paths(self) -> list[str]:
        """Its shards."""
        return [f"{self.path}{number}.json" for number in range(self.shards)]


@record()
class Search:
    """The search index, its shards excepted.

    Attributes:
        segments: its segments, the larger one first.
        recent: the signatures and titles of the last changed articles, by number.
        gone: the numbers of withdrawn articles, which segments may still have.
        made: how many segments were ever made.
    """

    segments: tuple[Segment, ...] = ()
    recent: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()
    made: int = 0

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Search:
        """Return a search index from what a release holds of it.

        Raises:
            KeyError, TypeError, ValueError: it is none that the program writes.
        """
        segments = tuple(Segment(**{**item, "own": tuple(item["own"])}) for item in record["segments"])
        recent = {number: (found, title) for number, found, title in record["recent"]}
        return cls(segments, recent, frozenset(record["gone"]), record["made"])

    def record(self) -> dict[str, Any]:
        """Return it as a release holds it, and as a browser reads it."""
        segments = [asdict(segment) for segment in self.segments]
        recent = [[number, *found] for number, found in self.recent.items()]
        return {"segments": segments, "recent": recent, "gone": sorted(self.gone), "made": self.made}

    def changed(self, number: int, data: bytes | None) -> Search:
        """Return it after an article was published or withdrawn.

        Args:
            number: the article's number.
            data: its text for the search; None if there is none any more.
        """
        recent = {other: found for other, found in self.recent.items() if other != number}
        if data is None:
            return replace(self, recent=recent, gone=self.gone | ({number} if self.segments else set()))
        shown = text_in(data)
        found = signature(terms("\n".join(shown[part] for part in ("name", "title", "text"))))
        return replace(self, recent={**recent, number: (found, shown["title"])}, gone=self.gone - {number})

    @property
    def is_full(self) -> bool:
        """Whether its last changed articles should go into a segment."""
        return len(self.recent) > MOST_RECENT

    def folded(self, fetch: Fetch, articles: int) -> tuple[Search, Files]:
        """Return it with its last changed articles in a segment, and that segment's shards by path.

        Args:
            fetch: returns a file of the site by its path.
            articles: how many articles the site has, about.
        """
        changed, smaller = set(self.recent), self.segments[1:]
        beside = changed.union(*(segment.own for segment in smaller)) - self.gone
        keeps = any(segment.documents > LARGER * len(beside) for segment in self.segments[:1])
        parts = [(segment_of({number: weights_of(fetch(text_path(number))) for number in changed}), set[int]())]
        parts += [(read(segment, fetch), changed | self.gone) for segment in smaller]
        parts += [(read(segment, fetch), beside | self.gone) for segment in self.segments[:1] if not keeps]
        shards = shards_of(merged(parts))
        folder, own = str(self.made + 1), tuple(sorted(beside)) if keeps else ()
        made = Segment(folder, len(shards), len(own) or articles, own)
        kept = self.segments[:1] if keeps else ()
        files = dict(zip(made.paths, shards, strict=True))
        return Search((*kept, made), {}, self.gone if keeps else frozenset(), self.made + 1), files


def read(segment: Segment, fetch: Fetch) -> Postings:
    """Return what is in a segment."""
    return postings_in(map(fetch, segment.paths))


def recent(search: Search, latest: Iterable[Article]) -> Markup:
    """Return what a browser reads first: the segments, the last changed articles, and which are the newest, for what is in all of them.

    Args:
        search: the index.
        latest: the articles that changed last, the last first.
    """
    newest = [article.serial for article in latest if not article.withdrawn]
    return data_block({**search.record(), "latest": newest})


def text_path(number: int) -> str:
    """Return where an article's text for the search is in the site."""
    return f"{TEXTS}{number // TOGETHER}/{number % TOGETHER}.bin"


def text_file(article: Article, text: str) -> bytes:
    """Return an article's text for the search, compressed: what a browser shows of it, and looks into.

    Args:
        article: the article.
        text: what it says.
    """
    shown = {"folder": article.folder, "name": article.name, "title": article.title, "time": minute(article.last), "text": text}
    return zlib.compress(json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode(), zlib.Z_BEST_COMPRESSION)


def text_in(data: bytes) -> dict[str, str]:
    """Return what stands in an article's text for the search."""
    content: dict[str, str] = json.loads(zlib.decompress(data))
    return content


def weights_of(data: bytes) -> dict[int, int]:
    """Return how much each term says of an article, by the term's hash, read from its text for the search."""
    shown = text_in(data)
    return weighed(terms(f"{shown['name']}\n{shown['title']}"), terms(shown["text"]))
