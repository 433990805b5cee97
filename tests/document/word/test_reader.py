"""A Word form is the only source of its table: what the page takes from it, and what it may not hold."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from tests.document.printed import PAGE_NAMES, WORD_NAMES, form_complaints, page_text, print_form, word_text
from tests.word_files import cell, paragraph, row, run, table

WORDS = table(row("名称", "金额"), row("{{ 名 }}", "{{ 额 }}"), widths=(3000, 1000))


def heads(body: str, /, **data: Any) -> list[tuple[str, str | None]]:  # noqa: ANN401
    """Return the page's header cells with what they head."""
    return [(page_text(found), found.get("scope")) for found in print_form(body, **data).page.iter(f"{PAGE_NAMES}th")]


def test_a_changed_cell_changes_both_outputs() -> None:
    assert print_form(WORDS.replace("名称", "项目"), 名="甲", 额=8).rows() == [["项目", "金额"], ["甲", "8"]]


def test_a_moved_row_moves_in_both_outputs() -> None:
    rows = [row("甲", "1"), row("乙", "{{ 名 }}")]
    assert print_form(table(*reversed(rows), widths=(1, 1)), 名="x").rows() == [["乙", "x"], ["甲", "1"]]


def test_columns_have_the_widths_of_the_form() -> None:
    printed = print_form(WORDS, 名="甲", 额=8)
    assert [column.get(f"{WORD_NAMES}w") for column in printed.word.iter(f"{WORD_NAMES}gridCol")] == ["3000", "1000"]
    assert printed.styles == ".table-1 col:nth-child(1){width:75.00%}\n.table-1 col:nth-child(2){width:25.00%}"


def test_a_cell_with_only_fixed_words_heads_its_row() -> None:
    assert heads(table(row("金额", "{{ 额 }}"), widths=(1, 1)), 额=8) == [("金额", "row")]


def test_a_row_with_only_fixed_words_heads_its_columns() -> None:
    assert heads(WORDS, 名="甲", 额=8) == [("名称", "col"), ("金额", "col")]


def test_an_empty_cell_heads_nothing() -> None:
    assert heads(table(row("金额", ""), widths=(1, 1))) == [("金额", "row")]


def test_a_merged_label_heads_its_rows_not_its_column() -> None:
    form = table(row(cell("组", merge="restart"), "甲", "乙"), row(cell(merge="continue"), "{{ 名 }}", "{{ 名 }}"))
    assert heads(form, 名="x") == [("组", "row"), ("甲", "col"), ("乙", "col")]


def test_rows_that_word_repeats_on_each_page_are_the_tables_head() -> None:
    form = table(
        row(cell("项目", merge="restart"), cell("金额", span=2), header=True),
        row(cell(merge="continue"), "预算", "决算", header=True),
        row("{{ 名 }}", "1", "2"),
    )
    printed = print_form(form, 名="甲")
    head = printed.page.find(f".//{PAGE_NAMES}thead")
    assert head is not None
    assert [(page_text(found), found.get("scope")) for found in head.iter(f"{PAGE_NAMES}th")] == [
        ("项目", "col"), ("金额", "col"), ("预算", "col"), ("决算", "col"),
    ]  # fmt: skip
    assert printed.rows() == [["项目", "金额", "金额"], ["项目", "预算", "决算"], ["甲", "1", "2"]]


def test_a_header_row_switched_off_is_none() -> None:
    form = WORDS.replace("<w:tr>", '<w:tr><w:trPr><w:tblHeader w:val="0"/></w:trPr>', 1)
    assert print_form(form, 名="甲", 额=8).page.find(f".//{PAGE_NAMES}thead") is None


@pytest.mark.parametrize(("sides", "classes"), [(("left", "right", "bottom"), "bare top"), (("left", "right"), "top"), ((), "top")])
def test_a_closing_row_without_a_frame_has_none_on_the_page(sides: tuple[str, ...], classes: str) -> None:
    borders = "".join(f'<w:{side} w:val="nil"/>' for side in sides)
    closing = cell("{{ 名 }}", span=3).replace("</w:tcPr>", f"<w:tcBorders>{borders}</w:tcBorders></w:tcPr>")
    found = next(print_form(table(row("甲", "乙", "丙"), row(closing)), 名="章").page.iter(f"{PAGE_NAMES}td"))
    assert found.get("class") == classes


