"""What a document says besides words is read back: headings, items of lists, cells over several columns or rows, links."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from pipeline.build.unit_year import make, prepare
from pipeline.document.word.package import DOCUMENT
from pipeline.printing.read_back import compare
from pipeline.printing.web_telling import tell_web_page
from pipeline.workspace import UnitYear, Workspace
from tests.document.printed import print_form, print_narrative
from tests.printing.test_read_back import DATA, FORM, NARRATIVE, compared, files, planted, told
from tests.word_files import paragraph, run, table

ROOT = Path(__file__).parents[2]
NARRATIVE_OF_ALL = f"{NARRATIVE}\n## 其次\n\n- 甲\n- 乙\n\n还有\n\n1. 丙\n2. 丁{{{{ 组.数 }}}}\n"
DOCX, HTML = ".docx", ".html"


def differs(left: str, right: str) -> str:
    return f"Word 与网页不一致：Word {left}，网页{right}"


@pytest.fixture(scope="module")
def narrative() -> tuple[str, str]:
    return files(print_narrative(NARRATIVE_OF_ALL, **DATA))


@pytest.fixture(scope="module")
def form() -> tuple[str, str]:
    return files(print_form(FORM, **DATA))


def test_documents_that_say_the_same_have_no_faults(narrative: tuple[str, str], form: tuple[str, str], tmp_path: Path) -> None:
    assert compared(narrative, tmp_path) == []
    assert compared(form, tmp_path) == []
    notes = tell_web_page(narrative[1].encode()).notes()
    assert [notes[place] for place in ("第2段", "第7段", "第1个表格之后第2段")] == [
        ["是一级标题"],
        ["链接指向“https://a.cn/x”"],
        ["是二级标题"],
    ]
    assert list(notes.values())[-4:] == [["是不编号的列项"], ["是不编号的列项"], ["是编号列表的第1项"], ["是编号列表的第2项"]]


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (("Word", '"Heading1"', '"Heading2"'), f"第2段: {differs('是二级标题', '是一级标题')}"),
        (("Word", '"Heading1"', '"BodyText"'), f"第2段: {differs('不是这样', '是一级标题')}"),
        (("page", "<h3>（一）其次</h3>", "<h4>（一）其次</h4>"), f"第1个表格之后第2段: {differs('是二级标题', '是三级标题')}"),
        (("page", "<p>末段</p>", "<h2>末段</h2>"), f"第1个表格之后第1段: {differs('不是这样', '是一级标题')}"),
        (("Word", '"ListItem"', '"BodyText"'), f"第5段: {differs('是标着“1.”的段落', '是编号列表的第1项')}"),
        (("Word", ">•", ">1."), f"第1个表格之后第3段: {differs('是编号列表的第1项', '是不编号的列项')}"),
        (("Word", ">2.<", ">3.<"), f"第6段: {differs('是编号列表的第3项', '是编号列表的第2项')}"),
        (("page", "<ol><li>丙</li>", "<ol><li>丙</li></ol><ol>"), f"第1个表格之后第7段: {differs('是编号列表的第2项', '是编号列表的第1项')}"),
        (("page", "<ul><li>甲</li>", "<p>甲</p><ul>"), f"第1个表格之后第3段: {differs('是不编号的列项', '不是这样')}"),
        (("Word", "https://a.cn/x", "https://a.cn/y"), f"第7段: {differs('链接指向“https://a.cn/y”', '链接指向“https://a.cn/x”')}"),
        (("page", 'href="https://a.cn/x"', 'href="https://b.cn/x"'), f"第7段: {differs('链接指向“https://a.cn/x”', '链接指向“https://b.cn/x”')}"),
        (("Word", "HYPERLINK", "PAGEREF"), f"第7段: {differs('不是这样', '链接指向“https://a.cn/x”')}"),
    ],
)  # fmt: skip
def test_a_planted_kind_or_target_is_named_with_its_place(
    narrative: tuple[str, str], tmp_path: Path, plant: tuple[str, str, str], expected: str
) -> None:
    assert told(compared(planted(narrative, *plant), tmp_path)) == [expected]


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (("Word", 'w:gridSpan w:val="2"', 'w:gridSpan w:val="3"'), f"第1个表格第3行第1格: {differs('横跨3列', '横跨2列')}"),
        (("Word", '<w:gridSpan w:val="2"/>', ""), f"第1个表格第3行第1格: {differs('不是这样', '横跨2列')}"),
        (("page", ' colspan="2"', ""), f"第1个表格第3行第1格: {differs('横跨2列', '不是这样')}"),
        (("page", 'rowspan="2"', 'rowspan="3"'), f"第1个表格第1行第1格: {differs('竖跨2行', '竖跨3行')}"),
        (("page", ' rowspan="2"', ""), f"第1个表格第1行第1格: {differs('竖跨2行', '不是这样')}"),
        (("Word", '"Title"', '"BodyText"'), f"第1段: {differs('不是这样', '是文件标题')}"),
    ],
)
def test_a_planted_span_is_named_with_its_cell(form: tuple[str, str], tmp_path: Path, plant: tuple[str, str, str], expected: str) -> None:
    assert told(compared(planted(form, *plant), tmp_path)) == [expected]


def test_a_row_that_begins_later_than_others_has_the_cells_of_the_page(tmp_path: Path) -> None:
    rows = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{}</w:tr>'
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    begun, going_on = (cell.format(f'<w:vMerge w:val="{kind}"/>', text) for kind, text in (("restart", "乙"), ("continue", "")))
    body = table(f"<w:tr>{cell.format('', '甲')}{begun}</w:tr>", rows.format(going_on), widths=(2000, 2000))
    documents = files(print_form(body))
    assert compared(documents, tmp_path) == []
    shifted = planted(documents, "Word", '<w:gridBefore w:val="1"/>', '<w:gridBefore w:val="2"/>')
    assert told(compared(shifted, tmp_path)) == [f"第1个表格第1行第2格: {differs('不是这样', '竖跨2行')}"]


def test_an_address_that_is_its_own_link_is_the_same_as_its_words(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>见https://a.cn/x?a=1&amp;b=2</w:t></w:r></w:p>"
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><main><p>见<a href="{}">https://a.cn/x?a=1&amp;b=2</a></p></main></body></html>'
    )
    assert compared((body, page.format("https://a.cn/x?a=1&amp;b=2")), tmp_path) == []
    target = "链接指向“https://a.cn/x?a=1&b=3”"
    assert told(compared((body, page.format("https://a.cn/x?a=1&amp;b=3")), tmp_path)) == [f"第1段: {differs('不是这样', target)}"]


def test_headings_of_a_word_form_are_headings_of_its_page(tmp_path: Path) -> None:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="部分"/><w:basedOn w:val="a3"/></w:style></w:styles>'
    )
    body = paragraph("一、概况", properties='<w:pStyle w:val="a4"/>') + paragraph("正文")
    word, page = files(print_form(body, styles=styles))
    assert '<p class="left" role="heading" aria-level="3">' in page
    extra = {"word/styles.xml": styles}
    assert compared((word, page), tmp_path, extra) == []
    changed = planted((word, page), "page", 'aria-level="3"', 'aria-level="2"')
    assert told(compared(changed, tmp_path, extra)) == [f"第1段: {differs('是二级标题', '是一级标题')}"]


def test_links_of_a_word_form_are_links_of_its_page(tmp_path: Path) -> None:
    code = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = f'{code.format("begin")}<w:r><w:instrText> HYPERLINK "mailto:a@example.com" </w:instrText></w:r>{code.format("separate")}'
    body = f"<w:p>{run('写信到')}{field}{run('a@example.com')}{code.format('end')}{run('。')}</w:p>"
    word, page = files(print_form(body))
    assert '写信到<a href="mailto:a@example.com">a@example.com</a>。' in page
    assert compared((word, page), tmp_path) == []
    changed = planted((word, page), "Word", "mailto:a@", "mailto:b@")
    left, right = "链接指向“mailto:b@example.com”", "链接指向“mailto:a@example.com”"
    assert told(compared(changed, tmp_path)) == [f"第1段: {differs(left, right)}"]


@pytest.fixture(scope="module", params=[("xinfang", "2020"), ("gonggong", "2018"), ("shuili", "2022")], ids=lambda of: of[0])
def documents(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Return the documents of a unit of each shipped form."""
    compiled, sources = prepare(Workspace(ROOT), UnitYear(*request.param))
    return dict(make(compiled, request.param[1], sources).full.files)


