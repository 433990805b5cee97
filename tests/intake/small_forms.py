"""A workspace with two small Word forms, one for a whole unit and one for its projects, and two units; and received files by hand."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from pipeline.form.form import Form
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.received import Received, ReceivedCell, ReceivedLine
from pipeline.intake.recognition.units import unit_names, units_by_name
from pipeline.paths import as_declared
from pipeline.problems import Place, Problem
from pipeline.workspace import Workspace
from tests.word_files import paragraph, row, table, write_word_file

ROOT = Path(__file__).parent.parent.parent
WHOLE, PROJECT = "zhengti", "xiangmu"
FORMS = {
    WHOLE: """
title: 整体自评
documents:
  table: {title: "{{ 年度 }}年度整体自评基础数据表（{{ 单位名称 }}）", template: table.docx}
  report: {title: "{{ 单位名称 }}{{ 年度 }}年度\\n整体自评报告", template: report.md, shell: report.docx}
fields:
  单位名称: {type: text, constant: true}
  填报日期: date
  单位职能: {type: paragraphs, hint: 照批准的职能填写}
  三公经费:
    预算数: {type: amount, unit: 万元}
    支出数: {type: amount, unit: 万元}
    支出率: {type: percent, formula: 支出数 / 预算数}
  是否公开: yes_no
  明细:
    type: rows
    fields:
      项目: text
      金额: {type: amount, unit: 万元}
""",
    PROJECT: """
title: 项目自评
documents:
  table: {title: "{{ 年度 }}年度项目自评表（{{ 项目名称 }}）", template: table.docx}
fields:
  单位名称: {type: text, constant: true}
  项目名称: text
  实施单位: text
  预算数: amount
""",
}
TABLES = {
    WHOLE: (
        paragraph("整体自评基础数据表"),
        paragraph("（{{ 年度 }}年）"),
        table(
            row("单位名称", "{{ 单位名称 }}", "主要职能", "{{ 单位职能 }}"),
            row("三公经费预算安排数", "{{ 三公经费.预算数 }} 万元", "三公经费实际支出数", "{{ 三公经费.支出数 }} 万元"),
            row("三公经费支出率", "{{ 三公经费.支出率 }}", "自评信息是否公开", "{{ 是否公开 | 勾选 }}"),
            row("支出项目名称", "", "支出项目金额", ""),
            row("{%tr for 项 in 明细 %}", "", "", ""),
            row("{{ 项.项目 }}", "", "{{ 项.金额 }} 万元", ""),
            row("{%tr endfor %}", "", "", ""),
            widths=(2000, 2000, 2000, 2000),
        ),
        paragraph("填报单位：{{ 单位名称 }}（公章）　填报日期：{{ 填报日期 }}"),
    ),
    PROJECT: (
        paragraph("项目自评表（{{ 年度 }}年度）"),
        table(
            row("自评项目名称", "{{ 项目名称 }}"),
            row("项目实施单位", "{{ 实施单位 }}"),
            row("全年预算安排数", "{{ 预算数 }}"),
            widths=(3000, 3000),
        ),
    ),
}
NARRATIVE = "# 基本情况\n\n{{ 单位名称 }}的三公经费支出 {{ 三公经费.支出数 }} 万元。\n"
UNITS = {"xinfang": "湛江市信访局", "shuili": "湛江市水利局"}
# What a clerk has filled in: paragraphs, and rows as tuples.
FILLED = (
    "整体自评基础数据表",
    "（2020年）",
    ("单位名称", "湛江市信访局", "主要职能", "负责来信来访工作"),
    ("三公经费预算安排数", "9 万元", "三公经费实际支出数", "8.06万元"),
    ("三公经费支出率", "89.56%", "自评信息是否公开", "是√ 否"),
    ("支出项目名称", "", "支出项目金额", ""),
    ("接访场所维修", "", "3.50 万元", ""),
    ("信访系统维护", "", "4 万元", ""),
    "填报单位：湛江市信访局（公章）　填报日期：2021.6.1",
)
Line = str | tuple[str, ...]


def small_forms(root: Path) -> Workspace:
    """Return the workspace, made in an empty folder."""
    for name, text in FORMS.items():
        folder = root / "templates" / name
        folder.mkdir(parents=True)
        (folder / "form.yaml").write_text(text, encoding="utf-8")
        write_word_file(folder / "table.docx", "".join(TABLES[name]))
    (root / "templates" / WHOLE / "report.md").write_text(NARRATIVE, encoding="utf-8")
    shutil.copy2(ROOT / "templates/zhanjiang-2020/report.docx", root / "templates" / WHOLE)
    shutil.copytree(ROOT / "templates/site", root / "templates/site")
    return with_units_only(Workspace(root))


def with_units_only(workspace: Workspace) -> Workspace:
    """Return the workspace with the two units and no year's data, as if the process had not seen any other."""
    shutil.rmtree(workspace.root / "data", ignore_errors=True)
    for unit, name in UNITS.items():
        write_data(workspace.root, unit, "unit", f"单位名称: {name}\n")
    unit_names.cache_clear()
    units_by_name.cache_clear()
    return workspace


