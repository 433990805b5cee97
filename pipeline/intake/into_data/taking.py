"""Takes what was read from a received form into the data files: blanks are filled in, and nothing is written over unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.build.compiled_form import compile_fields
from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.form.form import Form
from pipeline.form.new_year import last_year
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.into_data.data_files import DataFile, data_file, data_files, write_files
from pipeline.intake.into_data.placing import Placing
from pipeline.problems import Problem
from pipeline.source.nodes import text_of, value_of
from pipeline.workspace import UnitYear, Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """What becomes of the data files.

    Attributes:
        of: which unit-year they are of.
        form: the form's name.
        files: the files that change, each with its new text; none if nothing does. Nothing is written yet.
        filled: the values that are filled in.
        replaced: those that are written over others.
        differing: those that are not taken because the data files say something else.
        same: those that the data files, or last year's, have already, or that the program gives by itself.
        problems: what differs, and what could not be placed.
    """

    of: UnitYear
    form: str
    files: Sequence[DataFile]
    filled: Sequence[FilledValue]
    replaced: Sequence[FilledValue]
    differing: Sequence[FilledValue]
    same: Sequence[FilledValue]
    problems: Sequence[Problem]


def take(workspace: Workspace, of: UnitYear, form: Form, filled: Sequence[Filled], *, replace: bool) -> Taken:
    """Return what becomes of a unit-year's data files by what was read from a form's documents; writes nothing.

    Args:
        workspace: where everything is.
        of: which unit-year.
        form: its form.
        filled: what was read from each document; the first that says a value is believed, another value in a further one is shown.
        replace: whether values that differ are written over those of the data files.

    Raises:
        Stop: a data file cannot be read, is of another form, or cannot take a value.
    """
    files = before = data_files(workspace, of, form)

    def facts(data: Sequence[DataFile]) -> Facts:
        compiled = compile_fields(workspace, form.name)
        return read_facts(compiled.form, compiled.formulas, int(of.year), [file.source for file in data])[0]

    placing = Placing(form, facts, last_file(workspace, of, form), replace=replace)
    for document in filled:
        files = placing.document(files, document)
    changed = [file for file, old in zip(files, before, strict=True) if file.text != old.text]
    written = [file for file in files if changed and (file in changed or file.is_new)]  # a new year's file needs the unit's
    return Taken(of, form.name, written, placing.filled, placing.replaced, placing.differing, placing.same, placing.problems)


def write_taken(workspace: Workspace, taken: Taken) -> list[Path]:
    """Write the data files, all or none, and return what was written.

    Raises:
        Stop: one of them is no longer as it was read, or cannot be written.
    """
    return write_files(workspace, taken.of, taken.form, taken.files)


def last_file(workspace: Workspace, of: UnitYear, form: Form) -> DataFile | None:
    """Return last year's file, if it fills in the same form, so that values that are taken from it mean the same.

    Args:
        workspace: where everything is.
        of: which unit-year.
        form: its form.
    """
    path = workspace.data_file(of.before)
    source = last_year(workspace, of)
    if source is None or source.file != workspace.shown(path) or text_of(value_of(source.root, "form")) != form.name:
        return None
    return data_file(path, source.file, None)
