"""Regular expressions that are compiled when they are first asked for: to compile all of the program's takes longer than most commands."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Later:
    """Stands for a regular expression, and keeps what it was once asked for, so that from then on nothing stands in between."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        return re.compile(self.pattern, self.flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a regular expression has by that name
        found = getattr(self.compiled, name)
        setattr(self, name, found)
        return found


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression; a fault in it shows when it is first used."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
