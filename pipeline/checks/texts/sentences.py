"""A unit-year's texts as they are read against its data: in half-width figures, slogans and quotations covered, each in its sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Final

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.figures import COUNTERS, SIGNS, Figure, figures
from pipeline.facts.fact import Fact, Facts
from pipeline.language.values import Lines, NotApplicable, Words
from pipeline.records import record
from pipeline.regex import regex

# Texts whose reading is kept: names of indicators that all units have, all that a clerk does not change at the desk.
KNOWN: Final = 1024
SHORTEST: Final = 5  # characters; nothing shorter says anything about a figure
TYPES: Final = frozenset(("text", "paragraphs", "list"))
# “三公”经费 is a name; what is quoted at length, or with a number, is somebody else's.
WITHOUT_MAIL: Final = r"“([^“”]*)”|《[^《》]*》|https?://[^\s，。；、（）]+"
QUOTED: Final = regex(rf"{WITHOUT_MAIL}|[\w.+-]+@[\w.-]+")
QUOTED_WITHOUT_MAIL: Final = regex(WITHOUT_MAIL)  # to look for an address of mail takes long
NAME_IN_QUOTES: Final = regex(r"[^\d，。；：]{1,4}")
COVER: Final = "□"
SENTENCE: Final = regex("[^。！？\n]+")
# What every figure has: a digit, or a numeral with what may go on with it.
LIKELY: Final = regex(f"[0-9{SIGNS}](?:(?<=[0-9])|[{SIGNS}分余多元{''.join(sorted({counter[0] for counter in COUNTERS}))}])")
HALF: Final = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
WIDE: Final = regex("[０-９．％]")


@record()
class Sentence:
    """One sentence of a paragraph as it is read.

    Attributes:
        paragraph: what it stands in.
        start: where it begins in the paragraph as read.
        text: its words.
        figures: the figures in it.
    """

    paragraph: Paragraph
    start: int
    text: str
    figures: tuple[Figure, ...]

    def passage(self, start: int, end: int, **known: object) -> Passage:
        """Return a part of it as a passage; see `passages.passage`."""
        return self.paragraph.passage(self.start + start, self.start + end, **known)


@record(slots=False)
class Paragraph:
    """One text, or one of several paragraphs.

    Attributes:
        words: the text as typed.
        fact: its field's fact.
        read: the text as it is read: figures half-width, names without quotation marks, quotations covered.
    """

    words: Words
    fact: Fact
    read: str

    @cached_property
    def quotes(self) -> list[int]:
        """Where the quotation marks stand that are left out when it is read, before each of which others are left out."""
        found = [match.span() for match in QUOTED.finditer(self.words) if match[1] and NAME_IN_QUOTES.fullmatch(match[1])]
        return [mark - 2 * number - after for number, (start, end) in enumerate(found) for after, mark in ((0, start), (1, end - 1))]

    def sentences(self) -> Iterator[Sentence]:
        """Yield its sentences that have figures."""
        yield from (Sentence(self, start, text, read) for start, text, read in sentences_of(self.read))

    def passage(self, start: int, end: int, **known: object) -> Passage:
        """Return a part of the paragraph as read, as a passage of the text as typed."""
        first, last = (place + bisect_right(self.quotes, place) for place in (start, end - 1))
        return passage(self.words, first, last + 1, **known)


@lru_cache(maxsize=KNOWN)
def sentences_of(read: str) -> tuple[tuple[int, str, tuple[Figure, ...]], ...]:
    """Return the sentences of a text that have figures, each with where it begins and its figures."""
    found = ((match.start(), match[0]) for match in SENTENCE.finditer(read)) if LIKELY.search(read) else ()
    return tuple((start, text, tuple(some)) for start, text in found if (some := figures(text)))


@lru_cache(maxsize=KNOWN)
def as_read(text: str) -> str:
    """Return a text as it is read."""
    if WIDE.search(text):
        text = text.translate(HALF)
    if "@" in text:
        return QUOTED.sub(uncovered, text)
    return QUOTED_WITHOUT_MAIL.sub(uncovered, text) if "“" in text or "《" in text or "://" in text else text


def uncovered(found: re.Match[str]) -> str:
    """Return a quoted name without its quotation marks, and anything else covered."""
    name = found[1]
    return name if name and NAME_IN_QUOTES.fullmatch(name) else COVER * len(found[0])


class Texts:
    """The texts of one unit-year, read once for all that is asked about them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every text and paragraph that says more than a few characters."""
        worded = (fact for fact in self.facts.by_path.values() if fact.field.type in TYPES and not fact.fixed)
        return tuple(Paragraph(text, fact, as_read(str.__str__(text))) for fact in worded for text in texts_of(fact))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence with a figure."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph.sentences())


def texts_of(fact: Fact) -> Iterator[Words]:
    """Yield a fact's texts that are long enough to say something."""
    for text in fact.value if isinstance(fact.value, Lines) else (fact.value,):
        if isinstance(text, Words) and len(text) >= SHORTEST and not isinstance(text, NotApplicable):
            yield text
