"""Which line is indented wrongly: the one that lets the parser get furthest when it is shifted to where its neighbours stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import yaml

from pipeline.problems import Kind
from pipeline.regex import regex
from pipeline.source.nodes import Finding
from pipeline.source.syntax import corrected, position, reached

STEP = 2
BARE = regex(r"\s*(?:- +)*[^\s#:][^:]*:\s*(?:#.*)?$")
ENTRY = regex(r"\s*(?:- +)*[^\s#:'\"{\[-][^:：]*:(?:\s|$)")
ITEM = regex(r"\s*- ")
# What the parser says where an indentation may be wrong.
FAULTS = ("mapping values", "expected key", "<document start>", "'-' indicator")


def shifted(lines: Sequence[str], settled: Sequence[Finding], fault: yaml.YAMLError) -> list[Finding]:
    """Return the line whose indentation explains a syntax error; none if no line does.

    Args:
        lines: the text as typed.
        settled: the mistakes put right already.
        fault: the syntax error in the text with these put right.
    """
    if not any(words in str(fault) for words in FAULTS):
        return []
    beyond, text = position(fault, settled), corrected(lines, settled).split("\n")
    numbers = [number for number, line in enumerate(text, 1) if line.strip() and not line.lstrip().startswith("#")]
    before = [number for number in numbers if number <= beyond[0]][-4:]
    after = [number for number in numbers if number > beyond[0]][:1]
    if "mapping values" in str(fault) and len(before) > 1 and not ENTRY.match(text[before[-2] - 1]):
        return []  # the line above has no colon
    known = {finding.line for finding in settled}
    widths = sorted({indent(text[near - 1]) + more for near in (*before[-3:], *after) for more in (0, STEP)})
    attempts = [
        [shift(text[number - 1], number, width) for number in run]
        for run in runs(text, numbers, before[-2:])
        for width in widths
        if not known & set(run) and may_stand(text, numbers, run[0], width)
    ]
    worth = {index: worth_of(text, numbers, attempt) for index, attempt in enumerate(attempts)}
    best = max(worth, key=lambda index: worth[index], default=None)
    return attempts[best] if best is not None and worth[best][0] > beyond[0] + 1 else []


def runs(text: Sequence[str], numbers: Sequence[int], suspects: Sequence[int]) -> list[list[int]]:
    """Return each of the suspected lines alone, and with those before or after it that stand at the same indentation.

    Args:
        text: the lines.
        numbers: the numbers of those that say something.
        suspects: the numbers of the suspected ones.
    """
    found = []
    for suspect in suspects:
        width, at = indent(text[suspect - 1]), numbers.index(suspect)
        same = [indent(text[number - 1]) == width and not BARE.match(text[number - 1]) for number in numbers]
        above, below = at, at
        while above > 0 and same[above - 1] and same[above]:
            above -= 1
        while below + 1 < len(numbers) and same[below + 1]:
            below += 1
        found += [[suspect], list(numbers[above : at + 1]), list(numbers[at : below + 1])]
    return found


def worth_of(text: Sequence[str], numbers: Sequence[int], attempt: Sequence[Finding]) -> tuple[int, int, int, int]:
    """Return how good a correction is: how far the parser gets, how usual the result looks, how little and how late it changes.

    Args:
        text: the lines.
        numbers: the numbers of those that say something.
        attempt: the lines shifted.
    """
    result = corrected(text, attempt).split("\n")
    changed = sum(len(finding.right) + finding.length for finding in attempt)
    return reached(text, attempt)[0], -oddities(result, numbers), -changed, attempt[0].line


def may_stand(text: Sequence[str], numbers: Sequence[int], number: int, width: int) -> bool:
    """Return whether a line would be read as an entry or an item at another indentation, and not as a part of the text above it.

    Args:
        text: the lines.
        numbers: the numbers of those that say something.
        number: the line's number.
        width: the indentation.
    """
    line = text[number - 1]
    if width == indent(line):
        return False
    if ITEM.match(line):
        above = next((text[near - 1] for near in reversed(numbers) if near < number), "")
        return bool(BARE.match(above) or ITEM.match(above))
    return bool(ENTRY.match(line))


def shift(line: str, number: int, width: int) -> Finding:
    """Return the finding that a line should be indented otherwise.

    Args:
        line: the line.
        number: its number.
        width: by how many spaces.
    """
    old = indent(line)
    much = "多" if old > width else "少"
    hint = f"改为前面空 {width} 格" if width else "改为前面不空格"
    start = min(old, width)
    message = f"这一行前面{much}空了 {abs(old - width)} 格"
    return Finding(Kind.YAML, number, start + 1, message, f"{hint}，与同组各行对齐", old - start, " " * (width - start))


def oddities(text: Sequence[str], numbers: Sequence[int]) -> int:
    """Return how many lines are indented by more or less than a step below the one above, or not at all below a name alone."""
    shown = [text[number - 1] for number in numbers]
    steps = [indent(below) - indent(above) for above, below in pairwise(["", *shown])]
    empty = [BARE.match(above) and indent(below) <= indent(above) for above, below in pairwise(shown)]
    return sum(step > 0 and step != STEP for step in steps) + sum(map(bool, empty))


def indent(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))
