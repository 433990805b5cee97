"""What was read from a received form goes into the data files; nothing that is there is written over unasked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.build.past import read_past
from pipeline.build.unit_year import examine, prepare
from pipeline.facts.fact import Fact, Facts
from pipeline.form.field import Field
from pipeline.form.form import Form
from pipeline.form.new_year import load
from pipeline.intake.filled import Filled, FilledValue
from pipeline.intake.into_data.taking import Taken, take, write_taken
from pipeline.language.values import Lines, is_filled
from pipeline.paths import as_declared
from pipeline.problems import Kind, Place, Stop, error
from pipeline.source.nodes import text_of
from pipeline.workspace import UnitYear, Workspace
from pipeline.writing import write_as_read
from tests.conftest import copy_of_shipped

OF = UnitYear("shuiwu", "2020")
FORM = """\
title: 小表
documents:
  note: {title: 小表, template: note.md}
fields:
  单位名称: {type: text, constant: true, required: true}
  主送机关: {type: text, constant: true}
  经费:
    预算数: {type: amount, zero: "-"}
    支出数: {type: amount, 曾用名: 决算数}
    上年支出数: {type: amount, from: 支出数}
  是否公开: yes_no
  职能: paragraphs
  项目:
    type: rows
    fields:
      名称: {type: text, required: true}
      金额: amount
      上年金额: {type: amount, from: 金额}
  指标:
    type: rows
    preset: rows.yaml
    fixed: [名称]
    fields:
      名称: text
      完成值: amount
      明细:
        type: rows
        fields: {事项: text, 数: amount}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "templates" / "small"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "rows.yaml").write_text("- 名称: 产量\n- 名称: 质量\n- 名称: 时效\n", encoding="utf-8")
    (folder / "note.md").write_text("{{ 年度 }}", encoding="utf-8")
    (tmp_path / "data").mkdir()
    return Workspace(tmp_path)


def file_of(workspace: Workspace, name: str, text: str) -> Path:
    path = workspace.root / "data" / OF.unit / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def field_at(form: Form, path: str) -> Field:
    field = form.root
    for step in as_declared(path).split("."):
        field = field.fields[step.removesuffix("[]")]
    return field


def document(form: Form, values: Mapping[str, str | tuple[str, ...]], told: Mapping[str, str] | None = None) -> Filled:
    def value(number: int, path: str, typed: str | tuple[str, ...]) -> FilledValue:
        return FilledValue(path, field_at(form, path), typed, str(typed), Place("收到.docx", spot=f"第1个表格第{number}行第2格"))

    read, fixed = ({path: value(n, path, typed) for n, (path, typed) in enumerate(each.items(), 1)} for each in (values, told or {}))
    return Filled(form.name, "table", read, fixed, ())


def taken(
    workspace: Workspace, values: Mapping[str, str | tuple[str, ...]], told: Mapping[str, str] | None = None, *, replace: bool = False
) -> Taken:
    form = load(workspace, "small")
    return take(workspace, OF, form, [document(form, values, told)], replace=replace)


def texts(found: Taken) -> dict[str, str]:
    return {file.path.name: file.text for file in found.files}


def said(found: Taken) -> list[tuple[str, str, int]]:
    return [(problem.path, problem.message, problem.place.line) for problem in found.problems]


EXISTING = """\
form: small
# 说明
经费:
  预算数: 9   # 万元
  支出数:
是否公开:
职能: |
  一、甲
  二、乙
项目:
  - 名称: 防汛
    金额: 1
  - 名称: 抗旱
    金额:   # 未定
指标:
  - 名称: 质量
    完成值:
"""
UNIT = "单位名称: 水务局\n"


def test_blanks_are_filled_in_and_the_same_values_change_nothing(workspace: Workspace) -> None:
    file_of(workspace, "2020", EXISTING)
    file_of(workspace, "unit", UNIT)
    values: dict[str, str | tuple[str, ...]] = {
        "单位名称": "水务局",
        "经费.预算数": "9.00",
        "经费.支出数": "8.06",
        "职能": ("一、甲", "二、乙"),
        "是否公开": "是",
    }
    found = taken(workspace, values)
    expected = EXISTING.replace("  支出数:\n", "  支出数: 8.06\n").replace("是否公开:\n", "是否公开: 是\n")
    assert texts(found) == {"2020.yaml": expected}
    assert [value.path for value in found.filled] == ["经费.支出数", "是否公开"]
    assert [value.path for value in found.same] == ["单位名称", "经费.预算数", "职能"]
    assert not found.problems


