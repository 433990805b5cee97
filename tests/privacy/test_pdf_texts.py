"""A PDF is searched like any other file: its pages, over lines and pages too, and everything that only programs read."""

from __future__ import annotations

import pytest

from pipeline.characters import BLOCK_END
from pipeline.document.pdf.fault import PdfError
from pipeline.document.pdf.file import read_pdf
from pipeline.privacy.edition import Secret
from pipeline.privacy.leaks import leaks
from pipeline.privacy.pdf_texts import texts_of_pdf
from tests.pdf_files import changed, info_of, typeset, with_object

NUMBER, ADDRESS, NAME = "13900010002", "zhang.san@example.com", "欧阳某某"
SECRET = Secret("自评联络人.姓名", "姓名", NAME)
PLAIN = '自评报告的正文，联系方式略，2020年度。#link("https://a.cn/x")[网页]'


def found(data: bytes) -> list[str]:
    """Return what is found in a PDF, each thing as it is compared."""
    return [leak.finding.plain for leak in leaks({"a.pdf": data}, [SECRET])]


def utf_16(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def test_nothing_is_found_where_nothing_private_is() -> None:
    assert found(typeset(PLAIN)) == []


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (f"电话{NUMBER}", NUMBER),
        (f"{'电' * 36}{NUMBER}", NUMBER),  # over a line's end
        (f"#set page(width: 3cm, height: 1.5cm, margin: 5mm, footer: none)\n联系人{NAME}", NAME),  # over a page's end
        (f"#table(columns: 11, {','.join(f'[{digit}]' for digit in NUMBER)})", NUMBER),  # a digit to a cell
        (f"{NUMBER[:3]}#linebreak(){NUMBER[3:7]}#linebreak(){NUMBER[7:]}", NUMBER),
        (f"#block(width: 4em, text(hyphenate: false)[联系{NAME}])", NAME),
        (f"联系{NAME[:2]}#linebreak(){NAME[2:]}", NAME),
        (f'#text("{ADDRESS}")', ADDRESS),
        (f'#block(width: 3em)[{"".join(f"#box[{sign}]" for sign in ADDRESS)}]', ADDRESS),  # over many lines
        (f"#pdf.artifact[{NUMBER}]段落", NUMBER),
        (f"#pagebreak()#set page(footer: [{NUMBER}])\n段落", NUMBER),
        (f"#text(fill: white, size: 1pt)[{NUMBER}]段落", NUMBER),
    ],
)  # fmt: skip
def test_whatever_is_on_a_page_is_searched(source: str, plain: str) -> None:
    assert plain in found(typeset(source))


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        (f'#set document(title: "{NAME}")\n段落', NAME),
        (f'#set document(keywords: ("{NUMBER}",))\n段落', NUMBER),
        (f'#set document(description: "{ADDRESS}")\n段落', ADDRESS),
        (f'#figure(rect(), alt: "电话{NUMBER}")', NUMBER),
        (f'#link("mailto:{ADDRESS}")[邮箱]', ADDRESS),
        (f'#link("https://a.cn/?tel={NUMBER}")[网页]', NUMBER),
        (f'#pdf.attach("a.txt", bytes("电话 {NUMBER}"), relationship: "data", mime-type: "text/plain", description: "附件")\n段落', NUMBER),
        (f'#pdf.attach("{NUMBER}.txt", bytes("无"), relationship: "data", mime-type: "text/plain", description: "附件")\n段落', NUMBER),
    ],
)
def test_whatever_only_programs_read_is_searched(source: str, plain: str) -> None:
    assert plain in found(typeset(source, archived="attach" not in source))


def test_a_property_that_is_packed_or_that_nothing_refers_to_is_searched() -> None:
    data = typeset(PLAIN)
    info = b"%d 0 obj" % info_of(data)
    assert info in data
    assert NUMBER in found(changed(data, b"/Creator(Typst", b"/Creator(" + NUMBER.encode() + b" Typst"))
    assert NAME in found(changed(data, b"/Creator(", b"/Who " + utf_16(NAME) + b"/Creator("))
    assert NAME in found(changed(data, "自评报告".encode(), NAME.encode()))  # in its properties in XML
    assert NAME in found(with_object(data, b"<</Note " + utf_16(NAME) + b">>"))
    assert NUMBER in found(with_object(data, b"<</Length 11>>\nstream\n" + NUMBER.encode() + b"\nendstream"))


def test_two_numbers_a_line_each_are_not_taken_for_one() -> None:
    assert found(typeset("139000#linebreak()10002 2021")) == found(typeset('#text("139000\n10002 2021")'))


def test_labels_of_a_drawing_stand_by_themselves_as_cells_do() -> None:
    labels = "".join(f'place(dx: {9 * place}em, text("{label}"));' for place, label in enumerate(("预算", "9.00", "8.06")))
    text, _, _ = texts_of_pdf(typeset(f'#figure(alt: "图", {{{labels}}})'))
    assert [block for block in text.split(BLOCK_END) if block][:3] == ["预算", "9.00", "8.06"]


def test_what_cannot_be_read_is_not_passed_over() -> None:
    data = typeset(PLAIN)
    with pytest.raises(PdfError):
        found(data + b"\n% " + NUMBER.encode())
    with pytest.raises(PdfError):
        found(data.replace(b"endobj", b"endobj\n" + NUMBER.encode(), 1))
    assert read_pdf(data).trailer
