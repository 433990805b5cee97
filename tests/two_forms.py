"""A workspace of units that fill two forms for one year: one for the whole unit, and one for each of its projects."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.workspace import UnitYear, Workspace

ROOT = Path(__file__).parent.parent
YEAR = "2022"
WHOLE, PROJECT = "bumen-2022", "xiangmu-2022"
FLOODS = "项目-防汛"
FORMS = {
    WHOLE: """
title: 部门整体绩效自评
documents:
  note: {title: "{{ 单位名称 }}{{ 年度 }}年度部门整体绩效自评表", template: note.md, shell: report.docx}
fields:
  单位名称: {type: text, constant: true, required: true}
  部门职能: text
  预算数: amount
  支出数: amount
  支出率: {type: percent, formula: 支出数 / 预算数}
""",
    PROJECT: """
title: 项目支出绩效自评
documents:
  note: {title: "{{ 单位名称 }}{{ 年度 }}年度{{ 项目名称 }}绩效自评表", template: note.md, shell: report.docx}
fields:
  单位名称: {type: text, constant: true, required: true}
  项目名称: {type: text, constant: true, required: true}
  预算数: amount
  执行数: amount
  执行率: {type: percent, formula: 执行数 / 预算数}
  总分: {type: number, unit: 分, summary: true}
  自评等级: {type: choice, choices: [优, 良, 中, 差], summary: true}
""",
}
NOTES = {
    WHOLE: "# 自评表\n\n{{ 单位名称 }}的职能是{{ 部门职能 }}，预算数 {{ 预算数 }} 万元，支出数 {{ 支出数 }} 万元，支出率 {{ 支出率 }}。\n",
    PROJECT: "# 自评表\n\n{{ 单位名称 }}的{{ 项目名称 }}预算数 {{ 预算数 }} 万元，执行数 {{ 执行数 }} 万元，执行率 {{ 执行率 }}，"
    "得 {{ 总分 }} 分，等级为{{ 自评等级 }}。\n",
}


def two_forms(root: Path) -> Workspace:
    """Return a workspace with the two forms, and 水利局 with one file for each."""
    for name, text in FORMS.items():
        (root / "templates" / name).mkdir(parents=True)
        (root / "templates" / name / "form.yaml").write_text(text, encoding="utf-8")
        shutil.copy2(ROOT / "templates/zhanjiang-2020/report.docx", root / "templates" / name)
        (root / "templates" / name / "note.md").write_text(NOTES[name], encoding="utf-8")
    (root / "templates/site").symlink_to(ROOT / "templates/site")
    workspace = Workspace(root)
    (root / "data").mkdir()
    (root / "data/site.yaml").write_bytes((ROOT / "data/site.yaml").read_bytes())
    add_unit(workspace, "shuiliju", "水利局")
    add_project(workspace, UnitYear("shuiliju", YEAR, FLOODS), "防汛", "96.50", "优")
    return workspace


def add_unit(workspace: Workspace, unit: str, name: str) -> None:
    """Add a unit with its form for the whole unit."""
    main = workspace.data_file(UnitYear(unit, YEAR))
    main.parent.mkdir()
    workspace.unit_file(unit).write_text(f"单位名称: {name}\n", encoding="utf-8")
    main.write_text(f"form: {WHOLE}\n部门职能: 管理{name}的事务\n预算数: 100\n支出数: 95\n", encoding="utf-8")


def add_project(workspace: Workspace, of: UnitYear, project: str, score: str, grade: str) -> None:
    """Add the form of a project.

    Args:
        workspace: where to.
        of: the unit, the year and the form's name.
        project: what the project is called.
        score: its score.
        grade: its grade.
    """
    text = f"form: {PROJECT}\n项目名称: {project}\n预算数: 40\n执行数: 39\n总分: {score}\n自评等级: {grade}\n"
    workspace.data_file(of).write_text(text, encoding="utf-8")
