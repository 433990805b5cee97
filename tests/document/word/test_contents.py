"""What of a stranger's Word file comes into documents: only what is allowed; what could run, load or embed is named as a fault."""

from __future__ import annotations

import io
import os
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.document.word import margins
from pipeline.document.word.package import PACKAGE_RELATIONS, TYPES
from pipeline.document.word.unpacking import unpack
from pipeline.printing.reading import package_parts
from pipeline.problems import Stop
from tests.document.printed import complaints, form_complaints
from tests.word_files import HEAD, RELATIONSHIPS, W, paragraph, related, run, write_word_file
from tests.word_files import TYPES as TYPES_XML

RELATIONS = "word/_rels/document.xml.rels"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"
EXTERNAL = ' TargetMode="External"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
O_AND_V = 'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'


def kept(path: Path) -> dict[str, bytes]:
    return package_parts(path, "table.docx", draft=False)


def faults(path: Path) -> list[str]:
    """Return what a Word file is refused for, each with its place."""
    with pytest.raises(Stop) as stop:
        kept(path)
    return [f"{problem.place}: {problem.message}" for problem in stop.value.problems]


def file_with(folder: Path, *relations: tuple[str, str], mode: str = "", **parts: str) -> Path:
    """Return a Word file whose document leads to parts by relationships."""
    named = {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}
    return write_word_file(folder / "table.docx", paragraph("甲"), {RELATIONS: related(*relations, mode=mode), **named})


@pytest.mark.parametrize(
    ("kind", "target", "message"),
    [
        (f"{MICROSOFT}vbaProject", "vbaProject.bin", "含有宏"),
        ("attachedTemplate", "normal.dotm", "附加了别的模板文件"),
        ("oleObject", "embeddings/oleObject1.bin", "含有嵌入或链接的对象"),
        ("package", "embeddings/book.xlsx", "含有嵌入或链接的对象"),
        ("control", "activeX/activeX1.xml", "含有 ActiveX 控件"),
        ("aFChunk", "chunk.html", "嵌入了别的文件"),
        ("subDocument", "sub.docx", "嵌入了别的文件"),
        ("frame", "frame.html", "含有框架或视频"),
        ("mailMergeSource", "people.mdb", "含有邮件合并的设置"),
        ("font", "fonts/font1.odttf", "嵌入了字体"),
        ("chart", "charts/chart1.xml", "含有图表"),
        ("http://example.com/anything", "x.bin", "含有程序不认识的内容"),
    ],
)
@pytest.mark.parametrize("mode", ["", EXTERNAL])
def test_what_runs_loads_or_embeds_is_refused(tmp_path: Path, kind: str, target: str, message: str, mode: str) -> None:
    assert faults(file_with(tmp_path, (kind, target), mode=mode)) == [f"table.docx 部件“word/document.xml”: {message}"]


@pytest.mark.parametrize("kind", ["image", "header", "settings", "styles"])
def test_nothing_is_fetched_from_elsewhere(tmp_path: Path, kind: str) -> None:
    path = file_with(tmp_path, (kind, "http://example.com/a.png"), mode=EXTERNAL)
    assert faults(path) == ["table.docx 部件“word/document.xml”: 引用了文件以外的内容"]


@pytest.mark.parametrize("target", ["https://example.com/a?b=1", "http://a.cn", "MAILTO:a@example.com"])
def test_links_to_pages_and_mailboxes_stay(tmp_path: Path, target: str) -> None:
    assert target in kept(file_with(tmp_path, ("hyperlink", target), mode=EXTERNAL))[RELATIONS].decode()


@pytest.mark.parametrize(
    "target",
    ["file:///c:/a.exe", "\\\\host\\share", "javascript:alert(1)", "ms-word:ofe|u|http://a", "../a.docx", "http://a b", " http://a.cn"],
)
def test_links_to_anything_else_are_refused(tmp_path: Path, target: str) -> None:
    path = file_with(tmp_path, ("hyperlink", target), mode=EXTERNAL)
    assert faults(path) == ["table.docx 部件“word/document.xml”: 链接指向网址和邮箱以外的地方"]


