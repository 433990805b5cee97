"""A report that a unit sent back edited is dropped on the desk: what it says otherwise is shown, and rewritten texts go where they belong."""

from __future__ import annotations

import pytest

from pipeline.workspace import Workspace
from tests.desk.desks import Browser, Page, let_in
from tests.desk.test_receiving import received
from tests.intake.returned.narratives import SHILI, edited, narrative
from tests.intake.returned.test_taking_over import CAUSE, rewrite

REASON = "部门整体支出情况.支出率偏差原因"


@pytest.fixture
def browser(shipped: Workspace) -> Browser:
    return let_in(shipped)


@pytest.fixture
def report(shipped: Workspace) -> bytes:
    """Return the unit's narrative after somebody has edited it."""
    del shipped
    return edited(narrative(SHILI)[1], rewrite)


def test_what_was_edited_is_shown_and_only_texts_that_are_ticked_are_filled_in(shipped: Workspace, browser: Browser, report: bytes) -> None:
    before = shipped.data_file(SHILI).read_bytes()
    told = received(browser, report, "改过的报告.docx")
    assert "示例市民生服务局 2020 年度自评报告，与现在的数据对照" in told["html"]
    assert f'value="{REASON}"' in told["html"]
    assert "尾款明年付：合同如此 # 见附件" in told["html"]
    assert "改成了“1155.00”，数据是“1150.00”" in told["html"]
    assert "make " not in told["html"]
    assert shipped.data_file(SHILI).read_bytes() == before
    answer = browser.post("/receive/texts", json={"mark": told["mark"], "paths": [REASON]})
    assert answer.json() == {"go": "/work/shili/2020"}
    after = shipped.data_file(SHILI).read_text(encoding="utf-8")
    assert after == before.decode().replace(f"支出率偏差原因: {CAUSE}", '支出率偏差原因: "尾款明年付：合同如此 # 见附件"')
    answer = browser.post("/receive/texts", json={"mark": told["mark"], "paths": [REASON]})
    assert (answer.status_code, answer.json()["said"]) == (400, ["这份文件要再读一次"])


def test_a_report_as_it_was_printed_says_so(browser: Browser) -> None:
    told = received(browser, narrative(SHILI)[1])
    assert "没有改动，报告说的与数据一致" in told["html"]
    assert told["mark"] == ""


def test_texts_are_not_filled_in_once_the_data_are_others_than_those_that_were_shown(browser: Browser, report: bytes) -> None:
    told = received(browser, report)
    Page(browser, "/work/shili/2020").set(REASON, "现在不一样了")
    answer = browser.post("/receive/texts", json={"mark": told["mark"], "paths": [REASON]})
    assert (answer.status_code, answer.json()["said"]) == (400, ["您看过以后，数据又改过，没有填入。请再读一次"])


def test_what_was_not_offered_is_not_filled_in(browser: Browser, report: bytes) -> None:
    told = received(browser, report)
    for paths in ([], ["部门整体支出情况.年初预算数"], [1]):
        answer = browser.post("/receive/texts", json={"mark": told["mark"], "paths": paths})
        assert (answer.status_code, answer.json()["said"]) == (400, ["请先勾选要填入的文字"])
