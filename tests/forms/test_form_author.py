"""docs/form-author.zh-CN.md: each of its examples is built as it stands there, and prints or finds what the page says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

import pytest
from lxml import html

from pipeline.build.made import Made
from pipeline.build.past import read_past
from pipeline.build.unit_year import make, prepare
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import Problem, Severity, Stop
from pipeline.workspace import UnitYear, Workspace
from tests.word_files import cell, paragraph, row, table, write_word_file

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "form-author.zh-CN.md"
# A block of an example: what it is, said in the line before it, and its text; a table stands there as Markdown.
BLOCK = re.compile(r"^(?P<what>[^\n]+)：\n\n(?:```\w*\n(?P<text>.*?)^```$|(?P<table>(?:\|[^\n]*\n)+))", re.MULTILINE | re.DOTALL)
PRINTED, FOUND, TABLE = "印出", "指出", "table.docx"
# What stands in a merged cell instead of the text of the cell above it.
SAME = "〃"
FORM, UNIT, YEAR = "biao-2020", "danwei", "2020"


@dataclass(frozen=True)
class Example:
    """An example of the page: its heading and its blocks, by what they are."""

    name: str
    blocks: dict[str, str]

    @property
    def data_years(self) -> Iterator[str]:
        """The years whose data files it shows."""
        return (name.removesuffix(".yaml") for name in self.blocks if re.fullmatch("[0-9]{4}.yaml", name))


def examples() -> list[Example]:
    """Return all examples of the page, one for each heading of the third level."""
    sections: dict[str, str] = {}
    name, is_code = "", False
    for line in PAGE.read_text("utf-8").split("\n"):
        is_code ^= line.startswith("```")
        if not is_code and (head := re.match(r"#{1,3} (.+)", line)):
            name = head[1] if line.startswith("###") else ""
        if name:
            sections[name] = sections.get(name, "") + line + "\n"
    return [
        Example(name, {each["what"]: each["table"] if each["text"] is None else each["text"] for each in BLOCK.finditer(text)})
        for name, text in sections.items()
    ]


def cells(text: str) -> list[list[str]]:
    """Return the cells of a Markdown table; the line below its head is left out."""
    lines = [line.strip().strip("|") for line in text.strip().split("\n")]
    return [[part.strip().replace("\\|", "|") for part in re.split(r"(?<!\\)\|", line)] for line in lines if not set(line) <= set("|-: ")]


def word_table(text: str) -> str:
    """Return a Word table of the cells of a Markdown table, the first row of which is repeated as head."""
    rows = cells(text)
    begins = [
        [each != SAME and number + 1 < len(rows) and rows[number + 1][column] == SAME for column, each in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    made = [
        row(
            *(
                cell("" if each == SAME else each, merge="continue" if each == SAME else "restart" if begins[number][column] else "")
                for column, each in enumerate(line)
            ),
            header=number == 0,
        )
        for number, line in enumerate(rows)
    ]
    return table(*made, widths=(2000,) * len(rows[0]))


def form_text(example: Example) -> str:
    """Return form.yaml: as the example has it, with what every form needs and no example repeats."""
    text = example.blocks["form.yaml"]
    documents = ['  report: {title: "{{ 单位名称 }}报告", template: report.md, shell: report.docx}\n']
    documents += ["  table: {title: 表, template: table.docx}\n"] if TABLE in example.blocks else []
    head = "" if "title:" in re.split("^fields:", text, flags=re.MULTILINE)[0].split("documents:")[0] else "title: 示例表\n"
    head += "" if re.search("^documents:", text, re.MULTILINE) else "documents:\n" + "".join(documents)
    return head + (text if "\n  单位名称:" in text else text.replace("fields:\n", "fields:\n  单位名称: text\n", 1))


def workspace_of(example: Example, folder: Path) -> Workspace:
    """Return a workspace with the example's form and data in it."""
    workspace = Workspace(folder)
    for name in ["site", *(["common"] if "common/" in "".join(example.blocks.values()) else [])]:  # its rules take time to compile
        shutil.copytree(ROOT / "templates" / name, folder / "templates" / name)
    form = workspace.form(FORM)
    form.mkdir()
    write_word_file(form / "report.docx", paragraph("{{ 正文 }}"))
    (form / "report.md").write_text("{{ 年度 }}", encoding="utf-8")
    for name, text in example.blocks.items():
        if name == "form.yaml":
            (form / name).write_text(form_text(example), encoding="utf-8")
        elif name == TABLE:
            write_word_file(form / name, word_table(text))
        elif name.endswith((".md", ".yaml")) and not re.match("[0-9]{4}|unit", name):
            (form / name).parent.mkdir(parents=True, exist_ok=True)
            (form / name).write_text(text, encoding="utf-8")
    workspace.unit_file(UNIT).parent.mkdir(parents=True)
    workspace.unit_file(UNIT).write_text("单位名称: 示例局\n" + example.blocks.get("unit.yaml", ""), encoding="utf-8")
    for year in {YEAR, *example.data_years}:
        text = example.blocks.get(f"{year}.yaml", "")
        workspace.data_file(UnitYear(UNIT, year)).write_text(f"form: {FORM}\n{text}", encoding="utf-8")
    return workspace


