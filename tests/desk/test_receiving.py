"""A received form is read in at the desk: shown first, then filled in, or not, as the clerk decides."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from pipeline.build.unit_year import build
from pipeline.workspace import UnitYear, Workspace
from tests.desk.desks import Browser, Page, let_in

OF = UnitYear("xinfang", "2020")
BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"


@pytest.fixture
def browser(shipped: Workspace) -> Browser:
    return let_in(shipped)


@pytest.fixture
def table(shipped: Workspace) -> bytes:
    """Return the unit's table as it was filled in and printed."""
    build(shipped, OF)
    return (shipped.output(OF) / "table.docx").read_bytes()


def received(browser: Browser, data: bytes, name: str = "收到的表.docx", **given: str) -> dict[str, Any]:
    """Drop a file on the page."""
    headers = {"Content-Type": "application/octet-stream", "X-File-Name": quote(name)}
    answer = browser.post("/receive", content=data, headers=headers | {f"X-{what}": quote(value) for what, value in given.items()})
    return {"status": answer.status_code, **answer.json()}


def test_what_is_blank_is_filled_in_and_what_differs_is_kept_unless_what_was_received_counts(browser: Browser, table: bytes) -> None:
    for replace, after in ((False, "10"), (True, "9")):
        page = Page(browser)
        page.set(BUDGET, "10")
        page.set("部门整体绩效产出情况.经济性.三公经费.实际支出数", "")
        told = received(browser, table)
        assert "收到的表.docx" in told["html"]
        assert "湛江市信访局 2020 年度" in told["html"]
        assert "这里是“10”，收到的表里是“9”" in told["html"]
        answer = browser.post("/receive/take", json={"mark": told["mark"], "replace": replace})
        assert answer.json() == {"go": "/work/xinfang/2020"}
        assert f'data-path="{BUDGET}" value="{after}"' in Page(browser).text


def test_a_file_is_decided_about_once_and_only_while_the_data_are_as_they_were(browser: Browser, table: bytes) -> None:
    page = Page(browser)
    page.set(BUDGET, "")
    told = received(browser, table)
    page.set(BUDGET, "11")
    answer = browser.post("/receive/take", json={"mark": told["mark"], "replace": False})
    assert (answer.status_code, answer.json()["said"]) == (422, ["读入以后这个文件又有人改过，没有写进去（请重新读入，再改一次）"])
    answer = browser.post("/receive/take", json={"mark": told["mark"], "replace": False})
    assert (answer.status_code, answer.json()["said"]) == (400, ["这份文件要再读一次"])


def test_a_unit_that_was_begun_while_the_desk_is_open_is_known_by_its_name(shipped: Workspace, browser: Browser, table: bytes) -> None:
    unit = shipped.root / "data/xinfang/unit.yaml"
    unit.write_text(unit.read_text(encoding="utf-8").replace("湛江市信访局", "湛江市改名局"), encoding="utf-8")
    told = received(browser, table)
    assert (told["mark"], "没有读入，数据没有动" in told["html"], "请在下面写明单位代码" in told["html"]) == ("", True, True)
    unit.write_text(unit.read_text(encoding="utf-8").replace("湛江市改名局", "湛江市信访局"), encoding="utf-8")
    assert received(browser, table)["mark"]


def test_a_file_of_another_unit_is_not_read_into_the_page_on_which_it_was_dropped(browser: Browser, table: bytes) -> None:
    told = received(browser, table, Unit="shili", Year="2020")
    assert told["mark"] == ""
    assert "表上的单位名称是“湛江市信访局”" in told["html"]


@pytest.mark.parametrize(
    "name", ["../../x.docx", "..\\..\\x.docx", "", ".docx", "a\x00\u202eb.docx", "长" * 300 + ".docx", "\U00020000" * 300 + ".docx"]
)
def test_no_name_of_a_file_leads_anywhere_and_what_is_no_form_is_refused_in_a_sentence(browser: Browser, name: str) -> None:
    told = received(browser, b"not a form", name)
    assert (told["status"], told["mark"]) == (200, "")
    assert "没有读入，数据没有动" in told["html"]
