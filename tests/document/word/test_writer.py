"""The report's Word body, and the shell that it is written in: escaped, numbered, and set as GB/T 9704-2012 wants it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.document.tree import Document, Expression, Heading, Paragraph, Text
from pipeline.document.word import closing, narrative
from pipeline.document.word import writer as word_writer
from pipeline.document.word.package import DOCUMENT, STYLES
from pipeline.language.expressions import WORD
from pipeline.printing.reading import package_parts
from pipeline.problems import Place, Stop
from tests.document.printed import SHELL, WORD_NAMES, complaints, print_narrative, word_text
from tests.word_files import HEAD, W, paragraph, row, table

SHIPPED = Path(__file__).parents[3] / "templates" / "zhanjiang-2020" / "report.docx"
NAMES = {"w": WORD_NAMES[1:-1]}
HOSTILE = ["R&D <b>", "]]>", "\"双\" '单'", "{{ 7*7 }}", "{% raw %}", "</w:t></w:r>", "&amp;", "  两端  "]


def body(text: str, /, **data: Any) -> etree._Element:  # noqa: ANN401 - any value that a template can name
    return print_narrative(text, **data).word


def attribute(element: etree._Element, path: str, name: str = "val") -> str:
    """Return an attribute of what stands below an element; nothing if it is not there."""
    found = element.find(path, NAMES)
    return "" if found is None else found.get(f"{WORD_NAMES}{name}", "")


def styles_of(word: etree._Element) -> list[tuple[str, str]]:
    """Return each paragraph's style and text."""
    return [(attribute(found, "w:pPr/w:pStyle"), word_text(found)) for found in word.iter(f"{WORD_NAMES}p")]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_value_is_escaped(text: str) -> None:
    word = body("甲{{ 名 }}乙", 名=text)
    assert word_text(word) == f"甲{text}乙"
    assert [found.tag for found in word[0]] == [f"{WORD_NAMES}pPr", *[f"{WORD_NAMES}r"] * 3]


@pytest.mark.parametrize("text", ["a < b & c > d", "“甲” '乙' \"丙\"", "{ 甲 }", "\\{\\{ 甲", "]]>"])
def test_the_templates_own_words_are_escaped(text: str) -> None:
    assert word_text(body(text)) == text.replace("\\", "")


def test_spaces_are_kept() -> None:
    assert {
        found.get("{http://www.w3.org/XML/1998/namespace}space") for found in body("甲 **乙** {{ 数 }}", 数=1).iter(f"{WORD_NAMES}t")
    } == {"preserve"}


def test_headings_are_numbered_as_real_text_on_four_levels() -> None:
    assert styles_of(body("# 甲\n## 乙\n### 丙\n#### 丁\n#### 戊\n## 己\n### 庚\n# 辛\n## 壬\n\n甲")) == [
        ("Heading1", "一、甲"),
        ("Heading2", "（一）乙"),
        ("Heading3", "1.丙"),
        ("Heading4", "（1）丁"),
        ("Heading4", "（2）戊"),
        ("Heading2", "（二）己"),
        ("Heading3", "1.庚"),
        ("Heading1", "二、辛"),
        ("Heading2", "（一）壬"),
        ("BodyText", "甲"),
    ]


def test_a_section_that_is_left_out_leaves_no_gap() -> None:
    word = body("# 甲\n{% if 有 %}\n# 乙\n{% endif %}\n# 丙", 有=False)
    assert [text for _, text in styles_of(word)] == ["一、甲", "二、丙"]


def test_no_number_is_words_own_automatic_one() -> None:
    assert body("# 甲\n\n1. 乙\n2. 丙\n\n丁\n\n- 戊").find(".//w:numPr", NAMES) is None


def test_list_items_have_marks_in_runs_of_their_own() -> None:
    word = body("- 甲\n- 乙\n\n丙\n\n1. 丁\n2. 戊\n\n己\n\n1. 庚")
    marks = [
        (attribute(found, "w:pPr/w:pStyle"), attribute(found, "w:r/w:rPr/w:rStyle"), word_text(found))
        for found in word.iter(f"{WORD_NAMES}p")
    ]
    assert marks == [
        ("ListItem", "ListMarker", "• 甲"),
        ("ListItem", "ListMarker", "• 乙"),
        ("BodyText", "", "丙"),
        ("ListItem", "ListMarker", "1.丁"),
        ("ListItem", "ListMarker", "2.戊"),
        ("BodyText", "", "己"),
        ("ListItem", "ListMarker", "1.庚"),
    ]


