"""Recognises which documents of which form a received file holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pipeline.intake.blueprints.marks import MARK
from pipeline.intake.proof.tokens import squeezed
from pipeline.intake.received import Received
from pipeline.intake.recognition.asking import again
from pipeline.intake.recognition.candidates import Candidate, Candidates, pairs_of
from pipeline.problems import Kind, Place, Problem, Stop, error

# How much of what a form prints itself must stand in a file that is one: a damaged one has more than this, another form less.
ALIKE: Final = 0.5
# The same where somebody says which form it is.
ASKED: Final = 0.3
# A second document of the form behind the first has nearly as much of its words.
BESIDE: Final = 0.7
# From so many labels on, of which more than so many stand in a file twice, it holds a form twice.
ENOUGH, MOST = 5, 0.7
# A file that has so much of a table is no narrative, although its title may end alike.
SURELY: Final = 0.8
# Forms that differ by less are alike, as editions of two years may be.
NEAR: Final = 0.01
# Within so many paragraphs from the top a narrative has its title.
TOP: Final = 12


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is.

    Attributes:
        documents: the documents of one form that it holds; or a narrative alone.
        rivals: the documents of other forms that it may be as well.
    """

    documents: Sequence[Candidate]
    rivals: Sequence[Sequence[Candidate]] = ()

    @property
    def is_narrative(self) -> bool:
        """Whether it is a narrative, which came back changed."""
        return self.documents[0].blueprint is None


def recognise(received: Received, among: Candidates, asked: str = "") -> Recognised:
    """Return which documents a file holds.

    Args:
        received: the file.
        among: the documents that it can be.
        asked: the form that somebody says it is; empty if nobody does.

    Raises:
        Stop: it is none of them.
    """
    every = [each for each in among.documents if each.blueprint]
    tables = [each for each in every if asked in ("", each.form.name)]
    if marked := by_marks(received, tables):
        return Recognised(marked)
    there = {pair for line in received.lines for cell in line.cells for pair in pairs_of(cell.text)}
    common = {each: len(each.pairs & there) for each in among.documents}
    likeness = {each: common[each] / max(len(each.pairs), 1) for each in among.documents}
    best = max((likeness[each] for each in tables), default=0)
    told = [each for each in among.documents if not each.blueprint and asked in ("", each.form.name)]
    narratives = by_title(received, told) if best < SURELY else ()
    if narratives:
        first, *others = sorted(narratives, key=lambda each: -likeness[each])
        return Recognised([first], [[each] for each in others])
    forms: dict[str, list[Candidate]] = {}
    for each in tables:
        if likeness[each] >= max(ASKED if asked else ALIKE, best * BESIDE):
            forms.setdefault(each.form.name, []).append(each)
    other = max(every, key=lambda each: likeness[each], default=None)
    if other and other not in tables and likeness[other] >= SURELY and best < ALIKE:
        message = f"这份文件更像“{other.form.title}”（{other.form.name}），不像“{asked}”"
        raise Stop(
            error(
                Kind.UNRECOGNISED, message, Place(received.file), hint=f"请核对表名，例如 {again(received.file, 'form', other.form.name)}"
            )
        )
    if not forms:
        raise Stop(*none_of_them(received, among, asked, best))
    weights = {name: max(likeness[each] * common[each] for each in documents) for name, documents in forms.items()}
    first_name, *other_names = sorted(forms, key=lambda name: -weights[name])
    return Recognised(forms[first_name], [forms[name] for name in other_names if weights[name] >= weights[first_name] * (1 - NEAR)])


def refuse_two(received: Received, documents: Sequence[Candidate]) -> None:
    """Refuse a file in which a form stands twice: whose of the two the values are would be a guess.

    Args:
        received: the file.
        documents: the documents of the form that it holds.

    Raises:
        Stop: most labels that the form has once stand in it more than once, each in a cell of its own.
    """
    there = Counter(squeezed(cell.text) for line in received.lines if line.table for cell in line.cells)
    own = Counter(text for each in documents for text in each.cells)
    once = [text for text, count in own.items() if count == 1 and text in there]
    if len(once) >= ENOUGH and sum(there[text] > 1 for text in once) > len(once) * MOST:
        hint = "请分成几个文件，每个文件一份，再读"
        raise Stop(error(Kind.UNRECOGNISED, "文件里有两份以上这样的表，不知道用哪一份", Place(received.file), hint=hint))


def by_marks(received: Received, tables: Sequence[Candidate]) -> list[Candidate]:
    """Return the tables of a form that was sent out from here, and is still what it was then."""
    marks = (mark for line in received.lines for cell in line.cells for mark in cell.marks)
    digests = {found["digest"] for mark in marks if (found := MARK.fullmatch(mark))}
    return [each for each in tables if each.digest in digests]


def by_title(received: Received, narratives: Sequence[Candidate]) -> list[Candidate]:
    """Return the narratives whose title stands near the top of a file, as a paragraph or at the end of one."""
    paragraphs = (squeezed(line.cells[0].text) for line in received.lines if not line.table and line.cells)
    top = list(islice(paragraphs, TOP))
    return [each for each in narratives if each.title and any(text.endswith(each.title) for text in top)]


def none_of_them(received: Received, among: Candidates, asked: str, best: float) -> list[Problem]:
    """Return why it is not known what a file is.

    Args:
        received: the file.
        among: the documents that it can be.
        asked: the form that somebody says it is.
        best: how much of what one of them prints itself stands in the file.
    """
    place = Place(received.file)
    if asked and not among.problems:
        message = f"这份文件不像“{asked}”这份表：表上印的文字，文件里只有 {best:.0%}"
        return [error(Kind.UNRECOGNISED, message, place, hint="请核对文件和表名")]
    titles = {each.form.name: each.form.title for each in among.documents}
    known = "、".join(f"{title}（{name}）" for name, title in titles.items())
    hint = (
        f"现有的表：{known}；确是其中一份、只是改动很大的，请写明是哪一份，例如 {again(received.file, 'form', next(iter(titles), '表名'))}"
    )
    return [error(Kind.UNRECOGNISED, "认不出这是哪一份表", place, hint=hint), *among.problems]
