"""The HTML pages in a real browser: accessible, self-contained, usable on a phone, printable."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.build.unit_year import build
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    build(Workspace(root), "xinfang", "2020")
    return Workspace(root).output("xinfang", "2020")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield chromium
        chromium.close()


def opened(browser: Browser, path: Path, size: str) -> tuple[Page, list[str]]:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    noticed: list[str] = []
    page.on("console", lambda message: noticed.append(message.text))
    page.on("request", lambda request: noticed.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto(path.as_uri())
    return page, noticed


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("document", ["table", "report"])
def test_axe_finds_no_violation_of_any_impact(browser: Browser, pages: Path, document: str, size: str) -> None:
    page, noticed = opened(browser, pages / f"{document}.html", size)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert noticed == []


@pytest.mark.parametrize("document", ["table", "report"])
def test_a_phone_never_scrolls_the_page_sideways(browser: Browser, pages: Path, document: str) -> None:
    page, _ = opened(browser, pages / f"{document}.html", "phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]


def test_the_wide_table_is_reached_by_keyboard(browser: Browser, pages: Path) -> None:
    page, _ = opened(browser, pages / "table.html", "phone")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "table"


def test_any_figure_can_be_read_by_a_machine(browser: Browser, pages: Path) -> None:
    page, _ = opened(browser, pages / "table.html", "desktop")
    rate = page.locator('data[data-fact="部门整体绩效产出情况.经济性.三公经费.控制率"]')
    assert (rate.get_attribute("value"), rate.inner_text()) == ("89.56", "89.56%")


@pytest.mark.parametrize("document", ["table", "report"])
def test_a_page_has_no_script_and_a_strict_policy(browser: Browser, pages: Path, document: str) -> None:
    page, _ = opened(browser, pages / f"{document}.html", "desktop")
    assert page.locator("script, iframe, object, [onclick]").count() == 0
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    policy = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(255, 255, 255)"