def test_a_loops_items_are_numbered_through() -> None:
    word = body("{% for 项 in 各项 %}\n1. {{ 项.号 }}号\n{% endfor %}\n1. 末", 各项=[{"号": 7}, {"号": 8}])
    assert [text for _, text in styles_of(word)] == ["1. 7号", "2. 8号", "1.末"]  # 1.7 would be another number


@pytest.mark.parametrize(("role", "style"), [item for item in narrative.STYLES.items() if item[0] not in ("", "题注")])
def test_a_role_is_a_style(role: str, style: str) -> None:
    assert styles_of(body(f"甲\n{{: .{role}}}"))[0] == (style, "甲")


def test_bold_is_the_style_strong() -> None:
    runs = list(body("甲**乙{{ 数 }}**", 数=1).iter(f"{WORD_NAMES}r"))
    assert [attribute(found, "w:rPr/w:rStyle") for found in runs] == ["", "Strong", "Strong"]


def test_each_run_with_words_takes_the_chinese_font_for_its_quotation_marks() -> None:
    runs = list(body("# “甲”\n\n乙**丙**{{ 数 }}\n\n- 丁\n\n| 戊 |\n|---|\n| 己 |", 数=1).iter(f"{WORD_NAMES}r"))
    assert len(runs) > 8
    assert {attribute(found, "w:rPr/w:rFonts", "hint") for found in runs} == {"eastAsia"}


def test_three_dashes_begin_a_new_page() -> None:
    word = body("甲\n\n---\n\n乙")
    assert [attribute(found, "w:r/w:br", "type") for found in word.iter(f"{WORD_NAMES}p")] == ["", "page", ""]


def test_several_paragraphs_of_data_are_divided_by_line_breaks() -> None:
    assert word_text(body("{{ 各段 }}", 各段=["甲&", "乙"])) == "甲&\n乙"


def test_a_macros_text_stands_within_the_run_that_calls_it() -> None:
    word = body("{% macro 句(甲) %}有 & {{ 甲 }}{% endmacro %}\n\n前{{ 句(名) }}后", 名="<b>")
    assert [word_text(found) for found in word.iter(f"{WORD_NAMES}r")] == ["前", "有 & <b>", "后"]


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("[甲](https://a.cn/?x=1&y=2)", ' HYPERLINK "https://a.cn/?x=1&y=2" '),
        ("[甲]({{ 址 }})", ' HYPERLINK "https://b.cn/?q=%22%5C%20b%22" '),
        ("[甲](https://a.cn/{{ 名 }}/c)", ' HYPERLINK "https://a.cn/R&D%20%22%20%5Co%20%22x/c" '),
    ],
)
def test_an_address_cannot_leave_its_field_code(link: str, code: str) -> None:
    word = body(link, 址='https://b.cn/?q="\\ b"', 名='R&D " \\o "x')
    assert [found.text for found in word.iter(f"{WORD_NAMES}instrText")] == [code]
    assert [found.get(f"{WORD_NAMES}fldCharType") for found in word.iter(f"{WORD_NAMES}fldChar")] == ["begin", "separate", "end"]
    assert [attribute(found, "w:rPr/w:rStyle") for found in word.iter(f"{WORD_NAMES}r") if word_text(found)] == ["Hyperlink"]


def test_a_value_that_is_no_web_address_is_no_link() -> None:
    with pytest.raises(ValueError, match="链接地址应以 http:// 或 https:// 开头"):
        body("[甲]({{ 址 }})", 址="javascript:alert(1)")


TABLE = "表1\n{: .题注}\n\n| 名 | 数 | 比 |\n|---|-:|:-:|\n{% for 项 in 各项 %}\n| {{ 项.名 }} | {{ 项.数 }} | 9 |\n{% endfor %}"
ROWS: dict[str, Any] = {"各项": [{"名": "甲<", "数": Decimal("8.06")}, {"名": "乙", "数": 0}]}


