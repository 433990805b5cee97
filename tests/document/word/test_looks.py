"""How paragraphs and cells stand, through the styles that Word inherits it from."""

from __future__ import annotations

import pytest

from tests.document.printed import PAGE_NAMES, page_text, print_form
from tests.word_files import W, cell, paragraph, row, table


def styles(*listed: str, defaults: str = "") -> str:
    return f"<w:styles {W}><w:docDefaults>{defaults}</w:docDefaults>{''.join(listed)}</w:styles>"


def style(name: str, properties: str = "", *, base: str = "", kind: str = "paragraph", more: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    names = f'<w:name w:val="{name}"/>{based}'
    return f'<w:style w:type="{kind}" w:styleId="{name}">{names}<w:pPr>{properties}</w:pPr>{more}</w:style>'


def jc(value: str) -> str:
    return f'<w:jc w:val="{value}"/>'


def in_style(name: str, text: str = "甲", more: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{name}"/>{more}')


def paragraph_class(body: str, listed: str) -> str | None:
    return print_form(body, styles=listed).page[0].get("class")


MIDDLE = '<w:vAlign w:val="center"/></w:tcPr>'


def cell_class(listed: str = "", look: str = "", end: str = MIDDLE) -> str | None:
    form = table(row(cell("{{ 名 }}").replace("</w:tcPr>", end)), widths=(1,)).replace("<w:tblPr/>", f"<w:tblPr>{look}</w:tblPr>")
    return next(print_form(form, styles=listed, 名="1").page.iter(f"{PAGE_NAMES}td")).get("class")


def test_a_paragraph_stands_as_its_style_says() -> None:
    assert paragraph_class(in_style("a"), styles(style("a", jc("center")))) == "centered"


def test_a_style_stands_as_the_one_it_is_based_on() -> None:
    assert paragraph_class(in_style("c"), styles(style("a", jc("right")), style("b", base="a"), style("c", base="b"))) == "right"


def test_styles_based_on_each_other_in_a_circle_say_nothing() -> None:
    assert paragraph_class(in_style("a"), styles(style("a", base="b"), style("b", base="a"))) == "left"


def test_what_the_paragraph_itself_says_counts_before_its_style() -> None:
    assert paragraph_class(in_style("a", more=jc("left")), styles(style("a", jc("center")))) == "left"


def test_the_usual_style_and_then_the_documents_defaults_count_last() -> None:
    defaults = f"<w:pPrDefault><w:pPr>{jc('right')}</w:pPr></w:pPrDefault>"
    assert paragraph_class(paragraph("甲"), styles(defaults=defaults)) == "right"
    assert (
        paragraph_class(
            paragraph("甲"), styles(style("n", jc("center")).replace("w:styleId", 'w:default="1" w:styleId'), defaults=defaults)
        )
        == "centered"
    )


def test_a_cell_stands_as_its_tables_style_says() -> None:
    listed = styles(style("t", jc("center"), kind="table"), style("u", base="t", kind="table"))
    assert cell_class(listed, '<w:tblStyle w:val="u"/>') == "center"
    assert cell_class(listed) is None


@pytest.mark.parametrize("look", ['w:val="0020"', 'w:firstRow="1"'])
def test_the_first_row_of_a_tables_style_stands_as_that_says(look: str) -> None:
    first = f'<w:tblStylePr w:type="firstRow"><w:pPr>{jc("right")}</w:pPr></w:tblStylePr>'
    listed = styles(style("t", jc("center"), kind="table", more=first))
    assert cell_class(listed, f'<w:tblStyle w:val="t"/><w:tblLook {look}/>') == "right"
    assert cell_class(listed, '<w:tblStyle w:val="t"/><w:tblLook w:val="0000"/>') == "center"


@pytest.mark.parametrize(("value", "name"), [("top", "top"), ("bottom", "bottom"), ("center", None)])
def test_the_words_stand_in_a_cell_as_high_as_in_word(value: str, name: str | None) -> None:
    assert cell_class(end=f'<w:vAlign w:val="{value}"/></w:tcPr>') == name
    listed = styles(style("t", kind="table", more=f'<w:tcPr><w:vAlign w:val="{value}"/></w:tcPr>'))
    assert cell_class(listed, '<w:tblStyle w:val="t"/>', "</w:tcPr>") == name


def test_paragraphs_of_one_cell_can_stand_differently() -> None:
    form = table(row(cell(paragraph("甲", properties=jc("center")), "{{ 名 }}", paragraph("丙", properties=jc("center")))), widths=(1,))
    found = print_form(form, 名="乙")
    assert [element.get("class") for element in found.page.iter(f"{PAGE_NAMES}p")] == [None, "left", None]


@pytest.mark.parametrize(
    ("indent", "classes"),
    [
        ('w:left="420"', "left left-4"),
        ('w:leftChars="200" w:left="1"', "left left-4"),
        ('w:firstLineChars="200"', "left first-4"),
        ('w:left="420" w:hanging="420"', "left left-4 hang-4"),
        ('w:left="60" w:right="60"', "left"),
        ('w:left="9999999"', "left left-40"),
        ('w:left="-400"', "left"),
        ('w:left="x"', "left"),
    ],
)
def test_an_indent_is_a_class_with_a_rule(indent: str, classes: str) -> None:
    printed = print_form(in_style("a", more=f"<w:ind {indent}/>"), styles=styles(style("a", more='<w:rPr><w:sz w:val="21"/></w:rPr>')))
    assert printed.page[0].get("class") == classes
    assert [f"p.{name}" for name in sorted(classes.split()[1:])] == [rule.partition("{")[0] for rule in printed.styles.split("\n") if rule]


def test_a_centred_line_is_shifted_only_by_the_difference_of_its_indents() -> None:
    assert paragraph_class(in_style("a", more='<w:ind w:left="400" w:right="400"/>'), styles(style("a", jc("center")))) == "centered"


@pytest.mark.parametrize("text", ["  其中：财政拨款", "姓  名"])
def test_spaces_that_shape_a_label_are_kept(text: str) -> None:
    assert print_form(paragraph(text)).page[0].get("class") == "left spaced"
    assert print_form(paragraph("　　其中：财政拨款")).page[0].get("class") == "left"


LABELS = styles(style("表格标签"), style("b", base="表格标签"), style("n"))


def heads(body: str, listed: str = "", **data: str) -> list[str]:
    return [page_text(found) for found in print_form(body, styles=listed, **data).page.iter(f"{PAGE_NAMES}th")]


def test_where_a_form_has_the_style_of_labels_those_are_its_heads() -> None:
    form = table(
        row(cell(in_style("表格标签", "名称")), cell(in_style("b", "{{ 名 }}")), cell(in_style("n", "万元")), "甲"), widths=(1, 1, 1, 1)
    )
    assert heads(form, LABELS, 名="乙") == ["名称", "乙"]


@pytest.mark.parametrize(
    "text",
    [
        "注：本表一式三份", "备注：无", "说明:见附件", "10", "—", "□", "100%",
        "项目支出绩效自评由项目实施单位负责，预算部门审核汇总后报财政部门；一式三份。",
        "凡使用财政资金的部门和单位都要按照本办法的规定开展绩效自评并对自评结果的真实性和准确性负责到底",
    ],
)  # fmt: skip
def test_a_sentence_a_note_and_a_figure_head_nothing(text: str) -> None:
    assert heads(table(row("标签", text), widths=(1, 1))) == ["标签"]


def test_short_fixed_words_are_heads_where_no_style_says_so() -> None:
    long = "是否有群众意见反映渠道和群众意见办理回复机制"
    assert heads(table(row(long, "　　其中：财政拨款", "{{ 名 }}")), 名="甲") == [long, "　　其中：财政拨款"]
