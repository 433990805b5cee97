"""The page and the lines that tell what a narrative that came back says otherwise than the data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree

from pipeline.intake.returned.page import page_of
from pipeline.intake.returned.prints import Before
from pipeline.intake.returned.telling import edit_lines, text_lines
from pipeline.printing.web_chart import H
from tests.browser import chromium
from tests.intake.returned.narratives import SHILI, Body, narrative, returned
from tests.shared_form import SHIPPED

SIZES = ((1280, 900), (390, 844))  # desktop, phone


def edit(body: Body) -> None:
    """Change two figures, rewrite a text with signs of markup in it, and add a paragraph."""
    body.replace("编制68名", "编制69名")
    body.replace("年初预算1150.00万元", "年初预算1155.00万元")
    body.replace("比较法、公众评判法，", "R&D <b>比较法，")
    body.split("做到应报尽报。")
    body.insert("受理、转办、督办市民热线诉求", "承办其他事项。")


@pytest.fixture(scope="module")
def page() -> bytes:
    """Return the page of edits, one of which is only one of the data: so it was printed before."""
    now, _ = narrative(SHILI)
    before = [replace(passage, text=passage.text.replace("年初预算1150.00", "年初预算1155.00")) for passage in now.passages]
    return page_of(SHIPPED.layout, returned(SHILI, edit, before=Before(before)))


def texts(page: bytes, tag: str) -> list[str]:
    return ["".join(str(text) for text in element.itertext()) for element in etree.fromstring(page).iter(f"{H}{tag}")]


def test_what_went_and_came_is_marked_as_such(page: bytes) -> None:
    assert texts(page, "ins") == ["承办其他事项。", "69", "R&D <b>", "1155.00"]
    assert texts(page, "del") == ["68", "法、公众评判", "1150.00"]


def test_a_text_that_can_be_taken_stands_beside_the_data_s_with_the_words_that_take_it(page: bytes) -> None:
    assert "TAKE=部门职能" in texts(page, "kbd")
    assert "R&D <b>比较法，定量分析和定性分析相结合" in texts(page, "dd")


def test_of_a_report_that_nobody_edited_the_page_says_so() -> None:
    assert "没有改动，报告说的与数据一致。" in texts(page_of(SHIPPED.layout, returned(SHILI)), "p")


def test_lines_show_what_changed_and_a_little_beside_it() -> None:
    found = returned(SHILI, edit)
    assert list(edit_lines(found.edits)) == [
        "第9段 新增：承办其他事项。",
        "第11段 改动：编制〔删：68〕〔增：69〕名，在职63名，空编…",
        "第2个表格之后第11段 一段分成几段",
        "第2个表格之后第13段 改动：年初预算〔删：1150.00〕〔增：1155.00〕万元，调整后预算1228.60…",
        "第5个表格之后第12段 改动：自评方法：〔增：R&D <b>〕比较〔删：法、公众评判〕法，定量分析和定性分…",
    ]
    assert list(text_lines(found))[3:] == [
        "自评方法（第5个表格之后第12段）：TAKE=自评方法",
        "  数据：比较法、公众评判法，定量分析和定性分析相结合",
        "  报告：R&D <b>比较法，定量分析和定性分析相结合",
    ]


@pytest.mark.browser
@pytest.mark.slow
def test_everybody_can_read_it_on_desk_and_phone(page: bytes, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page)
    with chromium() as browser:
        shown = browser.new_page()
        shown.goto(file.as_uri())
        for width, height in SIZES:
            shown.set_viewport_size({"width": width, "height": height})
            found = Axe().run(shown)
            assert found.violations_count == 0, found.generate_report()
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
