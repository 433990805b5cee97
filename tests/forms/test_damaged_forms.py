"""Whatever is wrong in a Word form is said at its place in that file: it compiles and prints, or stops with a sentence, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.compiled_form import CompiledForm
from pipeline.build.trial_data import trial_facts
from pipeline.build.trials import TRIALS
from pipeline.form.form import read_form
from pipeline.printing.compiled_documents import compile_documents
from pipeline.printing.read_back import compare, shown_values
from pipeline.problems import Kind, Problem, gathering
from tests.forms.mutations import damaged
from tests.forms.test_made_up_form import FORM as MADE_UP
from tests.forms.test_made_up_form import LAYOUT, LIST
from tests.word_files import HEAD, W, paragraph, related, row, table, write_word_file

# The made-up form without its narrative.
FORM = "".join(line for line in MADE_UP.splitlines(keepends=True) if "note.md" not in line)
SHOWN = "templates/library-1999/list.docx"
LOOP = table(row("", "{%tr for 书 in 藏书 %}"), row("二", "{{ 书.书名 }}"), row("", "{%tr endfor %}"), widths=(1, 1))
BODY = (
    f"{LIST}{paragraph('{%p if 备注 is 已填 %}')}{paragraph('{{ 备', '注 }}')}{paragraph('{%p endif %}')}"
    f"{table(row('{%tc for 书 in 藏书 %}', '{{ 书.书名 }}', '{%tc endfor %}'))}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace") / "templates/library-1999"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    header = f"{HEAD}<w:hdr {W}>{paragraph('{{ 馆名 }}')}{LOOP}</w:hdr>"
    extra = {"word/header1.xml": header, "word/_rels/document.xml.rels": related(("header", "header1.xml"))}
    write_word_file(folder / "whole.docx", BODY, extra)
    (folder / "list.docx").write_bytes((folder / "whole.docx").read_bytes())
    return folder


def found(folder: Path) -> list[Problem]:
    """Return what is wrong with the form as it lies there, compiled and printed from all trial data, as files and as an article."""
    problems: list[Problem] = []
    with gathering(problems):
        form = read_form(folder, "templates/library-1999/form.yaml")
        documents = compile_documents(form, LAYOUT)
        for trial in TRIALS:
            facts = trial_facts(CompiledForm(form, (), (), documents, {}), trial)
            for document in documents:
                problems += compare(document.spec.name, document.render(facts), shown_values(facts))[1]
                document.article.print(document.context(facts))
    return problems


def test_the_whole_form_has_no_fault(folder: Path) -> None:
    (folder / "list.docx").write_bytes((folder / "whole.docx").read_bytes())
    assert found(folder) == []


@pytest.mark.parametrize("seeds", [range(start, start + 15) for start in range(0, 60, 15)])
def test_a_damaged_form_is_printed_or_explained(folder: Path, seeds: range) -> None:
    whole = (folder / "whole.docx").read_bytes()
    for seed in seeds:
        (folder / "list.docx").write_bytes(damaged(whole, seed))
        for problem in found(folder):
            assert problem.kind == Kind.READ_BACK or problem.place.file == SHOWN, (seed, str(problem))
            assert "无法印出" not in problem.message, (seed, str(problem))


@pytest.mark.parametrize(
    ("property_xml", "message"),
    [
        ('<w:gridSpan w:val="99999999"/>', "表格的列数不对（gridSpan=99999999）"),
        ('<w:gridSpan w:val="-1"/>', "表格的列数不对（gridSpan=-1）"),
        ('<w:gridSpan w:val="二"/>', "表格的列数不对（gridSpan=二）"),
        ('<w:vMerge w:val="both"/>', "单元格的合并不对（vMerge=both）"),
    ],
)
def test_impossible_sizes_are_named_with_their_cell(folder: Path, property_xml: str, message: str) -> None:
    cell = f"<w:tc><w:tcPr>{property_xml}</w:tcPr><w:p/></w:tc>"
    write_word_file(folder / "list.docx", paragraph("{{ 馆名 }}") + table(row("一", "二"), f"<w:tr>{cell}</w:tr>"))
    assert [(str(problem.place), problem.message) for problem in found(folder)] == [(f"{SHOWN} 第1个表格第2行第1格", message)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "表格的一格里没有段落"),
        ("<w:tbl><w:tblPr/></w:tbl>", "表格里没有行"),
        ("<w:tbl><w:tr/></w:tbl>", "表格的一行里没有格"),
        ("<w:p><w:p/></w:p>", "结构不合 Word 的规定（p 在 p 里）"),
        ("<w:tc><w:p/></w:tc>", "结构不合 Word 的规定（tc 在 body 里）"),
        ("<w:p><w:t>甲</w:t></w:p>", "结构不合 Word 的规定（t 在 p 里）"),
    ],
)
def test_what_no_word_document_can_be_is_named(folder: Path, body: str, message: str) -> None:
    write_word_file(folder / "list.docx", paragraph("{{ 馆名 }}") + body)
    problems = found(folder)
    assert problems[0].message == message
    assert problems[0].place.file == SHOWN
