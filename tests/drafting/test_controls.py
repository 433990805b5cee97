"""Content controls as what they wait for: a blank, boxes to tick, a day."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.document.word.xml import W as WORD
from pipeline.document.word.xml import paragraph_text
from pipeline.drafting.controls import opened
from tests.word_files import HEAD, W, paragraph

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
HINT = "<w:showingPlcHdr/>"
PALE = '<w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'


def said(properties: str, run: str) -> str:
    control = f"<w:p><w:r><w:t>甲：</w:t></w:r><w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt></w:p>"
    root = etree.fromstring(opened(f"{HEAD}<w:document {W} {W14}><w:body>{control}</w:body></w:document>".encode()))
    assert root.find(f".//{WORD}rStyle") is None
    return "".join(map(paragraph_text, root.iter(f"{WORD}p")))


def choices(*words: str) -> str:
    items = "".join(f'<w:listItem w:displayText="{word}" w:value="{word}"/>' for word in words)
    return f'<w:dropDownList><w:listItem w:displayText="选择一项。" w:value=""/>{items}</w:dropDownList>'


@pytest.mark.parametrize(
    ("properties", "wanted"),
    [
        (f"{HINT}<w:text/>", ""),
        (f"{HINT}<w:date/>", "    年    月    日"),
        (f"{HINT}{choices('优', '良', '中')}", "□优　□良　□中"),
        (choices("优", "良"), "□优　□良"),
        (f"{HINT}{choices('优')}", ""),
        (f"{HINT}{choices('优，很好', '良')}", ""),
        ("<w:text/>", "写在这里"),
    ],
)
def test_a_control_says_what_it_waits_for(properties: str, wanted: str) -> None:
    assert said(properties, f"<w:r>{PALE if properties != '<w:text/>' else ''}<w:t>写在这里</w:t></w:r>") == f"甲：{wanted}"


@pytest.mark.parametrize("sign", ["<w:t>☐</w:t>", "<w:t>☒</w:t>", '<w:sym w:font="Wingdings" w:char="00A8"/>'])
def test_a_box_of_any_font_is_a_box(sign: str) -> None:
    assert said("<w14:checkbox/>", f"<w:r>{sign}</w:r>") == "甲：□"


def test_a_word_beside_a_box_stays() -> None:
    assert said("<w14:checkbox/>", "<w:r><w:t>☐</w:t></w:r><w:r><w:t>是</w:t></w:r>") == "甲：☐是"


def test_what_is_no_document_is_left_to_who_reads_it() -> None:
    assert opened(b"<w:p>") == b"<w:p>"
    assert "甲" in opened(f"<w:body {W}>{paragraph('甲')}</w:body>".encode()).decode()
