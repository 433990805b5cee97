"""The data file of a new unit or year: every field in the form's order, said what to type, and what stayed the same filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.form.earlier import Earlier
from pipeline.form.field import Field
from pipeline.form.form import YEAR, Form, read_form
from pipeline.form.skeleton import unit_text, year_text
from pipeline.source.nodes import ItemsNode, Node, Origin, TextNode, content_of, value_of
from pipeline.source.reader import Source, parse
from pipeline.source.writer import entry_lines, value_lines
from tests.small_form import FIELDS, ROOT, SmallForm, form_in

SHIPPED = ROOT / "templates" / "zhanjiang-2020"
NAME = re.compile(r"( *)(?:# ?)?((?:- | )*)([^\s#:-]+):")
TEXT = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters="\n:#-'\"| "), min_size=1).filter(str.strip)


@pytest.fixture(params=["shipped", "small"])
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    return read_form(SHIPPED, "form.yaml") if request.param == "shipped" else form_in(tmp_path)


def names_in(text: str) -> list[str]:
    """Return the names at the beginnings of a skeleton's lines, its heading left out; those of a sample row are in comments."""
    lines = text.split("\n")[3:]
    return [match[3] for line in lines if (match := NAME.match(line))]


def to_fill(group: Field) -> Iterator[str]:
    """Yield the names of the fields that a clerk fills in, groups included, in the form's order."""
    for child in group.fields.values():
        if not child.formula and child.path != YEAR:
            yield child.name
            yield from to_fill(child)


def line_of(text: str, name: str) -> str:
    """Return the only line that a name begins."""
    found = [line.strip() for line in text.split("\n") if (match := NAME.match(line)) and match[3] == name]
    assert len(found) == 1
    return found[0]


def parsed(text: str) -> Source:
    source = parse(text, "2021.yaml")
    assert source.problems == []
    return source


def value_at(text: str, *path: str) -> object:
    """Return a value of a data file in plain Python."""
    node: Node | None = parsed(text).root
    for step in path:
        node = value_of(node, step)
    return content_of(node) if node else None


def declared(folder: Path, declaration: str) -> str:
    """Return the skeleton's line of a field that is declared so."""
    return line_of(year_text(form_in(folder, f"\n  项: {declaration}\n"), "", "2021", None, None), "项")


def carried(folder: Path, fields: str, last: str) -> str:
    """Return the skeleton of a form whose last year's data are given."""
    return year_text(form_in(folder, f"\n{fields}"), "滨海市图书馆", "2021", None, Earlier(parsed(dedent(last)).root.entries))


# --- every field ---


def test_every_field_stands_once_and_in_the_forms_order(form: Form) -> None:
    assert names_in(year_text(form, "滨海市图书馆", "2021", None, None)) == list(to_fill(form.root))


def test_a_skeleton_is_yaml_without_a_value(form: Form) -> None:
    content = content_of(parsed(year_text(form, "滨海市图书馆", "2021", None, None)).root)
    assert list(content) == ["form", *(name for name, field in form.root.fields.items() if name != YEAR and not field.formula)]
    assert content["form"] == form.name
    assert all(value == "" or isinstance(value, dict) for name, value in content.items() if name != "form")


def test_its_first_lines_name_the_schema_the_unit_the_year_and_the_form(form: Form) -> None:
    schema, heading, named, *_ = year_text(form, "滨海市图书馆", "2021", None, None).split("\n")
    assert schema == f"# yaml-language-server: $schema=../../templates/{form.name}/form.schema.json"
    assert heading.startswith(f"# 滨海市图书馆 2021 年度{form.title}数据。")
    assert named == f"form: {form.name}"


def test_a_unit_whose_name_is_not_known_yet_is_not_left_out_silently(form: Form) -> None:
    assert "# （单位名称） 2021 年度" in year_text(form, "", "2021", None, None)


def test_what_the_program_computes_and_the_year_are_not_asked_for(form: Form) -> None:
    names = names_in(year_text(form, "", "2021", None, None))
    assert YEAR not in names
    assert not {"控制率", "执行率"} & set(names)


def test_what_the_units_file_gives_is_left_out_and_nothing_else(tmp_path: Path) -> None:
    unit = parsed("单位名称: 滨海市图书馆\n经济性:\n  三公经费:\n    预算安排数: 9\n")
    form = form_in(tmp_path)
    left_out = [name for name in to_fill(form.root) if name not in ("单位名称", "预算安排数")]
    assert names_in(year_text(form, "", "2021", unit, None)) == left_out


