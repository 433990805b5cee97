"""What a person sees on a saved web page is read, whoever wrote the page; what only surrounds it is not."""

from __future__ import annotations

import pytest

from pipeline.intake.readers.web_page import read_web_page
from pipeline.intake.received import Received
from pipeline.problems import Stop


def page(body: str, head: str = "") -> Received:
    return read_web_page(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode(), "表.html")


def texts(read: Received) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in read.lines]


def said(body: str, head: str = "") -> str:
    """Return what the only paragraph of a page says."""
    ((text,),) = texts(page(body, head))
    return text


def remarks(read: Received) -> list[str]:
    return [remark.message for remark in read.remarks]


def test_paragraphs_and_rows_have_the_places_that_a_person_counts() -> None:
    read = page(
        "<h1>题</h1><p> </p><table><caption>表一</caption><tr><td rowspan=2>甲<td colspan=3>乙</tr><tr><td>丙</tr></table><p>末</p>"
    )
    assert [(cell.text, cell.spot, cell.columns) for line in read.lines for cell in line.cells] == [
        ("题", "第1段", 1),
        ("表一", "第2段", 1),
        ("甲", "第1个表格第1行第1格", 1),
        ("乙", "第1个表格第1行第2格", 3),
        ("丙", "第1个表格第2行第1格", 1),
        ("末", "第1个表格之后第1段", 1),
    ]
    assert [line.table for line in read.lines] == [0, 0, 1, 1, 0]


def test_a_cell_keeps_its_lines_and_loses_the_spaces_of_the_source() -> None:
    cell = "甲<br> 乙 <p>丙\n丁 a\n b</p><p>&nbsp;</p>戊&nbsp;1"
    assert texts(page(f"<table><tr><td>  {cell}\n</td></tr></table>")) == [["甲\n乙\n丙丁 a b\n戊 1"]]


def test_a_table_in_a_cell_follows_its_row() -> None:
    read = page("<table><tr><td>外<table><tr><td>内</td></tr></table>后<td>旁</tr><tr><td>末</tr></table>")
    assert [(line.table, [cell.text for cell in line.cells]) for line in read.lines] == [(1, ["外\n后", "旁"]), (2, ["内"]), (1, ["末"])]


def test_a_table_that_is_not_well_written_is_read_as_browsers_mend_it() -> None:
    assert texts(page("<table>前<td>1<td>2<tr>后<td>3</table>")) == [["前后"], ["1", "2"], ["3"]]


def test_a_table_that_only_places_others_on_the_page_is_none() -> None:
    read = page("<table><tr><td><h1>题</h1><table><tr><td>1</td><td>2</td></tr></table></td></tr><tr><td>末</td></tr></table>")
    assert texts(read) == [["题"], ["1", "2"], ["末"]]
    assert read.lines[1].cells[0].spot == "第1个表格第1行第1格"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<input type=checkbox checked>是 <input type=radio>否", "☑是 ☐否"),
        ("<input value=8.06>万元<input type=hidden value=1><input type=submit value=保存>", "8.06万元"),
        ("<select><option>无<option selected>有</select>", "有"),
        ("<select><option>无<option>有</select>", "无"),
        ("<textarea>第一行\n第二行</textarea>", "第一行\n第二行"),
        ('<font face="Wingdings 2, serif">\uf052</font>是', "☑是"),
        ("""<span style='font-family:"Wingdings 2"'>R</span>是<font face=Wingdings>&#168;</font>否""", "☑是☐否"),
        ("<ruby>湛<rt>zhàn</rt></ruby>江", "湛江"),
        ("有<span hidden>隐</span><b style='display: none'>隐</b><i style='mso-hide:all'>隐</i><script>var a</script>", "有"),
        ("3.5×10<sup>4</sup>", "3.5×10⁴"),
        ("8<del>7</del><ins>.06</ins>", "8.06"),
        ("3<!--[if gte mso 9]>隐<![endif]--><![if !supportEmptyParas]>5<![endif]><o:p></o:p>", "35"),
    ],
)
def test_what_a_page_shows_is_read(body: str, expected: str) -> None:
    assert said(body) == expected


def test_an_empty_line_divides_paragraphs() -> None:
    assert texts(page("一<br>二<br>&nbsp;<br>三")) == [["一\n二"], ["三"]]
    assert texts(page("<table><tr><td>一<br>二<br><br>三")) == [["一\n二\n三"]]


