"""Lists that a rule brings along: wrong words with the right ones, set phrases that are often damaged, single characters.

Each is compiled once with its rule, and looks through all texts of a unit-year at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Protocol

from pipeline.records import record
from pipeline.regex import regex

escaped = cache(re.escape)
# What a word may hold besides itself: a number, a year, a Chinese number; each a few characters at most.
GAPS: Final = {"{数}": "[0-9]{1,6}", "{两位}": "[0-9]{2}", "{年}": "(?:19|20)[0-9]{2}", "{汉数}": "[一二三四五六七八九十]{1,3}"}
# What each begins with, as a part of a class.
FIRST: Final = {
    "{数}": "0-9",
    "{两位}": "0-9",
    "{年}": "12",
    "{汉数}": "一二三四五六七八九十",
}
GAP: Final = regex(f"({'|'.join(map(re.escape, GAPS))})")
WHOLE: Final = regex(r"\^(.+)\$")
CHINESE: Final = regex("[\u3400-\u9fff]")
END: Final = "。．. \u3000"  # what a text may end with besides
LONG: Final = 10  # characters of a set phrase of which two may be lost: 中国特色社会主义 and 中国社会主义 are two phrases
LONGEST_HALF: Final = 7  # characters of half a phrase that means no other thing whichever its last character is
SHORTEST: Final = 6  # characters of a set phrase: among shorter ones many differ by one character


@record()
class Slip:
    """A slip of the pen in a text.

    Attributes:
        start: where it begins, from 0.
        end: where it ends.
        right: what should stand there.
    """

    start: int
    end: int
    right: str


class Lexicon(Protocol):
    """A list that finds slips.

    Attributes:
        listed: what it is made of.
    """

    listed: Mapping[str, Any]

    def slips(self, text: str) -> Iterable[Slip]:
        """Return the slips in a text, which may have many lines."""


class Scanner:
    """Finds any of many words in a text, the longest first; fast, since it looks at two characters before it tries them all."""

    def __init__(self, words: Iterable[str]) -> None:
        """Compile the words; there must be one."""
        longest = sorted(sorted(words), key=len, reverse=True)
        pairs = [two_characters(word) for word in longest]
        first, second = ("".join(sorted({pair[number] for pair in pairs})) for number in (0, 1))
        alone = "".join(sorted({one for one, other in pairs if not other}))
        goes_on = [pattern for pattern, some in ((f"(?=[{second}])", second), (f"(?<=[{alone}])", alone)) if some]
        self.likely = regex(f"[{first}](?:{'|'.join(goes_on)})")
        self.by_first: dict[str, list[str]] = {}
        for word in longest:
            for character in first_characters(word):
                self.by_first.setdefault(character, []).append(word)
        self.words: dict[str, re.Pattern[str]] = {}  # compiled when a text has their first two characters: of hundreds a few

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the words in a text."""
        place = 0
        while likely := self.likely.search(text, place):
            match = self.words_from(likely[0]).match(text, likely.start())
            place = match.end() if match else likely.end()
            if match:
                yield match

    def words_from(self, first: str) -> re.Pattern[str]:
        """Return the pattern of the words that begin with a character."""
        if first not in self.words:
            self.words[first] = regex("|".join(map(pattern_of, self.by_first[first])))
        return self.words[first]


def first_characters(word: str) -> Iterable[str]:
    """Return what a word may begin with."""
    begin = split(word)[0]
    return "0123456789" if FIRST.get(begin) == "0-9" else FIRST.get(begin, begin)


def two_characters(word: str) -> tuple[str, str]:
    """Return a word's first two characters as parts of classes; the second is empty if there is one only."""
    parts = [FIRST.get(part) or escaped(part) for part in split(word)[:2]]
    return parts[0], "".join(parts[1:])


def split(word: str) -> list[str]:
    """Return a word's characters, each gap as one."""
    return [part for piece in GAP.split(word) for part in ([piece] if piece in GAPS else piece)] if "{" in word else list(word)


