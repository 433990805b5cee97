from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from pipeline.build.unit_year import build, examine, prepare
from pipeline.form.field import Field
from pipeline.form.new_year import create, load, write_schema
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, UsageError, Workspace
from tests.two_forms import FLOODS, PROJECT, WHOLE, two_forms

FORM = "zhanjiang-2020"


def test_a_new_year_holds_every_field_that_the_unit_file_does_not(shipped: Workspace) -> None:
    path = create(shipped, UnitYear("xinfang", "2021"), None)[0]
    root = load(shipped, FORM).root
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../templates/zhanjiang-2020/form.schema.json\n")
    content = yaml.safe_load(text)
    expected = [field for field in root.leaves() if not field.formula and "[]" not in field.path and field.name != "年度"]
    given = {"单位名称", "主送机关", "单位性质", "下属预算单位", "姓名", "办公电话", "手机", "邮箱"}
    assert [field.path for field in expected if not there(content, field)] == [field.path for field in expected if field.name in given]


def there(content: object, field: Field) -> bool:
    for step in field.path.split("."):
        if not isinstance(content, dict) or step not in content:
            return False
        content = content[step]
    return True


def test_constants_are_carried_over_and_figures_are_only_shown(shipped: Workspace) -> None:
    text = create(shipped, UnitYear("xinfang", "2021"), None)[0].read_text(encoding="utf-8")
    assert "制度措施建立情况: 财务管理制度、固定资产管理制度、车辆管理制度、政府采购管理制度   # 沿用上年，请核对" in text
    assert "    应申报金额:   # 单位：万元；必填；上年：319.86\n" in text


def test_values_of_an_older_year_are_shown_with_its_number_and_none_of_a_form_that_is_gone(shipped: Workspace) -> None:
    path = create(shipped, UnitYear("xinfang", "2023"), None)[0]
    assert "    应申报金额:   # 单位：万元；必填；2020 年：319.86\n" in path.read_text(encoding="utf-8")
    path.unlink()
    last = shipped.data_file(UnitYear("xinfang", "2020"))
    last.write_text(last.read_text(encoding="utf-8").replace("form: zhanjiang-2020", "form: zhanjiang-2019"), encoding="utf-8")
    text = create(shipped, UnitYear("xinfang", "2023"), FORM)[0].read_text(encoding="utf-8")
    assert ("319.86" in text, "沿用上年" in text) == (False, True)


def test_a_skeleton_has_no_fault_but_its_blanks(shipped: Workspace) -> None:
    create(shipped, UnitYear("jiaoyu", "2021"), FORM)
    compiled, sources = prepare(shipped, UnitYear("jiaoyu", "2021"))
    problems = examine(compiled, "2021", sources).problems
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert errors
    assert all(problem.message.startswith("必填") for problem in errors)
    assert build(shipped, UnitYear("jiaoyu", "2021"), draft=True).documents


def test_a_file_that_is_there_is_never_overwritten(shipped: Workspace) -> None:
    before = shipped.data_file(UnitYear("xinfang", "2020")).read_bytes()
    with pytest.raises(UsageError, match="已经有了，没有改动它"):
        create(shipped, UnitYear("xinfang", "2020"), None)
    assert shipped.data_file(UnitYear("xinfang", "2020")).read_bytes() == before


def test_an_unknown_form_is_refused_with_those_there_are(shipped: Workspace) -> None:
    with pytest.raises(UsageError, match=r"现有：.*zhanjiang-2020"):
        create(shipped, UnitYear("xinfang", "2021"), "beijing")


def test_the_schema_knows_every_field_and_its_hint(shipped: Workspace) -> None:
    schema = json.loads(write_schema(shipped, FORM).read_text(encoding="utf-8"))
    economy = schema["properties"]["部门整体绩效产出情况"]["anyOf"][0]["properties"]["经济性"]["anyOf"][0]["properties"]
    planned = economy["三公经费"]["anyOf"][0]["properties"]["预算安排数"]
    assert planned["description"] == "单位：万元；必填"
    assert planned["anyOf"][0] == {"type": "number", "minimum": 0.0}
    assert schema["required"] == ["form"]
    assert schema["additionalProperties"] is False


def test_a_further_form_begins_with_the_one_of_the_same_name_before_it(tmp_path: Path) -> None:
    workspace = two_forms(tmp_path)
    project = create(workspace, UnitYear("shuiliju", "2024", FLOODS), None)[0]
    assert project.name == f"2024.{FLOODS}.yaml"
    text = project.read_text(encoding="utf-8")
    assert f"form: {PROJECT}\n" in text
    assert "项目名称: 防汛" in text
    assert "执行数:   # 单位：万元；2022 年：39" in text
    assert f"form: {WHOLE}\n" in create(workspace, UnitYear("shuiliju", "2023"), None)[0].read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=f"请写明用哪份表.*{PROJECT}"):
        create(workspace, UnitYear("shuiliju", "2023", "项目-灌溉"), None)
    assert create(workspace, UnitYear("shuiliju", "2023", "项目-灌溉"), PROJECT)[0].is_file()


def test_what_stays_the_same_is_carried_over_under_its_new_name(tmp_path: Path) -> None:
    head = "title: 表\ndocuments:\n  note: {title: 表, template: note.md}\nfields:\n  单位名称: text\n"
    new = "  人员情况: {曾用名: 人员, 在编人数: {type: integer, constant: true, 曾用名: 编制数}, 在职人数: {type: integer, 曾用名: 实有人数}}\n"
    for name, fields in (("old-2020", "  人员: {编制数: {type: integer, constant: true}, 实有人数: integer}\n"), ("new-2021", new)):
        (tmp_path / "templates" / name).mkdir(parents=True)
        (tmp_path / "templates" / name / "form.yaml").write_text(head + fields, encoding="utf-8")
        (tmp_path / "templates" / name / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    workspace = Workspace(tmp_path)
    before = workspace.data_file(UnitYear("jia", "2020"))
    before.parent.mkdir(parents=True)
    before.write_text("form: old-2020\n人员: {编制数: 12, 实有人数: 11}\n", encoding="utf-8")
    workspace.unit_file("jia").write_text("单位名称: 甲局\n", encoding="utf-8")
    create(workspace, UnitYear("jia", "2021"), "new-2021")
    text = workspace.data_file(UnitYear("jia", "2021")).read_text("utf-8")
    assert "人员情况:\n  在编人数: 12   # 沿用上年，请核对\n  在职人数:   # 上年：11\n" in text
