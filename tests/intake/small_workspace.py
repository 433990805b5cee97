"""A workspace with one small form of a test's own, printed from a text and read back."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent, indent

from pipeline.build.compiled_form import CompiledForm, compile_form
from pipeline.facts.fact import Facts
from pipeline.facts.reader import read_facts
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.intake.filled import Filled
from pipeline.intake.readers.kinds import read_received
from pipeline.intake.reading import read_filled
from pipeline.language.values import is_filled
from pipeline.source.reader import parse
from pipeline.workspace import Workspace
from tests.intake.mixture.pieces import Plain, plain
from tests.intake.mixture.scoring import as_plain
from tests.word_files import write_word_file

ROOT = Path(__file__).parents[2]
HEAD = "title: 小表\ndocuments:\n  table: {title: 小表, template: table.docx}\nfields:\n  单位名称: text\n"
YEAR = 2020


class SmallWorkspace:
    """A form whose fields and Word file a test gives.

    Attributes:
        workspace: where it lies.
        compiled: the form.
    """

    def __init__(self, root: Path, fields: str, body: str) -> None:
        self.workspace = Workspace(root)
        folder = root / "templates" / "small"
        folder.mkdir(parents=True)
        (root / "data").mkdir()
        shutil.copytree(ROOT / "templates" / "site", root / "templates" / "site")
        (folder / "form.yaml").write_text(HEAD + indent(dedent(fields), "  "), encoding="utf-8")
        write_word_file(folder / "table.docx", body)
        self.compiled: CompiledForm = compile_form(self.workspace, "small")

    def facts(self, text: str) -> Facts:
        """Return a year's facts."""
        return read_facts(self.compiled.form, self.compiled.formulas, YEAR, [parse(dedent(text), "2020.yaml")])[0]

    def printed(self, text: str) -> bytes:
        """Return the Word file that a year's text makes."""
        return self.compiled.documents[0].render(self.facts(text))[".docx"]

    def read(self, package: bytes) -> Filled:
        """Return what is read from a Word file."""
        path = self.workspace.root / "received.docx"
        path.write_bytes(package)
        form = self.compiled.form
        [blueprint] = blueprints_of(form, self.workspace.layout)
        return read_filled(read_received(path, path.name), blueprint, form)

    def typed(self, text: str) -> dict[str, Plain]:
        """Return what a year's text says, without what the form computes."""
        by_path = self.facts(text).by_path.items()
        return {path: plain(fact.value) for path, fact in by_path if fact.node and is_filled(fact.value) and not fact.field.formula}

    def read_back(self, text: str) -> dict[str, Plain]:
        """Return what is read from the Word file that a year's text makes."""
        return said(self.read(self.printed(text)))


def said(filled: Filled) -> dict[str, Plain]:
    """Return the values that were read as they are compared."""
    return {path: as_plain(value.typed, value.field) for path, value in filled.values.items()}
