"""Data files from one edition of a form to the next: nothing is lost, comments and order stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.build.migration import Migrated, migrate
from pipeline.form.editions import changes
from pipeline.form.new_year import load
from pipeline.problems import Stop
from pipeline.workspace import UnitYear, Workspace

HEAD = "title: 表\ndocuments:\n  note: {title: 表, template: note.md}\nfields:\n"
OLD = """\
  单位名称: text
  编制数: {type: integer, constant: true}
  资金:
    预算: {type: amount}
    说明: text
  性质: {type: choice, choices: [甲类, 乙类]}
  项目:
    type: rows
    fields:
      名: text
      金额: amount
  备注: text
"""
NEW = """\
  单位名称: text
  在编人数: {type: integer, constant: true, 曾用名: 编制数}
  资金情况:
    曾用名: 资金
    年初预算: {type: amount, 曾用名: 预算}
  其他:
    说明: {type: text, 曾用名: 资金.说明}
  性质: {type: choice, choices: [甲类, 丙类]}
  项目:
    type: rows
    fields:
      项目名称: {type: text, 曾用名: 名}
      金额: amount
"""
DATA = """\
# yaml-language-server: $schema=../../templates/old-2020/form.schema.json
# 某单位
form: old-2020
编制数: 12   # 以三定为准
资金:
  # 批复数
  预算: 3.50
  说明: |
    第一句
    # 第二句
性质: 甲类
项目:
  - 名: 一号   # 最大
    金额: 1
  - {名: 二号, 金额: 2}
备注:
"""
AFTER = """\
# yaml-language-server: $schema=../../templates/new-2021/form.schema.json
# 某单位
form: new-2021
在编人数: 12   # 以三定为准
资金情况:
  # 批复数
  年初预算: 3.50
性质: 甲类
项目:
  - 项目名称: 一号   # 最大
    金额: 1
  - {项目名称: 二号, 金额: 2}
其他:
  说明: |
    第一句
    # 第二句
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, fields in (("old-2020", OLD), ("new-2021", NEW)):
        folder = tmp_path / "templates" / name
        folder.mkdir(parents=True)
        (folder / "form.yaml").write_text(HEAD + fields, encoding="utf-8")
        (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (tmp_path / "data" / "danwei").mkdir(parents=True)
    (tmp_path / "data" / "danwei" / "unit.yaml").write_text("单位名称: 某单位\n", encoding="utf-8")
    return Workspace(tmp_path)


def test_the_changes_of_an_edition_are_listed(workspace: Workspace) -> None:
    old, new = (load(workspace, name) for name in ("old-2020", "new-2021"))
    assert list(changes(old, new)) == [
        "改名 编制数 → 在编人数",
        "改名 资金 → 资金情况",
        "改名 资金.预算 → 资金情况.年初预算",
        "移动 资金.说明 → 其他.说明",
        "改变 性质：选项去掉了 乙类",
        "改名 项目[].名 → 项目[].项目名称",
        "删去 备注",
        "增加 其他",
    ]


def test_the_edition_before_is_one_of_the_forms(workspace: Workspace) -> None:
    form = workspace.form("new-2021") / "form.yaml"
    form.write_text(f"previous: old-2021\n{HEAD}{NEW}", encoding="utf-8")
    with pytest.raises(Stop) as stop:
        load(workspace, "new-2021")
    assert "应是上一版的表在 templates 里的文件夹名，现为“old-2021”" in str(stop.value.problems[0])
    assert stop.value.problems[0].hint == "是否想写“old-2020”？"


def write(workspace: Workspace, text: str, year: str = "2020") -> Path:
    """Write a year's file and return its path."""
    path = workspace.data_file(UnitYear("danwei", year))
    path.write_bytes(text.encode())
    return path


def run(workspace: Workspace) -> list[Migrated]:
    """Migrate everything."""
    return list(migrate(workspace, "old-2020", "new-2021"))


def test_names_and_places_change_and_nothing_else(workspace: Workspace) -> None:
    path = write(workspace, DATA)
    done = run(workspace)
    assert [each.problems for each in done] == [()]
    assert path.read_text("utf-8") == AFTER
    assert ("编制数", "在编人数") in done[0].renamed
    assert done[0].dropped == ["备注"]
    assert run(workspace) == []  # nothing is of the old edition any more


def test_line_breaks_and_the_byte_order_mark_stay(workspace: Workspace) -> None:
    path = write(workspace, "\ufeff" + DATA.replace("\n", "\r\n"))
    run(workspace)
    assert path.read_bytes() == ("\ufeff" + AFTER.replace("\n", "\r\n")).encode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("备注:", "备注: 一句话", "没有地方放：新表里没有“备注”"),
        ("性质: 甲类", "性质: 乙类", "没有地方放：“性质”"),
        ("备注:", "{备注: }", "错误"),
        ("备注:", "自己加的: 1", "旧表和新表里都没有“自己加的”"),
    ],
)
def test_a_file_that_would_lose_something_stays_as_it_is(workspace: Workspace, old: str, new: str, said: str) -> None:
    path = write(workspace, DATA.replace(old, new))
    done = run(workspace)
    assert path.read_text("utf-8") == DATA.replace(old, new)
    assert said in "".join(map(str, done[0].problems))