def test_a_page_that_word_saved_is_read_without_its_margins_and_comments() -> None:
    tick = """<span style='mso-ascii-font-family:宋体;font-family:"Wingdings 2";mso-char-type:symbol'><span style='mso-symbol-font-family:"Wingdings 2"'>R</span></span>"""
    anchor = "<span style='mso-special-character:comment'>&nbsp;<a class=msocomanchor href=#_1>[1]</a></span>"
    list_ = "<div style='mso-element:comment-list'><div style='mso-element:comment'>批</div></div>"
    header = "<div style='mso-element:header' id=h1><p>页眉</p></div>"
    assert texts(page(f"<p class=MsoNormal>{tick}是<o:p></o:p>{anchor}</p>{list_}{header}")) == [["☑是"]]


def test_what_the_pages_own_style_sheet_hides_on_the_screen_is_not_read() -> None:
    sheet = "<style>/* .c {display:none} */ .a, .b {color:red} .a {display:none} @media print { .b {display:none} } .c {color:red}</style>"
    assert (
        said(
            "<p class=a>隐</p><p><i class=b>显</i><i class=c>显</i><i class='a active'>显</i><i class=a style='display:inline'>显</i></p>",
            sheet,
        )
        == "显显显显"
    )


def test_a_new_line_in_the_source_is_a_space_only_where_the_program_that_wrote_it_means_one() -> None:
    assert said("<p>一\n二</p>") == "一二"
    assert said('<p>一\n二</p><div title="footer"><p>— 7 —</p></div>', '<meta name="generator" content="LibreOffice 7.4">') == "一 二"


def test_what_surrounds_the_subject_of_a_page_is_not_read() -> None:
    read = page("<nav>首页</nav><p><a href=/>上一页</a> | <a href=/>下一页</a></p><p>见<a href=/>附件</a></p><footer>版权</footer>")
    assert texts(read) == [["见附件"]]
    assert texts(page("<div>网站</div><main><p>正文</p></main>")) == [["正文"]]
    assert texts(page("<div>网站</div><article><table><tr><td>1</table></article>")) == [["1"]]
    assert texts(page("<main><p>正文</p></main><table><tr><td>1</table>")) == [["正文"], ["1"]]


def test_words_that_only_lead_elsewhere_are_not_read_but_in_a_cell() -> None:
    read = page("<p><a href=/>首页</a> <a href=/>下一页</a></p><table><tr><td><a href=/>www.example.gov.cn</a></table>")
    assert texts(read) == [["www.example.gov.cn"]]
    assert remarks(read) == ["有只由链接组成的文字，多是网站的导航，没有读"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ("<meta charset=utf-8>", "gb18030"),
        ("", "utf-8"),
        ("", "utf-16"),
        ("<meta charset=big5>", "big5"),
    ],
)
def test_a_page_is_read_in_its_encoding_even_if_it_declares_another(declared: str, encoding: str) -> None:
    assert texts(read_web_page(f"<html>{declared}<p>預算安排數".encode(encoding), "表.html")) == [["預算安排數"]]


def test_bookmarks_of_a_sent_form_stay_with_their_cells() -> None:
    read = page('<table><tr><td>标签<td><a name="zp_0a1b2c3d_1"></a>8<a name=other></a></tr></table>')
    assert [cell.marks for cell in read.lines[0].cells] == [(), ("zp_0a1b2c3d_1",)]


def test_pictures_and_struck_words_are_told_with_their_place() -> None:
    read = page("<table><tr><td><img src=http://example.com/a.png>盖章<td><s>7</s>8</table>")
    assert [(remark.place.spot, remark.message) for remark in read.remarks] == [
        ("第1个表格第1行第2格", "有划了删除线的文字，仍当作填的内容读入"),
        ("第1个表格第1行第1格", "有图片，图片里的文字读不出来"),
    ]


def test_a_date_that_libreoffice_keeps_up_to_date_is_told() -> None:
    assert remarks(page("<p><sdfield type=DATETIME sdnum='1033;0;M/D/YY'>11/29/26</sdfield></p>"))[0].startswith("是自动更新的日期")


def test_a_page_in_one_file_with_all_that_belongs_to_it_is_read() -> None:
    parts = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=gb2312\n"
        "Content-Transfer-Encoding: quoted-printable\n\n<table><tr><td>=D6=B5<td>8</table>\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    assert texts(read_web_page(parts.encode(), "表.mht")) == [["值", "8"]]


@pytest.mark.parametrize("data", [b"<html><frameset><frame src=sheet001.htm></frameset>", b"<!-- <html> -->", b"<html>"])
def test_a_page_without_words_is_refused(data: bytes) -> None:
    with pytest.raises(Stop, match="网页里没有文字"):
        read_web_page(data, "表.html")
