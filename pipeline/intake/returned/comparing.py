"""Compares a narrative that came back from a unit, edited by hand, with what the data say: it is printed anew and laid beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline.facts.fact import Fact, Facts
from pipeline.facts.revisions import State, label_of
from pipeline.form.short_paths import short_path
from pipeline.intake.received import Received
from pipeline.intake.returned.edits import Edit, certain, edits_in
from pipeline.intake.returned.fields import TEXTS, Rewritten, beside, rewritten
from pipeline.intake.returned.matching import Match, matched, said
from pipeline.intake.returned.passages import received_passages, units_of
from pipeline.intake.returned.plain import bare, words
from pipeline.intake.returned.prints import Before, Print, printed_before, printed_now
from pipeline.intake.returned.wording import Figure
from pipeline.paths import numbered
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.source.reader import Source
from pipeline.workspace import UnitYear, Workspace

LATER: Final = "报告印出以后，数据里改过这一项"
ALSO: Final = "报告印出以后，数据里也改过这一项，放进去会盖掉"
# From how little likeness on somebody may have sent something else.
UNLIKE: Final = 0.3
STRANGE: Final = "这份文件与印出的报告相同的不到三成，请核对是不是这个单位、这一年度的报告"
UNKNOWN: Final = "没有找到印出这份报告时的文件（output 里的已经重新生成，或者删去了），分不清是报告改了，还是数据后来改了"
GUESSED: Final = "这份文件里的分段和表格是按文字的位置认出来的，请对照原件"
# What is said of a figure that somebody changed, which the data file has or the program computes.
TYPED: Final = "报告里改的数不会放进数据；改得对的，请在数据文件里改"
COMPUTED: Final = "这个数是程序算的；算它的数改了，它就跟着改"
KINDS: Final = {True: Kind.CONFLICT, False: Kind.OTHERWISE}


@dataclass(frozen=True, slots=True)
class OtherFigure:
    """A figure that the received narrative has otherwise than the data.

    Attributes:
        path: the fact that it says; empty if the program computes it as it prints.
        printed: as the data give it.
        received: as it was received; empty if it is gone.
        spot: where it stands there.
        label: what people call it; empty if the program computes it as it prints.
        fact: the fact that it says; None if it is none of this year's.
        is_later: whether the data were changed after the narrative was printed, and nobody changed it there.
    """

    path: str
    printed: str
    received: str
    spot: str
    label: str
    fact: Fact | None
    is_later: bool = False

    def problem(self, file: str) -> Problem:
        """Return it as a problem at the fact's place in the data; `file` names the received file."""
        place = self.fact.place if self.fact else Place(file, spot=self.spot)
        where = f"报告（{self.spot}）" if self.fact else ""
        own = f"数据是“{self.printed}”" if self.fact else f"程序印的是“{self.printed}”"
        if self.is_later:
            then = f"还是“{self.received}”" if self.received else "没有这个数"
            return Problem(Severity.NOTE, Kind.CONFLICT, f"{where}{then}，{own}：报告印出以后，数据改过", place, self.path)
        now = f"改成了“{self.received}”" if self.received else "没有这个数了"
        is_typed = self.fact is not None and not self.fact.field.formula
        return Problem(Severity.WARNING, KINDS[is_typed], f"{where}{now}，{own}", place, self.path, TYPED if is_typed else COMPUTED)


@dataclass(frozen=True, slots=True)
class Returned:
    """What a narrative that came back says otherwise than the data.

    Attributes:
        of: the unit-year.
        facts: what its data say.
        file: how messages name the received file.
        figures: the figures that were changed.
        later_figures: those that only differ because the data were changed after the narrative was printed.
        edits: what was changed, in the order of the received file.
        later: what only differs because the data were changed after the narrative was printed.
        texts: the texts of the data that were rewritten.
        likeness: how much of what is printed was found again, from 0 to 1.
        remarks: what is to be told of the received file besides.
        notes: what is to be known of the comparison, in words.
    """

    of: UnitYear
    facts: Facts
    file: str
    figures: Sequence[OtherFigure]
    later_figures: Sequence[OtherFigure]
    edits: Sequence[Edit]
    later: Sequence[Edit]
    texts: Sequence[Rewritten]
    likeness: float
    remarks: Sequence[Problem] = ()
    notes: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.edits or self.later or self.texts)

    @property
    def offered(self) -> list[Rewritten]:
        """The rewritten texts that can go into the data."""
        return [text for text in self.texts if not text.refused]

    def name(self, text: Rewritten) -> str:
        """Return what people call a rewritten text when they ask for it."""
        return short_path(self.facts.form, text.fact.path)


def compare_returned(workspace: Workspace, of: UnitYear, received: Received, instead: Source | None = None) -> Returned:
    """Return what a received narrative says otherwise than the data of a unit-year.

    Args:
        workspace: where everything is.
        of: which unit-year.
        received: the received file.
        instead: what stands for the year's file as it is.

    Raises:
        Stop: the data or the form cannot be used, or the form has no narrative.
    """
    found = [compared(received, of, now, printed_before(workspace, of, now)) for now in printed_now(workspace, of, instead)]
    if not found:
        raise Stop(error(Kind.UNRECOGNISED, f"{of}没有自评报告可比", Place(received.file)))
    return max(found, key=lambda each: each.likeness)


