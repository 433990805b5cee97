"""The disclosure site in a real browser: every page, link and attachment, the search, the keyboard, narrow screens, axe."""

from __future__ import annotations

import functools
import http.server
import io
import random
import re
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser, Page, Response, expect

from pipeline.publish import blocks, comparison, search, segments
from pipeline.publish.search import text_in
from pipeline.publish.terms import PIECE, folded, hashed, terms
from tests.browser import chromium
from tests.conftest import copy_of_shipped
from tests.publish.memory import Desk, desk_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WEIGHT = 300_000
# Files: six of the article, three of its block, first page, feed, the search's page; the year's page, and two of a rate's ends.
LARGEST_CORRECTION = 15
ATOM, MAP = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
KINDS = {
    "home": "index.html",
    "year": "2020/index.html",
    "unit": "units/xinfang/index.html",
    "article": "2020/xinfang/index.html",
    "notice": "2020/dangan/index.html",
    "search": "search/index.html",
    "rates": "rates/2020/zhanjiang-2020-4-high.html",
}
LONG_KINDS = (
    "index.html",
    "2020/index.html",
    "lists/2020/2/index.html",
    "lists/units/1/index.html",
    "rates/2020/zhanjiang-2020-4-low.html",
)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Publish three units, correct one, withdraw one, and serve the site."""
    with pytest.MonkeyPatch.context() as patch:
        desk = desk_in(copy_of_shipped(tmp_path_factory.mktemp("workspace")), patch)
        desk.publish()
        for unit, name in (("tushuguan", "湛江市图书馆"), ("dangan", "湛江市档案馆")):
            desk.add_unit(unit, name)
            desk.publish(unit=unit)
        desk.edit("实际支出数: 8.06", "实际支出数: 7.77")
        desk.publish("更正三公经费支出数")
        desk.withdraw("数据有误", unit="dangan")
    yield from served(desk, tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a site whose lists and search index are cut as those of thousands of articles are."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (blocks, "BLOCK", 3),
            (comparison, "BLOCK", 3),
            (search, "MOST_RECENT", 2),
            (search, "LARGER", 1),
            (segments, "SHARD", 2_000),
            (segments, "LONGEST_LIST", 4),
        ):
            patch.setattr(module, name, value)
        desk = desk_in(copy_of_shipped(tmp_path_factory.mktemp("workspace")), patch)
        desk.publish()
        for number, name in enumerate(["图书馆", "档案馆", "水利局", "林业局", "体育局", "统计局"]):
            desk.add_unit(f"danwei{number}", f"湛江市{name}")
            desk.edit("实际支出数: 8.06", f"实际支出数: {number}.5{number}", unit=f"danwei{number}")
            desk.publish(unit=f"danwei{number}")
        desk.withdraw("数据有误", unit="danwei1")
        desk.edit("实际支出数: 2.52", "实际支出数: 7.77", unit="danwei2")
        desk.publish("更正三公经费支出数", unit="danwei2")
        assert len(desk.target.sent) <= LARGEST_CORRECTION
    yield from served(desk, tmp_path_factory.mktemp("served"))


def served(desk: Desk, root: Path) -> Iterator[tuple[str, Path]]:
    """Serve what a desk has published from a folder."""
    for path, data in desk.target.pages().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", root
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Visit:
    """A browser page that notes what goes wrong and what is asked for."""

    def __init__(self, browser: Browser, base: str, width: int = 1280) -> None:
        self.base = base
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str) -> Page:
        self.page.goto(urljoin(self.base, path), wait_until="networkidle")
        return self.page


def weigh(weight: list[int], answer: Response) -> None:
    weight.append(len(answer.body()))


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_of_page_is_accessible_narrow_enough_light_and_quiet(site: tuple[str, Path], browser: Browser, width: int) -> None:
    base, _ = site
    for path in KINDS.values():
        check_page(browser, base, path, width)


@pytest.mark.parametrize("width", [1280, 390])
def test_so_are_the_pages_of_a_site_of_many_units(long_site: tuple[str, Path], browser: Browser, width: int) -> None:
    base, _ = long_site
    for path in LONG_KINDS:
        check_page(browser, base, path, width)


def check_page(browser: Browser, base: str, path: str, width: int) -> None:
    """Look at a page as it is shown in a certain width."""
    visit = Visit(browser, base, width)
    weight: list[int] = []
    visit.page.on("response", functools.partial(weigh, weight))
    page = visit.open(path)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    for frame in page.locator(".table, .listing").all():
        assert (frame.get_attribute("role"), frame.get_attribute("tabindex")) == ("region", "0"), path
        assert frame.get_attribute("aria-label") or frame.get_attribute("aria-labelledby"), path
    assert sum(weight) < WEIGHT, path
    assert not visit.complaints, path
    assert {urlsplit(address).netloc for address in visit.asked if address.startswith("http")} == {urlsplit(base).netloc}
    page.close()


@pytest.mark.parametrize("which", ["site", "long_site"])
def test_every_link_attachment_and_list_leads_somewhere(which: str, request: pytest.FixtureRequest, browser: Browser) -> None:
    base, root = request.getfixturevalue(which)
    visit = Visit(browser, base)
    waiting, seen = [base + "index.html"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        if not address.endswith(".html"):
            answer = visit.page.request.get(address)
            assert answer.ok, address
            assert answer.body() == (root / unquote(urlsplit(address).path).lstrip("/")).read_bytes()
            continue
        visit.open(address)
        for link in visit.page.eval_on_selector_all(
            "a[href], link[href], script[src], form", "all => all.map(one => one.href || one.src || one.action)"
        ):
            target, _, anchor = link.partition("#")
            if target == address and anchor:
                assert visit.page.locator(f"[id='{unquote(anchor)}']").count() == 1, link
            elif target.startswith(base):
                waiting.append(target)
            elif urlsplit(target).scheme in ("http", "https"):
                assert "zhanjiang.gov.cn" in target, "only addresses from the data lead out of the site"
    assert not visit.complaints
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    reached = {unquote(urlsplit(address).path).lstrip("/") for address in seen}
    unlinked = re.compile(r"(texts|search)/.*/.*|[0-9]{4}/sitemap\.xml|data/[0-9]{4}/schema\.json")
    assert [path for path in there - reached if not unlinked.fullmatch(path)] == [], (
        "only the search and machines fetch what no link leads to"
    )


def test_feed_and_map_name_pages_that_are_there(site: tuple[str, Path]) -> None:
    _, root = site
    address = "https://czj.example.gov.cn/zp/"
    feed, sitemap, of_year = (etree.parse(root / name).getroot() for name in ("feed.xml", "sitemap.xml", "2020/sitemap.xml"))
    places = [place.text or "" for one in (sitemap, of_year) for place in one.iter(f"{MAP}loc")]
    links = [link.get("href", "") for link in feed.iter(f"{ATOM}link")] + places
    assert len(links) > 6
    for link in links:
        assert link.startswith(address)
        assert (root / link.removeprefix(address)).is_file(), link
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [
        "已撤回：湛江市档案馆2020年度部门整体绩效自评",
        "更正：湛江市信访局2020年度部门整体绩效自评",
        "湛江市图书馆2020年度部门整体绩效自评",
    ]


def test_every_kind_of_page_carries_its_tags(site: tuple[str, Path]) -> None:
    _, root = site
    every = {"SiteName", "SiteDomain", "SiteIDCode"}
    column = every | {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
    content = column | {"ArticleTitle", "PubDate", "ContentSource"}
    wanted = {"home": every, "year": column, "unit": column, "article": content, "notice": content, "search": column, "rates": column}
    for kind, path in KINDS.items():
        page = etree.parse(root / path).getroot()
        tags = {tag.get("name"): tag.get("content") for tag in page.iter("{http://www.w3.org/1999/xhtml}meta") if tag.get("name")}
        assert wanted[kind] <= tags.keys(), kind
        assert all(tags.values()), kind


def hits(visit: Visit, text: str) -> list[str]:
    page = visit.open("index.html")
    page.fill("#seek", text)
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text(re.compile("^(没有)?找到"))
    page.wait_for_load_state()  # who leaves a page before it is all there breaks off its requests
    return [link.text_content() or "" for link in page.locator("#results a").all()]


def test_the_search_finds_any_words_and_whole_numbers_of_title_unit_and_text(site: tuple[str, Path], browser: Browser) -> None:
    base, root = site
    visit = Visit(browser, base)
    chance = random.Random(3)
    title = "湛江市信访局2020年度部门整体绩效自评"
    text = text_in((root / "texts/0/1.bin").read_bytes())["text"]
    pieces = [piece for line in text.splitlines() for piece in re.findall(r"[0-9.]+|[^0-9.]+", line) if terms(piece)]
    for _ in range(20):
        piece = chance.choice(pieces)
        length = chance.choice((1, 2, 3, 5, 9, 20))
        place = chance.randrange(max(1, len(piece) - length)) if not piece[0].isdigit() else 0
        sought = piece if piece[0].isdigit() else piece[place : place + length]
        assert not terms(sought) or title in hits(visit, sought), sought
    assert hits(visit, "图书馆") == ["湛江市图书馆2020年度部门整体绩效自评"]
    assert hits(visit, "7.77") == [title]
    assert hits(visit, "７．７７") == [title], "full-width figures are the same figures"
    assert hits(visit, "7.7") == [], "the beginning of a figure is another figure"
    assert hits(visit, "信访局 7.77") == [title]
    assert hits(visit, "绝无此词") == []
    assert hits(visit, "<b>&") == []
    assert hits(visit, "档案馆") == [], "what was withdrawn is not found"
    assert not visit.complaints


def test_a_search_of_many_articles_fetches_what_it_shows_and_little_else(long_site: tuple[str, Path], browser: Browser) -> None:
    base, root = long_site
    visit = Visit(browser, base)
    assert hits(visit, "水利局 7.77") == ["湛江市水利局2020年度部门整体绩效自评"]
    sought = [address for address in visit.asked if "/search/" in address or "/texts/" in address]
    shards = [address for address in sought if address.endswith(".json")]
    assert 1 < len(shards) <= 4 < sum(1 for _ in root.glob("search/*/*.json"))
    assert len([address for address in sought if address.endswith(".bin")]) == 1
    assert hits(visit, "2.52") == [], "what was corrected is not found any more"
    assert hits(visit, "档案馆") == [], "nor what was withdrawn"
    assert hits(visit, "图书馆 林业局") == ["湛江市林业局2020年度部门整体绩效自评", "湛江市图书馆2020年度部门整体绩效自评"]
    expect(visit.page.locator("#status")).to_have_text("没有找到同时含有“图书馆 林业局”的内容，下面的含有其中一部分")
    assert len(hits(visit, "三公经费")) == 6
    assert not visit.complaints


def evaluated(page: Page, expression: str, argument: object) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what a function says that is written with those of the search's script, which is a module and keeps them to itself."""
    script = page.locator("script[type=module]").text_content()
    return page.evaluate(f"argument => {{ {script}\nreturn ({expression})(argument); }}", argument)


