"""What an empty form says already of a unit that is known: what stays the same from year to year, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.new_year import load
from pipeline.intake.blank.known import known_of
from pipeline.workspace import UnitYear, UsageError, Workspace

FORM = """title: 小表
documents:
  note: {title: 小表, template: note.md}
fields:
  单位名称: {type: text, constant: true}
  概况:
    编制数: {type: integer, constant: true, unit: 名}
    在职人数: {type: integer, unit: 名}
    职能: {type: paragraphs, constant: true}
  电话: {type: text, constant: true}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with one form and one unit."""
    for path, text in {
        "templates/small/form.yaml": FORM,
        "templates/small/note.md": "{{ 年度 }}",
        "data/moumou/unit.yaml": "单位名称: 某县某局\n电话: 0000-0000000\n",
        "data/moumou/2020.yaml": "form: small\n电话: 旧电话\n概况:\n  编制数: 12\n  在职人数: 11\n  职能:\n    - 管水。\n    - 管田。\n",
        "data/moumou/2021.yaml": "form: small\n概况:\n  编制数: 十三\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return Workspace(tmp_path)


def known(workspace: Workspace, year: str) -> dict[str, str]:
    """Return what is known of the unit before a year."""
    return {path: str(value) for path, value in known_of(workspace, UnitYear("moumou", year), load(workspace, "small")).items()}


def test_the_units_file_and_its_last_year_say_what_stays_the_same(workspace: Workspace) -> None:
    said = {"单位名称": "某县某局", "电话": "0000-0000000", "概况.编制数": "12", "概况.职能": "管水。\n管田。"}
    assert known(workspace, "2021") == said


def test_without_a_year_the_newest_file_counts_and_mistakes_in_it_are_passed_over(workspace: Workspace) -> None:
    assert known(workspace, "") == {"单位名称": "某县某局", "电话": "0000-0000000"}


def test_a_unit_without_a_file_is_told(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match=r"没有 data/nobody/unit\.yaml"):
        known_of(workspace, UnitYear("nobody", ""), load(workspace, "small"))
