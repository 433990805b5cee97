"""`ziping blank`: where the empty forms lie, and what is said about them."""

from __future__ import annotations

import pytest

from pipeline.workspace import Workspace
from tests.in_process import ziping

pytestmark = pytest.mark.slow


def test_each_word_document_and_one_workbook_are_written_of_the_form_that_a_known_unit_last_used(shipped: Workspace) -> None:
    done = ziping(shipped.root, "blank", "--unit", "gonggong")
    assert done.code == 0
    written = sorted(path.name for path in shipped.blanks.iterdir())
    assert written == ["hunan-2018.gonggong.indicators.docx", "hunan-2018.gonggong.table.docx", "hunan-2018.gonggong.xlsx"]
    assert all(f"output/blank/{name}" in done.said for name in written)
    assert "只能发给 gonggong" in done.said


def test_a_unit_that_is_not_there_is_told(shipped: Workspace) -> None:
    done = ziping(shipped.root, "blank", "zhanjiang-2020", "--unit", "nobody")
    assert done.code == 2
    assert "没有 data/nobody/unit.yaml" in done.said
