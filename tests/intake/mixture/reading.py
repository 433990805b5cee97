"""An edited form read as the program reads it, from its bytes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from pipeline.form.form import Form
from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.filled import FilledValue
from pipeline.intake.proof.proving import prove
from pipeline.intake.proof.reprint import reprinter
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.reading import read_filled
from pipeline.intake.received import Received
from pipeline.problems import Kind, Problem, Severity
from tests.intake.mixture.edits import apply, edit
from tests.intake.mixture.masters import Master
from tests.intake.mixture.naive import Found, Naive
from tests.intake.mixture.scoring import Read, Score, score
from tests.intake.mixture.sheet import Sheet
from tests.intake.mixture.units import WORKSPACE

FILE: Final = "form.docx"


@cache
def blueprints(form: Form) -> dict[str, Blueprint]:
    return {blueprint.document: blueprint for blueprint in blueprints_of(form, WORKSPACE.layout)}


def by_us(master: Master, received: Received) -> Found:
    """Return what the program reads, and what it tells."""
    form = master.facts.form
    filled = read_filled(received, blueprints(form)[master.document], form)
    proof = prove(received, [filled], reprinter(form, WORKSPACE.layout), str(master.facts.year))
    values = {path: Read(value.typed, value.field, bool(value.doubt or path in proof.doubts)) for path, value in filled.values.items()}
    doubted = [to_look_at(filled.values[path]) for path, value in values.items() if value.is_doubted]
    return values, [*filled.problems, *proof.problems, *received.remarks, *doubted]


def to_look_at(value: FilledValue) -> Problem:
    """Return that somebody has to look at a value, and at the words that it was read from."""
    return Problem(Severity.NOTE, Kind.TO_CONFIRM, f"“{value.received}”", value.place, value.path)


def received(sheet: Sheet, folder: Path) -> Received:
    """Return what an edited form says; its file is written to a folder."""
    path = folder / FILE
    path.write_bytes(sheet.document())
    return read_received(path, FILE)


def scored(masters: Iterable[Master], times: int, edits: Callable[[Sheet, Random], object], reader: Naive, folder: Path) -> Score:
    """Return what a reader makes of forms that are edited.

    Args:
        masters: the forms.
        times: how often each is edited and read.
        edits: edits a form.
        reader: the reader.
        folder: where files can be written.
    """
    total = Score()
    for number, master in enumerate(masters):
        for turn in range(times):
            sheet = master.sheet()
            edits(sheet, Random(f"{number} {turn}"))
            total += score(sheet, *reader(master, received(sheet, folder)))
    return total


def all_at_once(sheet: Sheet, chance: Random) -> None:
    edit(sheet, chance)


def only(kind: str) -> Callable[[Sheet, Random], None]:
    """Return the edit of one kind."""
    return lambda sheet, chance: apply(kind, sheet, chance)
