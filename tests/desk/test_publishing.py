"""Published, corrected and withdrawn from the desk: shown before it is done, done only as it was shown, listed and verified."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest

from pipeline.language.wording import BEIJING
from pipeline.publish import entries
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
    assert (refused["status"], refused["said"][0].partition("（")[2]) == (422, "请填写“原因”，例如 更正三公经费支出数）")
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
    refused = plan(browser)
    assert (refused["status"], refused["said"][0]) == (422, "还有 1 个错误，不能公开。请先在“填写”里改好")
    assert refused["said"][1].startswith("“三公”经费控制率·预算安排数：必填，现为空白")


def test_data_that_cannot_be_read_stop_no_withdrawal(shipped: Workspace, browser: Browser) -> None:
    done(browser, "publish", "")
    (shipped.root / "data/xinfang/2020.yaml").write_text("坏: [", encoding="utf-8")
    assert done(browser, "withdraw", "主管部门要求")["done"].startswith("撤回，记为第 2 条")


def test_what_is_damaged_is_shown_and_made_anew_and_then_nothing_is_wrong(shipped: Workspace, browser: Browser) -> None:
    done(browser, "publish", "")
    page = shipped.root / "output/site/current/2020/xinfang/index.html"
    before = page.read_bytes()
    page.write_text("改了", encoding="utf-8")
    found = sent(browser, "/public/verify", site="")
    assert "下面可以重做" in found["problems"][0]
    assert "2020/xinfang/index.html" in found["html"]
    told = sent(browser, "/public/repair", mark=found["mark"])
    assert (told["done"], told["problems"], told["mark"]) == ("重做了 1 个文件", [], "")
    assert page.read_bytes() == before
    assert sent(browser, "/public/repair", mark=found["mark"])["status"] == 400


def test_nothing_is_made_anew_that_was_not_shown(shipped: Workspace, browser: Browser) -> None:
    done(browser, "publish", "")
    site = shipped.root / "output/site/current"
    (site / "index.html").write_text("改了", encoding="utf-8")
    found = sent(browser, "/public/verify", site="")
    (site / "2020/xinfang/index.html").write_text("也改了", encoding="utf-8")
    told = sent(browser, "/public/repair", mark=found["mark"])
    assert (told["status"], told["said"]) == (400, ["您看过以后，网站又变了，没有重做。请再核对一次"])


def test_the_site_is_rolled_back_as_it_was_shown_to_the_release_that_is_chosen(shipped: Workspace, browser: Browser) -> None:
    assert sent(browser, "/public/roll-back", site="", number=0)["status"] == 422
    done(browser, "publish", "")
    article = shipped.root / "output/site/current/2020/xinfang/index.html"
    before = article.read_bytes()
    for figure in ("10", "11"):
        Page(browser).set(BUDGET, figure)
        done(browser, "publish", f"原数录入有误，应为 {figure}")
    shown = sent(browser, "/public/roll-back", site="", number=0)
    assert "从第 3 版退回第 2 版的内容" in shown["html"]
    chosen = sent(browser, "/public/roll-back", site="", number=1)
    assert "从第 3 版退回第 1 版的内容" in chosen["html"]
    assert '<option value="1" selected>' in chosen["html"]
    told = sent(browser, "/public/carry-out", mark=chosen["mark"], note="发错了")
    assert told["done"] == "回退，记为第 1 条：output/site/current/index.html"
    assert article.read_bytes() == before
    text = browser.get("/public").text
    assert "整个网站" in text
    assert "发错了" in text
    (found,) = sent(browser, "/public/verify", site="")["problems"]
    assert "网站退回过" in found


def test_time_that_passes_between_looking_and_doing_changes_nothing(
    shipped: Workspace, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        at = datetime(2026, 11, 30, 15, 11, 5, tzinfo=BEIJING)

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a plain one, as the log writes it
            return cls.at.astimezone(tz)

    monkeypatch.setattr(entries, "datetime", Clock)
    done(browser, "publish", "")
    for figure in ("10", "11"):
        Page(browser).set(BUDGET, figure)
        mark = plan(browser)["mark"]  # in the same second as the publication before
        Clock.at += timedelta(seconds=1)
        assert sent(browser, "/public/carry-out", mark=mark, note="原数录入有误")["status"] == 200
    assert shipped.root.joinpath("output/site/current/feed.xml").is_file()


def test_pdfs_are_offered_where_they_can_be_made_and_are_then_published(shipped: Workspace, browser: Browser) -> None:
    assert 'id="pdf"' in browser.get(HERE).text
    done(browser, "publish-pdf", "")
    assert list((shipped.root / "output/site/current/2020/xinfang").glob("*.pdf"))
