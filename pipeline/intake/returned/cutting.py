"""Cuts the words of one fact out of a received passage, by the words that the program prints around it: the template run backwards."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.intake.returned.plain import bare
from pipeline.language.phrases import STOPS


def cut_out(fixed: Sequence[str], number: int, received: str) -> str | None:
    """Return what stands now in one of the places between fixed words; None unless there is exactly one way to read it.

    Args:
        fixed: the fixed words in order; between each two of them stands a fact, and before the first and behind the last, nothing.
        number: which of the facts is wanted, from 0.
        received: the received text.
    """
    text = bare(received)
    words = [bare(each).text for each in fixed]
    if words[-1] in STOPS and not text.text.endswith(words[-1]):
        words[-1] = ""  # forgotten, and printed again
    earliest, latest = places(words, text.text), places([each[::-1] for each in reversed(words)], text.text[::-1])
    if not earliest or not latest:
        return None
    start, stop = earliest[number]
    stop_again, start_again = (len(text.text) - place for place in latest[len(words) - 2 - number])
    if (start, stop) != (start_again, stop_again) or start == stop:
        return None
    first, end = text.whence(start, stop)
    return received[first:end]


def places(fixed: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where what stands between fixed words begins and ends, each of these as far to the left as can be; nothing if one is missing.

    Args:
        fixed: the fixed words.
        text: the text.
    """
    *inner, last = fixed[1:]
    place = len(fixed[0])
    found: list[tuple[int, int]] = []
    for words in inner:
        at = text.find(words, place)
        if at < 0:
            return []
        found.append((place, at))
        place = at + len(words)
    end = len(text) - len(last)
    if not text.startswith(fixed[0]) or not text.endswith(last) or end < place:
        return []
    return [*found, (place, end)]
