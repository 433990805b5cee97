"""The desk in a browser: from a change to the findings on the screen, and to both pages, in a chromium of this machine."""

from __future__ import annotations

import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from pipeline.workspace import Workspace
from tests.bench.tables import ROOT, Table
from tests.desk.desks import running
from tests.many_indicators import YEAR, many_indicators

ROUNDS: Final = 60
INDICATORS: Final = 60
COLUMNS: Final = ("unit-year", "fields", "findings, median ms", "findings, p95 ms", "pages too, median ms", "pages too, p95 ms")
# Types another figure into a field and leaves it, and returns how many ms it took until the findings were painted, and until the pages were.
CHANGE: Final = """([path, typed]) => new Promise((done) => {
  const field = document.getElementById(`f:${path}`);
  const painted = {};
  const seen = new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) painted[name] = startTime - began;
    if (!("findings" in painted && "pages" in painted)) return;
    seen.disconnect();
    done([painted.findings, painted.pages]);
  });
  seen.observe({ entryTypes: ["mark"] });
  const began = performance.now();
  field.value = typed;
  field.dispatchEvent(new Event("change", { bubbles: true }));
})"""


def measure() -> list[Table]:
    """Return how long a change takes."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        shipped = root / "shipped"
        for folder in ("data", "templates"):
            shutil.copytree(ROOT / folder, shipped / folder)
        many, units = many_indicators(root / "many", INDICATORS)
        rows = [
            row_of("the full example, 220 fields", Workspace(shipped), "/work/shili/2018"),
            row_of(f"a form with {INDICATORS} indicators", many, f"/work/{units[INDICATORS].unit}/{YEAR}"),
        ]
    return [Table("from a change to what comes of it on the screen", COLUMNS, rows)]


def row_of(called: str, workspace: Workspace, where: str) -> tuple[str | float, ...]:
    """Return a row of the table.

    Args:
        called: what the unit-year is called.
        workspace: where it is.
        where: its page.
    """
    with running(workspace) as (address, _), sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.goto(address.split("/enter")[0] + where)
        findings, pages = map(sorted, zip(*changes(page), strict=True))
        fields = page.locator("[data-path]").count()
        browser.close()
    return called, fields, *middle_and_worst(findings), *middle_and_worst(pages)


def middle_and_worst(times: list[float]) -> tuple[float, float]:
    """Return the median of times in order, and what 95 of 100 are at most."""
    return statistics.median(times), times[int(len(times) * 0.95)]


def changes(page: Page) -> list[tuple[float, float]]:
    """Return how many ms each of some changes takes until the findings are on the screen, and until the pages are."""
    paths = [path for field in page.locator("input.number").all()[:20] if (path := field.get_attribute("data-path"))]
    page.wait_for_timeout(1000)
    return [page.evaluate(CHANGE, [paths[number % len(paths)], str(number + 1)]) for number in range(ROUNDS)]
