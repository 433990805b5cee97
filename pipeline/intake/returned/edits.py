"""What somebody changed in a narrative, one by one, each with the place where it stands in the received file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.intake.returned.matching import Match
from pipeline.intake.returned.passages import Piece
from pipeline.intake.returned.wording import CAME, STAYED, WENT, Figure, Text, Told, difference, figures, joined, told_words

BEGINNING = "开头"
CELLS = " | "


class What(StrEnum):
    """What became of a part of a narrative."""

    CHANGED = "改动"
    NEW = "新增"
    GONE = "删去"
    MOVED = "移动"
    SPLIT = "一段分成几段"
    MERGED = "几段并成一段"


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that somebody changed.

    Attributes:
        what: what became of it.
        spot: where it stands in the received file; of what is gone, behind what it stood.
        told: its words, as they stayed, went or came.
        figures: the figures that are other ones now.
        old: the pieces of the printed narrative that it is about.
        new: those of the received one.
    """

    what: What
    spot: str
    told: Told = ()
    figures: tuple[Figure, ...] = ()
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()

    @property
    def is_on_with(self) -> tuple[object, ...]:
        """What it has in common with the edit before it, if both are parts of one."""
        return (self.what, *({piece.passage.row or piece.number for piece in side} for side in (self.old, self.new)))


def edits_in(matches: Sequence[Match], texts: Collection[str]) -> list[Edit]:
    """Return what was changed, in the order of the received file.

    Args:
        matches: what became of each sentence and row.
        texts: the paths of the facts that are texts: figures in them are their authors'.
    """
    found: list[Edit] = []
    behind = BEGINNING
    last: Match | None = None
    for match in matches:
        for edit in (*paragraph_edits(last, match), *edits_of(match, texts, behind)):
            if found and edit.what in (What.NEW, What.GONE) and edit.is_on_with == found[-1].is_on_with:
                found[-1] = replace(found[-1], told=found[-1].told + edit.told, old=found[-1].old + edit.old, new=found[-1].new + edit.new)
            else:
                found.append(edit)
        behind = f"{match.new[-1].pieces[0].passage.spot}之后" if match.new else behind
        last = match
    return found


def certain(edits: Sequence[Edit], matches: Sequence[Match]) -> list[Edit]:
    """Return the edits of a file whose paragraphs are guessed: neither where they end is told, nor what stands in drawings.

    Args:
        edits: all edits.
        matches: what became of each sentence and row.
    """
    drawn = {piece.bare for match in matches if not match.new for piece in match.old[0].pieces if piece.passage.is_optional}
    return [edit for edit in edits if edit.what not in (What.SPLIT, What.MERGED) and not is_lettering(edit, drawn)]


def is_lettering(edit: Edit, drawn: Collection[str]) -> bool:
    """Return whether what is new is nothing but words that drawings show; `drawn` are all of them."""
    words = "".join(piece.bare for piece in edit.new)
    for each in sorted(filter(None, drawn), key=len, reverse=True):
        words = words.replace(each, "")
    return edit.what is What.NEW and not words.strip()


def edits_of(match: Match, texts: Collection[str], behind: str) -> Iterator[Edit]:
    """Yield what was changed in a sentence or row.

    Args:
        match: what became of it.
        texts: the paths of the facts that are texts.
        behind: behind what it would stand, if it is gone.
    """
    old, new = (tuple(piece for unit in side for piece in unit.pieces) for side in (match.old, match.new))
    if not new:
        if not old[0].passage.is_optional:
            yield Edit(What.GONE, behind, ((WENT, shown(old).text),), (), old)
    elif not old:
        yield Edit(What.NEW, new[0].passage.spot, ((CAME, shown(new, is_marked=True).text),), (), (), new)
    elif not match.says_the_same and match.is_row and not match.is_moved and len(old) == len(new):
        yield from (changed(What.CHANGED, (was,), (now,), texts) for was, now in zip(old, new, strict=True) if was.bare != now.bare)
    elif not match.says_the_same:
        yield changed(What.MOVED if match.is_moved else What.CHANGED, old, new, texts)
    elif match.is_moved:
        yield Edit(What.MOVED, new[0].passage.spot, ((STAYED, shown(new).text),), (), old, new)


def changed(what: What, old: tuple[Piece, ...], new: tuple[Piece, ...], texts: Collection[str]) -> Edit:
    """Return the edit of what says something else now.

    Args:
        what: what became of it.
        old: what was printed.
        new: what was received.
        texts: the paths of the facts that are texts.
    """
    is_marked = bool(old[0].mark or new[0].mark) and not old[0].passage.is_numbered
    differs, with_marks = (difference(shown(old, is_marked=each), shown(new, is_marked=each).text) for each in (False, is_marked))
    return Edit(what, new[0].passage.spot, told_words(with_marks), tuple(figures(differs, texts)), old, new)


def shown(pieces: Sequence[Piece], *, is_marked: bool = False) -> Text:
    """Return pieces as one text: sentences as they follow each other, cells divided; `is_marked`: with the number before them."""
    text = joined(pieces, CELLS if pieces[0].passage.row else "")
    if not is_marked:
        return text
    mark = pieces[0].mark
    return Text(mark + text.text, tuple(replace(span, start=span.start + len(mark), end=span.end + len(mark)) for span in text.spans))


def paragraph_edits(last: Match | None, match: Match) -> Iterator[Edit]:
    """Yield where a paragraph was split, or some were merged: between a sentence and the one before it, or within it.

    Args:
        last: what comes before; None at the beginning.
        match: what became of a sentence.
    """
    if not stays(match):
        return
    between = [(last.old[-1:] + match.old[:1], last.new[-1:] + match.new[:1])] if last and stays(last) else []
    for old, new in (*between, (match.old, match.new)):
        before, after = ({unit.pieces[0].number for unit in side} for side in (old, new))
        if min(len(before), len(after)) == 1 and len(before) != len(after):
            yield Edit(What.SPLIT if len(after) > 1 else What.MERGED, new[-1].pieces[0].passage.spot)


def stays(match: Match) -> bool:
    """Return whether a match is of sentences that are where they were."""
    return bool(match.old and match.new) and not match.is_row and not match.is_moved
