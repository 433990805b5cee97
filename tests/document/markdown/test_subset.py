"""Whatever is no part of a narrative's Markdown, or would be read as something else than it looks like, is an error at its line."""

from __future__ import annotations

import pytest

from pipeline.document.markdown import reader as markdown_reader
from pipeline.problems import Stop
from tests.document.printed import narrative_complaints

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
    ("| {% for 项 in 各项 %} |\n|---|\n| 甲 |\n| {% endfor %} |", "表格第一行是表头，不能只有语句"),
    ("| {% for 项 in 各项 %} | |\n|---|---|\n| 甲 | 乙 |\n| {% endfor %} | |", "表格第一行是表头，不能只有语句"),
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
    ("{% macro 句() %}", "宏（macro）要以 endmacro 结束，中间不能空行"),
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
        ("甲\n{: .怪}", "report.md:2: 没有“怪”这种段落或图"),
        ("# 甲\n{: .署名}", "report.md:2: 段落的类别要紧跟在段落下一行"),
        ("- 甲\n{: .署名}", "report.md:2: 段落的类别要紧跟在段落下一行"),
        ("甲\n\n{: .署名}", "report.md:3: 段落的类别要紧跟在段落下一行"),
        ("甲\n{: .题注}\n\n乙", "report.md:2: 题注下面应是表格"),
        ("甲\n{: .题注}", "report.md:2: 题注下面应是表格"),
        ("- 甲\n    - 乙", "report.md:2: 行首不能缩进四格或用制表符"),
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
    assert stop.value.problems[0].hint == "段落可用：抬头、附件、署名、日期、题注、居中、居右；图可用：横条、对比、构成、趋势、得分"


@pytest.mark.parametrize("mark", ["[", "_a_ ", "\\", "**a ", "[a](b) ", "`a ", "[a](", "{{", "{#", "{%{{"])
def test_a_line_of_endless_marks_is_refused_before_it_is_read(mark: str) -> None:
    with pytest.raises(Stop) as stop:
        markdown_reader.read("甲\n\n乙" + mark * 4_000, "report.md")
    assert [(problem.place.file, problem.place.line) for problem in stop.value.problems] == [("report.md", 3)]


def test_tags_with_spaces_between_them_are_read_at_once() -> None:
    with pytest.raises(Stop):
        markdown_reader.read("{% if 甲 %}   " * 60 + "乙", "report.md")


def test_a_narrative_of_endless_lines_is_refused() -> None:
    with pytest.raises(Stop, match="行数太多"):
        markdown_reader.read("甲\n\n" * 10_000, "report.md")
