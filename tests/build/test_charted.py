"""What no chart can draw is found in a form's templates, at its line, without anybody's data."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.fillings import wording_faults
from pipeline.build.trials import check_form
from pipeline.workspace import Workspace

LAYOUT = Path(__file__).parents[2] / "templates" / "site"
FORM = """
title: 小表
documents:
  note: {title: 小表, template: note.md, shell: note.docx}
fields:
  单位名称: {type: text, required: true}
  依据: text
  明细:
    type: rows
    fields:
      名称: {type: text, required: true}
      类别: text
      金额: amount
      个数: {type: integer, unit: 个}
  经费:
    预算: amount
    支出: amount
    比率: {type: percent, formula: 支出 / 预算}
"""


def workspace(folder: Path, rows: str, kind: str = "横条") -> Workspace:
    """Return a workspace with a form whose narrative has a chart with these rows; the first stands in line 9."""
    templates = folder / "templates" / "small"
    templates.mkdir(parents=True)
    (folder / "templates" / "site").symlink_to(LAYOUT)
    (templates / "form.yaml").write_text(FORM, encoding="utf-8")
    head = "| 经费 | 数 |\n|-|-|\n" if kind == "横条" else "| 经费 | 预算数 | 支出数 |\n|-|-|-|\n"
    (templates / "note.md").write_text(f"单位\n{{: .抬头}}\n\n题\n{{: .题注}}\n\n{head}{rows}\n{{: .{kind}}}\n", encoding="utf-8")
    (templates / "note.docx").write_bytes((LAYOUT.parent / "zhanjiang-2020" / "report.docx").read_bytes())
    compile_form.cache_clear()
    return Workspace(folder)


def faults(folder: Path, rows: str, kind: str = "横条") -> list[tuple[int, str]]:
    problems = check_form(workspace(folder, rows, kind), "small")
    return [(problem.place.line, problem.message) for problem in problems if problem.place.file.endswith("note.md")]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("| 支出 | {{ 支出 }} |\n| 预算 | {{ 经费.预算 }} |", []),
        ("| 支出 | {{ 支出 + 预算 }} |", []),
        ("| 依据 | {{ 依据 }} |", [(9, "图里要写数，“依据”不是数")]),
        ("| 支出 | {{ 支出 }} |\n| 比率 | {{ 比率 }} |", [(10, "一张图里的数，单位要相同，这里有万元、%")]),
        ("{% for 项 in 明细 %}\n| {{ 项.名称 }} | {{ 项.类别 }} |\n{% endfor %}", [(10, "图里要写数，“类别”不是数")]),
        ("{% for 项 in 明细 | 齐位('金额') %}\n| {{ 项.名称 }} | {{ 项.类别 }} |\n{% endfor %}", [(10, "图里要写数，“类别”不是数")]),
        ("| 支出 | {{ 支出 }} |\n| 个数 | {{ 明细 | 列合计('个数') }} |", [(10, "一张图里的数，单位要相同，这里有万元、个")]),
        ("| 支出 | {{ 支出 }} |\n| 个数 | {{ 合计(明细.个数) }} |", [(10, "一张图里的数，单位要相同，这里有万元、个")]),
    ],
)
def test_values_of_a_chart_are_figures_of_one_unit(rows: str, found: list[tuple[int, str]], tmp_path: Path) -> None:
    told = faults(tmp_path, rows)
    assert [fault for fault in told if "不是数" in fault[1] or "单位要相同" in fault[1]] == found


def test_all_columns_of_a_chart_have_one_unit(tmp_path: Path) -> None:
    assert faults(tmp_path, "| 经费 | {{ 支出 }} | {{ 比率 }} |", "对比") == [(9, "一张图里的数，单位要相同，这里有万元、%")]


def test_a_text_that_no_name_tells_is_found_on_trial(tmp_path: Path) -> None:
    told = faults(tmp_path, "| 依据 | {{ [依据, 支出][0] }} |")
    assert told
    assert {line for line, _ in told} == {9}
    assert told[0][1].startswith("图里要写数，这里是“")


def test_a_name_that_may_be_empty_is_found_by_trial_prints(tmp_path: Path) -> None:
    made = workspace(tmp_path, "| {{ 依据 }} | {{ 支出 }} |")
    assert "依据填“”时，图里有一项没有名称：“题”" in [problem.message for problem in wording_faults(made, "small")]
