"""`ziping migrate`, as its user sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.workspace import UnitYear, Workspace
from tests import in_process

HEAD = "title: 表\ndocuments:\n  note: {title: 表, template: note.md}\nfields:\n  单位名称: text\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, field in (("old-2020", "编制数: integer\n  备注: text"), ("new-2021", "在编人数: {type: integer, 曾用名: 编制数}")):
        folder = tmp_path / "templates" / name
        folder.mkdir(parents=True)
        (folder / "form.yaml").write_text(f"{HEAD}  {field}\n", encoding="utf-8")
        (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    workspace = Workspace(tmp_path)
    for unit, text in (("jia", "编制数: 12   # 定\n备注:\n"), ("yi", "编制数: 3\n备注: 要留着\n")):
        path = workspace.data_file(UnitYear(unit, "2020"))
        path.parent.mkdir(parents=True)
        path.write_text(f"form: old-2020\n{text}", encoding="utf-8")
    return workspace


def test_what_has_no_place_is_told_at_its_line_and_the_others_are_rewritten(workspace: Workspace) -> None:
    done = in_process.ziping(workspace.root, "migrate", "old-2020", "new-2021")
    assert done.code == 1
    assert "data/jia/2020.yaml：已改为 new-2021\n    编制数 → 在编人数\n    删去空着的 备注\n" in done.said
    assert "data/yi/2020.yaml:3:1: 错误 没有地方放：新表里没有“备注”" in done.said
    assert "data/yi/2020.yaml：没有改动\n共 2 份：改了 1 份，没有改动 1 份\n" in done.said
    assert workspace.data_file(UnitYear("jia", "2020")).read_text("utf-8") == "form: new-2021\n在编人数: 12   # 定\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["old-2020", "old-2020"], "旧表和新表是同一份表"),
        (["old-2020", "new-2022"], "没有“new-2022”这份表，现有：new-2021、old-2020"),
        (["old-2020", "new-2021", "--year", "二〇二〇"], "年度“二〇二〇”不对"),
    ],
)
def test_a_wrong_call_is_one_sentence(workspace: Workspace, arguments: list[str], said: str) -> None:
    done = in_process.ziping(workspace.root, "migrate", *arguments)
    assert (done.code, done.said.count("\n")) == (2, 1)
    assert said in done.said