def write_data(root: Path, unit: str, stem: str, text: str) -> None:
    """Write a data file."""
    (root / "data" / unit).mkdir(parents=True, exist_ok=True)
    (root / "data" / unit / f"{stem}.yaml").write_text(text, encoding="utf-8")


def received(*lines: Line, file: str = "收到的表.docx", marks: tuple[str, ...] = ()) -> Received:
    """Return a received file with one table at most: paragraphs, and rows as tuples; bookmarks stand in its first cell."""
    made: list[ReceivedLine] = []
    rows = paragraphs = 0
    for line in lines:
        own = () if made else marks
        if isinstance(line, str):
            paragraphs += 1
            made.append(ReceivedLine((ReceivedCell(line, f"{'第1个表格之后' if rows else ''}第{paragraphs}段", marks=own),)))
        else:
            rows, paragraphs = rows + 1, 0
            cells = (ReceivedCell(text, f"第1个表格第{rows}行第{number}格", marks=own) for number, text in enumerate(line, 1))
            made.append(ReceivedLine(tuple(cells), 1))
    return Received(file, "Word", made)


def word_file(path: Path, *lines: Line) -> Path:
    """Write a received file as a Word file, rows as a table, and return its path."""
    body = ""
    for _, group in groupby(lines, key=lambda line: isinstance(line, str)):
        some = list(group)
        body += "".join(paragraph(line) for line in some if isinstance(line, str))
        rows = [row(*line) for line in some if isinstance(line, tuple)]
        body += table(*rows, widths=(2000, 2000, 2000, 2000)) if rows else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_word_file(path, body)


def changed(lines: Mapping[int, Line]) -> list[Line]:
    """Return what a clerk has filled in with other lines, by their numbers; further ones follow."""
    every: dict[int, Line] = {**dict(enumerate(FILLED)), **lines}
    return list(every.values())


def filled(form: Form, values: Mapping[str, tuple[str, str]], problems: tuple[Problem, ...] = (), **typed: str) -> Filled:
    """Return what was read: by path the spot and the words; `typed` by names where it is typed otherwise than it was written."""
    fields = {leaf.path: leaf for leaf in form.root.leaves()} | {"年度": form.root.fields["年度"]}
    read = {
        path: FilledValue(
            path, fields[as_declared(path)], typed.get(path.rpartition(".")[2], words), words, Place("收到的表.docx", spot=spot)
        )
        for path, (spot, words) in values.items()
    }
    told = {path: value for path, value in read.items() if value.field.formula or path == "年度"}
    return Filled(form.name, "table", {path: value for path, value in read.items() if path not in told}, told, problems)
