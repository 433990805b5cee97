"""`ziping blank`: where the empty forms lie, and what is said about them."""

from __future__ import annotations

import pytest

from pipeline.workspace import Workspace
from tests.in_process import ziping

pytestmark = pytest.mark.slow


def test_each_word_document_and_one_workbook_are_written(shipped: Workspace) -> None:
    done = ziping(shipped.root, "blank", "hunan-2018", "--year", "2018")
    assert done.code == 0
    written = sorted(path.name for path in shipped.blanks.iterdir())
    assert written == ["hunan-2018.2018.indicators.docx", "hunan-2018.2018.table.docx", "hunan-2018.2018.xlsx"]
    assert all(f"output/blank/{name}" in done.said for name in written)


def test_a_known_units_form_is_that_of_its_last_year_and_only_for_it(shipped: Workspace) -> None:
    done = ziping(shipped.root, "blank", "--unit", "shuili")
    assert (shipped.blanks / "xiangmu-2022.shuili.docx").is_file()
    assert "只能发给 shuili" in done.said


def test_a_unit_that_is_not_there_is_told(shipped: Workspace) -> None:
    done = ziping(shipped.root, "blank", "zhanjiang-2020", "--unit", "nobody")
    assert done.code == 2
    assert "没有 data/nobody/unit.yaml" in done.said