def test_a_group_that_the_units_file_gives_whole_has_no_heading(tmp_path: Path) -> None:
    unit = parsed("经济性:\n  三公经费:\n    预算安排数: 9\n    实际支出数: 8\n")
    assert "经济性" not in year_text(form_in(tmp_path), "", "2021", unit, None)


# --- what is said of a field ---


@pytest.mark.parametrize(
    ("declaration", "line"),
    [
        ("text", "项:"),
        ("{type: text, label: 项（1）, required: true, hint: 照抄全称}", "项:   # 项（1）；必填；照抄全称"),
        ("amount", "项:   # 单位：万元"),
        ("{type: integer, unit: 名, hint: 在编的}", "项:   # 单位：名；在编的"),
        ("percent", "项:   # 单位：%；如 98.80%"),
        ("date", "项:   # 日期，如 2021-06-01"),
        ("yes_no", "项:   # 填 是 或 否"),
        ("url", "项:   # 网址"),
        ("{type: choice, choices: [优, 良]}", "项:   # 填其中之一：优、良"),
        ("paragraphs", "项:   # 可写多段，每段前加“- ”"),
        ("list", "项:   # 每项一行，前加“- ”"),
        ("{label: 第一部分, 数: integer}", "项:   # 第一部分"),
        ("{type: rows, required: true, fields: {数: integer}}", "项:   # 每行以“- ”开头，没有就留空"),
        ("{type: text, hint: 必填, required: true}", "项:   # 必填"),  # not twice
    ],
)
def test_a_clerk_reads_label_unit_hint_and_how_to_type_it(tmp_path: Path, declaration: str, line: str) -> None:
    assert declared(tmp_path, declaration) == line


def test_every_label_and_hint_of_the_shipped_form_is_in_its_skeleton() -> None:
    form = read_form(SHIPPED, "form.yaml")
    text = year_text(form, "", "2021", None, None)
    fields = [field for field in (*form.root.groups(), *form.root.leaves()) if not field.formula]
    for said in (words for field in fields for words in (field.label, field.hint)):
        assert said in text


def test_a_sample_row_shows_groups_and_rows_within(tmp_path: Path) -> None:
    form = form_in(
        tmp_path, "\n  行:\n    type: rows\n    fields: {名: text, 组: {数: integer}, 内: {type: rows, fields: {甲: text, 乙: text}}}\n"
    )
    rows = year_text(form, "", "2021", None, None).split("\n")[4:-1]
    assert [line.split("   # ")[0] for line in rows] == [
        "  # - 名:",
        "  #   组:",
        "  #     数:",
        "  #   内:",
        "  #     - 甲:",
        "  #       乙:",
    ]


def test_a_sample_row_can_be_used_by_taking_the_marks_away(tmp_path: Path) -> None:
    text = year_text(form_in(tmp_path), "", "2021", None, None)
    assert value_at(text.replace("  # - 项目", "  - 项目").replace("  #   ", "    "), "项目支出明细") == [
        {"项目名称": "", "预算数": "", "支出数": ""},
    ]


# --- what stayed the same ---

CONSTANTS = """
  名: {type: text, constant: true}
  组:
    职能: {type: paragraphs, constant: true}
    人数: {type: integer, constant: true}
  人员: {type: rows, constant: true, fields: {姓名: text, 岗位: text}}
  数: amount
"""


@pytest.mark.parametrize(
    "last",
    [
        """
        名: 馆
        组:
          职能:
            - 藏书
            - 借书
          人数: 3
        人员:
          - 姓名: 张三
            岗位: 馆长
          - 姓名: 李四
        数: 9
        """,
        """
        名: "馆"
        组: {职能: [藏书, 借书], 人数: 3}
        人员: [{姓名: 张三, 岗位: 馆长}, {姓名: 李四}]
        数: 9
        """,
        """
        数: 9
        人员:
        - {姓名: 张三, 岗位: 馆长}   # 新来的
        -
          姓名: 李四
        组:
              人数: 3

              # 三定规定
              职能:
              - >
                藏书
              - '借书'
        名: |
          馆
        """,
    ],
)
def test_a_constant_is_carried_over_however_it_was_written(tmp_path: Path, last: str) -> None:
    text = carried(tmp_path, CONSTANTS, last)
    assert value_at(text, "名") == "馆"
    assert value_at(text, "组", "职能") == ["藏书", "借书"]
    assert value_at(text, "组", "人数") == "3"
    assert value_at(text, "人员") == [{"姓名": "张三", "岗位": "馆长"}, {"姓名": "李四"}]
    assert value_at(text, "数") == ""
    assert text.count("# 沿用上年，请核对") == 4


