"""What a person sees in a Word file is read, once, in order, and with its place; nothing else is."""

from __future__ import annotations

import functools
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build.unit_year import make, prepare
from pipeline.intake.blueprints.marks import EXPLAINER
from pipeline.intake.readers.web_page import read_web_page
from pipeline.intake.readers.word import read_word
from pipeline.intake.received import Received
from pipeline.printing.word_telling import tell_word_file
from pipeline.problems import Severity
from pipeline.workspace import UnitYear, Workspace
from tests.conftest import copy_of_shipped
from tests.word_files import RELATIONSHIPS, W, paragraph, related, row, run, table, write_word_file
from tests.word_files import cell as word_cell

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'


def received(folder: Path, body: str, extra: dict[str, str] | None = None) -> Received:
    return read_word(write_word_file(folder / "收到的表.docx", body, extra).read_bytes(), "收到的表.docx")


def said(folder: Path, *content: str) -> str:
    """Return what a paragraph of this content says, beside a word that keeps it from being empty."""
    lines = received(folder, f"<w:p>{''.join(content)}{run('。')}</w:p>").lines
    return lines[0].cells[0].text.removesuffix("。")


def rows(read: Received) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in read.lines]


def remarks(read: Received) -> list[str]:
    return [f"{remark.place.spot} {remark.message}" for remark in read.remarks]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return copy_of_shipped(tmp_path_factory.mktemp("shipped"))


@pytest.mark.slow
def test_each_shipped_table_is_read_as_the_program_itself_tells_it_and_its_page_as_the_word_file(workspace: Workspace) -> None:
    units = sorted(path for path in (workspace.root / "data").glob("*/20*.yaml") if path.stem.isdecimal())
    for path in units:
        of = UnitYear(path.parent.name, path.stem)
        compiled, sources = prepare(workspace, of)
        documents = make(compiled, of.year, sources).documents
        word, page = read_word(documents["table.docx"], "table.docx"), read_web_page(documents["table.html"], "table.html")
        told = {place: text for place, text in tell_word_file(documents["table.docx"]).places().items() if text or "格" in place}
        assert {one.spot: one.text for line in word.lines for one in line.cells} == told
        assert [(one.spot, one.columns, one.text.strip()) for line in page.lines for one in line.cells] == [
            (one.spot, one.columns, one.text.strip()) for line in word.lines for one in line.cells
        ]
        assert (*word.remarks, *page.remarks) == ()
    assert units


