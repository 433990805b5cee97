"""Charts in narratives: how they are written, and what is refused, by line."""

from __future__ import annotations

import pytest

from pipeline.document.tree import Chart
from tests.document.markdown.trees import in_cells, only, plain
from tests.document.printed import narrative_complaints

CAPTION = "经费（单位：万元）\n{: .题注}\n\n"
HEAD = "| 经费 | 预算数 | 决算数 |\n|---|--:|--:|\n"
ROW = "| 三公经费 | {{ 甲 }} | {{ 乙 }} |\n"


def chart(rows: str = ROW, *, caption: str = CAPTION, head: str = HEAD, kind: str = "对比") -> str:
    return f"{caption}{head}{rows}{{: .{kind}}}\n"


def test_a_line_below_a_table_makes_a_chart_of_it() -> None:
    found = only(chart(f"{ROW}{{% for 项 in 项目 %}}\n| {{{{ 项.名 }}}}项 | {{{{ 项.甲 }}}} | {{{{ 项.乙 }}}} |\n{{% endfor %}}\n"))
    assert isinstance(found, Chart)
    assert (found.kind, plain(found.table.caption)) == ("对比", "经费（单位：万元）")
    assert in_cells(found.table) == [
        ["经费", "预算数", "决算数"],
        ["三公经费", "{甲}", "{乙}"],
        "for 项 in 项目",
        ["{项.名}项", "{项.甲}", "{项.乙}"],
        "endfor",
    ]


def test_only_the_table_that_the_line_stands_below_is_a_chart() -> None:
    assert narrative_complaints(f"| 甲 |\n|---|\n| **乙** |\n\n{chart()}") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (chart(caption=""), "report.md:1: 图要有题注"),
        (chart(caption="经费\n\n"), "report.md:3: 图要有题注"),
        (chart(caption="经费{% if 甲 %}表{% endif %}\n{: .题注}\n\n"), "report.md:1: 图的题注里不能有语句，只写文字和 {{ }}"),
        (chart(kind="横条"), "report.md:4: “横条”图在名称后面要有 1 列数，这里有 2 列"),
        (chart("| 甲 |{{ 1 }}|{{ 1 }}|{{ 1 }}|{{ 1 }}|{{ 1 }}|\n", head="| 年 |1|2|3|4|5|\n|-|-|-|-|-|-|\n", kind="趋势"),
         "report.md:4: “趋势”图在名称后面要有 1 到 4 列数，这里有 5 列"),
        (chart(head="| 经费 | 预算数 | |\n|---|--:|--:|\n"), "report.md:4: 图的每一列数都要有名称"),
        (chart(head="| {% if 甲 %}经费{% endif %} | 预算数 | 决算数 |\n|-|-|-|\n"), "report.md:4: 图的表头里不能有语句，只写文字和 {{ }}"),
        (chart(head="| 经费 | 预{% if 甲 %}算{% endif %} | 决算数 |\n|-|-|-|\n"), "report.md:4: 图的表头里不能有语句，只写文字和 {{ }}"),
        (chart("{% if 甲 %}\n{% endif %}\n"), "report.md:4: 图里没有一行"),
        (chart("| 三公经费 | 约{{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里名称后面的每一格只写一个 {{ }}，不写别的"),
        (chart("| 三公经费 | 8.06 | {{ 乙 }} |\n"), "report.md:6: 图里名称后面的每一格只写一个 {{ }}，不写别的"),
        (chart("| 三公经费 | {{ 甲 }}{{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里名称后面的每一格只写一个 {{ }}，不写别的"),
        (chart("| 三公经费 | {% if 甲 %} | {{ 乙 }} |\n"), "report.md:6: 图里名称后面的每一格只写一个 {{ }}，不写别的"),
        (chart("| | {{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里一行没有名称"),
        (chart("| {% if 甲 %}三公{% endif %} | {{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里一行的名称里不能有语句，只写文字和 {{ }}"),
        (chart("| {{ 名 | 合并 }} | {{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里不能用 合并"),
        (chart("| 三公 | {{ 甲 | 合并 }} | {{ 乙 }} |\n"), "report.md:6: 图里不能用 合并"),
        (chart("| **三公** | {{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里不能加粗"),
        (chart("| [三公](https://example.com) | {{ 甲 }} | {{ 乙 }} |\n"), "report.md:6: 图里不能有链接"),
        ("经费\n{: .对比}", "report.md:2: 图的类别要紧跟在表格下一行"),
        (chart(kind="饼图"), "report.md:7: 没有“饼图”这种段落或图"),
    ],
)  # fmt: skip
def test_what_is_no_chart_is_refused_with_its_line(text: str, complaint: str) -> None:
    assert narrative_complaints(text) == [complaint]


def test_a_column_may_be_printed_on_a_condition() -> None:
    found = only(chart(head="| 经费 | 预算数 | {% if 有 %}决算数{% endif %} |\n|-|-|-|\n"))
    assert [statement and statement.source for statement in found.table.columns] == [None, None, "set _column4_2 = 有"]
