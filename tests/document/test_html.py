"""The page's main part: escaped in text and attributes, numbered as in Word, with heads that head their cells."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import jinja2
import pytest
from lxml import etree

from pipeline.document import html as html_writer
from pipeline.document.jinja_source import JinjaSource
from pipeline.document.tree import ROLES, Cell, Document, Expression, Paragraph, Row, Table, Text
from pipeline.document.word import narrative
from pipeline.language.expressions import HTML
from pipeline.problems import Place
from tests.document.printed import PAGE_NAMES, WORD_NAMES, page_text, print_narrative

HOSTILE = ["R&D <b>", "]]>", "\"双\" '单'", "{{ 7*7 }}", "{% raw %}", "{# 注 #}", "<script>alert(1)</script>", "&amp;", "a' onclick='x"]


def main(text: str, /, **data: Any) -> str:  # noqa: ANN401 - any value that a template can name
    """Return the page's main part without its name space."""
    xml = etree.tostring(print_narrative(text, **data).page, encoding="unicode")
    return xml.replace(f' xmlns="{PAGE_NAMES[1:-1]}"', "").removeprefix("<main>").removesuffix("</main>")


def elements(text: str, tag: str, /, **data: Any) -> list[etree._Element]:  # noqa: ANN401
    return list(print_narrative(text, **data).page.iter(f"{PAGE_NAMES}{tag}"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_escaped_in_text_and_in_the_attribute(text: str) -> None:
    found = elements("甲{{ 名 }}乙", "data", 名=text)[0]
    assert (found.text, found.get("value"), found.get("data-fact")) == (text, text, "名")
    assert len(elements("甲{{ 名 }}乙", "p", 名=text)[0]) == 1


@pytest.mark.parametrize("text", ["a < b & c > d", "“甲” '乙' \"丙\"", "{ 甲 }", "}", "\\{\\{ 甲", "100%"])
def test_the_templates_own_words_are_escaped(text: str) -> None:
    assert page_text(print_narrative(text).page) == text.replace("\\", "")


def test_a_figure_names_its_fact_and_its_value() -> None:
    assert main("{{ 组.数 }}", 组={"数": Decimal("8.06")}) == '<p><data value="8.06" data-fact="组.数">8.06</data></p>'


def test_a_computed_value_is_plain_text() -> None:
    assert main("{{ (数 + 1) | 数目 }}{{ 名 | 文本 }}", 数=8, 名="<甲>") == "<p>9&lt;甲&gt;</p>"


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("[甲](https://a.cn/?x=1&y=2)", "https://a.cn/?x=1&y=2"),
        ("[甲]({{ 址 }})", "https://b.cn/?q=%22%3Cb%3E%22&r='"),
        ("[甲](https://a.cn/{{ 名 }}/c)", "https://a.cn/R&D%20%22x%22/c"),
        ("[甲](#乙)", "#乙"),
    ],
)
def test_a_links_address_stands_in_one_attribute(link: str, href: str) -> None:
    found = elements(link, "a", 址='https://b.cn/?q="<b>"&r=\'', 名='R&D "x"')[0]
    assert dict(found.items()) == {"href": href}
    assert page_text(found) == "甲"