def test_a_row_that_begins_later_leaves_a_gap() -> None:
    short = row("{{ 名 }}", cell("乙", merge="continue").replace("<w:vMerge/>", "")).replace(
        "<w:tr>", '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    )
    printed = print_form(table(row("一", "二", "三"), short), 名="甲")
    cells = list(list(printed.page.iter(f"{PAGE_NAMES}tr"))[1])
    assert [(found.get("class"), page_text(found)) for found in cells] == [("gap", ""), ("top", "甲"), ("left top", "乙")]


@pytest.mark.parametrize(("number", "expected"), [(0, [["头", "头"]]), (2, [["头", "头"], ["甲1", "1"], ["甲2", "2"]])])
def test_a_row_loop_repeats_its_row(number: int, expected: list[list[str]]) -> None:
    form = table(
        row("头", "头"), row("{%tr for 项 in 各项 %}", ""), row("甲{{ 项.号 }}", "{{ 项.号 }}"), row("{%tr endfor %}", ""), widths=(1, 1)
    )
    assert print_form(form, 各项=[{"号": n} for n in range(1, number + 1)]).rows() == expected


@pytest.mark.parametrize(("holds", "expected"), [(True, [["有", "甲"]]), (False, [["没有", "乙"]])])
def test_a_conditional_row_has_an_else(holds: bool, expected: list[list[str]]) -> None:  # noqa: FBT001
    form = table(
        row("{%tr if 有 %}", ""), row("有", "甲"), row("{%tr else %}", ""), row("没有", "乙"), row("{%tr endif %}", ""), widths=(1, 1)
    )
    assert print_form(form, 有=holds).rows() == expected


@pytest.mark.parametrize(("number", "expected"), [(0, [["头", "尾"]]), (2, [["头", "1", "2", "尾"]])])
def test_a_cell_loop_repeats_its_cell(number: int, expected: list[list[str]]) -> None:
    form = table(row("头", "{%tc for 项 in 各项 %}", "{{ 项.号 }}", "{%tc endfor %}", "尾"), widths=(1,) * (number + 2))
    assert print_form(form, 各项=[{"号": n} for n in range(1, number + 1)]).rows() == expected


def test_a_cell_loop_can_begin_its_row() -> None:
    form = table(row("{%tc if 有 %}", "甲", "{%tc endif %}", "尾"), widths=(1,))
    assert print_form(form, 有=False).rows() == [["尾"]]


def test_a_condition_within_a_cell_chooses_its_words() -> None:
    form = table(row("{% if 有 %}有{{ 额 }}{% else %}没有{% endif %}"), widths=(1,))
    assert [print_form(form, 有=holds, 额=8).rows() for holds in (True, False)] == [[["有8"]], [["没有"]]]


@pytest.mark.parametrize(("texts", "expected"), [(["甲", "乙"], "甲|乙"), ([], "")])
def test_a_paragraph_loop_in_a_cell_leaves_a_cell_that_word_can_open(texts: list[str], expected: str) -> None:
    form = table(row("总目标", cell("{%p for 段 in 各段 %}", "{{ 段 }}", "{%p endfor %}")), widths=(1, 1))
    assert print_form(form, 各段=texts).rows() == [["总目标", expected]]


@pytest.mark.parametrize("name", ["cell1", "merge1", "captions", "number_heading", "begin_list", "number_item"])
def test_a_field_prints_its_own_value_whatever_it_is_called(name: str) -> None:
    loop = cell("{%p for 段 in 各段 %}", "{{ 段 }}", "{%p endfor %}")
    repeated = (row(cell(merge="continue"), text) for text in ("{%tr for 段 in 各段 %}", f"{{{{ {name} }}}}", "{%tr endfor %}"))
    form = table(row(cell("组", merge="restart"), loop), *repeated, widths=(1, 1))
    assert print_form(form, 各段=["甲"], **{name: "乙"}).rows() == [["组", "甲"], ["组", "乙"]]


def test_several_texts_in_one_paragraph_are_divided_by_line_breaks() -> None:
    printed = print_form(table(row("{{ 各段 }}"), widths=(1,)), 各段=["甲", "乙"])
    assert word_text(printed.word) == "甲\n乙"
    assert len(list(printed.page.iter(f"{PAGE_NAMES}br"))) == 1


@pytest.mark.parametrize(
    "pieces",
    [["{{ 名 ", "}}"], ["{", "{ 名 }", "}"], ["{{", " ", "名", " ", "}}"], ["{%", " if 名 %}{{ 名", " }}{% en", "dif %}"]],
)
def test_a_tag_split_over_runs_is_whole(pieces: list[str]) -> None:
    assert print_form(table(row(cell(paragraph(*pieces))), widths=(1,)), 名="甲").rows() == [["甲"]]


def test_a_tag_with_a_mark_of_the_spelling_checker_in_it_is_whole() -> None:
    body = paragraph("{{ 名", " }}").replace(
        "</w:r><w:r>", '</w:r><w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="0" w:name="a"/><w:r>'
    )
    assert print_form(body, 名="甲").word_lines() == ["甲"]


@pytest.mark.parametrize("quotes", ["“”", "‘’", '""', "''"])
def test_quotation_marks_that_word_made_curly_are_straight_in_tags(quotes: str) -> None:
    form = table(row(f"“{{% if 名 == {quotes[0]}是{quotes[1]} %}}对{{% endif %}}”"), widths=(1,))
    assert print_form(form, 名="是").rows() == [["“对”"]]


def test_a_comparison_in_a_tag_survives_the_xml() -> None:
    form = paragraph("{% if 额 &lt; 9 and 额 &gt; 7 %}对{% endif %}")
    assert print_form(form, 额=8).page_lines() == ["对"]


def test_a_comment_prints_nothing() -> None:
    assert print_form(paragraph("甲{# 备注 {{ 名 }} #}乙")).page_lines() == ["甲乙"]


def test_bold_and_line_breaks_reach_the_page() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t><w:br/><w:t>{{ 名 }}</w:t></w:r><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>细</w:t></w:r></w:p>"
    page = etree.tostring(print_form(body, 名="甲").page, encoding="unicode")
    assert re.sub(r' xmlns="[^"]+"', "", page) == (
        '<main><p class="left"><strong>粗</strong><br/><strong><data value="甲" data-fact="名">甲</data></strong>细</p></main>'
    )


@pytest.mark.parametrize(
    ("alignment", "role"),
    [("center", "centered"), ("right", "right"), ("end", "right"), ("both", "both"), ("distribute", "both"), ("start", "left")],
)
def test_the_alignment_of_a_paragraph_reaches_the_page(alignment: str, role: str) -> None:
    page = print_form(paragraph("中", properties=f'<w:jc w:val="{alignment}"/>')).page
    assert [found.get("class") for found in page.iter(f"{PAGE_NAMES}p")] == [role]


def test_alignment_reaches_the_page() -> None:
    page = print_form(table(row(cell(paragraph("中", properties='<w:jc w:val="center"/>'))), widths=(1,))).page
    assert [found.get("class") for found in page.iter(f"{PAGE_NAMES}th")] == ["top"]


@pytest.mark.parametrize("style", ["Title", "a3"])
def test_a_paragraph_in_the_style_of_titles_is_the_pages_heading(style: str) -> None:
    styles = f'<w:styles xmlns:w="{WORD_NAMES[1:-1]}"><w:style w:styleId="a3"><w:name w:val="Title"/></w:style></w:styles>'
    printed = print_form(paragraph("标题", properties=f'<w:pStyle w:val="{style}"/>'), styles=styles)
    assert [page_text(found) for found in printed.page.iter(f"{PAGE_NAMES}h1")] == ["标题"]


def test_a_title_style_in_a_cell_loses_nothing() -> None:
    form = table(row(cell(paragraph("标题", properties='<w:pStyle w:val="Title"/>'))), widths=(1,))
    assert print_form(form).rows() == [["标题"]]


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda inside: f"<w:sdt><w:sdtPr/><w:sdtContent>{inside}</w:sdtContent></w:sdt>",
        lambda inside: f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        lambda inside: f'<w:customXml w:element="a">{inside}</w:customXml>',
    ],
)
@pytest.mark.parametrize("level", ["block", "row", "cell", "paragraph", "run"])
def test_a_content_control_is_taken_off_its_content(wrapped: object, level: str) -> None:
    assert callable(wrapped)

    def at(name: str, xml: str) -> str:
        return str(wrapped(xml)) if name == level else xml

    words = at("paragraph", f"<w:p>{at('run', run('{{ 名 }}'))}</w:p>")
    body = at("block", table(at("row", f"<w:tr>{at('cell', cell(words))}</w:tr>"), widths=(1,)))
    printed = print_form(body, 名="甲")
    assert printed.rows() == [["甲"]]
    assert not list(printed.word.iter(f"{WORD_NAMES}sdt"))


