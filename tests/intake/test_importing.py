"""A received file from its bytes to the data files: recognised, read, proved and taken, and every fault of it told and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.intake.importing import Imported, import_file
from pipeline.intake.into_data.taking import write_taken
from pipeline.intake.recognition.belonging import Given
from pipeline.problems import Kind
from pipeline.workspace import UnitYear, Workspace
from tests.intake.small_forms import FILLED, WHOLE, Line, changed, small_forms, with_units_only, word_file, write_data

DATA = """单位职能: 负责来信来访工作
三公经费:
  预算数: 9
  支出数: 8.06
是否公开: 是
明细:
  - 项目: 接访场所维修
    金额: 3.50
  - 项目: 信访系统维护
    金额: 4
"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return small_forms(tmp_path_factory.mktemp("small"))


@pytest.fixture
def workspace(forms: Workspace) -> Workspace:
    return with_units_only(forms)


def imported(workspace: Workspace, *lines: Line, given: Given = Given(), overwrite: bool = False) -> Imported:  # noqa: B008 - frozen
    """Return what came of a received file, after what was taken is written."""
    result = import_file(workspace, word_file(workspace.root / "收到的表.docx", *lines), given, overwrite=overwrite)
    if result.taken:
        write_taken(workspace, result.taken)
    return result


def data(workspace: Workspace, of: UnitYear) -> dict[str, str]:
    """Return the lines of a year's data file that say something, by their names."""
    lines = workspace.data_file(of).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("#")[0].strip().removeprefix("- ").partition(":") for line in lines)
    return {name: value.strip() for name, _, value in pairs if value.strip()}


def told(result: Imported, *kinds: Kind) -> list[str]:
    """Return what is told of a file, of some kinds, or of all."""
    return [f"{problem.place.spot} {problem.message}" for problem in result.problems if not kinds or problem.kind in kinds]


def test_a_filled_form_becomes_the_data_file_of_its_unit_and_year(workspace: Workspace) -> None:
    result = imported(workspace, *FILLED)
    assert (result.problems, result.read and result.read.of) == ([], UnitYear("xinfang", "2020"))
    said = data(workspace, UnitYear("xinfang", "2020"))
    assert said["form"] == WHOLE
    assert (said["预算数"], said["支出数"], said["是否公开"], said["填报日期"]) == ("9", "8.06", "是", "2021-06-01")
    assert "支出率" not in said  # which the program computes


def test_what_is_there_stays_and_both_sides_are_told_unless_somebody_asks_for_the_other(workspace: Workspace) -> None:
    of = UnitYear("xinfang", "2020")
    write_data(workspace.root, "xinfang", "2020", f"form: {WHOLE}\n{DATA.replace('8.06', '8.60  # 决算')}")
    result = imported(workspace, *FILLED)
    (problem,) = [problem for problem in result.problems if problem.kind == Kind.CONFLICT]
    assert (problem.path, problem.place.file) == ("三公经费.支出数", "data/xinfang/2020.yaml")
    assert "8.60" in problem.message
    assert "8.06" in problem.message
    assert data(workspace, of)["支出数"] == "8.60"
    imported(workspace, *FILLED, overwrite=True)
    assert data(workspace, of)["支出数"] == "8.06"
    assert "# 决算" in workspace.data_file(of).read_text(encoding="utf-8")


def test_once_more_the_same_file_changes_nothing(workspace: Workspace) -> None:
    imported(workspace, *FILLED)
    before = workspace.data_file(UnitYear("xinfang", "2020")).read_bytes()
    again = imported(workspace, *FILLED)
    assert again.taken
    assert (again.taken.files, again.taken.filled, again.problems) == ([], [], [])
    assert workspace.data_file(UnitYear("xinfang", "2020")).read_bytes() == before


def test_what_is_left_over_refused_or_computed_otherwise_is_told_each_with_its_place(workspace: Workspace) -> None:
    lines = changed(
        {
            3: ("三公经费预算安排数", "九万多", "三公经费实际支出数", "8.06万元"),
            4: ("三公经费支出率", "95%", "自评信息是否公开", "是√ 否"),
            9: "附注：含外事接待",
        }
    )
    result = imported(workspace, *lines)
    assert [text.partition(" ")[0] for text in told(result, Kind.NOT_TAKEN)] == ["第1个表格第2行第2格"]
    assert told(result, Kind.UNPLACED) == ["第1个表格之后第2段 没有放进去的内容：“附注：含外事接待”"]
    result = imported(workspace, *changed({4: lines[4]}))
    assert told(result, Kind.OTHERWISE) == ["第1个表格第3行第2格 收到的是“95%”，程序算得“89.56%”"]


