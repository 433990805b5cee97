"""Regular expressions that are compiled when they are first asked for: to compile all of the program's takes longer than most commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, AnyStr, Final, cast

# What gives those that an earlier process has compiled, by pattern and flags; and those that this process had to compile itself.
KNOWN: Final[dict[tuple[str, int], Callable[[], re.Pattern[Any]]]] = {}
COMPILED: Final[set[tuple[str, int]]] = set()


class _Later:
    """Stands for a regular expression, and keeps what it was once asked for, so that from then on nothing stands in between."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        if isinstance(self.pattern, str):
            if known := KNOWN.get((self.pattern, self.flags)):
                return known()
            COMPILED.add((self.pattern, self.flags))
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a regular expression has by that name
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression; a fault in it shows when it is first used."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
