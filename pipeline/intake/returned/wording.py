"""How a text became another: the words that differ, and the figures among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pipeline.intake.returned.passages import Piece, Span
from pipeline.intake.returned.plain import Word, words

# What became of words.
STAYED, WENT, CAME = " ", "-", "+"
# So many words or fewer that stayed between others that did not are shown as if they had gone and come: nobody reads a comb.
COMB: Final = 1

# Some words, and what became of each.
Told = tuple[tuple[str, str], ...]
# What SequenceMatcher says of a stretch: what became of it, its first and last word before, and now.
Stretch = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its parts that say facts."""

    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, date or choice that is another one in the received text.

    Attributes:
        path: the fact that it says; empty if the program computes it as it prints.
        printed: as it is printed.
        received: as it was received; empty if it is gone.
    """

    path: str
    printed: str
    received: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed text beside a received one, both cut into words."""

    old: Text
    new: str
    before: Sequence[Word]
    after: Sequence[Word]
    stretches: Sequence[Stretch]


def joined(pieces: Sequence[Piece], divided: str = "") -> Text:
    """Return pieces as one text; `divided` by what stands between them."""
    text, spans = "", list[Span]()
    for piece in pieces:
        text += divided if text else ""
        spans += piece.spans(len(text))
        text += piece.text
    return Text(text, tuple(spans))


def difference(old: Text, new: str) -> Difference:
    """Return how a printed text became a received one."""
    before, after = words(old.text), words(new)
    matcher = SequenceMatcher(None, [word.bare for word in before], [word.bare for word in after], autojunk=False)
    return Difference(old, new, before, after, matcher.get_opcodes())


def told_words(difference: Difference) -> Told:
    """Return the words of both texts in order, as they stayed, went or came."""
    told: list[tuple[str, str]] = []
    for tag, start, end, new_start, new_end in without_comb(difference.stretches):
        went = cut(difference.old.text, difference.before, start, end)
        came = cut(difference.new, difference.after, new_start, new_end)
        told += [(STAYED, came)] if tag == "equal" else [(sign, text) for sign, text in ((WENT, went), (CAME, came)) if text]
    return tuple(told)


def without_comb(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return stretches of which short ones that stayed are one with those beside them that did not."""
    found: list[Stretch] = []
    for number, (tag, start, end, new_start, new_end) in enumerate(stretches):
        is_tooth = tag == "equal" and end - start <= COMB and 0 < number < len(stretches) - 1
        if found and found[-1][0] != "equal" and (tag != "equal" or is_tooth):
            found[-1] = ("replace", found[-1][1], end, found[-1][3], new_end)
        else:
            found.append((tag, start, end, new_start, new_end))
    return found


def cut(text: str, of: Sequence[Word], start: int, end: int) -> str:
    """Return some words of a text, with what stands between them.

    Args:
        text: the text.
        of: its words.
        start: the first word.
        end: the one behind the last.
    """
    return text[of[start].start : of[end - 1].end] if start < end else ""


def figures(difference: Difference, texts: Collection[str]) -> Iterator[Figure]:
    """Yield each figure that is another one now.

    Args:
        difference: a printed text beside a received one.
        texts: the paths of the facts that are texts: figures in them are their authors'.
    """
    in_facts: set[int] = set()
    for span in difference.old.spans:
        inside = [number for number, word in enumerate(difference.before) if word.start < span.end and word.end > span.start]
        in_facts |= set(inside)
        now = became(difference, inside[0], inside[-1] + 1) if inside and span.path not in texts else None
        if now is not None:
            yield Figure(span.path, difference.old.text[span.start : span.end], now)
    for number, word in enumerate(difference.before):
        now = became(difference, number, number + 1) if word.value is not None and number not in in_facts else None
        if now is not None:
            yield Figure("", difference.old.text[word.start : word.end], now)


def became(difference: Difference, start: int, end: int) -> str | None:
    """Return what stands now where some words stood; None if it is the same.

    Args:
        difference: a printed text beside a received one.
        start: the first of the words.
        end: the one behind the last.
    """
    before, after = difference.before, difference.after
    touched = [stretch for stretch in difference.stretches if stretch[1] < end and stretch[2] > start]
    first, last = touched[0], touched[-1]
    begin = first[3] + start - first[1] if first[0] == "equal" else first[3]
    stop = last[4] - (last[2] - end) if last[0] == "equal" else last[4]
    if end - start == 1 and before[start].value is not None:
        number = same_number(difference, first, start)
        begin, stop = (begin, stop) if number is None else (number, number + 1)
    else:  # words have no edges: what was written on to them at the end of a text belongs to them
        begin, stop = begin if start else 0, stop if end < len(before) else len(after)
    is_same = [word.value or word.bare for word in before[start:end]] == [word.value or word.bare for word in after[begin:stop]]
    return None if is_same else cut(difference.new, after, begin, stop)


def same_number(difference: Difference, stretch: Stretch, word: int) -> int | None:
    """Return which word now is the number that a word was, in a stretch that has as many numbers now; None if nobody can say.

    Args:
        difference: a printed text beside a received one.
        stretch: the stretch.
        word: the word.
    """
    _, start, end, new_start, new_end = stretch
    before = [number for number in range(start, end) if difference.before[number].value is not None]
    after = [number for number in range(new_start, new_end) if difference.after[number].value is not None]
    return after[before.index(word)] if word in before and len(before) == len(after) else None
