"""The kinds of files that documents are printed as: a further one is an entry in the registry, and everything else follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.unit_year import build
from pipeline.characters import PARAGRAPH
from pipeline.printing.outputs import OUTPUTS, Output
from pipeline.printing.reading import ReadTemplate
from pipeline.printing.telling import Telling
from pipeline.printing.templates import Template
from pipeline.problems import Problem
from pipeline.workspace import UnitYear, Workspace
from tests.word_files import paragraph, write_word_file

LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = "title: 小表\ndocuments:\n  note: {title: 说明, template: note.docx}\nfields:\n  单位名称: text\n"


class Plain:
    """Prints a document as a text of one line."""

    def templates(self) -> Iterable[Template]:
        return ()

    def print(self, context: Mapping[str, Any]) -> bytes:
        return f"{context['单位名称']}说明".encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "templates" / "small"
    folder.mkdir(parents=True)
    (tmp_path / "templates" / "site").symlink_to(LAYOUT)
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    write_word_file(folder / "note.docx", paragraph("{{ 单位名称 }}说明"))
    (tmp_path / "data" / "jia").mkdir(parents=True)
    (tmp_path / "data" / "jia" / "2020.yaml").write_text("form: small\n单位名称: 甲局\n", encoding="utf-8")
    compile_form.cache_clear()
    return Workspace(tmp_path)


def with_text(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Let every document be printed as a text too, which is told in a certain way."""

    def compiled(_read: ReadTemplate) -> Plain:
        return Plain()

    def told(data: bytes) -> Telling:
        return Telling(f"{PARAGRAPH}{said or data.decode()}")

    monkeypatch.setitem(OUTPUTS, ".txt", Output("文本", compiled, told))


def messages(problems: Iterable[Problem]) -> list[tuple[str, str]]:
    return [(str(problem.place), problem.message) for problem in problems]


def test_a_further_kind_of_file_is_made_for_both_editions(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "")
    made = build(workspace, UnitYear("jia", "2020"))
    assert messages(made.problems) == []
    assert made.changed == tuple(f"{folder}note{suffix}" for folder in ("", "public/") for suffix in (".docx", ".html", ".txt"))
    assert (workspace.output(UnitYear("jia", "2020")) / "public/note.txt").read_text(encoding="utf-8") == "甲局说明"


def test_a_further_kind_of_file_is_compared_with_the_first(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(monkeypatch, "乙局说明")
    made = build(workspace, UnitYear("jia", "2020"))
    assert messages(made.problems) == [("note.docx 第1段", "Word 与文本不一致：Word 为“甲局说明”，文本为“乙局说明”")]
    assert not workspace.output(UnitYear("jia", "2020")).exists()
