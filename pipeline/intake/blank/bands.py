"""What a cell of the form becomes in a workbook, where one cell holds one value: labels and places side by side, in one row or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.intake.blank.pieces import Opening, Piece, words_of

# In twentieths of a point: a wide character, a cell's margins, and how wide a place has to be, by its field's type; and any other.
CHARACTER, MARGINS = 160, 100
LEAST: Final = {"integer": 700, "number": 700, "percent": 800, "amount": 900, "date": 1300, "yes_no": 700, "choice": 1500}
WIDE: Final = 1600
# How much of its cell the words before the only place in it take at most.
MOST_WORDS: Final = 0.45
# Where words between two places are divided: what comes before belongs to the first, as its unit does.
DIVIDER: Final = re.compile(r"(?<=[；;。，])|(?<=\S)\s+(?=\S)")
COLONS: Final = "：:"
# What ends a row of places that do not fit into one.
STOPS: Final = "；;。"


@dataclass(frozen=True, slots=True)
class Atom:
    """A cell of the workbook: words of the form, or a place for a value.

    Attributes:
        text: the words.
        opening: the place.
        mark: the name of the place.
    """

    text: str = ""
    opening: Opening | None = None
    mark: str = ""

    @property
    def width(self) -> int:
        """How wide it has to be, in twentieths of a point."""
        return LEAST.get(self.opening.fact.field.type, WIDE) if self.opening else width_of(self.text)


Group = Sequence[Atom]


def width_of(text: str) -> int:
    """Return how wide words are, the longest of several lines, in twentieths of a point; those of half width count for half."""
    longest = max((sum(1 if char >= "\u2e80" else 0.55 for char in line) for line in text.split("\n")), default=0)
    return MARGINS + round(CHARACTER * longest)


def bands_of(paragraphs: Iterable[Sequence[Atom]], width: int) -> list[list[Group]]:
    """Return the rows of a cell, each of groups side by side: words, a place, its unit.

    Args:
        paragraphs: the cell's lines.
        width: the cell's width in twentieths of a point.
    """
    bands: list[list[Group]] = []
    for has_place, lines in groupby(paragraphs, key=lambda line: any(atom.opening for atom in line)):
        if not has_place:
            text = "\n".join("".join(atom.text for atom in line) for line in lines).strip("\n")
            bands += [[[Atom(text)]]] if text.strip() else []
            continue
        for line in lines:
            bands += in_rows(list(grouped(line)), width)
    return bands or [[[Atom()]]]


def atoms_of(pieces: Sequence[Piece], mark: dict[int, str]) -> Iterator[list[Atom]]:
    """Yield each line of a paragraph's pieces.

    Args:
        pieces: the pieces.
        mark: the names of the places, by their numbers among the pieces.
    """
    line: list[Atom] = []
    for number, piece in enumerate(pieces):
        if isinstance(piece, Opening):
            line.append(Atom(opening=piece, mark=mark.get(number, "")))
        elif (words := words_of(piece)) == "\n":
            yield line
            line = []
        elif line and not line[-1].opening:
            line[-1] = Atom(line[-1].text + words)
        else:
            line.append(Atom(words))
    yield line


def grouped(line: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield the places of a line, each with the words before it and the unit behind it."""
    group: list[Atom] = []
    for number, atom in enumerate(line):
        if atom.opening:
            if any(each.opening for each in group):
                yield group
                group = []
            group.append(atom)
            continue
        is_between = group and any(later.opening for later in line[number + 1 :])
        own, after = divided(atom.text) if is_between else (atom.text.strip(), "")
        group += [Atom(own)] if own else []
        if after:
            yield group
            group = [Atom(after)]
    yield group


def divided(text: str) -> tuple[str, str]:
    """Return words between two places as those of the first, and those of the second."""
    text = text.strip()
    own, *after = DIVIDER.split(text, maxsplit=1)
    if after:
        return own, after[0].strip()
    return ("", text) if text.endswith(tuple(COLONS)) else (text, "")


def in_rows(groups: list[list[Atom]], width: int) -> list[list[Group]]:
    """Return groups in as few rows as hold them.

    Args:
        groups: the groups.
        width: the width of a row in twentieths of a point.
    """
    rows: list[list[Group]] = []
    room = 0
    is_one = sum(atom.width for group in groups for atom in group) <= width
    for group in groups:
        needed = sum(atom.width for atom in group)
        if not rows or needed > room or (not is_one and rows[-1][-1][-1].text.endswith(tuple(STOPS))):
            rows.append([])
            room = width
        rows[-1].append(group)
        room -= needed
    return rows


def edges(groups: Sequence[Group], left: int, right: int) -> Iterator[tuple[Atom, int, int]]:
    """Yield each cell of a row with where it begins and ends, in twentieths of a point.

    Args:
        groups: the row's groups, which share its width.
        left: where it begins.
        right: where it ends.
    """
    atoms = [atom for group in groups for atom in group]
    widths = shares(atoms, right - left)
    for number, atom in enumerate(atoms):
        yield atom, left + sum(widths[:number]), left + sum(widths[: number + 1])


def shares(atoms: Sequence[Atom], width: int) -> list[int]:
    """Return how wide cells side by side are: words as they need, as far as there is room, and places what is left."""
    places = [atom for atom in atoms if atom.opening]
    if not places or len(atoms) == 1:
        return [width // len(atoms)] * (len(atoms) - 1) + [width - width // len(atoms) * (len(atoms) - 1)]
    words = sum(atom.width for atom in atoms if not atom.opening)
    shrunk = min(1.0, max(width * MOST_WORDS, width - sum(atom.width for atom in places)) / words) if words else 1.0
    left = width - sum(int(atom.width * shrunk) for atom in atoms if not atom.opening)
    weights = sum(atom.width for atom in places)
    widths = [int(left * atom.width / weights) if atom.opening else int(atom.width * shrunk) for atom in atoms]
    widths[-1] += width - sum(widths)
    return widths
