from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.trials import check_form, unmasked_fields
from pipeline.problems import Kind, Severity
from pipeline.workspace import Workspace
from tests.small_form import form_in
from tests.two_forms import PROJECT, two_forms

FORM = "zhanjiang-2020"


@pytest.fixture
def report(shipped: Workspace) -> Path:
    compile_form.cache_clear()
    return shipped.form(FORM) / "report.md"


def change(path: Path, old: str, new: str) -> int:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.slow
def test_the_shipped_form_has_no_fault(shipped: Workspace) -> None:
    compile_form.cache_clear()
    assert check_form(shipped, FORM) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("new", "message", "hint"),
    [
        ("{{ 单位名 }}", "没有“单位名”这个名称", "单位名称"),
        ("{{ 三公经费.预算安排 }}", "“三公经费”下面没有“预算安排”", "预算安排数"),
        ("{{ 历年[0].三公经费.预算安排 }}", "“三公经费”下面没有“预算安排”", "预算安排数"),
        ("{{ 是否公开 }}", "“是否公开”有 3 处，要写明是哪一处", "信息公开.自评信息.是否公开"),
        ("{{ 单位名称 | 大小写 }}", "没有“大小写”这个过滤器", ""),
        ("{{ 单位名称 }", "写法有误", ""),
        ("{{ 单位名称 名 }}", "写法有误", ""),
        ("{{ 单位名称.upper }}", "是一个值，后面不能再写", ""),
        ("<b>粗</b>", "不支持 HTML 标记", ""),
    ],
)
def test_a_fault_is_found_at_its_line(shipped: Workspace, report: Path, new: str, message: str, hint: str) -> None:
    line = change(report, "{{ 单位名称 }}组织开展", new)
    problem = check_form(shipped, FORM)[0]
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.place.file, problem.place.line) == ("templates/zhanjiang-2020/report.md", line)


def test_a_statement_that_is_never_closed_is_found(shipped: Workspace, report: Path) -> None:
    change(report, "{% endif %}", "")
    assert any("没有结束" in problem.message or "不配对" in problem.message for problem in check_form(shipped, FORM))


def test_a_branch_that_fails_on_unusual_data_is_found_on_trial(shipped: Workspace, report: Path) -> None:
    line = change(report, "调整内容 is not 数字 or 调整内容 > 0", "调整内容 is 已填 and 调整内容 > 0")
    problems = check_form(shipped, FORM)
    assert [(problem.place.line, problem.message) for problem in problems] == [
        (line, "项目组织实施情况.调整情况.调整内容 为不适用，不能用来比较或计算")
    ]


def test_a_field_that_nothing_uses_is_a_warning(shipped: Workspace, report: Path) -> None:
    change(report.with_name("form.yaml"), "  其他自评情况: paragraphs", "  其他自评情况: paragraphs\n  多余的: text")
    problem = check_form(shipped, FORM)[0]
    assert (problem.severity, problem.path) == (Severity.WARNING, "多余的")


def test_a_field_that_only_a_formula_uses_by_its_path_is_used(shipped: Workspace, report: Path) -> None:
    fields = "  另表:\n    甲:\n      数: integer\n    乙:\n      数: integer\n  差: {type: integer, formula: 另表.甲.数 - 1}"
    change(report.with_name("form.yaml"), "  其他自评情况: paragraphs", f"  其他自评情况: paragraphs\n{fields}")
    change(report, "{{ 单位名称 }}组织开展", "{{ 单位名称 }}{{ 差 }}组织开展")
    assert [(problem.severity, problem.path) for problem in check_form(shipped, FORM)] == [(Severity.WARNING, "另表.乙.数")]


def test_the_faults_of_formulas_checks_and_every_template_are_told_at_once(shipped: Workspace, report: Path) -> None:
    change(
        report.with_name("form.yaml"),
        "  其他自评情况: paragraphs",
        "  其他自评情况: paragraphs\n  差: {type: integer, formula: 没有的 - 1}",
    )
    checks = report.with_name("checks.yaml")
    checks.write_text(
        checks.read_text(encoding="utf-8") + "\n新的:\n  level: 警告\n  when: 也没有 > 1\n  message: 有误\n", encoding="utf-8"
    )
    change(report, "{{ 单位名称 }}组织开展", "{{ 单位名 }}组织开展")
    assert [problem.message for problem in check_form(shipped, FORM)] == [
        f"没有“{name}”这个名称" for name in ("没有的", "也没有", "单位名")
    ]


def test_template_code_cannot_reach_python(shipped: Workspace, report: Path) -> None:
    change(report, "{{ 单位名称 }}组织开展", "{{ range.__class__ }}组织开展")
    assert check_form(shipped, FORM)


def test_a_percent_that_is_multiplied_as_a_ratio_is_a_warning_at_its_line(tmp_path: Path) -> None:
    workspace = two_forms(tmp_path)
    folder = workspace.form(PROJECT)
    change(folder / "form.yaml", "  总分: {type: number,", "  执行得分: {type: number, formula: 执行率 * 10}\n  总分: {type: number,")
    change(folder / "note.md", "得 {{ 总分 }} 分", "得 {{ 总分 }} 分，执行 {{ 执行得分 }} 分，按率 {{ (总分 * 执行率) | 数目 }}")
    (folder / "checks.yaml").write_text("得分不符:\n  level: 警告\n  when: 总分 < 执行率 * 10\n  message: 不符\n", encoding="utf-8")
    found = [problem for problem in check_form(workspace, PROJECT) if problem.kind == Kind.PERCENT]
    assert [(problem.place.file.rpartition("/")[2], problem.place.line) for problem in found] == [
        ("form.yaml", 11),
        ("checks.yaml", 1),
        ("note.md", 3),
    ]
    assert str(found[0]).startswith("templates/xiangmu-2022/form.yaml:11:3: 警告 执行得分：“执行率”是百分数，90% 按 90 计算")


def test_a_text_that_is_a_persons_by_its_name_and_printed_unmasked_is_a_warning(tmp_path: Path) -> None:
    fields = """
  单位名称: text
  联系人: text
  手机: {type: text, private: mobile}
  监督邮箱: {type: text, private: keep}
  成员: {type: rows, fields: {姓名: text, 手机报数: integer}}
"""
    found = list(unmasked_fields(form_in(tmp_path / "small", fields)))
    assert [(problem.path, problem.severity, problem.place.line) for problem in found] == [
        ("联系人", Severity.WARNING, 7),
        ("成员[].姓名", Severity.WARNING, 10),
    ]
    assert found[0].hint == "要遮盖的加上 private: name；可以公开的写 private: keep"