def test_figures_in_another_unit_are_not_taken_for_the_same(workspace: Workspace) -> None:
    form = workspace.form("new-2021") / "form.yaml"
    form.write_text(
        form.read_text("utf-8").replace("{type: amount, 曾用名: 预算}", "{type: amount, unit: 元, 曾用名: 预算}"), encoding="utf-8"
    )
    write(workspace, DATA)
    assert "单位由 万元 改为 元，数要换算" in run(workspace)[0].problems[0].message


def test_answers_name_the_fields_as_the_new_edition_does(workspace: Workspace) -> None:
    answers = "核实说明:\n  - 事项: 某问题\n    位置: 项目[2].名\n    数据: {编制数: 12, 资金.预算: 3.50}\n    说明: 属实\n"
    path = write(workspace, DATA + answers)
    run(workspace)
    expected = answers.replace("项目[2].名", "项目[2].项目名称").replace("编制数", "在编人数").replace("资金.预算", "年初预算")
    assert expected in path.read_text("utf-8")


def test_the_units_file_follows_when_no_file_of_the_unit_fills_in_the_old_edition(workspace: Workspace) -> None:
    unit = workspace.unit_file("danwei")
    unit.write_text("单位名称: 某单位\n编制数: 3   # 定\n", encoding="utf-8")
    write(workspace, DATA)
    write(workspace, DATA, "2021")
    assert len(list(migrate(workspace, "old-2020", "new-2021", "2021"))) == 1
    assert "编制数: 3" in unit.read_text("utf-8")
    assert [each.file for each in run(workspace)] == ["data/danwei/2020.yaml", "data/danwei/unit.yaml"]
    assert unit.read_text("utf-8") == "单位名称: 某单位\n在编人数: 3   # 定\n"


@pytest.mark.parametrize(
    ("new", "before", "after"),
    [
        ("未完原因: {type: text, 曾用名: 甲.因}\n  甲: {数: integer}", "甲:\n  数: 3\n  因: 雨\n", "甲:\n  数: 3\n未完原因: 雨\n"),
        ("未完原因: {type: text, 曾用名: 甲.因}\n  甲: {数: integer}", "甲: {数: 3, 因: 雨}\n", "甲: {数: 3}\n未完原因: 雨\n"),
        ("乙:\n    数: {type: integer, 曾用名: 甲.数}\n    因: {type: text, 曾用名: 甲.因}", "甲:\n  数: 3\n  因: 雨\n", "乙:\n  数: 3\n  因: 雨\n"),
        ("乙:\n    数: {type: integer, 曾用名: 甲.数}\n    因: {type: text, 曾用名: 甲.因}", "甲: {数: 3, 因: 雨}   # 注\n", "乙:\n  数: 3\n  因: 雨\n"),
        ("乙: {数: {type: integer, 曾用名: 甲.数}}\n  甲: {因: text}", "乙: {}\n甲: {数: 3, 因: 雨}\n", "乙: {数: 3}\n甲: {因: 雨}\n"),
    ],
)  # fmt: skip
def test_fields_move_between_groups_however_these_are_written(workspace: Workspace, new: str, before: str, after: str) -> None:
    for name, fields in (("old-2020", "甲: {数: integer, 因: text}\n  乙: {x: text}"), ("new-2021", new)):
        (workspace.form(name) / "form.yaml").write_text(f"{HEAD}  单位名称: text\n  {fields}\n", encoding="utf-8")
    path = write(workspace, f"form: old-2020\n{before}")
    assert [str(problem) for each in run(workspace) for problem in each.problems] == []
    assert path.read_text("utf-8") == f"form: new-2021\n{after}"


@pytest.mark.parametrize(
    "other", ["form: old-2020\n".encode("gbk") + "编制数: 十二\n".encode("gbk"), b"form: other\n", b"form: old-2020\n"]
)
def test_the_units_file_stays_as_it_is_while_another_file_may_need_it(workspace: Workspace, other: bytes) -> None:
    unit = workspace.unit_file("danwei")
    unit.write_text("单位名称: 某单位\n编制数: 3\n", encoding="utf-8")
    path = write(workspace, DATA)
    workspace.data_file(UnitYear("danwei", "2019")).write_bytes(other)
    done = list(migrate(workspace, "old-2020", "new-2021", "2020"))
    assert [each.file for each in done] == ["data/danwei/2020.yaml"]
    assert path.read_text("utf-8") == AFTER
    assert "编制数: 3" in unit.read_text("utf-8")
