"""That a form is compiled once, knows the bytes that it was compiled from, and is refused with all its faults."""

from __future__ import annotations

from shutil import rmtree

import pytest

from pipeline.build.compiled_form import compile_fields, compile_form, template_files
from pipeline.build.trial_data import trial_facts
from pipeline.hashes import sha256
from pipeline.problems import Stop
from pipeline.workspace import Workspace

FORM = "zhanjiang-2020"


def test_a_form_is_compiled_once(shipped: Workspace) -> None:
    assert compile_form(shipped, FORM) is compile_form(shipped, FORM)
    assert compile_form(shipped, FORM) is not compile_form(shipped, FORM, draft=True)


def test_every_file_of_the_form_and_of_the_layout_is_an_input_with_its_hash(shipped: Workspace) -> None:
    before = {shipped.shown(path): sha256(path.read_bytes()) for path in template_files(shipped, FORM)}
    assert {f"templates/{FORM}/{name}" for name in ("form.yaml", "checks.yaml", "table.docx", "report.md", "report.docx")} < before.keys()
    assert compile_form(shipped, FORM).inputs == before


def test_a_form_without_checks_has_them_as_an_input_that_is_not_there(shipped: Workspace) -> None:
    (shipped.form(FORM) / "checks.yaml").unlink()
    compiled = compile_form(shipped, FORM)
    assert all(check.common for check in compiled.checks)
    assert compiled.inputs[f"templates/{FORM}/checks.yaml"] == ""


def test_what_all_forms_share_is_an_input_of_each(shipped: Workspace) -> None:
    name = "templates/common/language.yaml"
    before = compile_form(shipped, FORM).inputs[name]
    assert before == sha256((shipped.root / name).read_bytes())


def test_the_folder_of_what_all_forms_share_is_no_form(shipped: Workspace) -> None:
    before = shipped.form_names()
    (shipped.common / "form.yaml").write_text("title: 小表", encoding="utf-8")
    assert FORM in before
    assert shipped.form_names() == before


def test_a_workspace_may_have_nothing_that_all_forms_share(shipped: Workspace) -> None:
    rmtree(shipped.common)
    own = shipped.form(FORM) / "checks.yaml"
    lines = own.read_text(encoding="utf-8").splitlines(keepends=True)
    own.write_text("".join(line for line in lines if "{level: 不查}" not in line), encoding="utf-8")
    assert not any(check.common for check in compile_form(shipped, FORM).checks)


def test_a_form_is_refused_with_the_faults_of_all_its_files(shipped: Workspace) -> None:
    for name in ("form.yaml", "report.md"):
        path = shipped.form(FORM) / name
        path.write_text(
            path.read_text(encoding="utf-8").replace("formula: ", "formula: 没有 + ").replace("{{ 单位名称 }}组", "{{ 单位 }}组"), "utf-8"
        )
    with pytest.raises(Stop) as stop:
        compile_form(shipped, FORM)
    assert {problem.place.file for problem in stop.value.problems} == {f"templates/{FORM}/form.yaml", f"templates/{FORM}/report.md"}


def test_a_file_of_rules_that_a_form_names_is_one_of_its_inputs(shipped: Workspace) -> None:
    rules = shipped.common / "scored" / "staff.yaml"
    rules.parent.mkdir()
    rules.write_text("人数: {level: 提示, when: 在职人数 > 编制数, message: 超编}\n", encoding="utf-8")
    form = shipped.form(FORM) / "form.yaml"
    form.write_text(form.read_text("utf-8").replace("\nfields:", "\nchecks: [../common/scored/staff.yaml]\nfields:", 1), "utf-8")
    compiled = compile_form(shipped, FORM)
    assert "人数" in [check.name for check in compiled.checks]
    assert compiled.inputs["templates/common/scored/staff.yaml"] == sha256(rules.read_bytes())


def test_fixed_rows_are_an_input_of_the_form_and_of_last_years_as_well(shipped: Workspace) -> None:
    rows, form = shipped.form(FORM) / "indicators.yaml", shipped.form(FORM) / "form.yaml"
    rows.write_text("- {名称: 预算完成率}\n", encoding="utf-8")
    fixed = "\nfields:\n  指标: {type: rows, preset: indicators.yaml, fixed: [名称], fields: {名称: text, 结果: number}}"
    form.write_text(form.read_text("utf-8").replace("\nfields:", fixed, 1), "utf-8")
    for compiled in (compile_form(shipped, FORM, printing=False), compile_fields(shipped, FORM)):
        assert compiled.inputs[f"templates/{FORM}/indicators.yaml"] == sha256(rows.read_bytes())
    facts = trial_facts(compile_form(shipped, FORM, printing=False), "full")
    assert [str(row["名称"]) for row in facts.root.rows("指标")] == ["预算完成率"]
