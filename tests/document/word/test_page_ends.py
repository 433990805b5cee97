"""Where pages may end: rows under one label, and what closes a form, stay together in Word."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from pipeline.document.word.page_ends import ROWS_TOGETHER
from tests.document.printed import WORD_NAMES, print_form, word_text
from tests.word_files import cell, paragraph, row, table

WHOLE = "<w:tr><w:trPr><w:cantSplit/></w:trPr>"


def whole(*cells: str) -> str:
    """Return a row that does not break across pages."""
    return row(*cells).replace("<w:tr>", WHOLE, 1)


def kept(form: str, **data: Any) -> list[str]:  # noqa: ANN401
    """Return the texts of the rows, and of the paragraphs outside tables, that stay on the page of what follows."""
    body = print_form(form, **data).word
    blocks = [*body.iter(f"{WORD_NAMES}tr"), *body.iter(f"{WORD_NAMES}p")]
    outside = [block for block in blocks if block.tag.endswith("tr") or next(block.iterancestors(f"{WORD_NAMES}tr"), None) is None]
    return [word_text(block) for block in outside if all(map(is_kept, block.iter(f"{WORD_NAMES}p")))]


def is_kept(element: etree._Element) -> bool:
    return element.find(f"{WORD_NAMES}pPr/{WORD_NAMES}keepNext") is not None


def labelled(number: int) -> list[str]:
    """Return rows under one label, numbered from 1."""
    return [whole(cell("标签", merge="restart") if n == 1 else cell(merge="continue"), f"{n}", "a") for n in range(1, number + 1)]


def test_the_rows_under_one_label_stay_together_and_leave_the_next_label_alone() -> None:
    assert kept(table(*labelled(3), *labelled(2))) == ["标签1a", "2a", "标签1a"]


def test_more_rows_than_a_page_may_hold_are_not_held() -> None:
    assert len(kept(table(*labelled(ROWS_TOGETHER)))) == ROWS_TOGETHER - 1
    assert kept(table(*labelled(ROWS_TOGETHER + 1))) == []


def test_a_row_that_may_break_across_pages_does_not_hold_the_next_one() -> None:
    first, second, third = labelled(3)
    assert kept(table(first, second.replace("<w:cantSplit/>", ""), third)) == ["标签1a"]


@pytest.mark.parametrize("number", [0, 3])
def test_rows_whose_number_is_known_only_at_run_time_are_not_held(number: int) -> None:
    loop = [
        whole(cell("标签", merge="restart"), "头", "a"),
        row(cell(merge="continue"), "{%tr for 项 in 各项 %}", ""),
        whole(cell(merge="continue"), "{{ 项.名 }}", "a"),
        row(cell(merge="continue"), "{%tr endfor %}", ""),
    ]
    assert kept(table(*loop), 各项=[{"名": f"{n}"} for n in range(number)]) == []


def test_the_lines_that_close_a_form_stay_with_each_other_and_with_the_tables_last_row() -> None:
    lines = "".join(map(paragraph, ("单位（公章）：", "", "日期：")))
    assert kept(paragraph("题目") + table(row("甲", "", ""), row("乙", "", "")) + lines) == ["乙", "单位（公章）：", ""]


def test_a_form_that_ends_in_its_table_or_has_none_holds_nothing() -> None:
    assert kept(table(row("甲", "", "")) + paragraph("")) == []
    assert (
        kept(table(row("甲", "", ""), row("{%tr for 项 in 各项 %}", "", ""), row("{%tr endfor %}", "", "")) + paragraph("日期："), 各项=())
        == []
    )