def test_an_excerpt_cuts_no_figure_date_unit_or_foreign_word(site: tuple[str, Path], browser: Browser) -> None:
    base, _ = site
    page = Visit(browser, base).open("search/index.html")
    line = "年初预算632.71万元，调整后预算1632.71万元，执行到2020年12月31日，按ISO9001标准核对的支出一共是607.40万元左右" * 4
    show = """([line, word]) => { const {characters, start, end} = excerpt(line, wordsOf(word)); return characters.slice(start, end).join(""); }"""
    for word in ("预算", "1632.71", "12月", "ISO", "标准核对", "607.40万元", "执行"):
        part = evaluated(page, show, [line, word])
        place = line.index(part)
        assert word in part
        for end in (place, place + len(part)):
            around = line[max(0, end - 1) : end + 1]
            assert not re.search(r"[0-9A-Za-z.][0-9A-Za-z.万年月日]", around), (word, part)


@pytest.mark.parametrize(
    "text", ["支出8.06万元，ＩＰ地址 ８．０６", "O¯ a\u0301 𠀀𠀁三公 ①½", "2020年9月3日……《办法》（试行）", "İstanbul ǅ ß ﬁ"]
)
def test_the_browser_takes_texts_apart_as_the_index_does(text: str, site: tuple[str, Path], browser: Browser) -> None:
    base, _ = site
    page = Visit(browser, base).open("search/index.html")
    assert evaluated(page, "text => folded(text)", text) == folded(text)
    found = evaluated(page, "text => terms(text).map(term => [term, hashed(term)])", text)
    assert dict(found) == {term: hashed(term) for term, _ in found}
    assert {term for term, _ in found} <= terms(text).keys()
    assert set(PIECE.findall(folded(text))) == set(evaluated(page, "text => folded(text).match(PIECE) ?? []", text))


