"""A small form whose Word document is made in the test, and received files made of rows of words, for tests of reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.form.form import DocumentSpec, Form
from pipeline.intake.blueprints.blueprint import Blueprint
from pipeline.intake.blueprints.drawing import blueprint_of
from pipeline.intake.filled import Filled
from pipeline.intake.reading import read_filled
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine
from pipeline.printing.reading import read_template
from tests.small_form import ROOT, form_in
from tests.word_files import write_word_file

FILE = "收到的表.docx"


class Issued:
    """A form that was sent out.

    Attributes:
        form: the form.
        blueprint: its document.
    """

    def __init__(self, folder: Path, body: str, fields: str) -> None:
        """Begin; `folder` takes the form's files, `body` is what its Word document holds, `fields` are as in form.yaml."""
        self.form: Form = form_in(folder, fields)
        spec = DocumentSpec("table", "小表", write_word_file(folder / "table.docx", body))
        tree = read_template(spec, self.form, ROOT / "templates" / "site", draft=False).tree
        self.blueprint: Blueprint = blueprint_of(self.form, spec, tree)

    def read(self, *rows: str | Sequence[str], is_exact: bool = True) -> Filled:
        """Return what is read from rows; see `received`."""
        return read_filled(received(*rows, is_exact=is_exact), self.blueprint, self.form)

    def typed(self, *rows: str | Sequence[str]) -> dict[str, object]:
        """Return the values that are read from rows, by the last step of their paths."""
        return {path.rpartition(".")[2]: value.typed for path, value in self.read(*rows).values.items()}


def received(*rows: str | Sequence[str], is_exact: bool = True) -> Received:
    """Return a file of rows of cells; a text is a row whose cells are divided by |, or a paragraph if there is none in it."""
    lines: list[ReceivedLine] = []
    for number, row in enumerate(rows, 1):
        texts = row.split("|") if isinstance(row, str) else row
        cells = [ReceivedCell(text, f"第1个表格第{number}行第{place}格") for place, text in enumerate(texts, 1)]
        lines.append(ReceivedLine(tuple(cells), 0 if len(texts) == 1 else 1))
    return Received(FILE, "Word", lines, is_exact=is_exact)


def doubts(filled: Filled) -> dict[str, str]:
    """Return why values have to be looked at, by the last step of their paths."""
    return {path.rpartition(".")[2]: value.doubt for path, value in filled.values.items() if value.doubt}
