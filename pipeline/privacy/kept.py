"""What was made of texts before, by the texts themselves: the same text says the same in every file and of every unit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Generic, TypeVar

Key = TypeVar("Key", str, bytes)
Value = TypeVar("Value", bound=tuple[Any, ...])
ROOM: Final = 400_000  # characters or bytes, after which only what was asked for lately is kept
LONGEST: Final = 40_000  # a longer text is not kept
OVERHEAD: Final = 200  # what each takes besides


class Kept(Generic[Key, Value]):
    """What was made of late, in two halves: when one is full, the other is forgotten. Texts are compared whole."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self.lately: dict[Key, Value] = {}
        self.before: dict[Key, Value] = {}
        self.size = 0

    def of(self, texts: Collection[Key], make: Callable[[Sequence[Key]], Iterable[Value]]) -> dict[Key, Value]:
        """Return what is made of each of some texts.

        Args:
            texts: the texts, each once.
            make: makes it of those of which it was not made before.
        """
        found: dict[Key, Any] = dict(zip(texts, map(self.lately.get, texts), strict=True))
        if not all(found.values()):
            missing = [text for text, value in found.items() if value is None]
            new = [text for text in missing if text not in self.before]
            made = dict(zip(new, make(new), strict=True)) if new else {}
            added = {text: made[text] if text in made else self.before[text] for text in missing}
            found |= added
            self.keep(added)
        return found

    def keep(self, made: Mapping[Key, Value]) -> None:
        """Keep what was made of texts that are not too long."""
        short = {text: value for text, value in made.items() if len(text) <= LONGEST}
        self.size += sum(map(len, short)) + OVERHEAD * len(short)
        if self.size > self.room:
            self.before, self.lately, self.size = self.lately, {}, 0
        self.lately |= short
