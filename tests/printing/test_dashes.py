"""A 0 that the form prints as a dash is a dash in a table's cell, and 0 in a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.build.compiled_form import compile_form
from pipeline.build.unit_year import build
from pipeline.workspace import UnitYear, Workspace
from tests.two_forms import WHOLE, YEAR, two_forms

NOTE = """# 自评表

{% macro 写(数) %}写 {{ 数 }} 元{% endmacro %}

{{ 单位名称 }}{{ 部门职能 }}，{{ 年度 }}年度预算数 {{ 预算数 }} 万元，支出数 {{ 支出数 }} 万元，支出率 {{ 支出率 }}。

{{ 支出数 | 带("支出", "万元") }}，{{ "又" ~ 支出数 ~ "万元" }}，{{ 写(支出数) }}。

1. 一是支出{{ 支出数 }}万元。

| 项目 | 数额 |
| --- | --- |
| 支出 | {{ 支出数 }} |
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    compile_form.cache_clear()
    workspace = two_forms(tmp_path)
    form = workspace.form(WHOLE) / "form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("支出数: amount", '支出数: {type: amount, zero: "-"}'), encoding="utf-8")
    (workspace.form(WHOLE) / "note.md").write_text(NOTE, encoding="utf-8")
    data = workspace.data_file(UnitYear("shuiliju", YEAR))
    data.write_text(data.read_text(encoding="utf-8").replace("支出数: 95", "支出数: 0"), encoding="utf-8")
    return workspace


def test_a_sentence_says_0_and_a_cell_the_dash(workspace: Workspace) -> None:
    of = UnitYear("shuiliju", YEAR)
    assert not [problem for problem in build(workspace, of).problems if problem.severity == "错误"]
    page = (workspace.output(of) / "note.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]*>", "", page[page.index("<main") :])
    assert re.findall("(?:支出数 |支出|又|写 )([-0-9.]+)(?= ?万?元)", text) == ["0"] * 5
    assert re.search(r'<td[^>]*>(<p[^>]*>)?<data value="0" data-fact="支出数">-</data>', page)
