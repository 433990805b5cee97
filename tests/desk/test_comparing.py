"""What changed is shown at the desk: since the last build, since publication, since last year; or in a sentence that there is nothing."""

from __future__ import annotations

from pipeline.workspace import Workspace
from tests.desk.desks import Page, let_in

BUDGET = "部门整体绩效产出情况.经济性.三公经费.预算安排数"


def test_what_changed_since_the_last_build_is_shown_and_without_one_a_sentence(shipped: Workspace) -> None:
    page = Page(let_in(shipped))
    assert "还没有生成过，没有上一次可比（先在“填写”里按“正式生成”）" in page.browser.get("/compare/xinfang/2020/last").text
    assert "还没有公开过，没有已公开的可比" in page.browser.get("/compare/xinfang/2020/published").text
    assert "没有上年的可比" in page.browser.get("/compare/xinfang/2020/before").text
    page.send("build", draft=False)
    page.set(BUDGET, "10")
    assert 'src="/compare/xinfang/2020/last/page" sandbox' in page.browser.get("/compare/xinfang/2020/last").text
    told = page.browser.get("/compare/xinfang/2020/last/page")
    assert "三公”经费控制率·预算安排数" in told.text
    assert "script-src" not in told.headers["content-security-policy"]
    assert page.browser.get("/compare/xinfang/2020/..%2Fsecret").status_code in {400, 404}


def test_what_changed_since_last_year_is_shown(shipped: Workspace) -> None:
    browser = let_in(shipped)
    assert "上年的（2019 年度）" in browser.get("/compare/shili/2020/before/page").text
