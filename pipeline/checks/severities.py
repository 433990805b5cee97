"""The levels that a rule can have, as checks.yaml calls them."""

from __future__ import annotations

from typing import Final, NamedTuple

from pipeline.problems import Severity


class Level(NamedTuple):
    """How bad it is what a rule finds.

    Attributes:
        word: as checks.yaml calls it.
        severity: whether it stops the build.
        answerable: whether a reason can answer it although it is an error; what only warns always can be answered.
    """

    word: str
    severity: Severity
    answerable: bool = False

    def __str__(self) -> str:
        return self.word


# To be corrected, or explained: what must not go by without a word, though there are cases in which it is right.
EXPLAINED: Final = Level("改正或说明", Severity.ERROR, answerable=True)
LEVELS: Final = {
    level.word: level
    for level in (Level(Severity.ERROR, Severity.ERROR), EXPLAINED, *(Level(each, each) for each in (Severity.WARNING, Severity.NOTE)))
}
