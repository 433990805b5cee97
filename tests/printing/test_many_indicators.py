"""A scored form in three levels: whatever the number of indicators, it prints, and each costs the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from pipeline.build.made import Made
from pipeline.build.unit_year import make, prepare
from pipeline.language import budget
from pipeline.language.budget import MOST, PER_FACT
from pipeline.problems import Kind
from pipeline.workspace import UnitYear, Workspace
from tests.many_indicators import FORM, YEAR, many_indicators, word_table
from tests.word_files import write_word_file

FEW, MORE, MANY = 30, 150, 5_000


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[int, UnitYear]]:
    return many_indicators(tmp_path_factory.mktemp("indicators"), FEW, MORE)


def made(workspace: Workspace, of: UnitYear) -> Made:
    compiled, sources = prepare(workspace, of)
    return make(compiled, YEAR, sources)


def test_it_is_made_with_its_sums_and_scores(units: tuple[Workspace, dict[int, UnitYear]]) -> None:
    found = made(units[0], units[1][MORE])
    assert {problem.kind for problem in found.problems} == {"得分接近满分"}
    assert f"共 {MORE} 项指标" in "".join(map(str, html.document_fromstring(found.documents["report.html"]).itertext()))


def test_what_no_document_prints_is_told_row_by_row(tmp_path: Path) -> None:
    workspace, units = many_indicators(tmp_path, MORE)
    write_word_file(workspace.root / "templates" / FORM / "table.docx", word_table().replace("{{ 三.依据 }}", ""))
    problems = made(workspace, units[MORE]).problems
    assert sum(problem.kind == Kind.UNPRINTED and problem.path.endswith(".依据") for problem in problems) == MORE


def test_what_a_document_costs_grows_with_its_rows_and_no_faster_than_its_budget(units: tuple[Workspace, dict[int, UnitYear]]) -> None:
    spent: dict[str, dict[int, int]] = {}
    facts: dict[int, int] = {}
    for size in (FEW, MORE):
        found = made(units[0], units[1][size])
        facts[size] = len(found.full.facts.by_path)
        for document in found.compiled.documents:
            context = document.context(found.full.facts)
            before = budget._left.units
            for printer in document.printers.values():
                printer.print(context)
            spent.setdefault(document.spec.name, {})[size] = before - budget._left.units
    further = (facts[MORE] - facts[FEW]) / (MORE - FEW)
    for name, of_size in spent.items():
        each = (of_size[MORE] - of_size[FEW]) / (MORE - FEW)
        assert each < further * PER_FACT / 2, name
        assert each * MANY < MOST / 2, name
