"""What a report will lack of what reviewers look at, as the form's completeness.yaml names it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.checks.completeness import chapters_of, completeness
from pipeline.problems import Stop
from tests.small_form import SmallForm, form_in

CHAPTERS = """
三公: [三公经费]
职能: {各项: [部门职能, 重点任务], 至少字数: 12, 要有数字: 是}
项目: [项目支出明细]
人员: [在职人数, 单位性质]
"""
ALL = """
经济性: {三公经费: {预算安排数: 9, 实际支出数: 8}}
部门职能: [负责全局的各项日常工作]
重点任务: [办结 3 件信访积案]
在职人数: 0
单位性质: 行政机关
项目支出明细: [{项目名称: 甲, 预算数: 1}]
"""

Lacks = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallForm:
    form = form_in(tmp_path_factory.mktemp("form"))
    (form.folder / "completeness.yaml").write_text(CHAPTERS, encoding="utf-8")
    return SmallForm(form)


@pytest.fixture
def lacks(small: SmallForm) -> Lacks:
    """Return what tells what a data file's report will lack."""
    return lambda text: list(completeness(chapters_of(small.form), small.read(text)[0]))


def test_nothing_is_said_of_a_complete_report(lacks: Lacks) -> None:
    assert lacks(ALL) == []


def test_missing_chapters_are_told_with_the_fields_to_fill(lacks: Lacks) -> None:
    assert lacks("单位名称: 甲局\n") == [
        "评审常看的 4 项缺 4 项（选填；填了，报告里才有）：",
        "  缺　三公：填 经济性（三公经费）",
        "  缺　职能：填 部门职能、重点任务",
        "  缺　项目：填 项目支出明细",
        "  缺　人员：填 在职人数、单位性质",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("单位性质: 行政机关", "", "人员：还可以填 单位性质"),
        ("单位性质: 行政机关", "单位性质:", "人员：还可以填 单位性质"),
        ("重点任务: [办结 3 件信访积案]", "重点任务: [办结信访积案若干件]", "职能：部门职能、重点任务没有一个数字"),
        (
            "部门职能: [负责全局的各项日常工作]\n重点任务: [办结 3 件信访积案]",
            "部门职能: [负责]\n重点任务: [办 3 件]",
            "职能：部门职能、重点任务只有 7 字，一般不少于 12 字",
        ),
        ("部门职能: [负责全局的各项日常工作]", "部门职能: 无", "职能：还可以填 部门职能；重点任务只有 10 字，一般不少于 12 字"),
    ],
)
def test_a_thin_chapter_is_told_with_why(lacks: Lacks, old: str, new: str, told: str) -> None:
    assert old in ALL
    assert lacks(ALL.replace(old, new)) == ["评审常看的 4 项不足 1 项（选填；填了，报告里才有）：", f"  不足　{told}"]


def test_a_form_without_the_file_asks_for_nothing(tmp_path: Path) -> None:
    assert chapters_of(form_in(tmp_path / "form")) == ()


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("三公: [三公经弗]", "表中没有“三公经弗”", "是否想写“三公经费”？"),
        ("三公: 三公经费", "“三公”没有写各项", "例如 {各项: [总目标, 总目标完成情况], 至少字数: 100, 要有数字: 是}"),
        ("三公: {各项: [三公经费], 至少: 3}", "不认识的一项“至少”", "是否想写“至少字数”？"),
        (
            "三公: {各项: [三公经费], 至少字数: 三}",
            "至少字数 应为整数",
            "例如 {各项: [总目标, 总目标完成情况], 至少字数: 100, 要有数字: 是}",
        ),
        (
            "三公: {各项: [三公经费], 要有数字: yes}",
            "要有数字 应为是或否",
            "例如 {各项: [总目标, 总目标完成情况], 至少字数: 100, 要有数字: 是}",
        ),
    ],
)
def test_faults_of_the_file_are_told(tmp_path: Path, text: str, message: str, hint: str) -> None:
    form = form_in(tmp_path / "form")
    (form.folder / "completeness.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Stop) as stop:
        chapters_of(form)
    assert [(problem.kind, problem.message, problem.hint) for problem in stop.value.problems] == [("completeness", message, hint)]
