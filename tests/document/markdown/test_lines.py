"""A sentence may go on over lines while a statement is open in it; statements alone on a line govern what is around them."""

from __future__ import annotations

import pytest

from pipeline.document.tree import Item, List, Macro, Paragraph, Statement
from tests.document.markdown.trees import blocks, only, plain
from tests.document.printed import narrative_complaints, print_narrative


def test_a_macro_in_one_line_is_a_macro() -> None:
    found = only("{% macro 句(甲) %}有{{ 甲 }}{% endmacro %}")
    assert isinstance(found, Macro)
    assert (found.opening.source, plain(found.content)) == ("macro 句(甲)", "有{甲}<endmacro>")


SENTENCES = [
    ("甲{% if 乙 %}\n  丙\n{% endif %}。", "甲<if 乙>丙<endif>。"),
    ("甲，{% if 乙 %}\n{% if 丙 %}\n        丁\n\t戊\n{% endif %}\n{% endif %}\n己", "甲，<if 乙><if 丙>丁戊<endif><endif>己"),
    ("{% if 甲 %}乙\n{% else %}\n丙\n{% endif %}", "<if 甲>乙<else>丙<endif>"),
    ("{{ 甲 }}{% for 项 in 各项 %}\n  {{ 项 }}\n{% endfor %}", "{甲}<for 项 in 各项>{项}<endfor>"),
    ("甲{% if 乙 %}\n丙{% endif %}{% if 丁 %}\n戊\n{% endif %}", "甲<if 乙>丙<endif><if 丁>戊<endif>"),
    ("甲{% if 乙 %}\n  {# 注 #}\n  {#\n  注\n  #}\n  丙\n{% endif %}", "甲<if 乙>丙<endif>"),
    ("甲{% if 乙 %}\n  one\n  two\n{% endif %}", "甲<if 乙>one two<endif>"),
    ("甲{% if 乙 %}\n  **丙**\n  [丁](http://a.cn)\n{% endif %}", "甲<if 乙>*丙*[丁→http://a.cn]<endif>"),
]


@pytest.mark.parametrize(("text", "read"), SENTENCES)
def test_a_sentence_goes_on_while_a_statement_is_open_in_it(text: str, read: str) -> None:
    found = only(text)
    assert isinstance(found, Paragraph)
    assert plain(found.content) == read


@pytest.mark.parametrize(("text", "read"), SENTENCES)
def test_so_does_a_lists_item(text: str, read: str) -> None:
    found = only(f"- {text}\n- 末")
    assert isinstance(found, List)
    assert [plain(item.content) for item in found.items if isinstance(item, Item)] == [read, "末"]


def test_a_paragraph_over_lines_can_have_a_role() -> None:
    assert only("甲{% if 乙 %}\n  丙\n{% endif %}\n{: .署名}").role == "署名"


@pytest.mark.parametrize(
    "text",
    [
        "{% if 甲 %}\n乙\n{% endif %}",
        "{% if 甲 %}\n\n乙\n\n{% endif %}",
        "  {% if 甲 %}\n  乙\n  {% endif %}",
    ],
)
def test_statements_alone_on_a_line_govern_what_is_between_them(text: str) -> None:
    assert [type(block) for block in blocks(text)] == [Statement, Paragraph, Statement]


def test_statements_alone_on_a_line_divide_paragraphs_even_without_a_blank_line() -> None:
    found = blocks("甲\n{% if 乙 %}\n丙\n{% endif %}\n丁")
    assert [getattr(block, "source", None) or plain(block.content) for block in found] == ["甲", "if 乙", "丙", "endif", "丁"]


def test_after_a_sentence_over_lines_statements_alone_on_a_line_govern_again() -> None:
    found = blocks("{% for 项 in 各项 %}\n甲{% if 乙 %}\n  丙\n{% endif %}\n{% endfor %}")
    assert [type(block) for block in found] == [Statement, Paragraph, Statement]


def test_a_macro_may_have_several_lines() -> None:
    found = only(
        "{% macro 句(甲, 乙) %}\n  {{ 甲 }}有\n  {% if 乙 %}\n        {# 注 #}\n    {{ 乙 }}\n  {% else %}\n    a\n    b\n  {% endif %}。\n{% endmacro %}"
    )
    assert isinstance(found, Macro)
    assert (found.opening.source, plain(found.content)) == ("macro 句(甲, 乙)", "{甲}有<if 乙>{乙}<else>a b<endif>。<endmacro>")


def test_what_stands_directly_above_and_below_a_macro_is_no_part_of_it() -> None:
    first, second, third = blocks("甲\n{% macro 句() %}\n乙\n{% endmacro %}\n丙")
    assert (plain(first.content), plain(second.content), plain(third.content)) == ("甲", "乙<endmacro>", "丙")


@pytest.mark.parametrize(("given", "told"), [(3, "甲有3项，多。"), (0, "甲有0项，没有。")])
def test_lines_and_indentation_print_nothing(given: int, told: str) -> None:
    text = "{% macro 句(数) %}\n  有{{ 数 }}项，\n  {% if 数 %}\n    多\n  {% else %}\n    没有\n  {% endif %}\n{% endmacro %}\n\n甲{% if true %}\n  {{ 句(\n    数\n  ) }}\n{% endif %}\n。"
    found = print_narrative(text, 数=given)
    assert found.word_lines() == found.page_lines() == [told]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{% macro 句() %}\n甲", "report.md:1: 宏（macro）要以 endmacro 结束，中间不能空行"),
        ("{% macro 句() %}\n甲\n\n{% endmacro %}", "report.md:1: 宏（macro）要以 endmacro 结束，中间不能空行"),
        ("{% macro 句() %}\n甲\n{% endmacro %}乙", "report.md:1: 宏（macro）要以 endmacro 结束，中间不能空行"),
        ("{% macro 句() %}\n**甲**\n{% endmacro %}", "report.md:1: 宏（macro）里不能有链接和加粗"),
        ("{% macro 句() %}\n    > 甲\n{% endmacro %}", "report.md:2: 不支持引用（>）"),
        ("甲{% if 乙 %}\n  - 丙\n{% endif %}", "report.md:2: 列表项要顶格写，列表里不能再有列表"),
        ("甲{% if 乙 %}丙{% endif %}\n    丁", "report.md:2: 行首不能缩进四格或用制表符"),
    ],
)
def test_what_a_sentence_over_lines_cannot_hold_is_refused_at_its_line(text: str, complaint: str) -> None:
    assert narrative_complaints(text) == [complaint]
