"""`fields: 同 数量指标`: fields that are declared once and used in several places, and what is wrong with such a use."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.form.form import Form
from pipeline.problems import Stop
from tests import small_form
from tests.small_form import SmallForm

ROWS = """
  数量指标:
    type: rows
    fields:
      名称: {type: text, 又称: [指标名]}
      分值: number
      得分: {type: number, maximum: 10}
"""


def form_in(folder: Path, fields: str) -> Form:
    return small_form.form_in(folder, "\n" + fields.lstrip("\n"))


def faults_of(folder: Path, fields: str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(Stop) as stop:
        form_in(folder, fields)
    return [(problem.place.line, problem.place.column, problem.message, problem.hint) for problem in stop.value.problems]


def test_rows_have_the_fields_of_other_rows_at_paths_of_their_own(tmp_path: Path) -> None:
    form = form_in(tmp_path, ROWS + "  质量指标: {type: rows, fields: 同 数量指标}\n")
    assert [field.path for field in form.root.fields["质量指标"].leaves()] == ["质量指标[].名称", "质量指标[].分值", "质量指标[].得分"]


def test_what_is_said_besides_is_added_and_a_field_of_the_same_name_replaces_the_copy(tmp_path: Path) -> None:
    form = form_in(tmp_path, ROWS + "  质量指标: {type: rows, fields: {同: 数量指标, 分值: integer, 依据: text}}\n")
    fields = form.root.fields["质量指标"].fields
    assert [(name, field.type) for name, field in fields.items()] == [
        *(("名称", "text"), ("分值", "integer"), ("得分", "number"), ("依据", "text"))
    ]


def test_a_group_takes_a_groups_fields_and_adds_its_own(tmp_path: Path) -> None:
    form = form_in(tmp_path, "  甲: {预算数: amount, 支出数: amount}\n  乙: {fields: 同 甲, 说明: text}\n  丙: {同: 甲, label: 第三}\n")
    assert list(form.root.fields["乙"].fields) == ["预算数", "支出数", "说明"]
    assert (list(form.root.fields["丙"].fields), form.root.fields["丙"].label) == (["预算数", "支出数"], "第三")


def test_rows_in_copied_rows_and_formulas_are_copied_as_well(tmp_path: Path) -> None:
    fields = """
      数量指标: {type: rows, fields: {名称: text, 明细: {type: rows, fields: {甲: number, 两倍: {type: number, formula: 甲 * 2}}}}}
      质量指标: {type: rows, fields: 同 数量指标}
    """
    facts, problems = SmallForm(form_in(tmp_path, fields)).read("质量指标:\n  - 名称: 一\n    明细:\n      - 甲: 3\n")
    assert (str(facts.by_path["质量指标[1].明细[1].两倍"].value), problems) == ("6", [])


def test_the_group_beside_is_meant_before_one_elsewhere(tmp_path: Path) -> None:
    fields = "  上: {甲: {一: text}, 乙: {fields: 同 甲}}\n  下: {甲: {二: text}, 乙: {fields: 同 甲}, 丙: {fields: 同 上.甲}}\n"
    form = form_in(tmp_path, fields)
    assert [list(form.root.fields[group].fields["乙"].fields) for group in ("上", "下")] == [["一"], ["二"]]
    assert list(form.root.fields["下"].fields["丙"].fields) == ["一"]


def test_a_field_may_still_be_called_so(tmp_path: Path) -> None:
    assert form_in(tmp_path, "  比较: {同: text}\n").root.fields["比较"].fields["同"].type == "text"


@pytest.mark.parametrize(
    ("fields", "message", "hint"),
    [
        ("  乙: {type: rows, fields: 同 数量指示}\n", "“同 数量指示”：表中没有“数量指示”这一组字段", "是否想写“数量指标”？"),
        ("  乙: 同 数量指标\n", "不认识的类型“同 数量指标”", "与另一组相同的写 乙: {fields: 同 数量指标}"),
        ("  乙: {type: rows, fields: 同}\n", "“同”后面要写一组字段的名称", "例如 fields: 同 数量指标"),
        ("  乙: {type: rows, fields: 同 乙}\n", "“同 乙”：“乙”的字段又要用到这里的，没有尽头", "其中一处要把字段写全"),
        ("  乙: {丁: {甲: text}}\n  丙: {丁: {甲: text}}\n  戊: {fields: 同 丁}\n", "“同 丁”有 2 处，要写明是哪一处", "乙.丁、丙.丁"),
    ],
)
def test_a_use_that_leads_nowhere_is_told_at_its_place(tmp_path: Path, fields: str, message: str, hint: str) -> None:
    [(line, column, said, advice)] = faults_of(tmp_path, ROWS + fields)
    assert (line, said, advice) == (len((ROWS + fields).strip("\n").split("\n")) + 5, message, hint)
    assert column >= len("  乙")


def test_groups_that_need_each_other_are_told_in_both_places(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "  甲: {type: rows, fields: 同 乙}\n  乙: {type: rows, fields: 同 甲}\n")
    assert [(line, message.split("：")[0]) for line, _, message, _ in faults] == [(6, "“同 乙”"), (7, "“同 甲”")]


def test_a_fault_in_what_is_copied_is_told_once(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, "  甲: {type: rows, fields: {一: texx}}\n  乙: {type: rows, fields: 同 甲}\n")
    assert [message for _, _, message, _ in faults] == ["不认识的类型“texx”"]


def test_copies_of_copies_have_an_end(tmp_path: Path) -> None:
    lines = ["  组0: {甲: text, 乙: text}"]
    lines += [f"  组{number}: {{左: {{fields: 同 组{number - 1}}}, 右: {{fields: 同 组{number - 1}}}}}" for number in range(1, 40)]
    assert any("超过 5000 个" in message for _, _, message, _ in faults_of(tmp_path, "\n".join(lines) + "\n"))
