"""A narrative is read in a closed subset of Markdown: what it holds, and that nothing in it is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document.markdown import reader as markdown_reader
from pipeline.document.tree import ROLES, Heading, Item, List, PageBreak, Paragraph, Statement, Table
from pipeline.problems import Problem, Stop
from tests.document.markdown.trees import blocks, in_cells, only, plain
from tests.document.printed import print_narrative


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_headings_have_four_levels(level: int) -> None:
    found = only("#" * level + " 甲{{ 名 }}")
    assert isinstance(found, Heading)
    assert (found.level, plain(found.content)) == (level, "甲{名}")


def test_a_blank_line_divides_paragraphs() -> None:
    assert [plain(block.content) for block in blocks("甲\n\n乙")] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("甲\n乙", "甲乙"),
        ("one\ntwo", "one two"),
        ("甲\nb", "甲b"),
        ("甲\n{{ 名 }}", "甲{名}"),
        ("甲\r\n乙", "甲乙"),
        ("  甲  \n 乙", "甲乙"),
    ],
)
def test_lines_of_a_paragraph_are_joined_as_their_language_wants(text: str, joined: str) -> None:
    assert plain(only(text).content) == joined


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("**甲**乙", "*甲*乙"),
        ("甲**“乙”**丙", "甲*“乙”*丙"),
        ("**{{ 名 }}**", "*{名}*"),
        ("[甲](https://a.cn/?x=1&y=2)", "[甲→https://a.cn/?x=1&y=2]"),
        ("[甲](http://a.cn/{{ 名 }})", "[甲→http://a.cn/{名}]"),
        ("[{{ 名 }}]({{ 址 }})", "[{名}→{址}]"),
        ("[甲](#b)", "[甲→#b]"),
        ("[**甲**](http://a.cn)", "[*甲*→http://a.cn]"),
        ("**[甲](http://a.cn)**", "[*甲*→http://a.cn]"),
        (r"\*甲\* \# \[乙\] \| \_", "*甲* # [乙] | _"),
        ("a < b & c > d, 5 * 3", "a < b & c > d, 5 * 3"),
        ("snake_case_name 1) （一）", "snake_case_name 1) （一）"),
        ("甲{# 备注 #}乙", "甲乙"),
        ("{% if 甲 %}乙{% else %}丙{% endif %}", "<if 甲>乙<else>丙<endif>"),
        ("{{ 各项 | 连接('*_`<>[]') }}", "{各项 | 连接('*_`<>[]')}"),
        ("{{ 甲 ** 2 }}和{{ 乙 ** 2 }}", "{甲 ** 2}和{乙 ** 2}"),
        ("甲 {{- 名 -}} 乙", "甲 {名} 乙"),
    ],
)
def test_what_stands_within_a_paragraph_is_read(text: str, read: str) -> None:
    assert plain(only(text).content) == read


@pytest.mark.parametrize(("mark", "ordered"), [("-", False), ("*", False), ("+", False), ("1.", True), ("12.", True)])
def test_a_list_has_items_and_is_numbered_or_not(mark: str, ordered: bool) -> None:  # noqa: FBT001
    found = only(f"{mark} 甲\n{mark} **乙**\n丙\n\n{mark} 丁")
    assert isinstance(found, List)
    assert found.ordered is ordered
    assert [plain(item.content) for item in found.items if isinstance(item, Item)] == ["甲", "*乙*丙", "丁"]


def test_a_loop_of_items_is_one_list() -> None:
    found = only("{% for 项 in 各项 %}\n1. {{ 项 }}\n{% endfor %}")
    assert [node.source if isinstance(node, Statement) else plain(node.content) for node in found.items] == [
        "for 项 in 各项",
        "{项}",
        "endfor",
    ]


def test_a_loop_with_more_than_items_is_no_list() -> None:
    kinds = [type(block) for block in blocks("{% for 项 in 各项 %}\n甲\n\n- {{ 项 }}\n{% endfor %}")]
    assert kinds == [Statement, Paragraph, List, Statement]


def test_a_table_has_a_head_widths_and_alignment() -> None:
    found = only("| 名 | 数 | 比 |\n|:----|--:|:--:|\n| 甲\\|乙 | {{ 数 | 数目 }} | **9** |")
    assert in_cells(found) == [["名", "数", "比"], ["甲|乙", "{数 | 数目}", "*9*"]]
    assert found.widths == (4, 2, 2)
    assert [row.header for row in found.rows] == [True, False]
    assert [cell.align for cell in found.rows[1].cells] == ["left", "right", "center"]


def test_two_tables_keep_their_own_widths() -> None:
    assert [table.widths for table in blocks("| 一 |\n|-|\n| 1 |\n\n| 一 | 二 |\n|---|-|\n| 1 | 2 |")] == [(1,), (3, 1)]


def test_a_row_loop_stands_among_the_rows() -> None:
    found = only("| 名 |\n|---|\n{% for 项 in 各项 %}\n{% if 项.名 %}\n| {{ 项.名 }} |\n{% endif %}\n{% endfor %}\n| 合计 |")
    assert in_cells(found) == [["名"], "for 项 in 各项", "if 项.名", ["{项.名}"], "endif", "endfor", ["合计"]]


def test_the_end_of_a_condition_around_a_table_is_no_row() -> None:
    first, second, third = blocks("{% if 有 %}\n| 名 |\n|---|\n| 甲 |\n{% endif %}")
    assert (first.source, in_cells(second), third.source) == ("if 有", [["名"], ["甲"]], "endif")


def test_three_dashes_are_a_page_break_also_below_a_paragraph() -> None:
    assert [type(block) for block in blocks("甲\n---\n乙")] == [Paragraph, PageBreak, Paragraph]


@pytest.mark.parametrize("role", [role for role in ROLES if role != "题注"])
def test_a_paragraph_can_have_a_role(role: str) -> None:
    assert only(f"甲\n{{: .{role}}}").role == role


def test_a_caption_is_given_to_its_table() -> None:
    found = only("表1 {{ 名 }}\n{: .题注}\n\n| 名 |\n|---|\n| 甲 |")
    assert isinstance(found, Table)
    assert plain(found.caption) == "表1 {名}"


# Pieces that make lines of the subset and of what is not in it, so that chance meets both.
PIECES = (
    "甲 乙 a 1 # ## ##### - * + 1. 2. | || |- |-- |---| :-: --- === ** * __ _ ~~ ` ``` > < </ <b> <!-- <? & &amp; [ ] ( ) [甲](http://a.cn) ![ [^1] "
    "]: ][ \\ \\| \\* {{ }} {% %} {# #} {{名}} {%if甲%} {%endif%} {:.署名} {:.题注} http:// \x02 \x03 \x0b \x1c \u2028 \ue000 \ue001 \ue003 \ue0000\ue003 \ufeff"
)
TAGS = ["{% for 项 in 各项 %}", "{% endfor %}", "{% if 甲 %}", "{% endif %}", "{{ 名 }}", "{# 注 #}", "{% macro 句() %}甲{% endmacro %}"]
LINES = [
    "| 甲 | 乙 |",
    "|---|--|",
    "| 甲 |",
    "|--|",
    "- 甲",
    "1. 甲",
    "  - 甲",
    "    甲",
    "# 甲",
    "---",
    "甲",
    "{: .题注}",
    "{: .署名}",
    "",
    *TAGS,
]
ANY_LINE = st.lists(st.sampled_from([*PIECES.split(" "), " ", "    ", *TAGS]), max_size=6).map("".join) | st.sampled_from(LINES)
ANY_TEXT = st.lists(ANY_LINE, max_size=10).map("\n".join) | st.text(max_size=80)


@settings(max_examples=600)
@given(text=ANY_TEXT)
def test_any_text_is_read_or_refused_at_lines_that_exist(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems_of(text):
        assert 1 <= problem.place.line <= len(lines), problem
        assert problem.place.text == lines[problem.place.line - 1]
        assert 0 <= problem.place.column <= len(problem.place.text)


def problems_of(text: str) -> tuple[Problem, ...]:
    """Return why a text is refused; nothing if it is read."""
    try:
        markdown_reader.read(text, "report.md")
    except Stop as stop:
        return stop.problems
    return ()


def words_of(text: str) -> Iterator[str]:
    """Yield the words that a reader of the finished document must see."""
    yield from (word for word in text.split("w")[1:])


BLOCKS = ("w{}", "w{}\nw{}", "- w{}", "- w{}\n- w{}", "1. w{}\n2. w{}", "# w{}", "## w{}", "| w{} | w{} |\n|---|--|\n| w{} | w{} |",
          "**w{}** w{}", "[w{}](http://a.cn)", "- **w{}**w{}")  # fmt: skip


@settings(max_examples=200)
@given(blocks=st.lists(st.sampled_from(BLOCKS)))
def test_no_word_of_a_narrative_is_lost_in_either_output(blocks: list[str]) -> None:
    numbers = iter(range(1000, 9999))
    text = "\n\n隔\n\n".join(block.format(*(next(numbers) for _ in range(4))) for block in blocks)
    assert problems_of(text) == ()
    printed = print_narrative(text)
    for said in (printed.word_lines(), ["".join(map(str, printed.page.itertext()))]):
        shown = "".join(said)
        assert all(word[:4] in shown for word in words_of(text))
