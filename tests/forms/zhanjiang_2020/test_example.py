"""The second example unit, in which every optional field is filled in: nothing is found in it, and its report has every chapter and table."""

from __future__ import annotations

import shutil
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.build.made import Made
from pipeline.build.unit_year import build
from pipeline.language.nothing import has_content
from pipeline.printing.word_telling import tell_word_file
from pipeline.workspace import UnitYear, Workspace
from tests.forms.zhanjiang_2020.unit_years import ROOT

# What the form asks for and this unit, which has nothing to explain there, leaves out.
LEFT_OUT = (
    "未公开原因",
    "未验收原因",
    "未建立原因",
    "未到位原因",
    "未批复原因",
    "申报差异原因",
    "超编原因",
    "管理情况说明",
    "答复率",
    "重要项目绩效目标.未完成原因",
    "所属年度",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("example")
    (root / "templates").symlink_to(ROOT / "templates")
    (root / "data").mkdir()
    (root / "data" / "shili").symlink_to(ROOT / "data" / "shili")
    return build(Workspace(root), UnitYear("shili", "2020"))


@cache
def told(report: bytes) -> list[str]:
    return list(tell_word_file(report).places().values())


def test_nothing_is_found_in_it(made: Made) -> None:
    assert [str(problem) for problem in made.problems] == []


def test_every_optional_field_is_filled_in(made: Made) -> None:
    facts = made.full.facts.by_path
    filled = {fact.field.path for fact in facts.values() if has_content(fact.value)}
    empty = {fact.field.path for fact in facts.values()} - filled
    assert {path for path in empty if not path.endswith(LEFT_OUT)} == set()


def test_figures_of_last_year_are_taken_from_its_file_and_compared(made: Made) -> None:
    sentences = "\n".join(told(made.documents["report.docx"]))
    assert "上年决算支出1104.8万元，本年和上年相比增加93.8万元，增长8.49%，原因是：" in sentences
    assert "满意度为94.20%，低于目标值0.80个百分点，上年满意度为95.10%，本年下降0.90个百分点" in sentences


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "68", "107", "108"],
        ["合计", "", "24", "22", "380.7", "369.8", "353.4"],
        ["合计", "1228.60", "1228.60", "1143.40", "7.45%", ""],
        ["合计", "1228.60", "1198.60", "1104.80", "8.49%", ""],
        ["合计", "", "492.60", "469.05", "95.22%", ""],
        ["合计", "12.00", "9.86", "11.40", "-13.51%", "", ""],
    ],
)
def test_totals_are_computed_and_agree_with_each_other(made: Made, row: list[str]) -> None:
    cells = told(made.documents["report.docx"])
    assert any(cells[start : start + len(row)] == row for start in range(len(cells)))


def test_chapters_are_numbered_one_after_the_other(made: Made) -> None:
    heads = [
        line
        for line in told(made.documents["report.docx"])
        if line.startswith(("一、", "二、", "三、", "（一）", "（二）", "（三）", "（四）", "（五）", "（六）", "（七）"))
    ]
    assert heads == [
        "一、部门基本情况",
        "（一）部门职能",
        "（二）机构设置及人员情况",
        "（三）年度总体工作和重点工作任务",
        "（四）部门整体支出绩效目标",
        "（五）部门整体支出情况",
        "二、绩效自评情况",
        "（一）自评工作开展情况",
        "（二）自评结论",
        "（三）部门整体支出绩效指标分析",
        "（四）部门整体支出使用绩效",
        "（五）主要做法",
        "（六）上年问题整改情况",
        "（七）存在问题及改进意见",
        "三、其他自评情况",
    ]


def test_it_says_of_itself_that_it_is_invented(made: Made) -> None:
    assert any("都是虚构的" in line for line in told(made.documents["report.docx"]))


def test_score_and_grade_are_computed_from_the_indicators(made: Made) -> None:
    facts = made.full.facts.by_path
    scores = [fact.value for path, fact in facts.items() if path.endswith("].得分") and "自评指标" in path]
    assert sum(Decimal(str(score)) for score in scores) == Decimal("97.26")
    assert str(facts["自评结论.自评指标[4].得分"].value) == "9.76"  # 97.56 ÷ 100 × 10 = 9.756
    assert "2020年度部门整体支出绩效自评得分为97.26分，自评等级为优。" in told(made.documents["report.docx"])


def test_a_typed_score_is_compared_with_the_rule(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "shili", tmp_path / "data" / "shili")
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    workspace, year = Workspace(tmp_path), UnitYear("shili", "2020")
    path = workspace.data_file(year)
    path.write_text(path.read_text("utf-8").replace("实际完成值: 97.56%\n", "实际完成值: 97.56%\n      得分: 10\n"), encoding="utf-8")
    problem = next(problem for problem in build(workspace, year).problems if problem.kind == "得分与规则不符")
    assert (problem.message, problem.path) == ("97.56 ÷ 100 × 10 = 9.76，填的是 10", "自评结论.自评指标[4].得分")
