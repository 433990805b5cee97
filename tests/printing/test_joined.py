"""Equal neighbours joined to one cell: reading back finds both files the same, and every value printed."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipeline.build.compiled_form import compile_form
from pipeline.build.unit_year import make
from pipeline.source.reader import parse
from pipeline.workspace import Workspace
from tests.word_files import row, table, write_word_file

ROOT = Path(__file__).parents[2]
FORM = """
title: 表
documents:
  table: {title: "{{ 单位名称 }}", template: table.docx}
fields:
  单位名称: text
  指标:
    type: rows
    fields: {一级指标: text, 分值: number}
"""
TABLE = table(
    row("一级指标", "分值", header=True),
    row("{%tr for 项 in 指标 %}", ""),
    row("{{ 项.一级指标 | 合并 }}", "{{ 项.分值 }}"),
    row("{%tr endfor %}", ""),
    row("单位", "{{ 单位名称 }}"),
    widths=(2000, 2000),
)


def test_values_that_are_joined_count_as_printed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates" / "site", tmp_path / "templates" / "site")
    folder = tmp_path / "templates" / "a"
    folder.mkdir()
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    write_word_file(folder / "table.docx", TABLE)
    rows = "".join(f"  - {{一级指标: {name}, 分值: {number}}}\n" for name, number in (("产出", 1), ("产出", 2), ("效益", 3)))
    text = f"form: a\n单位名称: 某局\n指标:\n{rows}"
    made = make(compile_form(Workspace(tmp_path), "a"), "2020", [parse(text, "2020.yaml")])
    assert list(made.problems) == []