def in_word(data: bytes, old: str, new: str) -> bytes:
    """Return a Word file with something in its body replaced where it first stands."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(copy, "w") as changed:
        for name in package.namelist():
            part = package.read(name)
            assert name != DOCUMENT or re.search(old, part.decode())
            changed.writestr(name, re.sub(old, new, part.decode(), count=1) if name == DOCUMENT else part)
    return copy.getvalue()


@pytest.mark.parametrize(
    ("name", "suffix", "old", "new", "said"),
    [
        ("table", DOCX, r'<w:gridSpan w:val="\d+"/>', '<w:gridSpan w:val="19"/>', "横跨19列"),
        ("table", HTML, r' colspan="\d+"', ' colspan="19"', "横跨19列"),
        ("table", HTML, r' rowspan="\d+"', ' rowspan="19"', "竖跨19行"),
        ("table", DOCX, '<w:vMerge w:val="restart"/>', "", "竖跨"),
        ("table", DOCX, '"Title"', '"CellLabel"', "是文件标题"),
        ("report", DOCX, '"Heading1"', '"Heading3"', "Word 是三级标题，网页是一级标题"),
        ("report", HTML, "<h2>(.*?)</h2>", r"<p>\1</p>", "Word 是一级标题，网页不是这样"),
    ],
)
def test_what_is_planted_in_documents_of_the_shipped_forms_is_found(  # noqa: PLR0913, PLR0917 - one for each of its kinds
    documents: dict[str, bytes], name: str, suffix: str, old: str, new: str, said: str
) -> None:
    pair = {kind: documents[f"{name}{kind}"] for kind in (DOCX, HTML)}
    changed = re.sub(old, new, pair[HTML].decode(), count=1).encode() if suffix == HTML else in_word(pair[DOCX], old, new)
    assert [message for message in disagreeing(name, pair) if "不一致" in message] == []
    assert any(said in message for message in disagreeing(name, {**pair, suffix: changed}))


def disagreeing(name: str, pair: dict[str, bytes]) -> list[str]:
    """Return how two files of a document differ."""
    return [problem.message for problem in compare(name, pair, {})[1] if not problem.path]