def test_what_is_deleted_hidden_or_only_a_code_is_not_read_and_what_is_inserted_is(tmp_path: Path) -> None:
    assert said(tmp_path, run("8"), f"<w:del>{run('7').replace('w:t', 'w:delText')}</w:del>", f"<w:ins>{run('.06')}</w:ins>") == "8.06"
    assert said(tmp_path, f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>") == "新"
    assert said(tmp_path, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>提示</w:t></w:r>", run("有")) == "有"
    assert said(tmp_path, '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>有</w:t></w:r>') == "有"
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = "<w:r><w:instrText>IF 1</w:instrText></w:r>"
    assert said(tmp_path, begin, code, run("隐"), begin, code, separate, run("内"), end, separate, run("显"), end) == "显"
    assert said(tmp_path, f'<w:fldSimple w:instr="DATE">{run("2021年")}</w:fldSimple>') == "2021年"


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    first = paragraph("一", properties="<w:rPr><w:del/></w:rPr>")
    assert rows(received(tmp_path, first + paragraph("二") + paragraph("三"))) == [["一二"], ["三"]]
    assert rows(received(tmp_path, table(row(word_cell(first, paragraph("二"), paragraph("三")))))) == [["一二\n三"]]


def test_deleted_and_hidden_rows_are_neither_read_nor_counted(tmp_path: Path) -> None:
    deleted, hidden = (f"<w:tr><w:trPr><w:{kind}/></w:trPr>{word_cell('旧')}</w:tr>" for kind in ("del", "hidden"))
    read = received(tmp_path, table(row("一"), deleted, hidden, row("二")))
    assert [(line.cells[0].text, line.cells[0].spot) for line in read.lines] == [
        ("一", "第1个表格第1行第1格"),
        ("二", "第1个表格第2行第1格"),
    ]
    assert remarks(read) == ["第1个表格第1行第1格之后 有修订痕迹：按接受全部修订之后的样子读入，删去的文字不读"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="00FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "√"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A2"/></w:r>', "■"),
        ('<w:r><w:sym w:font="Segoe UI Symbol" w:char="2612"/></w:r>', "☒"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0"/></w:r>', "\ufffd"),
        ('<w:r><w:sym w:font="Wingdings" w:char="是"/></w:r>', "\ufffd"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>R是</w:t></w:r>', "☑是"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:eastAsia="宋体"/></w:rPr><w:t>\uf0fe</w:t></w:r>', "☑"),
        (
            '<w:r><w:t xml:space="preserve"> 一 </w:t><w:tab/><w:t> 二 </w:t><w:br/><w:t>三</w:t><w:br w:type="page"/><w:cr/></w:r>',
            " 一  二\n三\n",
        ),
        ("<w:r><w:t>\n一\n二\n</w:t></w:r>", "一 二"),
        ("<w:r><w:t>0759</w:t><w:noBreakHyphen/><w:t>11</w:t><w:softHyphen/><w:t>00</w:t></w:r>", "0759-1100"),
        (f"<w:r><w:ruby><w:rt>{run('zhàn')}</w:rt><w:rubyBase>{run('湛')}</w:rubyBase></w:ruby></w:r>", "湛"),
        (f"<m:oMath {M}><m:r><m:t>8÷9</m:t></m:r></m:oMath>", "8÷9"),
        (f"<m:oMath {M}><m:f><m:num><m:r><m:t>8</m:t></m:r></m:num><m:den><m:r><m:t>9</m:t></m:r></m:den></m:f></m:oMath>", "8/9"),
        (f"{run('10')}<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>4</w:t></w:r>", "10⁴"),
        (f"<w:hyperlink>{run('网')}</w:hyperlink><w:smartTag>{run('址')}</w:smartTag>", "网址"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入')}</w:sdtContent></w:sdt>{run('有')}", "有"),
        (f"<w:sdt><w:sdtContent>{run('8')}</w:sdtContent></w:sdt>", "8"),
    ],
)
def test_what_word_shows_is_read(tmp_path: Path, content: str, expected: str) -> None:
    assert said(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (("eq \\o\\ac(□,", "√", ")"), "☑"),
        (("EQ \\o\\ac(○,×)",), "☒"),
        (("EQ \\o\\ac(○,是)",), "是"),
        ((' EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(zhàn),湛)',), "湛"),
        (('SYMBOL 254 \\f "Wingdings" \\s 12',), "☑"),
        (("EQ \\f(8,9)",), "\ufffd"),
        (("PAGE",), ""),
    ],
)
def test_fields_that_show_something_without_a_result_are_read(tmp_path: Path, code: tuple[str, ...], expected: str) -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in code)
    assert said(tmp_path, begin, pieces, end) == expected


def checkbox(checked: str, sign: str) -> str:
    return f'<w:sdt><w:sdtPr><w14:checkbox {W14}><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr><w:sdtContent>{sign}</w:sdtContent></w:sdt>'


def test_boxes_of_content_controls_and_of_forms_are_ticked_or_not(tmp_path: Path) -> None:
    assert said(tmp_path, checkbox("1", run("☒")), run("是"), checkbox("0", run("☐")), run("否")) == "☑是☐否"
    whole_cell = checkbox("1", "<w:tc><w:p><w:r><w:sym w:font='Wingdings' w:char='F0FD'/></w:r></w:p></w:tc>")
    assert rows(received(tmp_path, table(f"<w:tr>{word_cell('是')}{whole_cell}</w:tr>"))) == [["是", "☑"]]

    assert said(tmp_path, checkbox("0", run("√"))) == "√"  # typed by somebody whose program does not know such boxes
    assert said(tmp_path, checkbox("1", run("☐")), checkbox("0", run("☒"))) == "☐☑"  # what is seen
    own = checkbox("0", "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>")
    named = own.replace("</w14:checkbox>", '<w14:checkedState w14:val="00FE" w14:font="Wingdings"/></w14:checkbox>')
    assert said(tmp_path, own, named) == "☑☑"

    def old_field(data: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'

    ticked, empty = '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', '<w:checkBox><w:default w:val="0"/></w:checkBox>'
    entries = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="无"/><w:listEntry w:val="有"/></w:ddList>'
    assert said(tmp_path, old_field(ticked), old_field(empty), old_field(entries)) == "☑☐有"


def test_cells_are_those_that_a_person_counts(tmp_path: Path) -> None:
    before = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{word_cell("丁")}{word_cell("", merge="continue")}</w:tr>'
    old = f"<w:tr>{word_cell('戊')}<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>{word_cell('己', merge='continue')}</w:tr>"
    body = table(
        row(word_cell("甲", span=2), word_cell("乙", merge="restart")),
        before,
        row("", "丙", word_cell("隐", merge="continue")),
        row("庚"),
        old,
    )
    assert [[(cell.text, cell.columns) for cell in line.cells] for line in received(tmp_path, body).lines] == [
        [("甲", 2), ("乙", 1)],
        [("丁", 1)],
        [("", 1), ("丙", 1)],
        [("庚", 1)],
        [("戊", 2), ("己", 1)],  # nothing stands above 己 that it could go on with
    ]


def test_a_table_and_a_text_box_in_a_cell_follow_the_row(tmp_path: Path) -> None:
    inner = table(row("内"))
    box = f"<w:p><w:r><w:pict><v:textbox {V}><w:txbxContent>{paragraph('框一')}{paragraph('框二')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    read = received(tmp_path, table(row(word_cell("外", inner, box, "后"), "旁"), row("末")) + paragraph("尾"))
    assert [(line.cells[0].spot, line.table, [cell.text for cell in line.cells]) for line in read.lines] == [
        ("第1个表格第1行第1格", 1, ["外\n后", "旁"]),
        ("第2个表格第1行第1格", 2, ["内"]),
        ("第1个表格第1行第1格的文本框第1段", 0, ["框一"]),
        ("第1个表格第1行第1格的文本框第2段", 0, ["框二"]),
        ("第1个表格第2行第1格", 1, ["末"]),
        ("第2个表格之后第1段", 0, ["尾"]),
    ]


def test_of_alternatives_one_is_read(tmp_path: Path) -> None:
    alternatives = f"<mc:AlternateContent {MC}><mc:Choice Requires='wps'>{run('新')}</mc:Choice><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>"
    assert said(tmp_path, f"<w:r>{alternatives}</w:r>") == "新"
    assert said(tmp_path, f"<w:r>{alternatives.replace('mc:Choice', 'mc:Other')}</w:r>") == "新旧"


def test_bookmarks_of_a_sent_form_stay_with_their_cells(tmp_path: Path) -> None:
    mark = '<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>'
    inside = f"<w:p>{mark.format(1, 'zp_0a1b2c3d_1')}{run('8')}{mark.format(2, '_GoBack')}</w:p>"
    between = mark.format(3, "zp_0a1b2c3d_2")
    read = received(tmp_path, table(f"<w:tr>{word_cell('标签')}{word_cell(inside)}{between}{word_cell('万元')}</w:tr>"))
    assert [cell.marks for cell in read.lines[0].cells] == [(), ("zp_0a1b2c3d_1",), ("zp_0a1b2c3d_2",)]


def test_pictures_struck_words_notes_and_other_files_are_told(tmp_path: Path) -> None:
    picture = f"<w:p><w:r><w:drawing><pic:pic {PIC}/></w:drawing></w:r></w:p>"
    struck = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>7</w:t></w:r></w:p>"
    note = f"<w:footnotes {W}><w:footnote>{paragraph('注')}</w:footnote></w:footnotes>"
    read = received(tmp_path, table(row(word_cell(picture), word_cell(struck))) + "<w:altChunk/>", {"word/footnotes.xml": note})
    assert remarks(read) == [
        "第1个表格第1行第2格 有划了删除线的文字，仍当作填的内容读入",
        "第1个表格第1行第1格 有图片，图片里的文字读不出来",
        " 有脚注或尾注，注里的文字没有读",
        "第1个表格第1行第2格之后 嵌有另一个文件的内容，没有读",
    ]


def test_shapes_drawn_upon_words_are_told_and_words_drawn_as_shapes_read(tmp_path: Path) -> None:
    ring, art = f"<w:pict><v:oval {V}/></w:pict>", f'<w:pict><v:shape {V}><v:textpath string="自评表"/></v:shape></w:pict>'
    read = received(tmp_path, table(row(word_cell(f"<w:p>{run('是')}<w:r>{ring}</w:r></w:p>"))) + f"<w:p><w:r>{art}</w:r></w:p>")
    assert rows(read) == [["是"], ["自评表"]]
    assert remarks(read) == ["第1个表格第1行第1格 有画上去的图形，读不出它圈的、勾的是什么"]


def test_a_file_with_the_strict_names_of_the_standard_is_read(tmp_path: Path) -> None:
    path = write_word_file(tmp_path / "表.docx", table(row("一", "二")))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    usual, strict = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    names = {b"wordprocessingml/2006/main": b"wordprocessingml/main", b"officeDocument/2006/relationships": b"officeDocument/relationships"}
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(
                name, functools.reduce(lambda data, pair: data.replace(usual + pair[0], strict + pair[1]), names.items(), data)
            )
    assert rows(read_word(path.read_bytes(), "表.docx")) == [["一", "二"]]


def test_the_part_that_holds_the_text_may_be_called_otherwise(tmp_path: Path) -> None:
    other = RELATIONSHIPS.replace("word/document.xml", "/word/document2.xml")
    text = f"<w:document {W}><w:body>{paragraph('在这里')}</w:body></w:document>"
    assert rows(received(tmp_path, paragraph("不是这里"), {"_rels/.rels": other, "word/document2.xml": text})) == [["在这里"]]


def test_a_web_page_that_a_word_file_encloses_is_read_in_its_place(tmp_path: Path) -> None:
    relations = related(("aFChunk", "afchunk.mht"))
    page = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<table><tr><td>1<td>2</table>\n--b--\n"
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdMore1"/>'
    parts = {"word/_rels/document.xml.rels": relations, "word/afchunk.mht": page}
    read = received(tmp_path, paragraph("前") + chunk + paragraph("后"), parts)
    assert rows(read) == [["前"], ["1", "2"], ["后"]]
    assert read.lines[-1].cells[0].spot == "第1个表格之后第1段"
    elsewhere = related(("aFChunk", "http://example.com/a.html"), mode=' TargetMode="External"')
    assert rows(received(tmp_path, paragraph("前") + chunk, {"word/_rels/document.xml.rels": elsewhere})) == [["前"]]


def test_comments_are_told_unless_they_explain_the_blanks_of_a_sent_form(tmp_path: Path) -> None:
    def told(author: str) -> list[str]:
        comment = f'<w:comments {W}><w:comment w:id="1" w:author="{author}">{paragraph("填数字")}</w:comment></w:comments>'
        return remarks(received(tmp_path, paragraph("8"), {"word/comments.xml": comment}))

    assert told("张某") == [" 有批注，批注里的文字没有读"]
    assert told(EXPLAINER) == []


def test_a_date_that_word_itself_keeps_up_to_date_is_told(tmp_path: Path) -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    code = '<w:r><w:instrText xml:space="preserve"> DATE \\@ "yyyy-M-d" </w:instrText></w:r>'
    for field in (f"{begin}{code}{separate}{run('2021-6-1')}{end}", f'<w:fldSimple w:instr=" TIME ">{run("2021-6-1")}</w:fldSimple>'):
        read = received(tmp_path, f"<w:p>{field}</w:p>")
        assert rows(read) == [["2021-6-1"]]
        assert [(remark.severity, remark.place.spot) for remark in read.remarks] == [(Severity.WARNING, "第1段")]
    assert not remarks(received(tmp_path, f"<w:p>{begin}<w:r><w:instrText>REF 日期</w:instrText></w:r>{separate}{run('1')}{end}</w:p>"))


SHOWN, UNSHOWN = "见", "隐"
WRAPPED = (
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:hyperlink>{}</w:hyperlink>",
)
HIDDEN = (
    "<w:del>{}</w:del>",
    "<w:moveFrom>{}</w:moveFrom>",
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
)
RUNS = st.sampled_from([wrap.format(run(SHOWN)) for wrap in WRAPPED] + [wrap.format(run(UNSHOWN)) for wrap in HIDDEN])
PARAGRAPHS = st.lists(RUNS, max_size=4).map(lambda runs: f"<w:p>{''.join(runs)}</w:p>")


def boxed(blocks: list[str]) -> str:
    return f"<w:p>{run(SHOWN)}<w:r><w:pict><v:rect {V}><v:textbox><w:txbxContent>{''.join(blocks)}</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"


def tabled(blocks: list[list[str]]) -> str:
    return table(*(row(word_cell(*cells), "", word_cell(paragraph(SHOWN), span=2)) for cells in blocks))


BLOCKS = st.recursive(
    PARAGRAPHS,
    lambda inner: st.one_of(
        st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=2).map(tabled),
        st.lists(inner, min_size=1, max_size=3).map(boxed),
        inner.map("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>".format),
    ),
    max_leaves=12,
)


@settings(max_examples=30)
@given(st.lists(BLOCKS, max_size=5).map("".join))
def test_every_word_that_is_seen_is_read_once_and_no_other(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    read = received(tmp_path_factory.getbasetemp(), body)
    texts = "".join(one.text for line in read.lines for one in line.cells)
    assert texts.replace("\n", "") == SHOWN * body.count(SHOWN)
    spots = [one.spot for line in read.lines for one in line.cells]
    assert len(set(spots)) == len(spots)