def test_a_figure_that_is_refused_is_told_once_whatever_unit_stands_behind_it(workspace: Workspace) -> None:
    result = imported(workspace, *changed({3: ("三公经费预算安排数", "约9 万元", "三公经费实际支出数", "8.06万元")}))
    assert len(told(result, Kind.NOT_TAKEN)) == 1
    assert told(result, Kind.UNPLACED) == []


def test_a_value_that_somebody_has_to_look_at_is_shown_with_what_it_was_read_from(workspace: Workspace) -> None:
    result = imported(workspace, *changed({3: ("三公经费预算安排数", "9 万元", "三公经费实际支出数", "80600元")}))
    (said,) = told(result, Kind.TO_CONFIRM)
    assert said.startswith("第1个表格第2行第4格 填入“8.06”，原文是“80600元”")


def test_a_new_unit_gets_its_files_when_somebody_names_it(workspace: Workspace) -> None:
    lines = changed({2: ("单位名称", "湛江市档案馆", "主要职能", "保管档案"), 8: "填报单位：湛江市档案馆（公章）　填报日期：2021.6.1"})
    refused = imported(workspace, *lines)
    assert (refused.read, refused.taken, [problem.kind for problem in refused.problems]) == (None, None, [Kind.UNRECOGNISED])
    result = imported(workspace, *lines, given=Given(unit="dangan"))
    assert result.problems == []
    assert "湛江市档案馆" in workspace.unit_file("dangan").read_text(encoding="utf-8")
    assert data(workspace, UnitYear("dangan", "2020"))["预算数"] == "9"


def test_a_file_that_cannot_be_read_or_taken_is_told_and_nothing_is_written(workspace: Workspace) -> None:
    broken = workspace.root / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 half")
    result = import_file(workspace, broken)
    assert (result.read, [problem.kind for problem in result.problems]) == (None, [Kind.RECEIVED])
    write_data(workspace.root, "xinfang", "2020", f"form: {WHOLE}\n三公经费：\n 预算数: [9\n")
    before = workspace.data_file(UnitYear("xinfang", "2020")).read_bytes()
    result = imported(workspace, *FILLED)
    assert (result.taken, bool(result.problems)) == (None, True)
    assert workspace.data_file(UnitYear("xinfang", "2020")).read_bytes() == before


def test_an_empty_form_is_told_as_one_and_nothing_else_of_it(workspace: Workspace) -> None:
    blank = changed({2: ("单位名称", "湛江市信访局", "主要职能", ""), 3: ("三公经费预算安排数", " 万元", "三公经费实际支出数", " 万元")})
    blank[4:9] = [("三公经费支出率", "", "自评信息是否公开", "是□ 否□"), FILLED[5], "填报单位：湛江市信访局（公章）　填报日期："]
    result = imported(workspace, *blank)
    assert [problem.message for problem in result.problems] == ["这是一份空表，什么也没有填"]


def test_a_file_with_two_forms_is_refused_in_one_sentence(workspace: Workspace) -> None:
    result = imported(workspace, *FILLED, *FILLED)
    assert [problem.message for problem in result.problems] == ["文件里有两份以上这样的表，不知道用哪一份"]


def test_a_day_of_filing_far_from_the_year_is_told(workspace: Workspace) -> None:
    result = imported(workspace, *changed({8: "填报单位：湛江市信访局（公章）　填报日期：2023.6.1"}))
    assert told(result, Kind.TO_CONFIRM) == ["第1个表格之后第1段 填报日期是 2023-06-01，读入的是 2020 年度"]


def test_of_two_forms_that_print_the_same_the_data_file_decides(tmp_path: Path) -> None:
    workspace = small_forms(tmp_path)
    copy = workspace.form("zhengti-2020")
    copy.mkdir()
    for path in workspace.form(WHOLE).iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    (problem,) = imported(workspace, *FILLED).problems
    assert problem.message == "有 2 份表都和它一样：zhengti、zhengti-2020"
    write_data(workspace.root, "xinfang", "2020", "form: zhengti-2020\n")
    assert imported(workspace, *FILLED).problems == []
    assert data(workspace, UnitYear("xinfang", "2020"))["form"] == "zhengti-2020"


def test_a_narrative_is_recognised_with_its_unit_and_year_and_not_taken(workspace: Workspace) -> None:
    said = ("湛江市信访局2020年度", "整体自评报告", "一、基本情况", "湛江市信访局的三公经费支出 8.06 万元。")
    result = imported(workspace, *said)
    assert result.read
    assert (result.read.of, bool(result.read.narrative), result.taken) == (UnitYear("xinfang", "2020"), True, None)
    assert result.problems == []