def made_of(workspace: Workspace) -> Made:
    """Return what is made of the example's data."""
    compiled, sources = prepare(workspace, UnitYear(UNIT, YEAR))
    return make(compiled, YEAR, sources, past=read_past(workspace, UnitYear(UNIT, YEAR), compiled, sources))


def paragraphs(made: Made) -> list[str]:
    """Return what the report says below its title, line by line."""
    return [line for text in tell_word_file(made.full.files["report.docx"]).places().values() for line in text.split("\n")][1:]


def table_cells(made: Made) -> list[list[str]]:
    """Return the cells of the first table as a page shows them, with a sign where one reaches down from above."""
    page = html.fromstring(made.full.files["table.html"].decode())
    grid: list[list[str]] = []
    reaching: dict[tuple[int, int], str] = {}
    for number, line in enumerate(next(page.iter("table")).iter("tr")):
        texts: list[str] = []
        for each in line.iter("td", "th"):
            texts += taken(reaching, number, len(texts))
            reaching |= {(number + down, len(texts)): SAME for down in range(1, int(each.get("rowspan", "1")))}
            texts.append(" ".join("".join(map(str, each.itertext())).split()))
        grid.append(texts + taken(reaching, number, len(texts)))
    return grid


def taken(reaching: dict[tuple[int, int], str], number: int, column: int) -> list[str]:
    """Return the signs in a row from a column on where cells reach down from above.

    Args:
        reaching: the signs by row and column.
        number: the row.
        column: the column.
    """
    return list(takewhile(bool, (reaching.get((number, each), "") for each in count(column))))


def tried(workspace: Workspace) -> tuple[list[Problem], Made | None]:
    """Return what is found in the example, notes excepted, and what is made of its data if its form is right."""
    try:
        made = made_of(workspace)
    except Stop as stop:
        return list(stop.problems), None
    return [problem for problem in made.problems if problem.severity is not Severity.NOTE], made


def told(problems: list[Problem]) -> list[str]:
    """Return problems as the page tells them: how bad, about what, and the sentence."""
    return [f"{each.severity} {each.path}：{each.message}" if each.path else f"{each.severity} {each.message}" for each in problems]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_an_example_prints_and_finds_what_the_page_says(example: Example, tmp_path: Path) -> None:
    assert "form.yaml" in example.blocks, "without a form nothing is tried"
    found, made = tried(workspace_of(example, tmp_path))
    assert told(found) == example.blocks.get(FOUND, "").splitlines()
    if PRINTED in example.blocks:
        assert made
        printed = example.blocks[PRINTED]
        assert (table_cells(made) == cells(printed)) if TABLE in example.blocks else (paragraphs(made) == printed.splitlines())
    assert {PRINTED, FOUND} & example.blocks.keys(), "the page should say what comes of it"
