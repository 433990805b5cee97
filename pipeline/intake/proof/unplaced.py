"""Which words of a received file are neither the form's own nor a value's: what somebody wrote and nobody would read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline.form.types.field_type import shortened
from pipeline.intake.proof.alignment import VALUE, Strip
from pipeline.intake.proof.laying import Laid
from pipeline.intake.proof.reprint import Reprinter
from pipeline.intake.proof.tokens import TICK, squeezed, words
from pipeline.problems import Kind, Place, Problem, Severity

# Of a fixed word that somebody typed anew, or that is damaged, so many characters may be others, if there are so many that are not.
TYPO, SOUND = 2, 3
HAN: Final = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
PAGE_NUMBER: Final = re.compile(r"第?\d+页?(?:共\d+页)?")
YES_NO: Final = ("是", "否", "不适用")
BOXES: Final = re.compile("[□☐○◯]")
HINT_WORDS: Final = 4  # of so many characters on it is no chance that they stand in a hint
FEW: Final = 3  # from more remarks than these around a form on they are told as one
CLOSE: Final = 3  # characters between two parts that are quoted as one
LONGEST: Final = 100  # characters of what is quoted
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
    found = [list(left_over(file, line, printing, ticked)) for line in laid]
    first, last = span(laid)
    outside = [problem for number, some in enumerate(found) for problem in some if not first <= number <= last]
    if len(outside) > FEW:
        found = [[around(file, outside)], *found[first : last + 1]]
    for some in found:
        yield from some


def around(file: str, outside: Sequence[Problem]) -> Problem:
    """Return all that stands before and behind a form as one: a page or a longer document that it was a part of.

    Args:
        file: how messages name the file.
        outside: what stands there.
    """
    begin, end = outside[0].place.spot, outside[-1].place.spot
    message = f"表的前后还有 {len(outside)} 处文字，多半不是表上的内容，没有放进去（{begin}起，到{end}）"
    return Problem(Severity.NOTE, Kind.UNPLACED, message, Place(file, spot=begin))


def span(laid: Sequence[Laid]) -> tuple[int, int]:
    """Return the numbers of the first and the last line of a form: those with a value of it, and what is the form's around them."""
    read = [number for number, line in enumerate(laid) if any(line.strip.matched[at] for at, _ in line.paths)]
    if not read:
        return 0, len(laid) - 1
    first, last = read[0], read[-1]
    while first and is_printed(laid[first - 1]):
        first -= 1
    while last + 1 < len(laid) and is_printed(laid[last + 1]):
        last += 1
    return first, last


def is_printed(line: Laid) -> bool:
    """Return whether at least half of a line's words are printed."""
    return sum(found is not None for found in line.strip.matched) * 2 >= len(line.spots)


def left_over(file: str, line: Laid, printing: Printing, ticked: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is left over in a line, a problem for each cell.

    Args:
        file: how messages name the file.
        line: the line.
        printing: the printed lines.
        ticked: what was read at spots where something is ticked or chosen.
    """
    by_cell: dict[int, list[list[int]]] = {}
    for run in runs(line):
        spot = line.place(run[0])
        others = [number for number in run if line.spots[number].word != TICK or spot not in ticked]
        is_answer = "".join(line.spots[number].word for number in others) in ticked.get(spot, "")
        if others and not is_answer and not is_the_forms(line, others, printing):
            by_cell.setdefault(line.spots[run[0]].cell, []).append(run)
    for number, left in by_cell.items():
        message = f"没有放进去的内容：“{quoted(line, number, left)}”"
        yield Problem(Severity.WARNING, Kind.UNPLACED, message, Place(file, spot=line.line.cells[number].spot), hint=HINT)


def quoted(line: Laid, cell: int, runs: Sequence[Sequence[int]]) -> str:
    """Return what is left over in a cell, as it is quoted: the whole cell if it is most of it and nothing there was read, else the parts.

    Args:
        line: the line.
        cell: the cell's number.
        runs: the numbers of the words that are left over.
    """
    text = line.line.cells[cell].text
    own = [spot.word for spot in line.spots if spot.cell == cell]
    if sum(map(len, runs)) * 2 >= len(own) and not any(word.startswith(VALUE) for word in own):
        return shortened(text.replace("\n", " "), LONGEST)
    parts = [(line.spots[runs[0][0]].start, line.spots[runs[0][-1]].end)]
    for run in runs[1:]:
        begin, end = line.spots[run[0]].start, line.spots[run[-1]].end
        if begin - parts[-1][1] <= CLOSE:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((begin, end))
    return "……".join(shortened(text[begin:end], LONGEST) for begin, end in parts)


def place_again(laid: Sequence[Laid], printing: Printing) -> None:
    """Match what a form prints a second time, such as the unit's name in the title and at the seal, by its words.

    Args:
        laid: the received lines.
        printing: the printed ones.
    """
    printed = Counter(word for strip in printing.strips for word in strip.words if word.startswith(VALUE))
    again = [(strip, number) for strip in printing.strips for number in strip.open if printed[strip.words[number]] > 1]
    for strip, number in again:
        text = words(printing.texts[strip.words[number].removeprefix(VALUE)])
        beside = [line for line in laid if any(found and found[0] is strip for found in line.strip.matched)]
        for line in (*beside, *(line for line in laid if len(text) > 1 or any(line.paths))):
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
        or (len(run) == len(line.spots) and not line.line.table and bool(PAGE_NUMBER.fullmatch(text)))
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
    return all(starts.get(number) in covered for number in run)


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
