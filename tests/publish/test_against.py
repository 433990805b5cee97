"""Comparing the data with the last build, with what is published, and with another file; the page that tells it."""

from __future__ import annotations

import pytest

from pipeline.build.comparison import Comparison
from pipeline.build.unit_year import build
from pipeline.problems import Stop
from pipeline.publish.against import compare_with
from pipeline.workspace import UnitYear, Workspace
from tests.publish.memory import Desk, desk

__all__ = ["desk"]
FIGURE, OTHER = "实际支出数: 8.06", "实际支出数: 9.5"


def edit(workspace: Workspace, old: str, new: str) -> None:
    path = workspace.data_file(UnitYear("xinfang", "2020"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def told(comparison: Comparison) -> list[str]:
    return list(comparison.revision.lines())


CHANGED = [
    "改动 1 项：",
    "  “三公”经费控制率·实际支出数：8.06 → 9.5",
    "随之变化 1 项：",
    "  “三公”经费控制率·控制率：89.56% → 105.56%",
    "新出现的问题 1 个：",
    "  警告 部门整体绩效产出情况.经济性.三公经费.实际支出数：预算安排 9 万元，支出了 9.5 万元，比率为 105.56%，超过 100%，没有说明原因",
]


def test_against_the_last_build_changes_and_findings_are_told(shipped: Workspace) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    edit(shipped, FIGURE, OTHER)
    assert told(compare_with(shipped, UnitYear("xinfang", "2020"), "last")) == CHANGED


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_built_already_is_compared_with_what_was_built_before_the_last_change(shipped: Workspace, times: int) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    edit(shipped, FIGURE, OTHER)
    for number in range(times):  # a comment changes no fact
        edit(shipped, "\n", f"  # 第 {number} 次\n")
        build(shipped, UnitYear("xinfang", "2020"))
    comparison = compare_with(shipped, UnitYear("xinfang", "2020"), "last")
    assert told(comparison) == CHANGED
    assert comparison.old == "上一次改动前生成的"


def test_what_was_edited_after_the_last_build_is_compared_with_it(shipped: Workspace) -> None:
    for figure in (FIGURE, OTHER):
        build(shipped, UnitYear("xinfang", "2020"))
        edit(shipped, figure, OTHER if figure == FIGURE else "实际支出数: 7.5")
    comparison = compare_with(shipped, UnitYear("xinfang", "2020"), "last")
    assert "  “三公”经费控制率·实际支出数：9.5 → 7.5" in told(comparison)
    assert comparison.old == "上一次生成的"


def test_against_another_file_changes_and_findings_are_told(shipped: Workspace) -> None:
    old = shipped.root / "昨天的.yaml"
    old.write_bytes(shipped.data_file(UnitYear("xinfang", "2020")).read_bytes())
    edit(shipped, FIGURE, OTHER)
    assert told(compare_with(shipped, UnitYear("xinfang", "2020"), str(old))) == CHANGED


def test_against_what_is_published_only_public_facts_are_told(desk: Desk) -> None:
    desk.publish()
    edit(desk.workspace, FIGURE, OTHER)
    unit = desk.workspace.unit_file("xinfang")
    unit.write_text(unit.read_text(encoding="utf-8").replace("13800000000", "13800001111"), encoding="utf-8")
    told_lines = told(compare_with(desk.workspace, UnitYear("xinfang", "2020"), "published"))
    assert told_lines[:2] == ["改动 2 项：", "  单位自评联络人·手机：138****0000 → 138****1111"]


def test_nothing_changed_is_said_on_the_page_too(shipped: Workspace) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    comparison = compare_with(shipped, UnitYear("xinfang", "2020"), "last")
    assert not comparison.revision
    assert "没有不同" in comparison.page.read_text(encoding="utf-8")


def test_the_page_marks_sentences_and_escapes_what_was_typed(shipped: Workspace) -> None:
    build(shipped, UnitYear("xinfang", "2020"))
    edit(shipped, "主动作为，", "主动 <b>作为</b>，")
    page = compare_with(shipped, UnitYear("xinfang", "2020"), "last").page.read_text(encoding="utf-8")
    assert "<ins>坚持以人民为中心，主动 &lt;b&gt;作为&lt;/b&gt;，" in page
    assert "<del>坚持以人民为中心，主动作为，" in page


@pytest.mark.parametrize(
    ("against", "message"),
    [("last", "还没有生成过，没有上一次可比"), ("published", "还没有公开过，没有已公开的可比"), ("no.yaml", "没有这个文件")],
)
def test_an_earlier_state_that_is_not_there_is_said(shipped: Workspace, against: str, message: str) -> None:
    with pytest.raises(Stop, match=message):
        compare_with(shipped, UnitYear("xinfang", "2020"), against)
