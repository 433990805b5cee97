"""Which branches of a template's conditions an empty form prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from pipeline.document.word.xml import W, paragraph_text
from pipeline.form.form import DocumentSpec, Form
from pipeline.intake.blank.openings import Known
from pipeline.intake.blank.pieces import Opening, pieces_of, words_of
from pipeline.intake.blank.printed import print_blank
from tests.small_form import ROOT, form_in
from tests.word_files import paragraph, row, table, write_word_file


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return form_in(tmp_path_factory.mktemp("forms") / "small")


def said(form: Form, body: str) -> list[str]:
    """Return what each paragraph of an empty form says, places for values as _."""
    spec = DocumentSpec("table", "小表", write_word_file(Path(form.folder) / "table.docx", body))
    blank = print_blank(spec, form, ROOT / "templates" / "site", Known(2020))
    return ["".join(map(word, pieces_of(each, blank.facts))) for each in paragraphs(blank.root)]


def paragraphs(root: etree._Element) -> list[etree._Element]:
    return [each for each in root.iter(f"{W}p") if paragraph_text(each)]


def word(piece: etree._Element | Opening) -> str:
    return "_" if isinstance(piece, Opening) else words_of(piece)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ 在职人数 }}{% if 在职人数 is not 不涉及 %} 名{% endif %}", "_ 名"),
        ("{% if 在职人数 is 数字 %}{{ 在职人数 }}{% else %}—{% endif %}", "_"),
        ("{% if 在职人数 is not 数字 %}—{% else %}{{ 在职人数 }}{% endif %}", "_"),
        ("甲{% if not 在职人数 %}（没有填）{% endif %}", "甲"),
        ("{% if not 是否公开 %}未公开{% else %}已公开{% endif %}", "已公开"),
        ("{% if 在职人数 > 100 %}较大{% elif 在职人数 > 10 %}中等{% else %}较小{% endif %}单位", "较大单位"),
        ("{% if 是否公开 == '是' %}网址：{{ 公开网址 }}{% else %}人数：{{ 在职人数 }}{% endif %}", "网址：_"),
    ],
)
def test_within_a_line_one_branch_is_printed(form: Form, text: str, shown: str) -> None:
    assert said(form, table(row(text))) == [shown]


def test_of_rows_all_branches_with_places_are_printed_and_no_other(form: Form) -> None:
    rows = (
        "{%tr if 单位性质 == '行政机关' %}",
        "甲 {{ 在职人数 }}",
        "{%tr elif 是否公开 %}",
        "没有",
        "{%tr else %}",
        "乙 {{ 完成率 }}",
        "{%tr endif %}",
    )
    assert said(form, table(*map(row, rows))) == ["甲 _", "乙 _"]


def test_rows_for_the_case_that_there_are_none_are_left_out(form: Form) -> None:
    loop = row("{%tr for 项 in 项目支出明细 %}") + row("{{ 项.项目名称 }}") + row("{%tr endfor %}")
    none = row("{%tr if not 项目支出明细 %}") + row("没有项目") + row("{%tr endif %}")
    assert said(form, table(loop + none)) == ["_"] * 5


def test_the_last_branch_of_a_loop_is_none_of_a_condition(form: Form) -> None:
    body = (
        paragraph("{%p for 项 in 项目支出明细 %}")
        + paragraph("{{ 项.项目名称 }}")
        + paragraph("{%p else %}")
        + paragraph("没有")
        + paragraph("{%p endfor %}")
    )
    assert said(form, body + table(row("完"))) == [*["_"] * 5, "完"]


def test_what_asks_about_the_row_itself_is_asked(form: Form) -> None:
    loop = "{% for 项 in 项目支出明细 %}{{ 项.项目名称 }}{% if not loop.last %}；{% endif %}{% endfor %}"
    assert said(form, table(row(loop))) == ["_；_；_；_；_"]


def test_equal_neighbours_are_counted_as_they_are_printed(form: Form) -> None:
    loop = (
        row("{%tr for 项 in 项目支出明细 %}", "")
        + row("{%tr if 项.支出数 == 0 %}", "")
        + row("{{ 项.项目名称 | 合并 }}", "{{ 项.支出数 }}")
    )
    assert said(form, table(loop + row("{%tr endif %}", "") + row("{%tr endfor %}", ""))) == ["_"] * 10