def test_the_keyboard_reaches_the_content_first_and_everything_after(site: tuple[str, Path], browser: Browser) -> None:
    base, _ = site
    page = Visit(browser, base).open("2020/xinfang/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    focusable = page.locator("a[href], input, button, [tabindex='0']").count()
    page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges(); document.body.focus()")
    page.goto(page.url.partition("#")[0])
    reached = set()
    for _ in range(focusable):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) == focusable


def test_the_downloads_of_an_article_have_chinese_names_that_say_what_they_are(site: tuple[str, Path], browser: Browser) -> None:
    base, root = site
    page = Visit(browser, base).open("2020/xinfang/index.html")
    for name in ("湛江市信访局2020年度部门整体支出绩效自评报告.docx", "2020年度部门整体绩效自评基础数据表（湛江市信访局）.docx"):
        with page.expect_download() as waiting:
            page.click(f"text={name}")
        assert waiting.value.suggested_filename == name
        assert Path(waiting.value.path()).read_bytes() == (root / "2020/xinfang" / name).read_bytes()


def test_an_article_is_printed_as_its_word_files_are(site: tuple[str, Path], browser: Browser) -> None:
    base, _ = site
    printed = Visit(browser, base).open("2020/xinfang/index.html").pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(printed)) as document:
        sizes = {(round(page.width), round(page.height)) for page in document.pages}
        # Chromium says of some characters that they are their Kangxi radicals.
        said = [unicodedata.normalize("NFKC", page.extract_text()).splitlines() for page in document.pages]
        body = [page.filter(lambda item: item.get("size", 0) == pytest.approx(16, abs=0.1)) for page in document.pages]
        set_lines = [page.extract_text_lines() for page in body]
        lines = [[line["text"] for line in page] for page in set_lines]
        full = max(set_lines, key=len)
        places = [char["x0"] for char in body[1].chars]
    report = said[: next(number for number, lines in enumerate(said) if lines[0].startswith("整体绩效自评基础数据表"))]
    assert sizes == {(595, 842)}
    assert [lines[-1] for lines in report] == [f"— {number} —" for number in range(1, len(report) + 1)]
    # GB/T 9704-2012, 5.2.1: 22 lines on 225 mm, of which a page may hold one less that keeps a heading with its text.
    assert (full[-1]["bottom"] - full[0]["bottom"]) / (len(full) - 1) == pytest.approx(225 / 22 * 72 / 25.4, abs=0.1)
    assert len(full) in (21, 22)
    assert max(len(line) for page in lines for line in page if not re.search("[0-9a-zA-Z]", line)) == 28
    assert min(places) >= 28 * 72 / 25.4 - 1
    assert max(places) <= (210 - 26) * 72 / 25.4
    assert report[0][0] == "湛江市信访局2020年度", "the title's lines end where Word's do"
    assert not any(word in line for page in said for line in page for word in ("首页", "搜索", "下载"))
    assert any("更正三公经费支出数" in line for line in said[-1])


def test_a_page_of_rates_is_read_in_every_order_without_a_script(site: tuple[str, Path], browser: Browser) -> None:
    base, _ = site
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(urljoin(base, "2020/index.html"))
    page.click("text=“三公”经费控制率")
    units = ["湛江市图书馆", "湛江市信访局"]
    assert page.locator(".bars tbody th").all_text_contents() == units
    page.click("text=从低到高")
    assert page.locator(".bars tbody th").all_text_contents() == units[::-1]
    assert page.locator(".bars tbody td:nth-child(2)").all_text_contents() == ["86.33%", "89.56%"]
    page.click("text=从高到低")
    assert page.locator("[aria-current]").text_content() == "从高到低"
    page.click("text=湛江市信访局")
    assert page.url.endswith("/2020/xinfang/index.html")
