"""Many texts looked for in another one at once: it is gone through a few times, however many they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

FEW: Final = 50  # texts, which are sooner looked for one by one
BEGINNING: Final = 4  # characters by which a text is known; a longer one is compared only where these stand


class Wanted:
    """Texts that are looked for."""

    def __init__(self, texts: Collection[str]) -> None:
        self.texts = frozenset(texts) - {""}
        self.lengths: dict[str, list[int]] = {}
        for begin, length in sorted({(text[:BEGINNING], len(text)) for text in self.texts}):
            self.lengths.setdefault(begin, []).append(length)
        self.beginnings = sorted({len(begin) for begin in self.lengths})

    def found_in(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield each place in a text where one of them stands, and which."""
        if len(self.texts) > FEW:
            yield from self.of_many(text)
            return
        for wanted in self.texts:
            place = text.find(wanted)
            while place >= 0:
                yield place, wanted
                place = text.find(wanted, place + 1)

    def of_many(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the same, by the beginnings of the texts."""
        for beginning in self.beginnings:
            for place in range(len(text) - beginning + 1):
                for length in self.lengths.get(text[place : place + beginning], ()):
                    if (found := text[place : place + length]) in self.texts:
                        yield place, found
