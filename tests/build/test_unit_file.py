"""unit.yaml serves all forms of a unit: what another one knows is no mistake, and a new name stands for the old one too."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_fields, compile_form
from pipeline.build.current import current
from pipeline.build.made import Made
from pipeline.build.unit_year import build
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, Workspace
from tests.two_forms import FLOODS, PROJECT, WHOLE, YEAR, two_forms

MAIN, FLOOD = UnitYear("shuiliju", YEAR), UnitYear("shuiliju", YEAR, FLOODS)
NEXT = UnitYear("shuiliju", "2023")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    compile_form.cache_clear()
    compile_fields.cache_clear()
    return two_forms(tmp_path)


def add_fields(workspace: Workspace, form: str, fields: str) -> None:
    path = workspace.form(form) / "form.yaml"
    path.write_text(path.read_text(encoding="utf-8").rstrip() + f"\n{fields}", encoding="utf-8")


def write_unit(workspace: Workspace, text: str) -> None:
    workspace.unit_file("shuiliju").write_text(f"单位名称: 水利局\n{text}", encoding="utf-8")


def errors(made: Made) -> list[str]:
    return [f"{problem.place}: {problem.message}（{problem.hint}）" for problem in made.problems if problem.severity is Severity.ERROR]


def test_a_name_that_another_form_of_the_unit_knows_is_no_mistake(workspace: Workspace) -> None:
    add_fields(
        workspace,
        WHOLE,
        "  人员: {在编人数: {type: integer, constant: true}, 在职人数: integer}\n  下属单位: {type: rows, fields: {名称: text}}\n",
    )
    add_fields(workspace, PROJECT, "  人员: {项目人数: {type: integer, 曾用名: 项目人员}}\n  负责人: {type: text, constant: true}\n")
    write_unit(workspace, "负责人: 甲\n人员: {在编人数: 5, 项目人员: 2}\n下属单位: [{名称: 某站}]\n")
    whole, flood = build(workspace, MAIN), build(workspace, FLOOD)
    assert (errors(whole), errors(flood)) == ([], [])
    assert {path: str(fact.value) for path, fact in whole.full.facts.by_path.items() if path.startswith(("人员", "下属"))} == {
        "人员.在编人数": "5",
        "人员.在职人数": "",
        "下属单位[1].名称": "某站",
    }
    assert str(flood.full.facts.by_path["人员.项目人数"].value) == "2"
    assert current(workspace, MAIN)


def test_a_name_that_no_form_knows_is_still_a_mistake(workspace: Workspace) -> None:
    add_fields(workspace, PROJECT, "  负责人: {type: text, constant: true}\n")
    write_unit(workspace, "负责人: 甲\n部门职责: 乙\n丙丁: 1\n")
    first, second = errors(build(workspace, MAIN))
    assert first == "data/shuiliju/unit.yaml:3:1: 表中没有“部门职责”这一项（是否想写“部门职能”？）"
    assert second.startswith("data/shuiliju/unit.yaml:4:1: 表中没有“丙丁”这一项")


def test_a_name_of_another_form_in_the_years_own_file_is_a_mistake(workspace: Workspace) -> None:
    path = workspace.data_file(MAIN)
    path.write_text(path.read_text(encoding="utf-8") + "项目名称: 防汛\n", encoding="utf-8")
    assert errors(build(workspace, MAIN))[0].startswith(f"data/shuiliju/{YEAR}.yaml:5:1: 表中没有“项目名称”这一项")


def renamed(workspace: Workspace, former: str) -> Workspace:
    """Return the workspace with next year's form, which calls a constant otherwise, as unit.yaml does since."""
    add_fields(workspace, WHOLE, "  编制数: {type: integer, constant: true, required: true}\n")
    later = workspace.forms / "bumen-2023"
    later.mkdir()
    for path in workspace.form(WHOLE).iterdir():
        (later / path.name).write_bytes(path.read_bytes())
    form = (later / "form.yaml").read_text(encoding="utf-8")
    (later / "form.yaml").write_text(form.replace("编制数: {type: integer,", f"在编人数: {{type: integer,{former}"), encoding="utf-8")
    workspace.data_file(NEXT).write_text("form: bumen-2023\n部门职能: 管水\n预算数: 9\n支出数: 8\n", encoding="utf-8")
    write_unit(workspace, "在编人数: 12\n")
    return workspace


def test_the_new_name_of_a_constant_serves_the_old_years_form_too(workspace: Workspace) -> None:
    renamed(workspace, " 曾用名: 编制数,")
    assert (errors(build(workspace, MAIN)), errors(made := build(workspace, NEXT))) == ([], [])
    assert str(build(workspace, MAIN).full.facts.by_path["编制数"].value) == "12"
    assert str(made.full.facts.before["在编人数"].value) == "12"
    assert current(workspace, MAIN)
    form = workspace.forms / "bumen-2023/form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("曾用名: 编制数", "曾用名: 人数"), encoding="utf-8")
    assert not current(workspace, MAIN), "what the new form says decides what the old year's is made from"


def test_where_the_new_form_does_not_say_so_only_what_is_missing_is_told(workspace: Workspace) -> None:
    renamed(workspace, "")
    [told] = errors(build(workspace, MAIN))
    assert told == f"data/shuiliju/{YEAR}.yaml: 必填，文件里没有这一项（补上“编制数: 内容”）"
