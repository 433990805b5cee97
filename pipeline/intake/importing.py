"""One received file from its bytes to what becomes of the data files; what is wrong with it is told and never stops others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import lexists
from pathlib import Path
from typing import Final

from pipeline.build.unit_file import for_form
from pipeline.form.form import Form
from pipeline.form.types.field_type import shortened
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.into_data.taking import Taken, take
from pipeline.intake.proof.proving import otherwise, prove
from pipeline.intake.proof.reprint import reprinter
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.reading import read_filled
from pipeline.intake.received import Received
from pipeline.intake.recognition.asking import again
from pipeline.intake.recognition.belonging import Given, whose
from pipeline.intake.recognition.candidates import Candidate, candidates, form_named
from pipeline.intake.recognition.recognising import Recognised, recognise, refuse_two
from pipeline.problems import Kind, Place, Problem, Severity, Stop, error
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import Source, read
from pipeline.workspace import UnitYear, Workspace

LONGEST: Final = 40  # characters of a value in a sentence


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """What a received file says, and of whom.

    Attributes:
        file: how messages name it.
        of: the unit-year that it is of.
        form: the name of the form that it is.
        filled: what was read from each document of the form in it; nothing of a narrative.
        problems: what is to be told of it.
        is_exact: whether its cells are certain.
        narrative: a narrative, which came back changed.
    """

    file: str
    of: UnitYear
    form: str
    filled: Sequence[Filled]
    problems: Sequence[Problem]
    is_exact: bool = True
    narrative: Received | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """What came of a received file.

    Attributes:
        read: what it says; None if it could not be read, or nobody knows what or whose it is.
        taken: what becomes of the data files; None if nothing was taken.
        problems: what is to be told.
    """

    read: ReadFile | None
    taken: Taken | None
    problems: Sequence[Problem]


def import_file(workspace: Workspace, path: Path, given: Given = Given(), *, overwrite: bool = False, file: str = "") -> Imported:  # noqa: B008 - frozen
    """Return what came of a received file; writes nothing.

    Args:
        workspace: where everything is.
        path: the file.
        given: what somebody says of it.
        overwrite: whether values that differ are written over those of the data files.
        file: how messages name it; nothing for where it lies.
    """
    try:
        found = read_file(workspace, path, file or workspace.shown(path), given)
    except Stop as stop:
        return Imported(None, None, stop.problems)
    if found.narrative:
        return Imported(found, None, found.problems)
    return taken_from(workspace, found, found.filled, overwrite=overwrite)


def taken_from(workspace: Workspace, found: ReadFile, all_filled: Sequence[Filled], *, overwrite: bool) -> Imported:
    """Return what becomes of the data files by what was read from a file.

    Args:
        workspace: where everything is.
        found: what was read.
        all_filled: the same and what was read from other files of the unit-year, from which the form computes as well.
        overwrite: whether values that differ are written over those of the data files.
    """
    form = form_named(workspace, found.form)
    try:
        taken = take(workspace, found.of, form, found.filled, replace=overwrite)
    except Stop as stop:
        return Imported(found, None, [*found.problems, *stop.problems])
    differing = otherwise(all_filled, reprinter(form, workspace.layout), found.of.year, known_data(workspace, found.of, form))
    own = [problem for problem in differing if problem.place.file == found.file]
    return Imported(found, taken, [*found.problems, *own, *taken.problems, *to_confirm(taken)])


def read_file(workspace: Workspace, path: Path, file: str, given: Given) -> ReadFile:
    """Return what a received file says, and of whom.

    Args:
        workspace: where everything is.
        path: where the file lies, or what was made of it.
        file: how messages name it.
        given: what somebody says of it.

    Raises:
        Stop: it cannot be read, or it is not certain what or whose it is.
    """
    received = read_received(path, file)
    found = recognise(received, candidates(workspace), given.form)
    refuse_two(received, found.documents)
    filled = filled_of(received, found.documents)
    form = found.documents[0].form
    refuse_empty(filled, file)
    of, told = whose(workspace, received, filled, form, given)
    if found.rivals:
        documents = settled(workspace, of, found, Place(file))
        form, filled = documents[0].form, filled_of(received, documents)
    problems = [*received.remarks, *told, *(problem for each in filled for problem in each.problems)]
    if found.is_narrative:
        return ReadFile(file, of, form.name, (), problems, narrative=received)
    proof = prove(received, filled, reprinter(form, workspace.layout), of.year, known_data(workspace, of, form))
    filled = [with_doubts(each, proof.doubts) for each in filled]
    return ReadFile(file, of, form.name, filled, [*problems, *proof.problems], received.is_exact)


def filled_of(received: Received, documents: Sequence[Candidate]) -> list[Filled]:
    """Return what was read of each document in a file; nothing of a narrative."""
    return [read_filled(received, each.blueprint, each.form) for each in documents if each.blueprint]


def refuse_empty(filled: Sequence[Filled], file: str) -> None:
    """Refuse an empty form, in which at most stands what was filled in before it was sent out: what stays the same from year to year.

    Args:
        filled: what was read.
        file: how messages name the file.

    Raises:
        Stop: it is one.
    """
    says = any(not value.field.constant for each in filled for value in each.values.values())
    if filled and not says and not any(each.problems for each in filled):
        raise Stop(error(Kind.RECEIVED, "这是一份空表，什么也没有填", Place(file), hint="请填表单位填好再交"))


def settled(workspace: Workspace, of: UnitYear, found: Recognised, place: Place) -> Sequence[Candidate]:
    """Return which of several forms that print the same a file is: the one that the unit-year's data file names.

    Args:
        workspace: where everything is.
        of: the unit-year.
        found: the forms.
        place: the file.

    Raises:
        Stop: the data file names none of them, or is not there.
    """
    forms = {documents[0].form.name: documents for documents in (found.documents, *found.rivals)}
    stated = next((text_of(value_of(source.root, "form")) for source in data_of(workspace, workspace.data_file(of))), "")
    if stated not in forms:
        hint = f"请写明是哪一份，例如 {again(place.file, 'form', next(iter(forms)))}"
        raise Stop(error(Kind.UNRECOGNISED, f"有 {len(forms)} 份表都和它一样：{'、'.join(forms)}", place, hint=hint))
    return forms[stated]


def known_data(workspace: Workspace, of: UnitYear, form: Form) -> list[Source]:
    """Return a unit-year's data files as its form reads them, as far as they are there and can be read; the rest is told by `take`.

    Args:
        workspace: where everything is.
        of: the unit-year.
        form: its form.
    """
    year, unit = (data_of(workspace, path) for path in (workspace.data_file(of), workspace.unit_file(of.unit)))
    return [*year, *(for_form(workspace, of, form, source) for source in unit)]


def data_of(workspace: Workspace, path: Path) -> list[Source]:
    """Return a data file, if it is there and can be read."""
    try:
        return [read(path, workspace.shown(path))] if lexists(path) else []
    except Stop:
        return []


def with_doubts(filled: Filled, doubts: Mapping[str, str]) -> Filled:
    """Return what was read with further doubts about its values, by their paths."""
    values = {path: replace(value, doubt=value.doubt or doubts.get(path, "")) for path, value in filled.values.items()}
    return replace(filled, values=values)


def to_confirm(taken: Taken) -> list[Problem]:
    """Return what was put into the data files and has to be looked at."""
    return [confirmation(value) for value in (*taken.filled, *taken.replaced) if value.doubt]


def confirmation(value: FilledValue) -> Problem:
    """Return that somebody has to look at a value, and why."""
    typed, received = (shortened(text, LONGEST) for text in (typed_text(value), value.received.replace("\n", "；")))
    read_as = f"填入“{typed}”" + (f"，原文是“{received}”" if received != typed else "")
    return Problem(Severity.NOTE, Kind.TO_CONFIRM, f"{read_as}：{value.doubt}", value.place, value.path)


def typed_text(value: FilledValue) -> str:
    """Return a value as one text."""
    return value.typed if isinstance(value.typed, str) else "；".join(value.typed)


def counted(taken: Taken) -> str:
    """Return how many values were filled in, and what became of the others, in words."""
    doubtful = sum(bool(value.doubt) for value in (*taken.filled, *taken.replaced))
    counts = (
        ("填入 {} 项", len(taken.filled)),
        ("以收到的为准改了 {} 项", len(taken.replaced)),
        ("相同 {} 项", len(taken.same)),
        ("不同 {} 项，没有改动", len(taken.differing)),
        ("填入的有 {} 项要确认", doubtful),
    )
    return "；".join(text.format(count) for text, count in counts if count) or "没有可填的内容"
