"""Edits of the form's own words: a character wrong, other widths, spaces, other punctuation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from tests.intake.mixture.pieces import Piece
from tests.intake.mixture.sheet import Cell, Sheet

LIKELY: Final = "的目已己未末账帐性情况数总实施"
WIDTHS: Final = str.maketrans("（）：，；％、“”０１２３４５６７８９()%,:;0123456789", '():,;%,""0123456789（）％，：；０１２３４５６７８９')
PUNCTUATION: Final = "（）()：:、，,；;。“”"
MIN_LABEL: Final = 4
SPACES: Final = (" ", "　", "  ")


def labels(sheet: Sheet, shortest: int = 2) -> Iterator[tuple[Cell, Piece]]:
    """Yield the pieces that are the form's own words, with their cells."""
    return (
        (cell, piece)
        for cell in sheet.cells
        for piece in cell.pieces
        if piece.is_label and not piece.held and len(piece.text.strip()) >= shortest
    )


def change(count: int, shortest: int, changed: Callable[[str, Random], str]) -> Callable[[Sheet, Random], None]:
    """Return an edit of some labels.

    Args:
        count: how many.
        shortest: how many characters they have at least.
        changed: returns a label otherwise.
    """

    def edit(sheet: Sheet, chance: Random) -> None:
        there = [*labels(sheet, shortest)]
        for cell, piece in chance.sample(there, min(count, len(there))):
            if piece in cell.pieces:
                cell.turn(piece, Piece(changed(piece.text, chance)))

    return edit


def mistyped(text: str, chance: Random) -> str:
    """Return a label with one character wrong, missing, doubled or swapped with the next one."""
    at = chance.choice([at for at, character in enumerate(text[:-1]) if character.isalpha()] or [0])
    before, here, after = text[:at], text[at], text[at + 1 :]
    return chance.choice(
        (before + chance.choice(LIKELY) + after, before + after, before + here + here + after, before + after[0] + here + after[1:])
    )


def spaced(text: str, chance: Random) -> str:
    """Return a label with spaces between all its characters, or one line end in it."""
    if chance.randrange(2):
        return chance.choice(SPACES).join(text)
    at = chance.randrange(1, len(text))
    return f"{text[:at]}\n{text[at:]}"


def punctuated(text: str, chance: Random) -> str:
    """Return a label with other punctuation, or none."""
    if chance.randrange(2):
        return "".join(character for character in text if character not in PUNCTUATION) or text
    return "".join(chance.choice("，、：") if character in PUNCTUATION else character for character in text)


EDITS: Final[dict[str, Callable[[Sheet, Random], None]]] = {
    "labels mistyped": change(3, MIN_LABEL, mistyped),
    "labels in other widths": change(40, 1, lambda text, _: text.translate(WIDTHS)),
    "labels with spaces": change(8, 2, spaced),
    "labels punctuated otherwise": change(8, MIN_LABEL, punctuated),
}
