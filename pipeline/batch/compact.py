"""A unit-year's facts and texts in few bytes, as the parent of a batch holds them of every unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

BETWEEN: Final = "\x1f"  # a character that no fact holds


@dataclass(frozen=True)
class Fields:
    """The fields of a form that are compared or shown, in the order in which units' facts are held.

    Attributes:
        paths: their paths.
    """

    paths: tuple[str, ...]

    @cached_property
    def places(self) -> dict[str, int]:
        """At which place each stands."""
        return {path: place for place, path in enumerate(self.paths)}


class Facts(Mapping[str, str]):
    """Some facts of a unit-year as one text, in which each is looked up when it is asked for.

    Attributes:
        fields: which facts stand at which place; many units share them.
        held: what is shown for each, and then path and text of those that stand in rows.
    """

    __slots__ = ("fields", "held")

    def __init__(self, fields: Fields, held: bytes) -> None:
        self.fields, self.held = fields, held

    @classmethod
    def of(cls, fields: Fields, facts: Mapping[str, str], in_rows: Mapping[str, str]) -> Facts:
        """Return some facts.

        Args:
            fields: which facts.
            facts: all facts.
            in_rows: those among them that are wanted although they stand in rows.
        """
        texts = [*(facts.get(path, "") for path in fields.paths), *(text for pair in in_rows.items() for text in pair)]
        return cls(fields, BETWEEN.join(texts).encode("utf-8", "surrogatepass"))

    def all(self) -> dict[str, str]:
        """Return them as a dictionary, for who asks for many."""
        texts = self.held.decode("utf-8", "surrogatepass").split(BETWEEN) if self.held else []
        count = len(self.fields.paths)
        found = {path: text for path, text in zip(self.fields.paths, texts, strict=False) if text}
        return found | dict(zip(texts[count::2], texts[count + 1 :: 2], strict=True))

    def __getitem__(self, path: str) -> str:
        place = self.fields.places.get(path)
        if place is None:
            return self.all()[path]
        text = self.held.split(BETWEEN.encode(), place + 1)[place].decode("utf-8", "surrogatepass")
        if not text:
            raise KeyError(path)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self.all())

    def __len__(self) -> int:
        return len(self.all())


def all_of(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Return facts so that many can be asked for."""
    return facts.all() if isinstance(facts, Facts) else facts


@dataclass(frozen=True, slots=True)
class Texts:
    """What a unit-year's texts are compared by.

    Attributes:
        filled: the fields of texts that are filled, as the form declares them.
        passages: the path of each long text, and its clauses as hashes (see `copies`).
        selves: where a text may call the unit by a name, with its path (see `other_names`).
    """

    filled: tuple[str, ...] = ()
    passages: tuple[tuple[str, bytes], ...] = ()
    selves: tuple[tuple[str, str, bool], ...] = ()


NO_TEXTS: Final = Texts()
