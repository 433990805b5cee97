"""All files of an empty form: a Word file for each of its Word documents, and a workbook."""

from __future__ import annotations

from pipeline.form.form import Form
from pipeline.intake.blank.known import known_of
from pipeline.intake.blank.openings import Known
from pipeline.intake.blank.printed import BlankPrint, print_blank
from pipeline.intake.blank.word import blank_word_file
from pipeline.intake.blank.workbook import blank_workbook
from pipeline.intake.blueprints.drawing import blueprint_of
from pipeline.problems import Kind, Place, Stop, error
from pipeline.workspace import UnitYear, Workspace


def blank_files(workspace: Workspace, form: Form, of: UnitYear) -> dict[str, bytes]:
    """Return the files of an empty form, by the ending of their names.

    Args:
        workspace: where everything is.
        form: the form.
        of: whom it is for, and of which year; both may be empty.

    Raises:
        UsageError: there is no such unit.
        Stop: a template has faults, or the form has no Word document.
    """
    known = Known(int(of.year) if of.year else None, known_of(workspace, of, form) if of.unit else {})
    specs = [spec for spec in form.documents if spec.template.suffix == ".docx"]
    if not specs:
        raise Stop(error(Kind.FORM, "这份表没有 Word 表格，没有可以发出的空白表", Place(form.root.place.file)))
    blanks = [print_blank(spec, form, workspace.layout, known) for spec in specs]
    blueprints = [blueprint_of(form, blank.spec, blank.read.tree) for blank in blanks]
    word = {f"{ending(blank, blanks)}.docx": blank_word_file(blank, blueprint) for blank, blueprint in zip(blanks, blueprints, strict=True)}
    return {**word, ".xlsx": blank_workbook(blanks, blueprints)}


def ending(blank: BlankPrint, blanks: list[BlankPrint]) -> str:
    """Return what tells a Word file from those of the form's other documents, in its name; nothing if it is the only one."""
    return f".{blank.spec.name}" if len(blanks) > 1 else ""
