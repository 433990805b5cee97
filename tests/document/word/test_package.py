"""The Word file around the changing parts: the same bytes every time, nobody's name in it, and only whole packages."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.document.word.line_ends import SETTINGS
from pipeline.document.word.package import APP, CORE, DOCUMENT, DOS, DRAFT, ORDINARY_FILE, OwnPart, WordPackage, marked_as_draft
from pipeline.printing.reading import package_parts
from pipeline.problems import Problem, Stop
from tests.word_files import HEAD, RELATIONSHIPS, TYPES, W, paragraph, related, write_word_file

DUBLIN = "{http://purl.org/dc/elements/1.1/}"
NAMES = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
SOMEBODY = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张三</dc:creator><cp:lastModifiedBy>李四</cp:lastModifiedBy></cp:coreProperties>'
)
COMPANY = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Manager>王五</Manager><Company>某公司</Company></Properties>"
)
FOOTER = f"{HEAD}<w:ftr {W}>{paragraph('— 1 —')}</w:ftr>"
PICTURE = "GIF89a\x00\x01 no XML \ufffd"
RELATIONS = related(("footer", "footer1.xml"), ("image", "media/image1.gif"))
EXTRA = {
    CORE: SOMEBODY,
    APP: COMPANY,
    "word/_rels/document.xml.rels": RELATIONS,
    "word/footer1.xml": FOOTER,
    "word/media/image1.gif": PICTURE,
}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return write_word_file(tmp_path / "form.docx", paragraph("甲"), EXTRA)


def kept(path: Path) -> dict[str, bytes]:
    return package_parts(path, "table.docx", draft=False)


def written(path: Path, title: str = "自评表", creator: str = "市信访局") -> bytes:
    """Return what the package of a form makes of a new body."""
    return WordPackage(kept(path), [DOCUMENT]).write({DOCUMENT: f"{HEAD}<w:document {W}/>"}, title, creator)


def unpacked(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_unchanged_parts_are_carried_over_byte_for_byte(form: Path) -> None:
    before, after = unpacked(form.read_bytes()), unpacked(written(form))
    assert after["word/footer1.xml"] == FOOTER.encode()
    assert after["word/media/image1.gif"] == PICTURE.encode()
    assert before["word/styles.xml"] == after["word/styles.xml"]


def test_the_changing_part_is_the_new_one_and_there_once(form: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(form))) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        assert package.read(DOCUMENT).decode() == f"{HEAD}<w:document {W}/>"


def test_the_content_types_come_first_and_the_rest_keeps_its_order(form: Path) -> None:
    names = list(unpacked(written(form)))
    assert names == [
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml", "word/footer1.xml", "word/media/image1.gif",
        SETTINGS.name, APP, DOCUMENT, CORE,
    ]  # fmt: skip


def test_a_package_that_begins_with_something_else_is_put_in_order(tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in ((DOCUMENT, "<a/>"), ("_rels/.rels", RELATIONSHIPS), ("[Content_Types].xml", TYPES)):
            package.writestr(name, data)
    assert list(kept(path))[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_dates_and_modes_are_those_of_no_day_and_no_machine(form: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(written(form))) as package:
        marks = {(part.date_time, part.create_system, part.external_attr, part.extra, part.comment) for part in package.infolist()}
        assert marks == {((1980, 1, 1, 0, 0, 0), DOS, ORDINARY_FILE, b"", b"")}
        assert package.comment == b""


def test_the_bytes_are_the_same_every_time(form: Path) -> None:
    assert hashlib.sha256(written(form)).digest() == hashlib.sha256(written(form)).digest()


def test_the_bytes_do_not_depend_on_when_the_form_was_packed(form: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(form) as package, zipfile.ZipFile(other, "w", zipfile.ZIP_STORED) as copy:
        for name in package.namelist():
            copy.writestr(zipfile.ZipInfo(name, (2020, 5, 17, 12, 30, 0)), package.read(name))
    assert written(other) == written(form)


def test_core_properties_carry_the_unit_and_the_title(form: Path) -> None:
    core = etree.fromstring(unpacked(written(form))[CORE])
    assert [(found.tag, found.text) for found in core] == [
        (f"{DUBLIN}title", "自评表"),
        (f"{DUBLIN}creator", "市信访局"),
        (f"{DUBLIN}language", "zh-CN"),
    ]


def test_title_and_unit_are_escaped(form: Path) -> None:
    core = etree.fromstring(unpacked(written(form, "R&D <b>", "甲 & \"乙\" '丙' ]]>"))[CORE])
    assert [found.text for found in core][:2] == ["R&D <b>", "甲 & \"乙\" '丙' ]]>"]


CHART = OwnPart("word/charts/chart1.xml", "application/x-chart+xml", "urn:chart", DOCUMENT)
BOOK = OwnPart("word/embeddings/chart1.xlsx", "application/x-book", "urn:book", CHART.name)


def with_added(path: Path, *added: OwnPart) -> bytes:
    """Return a document that has parts of its own, after one of the same form that has none."""
    package = WordPackage(kept(path), [DOCUMENT])
    body = {DOCUMENT: f"{HEAD}<w:document {W}/>"}
    assert package.write(body, "自评表", "市信访局") == written(path)
    return package.write(body, "自评表", "市信访局", {part: f"<a>{part.name}</a>" for part in added})


def test_a_part_that_only_one_document_has_is_listed_where_it_is_led_to(form: Path) -> None:
    parts = unpacked(with_added(form, CHART, BOOK))
    types = {entry.get("PartName"): entry.get("ContentType") for entry in etree.fromstring(parts["[Content_Types].xml"])}
    for part, relations in ((CHART, "word/_rels/document.xml.rels"), (BOOK, "word/charts/_rels/chart1.xml.rels")):
        assert parts[part.name].decode() == f"<a>{part.name}</a>"
        assert types[f"/{part.name}"] == part.content_type
        found = [relation for relation in etree.fromstring(parts[relations]) if relation.get("Target") == f"/{part.name}"]
        assert [(relation.get("Id"), relation.get("Type")) for relation in found] == [(part.mark, part.relation)]


def test_a_document_with_parts_of_its_own_keeps_those_of_its_form_and_their_order(form: Path) -> None:
    names = list(unpacked(with_added(form, CHART, BOOK)))
    own = ["word/charts/_rels/chart1.xml.rels", CHART.name, BOOK.name]
    assert [name for name in names if name not in own] == list(unpacked(written(form)))
    assert names[0] == "[Content_Types].xml"
    assert names[-3:] == [CHART.name, BOOK.name, CORE]


def test_parts_of_one_document_are_in_no_other(form: Path) -> None:
    package, body = WordPackage(kept(form), [DOCUMENT]), {DOCUMENT: f"{HEAD}<w:document {W}/>"}
    first = package.write(body, "自评表", "市信访局", {CHART: "<a/>"})
    assert package.write(body, "自评表", "市信访局") == written(form)
    assert package.write(body, "自评表", "市信访局", {CHART: "<a/>"}) == first
    assert CHART.name.encode() not in written(form)


def test_a_package_within_the_package_is_not_compressed_again(form: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(with_added(form, CHART, BOOK))) as package:
        methods = {part.filename: part.compress_type for part in package.infolist()}
    assert (methods[BOOK.name], methods[CHART.name]) == (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def test_nobodys_name_is_in_the_properties(form: Path) -> None:
    assert not [
        name for name, data in unpacked(written(form)).items() for who in ("张三", "李四", "王五", "某公司") if who.encode() in data
    ]


def test_properties_that_lie_elsewhere_are_replaced_too(tmp_path: Path) -> None:
    elsewhere = "package/services/metadata/core-properties/1.psmdcp"
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    relation = f'<Relationship Id="rIdCore" Type="{core}" Target="/{elsewhere}"/></Relationships>'
    extra = {"_rels/.rels": RELATIONSHIPS.replace("</Relationships>", relation), elsewhere: SOMEBODY}
    parts = unpacked(written(write_word_file(tmp_path / "form.docx", paragraph("甲"), extra)))
    assert elsewhere not in parts
    assert [found.get("Target") for found in etree.fromstring(parts["_rels/.rels"]) if found.get("Type") == core] == [f"/{CORE}"]


def test_every_part_parses_strictly_and_is_declared(form: Path) -> None:
    parts = unpacked(written(form))
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    for listing in ("[Content_Types].xml", "_rels/.rels"):
        assert parts[listing].count(CORE.encode()) == parts[listing].count(APP.encode()) == 1


def test_properties_that_are_declared_already_are_not_declared_again(form: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    again.write_bytes(written(form))
    assert kept(again)["[Content_Types].xml"] == unpacked(written(form))["[Content_Types].xml"]
    assert written(again) == written(form)


def test_python_docx_opens_the_file(form: Path) -> None:
    from docx import Document  # noqa: PLC0415 - slow to import

    body = f"{HEAD}<w:document {W}><w:body>{paragraph('乙')}</w:body></w:document>"
    opened = Document(io.BytesIO(WordPackage(kept(form), [DOCUMENT]).write({DOCUMENT: body}, "自评表", "市信访局")))
    assert [found.text for found in opened.paragraphs] == ["乙"]
    assert (opened.core_properties.title, opened.core_properties.author, opened.core_properties.last_modified_by) == (
        "自评表",
        "市信访局",
        "",
    )


@pytest.mark.parametrize("section", ["<w:sectPr/>", '<w:sectPr><w:headerReference w:type="default" w:id="x"/><w:pgSz w:w="1"/></w:sectPr>'])
def test_a_draft_says_so_at_the_head_of_every_page(tmp_path: Path, section: str) -> None:
    path = write_word_file(tmp_path / "form.docx", f"<w:p><w:pPr>{section}</w:pPr></w:p>")
    parts = marked_as_draft(kept(path))
    document = etree.fromstring(parts[DOCUMENT])
    for found in document.iterfind(".//w:sectPr", NAMES):
        headers = found.findall("w:headerReference", NAMES)
        assert [header.get(f"{{{NAMES['w']}}}type") for header in headers] == ["default", "even", "first"]
        assert list(found)[:3] == headers
    assert len(list(document.iterfind(".//w:sectPr", NAMES))) == 2
    assert "草稿" in "".join(map(str, etree.fromstring(parts[DRAFT.name]).itertext()))
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        assert b"header-draft.xml" in etree.tostring(etree.fromstring(parts[listing]))


def test_a_draft_of_a_form_without_relationships_gets_them(tmp_path: Path) -> None:
    path = write_word_file(tmp_path / "form.docx", paragraph("甲"))
    relations = "word/_rels/document.xml.rels"
    whole = kept(path)
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    for parts in ({name: data for name, data in whole.items() if name != relations}, {**whole, relations: empty.encode()}):
        assert len(etree.fromstring(marked_as_draft(parts)[relations])) == 1


def stopped(path: Path) -> str:
    """Return the one problem that a broken package stops with."""
    with pytest.raises(Stop) as stop:
        package_parts(path, "templates/x/table.docx", draft=False)
    assert len(stop.value.problems) == 1
    problem = stop.value.problems[0]
    assert (problem.place.file, problem.hint) == ("templates/x/table.docx", "请用 Word 或 WPS 另存为 .docx")
    return problem.message


NO_WORD = "不是 Word（docx）文件"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", "自评表".encode(), b"{\\rtf1 }", b"<html></html>"],
    ids=["empty", "cut off", "text", "rtf", "html"],
)
def test_a_file_of_another_kind_is_explained(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "table.docx"
    path.write_bytes(data)
    assert stopped(path) == NO_WORD


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels", DOCUMENT])
def test_a_package_without_what_makes_it_a_word_file_is_explained(form: Path, tmp_path: Path, missing: str) -> None:
    path = tmp_path / "table.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in unpacked(form.read_bytes()).items():
            if name != missing:
                package.writestr(name, data)
    assert stopped(path) == NO_WORD


def test_half_a_file_is_explained(form: Path) -> None:
    form.write_bytes(form.read_bytes()[: form.stat().st_size // 2])
    assert stopped(form) == NO_WORD


def test_a_damaged_part_is_explained(form: Path) -> None:
    data = bytearray(form.read_bytes())
    start = data.index(b"word/styles.xml") + len(b"word/styles.xml")
    data[start : start + 20] = b"\xff" * 20
    form.write_bytes(data)
    assert stopped(form) == NO_WORD


def test_an_encrypted_package_is_explained(form: Path) -> None:
    data = bytearray(form.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 1)
    form.write_bytes(data)
    assert stopped(form) == NO_WORD


@pytest.mark.parametrize(
    ("name", "xml"),
    [
        ("word/styles.xml", "<w:styles>"),
        ("word/footer1.xml", "甲"),
        ("word/_rels/document.xml.rels", ""),
        ("[Content_Types].xml", TYPES.replace("</Types>", "")),
        ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("_rels/.rels", '<r:Relationships xmlns:r="http://schemas.openxmlformats.org/package/2006/relationships"></r:Relationships>'),
    ],
)
def test_a_part_that_word_could_not_open_is_named(tmp_path: Path, name: str, xml: str) -> None:
    assert stopped(write_word_file(tmp_path / "table.docx", paragraph("甲"), {name: xml})) == f"Word 文件已损坏：{name}"


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_any_byte_changed_is_read_or_explained(form: Path, tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(form.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=4)):
        whole[place] = data.draw(st.integers(0, 255))
    changed = tmp_path / "changed.docx"
    changed.write_bytes(whole)
    problems: tuple[Problem, ...] = ()
    try:
        package_parts(changed, "table.docx", draft=True)
    except Stop as stop:
        problems = stop.problems
    for problem in problems:
        assert problem.place.file == "table.docx"
        assert "\u4e00" <= problem.message[0] <= "\u9fff" or problem.message.startswith("Word 文件")