def test_a_tables_head_repeats_on_each_page_and_does_not_break() -> None:
    rows = list(body(TABLE, **ROWS).iter(f"{WORD_NAMES}tr"))
    assert [
        (found.find("w:trPr/w:tblHeader", NAMES) is not None, found.find("w:trPr/w:cantSplit", NAMES) is not None) for found in rows
    ] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def test_a_table_has_its_caption_above_it_and_styles_for_head_and_text() -> None:
    assert styles_of(body(TABLE, **ROWS)) == [
        ("Caption", "表1"),
        ("TableHead", "名"),
        ("TableHead", "数"),
        ("TableHead", "比"),
        ("TableText", "甲<"),
        ("TableText", "8.06"),
        ("TableText", "9"),
        ("TableText", "乙"),
        ("TableText", "0"),
        ("TableText", "9"),
    ]


def test_a_tables_columns_are_as_wide_as_the_text_together() -> None:
    word = body(TABLE, **ROWS)
    widths = [int(found.get(f"{WORD_NAMES}w", "")) for found in word.iter(f"{WORD_NAMES}gridCol")]
    cells = [int(attribute(found, "w:tcPr/w:tcW", "w")) for found in word.iter(f"{WORD_NAMES}tc")]
    assert sum(widths) == int(attribute(word, "w:tbl/w:tblPr/w:tblW", "w")) == 8844
    assert cells == widths * 3
    assert widths == [5306, 1768, 1770]


def test_cells_are_aligned() -> None:
    aligned = [attribute(found, "w:p/w:pPr/w:jc") for found in body(TABLE, **ROWS).iter(f"{WORD_NAMES}tc")]
    assert aligned == ["", "right", "center"] * 3


def test_each_tag_leads_back_to_its_place() -> None:
    places = [Place("report.md", line) for line in (3, 8)]
    source = word_writer.write(Document(tuple(Paragraph((Expression("名", place),)) for place in places)), SHELL, "report.docx")
    lines = [number for number, line in enumerate(source.text().split("\n"), 1) if line.startswith("名")]
    assert [source.places[number - 2] for number in lines] == places


def in_shell(inside: str) -> list[str]:
    """Return what is wrong with a shell of which this is the body."""
    shell = f"{HEAD}<w:document {W}><w:body>{inside}<w:sectPr/></w:body></w:document>"
    return complaints(word_writer.write, Document(), shell.encode(), "report.docx")


@pytest.mark.parametrize("mark", [paragraph("{{ 正文 }}"), paragraph("{{", "正文}}"), paragraph(" {{正文}} ") + paragraph("")])
def test_a_shell_has_one_paragraph_for_the_narrative(mark: str) -> None:
    assert in_shell(mark) == []


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("", "Word 外壳里应有单独一段 {{ 正文 }}"),
        (paragraph("甲"), "Word 外壳里应有单独一段 {{ 正文 }}"),
        (paragraph("甲 {{ 正文 }}"), "Word 外壳里应有单独一段 {{ 正文 }}"),
        (paragraph("{{ 正文 }}") * 2, "Word 外壳里应有单独一段 {{ 正文 }}"),
        (table(row("{{ 正文 }}"), widths=(1,)), "Word 外壳里应有单独一段 {{ 正文 }}"),
        (paragraph("{{ 正文 }}", properties="<w:sectPr/>"), "Word 外壳里应有单独一段 {{ 正文 }}"),
        (paragraph("{{ 正文 }}") + paragraph("甲"), "Word 外壳里还有“甲”，网页上不会有"),
        ("<w:p>", "Word 文件已损坏"),
    ],
)
def test_a_shell_that_the_narrative_does_not_fit_in_is_explained(inside: str, message: str) -> None:
    assert in_shell(inside) == [f"report.docx: {message}"]


def test_what_surrounds_the_mark_in_the_shell_is_kept() -> None:
    shell = SHELL.replace(b"<w:sectPr/>", b'<w:sectPr><w:pgSz w:w="11906"/></w:sectPr>')
    printed = WORD.from_string(word_writer.write(Document((Paragraph((Text("甲"),)),)), shell, "report.docx").text()).render()
    root = etree.fromstring(printed.encode())
    assert [found.tag.removeprefix(WORD_NAMES) for found in root[0]] == ["p", "sectPr"]
    assert attribute(root, "w:body/w:sectPr/w:pgSz", "w") == "11906"
    assert printed.startswith('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>')