def test_a_table_in_a_loop_has_captions_that_can_be_told_apart() -> None:
    body = paragraph("{%p for 项 in 各项 %}") + table(row("{{ 项.名 }}"), widths=(1,)) + paragraph("之后") + paragraph("{%p endfor %}")
    printed = print_form(body, 各项=[{"名": "甲"}, {"名": "乙"}])
    assert [printed.rows(number) for number in (1, 2)] == [[["甲"]], [["乙"]]]
    assert [found.get("id") for found in printed.page.iter(f"{PAGE_NAMES}caption")] == ["caption-1", "caption-2"]


def test_a_page_background_before_the_body_is_passed_over() -> None:
    assert print_form(paragraph("甲"), before='<w:background w:color="FFFFFF"/>').page_lines() == ["甲"]


def test_spaces_that_word_would_not_show_are_not_printed() -> None:
    body = "<w:p><w:r><w:t> 甲 </w:t></w:r><w:r><w:t xml:space='preserve'> 乙 </w:t></w:r></w:p>"
    assert print_form(body).page_lines() == ["甲 乙 "]


def test_a_hyphen_that_does_not_break_is_a_hyphen() -> None:
    assert print_form("<w:p><w:r><w:t>0759</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r></w:p>").page_lines() == ["0759-1"]