def test_what_differs_is_shown_with_both_sides_and_not_written_over(workspace: Workspace) -> None:
    path = file_of(workspace, "2020", EXISTING)
    file_of(workspace, "unit", UNIT)
    values = {"经费.预算数": "10", "单位名称": "水利局"}
    found = taken(workspace, values)
    assert (texts(found), [value.path for value in found.differing]) == ({}, ["经费.预算数", "单位名称"])
    assert said(found) == [
        ("经费.预算数", "这里是“9”，收到的表里是“10”（收到.docx 第1个表格第1行第2格）", 4),
        ("单位名称", "这里是“水务局”，收到的表里是“水利局”（收到.docx 第1个表格第2行第2格）", 1),
    ]
    assert {problem.kind for problem in found.problems} == {Kind.CONFLICT}
    assert write_taken(workspace, found) == []
    assert path.read_text(encoding="utf-8") == EXISTING
    over = taken(workspace, values, replace=True)
    assert texts(over) == {"2020.yaml": EXISTING.replace("预算数: 9 ", "预算数: 10 ") + "单位名称: 水利局\n"}
    assert said(over) == said(found)


def test_rows_are_known_by_their_first_text_and_never_merged(workspace: Workspace) -> None:
    file_of(workspace, "2020", EXISTING)
    file_of(workspace, "unit", UNIT)
    values = {"项目[1].名称": "抗 旱", "项目[1].金额": "2", "项目[2].名称": "节水", "项目[2].金额": "3"}
    found = taken(workspace, values)
    assert texts(found) == {"2020.yaml": EXISTING.replace("金额:   # 未定\n", "金额: 2   # 未定\n  - 名称: 节水\n    金额: 3\n")}
    assert said(found)[0] == ("项目[1]", "数据文件里有第 1 行“防汛”，收到的表里没有", 11)
    write_taken(workspace, found)
    again = taken(workspace, values)
    assert (texts(again), len(again.same)) == ({}, 3)


def test_rows_of_the_form_are_known_by_what_it_fixes(workspace: Workspace) -> None:
    file_of(workspace, "2020", EXISTING)
    file_of(workspace, "unit", UNIT)
    values = {"指标[1].完成值": "1", "指标[2].完成值": "2", "指标[3].完成值": "3"}
    values |= {"指标[4].完成值": "4"}
    told = {"指标[1].名称": "质量", "指标[2].名称": "产 量", "指标[3].名称": "没有的", "指标[4].名称": "质量"}
    found = taken(workspace, values, told)
    assert texts(found) == {"2020.yaml": EXISTING.replace("    完成值:\n", "    完成值: 1\n  - 名称: 产量\n    完成值: 2\n")}
    assert [(problem.kind, problem.path) for problem in found.problems] == [(Kind.NOT_TAKEN, f"指标[{number}].完成值") for number in (3, 4)]


def test_rows_that_are_there_without_content_are_filled_first(workspace: Workspace) -> None:
    values = {"指标[2].明细[1].事项": "甲", "指标[2].明细[1].数": "1", "指标[2].明细[2].事项": "乙", "指标[2].明细[2].数": "2"}
    text = texts(taken(workspace, values))["2020.yaml"]
    rows = "    明细:   # 每行以“- ”开头，没有就留空\n      - 事项: 甲\n        数: 1   # 单位：万元\n      - 事项: 乙\n        数: 2\n"
    assert f"  - 名称: 质量\n    完成值:   # 单位：万元\n{rows}" in text


def test_a_new_unit_gets_both_files_as_new_begins_them(workspace: Workspace) -> None:
    found = taken(workspace, {"单位名称": "水务局", "主送机关": "财政局", "经费.预算数": "0", "项目[1].名称": "防汛", "项目[1].金额": "1"})
    files = texts(found)
    assert files["unit.yaml"].endswith("单位名称: 水务局   # 必填\n主送机关: 财政局\n")
    assert "  预算数: 0   # 单位：万元\n" in files["2020.yaml"]
    assert "  - 名称: 防汛\n    金额: 1\n" in files["2020.yaml"]
    assert "  - 名称: 产量\n    完成值:   # 单位：万元\n" in files["2020.yaml"]
    written = write_taken(workspace, found)
    assert [path.name for path in written] == ["2020.yaml", "unit.yaml", "form.schema.json"]
    assert taken(workspace, {"单位名称": "水务局"}).files == []


def test_nothing_is_begun_where_nothing_was_filled_in(workspace: Workspace) -> None:
    assert taken(workspace, {}).files == []


def test_last_years_values_are_not_repeated_and_carried_constants_give_way(workspace: Workspace) -> None:
    last = "form: small\n主送机关: 旧局\n经费:\n  决算数: 7\n项目:\n  - 名称: 防汛\n    金额: 5\n"
    file_of(workspace, "2019", last)
    file_of(workspace, "unit", UNIT)
    values = {"主送机关": "新局", "经费.上年支出数": "7.00", "项目[1].名称": "防汛", "项目[1].金额": "6", "项目[1].上年金额": "5"}
    found = taken(workspace, values)
    text = texts(found)["2020.yaml"]
    assert "主送机关: 新局   # 沿用上年，请核对\n" in text
    assert "  - 名称: 防汛\n    金额: 6\n" in text
    assert [value.path for value in found.same] == ["经费.上年支出数", "项目[1].上年金额"]
    assert [problem.hint for problem in found.problems] == ["已按收到的表改"]


