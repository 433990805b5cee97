"""Rows that the form fixes: what a clerk need not type, may type, and is told about; and what is wrong with the form's file of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.facts.fact import Facts
from pipeline.problems import Problem, Stop
from tests.small_form import SmallForm, form_in

FIELDS = """
  指标:
    type: rows
    preset: indicators.yaml
    fixed: [名称, 分值, 标准]
    required: true
    fields:
      名称: text
      分值: number
      标准: list
      完成值: {type: number, required: true}
      得分: {type: number, formula: 完成值 / 100 * 分值}
      说明: text
"""
ROWS = """
- {名称: 预算完成率, 分值: 60, 标准: [达到的得满分, 否则按比例]}
- 名称: 满意度
  分值: 40
"""
NESTED = """
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
          完成值: {type: number, required: true}
          依据: {type: rows, fields: {文件: text}}
"""
LEVELS = """
- 名称: 产出
  二级: [{名称: 数量, 分值: 30}, {名称: 质量, 分值: 20}]
- 名称: 效益
"""


def small(folder: Path, fields: str = FIELDS, rows: str = ROWS) -> SmallForm:
    folder.mkdir(exist_ok=True)
    (folder / "indicators.yaml").write_text(rows.lstrip("\n"), encoding="utf-8")
    return SmallForm(form_in(folder, fields))


def values(facts: Facts) -> dict[str, str]:
    return {path: str(fact.value) for path, fact in facts.by_path.items() if path != "年度"}


def told(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(f"{problem.place.line}:{problem.place.column}", problem.path, problem.message) for problem in problems]


def test_what_the_form_fixes_need_not_be_typed_and_stands_in_the_forms_order(tmp_path: Path) -> None:
    facts, problems = small(tmp_path).read("指标:\n  - {名称: 满意度, 完成值: 90}\n  - {名称: 预算完成率, 完成值: 100}\n")
    assert problems == []
    shown = values(facts)
    assert [shown[f"指标[{number}].{name}"] for number in (1, 2) for name in ("名称", "分值", "标准", "完成值", "得分")] == [
        *("预算完成率", "60", "达到的得满分\n否则按比例", "100", "60"),
        *("满意度", "40", "", "90", "36.0"),
    ]
    assert facts.by_path["指标[1].分值"].fixed
    assert (facts.by_path["指标[1].分值"].place.file, facts.by_path["指标[1].分值"].place.line) == ("2020.yaml", 3)


def test_a_fixed_value_may_be_typed_as_it_is_and_not_otherwise(tmp_path: Path) -> None:
    text = "指标:\n  - {名称: 预算完成率, 分值: 60.0, 完成值: 1}\n  - {名称: 满意度, 分值: 50, 完成值: 1}\n"
    facts, problems = small(tmp_path).read(text)
    assert told(problems) == [("3:19", "指标[2].分值", "填的是“50”，表上规定的是“40”（indicators.yaml 第 2 行）")]
    assert values(facts)["指标[2].分值"] == "40"


def test_what_the_form_leaves_open_in_a_row_is_the_clerks(tmp_path: Path) -> None:
    facts, problems = small(tmp_path).read("指标:\n  - {名称: 预算完成率, 完成值: 1}\n  - {名称: 满意度, 标准: [抽样], 完成值: 1}\n")
    assert (values(facts)["指标[2].标准"], problems) == ("抽样", [])


def test_rows_that_are_none_of_the_forms_stand_there_twice_or_say_not_which_are_told(tmp_path: Path) -> None:
    text = """\
    指标:
      - {名称: 预算完成率, 完成值: 1}
      - {名称: 满意度, 完成值: 1}
      - {名称: 满意程度, 完成值: 1}
      - {名称: 满意度, 完成值: 2}
      - {完成值: 3}
    """
    facts, problems = small(tmp_path).read(text)
    assert told(problems) == [
        ("4:10", "指标", "表上没有“满意程度”这一行，各行由表规定"),
        ("5:5", "指标", "“满意度”这一行重复，第 3 行已经写过"),
        ("6:5", "指标", "这一行没有写明是哪一行（名称）"),
    ]
    assert len(facts.root.rows("指标")) == 2


def test_a_row_that_is_missing_lacks_what_is_required_in_it(tmp_path: Path) -> None:
    _, problems = small(tmp_path).read("指标:\n  - {名称: 预算完成率, 完成值: 1}\n")
    assert told(problems) == [("1:1", "指标[2].完成值", "必填，“满意度”这一行没有写")]
    assert problems[0].hint == "补上“- 名称: 满意度”这一行"


def test_a_row_that_is_missing_and_lacks_nothing_required_is_doubtful(tmp_path: Path) -> None:
    facts, problems = small(tmp_path, FIELDS.replace("number, required: true", "number")).read("指标:\n  - {名称: 满意度, 完成值: 1}\n")
    assert [(problem.severity.value, problem.message) for problem in problems] == [
        ("警告", "没有写“预算完成率”这一行，印出来只有表上规定的内容")
    ]
    assert values(facts)["指标[1].分值"] == "60"


@pytest.mark.parametrize("text", ["", "指标:\n", "指标:\n  - 名称: 预算完成率\n  - {名称: 满意度, 完成值: }\n"])
def test_rows_left_out_are_one_error_if_they_are_required_and_none_if_not(tmp_path: Path, text: str) -> None:
    facts, problems = small(tmp_path / "a").read(text)
    assert [(problem.path, problem.message[:2]) for problem in problems] == [("指标", "必填")]
    assert len(facts.root.rows("指标")) == 2
    facts, problems = small(tmp_path / "b", FIELDS.replace("    required: true\n", "")).read(text)
    assert (len(facts.root.rows("指标")), problems) == (0, [])


def test_a_draft_prints_the_forms_rows_with_what_is_to_be_filled_in(tmp_path: Path) -> None:
    facts, _ = small(tmp_path).read("", draft=True)
    assert (values(facts)["指标[2].名称"], values(facts)["指标[2].完成值"]) == ("满意度", "【待填】")


def test_rows_within_rows_are_fixed_where_the_form_lists_them_and_the_units_own_where_not(tmp_path: Path) -> None:
    text = """\
    一级:
      - 名称: 产出
        二级:
          - {名称: 质量, 完成值: 2}
          - {名称: 数量, 完成值: 1, 依据: [{文件: 决算}]}
      - 名称: 效益
        二级:
          - {名称: 自定的, 分值: 50, 完成值: 3}
    """
    facts, problems = small(tmp_path, NESTED, LEVELS).read(text)
    shown = values(facts)
    assert problems == []
    assert [shown[f"一级[{path}].{name}"] for path in ("1].二级[1", "1].二级[2", "2].二级[1") for name in ("名称", "分值", "完成值")] == [
        *("数量", "30", "1"),
        *("质量", "20", "2"),
        *("自定的", "50", "3"),
    ]
    assert shown["一级[1].二级[1].依据[1].文件"] == "决算"


def test_a_missing_row_within_rows_is_told_with_its_name(tmp_path: Path) -> None:
    text = "一级:\n  - 名称: 产出\n    二级:\n      - {名称: 质量, 完成值: 2}\n  - {名称: 效益, 二级: [{名称: 自定, 完成值: 1}]}\n"
    _, problems = small(tmp_path, NESTED, LEVELS).read(text)
    assert told(problems) == [("3:5", "一级[1].二级[1].完成值", "必填，“数量”这一行没有写")]


def test_flat_rows_are_known_by_the_first_field_that_tells_them_apart(tmp_path: Path) -> None:
    fields = FIELDS.replace("[名称, 分值, 标准]", "[分值, 名称]")
    assert small(tmp_path / "a", fields, "- {名称: 甲, 分值: 5}\n- {名称: 乙, 分值: 5}\n").form.root.fields["指标"].preset.keys == ("名称",)  # type: ignore[union-attr]
    rows = "- {名称: 甲, 分值: 5}\n- {名称: 乙, 分值: 5}\n- {名称: 甲, 分值: 6}\n"
    assert small(tmp_path / "b", fields, rows).form.root.fields["指标"].preset.keys == ("分值", "名称")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "place", "message"),
    [
        ("- {名称: 甲, 分值: 五}\n", "indicators.yaml:1:15", "分值：应填数字，现为“五”"),
        ("- {名称: 甲, 分直: 5}\n", "indicators.yaml:1:11", "“指标”下面没有“分直”这一项"),
        ("- {名称: 甲, 完成值: 5}\n", "indicators.yaml:1:11", "“完成值”没有写进 fixed"),
        ("- {名称: 甲, 分值: [5, 6]}\n", "indicators.yaml:1:15", "分值：这里应只填一项内容"),
        ("- 甲\n", "indicators.yaml:1:3", "这里应是若干行“名称: 内容”"),
        ("甲: 乙\n", "indicators.yaml:1:1", "这里应是若干行，每行以“- ”开头"),
        ("- {名称: 甲}\n- {名称: 甲}\n", "indicators.yaml:2:3", "“甲”重复"),
        ("- {名称: 甲}\n- {名称: }\n", "indicators.yaml:2:3", "这一行没有写明是哪一项"),
        ("", "form.yaml:8:13", "indicators.yaml 里没有一行"),
    ],
)
def test_what_is_wrong_with_the_forms_file_is_told_in_it(tmp_path: Path, rows: str, place: str, message: str) -> None:
    with pytest.raises(Stop) as stop:
        small(tmp_path, rows=rows)
    assert [(str(problem.place), problem.message) for problem in stop.value.problems] == [(place, message)]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fixed: [名称, 分值, 标准]", "fixed: [名称, 分值, 标准, 等级]", "“指标”下面没有“等级”这一项"),
        ("fixed: [名称, 分值, 标准]", "fixed: [名称, 分值, 标准, 得分]", "“得分”由程序得出，不能再由表规定"),
        ("    preset: indicators.yaml\n", "", "写了 fixed，却没有 preset"),
        ("preset: indicators.yaml", "preset: ../indicators.yaml", "preset 应是一个文件的名称，现为“../indicators.yaml”"),
        ("preset: indicators.yaml", "preset: indicator.yaml", "没有这个文件：indicator.yaml"),
    ],
)
def test_what_makes_no_sense_in_the_form_is_told(tmp_path: Path, before: str, after: str, message: str) -> None:
    with pytest.raises(Stop) as stop:
        small(tmp_path, FIELDS.replace(before, after))
    assert message in [problem.message for problem in stop.value.problems]


def test_the_forms_file_is_known_by_its_hash(tmp_path: Path) -> None:
    assert list(small(tmp_path).form.presets) == ["indicators.yaml"]
