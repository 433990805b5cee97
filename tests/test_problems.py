"""How a problem is printed: the place, the sentence, the source line and a caret under the very character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.problems import MAX_LINE, Kind, Place, Problem, Severity, Stop, display_width, error, excerpt, has_errors, nearest

DESIGNED = """\
data/xinfang/2020.yaml:88:16: 错误 三公经费.实际支出数：应填数字（单位：万元），现为“8.06万元”
    实际支出数: 8.06万元
                ^ 只填数字 8.06，单位已在表中"""


def test_a_problem_is_printed_as_the_design_shows_it() -> None:
    place = Place("data/xinfang/2020.yaml", 88, 16, "        实际支出数: 8.06万元")
    message = "应填数字（单位：万元），现为“8.06万元”"
    assert str(error(Kind.VALUE, message, place, "三公经费.实际支出数", "只填数字 8.06，单位已在表中")) == DESIGNED


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("名称: x", 5, "    名称: x\n          ^ 改"),  # 名称: and the space are six columns wide
        ("a: x", 4, "    a: x\n       ^ 改"),
        ("    金额：9", 7, "    金额：9\n        ^ 改"),
        ("x: ＡＢ！错", 6, "    x: ＡＢ！错\n           ^ 改"),
        ("　　金额: 9", 1, "    金额: 9\n    ^ 改"),
        ("名称: e\u0301x", 7, "    名称: e\u0301x\n           ^ 改"),  # an accent takes no column of its own
        ("a:\tb: c", 4, "    a: b: c\n       ^ 改"),  # the tab is shown as one space
        ("名称: a", 9, "    名称: a\n           ^ 改"),  # beyond the end
    ],
)
def test_the_caret_stands_under_the_column(text: str, column: int, shown: str) -> None:
    assert str(error(Kind.VALUE, "错了", Place("f.yaml", 1, column, text), hint="改")) == f"f.yaml:1:{column}: 错误 错了\n{shown}"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("a.yaml"), "a.yaml: 提示 错了\n    改"),
        (Place("a.yaml", 3), "a.yaml:3: 提示 错了\n    改"),
        (Place("a.yaml", 3, 0, "  名称: 甲"), "a.yaml:3: 提示 错了\n    名称: 甲\n    改"),
        (Place("table.docx", spot="第2个表格第3行第1格"), "table.docx 第2个表格第3行第1格: 提示 错了\n    改"),
    ],
)
def test_without_a_column_the_hint_stands_below(place: Place, shown: str) -> None:
    assert str(Problem(Severity.NOTE, Kind.VALUE, "错了", place, hint="改")) == shown


def test_without_a_hint_the_caret_ends_the_line() -> None:
    assert str(error(Kind.VALUE, "错了", Place("a.yaml", 1, 1, "名称"))).endswith("\n    ^")


def test_a_blank_source_line_is_not_shown() -> None:
    assert str(error(Kind.VALUE, "错了", Place("a.yaml", 1, 1, "   "))) == "a.yaml:1:1: 错误 错了"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "  总目标: " + "一" * 200 + "错" + "二" * 200
    _, source, caret = str(error(Kind.VALUE, "错了", Place("a.yaml", 1, 208, line))).split("\n")
    assert source == "    …" + "一" * 30 + "错" + "二" * 49 + "…"
    assert display_width(caret) - 1 == display_width("    …" + "一" * 30)


def test_a_line_that_fits_is_shown_whole() -> None:
    line = "网址: " + "a" * (MAX_LINE - 4)
    assert "".join(excerpt(line, 5)) == line


def test_control_characters_reach_no_terminal() -> None:
    printed = str(error(Kind.VALUE, "现为“\x1b[31m8\n9\u2028\x9b\ufdd0”", Place("a.yaml", 1, 4, "a: \x1b[31m"), hint="改\x07"))
    assert printed == "a.yaml:1:4: 错误 现为“�[31m8 9 ��”\n    a: �[31m\n       ^ 改�"


@given(st.text(max_size=60), st.text(max_size=150), st.integers(0, 200), st.text(max_size=20))
def test_a_problem_never_takes_more_than_three_lines(message: str, text: str, column: int, hint: str) -> None:
    assert len(str(error(Kind.VALUE, message, Place("a.yaml", 1, column, text), hint=hint)).splitlines()) <= 3


@given(st.text(alphabet="名称: 预算（）ab12，", max_size=300), st.integers(1, 300))
def test_the_excerpt_around_a_column_joins_to_a_part_of_the_line(text: str, column: int) -> None:
    before, after = excerpt(text, column)
    assert (before.removeprefix("…") + after.removesuffix("…")) in text
    if column <= len(text.rstrip()) and text[column - 1].strip():
        assert after[0] == text[column - 1]


@pytest.mark.parametrize(("text", "width"), [("", 0), ("abc", 3), ("预算", 4), ("，：", 4), ("a预", 3), ("e\u0301", 1), ("a\u200bb", 2)])
def test_chinese_and_full_width_signs_take_two_columns(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("name", "known", "hint"),
    [
        ("预算按排数", ["预算安排数", "实际支出数"], "是否想写“预算安排数”？"),
        ("实际支出", ["预算安排数", "实际支出数"], "是否想写“实际支出数”？"),
        ("xyz", ["预算安排数", "实际支出数"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_known_name_is_suggested(name: str, known: list[str], hint: str) -> None:
    assert nearest(name, known) == hint


def test_a_stop_says_all_its_problems() -> None:
    problems = error(Kind.VALUE, "甲", Place("a.yaml")), error(Kind.VALUE, "乙", Place("b.yaml"))
    assert str(Stop(*problems)) == "a.yaml: 错误 甲\nb.yaml: 错误 乙"
    assert Stop(*problems).problems == problems


def test_only_an_error_stops_the_build() -> None:
    warning, mistake = Problem(Severity.WARNING, Kind.VALUE, "甲", Place("a")), error(Kind.VALUE, "乙", Place("a"))
    assert not has_errors([warning, Problem(Severity.NOTE, Kind.VALUE, "丙", Place("a"))])
    assert has_errors([warning, mistake])
