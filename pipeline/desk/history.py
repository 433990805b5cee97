"""What the clerk has saved on this desk, so that it can be undone as long as nobody else has changed the files since."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pipeline.desk.opened import Opened

STEPS: Final = 200


@dataclass(slots=True)
class History:
    """The states of a unit-year's data files before each save, the newest last.

    Attributes:
        states: the texts of the files, by their names in messages, and the hash that they had after the save.
    """

    states: deque[tuple[Mapping[str, str], str]] = field(default_factory=lambda: deque(maxlen=STEPS))

    def note(self, before: Opened, after: Opened) -> None:
        """Note a save."""
        self.states.append((before.texts(), after.read))

    def can_undo(self, now: Opened) -> bool:
        """Return whether the last save can be undone: the files are as it left them."""
        return bool(self.states) and self.states[-1][1] == now.read

    def undone(self, now: Opened) -> Opened:
        """Return what the files were before the last save, saved again; call it only if that can be undone.

        Raises:
            Stop: they cannot be written.
        """
        texts, _ = self.states.pop()
        return now.with_texts(texts).saved()