AT = "table.docx 第1个表格第2行第1格: "


def at_second_row(*cells: str) -> list[str]:
    """Return the complaints about a table's second row, without their place, which must be its first cell."""
    found = form_complaints(table(row("一", "二"), row(*cells), row("三", "四"), widths=(1, 1)))
    assert all(complaint.startswith(AT) for complaint in found), found
    return [complaint.removeprefix(AT) for complaint in found]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('<w:ins w:id="1" w:author="张三"><w:r><w:t>甲</w:t></w:r></w:ins>', "含有未接受的修订"),
        ('<w:del w:id="1" w:author="张三"><w:r><w:delText>甲</w:delText></w:r></w:del>', "含有未接受的修订"),
        ('<w:r><w:rPr><w:rPrChange w:id="1" w:author="张三"/></w:rPr><w:t>甲</w:t></w:r>', "含有未接受的修订"),
        ('<w:pPr><w:pPrChange w:id="1" w:author="张三"><w:pPr/></w:pPrChange></w:pPr>', "含有未接受的修订"),
        ('<w:commentRangeStart w:id="0"/><w:r><w:t>甲</w:t><w:commentReference w:id="0"/></w:r>', "含有批注"),
        ("<w:r><w:drawing/></w:r>", "含有图片或图形，网页版无法显示"),
        ("<w:r><w:pict/></w:r>", "含有图片或图形，网页版无法显示"),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", "含有文本框，网页版无法显示"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "含有以“符号”字体插入的符号，网页版无法显示"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "含有脚注或尾注，网页版无法显示"),
        ('<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r>', "含有自动编号，网页版无法显示"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>", "含有隐藏文字“甲”"),
        ("<w:r><w:instrText> DATE \\@ yyyy </w:instrText></w:r>", "含有域“DATE”，网页版无法更新"),
    ],
)
def test_what_a_page_cannot_show_is_refused_with_its_place(content: str, message: str) -> None:
    assert at_second_row(cell(f"<w:p>{content}</w:p>"), "二") == [message]


