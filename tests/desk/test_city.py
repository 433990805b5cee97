"""All units of a year at a glance: the list at once, and how each unit stands when it has been looked at."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.desk import city
from pipeline.workspace import Workspace
from tests.desk.desks import Browser, Page, let_in


@pytest.fixture
def browser(shipped: Workspace) -> Browser:
    return let_in(shipped)


def standing(browser: Browser, year: str) -> dict[str, dict[str, Any]]:
    """Return how each unit of a year stands, as the page learns it."""
    found: dict[str, dict[str, Any]] = {}
    after: int | None = 0
    while after is not None:
        told = browser.get(f"/city/{year}/standing/{after}").json()
        found |= {each["where"]: each for each in told["told"]}
        after = told["next"]
    return found


def test_the_first_page_lists_the_newest_year_and_leads_to_each(browser: Browser) -> None:
    text = browser.get("/").text
    assert "<h2>2022 年度各单位</h2>" in text
    assert 'href="/city/2018"' in text
    text = browser.get("/city/2020").text
    assert '<a href="/work/xinfang/2020">湛江市信访局</a>' in text
    assert 'data-begin="shuili"' in text


def test_how_a_unit_stands_is_told_anew_only_after_a_change(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(browser)
    before = standing(browser, "2020")["/work/xinfang/2020"]
    assert f"已填 {before['filled']} / {before['asked']}" in page.text
    assert (before["errors"], before["open"], before["documents"]) == (0, page.text.count("data-reason="), "还没有生成")
    counted: list[object] = []
    really = city.counts
    monkeypatch.setattr(city, "counts", lambda workspace, of: counted.append(of) or really(workspace, of))  # type: ignore[func-returns-value]
    assert standing(browser, "2020")["/work/xinfang/2020"] == before
    assert counted == []
    page.set("部门整体绩效产出情况.经济性.三公经费.预算安排数", "")
    page.send("build", draft=False)
    after = standing(browser, "2020")["/work/xinfang/2020"]
    assert (after["filled"], after["is_faulty"], after["documents"]) == (before["filled"] - 1, True, "还没有生成")


def test_documents_are_told_to_be_older_than_the_data(browser: Browser) -> None:
    page = Page(browser)
    page.send("build", draft=False)
    assert standing(browser, "2020")["/work/xinfang/2020"]["documents"] == "已生成"
    page.set("部门整体绩效产出情况.经济性.三公经费.预算安排数", "10")
    assert standing(browser, "2020")["/work/xinfang/2020"]["documents"] == "生成以后又改过"


def test_many_units_are_told_some_at_a_time(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city, "PATIENCE", 0)
    assert browser.get("/city/2018/standing/0").json()["next"] == 1
    assert len(standing(browser, "2018")) == 2


def test_data_that_cannot_be_opened_are_listed_as_such(shipped: Workspace, browser: Browser) -> None:
    (shipped.root / "data/xinfang/2020.yaml").write_text("坏: [", encoding="utf-8")
    told = standing(browser, "2020")["/work/xinfang/2020"]
    assert (told["asked"], told["is_faulty"]) == (-1, True)
