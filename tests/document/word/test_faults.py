"""What a Word form may not hold, each named with the cell or paragraph where somebody who looks at it in Word finds it."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.document.word import margins
from pipeline.document.word import reader as word_reader
from pipeline.document.word.faults import PERSONAL
from pipeline.document.word.xml import make_plain
from pipeline.problems import Stop
from tests.document.printed import complaints, form_complaints, print_form
from tests.word_files import HEAD, W, cell, paragraph, row, run, table

MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
PICTURE = "含有图片或图形，网页版无法显示"
REVISION = "含有未接受的修订"


def second_paragraph(content: str) -> list[str]:
    """Return the complaints about a form whose second paragraph has this content; all must be about it."""
    place = "table.docx 第2段: "
    found = form_complaints(f"{paragraph('甲')}<w:p>{content}</w:p>{paragraph('乙')}")
    assert all(complaint.startswith(place) for complaint in found), found
    return [complaint.removeprefix(place) for complaint in found]


def in_margin(name: str, content: str) -> list[str]:
    """Return the complaints about a header, footer or note."""
    return complaints(margins.read_margin, f"{HEAD}<w:hdr {W}>{content}</w:hdr>".encode(), "table.docx", f"word/{name}.xml")


@pytest.mark.parametrize("name", PERSONAL[0][0].split())
def test_tracked_changes_are_refused_since_they_carry_names(name: str) -> None:
    assert second_paragraph(f'<w:{name} w:id="1" w:author="张三"/>') == [REVISION]


@pytest.mark.parametrize("name", ["commentReference", "commentRangeStart"])
def test_comments_are_refused_since_they_carry_names(name: str) -> None:
    assert second_paragraph(f'<w:r><w:{name} w:id="0"/></w:r>') == ["含有批注"]


def test_hints_say_what_to_do_in_word() -> None:
    xml = f'{HEAD}<w:document {W}><w:body><w:p><w:ins w:id="1"/></w:p></w:body></w:document>'
    with pytest.raises(Stop) as stop:
        word_reader.read(xml.encode(), "table.docx")
    assert [problem.hint for problem in stop.value.problems] == ["在 Word 中接受全部修订，并关闭“修订”"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<w:r><w:drawing/></w:r>", PICTURE),
        ("<w:r><w:pict/></w:r>", PICTURE),
        ("<w:r><w:object/></w:r>", PICTURE),
        (
            f"<w:r><w:drawing>{paragraph('甲').replace('<w:p>', '<w:txbxContent><w:p>')}</w:txbxContent></w:drawing></w:r>",
            "含有文本框，网页版无法显示",
        ),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "含有以“符号”字体插入的符号，网页版无法显示"),
        ('<w:r><w:footnoteReference w:id="2"/></w:r>', "含有脚注或尾注，网页版无法显示"),
        ('<w:r><w:endnoteReference w:id="2"/></w:r>', "含有脚注或尾注，网页版无法显示"),
        ('<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>', "含有自动编号，网页版无法显示"),
        (f"<w:r><w:ruby><w:rt>{run('jia')}</w:rt><w:rubyBase>{run('甲')}</w:rubyBase></w:ruby></w:r>", "含有拼音，网页版无法显示"),
        ("<w:subDoc/>", "嵌入了别的文件"),
        (f"<m:oMath {MATHS}/>", "含有公式，网页版无法显示"),
        (f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘</w:t></w:r>{run('甲')}", "含有隐藏文字“秘”"),
        ('<w:fldSimple w:instr=" NUMPAGES "/>', "含有域“NUMPAGES”，网页版无法更新"),
        ("<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>", "含有域“FORMCHECKBOX”，网页版无法更新"),
        ("<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>", "含有域“=SUM(ABOVE)”，网页版无法更新"),
    ],
)
def test_what_word_shows_and_a_page_cannot_is_named_with_its_paragraph(content: str, message: str) -> None:
    assert second_paragraph(content) == [message]


@pytest.mark.parametrize(
    "content",
    [
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>甲</w:t></w:r>",
        "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>",
        "<w:r><w:rPr><w:vanish/></w:rPr></w:r>",
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>',
        '<w:r><w:instrText> HYPERLINK "http://a.cn" </w:instrText></w:r>',
        '<w:fldSimple w:instr=" REF a "/><w:fldSimple w:instr=" pageref a "/>',
        f"<w:hyperlink>{run('{{ 名 }}')}</w:hyperlink>",
        '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/>',
        f"{run('{{')}<w:proofErr/>{run(' 名 }}')}",
    ],
)
def test_what_does_no_harm_is_let_through(content: str) -> None:
    print_form(f"{paragraph('甲')}<w:p>{content}</w:p>", 名="乙")


def test_an_embedded_file_is_placed_at_the_nearest_paragraph() -> None:
    assert form_complaints(table(row("一"), widths=(1,)) + '<w:altChunk r:id="a" xmlns:r="r"/>')[0].endswith("嵌入了别的文件")


def test_a_row_that_was_inserted_with_tracking_is_named_by_its_first_cell() -> None:
    tracked = row("三", "四").replace("<w:tr>", '<w:tr><w:trPr><w:ins w:id="1"/></w:trPr>')
    assert form_complaints(paragraph("甲") + table(row("一", "二"), tracked, widths=(1, 1))) == [
        f"table.docx 第1个表格第2行第1格: {REVISION}"
    ]


def test_tables_rows_and_cells_are_counted_as_in_word() -> None:
    tracked = '<w:p><w:ins w:id="1"/></w:p>'
    body = table(row("一"), widths=(1,)) + paragraph("甲") + table(row("一", "二", "三"), row("一", cell("二", tracked), cell(tracked)))
    assert form_complaints(body) == [f"table.docx 第2个表格第2行第{number}格: {REVISION}" for number in (2, 3)]


def test_paragraphs_are_counted_without_those_in_tables() -> None:
    body = paragraph("甲") + table(row("一", "二"), widths=(1, 1)) + "<w:p><w:r><w:drawing/></w:r></w:p>"
    assert form_complaints(body) == [f"table.docx 第2段: {PICTURE}"]


def test_a_nested_table_is_named_by_the_cell_around_it() -> None:
    inner = table(row("{{ 名", "内"), widths=(1, 1))
    body = table(row("一", "二"), row("三", cell(inner + "<w:p/>")), widths=(1, 1))
    assert form_complaints(body) == [
        "table.docx 第1个表格第2行第2格: 标记“{{”没有成对",
        "table.docx 第1个表格第2行第2格: 表格里不能再套表格",
    ]


def test_the_same_fault_is_told_once_for_each_place() -> None:
    assert second_paragraph('<w:ins w:id="1"/><w:del w:id="2"/><w:r><w:drawing/></w:r><w:r><w:pict/></w:r>') == [REVISION, PICTURE]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (paragraph("{{ 名") + paragraph("}}"), "table.docx 第1段: 标记“{{”没有成对"),
        (paragraph("{% if", " 名"), "table.docx 第1段: 标记“{%”没有成对"),
        (paragraph("{# 注") + paragraph("#}"), "table.docx 第1段: 标记“{#”没有成对"),
        (table(row("{{ 名", "}}"), widths=(1, 1)), "table.docx 第1个表格第1行第1格: 标记“{{”没有成对"),
        (table(row(cell("{{ 名", "}}")), widths=(1,)), "table.docx 第1个表格第1行第1格: 标记“{{”没有成对"),
        (
            f"<w:p>{run('{{ 名')}<w:hyperlink>{run(' }}')}</w:hyperlink></w:p>",
            "table.docx 第1段: 标记“{{ 名 }}”一半在超链接等里面，一半在外面",
        ),
        (
            f"<w:p><w:fldSimple w:instr='REF a'>{run('甲{%')}</w:fldSimple>{run('if 名 %}')}</w:p>",
            "table.docx 第1段: 标记“{%if 名 %}”一半在超链接等里面，一半在外面",
        ),
    ],
)
def test_a_tag_that_is_torn_apart_is_refused(body: str, complaint: str) -> None:
    assert form_complaints(body)[0] == complaint


def test_a_hyperlink_between_two_whole_tags_tears_nothing() -> None:
    body = f"<w:p>{run('{{ 名 }}')}<w:hyperlink>{run('{{ 名 }}甲')}</w:hyperlink>{run('{{ 名 }}')}</w:p>"
    assert print_form(body, 名="乙").word_lines() == ["乙乙甲乙"]


@pytest.mark.parametrize(
    "content",
    [
        '<w:r><w:instrText>HYPERLINK "{{ 名 }}"</w:instrText></w:r>',
        '<w:fldSimple w:instr="REF {{ 名 }}"/>',
        '<w:bookmarkStart w:id="0" w:name="{% if 名 %}"/>',
        '<w:hyperlink w:tooltip="{# 注 #}"/>',
        f'<w:pPr><w:rPr><wp:docPr {DRAWING} descr="{{{{ 名 }}}}"/></w:rPr></w:pPr>',
        "<w:r><w:delText>{{ 名 }}</w:delText></w:r>",
    ],
)
def test_a_tag_where_word_keeps_no_words_is_refused(content: str) -> None:
    assert second_paragraph(content) == ["标记写在了正文以外（域代码、替代文字等）"]


@pytest.mark.parametrize("character", ["\ue000", "\ue001", "\ue002", "\ue0ff", "\ufdd0"])
def test_characters_that_the_program_uses_as_marks_are_refused(character: str) -> None:
    assert second_paragraph(run(f"甲{character}")) == ["含有程序内部使用的私用区字符"]


@pytest.mark.parametrize(("name", "kind"), [("header1", "页眉"), ("footer2", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注")])
def test_a_fault_outside_the_body_says_where(name: str, kind: str) -> None:
    assert in_margin(name, paragraph("甲") + '<w:p><w:ins w:id="1"/></w:p>') == [f"table.docx {kind}第2段: {REVISION}"]
    assert in_margin(name, table(row("一", "{{ 名"), widths=(1, 1))) == [f"table.docx {kind}第1个表格第1行第2格: 标记“{{{{”没有成对"]


@pytest.mark.parametrize(
    "content",
    [
        "<w:p><w:r><w:drawing/></w:r></w:p>",
        '<w:p><w:fldSimple w:instr=" PAGE "/></w:p>',
        "<w:p><w:r><w:instrText> NUMPAGES </w:instrText></w:r></w:p>",
        '<w:p><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:p>',
    ],
)
def test_a_header_may_hold_what_only_word_shows(content: str) -> None:
    assert in_margin("header1", content) == []


def test_wrappers_hide_no_fault() -> None:
    wrapped = "<w:sdt><w:sdtContent><w:smartTag><w:r><w:drawing/></w:r></w:smartTag></w:sdtContent></w:sdt><w:r><w:t>甲</w:t></w:r>"
    assert second_paragraph(wrapped) == [PICTURE]


def test_a_part_made_plain_keeps_its_words() -> None:
    root = etree.fromstring(f"<w:p {W}>{run('甲')}<w:sdt><w:sdtPr/><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>{run('丙')}</w:p>")
    make_plain(root)
    assert "".join(map(str, root.itertext())) == "甲乙丙"
    assert len(root) == 1
