"""A goal copied as its result, and a share of a plan that the plan contradicts, are told."""

from __future__ import annotations

import pytest

from pipeline.problems import Problem
from tests.checks.texts.test_texts import told

GOAL, DONE = "总目标: 坚持以人民为中心，做好信访工作。", "总目标完成情况: 各项工作有序推进。"
GOALS = "总目标: 全年化解积案1,200件，检查企业600家，信访事项按期答复率不低于98%。"


def with_goals(done: str, goals: str = GOALS) -> list[Problem]:
    """Return what is told of a text of results beside goals."""
    return told("信访秩序好转。", changes={GOAL: goals, DONE: f'总目标完成情况: "{done}"'})


@pytest.mark.parametrize(
    "done",
    [
        "化解积案1,200件，检查企业600家，信访事项按期答复率98%。",
        "2020年，我局化解积案1,200件；检查企业600家；信访事项按期答复率为98%。",
        "检查企业600家。信访事项按期答复率不低于98%。",
    ],
)
def test_a_goal_copied_as_its_result_is_told(done: str) -> None:
    [problem] = with_goals(done)
    assert "每一句都和“绩效目标情况.总目标”里的相同" in problem.message
    assert problem.place.text.startswith("  总目标完成情况")


@pytest.mark.parametrize(
    "done",
    [
        "化解积案1,200件，检查企业655家，信访事项按期答复率98%。",
        "化解积案1,200件，检查企业600家，信访事项按期答复率98%，群众满意率96%。",
        "检查企业600家。",
    ],
)
def test_results_of_which_some_are_what_was_planned_are_let_pass(done: str) -> None:
    assert [str(problem) for problem in with_goals(done)] == []


@pytest.mark.parametrize("done", ["新建接访室3间，培训2期，覆盖率100%。"])
def test_a_few_rooms_and_all_of_something_are_reached_exactly(done: str) -> None:
    assert with_goals(done, f"总目标: {done}".replace("。", "，加强管理。")) == []


@pytest.mark.parametrize(
    ("done", "right"),
    [
        ("化解积案1,260件，为计划的150%。", "105.00%"),
        ("化解积案1,260件，完成年度计划的150%。", "105.00%"),
        ("化解积案1,260件，超额完成15%。", "5.00%"),
        ("计划走访500户，实际走访480户，为计划的86%。", "96.00%"),
    ],
)
def test_a_share_that_the_plan_contradicts_is_told(done: str, right: str) -> None:
    [problem] = with_goals(done)
    assert f"应为 {right}" in problem.message
    assert problem.place.text[problem.place.column - 1] in "14"


@pytest.mark.parametrize(
    "done",
    [
        "化解积案1,260件，为计划的105%。",
        "化解积案0.13万件，为计划的105%。",
        "化解积案1,260件，超额完成5%。",
        "化解矛盾1,260件，为计划的150%。",
        "化解积案1,260宗，为计划的150%。",
        "违法建设拆除面积完成计划的94%。",
        "计划走访500户，实际走访480户，为计划的96%。",
    ],
)
def test_a_share_that_agrees_or_whose_plan_is_not_known_is_let_pass(done: str) -> None:
    assert [str(problem) for problem in with_goals(done)] == []
