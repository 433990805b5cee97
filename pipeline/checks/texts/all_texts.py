"""All texts of a unit-year one after another, so that a rule looks through them once, and what it finds knows its own text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Final, Self

from pipeline.checks.passages import Passage, passage
from pipeline.checks.texts.lexicon import Lexicon
from pipeline.language.values import Words
from pipeline.regex import regex

# Nothing in an address is Chinese wording; what stands there is passed over.
ADDRESS: Final = regex(r"(?:https?://|www\.)[^\s，。；、（）“”]+|[\w.+-]+@[\w.-]+")


class AllTexts(str):
    """Texts line by line, with blanks in place of web addresses, so that every character stands where it stands.

    Attributes:
        texts: the texts.
        starts: where each begins.
    """

    __slots__ = ("starts", "texts")
    texts: tuple[Words, ...]
    starts: list[int]

    @classmethod
    def of(cls, texts: Iterable[Words]) -> Self:
        """Return the texts as one."""
        several = tuple(texts)
        whole = "\n".join(several)
        if "/" in whole or "@" in whole or "www." in whole:
            whole = ADDRESS.sub(lambda address: "\0" * len(address[0]), whole)
        made = cls(whole)
        made.texts, made.starts = several, list(accumulate((len(text) + 1 for text in several), initial=0))
        return made

    def passage(self, start: int, end: int, **known: object) -> Passage:
        """Return a part of it as a passage of the text that it stands in.

        Args:
            start: where the part begins, from 0.
            end: where it ends, in the same text.
            known: what else there is to say.
        """
        number = bisect_right(self.starts, start) - 1
        before = self.starts[number]
        return passage(self.texts[number], start - before, end - before, **known)


def part(text: str, start: int, end: int, **known: object) -> Passage:
    """Return a part of a text, or of all texts, as a passage.

    Args:
        text: the text.
        start: where the part begins, from 0.
        end: where it ends.
        known: what else there is to say.
    """
    return text.passage(start, end, **known) if isinstance(text, AllTexts) else passage(text, start, end, **known)


def found_by(text: str, lexicon: Lexicon) -> list[Passage]:
    """Return the slips that a list finds in a text, each with what should stand there as 应为."""
    return [part(text, slip.start, slip.end, 应为=slip.right) for slip in lexicon.slips(text)]
