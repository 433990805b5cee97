"""Published, corrected and withdrawn from the desk: shown before it is done, done only as it was shown, listed and verified."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.workspace import Workspace
from tests.desk.desks import Browser, Page, let_in

BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"
HERE = "/public/xinfang/2020"


@pytest.fixture
def browser(shipped: Workspace) -> Browser:
    return let_in(shipped)


def sent(browser: Browser, where: str, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the page sends
    answer = browser.post(where, json=content)
    return {"status": answer.status_code, **answer.json()}


def plan(browser: Browser, what: str = "publish", site: str = "") -> dict[str, Any]:
    return sent(browser, f"{HERE}/plan", site=site, what=what)


def done(browser: Browser, what: str, note: str) -> dict[str, Any]:
    return sent(browser, "/public/carry-out", mark=plan(browser, what)["mark"], note=note)


def test_a_unit_year_is_published_corrected_withdrawn_listed_and_verified(shipped: Workspace, browser: Browser) -> None:
    first = plan(browser)
    assert "<strong>首次发布</strong>，发到 output/site" in first["html"]
    assert not (shipped.root / "output/site/current").exists()
    told = sent(browser, "/public/carry-out", mark=first["mark"], note="")
    assert told["done"] == "首次发布，记为第 1 条：output/site/current/2020/xinfang/index.html"
    assert (shipped.root / "output/site/current/2020/xinfang/index.html").is_file()
    assert (plan(browser)["mark"], "没有要公开的" in plan(browser)["html"]) == ("", True)
    Page(browser).set(BUDGET, "10")
    correction = plan(browser)
    assert correction["wanting"]
    assert "预算安排数：9 → 10" in correction["html"]
    refused = sent(browser, "/public/carry-out", mark=correction["mark"], note="")
    assert refused["status"] == 422
    assert sent(browser, "/public/carry-out", mark=correction["mark"], note="原数录入有误")["done"].startswith("更正，记为第 2 条")
    text = browser.get(HERE).text
    assert "原数录入有误" in text
    assert 'data-plan="withdraw"' in text
    assert done(browser, "withdraw", "主管部门要求")["done"].startswith("撤回，记为第 3 条")
    assert browser.get("/public").text.count("/public/xinfang/2020") == 3
    assert sent(browser, "/public/verify", site="")["problems"] == []
    (shipped.root / "output/site/current/index.html").write_text("改了", encoding="utf-8")
    assert "index.html" in sent(browser, "/public/verify", site="")["problems"][0]


def test_only_what_was_shown_is_done(browser: Browser) -> None:
    shown = plan(browser)
    Page(browser).set(BUDGET, "10")
    told = sent(browser, "/public/carry-out", mark=shown["mark"], note="")
    assert (told["status"], "请再看一次会改什么" in told["said"][0]) == (400, True)
    assert sent(browser, "/public/carry-out", mark="nothing", note="")["status"] == 400


def test_what_cannot_be_published_is_told_in_sentences(browser: Browser) -> None:
    assert "网站设置还是示例" in plan(browser, site="sftp://a@example.com/site")["said"][0]
    assert plan(browser, site="ftp://example.com/site")["status"] == 400
    assert plan(browser, "withdraw")["status"] == 422
    Page(browser).set(BUDGET, "")
    assert plan(browser)["status"] == 422


def test_data_that_cannot_be_read_stop_no_withdrawal(shipped: Workspace, browser: Browser) -> None:
    done(browser, "publish", "")
    (shipped.root / "data/xinfang/2020.yaml").write_text("坏: [", encoding="utf-8")
    assert done(browser, "withdraw", "主管部门要求")["done"].startswith("撤回，记为第 2 条")
