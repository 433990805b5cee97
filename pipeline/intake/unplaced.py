"""Which words of a received file are neither the form's own nor a value's: what somebody wrote and nobody would read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.form.types.field_type import shortened
from pipeline.intake.alignment import VALUE, Strip
from pipeline.intake.laying import Laid
from pipeline.intake.reprint import Reprinter
from pipeline.intake.tokens import TICK, squeezed, words
from pipeline.problems import Kind, Place, Problem, Severity

# Of a fixed word that somebody typed anew, or that is damaged, so many characters may be others, if there are so many that are not.
TYPO, SOUND = 2, 3
HAN: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
PAGE_NUMBER: Final = re.compile(r"第?\d+页?(?:共\d+页)?")
YES_NO: Final = ("是", "否", "不适用")
BOXES: Final = re.compile("[□☐○◯]")
HINT_WORDS: Final = 4  # of so many characters on it is no chance that they stand in a hint
CLOSE: Final = 3  # characters between two parts that are quoted as one
LONGEST: Final = 60  # characters of what is quoted
HINT: Final = "要用的，请填进数据文件里对应的一项；不用的不必理会"


@dataclass(frozen=True, eq=False)
class Printing:
    """What a form printed.

    Attributes:
        made: the form.
        strips: its lines.
        texts: what it printed for each value, by its path.
    """

    made: Reprinter
    strips: Sequence[Strip]
    texts: Mapping[str, str]

    @cached_property
    def labels(self) -> str:
        """The form's own words, those that follow one another in one piece, whether they were printed this time or not."""
        printed = ("".join("\n" if word.startswith(VALUE) else word for word in strip.words) for strip in self.strips)
        return "\n".join((self.made.labels, *printed))

    @cached_property
    def hints(self) -> str:
        """What the form says of how it is to be filled in."""
        return "\n".join(squeezed(field.hint) for field in self.made.form.root.leaves() if field.hint)

    @cached_property
    def pieces(self) -> frozenset[str]:
        """The form's own words, label by label, but for units and signs that may be anybody's."""
        return frozenset(label for label in self.made.labels.split("\n") if len(label) > 1)

    @cached_property
    def answers(self) -> frozenset[str]:
        """What can be ticked in it."""
        return frozenset((*YES_NO, *(squeezed(choice) for field in self.made.form.root.leaves() for choice in field.choices)))

    @cached_property
    def units(self) -> frozenset[str]:
        """The units of its figures."""
        return frozenset(squeezed(field.unit) for field in self.made.form.root.leaves() if field.unit)


