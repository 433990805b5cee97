"""The manual's page of problems is what the program says."""

from __future__ import annotations

from pathlib import Path

from pipeline.build.compiled_form import compile_form
from pipeline.checks.catalogue import catalogue
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]


def test_the_page_of_the_manual_is_up_to_date() -> None:
    workspace = Workspace(ROOT)
    made = catalogue({name: compile_form(workspace, name).checks for name in workspace.form_names()})
    assert (ROOT / "docs" / "problems.zh-CN.md").read_text(encoding="utf-8") == made
