"""A narrative is read in a closed subset of Markdown: what it holds, and that everything else is an error at its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import markdown as markdown_reader
from pipeline.document.tree import (
    ROLES,
    Expression,
    Heading,
    Inline,
    Item,
    Link,
    List,
    Macro,
    PageBreak,
    Paragraph,
    Row,
    Statement,
    Table,
    Text,
)
from pipeline.problems import Problem, Stop
from tests.document.printed import narrative_complaints, print_narrative


def blocks(text: str) -> list[Any]:
    return list(markdown_reader.read(text, "report.md").blocks)


def only(text: str) -> Any:  # noqa: ANN401 - whatever block the text is
    found = blocks(text)
    assert len(found) == 1, found
    return found[0]


def plain(content: tuple[Inline, ...]) -> str:
    """Return a paragraph's content with bold, links and tags written out."""
    words = []
    for node in content:
        if isinstance(node, Text):
            words.append(f"*{node.text}*" if node.bold else node.text)
        elif isinstance(node, Link):
            words.append(f"[{plain(node.content)}→{plain(node.target)}]")
        elif isinstance(node, Expression):
            words.append(f"*{{{node.source}}}*" if node.bold else f"{{{node.source}}}")
        elif isinstance(node, Statement):
            words.append(f"<{node.source}>")
    return "".join(words)


def in_cells(table: Table) -> list[Any]:
    """Return a table's rows as lists of texts, statements as they are written."""
    return [
        [plain(block.content) for cell in row.cells for block in cell.blocks]  # type: ignore[union-attr]
        if isinstance(row, Row)
        else row.source  # type: ignore[union-attr]
        for row in table.rows
    ]


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


def test_a_macro_in_one_line_is_a_macro() -> None:
    found = only("{% macro 句(甲) %}有{{ 甲 }}{% endmacro %}")
    assert isinstance(found, Macro)
    assert (found.opening.source, plain(found.content)) == ("macro 句(甲)", "有{甲}<endmacro>")


def test_each_tag_knows_its_line_and_column() -> None:
    first, second = blocks("甲{{ 名 }}\n\n## 乙 {{ 数 }}")
    assert [(node.place.line, node.place.column, node.place.text) for block in (first, second) for node in block.content[1:]] == [
        (1, 2, "甲{{ 名 }}"),
        (3, 6, "## 乙 {{ 数 }}"),
    ]


REFUSED = [
    ("<b>粗</b>", "不支持 HTML 标记"),
    ("</div>", "不支持 HTML 标记"),
    ("<!-- 注 -->", "不支持 HTML 标记"),
    ("<?php echo 1 ?>", "不支持 HTML 标记"),
    ("<https://a.cn>", "不支持 HTML 标记"),
    ("&nbsp;", "不支持 HTML 实体"),
    ("&#12345;", "不支持 HTML 实体"),
    ("![图](a.png)", "不支持图片"),
    ("`a`", "不支持行内代码（`）"),
    ("```python", "不支持代码块"),
    ("~~~", "不支持代码块"),
    ("    甲", "行首不能缩进四格或用制表符"),
    ("\t甲", "行首不能缩进四格或用制表符"),
    ("> 甲", "不支持引用（>）"),
    ("##### 甲", "标题最多四级"),
    ("###### 甲", "标题最多四级"),
    ("#甲", "# 后要空一格"),
    (" # 甲", "标题要顶格写"),
    ("#", "标题没有内容"),
    ("====", "标题请用 # 开头的写法"),
    ("***", "另起一页请写 ---"),
    ("_ _ _", "另起一页请写 ---"),
    ("----", "另起一页请写 ---"),
    ("[甲]: http://a.cn", "不支持引用式链接"),
    ("[甲][乙]", "不支持引用式链接"),
    ("甲[^1]", "不支持脚注"),
    ("~~甲~~", "不支持删除线"),
    ("_甲_", "不支持斜体，请用 **加粗**"),
    ("*甲*", "不支持斜体，请用 **加粗**"),
    ("***甲***", "不支持斜体，请用 **加粗**"),
    ("1. - 甲", "列表里不能再有列表"),
    ("  - 甲", "列表项要顶格写，列表里不能再有列表"),
    ("- # 甲", "不支持这种写法"),
    ("[甲](javascript:alert(1))", "链接地址应以 http:// 或 https:// 开头：javascript:alert(1)"),
    ("[甲](/乙)", "链接地址应以 http:// 或 https:// 开头：/乙"),
    ("[甲]()", "链接写作 [文字](地址)，地址里不能有空格和语句"),
    ("[](http://a.cn)", "链接写作 [文字](地址)，地址里不能有空格和语句"),
    ('[甲](http://a.cn "说明")', "链接写作 [文字](地址)，地址里不能有空格和语句"),
    ("[甲](http://a.cn/{% if 乙 %}b{% endif %})", "链接写作 [文字](地址)，地址里不能有空格和语句"),
    ("甲 {: .署名}", "段落的类别要单独写一行，如 {: .署名}"),
    ("{: #甲}", "段落的类别要单独写一行，如 {: .署名}"),
    ("{: .署名}", "段落的类别要紧跟在段落下一行"),
    ("| 甲 | 乙 |", "表格的第二行应是 |---|---|"),
    ("|---|", "表格的第二行应是 |---|---|"),
    ("{{ 名", "标记“{{”没有成对"),
    ("名 }}", "标记“}}”没有成对"),
    ("{{ }}", "标记里没有内容"),
    ("{% %}", "标记里没有内容"),
    ("{# 甲", "标记“{#”没有成对"),
    ("{% raw %}", "不支持语句“raw”"),
    ("{% include 'a' %}", "不支持语句“include”"),
    ("{% autoescape false %}", "不支持语句“autoescape”"),
    ("{% set 甲 %}", "不支持语句“set”"),
    ("{%+ if 甲 %}", "不支持语句“+”"),
    ("{% macro 句() %}", "宏（macro）要写在一行里，以 endmacro 结束"),
    ("{% macro 句() %}**甲**{% endmacro %}", "宏（macro）里不能有链接和加粗"),
    ("{% macro 句() %}[甲](http://a.cn){% endmacro %}", "宏（macro）里不能有链接和加粗"),
    ("\ue000甲\ue0011\ue003", "含有不能用的字符（U+E000）"),
    ("甲\x02", "含有不能用的字符（U+0002）"),
    ("甲\u2028乙", "含有不能用的字符（U+2028）"),
    ("甲\x0c乙", "含有不能用的字符（U+000C）"),
    ("甲\ufdd0", "含有不能用的字符（U+FDD0）"),
]


