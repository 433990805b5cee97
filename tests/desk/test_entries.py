"""Where a field of the desk stands in a data file, and how it can be filled in: in rows that the form fixes, in rows within rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.desk.entries import Entry, Section, Table, nothings_of, section_of
from pipeline.facts.fact import Facts
from pipeline.form.form import Form
from pipeline.intake.into_data.data_files import DataFile
from pipeline.intake.into_data.spots import Spot, Where
from pipeline.language.values import Group
from pipeline.workspace import Workspace
from tests.desk.desks import Page, let_in
from tests.small_form import form_in

LEVELS = """
  一级:
    type: rows
    preset: indicators.yaml
    fixed: [名称]
    fields:
      名称: text
      二级:
        type: rows
        fixed: [名称, 分值]
        fields:
          名称: text
          分值: number
          完成值: number
          依据: {type: rows, fields: {文件: text}}
  人数: {type: integer, 曾用名: 职工数}
  公开: {type: yes_no}
  网址: {type: url}
  说明: paragraphs
"""
ROWS = """\
- 名称: 产出
  二级: [{名称: 数量, 分值: 30}, {名称: 质量, 分值: 20}]
- 名称: 效益
  二级: [{名称: 满意, 分值: 50}]
"""


@pytest.fixture
def form(tmp_path: Path) -> Form:
    (tmp_path / "indicators.yaml").write_text(ROWS, encoding="utf-8")
    return form_in(tmp_path, LEVELS)


def section(form: Form, text: str) -> Section:
    file = DataFile(Path("data/a/2020.yaml"), "data/a/2020.yaml", None, text)
    return section_of(form.root, Where("", (Spot(file, "", file.root),), None), Facts(form, Group({}), {}, {}))


def entry(form: Form, text: str, path: str) -> Entry:
    return next(entry for entry in section(form, text).entries() if entry.path == path)


def table(form: Form, text: str, path: str) -> Table:
    return next(table for table in section(form, text).tables() if table.path == path)


def typed(form: Form, text: str, path: str, words: str) -> str:
    """Return a file's text after something is typed into a field."""
    one = entry(form, text, path)
    return one.home.file.with_values(one.values(words)).text


@pytest.mark.parametrize(
    ("text", "path", "new"),
    [
        ("", "一级[2].二级[1].完成值", "一级:\n  - 名称: 效益\n    二级:\n      - 名称: 满意\n        完成值: 9\n"),
        (
            "一级:\n- 名称: 效益\n",
            "一级[1].二级[2].完成值",
            "一级:\n- 名称: 效益\n- 名称: 产出\n  二级:\n    - 名称: 质量\n      完成值: 9\n",
        ),
        (
            "一级:\n- 名称: 产出   # 注\n  二级:\n  - 名称: 质量\n    分值: 20\n",
            "一级[1].二级[1].完成值",
            "一级:\n- 名称: 产出   # 注\n  二级:\n  - 名称: 质量\n    分值: 20\n  - 名称: 数量\n    完成值: 9\n",
        ),
        ("职工数:   # 旧名\n", "人数", "职工数: 9   # 旧名\n"),
    ],
)
def test_a_value_goes_where_it_belongs_also_if_the_files_has_not_the_row_yet(form: Form, text: str, path: str, new: str) -> None:
    assert typed(form, text, path, "9") == new
    assert entry(form, new, path).typed == "9"


def test_a_row_within_a_row_that_the_file_has_not_yet_is_begun_with_what_tells_which_it_is(form: Form) -> None:
    rows = table(form, "", "一级[2].二级[1].依据")
    assert rows.keys == {"一级[1].名称": "效益", "一级[1].二级[1].名称": "满意"}
    assert (rows.home.path, rows.is_fixed) == ("一级[1].二级[1].依据", False)


def test_only_the_kinds_of_nothing_that_a_field_takes_are_offered(form: Form) -> None:
    offered = {name: nothings_of(form.root.fields[name]) for name in ("人数", "网址", "说明")}
    assert offered == {"人数": ("0", "无", "不适用"), "网址": ("无", "不适用"), "说明": ("无", "不适用")}


def test_texts_that_hold_more_than_texts_are_left_to_an_editor(form: Form) -> None:
    assert not entry(form, "说明:\n- 一\n- 甲: 乙\n", "说明").is_open
    assert entry(form, "说明:\n- 一\n-\n", "说明").is_open


def test_rows_of_a_form_that_the_file_has_not_are_filled_in_one_after_another(shipped: Workspace) -> None:
    path = shipped.root / "data/gonggong/2018.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    kept = [line for line in lines if "三级指标: 经济效益" not in line and "三级指标: 行政效能" not in line]
    path.write_text("\n".join(kept), encoding="utf-8")
    page = Page(let_in(shipped), "/work/gonggong/2018")
    wanted = [
        part.split('"')[0] for part in page.text.split('data-path="')[1:] if "填报指标" in part and part.split('"')[0].endswith("自评说明")
    ]
    assert len(wanted) == len([line for line in lines if line.startswith("    - {三级指标: ")])
    for where in reversed(wanted):
        if f'data-path="{where}"' in page.text:
            assert page.set(where, f"说明{wanted.index(where)}")["status"] == 200
    text = path.read_text(encoding="utf-8")
    assert "- {三级指标: 管理制度健全性, 完成值: 制度健全，执行有效, 得分: 8, 自评说明: 说明0}" in text
    assert "三级指标: 经济效益, 自评说明: 说明" in text.replace("\n      ", ", ")
    assert "三级指标: 行政效能, 自评说明: 说明" in text.replace("\n      ", ", ")


def test_what_holds_for_all_years_is_said_so_and_changed_in_the_units_file(shipped: Workspace) -> None:
    page = Page(let_in(shipped))
    assert "各年度共用" in page.text.split('data-entry="主送机关"')[1].split("data-entry")[0]
    assert "各年度共用" not in page.text.split('data-entry="填报日期"')[1].split("data-entry")[0]
    before = (shipped.root / "data/xinfang/2020.yaml").read_bytes()
    page.set("主送机关", "示例市财政局")
    assert "主送机关: 示例市财政局\n" in (shipped.root / "data/xinfang/unit.yaml").read_text(encoding="utf-8")
    assert (shipped.root / "data/xinfang/2020.yaml").read_bytes() == before


def test_a_text_of_several_lines_in_a_field_of_one_line_is_shown_beside_each_other(form: Form) -> None:
    assert entry(form, "网址: |\n  https://example.com/\n  a\n", "网址").typed == "https://example.com/ a"
    assert entry(form, "说明: |\n  一\n  二\n", "说明").typed == "一\n二"
