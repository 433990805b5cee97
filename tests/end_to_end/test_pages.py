"""The HTML pages in a real browser: accessible, self-contained, usable on a phone, printable."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from pipeline.build.unit_year import build
from pipeline.document.charts.svg import Figures
from pipeline.workspace import UnitYear, Workspace
from tests.browser import chromium
from tests.document.charts.charts import BLANK, NOT_APPLICABLE, chart

ROOT = Path(__file__).parents[2]
LINE_APART = 8  # pixels, less than any line is high
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for folder in ("data", "templates"):
        shutil.copytree(ROOT / folder, root / folder)
    build(Workspace(root), UnitYear("xinfang", "2020"))
    return Workspace(root).output(UnitYear("xinfang", "2020"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


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


# For each label of a chart its text, how many pixels high its letters are, and whether its ink is within the drawing.
LABELS = """() => [...document.querySelectorAll("figure svg text")].map((label) => {
  const svg = label.ownerSVGElement, view = svg.viewBox.baseVal, box = label.getBBox();
  const size = parseFloat(getComputedStyle(label).fontSize) * svg.getBoundingClientRect().width / view.width;
  const slack = 3; // above and below the ink of letters a font has room
  const within = box.x >= -0.5 && box.x + box.width <= view.width + 0.5 && box.y >= -slack && box.y + box.height <= view.height + slack;
  return [label.textContent, size, within];
})"""
# Letters that are the widest of their kind, and names that need several lines.
WIDE = (
    chart(
        "对比",
        "预算数 决算数",
        ("WWWW MMMM @%&", "-128888.06%", "99999999.99"),
        ("因公出国（境）费、公务用车购置费和公务接待费合计", BLANK, "0"),
    ),
    chart("趋势", "预算数 没有列入年初预算的支出", *((f"{year}年", f"{year}.06", NOT_APPLICABLE) for year in range(2016, 2021))),
    chart("得分", "分值 得分", ("“三公”经费控制率", "10.00", "9.50"), ("预算执行率MWMWMWMWMWMWMWMWMW", "5", BLANK)),
)


def test_a_charts_labels_are_within_its_drawing_and_large_enough_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    css = "".join((ROOT / "templates" / "site" / name).read_text("utf-8") for name in ("content.css", "document.css"))
    figures = "".join(Figures().figure(data, "") for data in WIDE)
    (tmp_path / "charts.html").write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{css}</style><main>{figures}</main>',
        "utf-8",
    )
    page, _ = opened(browser, tmp_path / "charts.html", "phone")
    labels = page.evaluate(LABELS)
    assert len(labels) > len(WIDE)
    assert [label for label in labels if label[1] < 11 or not label[2]] == []


# The pieces of text of which a line's end may part none, and the place of the first and last sign of each: (text, top, bottom).
WHOLES = """() => [...document.querySelectorAll(".whole, .unit")].map((span) => {
  const range = document.createRange();
  let before = span.previousSibling;
  if (span.className === "unit") {
    while (before.lastChild) before = before.lastChild;
    range.setStart(before, before.length - 1);
  } else range.setStart(span.firstChild, 0);
  range.setEnd(span.firstChild, span.firstChild.length);
  const tops = [...range.getClientRects()].filter((part) => part.width).map((part) => Math.round(part.top));
  return [range.toString(), Math.max(...tops) - Math.min(...tops)];
})"""


@pytest.mark.parametrize("document", ["table", "report"])
def test_no_figure_is_parted_from_its_unit_however_wide_the_page_is(browser: Browser, pages: Path, document: str) -> None:
    page, _ = opened(browser, pages / f"{document}.html", "desktop")
    for width in range(320, 900, 20):
        page.set_viewport_size({"width": width, "height": 900})
        wholes = page.evaluate(WHOLES)
        assert len(wholes) > len(SIZES)
        assert [text for text, apart in wholes if apart > LINE_APART] == [], width


def test_a_copy_of_the_text_has_nothing_that_joins_figures_and_units(browser: Browser, pages: Path) -> None:
    page, _ = opened(browser, pages / "report.html", "phone")
    copied = page.evaluate("(getSelection().selectAllChildren(document.querySelector('main')), getSelection().toString())")
    assert "实际支出8.06万元，控制率为89.56%，低于预算0.94万元" in copied
    assert "\u2060" not in copied


SHADOWS = """(left) => {
  const frame = document.querySelector(".table");
  frame.scrollLeft = left;
  return [frame.scrollWidth > frame.clientWidth, getComputedStyle(frame).backgroundAttachment];
}"""


@pytest.mark.parametrize("width", [390, 500, 900])
def test_a_table_wider_than_its_page_shows_that_it_goes_on(browser: Browser, pages: Path, width: int) -> None:
    page, _ = opened(browser, pages / "table.html", "desktop")
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate(SHADOWS, 0) == [True, "local, local, scroll, scroll"]
    frame = page.locator(".table").bounding_box()
    assert frame is not None
    edges = [{"x": x, "y": 400, "width": 4, "height": 60} for x in (frame["x"], frame["x"] + frame["width"] - 4)]
    dark = {}
    for left in (0, 200, 10_000):
        page.evaluate(SHADOWS, left)
        dark[left] = [page.screenshot(clip=edge) for edge in edges]  # type: ignore[arg-type]
    assert dark[0][1] != dark[10_000][1], "the right edge looks the same where there is more and where there is none"
    assert dark[0][0] != dark[200][0], "the left edge looks the same where there is more and where there is none"


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
