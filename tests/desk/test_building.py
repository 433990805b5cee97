"""All units of a year are built beside the desk, with progress, and can be stopped; the summary is opened from it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pipeline.workspace import Workspace
from tests.desk.desks import Browser, let_in


@pytest.fixture
def browser(shipped: Workspace) -> Browser:
    return let_in(shipped)


def ended(browser: Browser) -> dict[str, Any]:
    """Return what is told when it has ended."""
    for _ in range(600):
        told: dict[str, Any] = browser.get("/all/progress").json()
        if not told["runs"]:
            return told
        time.sleep(0.2)
    raise AssertionError(told)


@pytest.mark.slow
def test_all_units_of_a_year_are_built_and_the_summary_is_shown(shipped: Workspace, browser: Browser) -> None:
    assert browser.post("/all/build", json={"year": "2020"}).json()["runs"]
    assert "请等它结束" in browser.post("/all/build", json={"year": "2018"}).json()["said"][0]
    told = ended(browser)
    assert "2 个单位" in told["last"]
    assert (shipped.root / "output/xinfang/2020/table.docx").is_file()
    page = browser.get(told["summary"])
    assert "2020年度" in page.text
    assert "connect-src" not in page.headers["content-security-policy"]
    assert browser.get("/summary/2020.summary.xlsx").status_code == 200


@pytest.mark.slow
def test_it_is_stopped(browser: Browser) -> None:
    browser.post("/all/build", json={"year": "2020"})
    browser.post("/all/stop", json={})
    assert ended(browser)["last"].startswith("已停下")


def test_nothing_but_the_summary_is_shown_there(shipped: Workspace, browser: Browser) -> None:
    (shipped.root / "output").mkdir(exist_ok=True)
    (shipped.root / "output/private.hashes").write_text("x", encoding="utf-8")
    for name in ("private.hashes", "2020.summary.html", "..%2f..%2fdata%2fsite.yaml", "2020.summary/..%2fprivate.hashes"):
        answer = browser.get(f"/summary/{name}")
        assert answer.status_code in {303, 404}
    assert browser.get("/summary/xinfang/2020/table.html").headers["location"] == "/work/xinfang/2020"
    assert browser.get("/all/progress").json()["runs"] is False
