"""The words of a PDF, of which the file says only where each letter stands: letters made into lines, lines into paragraphs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

# How wide, in heights of a letter, the gap between letters is that is a blank, by how many of the two are Chinese: those are set apart
# to fill lines. Most programs write blanks as letters of their own.
BLANKS: Final = (0.25, 1.5, 2.0)
# How far a line begins to the right of the text, in heights of a letter, that begins a paragraph: two letters by GB/T 9704, or nearly.
INDENT: Final = 1.5
SLACK: Final = 0.6  # points by which letters are set closer or wider
# How much more room, in heights of a letter, the widest line may seem to have: how far words stand from a cell's edges is a guess.
GUESS: Final = 0.7
OPENING, CLOSING = "（【《“‘〔(［[{", "，。、；：！？）】》”’〕,.;:!?)］]}%％"
# What a line is not broken in: letters of a word or an address up to a stroke or a blank.
WORD: Final = re.compile(r"[!-~×÷≤≥±°℃‰]")
ADDRESS: Final = re.compile(r"(?:https?://|www\.)")
BROKEN_ADDRESS: Final = re.compile(rf"(?:{ADDRESS.pattern}(?:[!-~]*[/.\-_?=&%#])?|[\w.+-]+@(?:[\w.-]*[.-])?)$")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter and its box, in points from the page's upper left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half-way between top and bottom."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    """Letters side by side, from left to right."""

    letters: tuple[Letter, ...]

    @property
    def left(self) -> float:
        """Where its first letter begins."""
        return self.letters[0].left

    @property
    def right(self) -> float:
        """Where its last letter ends."""
        return self.letters[-1].right

    @property
    def width(self) -> float:
        """From its first letter to its last one."""
        return self.right - self.left

    @property
    def top(self) -> float:
        """Where its first letter begins downwards."""
        return self.letters[0].top

    @property
    def height(self) -> float:
        """Of its letters."""
        return max(letter.bottom - letter.top for letter in self.letters)

    @cached_property
    def text(self) -> str:
        """Its words, with blanks where there are gaps."""
        words, last = "", None
        for letter in self.letters:
            if last and " " not in (last.text, letter.text) and letter.left - last.right > self.blank(last, letter):
                words += " "
            words, last = words + letter.text, letter
        return words

    def blank(self, before: Letter, after: Letter) -> float:
        """Return how wide the gap between two letters is at least that is a blank, in points."""
        return self.height * BLANKS[2 - before.text.isascii() - after.text.isascii()]

    @cached_property
    def first_piece(self) -> float:
        """How wide the words at its beginning are that no line is broken in."""
        end = 0
        for end, letter in enumerate(self.letters):
            before = self.letters[end - 1].text if end else ""
            if end and (before in "/ " or not is_kept_together(before, letter.text)):
                return self.letters[end - 1].right - self.left
        return self.letters[end].right - self.left


def is_kept_together(before: str, after: str) -> bool:
    """Return whether no line is broken between two letters: in a word, before a closing sign, behind an opening one."""
    return after in CLOSING or before in OPENING or bool(WORD.match(before) and WORD.match(after))


def lines_of(letters: Iterable[Letter]) -> list[Line]:
    """Return the lines that letters stand in, from top to bottom."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: each.middle):
        if rows and letter.middle - rows[-1][0].middle < (letter.bottom - letter.top) / 2:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [line for row in rows if (line := trimmed(row))]


def trimmed(row: Iterable[Letter]) -> Line | None:
    """Return letters as a line without blanks at its ends; nothing if there are only blanks."""
    letters = sorted(row, key=lambda letter: letter.left)
    words = [place for place, letter in enumerate(letters) if letter.text.strip()]
    return Line(tuple(letters[words[0] : words[-1] + 1])) if words else None


def paragraphs(lines: Sequence[Line], left: float, right: float) -> Iterator[tuple[Line, str]]:
    """Yield paragraphs, each with its first line.

    Args:
        lines: lines below one another.
        left: where lines may begin, in points.
        right: where they may end.
    """
    first, text, last = None, "", None
    widest = max((line.width for line in lines), default=0.0)
    for line in lines:
        if last is not None and (is_in_address(text, line.text) or continues(last, line, left, right, widest)):
            text += joint(last, line, right) + line.text
        else:
            if first is not None:
                yield first, text
            first, text = line, line.text
        last = line
    if first is not None:
        yield first, text


def is_in_address(text: str, following: str) -> bool:
    """Return whether a text ends within an address of the web or of mail, which is broken at its signs although there is room."""
    return bool(BROKEN_ADDRESS.search(text) and WORD.match(following) and not ADDRESS.match(following))


def continues(line: Line, following: Line, left: float, right: float, widest: float = math.inf) -> bool:
    """Return whether a line was broken off because the words that follow had no room in it.

    Args:
        line: the line.
        following: the next one.
        left: where lines may begin, in points.
        right: where they may end.
        widest: how wide the widest line is of those around it.
    """
    before, behind = line.left - left, right - line.right
    is_centred = abs(before - behind) < line.height / 2 < before
    if following.left - left > INDENT * following.height and not is_centred:
        return False
    room = (before + behind if is_centred else behind) - (GUESS * line.height if line.width > widest - SLACK else 0.0)
    return room < following.first_piece + SLACK


def joint(line: Line, following: Line, right: float) -> str:
    """Return what stands between two lines of a paragraph: a blank between words of letters, unless the line is full and the word broken.

    Args:
        line: the line.
        following: the next one.
        right: where lines may end, in points.
    """
    last, first = line.letters[-1].text, following.letters[0]
    has_room = right - line.right > first.right - first.left + SLACK
    return " " if has_room and last.isascii() and first.text.isascii() and last.isalnum() and first.text.isalnum() else ""
