"""A row that is written twice, a sum that is written as a row, and an item that is numbered by hand are told."""

from __future__ import annotations

from tests.checks.texts.test_texts import told

ROWS = "  调整后预算数: 1012.5"
TASKS = "[办理群众来信来访, 开展领导接访下访, 化解信访积案]"
TEXT = "信访秩序持续好转，群众满意。"


def with_rows(*rows: str) -> list[str]:
    income = "\n".join(f"    - {row}" for row in rows)
    return [str(problem.message) for problem in told(TEXT, changes={ROWS: f"{ROWS}\n  收入情况:\n{income}"})]


def test_a_row_that_is_called_as_another_is_told_with_the_first() -> None:
    grant = "{收入来源: 财政拨款收入, 决算数: 900}"
    assert with_rows(grant, "{收入来源: 其他收入, 决算数: 10}") == []
    assert with_rows(grant, "{收入来源: 其他收入, 决算数: 10}", grant) == ["“财政拨款收入”在 收入情况[1] 已经写过一行"]


def test_a_sum_that_is_written_as_a_row_is_told() -> None:
    assert with_rows("{收入来源: 合计, 决算数: 910}") == ["“合计”不是一行数据，会和各行重复计算"]


def test_rows_are_told_apart_by_all_that_is_said_before_their_first_figure() -> None:
    grown = "    - {指标名称: 化解积案, 计量单位: 件, 实际数: 58}\n    - {指标名称: 化解积案, 计量单位: 人, 实际数: 90}"
    assert told(TEXT, changes={"  社会经济环境效益: ": f"  业务指标:\n{grown}\n  社会经济环境效益: "}) == []


def test_the_number_of_an_item_is_told_and_a_figure_that_begins_it_is_not() -> None:
    [problem] = told(TEXT, changes={TASKS: "[办理群众来信来访, 2.开展领导接访下访, 化解信访积案]"})
    assert problem.message == "这一项前面的“2.”不用写"
    assert told(TEXT, changes={TASKS: "[办理群众来信来访, 2.5万件来信办结, 3项制度落实]"}) == []


def test_a_cause_that_only_repeats_its_problem_is_told_once() -> None:
    short = told(TEXT, changes={"原因: 前期准备不足": "原因: 个别项目进度偏慢"})
    assert [problem.kind for problem in short] == ["问题和原因相同"]
