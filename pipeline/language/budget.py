"""How much a template may do: every loop, call, text and comparison is paid for by its size, from a budget of its own.

A form may come from anybody, and must neither run for ever nor fill the memory. It is counted, not timed: the same form with the
same data fails or prints on every machine.

A document's budget grows with the facts that there are to print, since a table of 5,000 indicators costs 80 million in Word and HTML
and is no fault of its form. Each fact adds what printing it in several tables would cost, which takes no longer than reading and
checking it did. A form can add none, only who fills it in; and no document has more than seven times what one without facts has, so
that a hostile form with as many facts as a data file can hold ends soon too. Rounds of rows within rounds of rows soon outgrow it.
Those of the shipped form spend a twentieth at most.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from decimal import Decimal
from functools import wraps
from typing import Any, Final

from pipeline.language.values import Blank, Day, Figure, Words

# About one character printed or looked at; the most expensive take a tenth of a microsecond each.
BUDGET: Final = 30_000_000
PER_FACT: Final = 4_000  # added to that of a document: an indicator's cell that joins costs 2,000 in Word and HTML together
MOST: Final = 7 * BUDGET
PER_ENTRY: Final = 100_000  # added to that of a page that lists unit-years: one with forty columns and ten files takes some 40,000
MAX_TEXT: Final = 1_000_000  # characters of one text
MAX_SIZE: Final = 100_000  # what a list holds, with what its lists hold
MAX_DIGITS: Final = 100  # of a number; the figures of data have 60 at most
CALL, POWER, FILTER = 200, 2_000, 200
SHORT: Final = 200  # characters that are printed for nothing, since each statement that prints pays for so many
# What costs next to nothing to look at; the latter have been read, so that they are no longer than they may be.
SINGLE: Final = frozenset((Figure, Decimal, Day, Blank, bool, int, type(None)))
FROM_DATA: Final = frozenset((Figure, Day, Blank))
SCALAR: Final = frozenset((*FROM_DATA, bool, type(None)))
# What nearly all is that lists hold, and holds nothing itself.
LEAVES: Final = SINGLE | {str, Words}
SEVERAL: Final = (list, tuple)
CONTAINERS: Final = (*SEVERAL, dict)
LARGE: Final = (str, *CONTAINERS)
JOINABLE: Final = (str, list, tuple)
TOO_MUCH: Final = "循环或输出太多，超过了程序的限度"
TOO_LONG: Final = "文字太长，超过了程序的限度"
TOO_LARGE: Final = "列表太大，超过了程序的限度"
TOO_MANY_DIGITS: Final = "数字太大，超过了程序的限度"


class TooMuchError(ValueError):
    """A template does more than it may; says so in a sentence."""


class _Left(threading.local):
    """What is left to spend, in this thread."""

    units = BUDGET


_left = _Left()


def renew(facts: int = 0, entries: int = 0) -> None:
    """Begin something that has a budget of its own: a document of so many facts, a formula, a rule, a page of so many unit-years."""
    _left.units = min(BUDGET + facts * PER_FACT, MOST) + entries * PER_ENTRY if facts or entries else BUDGET


def spend(units: int) -> None:
    """Pay for something.

    Raises:
        TooMuchError: too little is left.
    """
    _left.units = left = _left.units - units
    if left < 0:
        raise TooMuchError(TOO_MUCH)


def pay_for_text(length: int, besides: int = 0) -> None:
    """Pay for making a text of some length.

    Args:
        length: its characters.
        besides: what else is paid for with it.

    Raises:
        TooMuchError: it is too long, or too little is left.
    """
    if length > MAX_TEXT:
        raise TooMuchError(TOO_LONG)
    spend(length + besides)


def size(value: object) -> int:
    """Return how much it takes to look at a value: a text's characters, what a list holds with what its lists hold.

    Raises:
        TooMuchError: it is too long or too large.
    """
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise TooMuchError(TOO_LONG)
        return len(value)
    return held(value, 0) if isinstance(value, CONTAINERS) else 1


def cost(value: Any) -> int:  # noqa: ANN401 - any value
    """Return how much it takes to make something of a value.

    Raises:
        TooMuchError: it is too long, too large, or a number of too many digits.
    """
    if type(value) in SCALAR:
        return 1
    if not isinstance(value, LARGE):
        check_number(value)
    return size(value)


def held(value: Any, before: int) -> int:  # noqa: ANN401 - any container
    """Return how much a container holds, counted on from what was before.

    Raises:
        TooMuchError: it is too large; then no more is counted.
    """
    count = before + len(value)
    if count > MAX_SIZE:
        raise TooMuchError(TOO_LARGE)
    for item in value.values() if isinstance(value, dict) else value:
        if type(item) not in LEAVES and isinstance(item, CONTAINERS):
            count = held(item, count)
    return count


def paid(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return a value after paying for looking at it; a single number or day costs nothing besides what its statement does."""
    kind = type(value)
    if kind is list:
        spend(held(value, 0))
    elif kind not in SINGLE:
        spend(size(value))
    return value


def paying(function: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return a function that prints values as another does, and pays for what it prints; a short text is paid for by its statement."""

    def printed(value: Any) -> str:  # noqa: ANN401 - any value
        text = function(value)
        if len(text) > SHORT:
            spend(len(text))
        return text

    return printed


def paid_loop(values: Any, weight: int) -> Any:  # noqa: ANN401 - anything to go through
    """Return what a loop goes through after paying for all its rounds, each of a weight."""
    if isinstance(values, Sized):
        spend(len(values) * weight)
        return values
    return paid_rounds(values, weight)


def paid_rounds(values: Iterable[Any], weight: int) -> Iterator[Any]:
    """Yield values of which nobody knows how many they are, paying for each."""
    for value in values:
        spend(weight)
        yield value


def paid_weight(weight: int) -> str:
    """Pay for what is done once each time, such as a macro's text; prints nothing."""
    spend(weight)
    return ""


def joined_length(texts: Sequence[object], separator: str = "") -> int:
    """Return how long texts are one after another.

    Raises:
        TooMuchError: too long.
    """
    length = sum([len(text) if isinstance(text, str) else 1 for text in texts]) + len(separator) * len(texts)
    if length > MAX_TEXT:
        raise TooMuchError(TOO_LONG)
    return length


def check_length(length: int) -> None:
    """Check that a text is not too long.

    Raises:
        TooMuchError: it is.
    """
    if length > MAX_TEXT:
        raise TooMuchError(TOO_LONG)


def check_number(value: object) -> None:
    """Check that a number is none that would fill pages or take minutes to write out.

    Raises:
        TooMuchError: it is one.
    """
    if isinstance(value, int):
        small = value.bit_length() <= MAX_DIGITS * 3
    else:
        small = not isinstance(value, Decimal) or not value.is_finite() or abs(value.adjusted()) <= MAX_DIGITS
    if not small:
        raise TooMuchError(TOO_MANY_DIGITS)


def limited(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that pays for what it is given and what it returns, before it does anything with either."""

    @wraps(function)
    def limiting(value: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any values
        units = FILTER if type(value) in FROM_DATA else FILTER + cost(value)
        for argument in arguments:
            units += cost(argument)
        for argument in named.values():
            units += cost(argument)
        if isinstance(value, SEVERAL):
            separators = [text for text in arguments if isinstance(text, str)]
            units += joined_length(value, max(separators, key=len, default=""))
        spend(units)
        result = function(value, *arguments, **named)
        if type(result) not in SCALAR:
            spend(cost(result))
        return result

    return limiting
