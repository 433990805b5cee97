"""All that a file says is taken out of it, whatever its encoding and however it is divided."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline.privacy.leaks import leaks
from pipeline.privacy.texts import parts_of
from tests.privacy.test_leaks import page, run, word

NUMBER = "13900010002"


def found(name: str, data: bytes) -> bool:
    return bool(leaks({name: data}))


def part(content: bytes, name: str = "word/comments.xml") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(name, content)
    return data.getvalue()


@pytest.mark.parametrize("text", [NUMBER, "一三九零零零一零零零二", "１３９ 0001 0002", "li.si＠example.com"])
@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-16", ""), ("gbk", "GBK"), ("gb18030", "gb18030")],
)
def test_xml_of_any_encoding_is_read(text: str, encoding: str, declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    assert found("a.docx", part(f"{head}<a><b>联系</b><c d='甲'>{text}</c></a>".encode(encoding)))


@pytest.mark.parametrize(
    "xml",
    [
        f"<a><![CDATA[<{NUMBER}>]]></a>",
        f"<!DOCTYPE a [<!ENTITY n '{NUMBER[:5]}'>]><a>&n;{NUMBER[5:]}</a>",
        f"<a><!-- > {NUMBER} --></a>",
        "<a>139<!-- -->0001<!-- 甲 -->0002</a>",
        f"<a><?pi {NUMBER}?></a>",
        f"<a b = '{NUMBER}'/>",
        f"<a b='1>{NUMBER}'/>",
        "<a>139<b/>0001<c>0002</c></a>",
        "<a>139<br/>0001<br/>0002</a>",
        "<a>&#49;39&#x30;001&nbsp;0002</a>",
        "<a>&amp;#49;3900010002</a>",
        f"<a>{NUMBER}",
        f"{NUMBER}<",
    ],
)  # fmt: skip
def test_whatever_xml_can_hide_a_number_in_is_read(xml: str) -> None:
    assert found("a.docx", part(xml.encode()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("before", [b"\x89PNG\r\n\x00", b"\x00\x01\x02"])
def test_a_file_of_an_unknown_kind_is_read_in_every_likely_encoding(encoding: str, before: bytes) -> None:
    assert found("a.docx", part(before + f"联系人{NUMBER}".encode(encoding), "word/media/image1.png"))


def test_a_package_within_a_package_is_read() -> None:
    inner = part(f"<a>{NUMBER}</a>".encode(), "xl/sharedStrings.xml")
    assert found("a.docx", part(part(inner, "b.xlsx"), "word/embeddings/a.docx"))


def test_the_names_of_parts_are_read() -> None:
    assert found("a.docx", part(b"<a/>", f"word/{NUMBER}.xml"))


def test_what_a_package_says_besides_its_parts_is_read() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    with zipfile.ZipFile(data, "a") as package:
        package.comment = NUMBER.encode()
    assert found("a.docx", data.getvalue())
    entry = zipfile.ZipInfo("word/document.xml")
    entry.comment = NUMBER.encode()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr(entry, "<a/>")
    assert found("a.docx", data.getvalue())


def test_of_two_parts_of_one_name_both_are_read() -> None:
    for content in (("<a/>", f"<a>{NUMBER}</a>"), (f"<a>{NUMBER}</a>", "<a/>")):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as package:
            package.writestr("a.xml", content[0])
            with pytest.warns(UserWarning, match="Duplicate name"):
                package.writestr("a.xml", content[1])
        assert found("a.docx", data.getvalue())


@pytest.mark.parametrize("value", [NUMBER, f"{NUMBER[:5]}&#48;{NUMBER[6:]}", f"长一些的文字，里面有{NUMBER}，后面还有"])
@pytest.mark.parametrize(
    "around", ['<p><data value="8.06">8.06</data><data value="{}" data-fact="甲">乙</data></p>', '<!-- <data value="{}"> -->']
)
def test_the_value_of_a_fact_is_read(value: str, around: str) -> None:
    assert found("a.html", page(around.format(value)))


def test_the_values_of_facts_beside_each_other_make_no_number() -> None:
    assert not found("a.html", page('<data value="139">139</data>件<data value="0001">0001</data>件<data value="0002">0002</data>'))


CELLS = "".join(f"<w:tc><w:tcPr/><w:p>{run(digit)}</w:p></w:tc>" for digit in NUMBER)


def test_one_digit_in_each_cell_is_found_in_word_and_in_pages() -> None:
    row = f"<w:tbl><w:tr><w:tc><w:p>{run('手机')}</w:p></w:tc>{CELLS}</w:tr></w:tbl>"
    assert found("a.docx", word(row))
    assert found("a.html", page(f"<table><tr><th>手机</th>{''.join(f'<td><p>{digit}</p></td>' for digit in NUMBER)}</tr></table>"))
    assert found("a.docx", word("".join(f"<w:p>{run(digit)}</w:p>" for digit in NUMBER)))


def test_figures_in_neighbouring_cells_make_no_number() -> None:
    for figures in (("13", "800", "000", "0000"), ("139", "1234", "5678"), ("1390001", "1112"), ("1", "39", "1234", "5678")):
        row = "".join(f"<td>{figure}</td>" for figure in figures)
        assert not any(leak.finding.is_sure for leak in leaks({"a.html": page(f"<table><tr>{row}</tr></table>")}))


def test_tabs_and_line_breaks_divide_figures() -> None:
    assert not found("a.docx", word("<w:p><w:r><w:t>共15</w:t><w:tab/><w:t>人，</w:t><w:br/><w:t>2020年</w:t></w:r></w:p>"))
    (part_,) = parts_of("a.xml", b"<a>1<br/>2<w:tab/>3</a>")
    assert part_.text.strip("\ufdd5") == "1\n2\n3"


def test_a_leak_stands_in_its_paragraph_empty_ones_counted() -> None:
    (leak,) = leaks({"a.docx": word(f"<w:p/><w:p>{run('甲')}</w:p><w:p><w:pPr/></w:p><w:p>{run(NUMBER)}</w:p>")})
    assert str(leak.place) == "a.docx 正文第4段"