def found_again(matches: Sequence[Match]) -> float:
    """Return how much of what is printed was received as it is, from 0 to 1."""
    printed = [match for match in matches if match.old and not match.old[0].pieces[0].passage.is_optional]
    lengths = [(sum(map(len, said(match.old))), match.says_the_same) for match in printed]
    return sum(length for length, is_same in lengths if is_same) / max(1, sum(length for length, _ in lengths))


def compared(received: Received, of: UnitYear, now: Print, before: Before) -> Returned:
    """Return what a received narrative says otherwise than one that is printed.

    Args:
        received: the received file.
        of: the unit-year.
        now: the narrative as it is printed now.
        before: what is known of how it was printed before.
    """
    passages = received_passages(received)
    units, texts = units_of(passages), text_paths(now.facts)
    matches = matched(units_of(now.passages), units)
    edits = told_edits(received, matches, texts)
    since = edits if before.passages is None else told_edits(received, matched(units_of(before.passages), units), texts)
    touched = {key for edit in since for key in keys_of(edit)}
    later = [edit for edit in edits if touched.isdisjoint(keys_of(edit))]
    changed = {(figure.path, figure.received, edit.spot) for edit in since for figure in edit.figures}
    every = [other_figure(now.facts, figure, edit) for edit in edits for figure in edit.figures]
    figures = [replace(each, is_later=is_later(each, changed, before.states)) for each in every]
    return Returned(
        of=of,
        facts=now.facts,
        file=received.file,
        figures=[figure for figure in figures if not figure.is_later],
        later_figures=[figure for figure in figures if figure.is_later],
        edits=[edit for edit in edits if edit not in later],
        later=later,
        texts=[with_time(text, before.states) for text in rewritten(beside(now.facts, now.passages, passages, matches))],
        likeness=found_again(matches),
        remarks=received.remarks,
        notes=list(notes(received, found_again(matches), is_unknown=bool(edits) and before.passages is None)),
    )


def notes(received: Received, likeness: float, *, is_unknown: bool) -> Iterator[str]:
    """Yield what is to be known of a comparison, in words.

    Args:
        received: the received file.
        likeness: how much of what is printed was found again.
        is_unknown: whether nobody knows how the narrative was printed.
    """
    told = ((likeness < UNLIKE, STRANGE), (not received.is_exact, GUESSED), (is_unknown, UNKNOWN))
    yield from (note for is_so, note in told if is_so)


def told_edits(received: Received, matches: Sequence[Match], texts: Collection[str]) -> list[Edit]:
    """Return the edits that are told.

    Args:
        received: the received file.
        matches: what became of each sentence and row.
        texts: the paths of the facts that are texts.
    """
    edits = edits_in(matches, texts)
    return edits if received.is_exact else certain(edits, matches)


def text_paths(facts: Facts) -> set[str]:
    """Return the paths of facts that are texts, and of each of their paragraphs."""
    texts = [fact for fact in facts.by_path.values() if fact.field.type in TEXTS]
    return {path for fact in texts for path in (fact.path, *(numbered(fact.path, n) for n in range(1, len(fact.texts) + 1)))}


def keys_of(edit: Edit) -> Iterator[tuple[object, ...]]:
    """Yield what an edit is about: places in the received file, or words that are not there any more."""
    yield from ((piece.number, piece.start) for piece in edit.new)
    if not edit.new:
        yield from ((piece.bare,) for piece in edit.old)
    if not edit.new and not edit.old:
        yield edit.what, edit.spot, ""


def other_figure(facts: Facts, figure: Figure, edit: Edit) -> OtherFigure:
    """Return a figure that differs, with its fact.

    Args:
        facts: what the narrative is printed from.
        figure: the figure.
        edit: the edit that it is part of.
    """
    fact = facts.by_path.get(figure.path)
    label = label_of(facts.form, figure.path) if figure.path else ""
    return OtherFigure(figure.path, figure.printed, figure.received, edit.spot, label, fact)


def is_later(figure: OtherFigure, changed: Collection[tuple[str, str, str]], states: Sequence[State]) -> bool:
    """Return whether a figure differs only because the data were changed after the narrative was printed.

    Args:
        figure: the figure.
        changed: the figures that differ from the narrative as it was printed before: path, as received, place.
        states: what the documents showed for each fact.
    """
    is_untouched = (figure.path, figure.received, figure.spot) not in changed
    return is_untouched or any(is_alike(state.get(figure.path, ""), figure.received) for state in states)


def is_alike(value: str, received: str) -> bool:
    """Return whether a value is what was received, be it with more or fewer decimals."""
    one, other = words(value), words(received)
    return bool(one) and [word.value or word.bare for word in one] == [word.value or word.bare for word in other]


def with_time(text: Rewritten, states: Sequence[State]) -> Rewritten:
    """Return a rewritten text, refused if it is what was printed before the data were changed.

    Args:
        text: the text.
        states: what the documents showed for each fact, the last time and before.
    """
    printed = [bare(state.get(text.fact.path, "")).text for state in states]
    if text.new and bare("".join(text.new)).text in printed:
        return replace(text, refused=LATER)
    is_changed = bool(printed) and printed[0] != bare("".join(text.old)).text
    return replace(text, remark=ALSO) if is_changed else text