def test_a_shell_without_the_styles_is_told_which() -> None:
    styles = f'{HEAD}<w:styles {W}><w:style w:styleId="BodyText"/></w:styles>'.encode()
    with pytest.raises(Stop) as stop:
        word_writer.check_styles(styles, "report.docx")
    message = stop.value.problems[0].message
    assert message.startswith("Word 外壳缺少样式：Salutation、")
    assert "BodyText" not in message


@pytest.fixture(scope="module")
def shipped() -> dict[str, etree._Element]:
    """The shipped shell's styles by id."""
    root = etree.fromstring(package_parts(SHIPPED, "report.docx", draft=False)[STYLES])
    return {found.get(f"{WORD_NAMES}styleId", ""): found for found in root.iter(f"{WORD_NAMES}style")}


def setting(styles: dict[str, etree._Element], style: str, path: str, name: str = "val") -> str:
    """Return what a style says, or else the one that it is based on."""
    while style:
        found = attribute(styles[style], path, name)
        if found:
            return found
        style = attribute(styles[style], "w:basedOn")
    return ""


INDENTED = ("BodyText", "Heading1", "Heading2", "Heading3", "Heading4", "ListItem")
LINES = (*INDENTED, "Title", "Salutation", "Attachment", "Signature", "SignDate", "Centered", "RightAligned", "Caption")
FONTS = {
    "Title": "方正小标宋简体",
    "Heading1": "黑体",
    "Heading2": "楷体_GB2312",
    "Heading3": "仿宋_GB2312",
    "Heading4": "仿宋_GB2312",
    **dict.fromkeys(("BodyText", "ListItem", "Salutation", "Attachment", "Signature", "SignDate", "TableText"), "仿宋_GB2312"),
}


def test_the_shipped_shell_has_every_style() -> None:
    word_writer.check_styles(package_parts(SHIPPED, "report.docx", draft=False)[STYLES], "report.docx")


@pytest.mark.parametrize("style", LINES)
def test_lines_are_exactly_22_to_a_page(shipped: dict[str, etree._Element], style: str) -> None:
    spacing = "w:pPr/w:spacing"
    assert (setting(shipped, style, spacing, "line"), setting(shipped, style, spacing, "lineRule")) == ("579", "exact")


@pytest.mark.parametrize("style", INDENTED)
def test_paragraphs_and_headings_are_indented_by_two_characters(shipped: dict[str, etree._Element], style: str) -> None:
    assert setting(shipped, style, "w:pPr/w:ind", "firstLineChars") == "200"


@pytest.mark.parametrize(("style", "font"), FONTS.items())
def test_chinese_fonts_are_named(shipped: dict[str, etree._Element], style: str, font: str) -> None:
    fonts = "w:rPr/w:rFonts"
    assert (setting(shipped, style, fonts, "eastAsia"), setting(shipped, style, fonts, "ascii")) == (font, "Times New Roman")
    assert setting(shipped, style, "w:rPr/w:sz") == {"Title": "44", "TableText": "21"}.get(style, "32")


@pytest.mark.parametrize("style", ["BodyText", "Heading1", "Heading2", "Heading3", "Heading4", "ListItem"])
def test_characters_are_28_to_a_line(shipped: dict[str, etree._Element], style: str) -> None:
    assert setting(shipped, style, "w:rPr/w:spacing") == "-5"


@pytest.mark.parametrize("level", [0, 1, 2, 3, 4])
def test_titles_are_not_bold_and_headings_are_levels_of_the_outline(shipped: dict[str, etree._Element], level: int) -> None:
    style = narrative.HEADINGS[level]
    assert setting(shipped, style, "w:rPr/w:b") in ("", "0")
    assert setting(shipped, style, "w:pPr/w:outlineLvl") == (str(level - 1) if level else "")


def test_no_style_takes_its_font_from_a_theme() -> None:
    assert b"Theme" not in package_parts(SHIPPED, "report.docx", draft=False)[STYLES]


