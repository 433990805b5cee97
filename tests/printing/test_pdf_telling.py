"""A finished PDF is told by its structure, exactly: what is on a page in another way than the structure says is found."""

from __future__ import annotations

import pytest

from pipeline.characters import LINE_END, PARAGRAPH
from pipeline.document.pdf.fault import PdfError
from pipeline.printing.pdf_telling import tell_pdf_file
from pipeline.printing.telling import with_lines_of
from tests.pdf_files import changed, typeset

SIGNS = "".join(map(chr, range(0x4E00, 0x4E64)))
TABLE = """
#table(columns: 3, table.header(repeat: true, table.cell(rowspan: 2)[组], table.cell(colspan: 2)[名], [一], [二]),
  table.cell(rowspan: 2)[甲], [#par[首段]#par[次段]], [], [左#linebreak()右], [ ],
  ..range(80).map(number => ([第#number], [行], [])).flatten())
之后
"""


def said(source: str) -> dict[str, str]:
    """Return what a PDF of some lines says, by place."""
    return tell_pdf_file(typeset(source)).places()


def paragraphs(source: str) -> list[str]:
    return [text.replace(LINE_END, "") for text in said(source).values()]


def test_paragraphs_headings_and_items_are_told_in_their_order_without_marks_and_page_numbers() -> None:
    source = '= 标题\n\n段落#strong[粗]的#link("https://a.cn/x")[网页]。\n\n- 甲\n- 乙\n\n+ 丙\n+ 丁\n\n#pagebreak()\n末段\n\n#emph[1.]戊'
    assert paragraphs(source) == ["标题", "段落粗的网页。", "甲", "乙", "丙", "丁", "末段", "戊"]


def test_a_table_is_told_cell_by_cell_and_a_head_that_is_repeated_once() -> None:
    told = said(TABLE)
    rows = {
        "第1行第1格": "组",
        "第1行第2格": "名",
        "第2行第1格": "一",
        "第2行第2格": "二",
        "第3行第1格": "甲",
        "第3行第2格": "首段\n次段",
        "第3行第3格": "",
    }
    assert {place: told[f"第1个表格{place}"] for place in rows} == rows
    assert told["第1个表格第4行第2格"] == ""
    assert told["第1个表格第84行第1格"] == "第79"
    assert told["第1个表格之后第1段"] == "之后"
    assert len([text for text in told.values() if text == "组"]) == 1


def test_a_line_that_is_full_ends_where_no_other_file_does_and_blanks_stay() -> None:
    words = "Windows Server 2019 and   more  words " * 12
    told = tell_pdf_file(typeset(f'#text("{words}")'))
    assert told.text.count(LINE_END) > 3
    assert with_lines_of(told.text, "") == f"{PARAGRAPH}{words}"


@pytest.mark.parametrize("text", ["首行\n次行", "首行 \n\n三行"])
def test_a_line_that_is_ended_by_hand_ends_in_each_file(text: str) -> None:
    told = tell_pdf_file(typeset("#linebreak()".join(f'#text("{line}")' for line in text.split("\n")))).text
    assert with_lines_of(told, f"{PARAGRAPH}{text}") == f"{PARAGRAPH}{text}"


def test_a_line_that_is_ended_by_hand_at_a_pages_end_ends() -> None:
    told = tell_pdf_file(typeset("#set page(width: 3cm, height: 1.5cm, margin: 5mm, footer: none)\n首行#linebreak()次行")).text
    assert with_lines_of(told, f"{PARAGRAPH}首行\n次行") == f"{PARAGRAPH}首行\n次行"


def test_a_line_that_was_ended_by_hand_elsewhere_but_goes_on_here_differs() -> None:
    told = tell_pdf_file(typeset("首行次行")).text
    assert with_lines_of(told, f"{PARAGRAPH}首行\n次行") == f"{PARAGRAPH}首行次行"


def test_a_paragraph_goes_on_over_a_page() -> None:
    assert paragraphs("字" * 4000) == ["字" * 4000]


@pytest.mark.parametrize(
    "text",
    [
        "⼀一 ﬁ fi office 𠮷",  # characters that share a sign
        "(括(号(套)括)号) ((( ))) \\\\ \\t",
        f"{SIGNS}{(SIGNS[39] * 5 + SIGNS[40] * 5 + SIGNS[91]) * 9}",  # of which the last are written as brackets and strokes
        "".join(map(chr, range(0x4E00, 0x4F80))),  # so many that some signs have no ASCII number
        "　全角　 空格",
        "R&D <b> #{x} $y$ `z` /N 5",
    ],
)
def test_any_text_is_told_as_it_was_set(text: str) -> None:
    numbers = "".join(f"\\u{{{ord(sign):x}}}" for sign in text)
    assert paragraphs(f'#text("{numbers}")') == [text]


def test_text_that_is_in_no_structure_and_no_artifact_is_found() -> None:
    assert tell_pdf_file(changed(typeset("= 标题\n\n段落"), b"/Span<</MCID 0>>BDC", b"/Span BMC")).text == f"{PARAGRAPH}段落{PARAGRAPH}标题"


def test_text_of_which_the_structure_knows_nothing_is_found() -> None:
    assert (
        tell_pdf_file(changed(typeset("= 标题\n\n段落"), b"/Span<</MCID 0>>BDC", b"/Span<</MCID 7>>BDC")).text
        == f"{PARAGRAPH}段落{PARAGRAPH}标题"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"EMC", b"EMC EMC"),  # more is closed than was opened
        (b"[(", b"0 0 Td[("),  # text is moved in another way
        (b"beginbfchar", b"beginbfrange"),
        (b"<0001> <6BB5>", b"<0009> <6BB5>"),  # nobody knows what the sign stands for
        (b"/S/P", b"/S/P("),
        (b"/Pages 1 0 R", b"/Pages 999 0 R"),
    ],
)
def test_a_file_that_is_written_otherwise_is_not_read_as_something_else(old: bytes, new: bytes) -> None:
    with pytest.raises(PdfError):
        tell_pdf_file(changed(typeset("段落"), old, new))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\n"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(PdfError):
        tell_pdf_file(data)


def test_a_damaged_file_is_refused() -> None:
    data = typeset("段落")
    for broken in (
        data[:-9],
        data[: len(data) // 2],
        data.replace(b"endobj", b"endobl", 1),
        data + data,
        data.replace(b"/Length ", b"/Length 9", 1),
    ):
        with pytest.raises(PdfError):
            tell_pdf_file(broken)


@pytest.mark.parametrize("source", ["#place(dy: -200pt)[字]", "#place(dy: 900pt)[字]", '#block(breakable: false, "字 " * 9000)'])
def test_a_file_with_text_beyond_the_paper_is_refused(source: str) -> None:
    with pytest.raises(PdfError, match="印到了纸的上边或下边之外"):
        tell_pdf_file(typeset(source))