class Words:
    """Wrong words with the right ones."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        """Compile a list: of each wrong word the right one, then longer words in which it is right; `^略$` is a whole line."""
        self.listed = words
        whole = {word: match[1] for word in words if (match := WHOLE.fullmatch(word))}
        self.lines = {line: words[word][0] for word, line in whole.items()}
        self.longest = max(map(len, self.lines), default=0)
        wrong = {word: right for word, right in words.items() if word not in whole}
        self.fine = {word for _, *others in wrong.values() for word in others}
        self.plain = {word: right[0] for word, right in wrong.items() if not GAP.search(word)}
        self.gapped = [(pattern_of(word, "({})"), right[0]) for word, right in wrong.items() if GAP.search(word)]
        self.scanner = Scanner({*self.fine, *wrong}) if wrong else None

    def slips(self, text: str) -> Iterator[Slip]:
        """Yield the wrong words in a text, and its lines that should say something else."""
        for match in self.scanner.matches(text) if self.scanner else ():
            right = self.right(match[0])
            if right not in (None, match[0]):
                yield Slip(match.start(), match.end(), right)
        start = 0
        for line in text.split("\n") if self.lines else ():
            bare = line.strip(END) if len(line) <= self.longest + 1 else ""
            if bare in self.lines:
                yield Slip(start, start + len(line), self.lines[bare])
            start += len(line) + 1

    def right(self, found: str) -> str | None:
        """Return what should stand in place of a word found, with the numbers that it has; None if it is right."""
        if found in self.plain or found in self.fine:
            return self.plain.get(found)
        for pattern, right in self.gapped:
            if match := re.fullmatch(pattern, found):
                return filled(right, match.groups())
        return None  # a longer word with a gap, in which it is right


def filled(right: str, numbers: Sequence[str]) -> str:
    """Return the right word with the numbers of the wrong one."""
    left = iter(numbers)
    return GAP.sub(lambda gap: next(left, gap[0]), right)


def pattern_of(word: str, gap: str = "{}") -> str:
    """Return the pattern of a word; `gap` says how what it may hold is taken up."""
    return "".join(gap.format(GAPS[part]) if part in GAPS else re.escape(part) for part in split(word))


class Characters:
    """Single characters with those that should stand in their place."""

    def __init__(self, right: Mapping[str, str]) -> None:
        """Compile a list: of each character the right one."""
        self.listed = self.right = right
        self.pattern = regex(f"[{re.escape(''.join(right))}]+")

    def slips(self, text: str) -> Iterator[Slip]:
        """Yield each run of the characters in a text."""
        for match in self.pattern.finditer(text):
            yield Slip(match.start(), match.end(), "".join(map(self.right.__getitem__, match[0])))


class Phrases:
    """Set phrases: what is one of them but for a character or two is a slip."""

    def __init__(self, phrases: Mapping[str, tuple[str, ...]]) -> None:
        """Compile a list: set phrases, and of each the phrases that are like it and right too."""
        self.listed = phrases
        self.fine = sorted({*phrases, *(other for others in phrases.values() for other in others)}, key=len, reverse=True)
        # What is damaged in one half is found by the other one.
        self.halves: dict[str, list[tuple[str, int]]] = {}
        for phrase in phrases:
            middle = len(phrase) // 2
            self.halves.setdefault(phrase[:middle], []).append((phrase, 0))
            self.halves.setdefault(phrase[middle:], []).append((phrase, middle))
        # Swapped in the middle it has no half left.
        self.swapped = {swapped(phrase, len(phrase) // 2): phrase for phrase in phrases}
        self.scanner = Scanner({*self.halves, *self.swapped})

    def slips(self, text: str) -> Iterator[Slip]:
        """Yield each damaged phrase in a text once."""
        told = 0
        for match in self.scanner.matches(text):
            slip = self.slip(text, match)
            if slip and slip.start >= told and not self.is_fine(text, slip):
                told = slip.end
                yield slip

    def slip(self, text: str, match: re.Match[str]) -> Slip | None:
        """Return the damaged phrase of which a half was found in a text, if there is one."""
        if match[0] in self.swapped:
            return Slip(match.start(), match.end(), self.swapped[match[0]])
        return next((slip for half in self.halves[match[0]] if (slip := damaged(text, match.start(), *half))), None)

    def is_fine(self, text: str, slip: Slip) -> bool:
        """Return whether what looks damaged is part of a phrase that is right."""
        return any(
            text.startswith(phrase, start) for phrase in self.fine for start in range(max(slip.end - len(phrase), 0), slip.start + 1)
        )


def swapped(phrase: str, place: int) -> str:
    """Return a phrase with the two characters around a place swapped."""
    return phrase[: place - 1] + phrase[place] + phrase[place - 1] + phrase[place + 1 :]


def damaged(text: str, start: int, phrase: str, offset: int) -> Slip | None:
    """Return what stands in a text around a half of a phrase, if it is the phrase but for a character or two.

    Args:
        text: the text.
        start: where the half stands in it.
        phrase: the whole phrase.
        offset: where the half begins in it.
    """
    long = len(phrase) >= LONG
    if offset:  # the second half is there: compare what stands before it, backwards
        length = slip_length(text[max(start - offset - 1, 0) : start][::-1], phrase[:offset][::-1], long)
        return Slip(start - length, start + len(phrase) - offset, phrase) if length else None
    middle = len(phrase) // 2
    begin = start + middle
    length = slip_length(text[begin : begin + len(phrase) - middle + 1], phrase[middle:], long)
    return Slip(start, begin + length, phrase) if length else None


def slip_length(typed: str, meant: str, long: bool) -> int:  # noqa: FBT001 - private to this module
    """Return how many of the characters typed stand for those meant, if one was changed, lost, doubled or swapped, or two lost; else 0.

    Args:
        typed: what stands in the text, perhaps longer.
        meant: what was meant.
        long: whether two may be lost.
    """
    same = next((number for number, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), len(meant))
    if same >= len(meant) or same >= len(typed):
        return 0
    rest, behind = typed[same:], meant[same:]
    lost, two_lost = behind[1:], behind[2:] if long else ""
    cases = (
        (long and not lost and len(meant) >= LONGEST_HALF, same),  # the last one lost
        (lost and rest.startswith(lost), len(meant) - 1),
        (two_lost and rest.startswith(two_lost), len(meant) - 2),
        (same and rest[0] == typed[same - 1] and rest[1:].startswith(behind), len(meant) + 1),  # doubled
        (rest[1:2] + rest[:1] == behind[:2] and rest[2:].startswith(behind[2:]), len(meant)),  # swapped
        (lost and rest[1:].startswith(lost) and CHINESE.match(rest[0]) and CHINESE.match(behind[0]), len(meant)),  # changed
    )
    return next((length for holds, length in cases if holds), 0)
