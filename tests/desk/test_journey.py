"""A clerk's journey in a real browser: from a unit that is not there to its documents, its publication, a correction, and the next year."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pipeline.desk.opened import opened
from pipeline.workspace import UnitYear, Workspace
from tests.browser import chromium
from tests.conftest import copy_of_shipped
from tests.desk.desks import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

expect.set_options(timeout=60_000)  # no test depends on the machine's speed

PAID = "部门整体绩效产出情况.经济性.三公经费.实际支出数"


def sample(workspace: Workspace) -> dict[str, str]:
    """Return what the shipped unit has typed, by path; another unit types the same under its own name."""
    entries = opened(workspace, UnitYear("xinfang", "2020")).entries
    return {path: entry.typed for path, entry in entries.items() if entry.is_open and entry.typed} | {"单位名称": "示例市民政局"}


def fill_in(page: Page, values: dict[str, str]) -> int:
    """Go from each field that must be filled in to the next, and return how many there were."""
    steps = 0
    while page.is_enabled("#next"):
        page.click("#next")
        field = page.locator(":focus")
        path = str(field.get_attribute("data-path"))
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(values.get(path, "否"))
        else:
            field.fill(values.get(path, "无"))
            field.evaluate("element => element.blur()")
        expect(page.locator("#saved")).to_have_text("已保存")
        steps += 1
        assert steps < 200, path
    return steps


def publish(page: Page, note: str) -> None:
    """Publish what is filled in, after looking at what would change."""
    page.click("a[href^='/public/minzheng']")
    page.click('[data-plan="publish"]')
    expect(page.locator("#carry-out")).to_be_visible()
    if note:
        page.fill("#note", note)
    page.click("#carry-out button[type=submit]")
    expect(page.locator("#plan")).to_contain_text("看新的公开记录")


def test_from_nothing_to_documents_a_publication_a_correction_and_the_next_year(tmp_path: Path) -> None:
    workspace = copy_of_shipped(tmp_path)
    values = sample(workspace)
    with running(workspace) as (address, _), chromium() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.fill("#unit", "minzheng")
        page.fill("#year", "2020")
        page.select_option("#form", "zhanjiang-2020")
        page.click("form.new button[type=submit]")
        page.wait_for_url("**/work/minzheng/2020")
        assert fill_in(page, values) < page.locator("[data-path]").count()
        page.click('[data-build="final"]')
        expect(page.locator("#saved")).to_have_text("已生成")
        folder = workspace.root / "output/minzheng/2020"
        assert {f"{name}{suffix}" for name in ("table", "report") for suffix in (".docx", ".html")} <= {
            path.name for path in folder.iterdir()
        }

        publish(page, "")
        page.goto(address.split("/enter")[0] + "/work/minzheng/2020")
        page.fill(f'[data-path="{PAID}"]', "7.77")
        page.keyboard.press("Tab")
        expect(page.locator("#saved")).to_have_text("已保存")
        publish(page, "核对账目后更正")
        article = (workspace.root / "output/site/current/2020/minzheng/index.html").read_text(encoding="utf-8")
        assert "7.77" in article
        assert "核对账目后更正" in article

        page.click("text=全部单位")
        page.fill("#unit", "minzheng")
        page.fill("#year", "2021")
        page.click("form.new button[type=submit]")
        page.wait_for_url("**/work/minzheng/2021")
        expect(page.locator('[data-path="单位名称"]')).to_have_value("示例市民政局")
        expect(page.locator(f'[data-entry="{PAID}"]')).to_contain_text("上年：7.77")
