"""Figures that a unit changed in its narrative: told with the line of the data that says otherwise, and never taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.facts.revisions import state_of
from pipeline.intake.returned.comparing import UNKNOWN
from pipeline.intake.returned.passages import Span
from pipeline.intake.returned.prints import Before
from pipeline.intake.returned.wording import Figure, Text, difference, figures
from pipeline.problems import Kind
from tests.intake.returned.narratives import FILE, SHILI, XINFANG, Body, narrative, returned, write

SPENT = "部门整体绩效产出情况.经济性.三公经费.实际支出数"


def to_nine(body: Body) -> None:
    body.replace("实际支出8.06万元", "实际支出9.06万元")


def test_a_figure_is_told_at_the_line_of_the_data_that_says_otherwise() -> None:
    (figure,) = returned(XINFANG, to_nine).figures
    problem = figure.problem(FILE)
    assert (problem.kind, problem.path, problem.place.file) == (Kind.CONFLICT, SPENT, "data/xinfang/2020.yaml")
    assert problem.place.text.strip() == "实际支出数: 8.06"
    assert problem.message == "报告（第29段）改成了“9.06”，数据是“8.06”"


def test_a_computed_figure_is_told_as_one() -> None:
    (figure,) = returned(XINFANG, lambda body: body.replace("控制率为89.56%", "控制率为90%")).figures
    problem = figure.problem(FILE)
    assert (problem.kind, problem.message) == (Kind.OTHERWISE, "报告（第29段）改成了“90%”，数据是“89.56%”")
    assert "程序算的" in problem.hint


def test_a_figure_that_is_no_fact_is_told_at_its_place_in_the_report() -> None:
    (figure,) = returned(XINFANG, lambda body: body.replace("低于预算0.94万元", "低于预算0.49万元")).figures
    problem = figure.problem(FILE)
    assert (str(problem.place), problem.message) == (f"{FILE} 第29段", "改成了“0.49”，程序印的是“0.94”")


def test_figures_in_a_unit_s_own_text_are_its_words() -> None:
    assert not returned(SHILI, lambda body: body.replace("共1198.60万元", "共1198.66万元")).figures


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("支出9万元，比上年多。", [("9", "a")]),
        ("支出9.06元左右，比上年略多。", [("9.06", "a")]),
        ("支出8.060万元，比上年多。", []),
        ("支出很多，比上年多。", [("很多", "a")]),
        ("花了1,008.06万元，比上年多。", [("1,008.06", "a")]),
        ("比上年多。", [("", "a")]),
    ],
)
def test_what_became_of_a_figure(new: str, expected: list[tuple[str, str]]) -> None:
    told = difference(Text("支出8.06万元，比上年多。", (Span(2, 6, "a"),)), new)
    assert list(figures(told, ())) == [Figure(path, "8.06", received) for received, path in expected]


def before(change: Callable[[str], str]) -> Before:
    """Return how the narrative was printed when the data said something else."""
    now, _ = narrative(XINFANG)
    return Before([replace(passage, text=change(passage.text)) for passage in now.passages])


def test_what_only_the_data_say_otherwise_now_is_told_apart() -> None:
    found = returned(XINFANG, to_nine, before=before(lambda text: text.replace("实际支出8.06万元", "实际支出9.06万元")))
    assert [edit.spot for edit in found.later] == ["第29段"]
    assert not found.edits
    assert not found.figures
    assert found.later_figures[0].problem(FILE).message == "报告（第29段）还是“9.06”，数据是“8.06”：报告印出以后，数据改过"


def test_what_both_changed_is_the_unit_s() -> None:
    found = returned(XINFANG, to_nine, before=before(lambda text: text.replace("实际支出8.06万元", "实际支出7.06万元")))
    assert [edit.spot for edit in found.edits] == ["第29段"]
    assert found.figures
    assert not found.later_figures


def test_what_was_shown_before_the_last_change_is_known_again() -> None:
    now, _ = narrative(XINFANG)
    known = Before(now.passages, (state_of(now.facts), {**state_of(now.facts), SPENT: "9.060"}))
    assert returned(XINFANG, to_nine, before=known).later_figures


def test_it_is_told_if_nobody_knows_how_it_was_printed() -> None:
    assert UNKNOWN not in returned(XINFANG, to_nine).notes
    assert UNKNOWN in returned(XINFANG, to_nine, before=Before()).notes
    assert not returned(XINFANG, before=Before()).notes


def test_a_word_that_is_longer_now_is_told_whole() -> None:
    found = returned(SHILI, lambda body: write(body.cell("公务接待费", "批次减少"), "公务接待费用"))
    assert [(figure.printed, figure.received) for figure in found.figures] == [("公务接待费", "公务接待费用")]