CLOSING = "{{ 名 }}\n{: .署名}\n\n{{ 日 }}\n{: .日期}"


def test_a_signature_and_its_date_are_centred_in_the_same_part_of_the_line(shipped: dict[str, etree._Element]) -> None:
    assert setting(shipped, "Signature", "w:pPr/w:jc") == setting(shipped, "SignDate", "w:pPr/w:jc") == "center"
    for name, expected in (("信访局", ("1400", "4410")), ("湛江市机关事务管理与公共服务保障中心", ("600", "1890"))):
        lines = list(print_narrative(CLOSING, 名=name, 日="2021年6月1日").word.iter(f"{WORD_NAMES}p"))
        assert [attribute(line, "w:pPr/w:pStyle") for line in lines] == ["Signature", "SignDate"]
        for line in lines:
            assert (attribute(line, "w:pPr/w:ind", "leftChars"), attribute(line, "w:pPr/w:ind", "left")) == expected


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("前一段。\n\n{% if 有 %}\n末一段。\n{% endif %}\n\n附件：表\n{: .附件}\n\n某局\n{: .署名}", "末一段。"),
        ("前一段。\n\n{% if 没有 %}\n末一段。\n{% endif %}\n\n附件：表\n{: .附件}\n\n某局\n{: .署名}", "前一段。"),
        ("前一段。\n\n某局\n{: .署名}\n\n2021年6月1日\n{: .日期}", "前一段。"),
        ("前一段。\n\n" + "长" * 225 + "\n\n某局\n{: .署名}", ""),
        ("前一段。\n\n末一段。", ""),
        ("某局\n{: .署名}", ""),
    ],
)
def test_the_last_paragraph_stays_on_the_page_of_the_signature(text: str, held: str) -> None:
    printed = etree.tostring(body(text, 有=True, 没有=False), encoding="unicode")
    root = etree.fromstring(closing.keep_closing(printed))
    kept = [word_text(found) for found in root.iter(f"{WORD_NAMES}p") if found.find("w:pPr/w:keepNext", NAMES) is not None]
    assert kept == ([held] if held else [])


def test_a_signature_without_a_date_right_below_it_stands_as_its_style_says() -> None:
    printed = print_narrative("{{ 名 }}\n{: .署名}\n\n又\n\n甲\n{: .署名}\n\n{{ 名 }}\n{: .日期}", 名="局")
    assert [attribute(line, "w:pPr/w:ind", "leftChars") for line in printed.word.iter(f"{WORD_NAMES}p")] == ["", "", "1900", "1900"]
    assert printed.word_lines() == printed.page_lines() == ["局", "又", "甲", "局"]


def test_the_page_is_a4_with_the_standards_margins_in_the_finished_document() -> None:
    source = word_writer.write(
        Document((Heading(0, (Text("题"),)),)), package_parts(SHIPPED, "report.docx", draft=False)[DOCUMENT], "report.docx"
    )
    root = etree.fromstring(WORD.from_string(source.text()).render().encode())
    section = root[0][-1]
    assert styles_of(root) == [("Title", "题")]
    assert (attribute(section, "w:pgSz", "w"), attribute(section, "w:pgSz", "h")) == ("11906", "16838")
    assert [attribute(section, "w:pgMar", side) for side in ("top", "right", "bottom", "left")] == ["2098", "1474", "1984", "1588"]


def test_a_charts_caption_stays_with_what_closes_the_report_but_with_nothing_else() -> None:
    chart = "图\n{: .题注}\n\n| 名 | 数 |\n|---|---|\n| 甲 | {{ 数 }} |\n{: .横条}\n\n"
    for after, marks in (("后文。", ["0"]), ("单位\n{: .署名}\n\n今天\n{: .日期}", ["on"])):
        word = etree.fromstring(closing.keep_closing(etree.tostring(body(chart + after, 数=1), encoding="unicode")))
        (caption,) = [found for found in word if attribute(found, "w:pPr/w:pStyle") == "Caption"]
        assert [mark.get(f"{WORD_NAMES}val", "on") for mark in caption.iter(f"{WORD_NAMES}keepNext")] == marks
