"""The program's regular expressions as Python has compiled them, kept for the next process: to compile them is a sixth of a cold build.

What Python makes of a pattern are numbers, which it checks whenever it takes some. A pattern of which none are kept, or whose numbers
Python does not take, is compiled as ever.
"""

from __future__ import annotations

import json
import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from itertools import starmap
from typing import Any, Final

from pipeline.build.current import program
from pipeline.kept import keep, kept
from pipeline.regex import COMPILED, KNOWN

# Python's own, whose names are no promise: where there is none of them, nothing is kept.
COMPILER, TAKING = "re._compiler", "_sre"
NUMBERS: Final = "I"
MOST: Final = 5_000  # patterns; after that only those of the present process are kept
# What Python raises for numbers that are none of its own, or if it is another Python.
UNFIT: Final = (RuntimeError, ValueError, TypeError, OverflowError, LookupError, AttributeError, ImportError)

# A pattern, its flags as written and as they came out, its numbers, and the numbers of its groups by their names.
Data = list[Any]


def made_from() -> str:
    """Return all that what Python makes of the program's patterns depends on."""
    return json.dumps(["regexes", program(), sys.version, sys.implementation.name])


def take_up() -> None:
    """Take up what an earlier process has kept."""
    data = kept(made_from())
    with suppress(*UNFIT):
        learn(json.loads(data or b"[]"))


def learn(every: Sequence[Data]) -> None:
    """Let patterns be known as they were made."""
    KNOWN.update({(pattern, flags): partial(regex_of, pattern, flags, made) for pattern, flags, *made in every})


def keep_new() -> None:
    """Keep what this process has compiled, beside what it has found."""
    if new := COMPILED - KNOWN.keys():
        every = sorted(new | KNOWN.keys() if len(KNOWN) < MOST else COMPILED)
        made = list(filter(None, starmap(data_of, every)))
        keep(made_from(), json.dumps(made).encode())
        learn(made)
    COMPILED.clear()


def data_of(pattern: str, flags: int) -> Data | None:
    """Return what Python makes of a pattern as data; None if it does not tell."""
    try:
        compiler: Any = import_module(COMPILER)
        parsed = compiler._parser.parse(pattern, flags)  # noqa: SLF001 - as Python's own `compile` does
        numbers = array(NUMBERS, compiler._code(parsed, flags))  # noqa: SLF001
        return [
            pattern,
            flags,
            flags | parsed.state.flags,
            b64encode(numbers.tobytes()).decode(),
            parsed.state.groupdict,
            parsed.state.groups,
        ]
    except UNFIT:
        return None


def regex_of(pattern: str, flags: int, made: Data) -> re.Pattern[Any]:
    """Return a regular expression.

    Args:
        pattern: its pattern.
        flags: its flags as written.
        made: what Python once made of them.
    """
    try:
        all_flags, numbers, by_name, groups = made
        names: list[str | None] = [None] * groups
        for name, number in by_name.items():
            names[number] = name
        taking: Any = import_module(TAKING)
        return taking.compile(pattern, all_flags, array(NUMBERS, b64decode(numbers)).tolist(), groups - 1, by_name, tuple(names))  # type: ignore[no-any-return]
    except UNFIT:
        return re.compile(pattern, flags)