def test_who_wrote_and_commented_is_left_behind_without_a_word(tmp_path: Path) -> None:
    named = [
        ("comments", "comments.xml"), (f"{MICROSOFT}people", "people.xml"), ("customXml", "../customXml/item1.xml"),
        ("glossaryDocument", "glossary/document.xml"), ("webSettings", "webSettings.xml"),
    ]  # fmt: skip
    package = [("custom-properties", "docProps/custom.xml"), ("metadata/thumbnail", "docProps/thumbnail.emf")]
    extra = {
        **dict.fromkeys(("word/comments.xml", "word/people.xml", "customXml/item1.xml", "word/glossary/document.xml"), "<a>张三</a>"),
        **dict.fromkeys(("word/webSettings.xml", "docProps/custom.xml", "word/nobody-leads-here.xml"), "<a>张三</a>"),
        "docProps/thumbnail.emf": "张三",
        PACKAGE_RELATIONS: related(*package, listing=RELATIONSHIPS),
        RELATIONS: related(*named),
    }
    parts = kept(write_word_file(tmp_path / "table.docx", paragraph("甲"), extra))
    assert not [name for name, data in parts.items() if "张三".encode() in data]
    for listing in (PACKAGE_RELATIONS, RELATIONS, TYPES):
        targets = {entry.get("Target", entry.get("PartName", "")).lstrip("/") for entry in etree.fromstring(parts[listing])} - {""}
        assert {target if "/" in target else f"word/{target}" for target in targets} <= parts.keys() | {
            "docProps/core.xml",
            "docProps/app.xml",
        }


def test_a_document_with_macros_is_told_from_its_type(tmp_path: Path) -> None:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = TYPES_XML.replace(main, "application/vnd.ms-word.document.macroEnabled.main+xml")
    assert faults(write_word_file(tmp_path / "table.docx", paragraph("甲"), {TYPES: types})) == ["table.docx: 含有宏"]
    types = TYPES_XML.replace(main, "text/html")
    assert faults(write_word_file(tmp_path / "table.docx", paragraph("甲"), {TYPES: types})) == ["table.docx: 不是 Word（docx）文件"]


@pytest.mark.parametrize(("name", "data"), [("a.emf", "x"), ("a.svg", "<svg/>"), ("a.png", "<svg/>"), ("a.gif", "MZ")])
def test_only_pictures_of_dots_come_through(tmp_path: Path, name: str, data: str) -> None:
    extra = {RELATIONS: related(("image", f"media/{name}")), f"word/media/{name}": data}
    path = write_word_file(tmp_path / "table.docx", paragraph("甲"), extra)
    assert faults(path) == [f"table.docx 部件“word/media/{name}”: 含有不能用的图片格式"]


def test_a_relationship_to_a_missing_part_and_one_that_is_missing_are_told(tmp_path: Path) -> None:
    path = file_with(tmp_path, ("header", "header9.xml"))
    assert faults(path) == ["table.docx 部件“word/document.xml”: Word 文件已损坏：缺少部件“word/header9.xml”"]
    body = f'<w:p/><w:sectPr><w:headerReference {R} w:type="default" r:id="rId77"/></w:sectPr>'
    assert faults(write_word_file(tmp_path / "b.docx", body)) == ["table.docx 部件“word/document.xml”: 引用了文件里没有的内容（rId77）"]


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("<w:mailMerge><w:query w:val='SELECT'/></w:mailMerge>", "含有邮件合并的设置"),
        ("<w:attachedTemplate/>", "附加了别的模板文件"),
        ("<w:saveThroughXslt/>", "含有 XML 架构或转换"),
        (f"<v:imagedata {O_AND_V} src='http://a.cn/a.png'/>", "引用了文件以外的内容"),
    ],
)
def test_settings_that_load_or_run_are_refused(tmp_path: Path, setting: str, message: str) -> None:
    path = file_with(tmp_path, ("settings", "settings.xml"), word__settings_xml=f"{HEAD}<w:settings {W}>{setting}</w:settings>")
    assert faults(path) == [f"table.docx 部件“word/settings.xml”: {message}"]