def test_paragraphs_in_lines_stay_so(tmp_path: Path) -> None:
    text = carried(tmp_path, CONSTANTS, "组:\n  职能: |\n    藏书。\n\n    借书。\n  人数: 3\n")
    assert "  职能: |   # 沿用上年，请核对\n    藏书。\n\n    借书。\n  人数: 3   # 沿用上年，请核对\n" in text
    assert value_at(text, "组", "职能") == "藏书。\n\n借书。\n"


@pytest.mark.parametrize("last", ["名:\n", "名: ~\n", "数: 3\n", ""])
def test_a_constant_that_was_blank_last_year_is_asked_for(tmp_path: Path, last: str) -> None:
    assert line_of(carried(tmp_path, CONSTANTS, last), "名") == "名:"


def test_a_constant_that_the_units_file_gives_is_not_carried_over(tmp_path: Path) -> None:
    last, unit = parsed("名: 旧馆\n"), parsed("名: 新馆\n")
    assert "馆" not in "".join(year_text(form_in(tmp_path, CONSTANTS), "", "2021", unit, Earlier(last.root.entries)).split("\n")[3:])


@given(st.lists(TEXT, min_size=1), st.sampled_from(["", "'", '"', "|", ">"]))
def test_every_text_is_carried_over_as_it_was(texts: list[str], style: str) -> None:
    nowhere = Origin(""), (1, 1), (1, 1)
    node = ItemsNode(*nowhere, tuple(TextNode(*nowhere, text, style) for text in texts))
    written = "\n".join(entry_lines("项", value_lines(node), "   # 沿用"))
    read = value_at(written, "项")
    assert isinstance(read, list)
    assert [item.rstrip("\n") for item in read] == [text.rstrip("\n") for text in texts]


# --- the unit's file ---


def test_a_new_units_file_asks_for_the_constants_and_nothing_else() -> None:
    form = read_form(SHIPPED, "form.yaml")
    text = unit_text(form)
    constants = [field.name for field in form.root.leaves() if field.constant]
    groups = {field.name for field in form.root.groups()}
    assert [name for name in re.findall(r"(?m)^ *([^\s#:]+):", text) if name not in groups] == constants
    assert parsed(text).root.entries


def test_a_form_without_constants_gives_an_empty_units_file(tmp_path: Path) -> None:
    assert parsed(unit_text(form_in(tmp_path, FIELDS))).root.entries == {}


def test_rows_that_the_form_fixes_are_written_out_for_the_clerk_to_fill_in(tmp_path: Path) -> None:
    fields = """
      一级:
        type: rows
        preset: indicators.yaml
        fixed: [名称, 分值]
        fields:
          名称: text
          分值: number
          完成值: number
          二级: {type: rows, fixed: [名称], fields: {名称: text, 得分: number}}
    """
    (tmp_path / "indicators.yaml").write_text(
        "- {名称: 产出, 分值: 60, 二级: [{名称: 数量}]}\n- {名称: 效益, 分值: 40}\n", encoding="utf-8"
    )
    small = SmallForm(form_in(tmp_path, fields))
    text = year_text(small.form, "", "2020", None, None)
    written = text[text.index("一级:") :].replace("   # 每行以“- ”开头，没有就留空", "")
    assert written == (
        "一级:\n  - 名称: 产出   # 分值：60\n    完成值:\n    二级:\n      - 名称: 数量\n        得分:\n"
        "  - 名称: 效益   # 分值：40\n    完成值:\n    二级:\n      - 名称:\n        得分:\n"
    )
    facts, problems = small.read(text.replace("完成值:", "完成值: 1").replace("- 名称:\n", "- 名称: 自定\n"))
    assert ([problem.message for problem in problems], len(facts.root.rows("一级"))) == ([], 2)