def test_quotation_marks_in_a_links_fixed_address_end_no_attribute() -> None:
    found = elements('[甲](https://a.cn/?x="y"z)', "a")[0]
    assert dict(found.items()) == {"href": "https://a.cn/?x=%22y%22z"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//a.cn", "data:text/html,x", " https://a.cn", "file:///etc/passwd", ""])
def test_a_value_that_is_no_web_address_is_no_link(address: str) -> None:
    with pytest.raises(ValueError, match="链接地址应以 http:// 或 https:// 开头"):
        print_narrative("[甲]({{ 址 }})", 址=address)


def test_a_missing_name_does_not_print_as_nothing() -> None:
    with pytest.raises(jinja2.UndefinedError):
        print_narrative("{{ 没有 }}")


def test_headings_are_numbered_on_four_levels_and_begin_anew() -> None:
    text = "# 甲\n## 乙\n### 丙\n#### 丁\n#### 戊\n### 己\n## 庚\n### 辛\n# 壬\n## 癸"
    assert main(text) == (
        "<h2>一、甲</h2><h3>（一）乙</h3><h4>1.丙</h4><h5>（1）丁</h5><h5>（2）戊</h5><h4>2.己</h4><h3>（二）庚</h3><h4>1.辛</h4>"
        "<h2>二、壬</h2><h3>（一）癸</h3>"
    )


@pytest.mark.parametrize(("holds", "numbers"), [(True, "一二三"), (False, "一二")])
def test_a_section_left_out_leaves_no_gap(holds: bool, numbers: str) -> None:  # noqa: FBT001
    printed = print_narrative("# 甲\n{% if 有 %}\n# 乙\n{% endif %}\n# 丙", 有=holds)
    assert [line[0] for line in printed.page_lines()] == list(numbers)
    assert printed.page_lines() == printed.word_lines()


def test_the_unit_behind_a_figure_is_a_span_that_the_style_sheet_joins_to_it() -> None:
    figure = '<data value="8" data-fact="数">8</data>'
    assert main("支出{{ 数 }}万元，**比{{ 数 }} 个**多", 数=8) == (
        f'<p>支出{figure}<span class="unit">万元</span>，<strong>比</strong><strong>{figure}</strong>'
        '<span class="unit"><strong> 个</strong></span>多</p>'
    )


def test_a_figure_with_nothing_but_its_unit_may_take_two_lines() -> None:
    assert main("{{ 数 }} 万元", 数=8) == '<p><data value="8" data-fact="数">8</data> 万元</p>'


@pytest.mark.parametrize("text", ["2020年12月31日", "8.06万元", "48名", "3,200 人次", "12月31日", "3万册", "2020年度", "10.44个百分点"])
def test_a_figure_in_a_text_is_whole_whoever_wrote_it(text: str) -> None:
    whole = f'<span class="whole">{text}</span>'
    assert main(f"共{text}。") == f"<p>共{whole}。</p>"
    assert main("共{{ 名 }}。", 名=text) == f'<p>共<data value="{text}" data-fact="名">{whole}</data>。</p>'
    assert main("共{{ 名 | 文本 }}。", 名=text) == f"<p>共{whole}。</p>"


@pytest.mark.parametrize("text", ["第1234567890123个", "https://a.cn/2020/8", "共100%", "R&#39;个"])
def test_nothing_else_is_kept_on_one_line(text: str) -> None:
    assert "<span" not in main("{{ 名 }}", 名=text)


def test_lists_are_the_browsers_to_mark() -> None:
    assert main("- 甲\n- **乙**\n\n丙\n\n1. {{ 数 }}", 数=8) == (
        '<ul><li>甲</li><li><strong>乙</strong></li></ul><p>丙</p><ol><li><data value="8" data-fact="数">8</data></li></ol>'
    )


def test_a_loops_items_are_one_list() -> None:
    assert main("{% for 项 in 各项 %}\n1. {{ 项.号 }}\n{% endfor %}", 各项=[{"号": 1}, {"号": 2}]).count("<ol>") == 1


def test_a_page_break_is_a_rule() -> None:
    assert main("甲\n\n---\n\n乙") == '<p>甲</p><hr class="page-break"/><p>乙</p>'


def test_each_writer_knows_every_role_of_a_paragraph() -> None:
    assert set(html_writer.CLASSES) == set(ROLES)
    assert set(narrative.STYLES) == {"", *ROLES}


@pytest.mark.parametrize(("role", "name"), [item for item in html_writer.CLASSES.items() if item[0] != "题注"])
def test_a_role_is_a_class(role: str, name: str) -> None:
    assert main(f"甲\n{{: .{role}}}") == f'<p class="{name}">甲</p>'


def test_a_signature_and_the_date_below_it_are_one_part_of_the_page() -> None:
    assert main("局\n{: .署名}\n\n日\n{: .日期}\n\n尾") == (
        '<div class="closing"><p class="signature">局</p><p class="sign-date">日</p></div><p>尾</p>'
    )


def test_several_paragraphs_of_data_are_divided_by_breaks() -> None:
    assert main("{{ 各段 }}", 各段=["甲&", "乙"]) == (
        '<p><data value="甲&amp;" data-fact="各段[1]">甲&amp;</data><br/><data value="乙" data-fact="各段[2]">乙</data></p>'
    )


def test_a_macros_text_is_escaped_once() -> None:
    assert page_text(print_narrative("{% macro 句(甲) %}有 & {{ 甲 }}{% endmacro %}\n\n{{ 句(名) }}", 名="<b>").page) == "有 & <b>"


TABLE = "表1\n{: .题注}\n\n| 名 | 数 |\n|---|-:|\n{% for 项 in 各项 %}\n| {{ 项.名 }} | {{ 项.数 }} |\n{% endfor %}\n| 合计 | {{ 数 }} |"
ROWS: dict[str, Any] = {"各项": [{"名": "甲<", "数": 1}], "数": 1}


def test_a_tables_head_heads_its_columns() -> None:
    table = elements(TABLE, "table", **ROWS)[0]
    head = table.findall(f"{PAGE_NAMES}thead//{PAGE_NAMES}th")
    assert [(page_text(cell), cell.get("scope")) for cell in head] == [("名", "col"), ("数", "col")]
    assert not table.findall(f"{PAGE_NAMES}tbody//{PAGE_NAMES}th")
    assert [page_text(cell) for cell in table.iter(f"{PAGE_NAMES}td")] == ["甲<", "1", "合计", "1"]


def test_a_table_has_its_caption_and_a_frame_that_is_named_by_it() -> None:
    table = elements(TABLE, "table", **ROWS)[0]
    caption, frame = table[0], table.getparent()
    assert frame is not None
    assert (caption.tag, page_text(caption), caption.get("class")) == (f"{PAGE_NAMES}caption", "表1", None)
    assert dict(frame.items()) == {"class": "table", "tabindex": "0", "role": "region", "aria-labelledby": caption.get("id")}


def test_a_table_without_a_caption_is_named_by_the_title_where_only_a_screen_reader_sees_it() -> None:
    caption = elements("| 名 |\n|---|\n| 甲 |", "caption")[0]
    assert (page_text(caption), caption.get("class")) == ("标题", "hidden")


def test_columns_are_as_wide_as_their_dashes() -> None:
    assert print_narrative("| 名 | 数 |\n|---|-|\n| 甲 | 1 |").styles == (
        ".table-1 col:nth-child(1){width:75.00%}\n.table-1 col:nth-child(2){width:25.00%}"
    )


COLUMNS = """\
| 名 | {% if 有 %}数{% endif %} | {% if not 有 %}注{% endif %} |
|---|-|--|
{% for 项 in 各项 %}
| {{ 项.名 }} | {{ 项.数 }} | 注 |
{% endfor %}"""


@pytest.mark.parametrize(("there", "rows"), [(True, [["名", "数"], ["甲<", "1"]]), (False, [["名", "注"], ["甲<", "注"]])])
def test_a_column_whose_head_is_conditional_is_printed_on_that_condition(there: bool, rows: list[list[str]]) -> None:  # noqa: FBT001
    assert print_narrative(COLUMNS, 有=there, **ROWS).rows() == rows


def test_columns_that_are_printed_share_the_width_in_both_outputs() -> None:
    found = print_narrative(COLUMNS, 有=True, **ROWS)
    assert found.styles.split("\n")[:2] == [".table-1 col.c1{width:50.00%}", ".table-1 col.c2{width:16.67%}"]
    assert [column.get("class") for column in found.page.iter(f"{PAGE_NAMES}col")] == ["c1", "c2"]
    grid = [int(column.get(f"{WORD_NAMES}w", "")) for column in found.word.iter(f"{WORD_NAMES}gridCol")]
    assert grid == [6633, 2211]
    assert [int(cell.get(f"{WORD_NAMES}w", "")) for cell in found.word.iter(f"{WORD_NAMES}tcW")] == grid * 2


def test_cells_are_aligned_by_class_since_the_page_allows_no_style() -> None:
    found = elements(TABLE, "td", **ROWS)
    assert [cell.get("class") for cell in found] == [None, "right", None, "right"]
    assert not [element for element in print_narrative(TABLE, **ROWS).page.iter() if element.get("style")]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_of_a_paragraph_has_its_class_in_the_page(role: str) -> None:
    source = JinjaSource()
    html_writer.write(Document((Paragraph((Text("甲"),), role),)), source)
    page = etree.fromstring(HTML.from_string(source.text()).render(title="标题"))
    (found,) = [element for element in page.iter() if element.text == "甲"]
    assert found.get("class") == html_writer.CLASSES[role]


def test_spans_are_those_of_the_tree() -> None:
    words = (Paragraph((Text("甲"),)),)
    source = JinjaSource()
    rows = (Row((Cell(words, colspan=2, label=True), Cell(words, rowspan=2))), Row((Cell(words), Cell(words))))
    html_writer.write(Document((Table(rows),)), source)
    table = etree.fromstring(HTML.from_string(source.text()).render(title="标题"))
    assert [(cell.tag, cell.get("colspan"), cell.get("rowspan"), cell.get("scope")) for row in table.iter("tr") for cell in row] == [
        ("th", "2", None, "row"),
        ("td", None, "2", None),
        ("td", None, None, None),
        ("td", None, None, None),
    ]


def test_each_tag_leads_back_to_its_place() -> None:
    places = [Place("report.md", line) for line in (3, 8)]
    source = JinjaSource()
    html_writer.write(Document(tuple(Paragraph((Expression("名", place),)) for place in places)), source)
    lines = [number for number, line in enumerate(source.text().split("\n"), 1) if line.startswith("名 ")]
    assert [source.places[number - 2] for number in lines] == places