def field(*codes: str) -> str:
    """Return a field whose code stands in several runs."""
    kinds = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    middle = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return kinds[0] + middle + kinds[1] + run("1") + kinds[2]


LOADING = [
    "INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "LINK", "DATABASE", "IMPORT", "MACROBUTTON", "IF", "RD", "EMBED", "AUTOTEXT",
    "MERGEFIELD", "FILLIN", "ASK", "USERNAME",
]  # fmt: skip


@pytest.mark.parametrize("name", LOADING)
@pytest.mark.parametrize("in_body", [True, False])
def test_fields_that_load_or_run_are_refused_wherever_they_stand(name: str, in_body: bool) -> None:  # noqa: FBT001
    nested = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{field(name + " x")}<w:r><w:instrText> "y"</w:instrText></w:r>'
    for content in (field(f" {name} x "), field(name[:2], name[2:], " x"), f'<w:fldSimple w:instr=" {name.lower()} x"/>', nested):
        body = f"<w:p>{content}</w:p>"
        xml = f"{HEAD}<w:hdr {W}>{body}</w:hdr>".encode()
        found = form_complaints(body) if in_body else complaints(margins.read_margin, xml, "table.docx", "word/header1.xml")
        assert any(f"含有域“{name.lower() if 'fldSimple' in content else name}”" in complaint for complaint in found), (content, found)


@pytest.mark.parametrize(
    "code", [" PAGE ", " = 1 + 2 ", ' HYPERLINK "https://a.cn" \\o "提示" ', " HYPERLINK \\l 甲 ", "pageref a \\h", "EQ \\o\\ac(○,1)"]
)
def test_fields_that_only_count_or_lead_to_a_page_may_stand_in_a_header(code: str) -> None:
    xml = f"{HEAD}<w:hdr {W}><w:p>{field(code[:4], code[4:])}</w:p></w:hdr>".encode()
    margins.read_margin(xml, "table.docx", "word/header1.xml")


@pytest.mark.parametrize("code", ['HYPERLINK "file:///c:/a.exe"', 'HYPERLINK \\o "https://a.cn" \\\\host\\a', 'HYPERLINK \\n "c:\\a"'])
@pytest.mark.parametrize("in_body", [True, False])
def test_a_links_field_leads_nowhere_else(code: str, in_body: bool) -> None:  # noqa: FBT001
    body = f"<w:p>{field(code.replace('https', 'https'))}</w:p>"
    xml = f"{HEAD}<w:hdr {W}>{body}</w:hdr>".encode()
    found = form_complaints(body) if in_body else complaints(margins.read_margin, xml, "table.docx", "word/header1.xml")
    assert found == [f"table.docx {'' if in_body else '页眉'}第1段: 链接指向网址和邮箱以外的地方"] or "\\\\host" in code


# --- The file around the parts ---


