"""Whatever stands in the data or in a template is words on the page, and never code of Typst."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.document.typst.printed_pdf import print_form, print_narrative
from tests.word_files import paragraph, row, table

HOSTILE = [
    "#",
    "$",
    "[",
    "]",
    "{",
    "}",
    "//",
    "/*",
    "*/",
    "@",
    "<label>",
    "`",
    "```",
    '"',
    "\\",
    "'",
    "&",
    "&lt;",
    "&#34;",
    "&amp;",
    "_",
    "*",
    "~",
]
CODE = [
    "#panic()",
    '"+panic()+"',
    '\\"+panic()+"',
    "\\u{41}",
    "\\n",
    "#{",
    "{{ 1 }}",
    "{% if %}",
    "#import",
    "sheet(",
    'p4(""',
    "closing(1pt,",
    "---",
]
TEXTS = st.lists(st.sampled_from([*HOSTILE, *CODE, "国", "绩效", "a", "12.5", " "]), min_size=1, max_size=8).map("".join)


@settings(max_examples=15)
@given(st.lists(TEXTS, min_size=1, max_size=30))
def test_hostile_texts_arrive_as_they_were_typed(texts: list[str]) -> None:
    names = {f"值{number}": f"始{text}终" for number, text in enumerate(texts)}
    body = table(*(row(f"{{{{ {name} }}}}", "") for name in names), widths=(20000, 2000))
    printed = print_form(body, values=names).text
    for text in names.values():
        assert text in printed


@pytest.mark.parametrize("text", [*HOSTILE, *CODE])
def test_hostile_words_arrive_through_macros_links_and_filters(text: str) -> None:
    narrative = (
        "{% macro 名(x) %}《{{ x }}》{% endmacro %}\n\n{{ 名(值) }}{{ [值, 名(值)] | 连接 }}**{{ 值 }}**[{{ 值 }}](https://a.cn/{{ 值 }})\n"
    )
    printed = print_narrative(narrative, 值=text).text.replace("\n", "")
    assert printed.startswith(f"《{text}》{text}")
    assert printed.count(text) >= 5


def test_words_of_a_template_are_words() -> None:
    words = '#panic() $x$ [b] {c} // /* "d" \\ e @f <g> `h` &amp; ~'
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    assert words in print_form(paragraph(escaped)).text


def test_a_title_and_a_unit_with_quotation_marks_are_metadata_as_they_are() -> None:
    pdf = print_form(paragraph("国"), title='关于"#panic()"\\的报告', 单位名称='"某"局\\')
    info = pdf.pages[0].pdf.metadata
    assert (info["Title"], info["Author"]) == ('关于"#panic()"\\的报告', '"某"局\\')
