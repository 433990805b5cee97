"""Searches in a site of many articles, in a browser on a phone's connection."""

from __future__ import annotations

import functools
import http.server
import re
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from playwright.sync_api import Browser, expect, sync_playwright

from tests.bench.tables import Table

# 1.6 Mbit/s, 150 ms until a server answers.
CONNECTION: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
QUERIES: Final = {
    "a unit's kind": "水利局",
    "a unit, two words": "中北区 档案局",
    "a figure": "88.88",
    "a word of the form": "三公经费",
    "a word that few typed": "流标",
    "a word and a kind of unit": "培训改为线上 林业局",
    "words that stand nowhere": "绝无此词",
    "words of the form, nowhere side by side": "支出预算执行数",
}
CLOCK: Final = """new MutationObserver(() => {
  const status = document.getElementById("status");
  if (!window.first && document.querySelector("#results li")) window.first = performance.now();
  if (!window.last && status && /^(没有)?找到/.test(status.textContent)) window.last = performance.now();
}).observe(document, {subtree: true, childList: true, characterData: true})"""
COLUMNS: Final = ("search", "KB", "requests", "first hit", "all shown", "hits")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that keeps connections open and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def searches(files: Mapping[str, bytes]) -> Table:
    """Return what searches fetch and how many seconds they take, from the moment that the words are sent off.

    Args:
        files: the site, by path.
    """
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        for path, data in files.items():
            if path.startswith(("search/", "texts/", "assets/")) or path == "index.html":
                (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(name) / path).write_bytes(data)
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=name)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            base = f"http://127.0.0.1:{server.server_address[1]}/"
            found = {label: search(browser, base, words) for label, words in QUERIES.items()}
            server.shutdown()
        browser.close()
    worst = tuple(map(max, zip(*found.values(), strict=True)))
    rows: list[tuple[str | float, ...]] = [(label, *figures) for label, figures in {**found, "worst": worst}.items()]
    articles = sum(path.startswith("texts/") for path in files)
    return Table(f"searches among {articles:,} articles at 1.6 Mbit/s and 150 ms", COLUMNS, rows)


def search(browser: Browser, base: str, words: str) -> tuple[float, ...]:
    """Return the KB and the requests of a search, the seconds until the first hit and until the end, and how many hits are shown.

    Args:
        browser: the browser.
        base: where the site is.
        words: what is sought.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, fetched = context.new_page(), list[int]()
    page.add_init_script(CLOCK)
    page.goto(f"{base}index.html", wait_until="networkidle")
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", CONNECTION)
    page.on("requestfinished", functools.partial(weigh, fetched))
    page.goto(f"{base}search/index.html?q={quote(words)}")
    expect(page.locator("#status")).to_contain_text(re.compile("^(没有)?找到"), timeout=30_000)
    page.wait_for_load_state("networkidle")
    first, last = page.evaluate("[window.first ?? window.last, window.last]")
    hits = page.locator("#results li").count()
    context.close()
    return sum(fetched) / 1000, len(fetched), first / 1000, last / 1000, hits


def weigh(fetched: list[int], request: Any) -> None:  # noqa: ANN401 - a request of the browser
    """Note how many bytes an answer had."""
    fetched.append(max(0, request.sizes()["responseBodySize"]))