def test_a_table_in_a_table_is_refused_with_the_outer_cells_place() -> None:
    assert at_second_row(cell(table(row("内"), widths=(1,)) + "<w:p/>"), "二") == ["表格里不能再套表格"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ 名", "标记“{{”没有成对"),
        ("名 }}", "标记“}}”没有成对"),
        ("{% if 名 }", "标记“{%”没有成对"),
        ("{{ }}", "标记“{{ }}”里没有内容"),
        ("{%tr %}", "标记“{%tr %}”里没有内容"),
        ("{{ 额 % 2 }}", "标记“{{ 额 % 2 }}”里不能有 %、{ 或 }"),
        ("{%- if 名 %}{% endif %}", "“{%- if 名 %}”里不能用 - 或 + 去空白"),
        ("{% vm %}", "不支持“{% vm %}”"),
        ("{%r if 名 %}", "不支持“{%r if 名 %}”"),
        ("{{r 名 }}", "不支持“{{r 名 }}”"),
        ("{% colspan 2 %}", "不支持“{% colspan 2 %}”"),
        ("{% tr if 名 %}", "“{% tr if 名 %}”的 tr、tc、p 前不能有空格"),
        ("{% raw %}{% endraw %}", "不支持语句“raw”"),
        ("{% autoescape false %}", "不支持语句“autoescape”"),
        ("{% set 甲 %}", "不支持语句“set”"),
        ("{%p if 名 %}{%p endif %}", "一段里有两个成段的标记"),
        ("甲{%p if 名 %}", "“甲”与标记在同一段，会丢失"),
        ("{%p if 名 %}{{ 名 }}", "“{{ 名 }}”与标记在同一段，会丢失"),
        ("甲\ue000", "含有程序内部使用的私用区字符"),
    ],
)
def test_a_wrong_tag_is_explained_with_its_place(text: str, message: str) -> None:
    assert at_second_row(text, "")[:1] == [message]


def test_words_beside_a_row_tag_would_be_lost() -> None:
    assert at_second_row("{%tr if 名 %}", "甲") == ["“{%tr if 名 %}”所在的这一行还有“甲”，会丢失"]


def test_a_tag_beside_a_row_tag_would_be_lost() -> None:
    form = table(row("{%tr if 名 %}", "{%tr endif %}"), widths=(1, 1))
    assert form_complaints(form)[0] == "table.docx 第1个表格第1行第1格: “{%tr if 名 %}”所在的这一行还有“{%tr endif %}”，会丢失"


def test_words_hidden_below_a_merged_label_are_refused() -> None:
    form = table(row(cell("甲", merge="restart"), "1"), row(cell("乙", merge="continue"), "2"), widths=(1, 1))
    assert form_complaints(form) == ["table.docx 第1个表格第2行第1格: 合并的格里还有“乙”，不会显示"]


@pytest.mark.parametrize("merge", ["", "restart"])
def test_a_label_that_cannot_leave_the_row_of_a_tag_would_be_lost(merge: str) -> None:
    form = table(row(cell("甲", merge=merge), "{%tr if 名 %}"), row("乙", "1"), row("", "{%tr endif %}"), widths=(1, 1))
    assert form_complaints(form) == ["table.docx 第1个表格第1行第2格: “{%tr if 名 %}”所在的这一行还有“甲”，会丢失"]


def test_a_row_tag_outside_a_table_is_explained() -> None:
    assert form_complaints(paragraph("甲") + paragraph("{%tr if 名 %}")) == ["table.docx 第2段: “{%tr if 名 %}”不在表格里"]


def test_a_tag_in_a_fields_code_is_refused() -> None:
    body = '<w:p><w:r><w:instrText>HYPERLINK "{{ 名 }}"</w:instrText></w:r></w:p>'
    assert form_complaints(body) == ["table.docx 第1段: 标记写在了正文以外（域代码、替代文字等）"]


def test_a_tag_in_a_tables_description_is_refused() -> None:
    body = table(row("甲"), widths=(1,)).replace("<w:tblPr/>", '<w:tblPr><w:tblDescription w:val="{{ 名 }}"/></w:tblPr>')
    assert form_complaints(body) == ["table.docx 第1个表格第1行第1格: 标记写在了正文以外（域代码、替代文字等）"]


def test_a_section_break_in_the_paragraph_of_a_tag_would_be_lost() -> None:
    assert form_complaints(paragraph("{%p if 名 %}", properties="<w:sectPr/>")) == [
        "table.docx 第1段: “{%p if 名 %}”所在的段落带有分节符，会丢失"
    ]


def test_all_faults_are_told_at_once() -> None:
    assert len(form_complaints(table(row("{{ 甲", "{{ 乙", "{{ }}")))) == 3


def test_a_file_that_is_no_xml_is_explained() -> None:
    assert form_complaints("<w:p>") == ["table.docx: Word 文件已损坏"]


def test_runs_that_look_alike_become_one() -> None:
    pieces = "".join(f'<w:r w:rsidR="00{number}"><w:t>{piece}</w:t></w:r>' for number, piece in enumerate(("{{ 名", " }}甲", "乙")))
    printed = print_form(f"<w:p>{pieces}<w:r><w:rPr><w:b/></w:rPr><w:t>丙</w:t></w:r></w:p>", 名="子")
    assert [run.findtext(f"{WORD_NAMES}t") for run in printed.word.iter(f"{WORD_NAMES}r")] == ["子甲乙", "丙"]