def test_xml_that_says_how_it_is_to_be_read_is_refused(tmp_path: Path) -> None:
    for number, doctype in enumerate(('<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<!DOCTYPE a>")):
        styles = f"<?xml version='1.0'?>{doctype}<w:styles {W}/>"
        path = write_word_file(tmp_path / f"{number}.docx", paragraph("甲"), {"word/styles.xml": styles})
        assert faults(path) == ["table.docx 部件“word/styles.xml”: 含有文档类型声明（DTD），Word 文件里不该有"]


def test_entities_that_grow_without_end_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    styles = f"<?xml version='1.0'?><!DOCTYPE a [{entities}]><a b='&e11;'/>"
    path = write_word_file(tmp_path / "a.docx", paragraph("甲"), {"word/styles.xml": styles})
    assert len(faults(path)) == 1


def test_a_part_in_utf_16_is_read_and_written_as_utf_8(tmp_path: Path) -> None:
    path = file_with(tmp_path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/styles.xml"] = parts["word/styles.xml"].decode().replace("UTF-8", "UTF-16").replace("Title", "标题").encode("utf-16")
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    assert "标题" in kept(path)["word/styles.xml"].decode("utf-8")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("word/styles.xml", "同名的部件有两个"), ("WORD/Styles.xml", "同名的部件有两个"), ("../../evil.xml", "部件的名称不对"),
        ("/etc/evil.xml", "部件的名称不对"), ("word\\evil.xml", "部件的名称不对"), ("C:/evil.xml", "部件的名称不对"), ("a/./b.xml", "部件的名称不对"),
    ],
)  # fmt: skip
def test_names_that_no_part_can_have_are_refused(tmp_path: Path, name: str, message: str) -> None:
    path = file_with(tmp_path)
    with zipfile.ZipFile(path, "a") as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        package.writestr(zipfile.ZipInfo(name), "<a/>")
    assert [fault.partition("Word 文件已损坏：")[2] for fault in faults(path)] == [message]


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = file_with(tmp_path)
    large = "Word 文件过大（压缩后不能超过 10 MB，其中文字不超过 3 MB）"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/bomb.xml", b"<a>" + b" " * 50_000_000 + b"</a>")
    assert faults(path) == [f"table.docx: {large}"]
    many = file_with(tmp_path)
    with zipfile.ZipFile(many, "a") as package:
        for number in range(300):
            package.writestr(f"word/{number}.xml", "<a/>")
    assert faults(many) == ["table.docx: Word 文件里的部件太多（超过 200 个）"]
    huge = tmp_path / "huge.docx"
    with huge.open("wb") as file:
        file.truncate(1_000_000_000)
    assert faults(huge) == ["table.docx: 文件过大（超过 10 MB）"]


def test_xml_nested_without_end_is_refused(tmp_path: Path) -> None:
    deep = "<a>" * 5_000 + "</a>" * 5_000
    path = write_word_file(tmp_path / "a.docx", paragraph("甲"), {"word/styles.xml": f"{HEAD}{deep}"})
    assert faults(path) == ["table.docx: Word 文件已损坏：word/styles.xml"]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "forms/x").mkdir(parents=True)
    (tmp_path / "outside.docx").write_bytes(b"secret")
    makers: list[tuple[str, Callable[[Path], None], str]] = [
        ("folder", lambda path: path.mkdir(), "这是一个文件夹，应是一个文件"),
        ("pipe", os.mkfifo, "这不是普通的文件"),
        ("away", lambda path: path.symlink_to(tmp_path / "outside.docx"), "这是一个链接，指向别处的文件"),
        ("device", lambda path: path.symlink_to("/dev/zero"), "这是一个链接，指向别处的文件"),
        ("nowhere", lambda path: path.symlink_to("nothing.docx"), "这个链接指向的文件不存在"),
    ]
    for name, make, message in makers:
        path = tmp_path / "forms/x" / name
        make(path)
        assert faults(path) == [f"table.docx: {message}"]


def test_another_way_of_packing_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(file_with(tmp_path)) as package, zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as other:
        for name in package.namelist():
            other.writestr(name, package.read(name))
    path = tmp_path / "lzma.docx"
    path.write_bytes(packed.getvalue())
    assert faults(path) == ["table.docx: 不是 Word（docx）文件"]


def test_a_strict_file_is_told_from_one_without_tables(tmp_path: Path) -> None:
    document = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>'
    path = write_word_file(tmp_path / "table.docx", "", {"word/document.xml": document})
    assert faults(path) == ["table.docx: 是“Strict Open XML”格式的 Word 文件，读不了"]


def test_an_old_or_locked_file_is_told_from_any_other(tmp_path: Path) -> None:
    path = tmp_path / "table.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Stop) as stop:
        unpack(path, "table.docx")
    assert [(problem.message, problem.hint) for problem in stop.value.problems] == [
        ("不是 Word（docx）文件：是旧的 .doc，或者加了密码", "请用 Word 或 WPS 打开，有密码的去掉密码，另存为 .docx")
    ]