def test_former_names_are_kept(workspace: Workspace) -> None:
    file_of(workspace, "2020", "form: small\n经费: {决算数: }\n")
    assert texts(taken(workspace, {"经费.支出数": "1"})) == {"2020.yaml": "form: small\n经费: {决算数: 1}\n"}


def test_a_further_document_does_not_write_over_the_first(workspace: Workspace) -> None:
    form = load(workspace, "small")
    both = [document(form, {"经费.预算数": number}) for number in ("1", "2")]
    found = take(workspace, OF, form, both, replace=True)
    assert "  预算数: 1   " in texts(found)["2020.yaml"]
    assert [problem.message[:8] for problem in found.problems] == ["这里是“1”，收"]


def test_a_file_that_changed_meanwhile_is_not_written(workspace: Workspace) -> None:
    path = file_of(workspace, "2020", EXISTING)
    found = taken(workspace, {"是否公开": "是"})
    path.write_text(EXISTING + "# 又改了\n", encoding="utf-8")
    with pytest.raises(Stop, match="又有人改过"):
        write_taken(workspace, found)
    assert path.read_text(encoding="utf-8") == EXISTING + "# 又改了\n"


def test_both_files_are_written_or_none(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, shown: str, data: bytes, before: bytes | None) -> None:
        if path.name == "2020.yaml":
            raise Stop(error(Kind.NOT_WRITTEN, "磁盘已满", Place(shown)))
        write_as_read(path, shown, data, before)

    found = taken(workspace, {"单位名称": "水务局", "经费.预算数": "1"})
    monkeypatch.setattr("pipeline.intake.into_data.data_files.write_as_read", full)
    with pytest.raises(Stop, match="磁盘已满"):
        write_taken(workspace, found)
    assert not list((workspace.root / "data" / OF.unit).glob("*.yaml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [("form: 别的\n", "用的是“别的”这份表"), ("form: small\n经费：1\n", "全角冒号"), ("form: small\n经费: 一\n", "已有别的内容")],
)
def test_a_file_that_cannot_take_values_is_told(workspace: Workspace, text: str, message: str) -> None:
    file_of(workspace, "2020", text)
    with pytest.raises(Stop, match=message):
        taken(workspace, {"经费.预算数": "1"})


def test_carriage_returns_and_the_mark_of_utf_8_stay(workspace: Workspace) -> None:
    path = file_of(workspace, "2020", "\ufeffform: small\r\n是否公开:\r\n")
    write_taken(workspace, taken(workspace, {"是否公开": "是"}))
    assert path.read_bytes() == "\ufeffform: small\r\n是否公开: 是\r\n".encode()


def facts_of(workspace: Workspace, of: UnitYear) -> Facts:
    compiled, sources = prepare(workspace, of, printing=False)
    return examine(compiled, of.year, sources, past=read_past(workspace, of, compiled, sources)).facts


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_of_shipped(tmp_path_factory.mktemp("shipped"))


SHIPPED = [UnitYear("gonggong", "2018"), UnitYear("shili", "2020"), UnitYear("shuili", "2022")]


@pytest.mark.parametrize("of", SHIPPED, ids=str)
def test_all_values_of_a_shipped_file_go_into_one_that_is_begun_anew(copied: Workspace, of: UnitYear) -> None:
    before = facts_of(copied, of)
    computed = set().union(*before.form.scoring.left_blank) if before.form.scoring else set()
    every = {path: fact for path, fact in before.by_path.items() if is_filled(fact.value)}
    leaves = {path: fact for path, fact in every.items() if fact.node or fact.fixed or fact.field in computed}
    values = {path: FilledValue(path, fact.field, typed(fact), "", Place("收到.docx")) for path, fact in leaves.items()}
    read, told = ({path: value for path, value in values.items() if leaves[path].fixed is fixed} for fixed in (False, True))
    kept = [(file, file.with_suffix(".kept")) for file in (copied.data_file(of), copied.unit_file(of.unit))]
    for file, aside in kept:
        file.rename(aside)
    filled = [Filled(before.form.name, "table", read, told, ())]
    found = take(copied, of, before.form, filled, replace=False)
    write_taken(copied, found)
    after, again = facts_of(copied, of), take(copied, of, before.form, filled, replace=False)
    for file, aside in kept:
        aside.replace(file)
    assert not found.problems
    assert not again.files
    assert not again.problems
    assert {path for path, fact in leaves.items() if not fact.node and not fact.fixed} <= {value.path for value in found.same}
    assert said_by(after) == said_by(before)


def said_by(facts: Facts) -> dict[str, object]:
    return {path: fact.value for path, fact in facts.by_path.items() if is_filled(fact.value)}


def typed(fact: Fact) -> str | tuple[str, ...]:
    return tuple(map(str, fact.value)) if isinstance(fact.value, Lines) else text_of(fact.node) or str(fact.value)