def unplaced(file: str, laid: Sequence[Laid], printing: Printing, ticked: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is not placed, a problem for each cell.

    Args:
        file: how messages name the file.
        laid: its lines, laid beside the printed ones.
        printing: the printed ones.
        ticked: what was read at spots where something is ticked or chosen: the ticks there are a matter of their own.
    """
    place_again(laid, printing)
    for line in laid:
        by_cell: dict[int, list[list[int]]] = {}
        for run in runs(line):
            spot = line.place(run[0])
            others = [number for number in run if line.spots[number].word != TICK or spot not in ticked]
            is_answer = "".join(line.spots[number].word for number in others) in ticked.get(spot, "")
            if others and not is_answer and not is_the_forms(line, others, printing):
                by_cell.setdefault(line.spots[run[0]].cell, []).append(run)
        for number, left in by_cell.items():
            cell = line.line.cells[number]
            text = quoted(cell.text, [(line.spots[run[0]].start, line.spots[run[-1]].end) for run in left])
            yield Problem(Severity.WARNING, Kind.UNPLACED, f"没有放进去的内容：“{text}”", Place(file, spot=cell.spot), hint=HINT)


def quoted(text: str, parts: Sequence[tuple[int, int]]) -> str:
    """Return parts of a text, by where they begin and end in it, as they are quoted; what lies close together is quoted in one."""
    joined = [parts[0]]
    for begin, end in parts[1:]:
        if begin - joined[-1][1] <= CLOSE:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return shortened("……".join(text[begin:end] for begin, end in joined), LONGEST)


def place_again(laid: Sequence[Laid], printing: Printing) -> None:
    """Match what a form prints a second time, such as the unit's name in the title and at the seal, by its words.

    Args:
        laid: the received lines.
        printing: the printed ones.
    """
    again = [(strip, number) for strip in printing.strips for number in strip.open if strip.words[number].startswith(VALUE)]
    for strip, number in again:
        text = words(printing.texts[strip.words[number].removeprefix(VALUE)])
        for line in laid:
            if (at := line.strip.first_open(text)) is not None:
                for offset in range(len(text)):
                    line.strip.matched[at + offset] = (strip, number)
                break


def runs(line: Laid) -> Iterator[list[int]]:
    """Yield the words of a line that nothing printed matches, those that follow one another in a cell together; values are none of them."""
    run: list[int] = []
    for number in line.strip.open:
        if line.spots[number].word.startswith(VALUE):
            continue
        if run and (number != run[-1] + 1 or line.spots[number].cell != line.spots[run[-1]].cell):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def is_the_forms(line: Laid, run: Sequence[int], printing: Printing) -> bool:
    """Return whether words that nothing printed matches are the form's all the same: a heading once more, a hint, a unit, a word misspelt.

    Args:
        line: the line.
        run: the words' numbers in it.
        printing: what the form printed.
    """
    text = "".join(line.spots[number].word for number in run)
    before = line.spots[run[0] - 1].word if run[0] else ""
    return (
        (len(run) > 1 and text in printing.labels)
        or (len(text) >= HINT_WORDS and text in printing.hints)
        or (text in printing.units and before.startswith(VALUE))
        or are_labels(line, run, printing)
        or (not line.line.table and bool(PAGE_NUMBER.fullmatch(text)))
        or (len(run) <= TYPO and bool(HAN.fullmatch(text)) and is_respelt(line, run[0], run[-1]))
    )


def are_labels(line: Laid, run: Sequence[int], printing: Printing) -> bool:
    """Return whether words of a cell are parts of labels there, printed this time or not, or of what can be ticked beside boxes.

    Args:
        line: the line.
        run: the words' numbers in it.
        printing: what the form printed.
    """
    cell = line.spots[run[0]].cell
    numbers = [number for number, spot in enumerate(line.spots) if spot.cell == cell and spot.word != TICK]
    text, starts = "", {}
    for number in numbers:
        word = line.spots[number].word
        starts[number] = len(text)
        text += "\n" if word.startswith(VALUE) else word
    pieces = printing.pieces | printing.answers if BOXES.search(line.line.cells[cell].text) else printing.pieces
    covered = {at for piece in pieces for begin in places_of(piece, text) for at in range(begin, begin + len(piece))}
    return all(starts[number] in covered for number in run)


def places_of(piece: str, text: str) -> Iterator[int]:
    """Yield where a piece begins in a text, each time that it stands there."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def is_respelt(line: Laid, first: int, last: int) -> bool:
    """Return whether words of a cell stand within words of the form, where the form has others: 已立目数 for 已立项数.

    Args:
        line: the line.
        first: the number of the first word.
        last: the number of the last.
    """
    cell = line.spots[first].cell
    before, behind = (
        line.strip.label_at(number) if 0 <= number < len(line.spots) and line.spots[number].cell == cell else None
        for number in (first - 1, last + 1)
    )
    sound = [number for number, spot in enumerate(line.spots) if spot.cell == cell and line.strip.label_at(number)]
    if len(sound) < SOUND:
        return False
    if before and behind:
        return before[0] is behind[0] and 0 <= behind[1] - before[1] - 1 <= TYPO and before[0].has_only_words(before[1] + 1, behind[1])
    return bool((before and before[0].lacks(before[1] + 1)) or (behind and behind[0].lacks(behind[1] - 1)))
