"""`ziping blank`: where the empty forms lie, and what is said about them."""

from __future__ import annotations

import pytest

from pipeline.form.new_year import load
from pipeline.intake.blueprints.drawing import blueprints_of
from pipeline.source.nodes import text_of, value_of
from pipeline.source.reader import read
from pipeline.workspace import UnitYear, Workspace
from tests.in_process import ziping
from tests.intake.blank.filling import filled_word, fillings, names_in

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


def test_what_a_unit_fills_in_becomes_its_data_file(shipped: Workspace) -> None:
    ziping(shipped.root, "blank", "--unit", "xinfang", "--year", "2021")
    data = (shipped.blanks / "zhanjiang-2020.xinfang-2021.docx").read_bytes()
    form = load(shipped, "zhanjiang-2020")
    what = fillings(blueprints_of(form, shipped.layout), names_in(data))
    own = {leaf.path for leaf in form.root.leaves() if leaf.constant}
    texts = {name: filling.shown for name, (path, filling) in what.items() if path not in own}
    (shipped.root / "收到.docx").write_bytes(filled_word(data, texts))
    done = ziping(shipped.root, "import", "收到.docx")
    assert done.code == 0, done.said
    assert "data/xinfang/2021.yaml（新建）" in done.said
    source = read(shipped.data_file(UnitYear("xinfang", "2021")), "2021.yaml")
    assert text_of(value_of(value_of(source.root, "项目组织实施情况"), "项目数量")) == next(
        filling.typed for path, filling in what.values() if path == "项目组织实施情况.项目数量"
    )
