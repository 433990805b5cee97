"""How problems are printed: many of one kind together, a line each, so that a clerk sees the whole; a few with their source lines."""

from __future__ import annotations

import pytest

from pipeline.commands.findings import MANY, MANY_ROWS, VERY_MANY, advise, counted, show
from pipeline.problems import Answered, Kind, Place, Problem, Severity, error
from pipeline.workspace import UnitYear

REQUIRED = "必填，现为空白"


def blank(line: int, hint: str = "请填写") -> Problem:
    return error(Kind.REQUIRED, REQUIRED, Place("2020.yaml", line, 3, f"  第{line}项:"), f"组.第{line}项", hint)


def shown(problems: list[Problem], capsys: pytest.CaptureFixture[str]) -> list[str]:
    show(problems)
    return capsys.readouterr().out.splitlines()


def test_a_few_problems_are_shown_with_their_source_lines(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [blank(line) for line in range(1, MANY)]
    problems[1:1] = [error(Kind.VALUE, "别的", Place("2020.yaml", 1))]
    assert shown(problems, capsys) == "\n".join(map(str, problems)).splitlines()


def test_many_of_one_kind_take_a_line_each_below_what_they_have_in_common(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown([blank(line, "全部完成填 无" if line == 3 else "请填写") for line in range(1, MANY + 1)], capsys) == [
        "错误 必填，现为空白：5 处（请填写）",
        "  2020.yaml:1:3: 组.第1项",
        "  2020.yaml:2:3: 组.第2项",
        "  2020.yaml:3:3: 组.第3项（全部完成填 无）",
        "  2020.yaml:4:3: 组.第4项",
        "  2020.yaml:5:3: 组.第5项",
    ]


def test_many_different_sentences_of_one_kind_are_each_kept(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [error(Kind.VALUE, f"现为“{number}元”", Place("a.yaml", number), "", f"只填数字 {number}") for number in range(1, MANY + 1)]
    assert shown(problems, capsys)[:2] == ["错误 填的内容不是这一项该填的：5 处", "  a.yaml:1: 现为“1元”（只填数字 1）"]


def test_severities_stay_apart_and_single_problems_stand_last_next_to_the_count(capsys: pytest.CaptureFixture[str]) -> None:
    single = Problem(Severity.WARNING, Kind.REQUIRED, "只有一处", Place("a.yaml", 1))
    lines = shown([single, *(blank(line) for line in range(1, MANY + 1))], capsys)
    assert lines[0] == "错误 必填，现为空白：5 处（请填写）"
    assert lines[-1] == "a.yaml:1: 警告 只有一处"


def test_what_no_terminal_should_obey_is_cleaned_from_a_list_too(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [error(Kind.VALUE, f"现为“\x1b[2J{number}\n”", Place("a.yaml", number)) for number in range(MANY)]
    assert all("\x1b" not in line for line in shown(problems, capsys))
    assert len(shown(problems, capsys)) == MANY + 1


def warning(kind: str, path: str, line: int, message: str = "不对", hint: str = "请核对") -> Problem:
    return Problem(Severity.WARNING, kind, message, Place("a.yaml", line, 3, "  原文: 1"), path, hint)


def test_what_else_is_wrong_at_one_place_takes_a_line_without_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown([warning("甲", "组.数", 1), warning("乙", "组.数", 1, "也不对"), warning("丙", "组.数", 2)], capsys) == [
        "a.yaml:1:3: 警告 组.数：不对",
        "    原文: 1",
        "    ^ 请核对",
        "    同一处还有警告 也不对（请核对）",
        "a.yaml:2:3: 警告 组.数：不对",
        "    原文: 1",
        "    ^ 请核对",
    ]


def test_very_many_are_told_by_chapter_with_the_errors_first_and_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    one = [warning("甲", f"第一组.数{line}", line) for line in range(1, VERY_MANY)]
    two = [warning("乙", "第二组.数", 40, "大了"), error(Kind.VALUE, "应填数字", Place("a.yaml", 41, 3), "第二组.别的", "只填数字")]
    alone = [error(Kind.TAB, "缩进用了制表符", Place("a.yaml", 50, 1))]
    lines = shown([*one, *two, *alone], capsys)
    assert lines[:2] == [f"── 第一组：{len(one)} 个警告", f"警告 不对：{len(one)} 处（请核对）"]
    assert lines[len(one) + 2 :] == [
        "── 第二组：1 个错误，1 个警告",
        "a.yaml:41:3: 错误 第二组.别的：应填数字（只填数字）",
        "a.yaml:40:3: 警告 第二组.数：大了（请核对）",
        "── 文件的写法和其他：1 个错误",
        "a.yaml:50:1: 错误 缩进用了制表符",
    ]


def test_one_kind_over_many_rows_is_told_once_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*range(1, MANY_ROWS), 12, 13, 15]
    problems = [warning("执行率低", f"部门.明细[{row}].支出数", row, f"第{row}个低") for row in rows]
    assert shown(problems, capsys) == [
        f"警告 执行率低：{len(rows)} 处（请核对）",
        "  a.yaml:1:3: 部门.明细.支出数 第 1—9、12—13、15 行，如 第1个低",
    ]


def test_answered_findings_are_counted_apart() -> None:
    problem = warning("甲", "数", 1)
    assert counted([problem]) == "0 个错误，1 个警告"
    assert counted([], [Answered(problem, "属实", Place("a.yaml", 9))]) == "0 个错误；另有 1 个已核实说明"


@pytest.mark.parametrize(
    ("problems", "told"),
    [
        ([warning("甲", "数", 1)], True),
        ([warning("甲", "数", 1), error(Kind.VALUE, "错", Place("a.yaml", 2))], False),
        ([warning(Kind.LEAK, "数", 1)], False),
        ([], False),
    ],
)
def test_how_to_answer_is_told_when_there_is_something_to_answer(
    problems: list[Problem], capsys: pytest.CaptureFixture[str], *, told: bool
) -> None:
    advise(problems, UnitYear("jia", "2020"))
    assert ("make answer UNIT=jia YEAR=2020" in capsys.readouterr().out) is told


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([(Severity.WARNING, False)], "经核对属实的警告，可以写明原因"),
        ([(Severity.ERROR, True)], "经核对属实的错误，可以写明原因"),
        ([(Severity.ERROR, True), (Severity.WARNING, False)], "经核对属实的错误和警告，可以写明原因"),
        ([(Severity.ERROR, False), (Severity.WARNING, False)], ""),
        ([(Severity.NOTE, False)], ""),
    ],
)
def test_what_a_reason_can_answer_is_told_if_nothing_has_to_be_corrected_first(
    capsys: pytest.CaptureFixture[str], severities: list[tuple[Severity, bool]], said: str
) -> None:
    place = Place("2020.yaml", 1)
    advise(
        [Problem(severity, "试", "说", place, answerable=answerable) for severity, answerable in severities], UnitYear("xinfang", "2020")
    )
    assert capsys.readouterr().out.partition("，写了")[0] == said