@pytest.mark.parametrize(("line", "message"), REFUSED)
def test_whatever_is_no_part_of_the_subset_is_refused_at_its_line(line: str, message: str) -> None:
    found = narrative_complaints(f"# 甲\n\n乙\n\n{line}\n\n丙")
    assert len(found) == 1, found
    place, _, said = found[0].partition(": ")
    assert said == message
    assert place.startswith("report.md:5")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("甲\n- 乙", "report.md:2: 列表前面要空一行"),
        ("甲\n1. 乙", "report.md:2: 列表前面要空一行"),
        ("- 甲\n1. 乙", "report.md:2: 编号的和不编号的列表之间要隔一段文字"),
        ("1. 甲\n\n\n- 乙", "report.md:4: 编号的和不编号的列表之间要隔一段文字"),
        ("甲\n| 一 |\n|---|", "report.md:2: 表格前面要空一行"),
        ("| 一 |\n|---|\n| 1 |\n甲", "report.md:4: 表格后面要空一行"),
        ("| 一 |\n|---|\n| 1 |\n# 甲", "report.md:4: 表格后面要空一行"),
        ("| 一 | 二 |\n| 1 | 2 |", "report.md:2: 表格的第二行应是 |---|---|"),
        ("| 一 |\n\n|---|", "report.md:1: 表格的第二行应是 |---|---|"),
        ("| 一 |\n|---|\n|---|", "report.md:3: 表格的第二行应是 |---|---|"),
        ("| 一 |\n{% for 项 in 各项 %}\n|---|\n{% endfor %}", "report.md:2: 表格的第二行应是 |---|---|"),
        ("| 一 | 二 |\n|---|", "report.md:2: 这一行有 1 格，表头有 2 格"),
        ("| 一 | 二 |\n|--|--|\n| 1 | 2 | 3 |", "report.md:3: 这一行有 3 格，表头有 2 格"),
        ("| 一 | 二 |\n|--|--|\n| 1 |", "report.md:3: 这一行有 1 格，表头有 2 格"),
        ("甲\n{: .怪}", "report.md:2: 没有“怪”这种段落"),
        ("# 甲\n{: .署名}", "report.md:2: 段落的类别要紧跟在段落下一行"),
        ("- 甲\n{: .署名}", "report.md:2: 段落的类别要紧跟在段落下一行"),
        ("甲\n\n{: .署名}", "report.md:3: 段落的类别要紧跟在段落下一行"),
        ("甲\n{: .题注}\n\n乙", "report.md:2: 题注下面应是表格"),
        ("甲\n{: .题注}", "report.md:2: 题注下面应是表格"),
        ("- 甲\n    - 乙", "report.md:2: 行首不能缩进四格或用制表符"),
        ("{% macro 句() %}\n甲\n{% endmacro %}", "report.md:1: 宏（macro）要写在一行里，以 endmacro 结束"),
        ("甲\n{{ 名\n}}", "report.md:2:1: 标记“{{”没有成对"),
    ],
)
def test_what_would_be_read_as_something_else_is_refused(text: str, complaint: str) -> None:
    assert narrative_complaints(text)[0] == complaint


def test_all_faults_are_told_at_once_in_the_order_of_lines() -> None:
    found = narrative_complaints("*甲*\n\n<b>\n\n- - 乙\n\n{{ 丙\n\n![](丁)")
    assert [complaint.split(":")[1] for complaint in found] == ["1", "3", "5", "7", "9"]


def test_hints_name_what_is_possible() -> None:
    with pytest.raises(Stop) as stop:
        markdown_reader.read("甲\n{: .签名}", "report.md")
    assert stop.value.problems[0].hint == "可用：抬头、附件、署名、日期、题注、居中、居右"


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


@settings(max_examples=200)
@given(
    lines=st.lists(
        st.sampled_from(["w{}", "- w{}", "1. w{}", "# w{}", "| w{} | w{} |", "|---|--|", "**w{}** w{}", "", "[w{}](http://a.cn)"])
    )
)
def test_no_word_of_a_narrative_that_is_read_is_lost_in_either_output(lines: list[str]) -> None:
    numbers = iter(range(1000, 2000))
    text = "\n".join(line.format(next(numbers), next(numbers)) for line in lines)
    if problems_of(text):
        return
    printed = print_narrative(text)
    for said in (printed.word_lines(), ["".join(map(str, printed.page.itertext()))]):
        shown = "".join(said)
        assert all(word[:4] in shown for word in words_of(text))
