"""Nobody but the browser that was let in reaches the desk, and nothing changes but from the desk's own pages."""

from __future__ import annotations

import time

import pytest

from pipeline.desk.guard import ENTER
from pipeline.workspace import Workspace
from tests.desk.desks import OWN, PORT, Page, guarded, let_in

SET = "/work/xinfang/2020/set"
CONTENT = {"read": "", "path": "主送机关", "typed": "湛江市财政局", "exact": False}


def test_the_key_lets_in_once(shipped: Workspace) -> None:
    guard, browser = guarded(shipped)
    key = guard.key
    assert browser.get("/").status_code == 403
    assert browser.get(ENTER, params={"key": "x" * 43}).status_code == 403
    entered = browser.get(ENTER, params={"key": key})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    cookie = entered.headers["set-cookie"]
    assert f"ziping-{PORT}=" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert browser.get("/").status_code == 200
    assert browser.get(ENTER, params={"key": key}).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example.com", f"evil.example.com:{PORT}", "127.0.0.1", "127.0.0.1:80", f"[::1]:{PORT}", f"127.0.0.1:{PORT}.example.com", ""],
)
def test_another_host_is_refused_even_with_the_cookie(shipped: Workspace, host: str) -> None:
    browser = let_in(shipped)
    assert browser.get("/", headers={"Host": host}).status_code == 421
    assert browser.post(SET, json=CONTENT, headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://example.com"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{PORT}"},
        {"Origin": f"http://127.0.0.1:{PORT + 1}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": ""},
        {"Cookie": "ziping-8765=guessed"},
    ],
)
def test_what_no_own_page_sends_changes_nothing(shipped: Workspace, headers: dict[str, str]) -> None:
    browser, data = let_in(shipped), shipped.root / "data/xinfang/2020.yaml"
    before = data.read_bytes()
    page = Page(browser)
    content = {**CONTENT, "read": page.read, "typed": "别处"}
    if "Cookie" in headers:
        browser.client.cookies.clear()
    assert browser.post(SET, json=content, headers={"Content-Type": "application/json", **headers}).status_code == 403
    assert data.read_bytes() == before


def test_without_word_of_where_it_comes_from_nothing_changes(shipped: Workspace) -> None:
    browser = let_in(shipped)
    for name in OWN:
        del browser.headers[name]
    assert browser.post(SET, json=CONTENT).status_code == 403


def test_other_methods_and_large_or_broken_bodies_are_refused(shipped: Workspace) -> None:
    browser = let_in(shipped)
    assert browser.request("PUT", SET, json=CONTENT).status_code == 405
    assert browser.request("DELETE", "/").status_code == 405
    assert browser.post(SET, content=b"x" * 3_000_000, headers={"Content-Type": "application/json"}).status_code == 413
    for body in (
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"read": 1}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"read": "", "path": "", "typed": "", "more": ""}',
    ):
        answer = browser.post(SET, content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()) == (400, {"said": ["请求不完整"]}), body


@pytest.mark.parametrize(
    "where",
    [
        "/work/..%2f..%2fetc/2020",
        "/work/xinfang/..%2f2020",
        "/work/xinfang/2020.%2e%2e",
        "/work/XINFANG/2020",
        "/work/xinfang/20200",
        "/work/xinfang/2020/file/final/..%2f..%2f..%2fdata%2fxinfang%2f2020.yaml",
        "/work/xinfang/2020/file/final/public/../../../../data/xinfang/2020.yaml",
        "/work/xinfang/2020/page/..%2ftable",
        "/desk.py",
        "/..%2fpages%2fhome.html",
    ],
)
def test_tricks_with_paths_find_nothing(shipped: Workspace, where: str) -> None:
    answer = let_in(shipped).get(where)
    assert answer.status_code in (400, 404)
    assert "单位名称" not in answer.text


def test_answers_may_not_be_kept_framed_or_run_anything_of_others(shipped: Workspace) -> None:
    browser = let_in(shipped)
    for where in ("/", "/work/xinfang/2020", "/desk.js", "/nothing"):
        headers = browser.get(where).headers
        assert headers["cache-control"] == "no-store"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    preview = browser.get("/work/xinfang/2020/page/table").headers["content-security-policy"]
    assert preview.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in preview


def test_the_guard_knows_when_the_desk_was_used_last(shipped: Workspace) -> None:
    guard, browser = guarded(shipped)
    browser.get(ENTER, params={"key": guard.key})
    guard.used = 0
    browser.get("/", headers={"Host": "example.com"})
    assert guard.used == 0, "a stranger does not keep the desk open"
    browser.get("/")
    assert time.monotonic() - guard.used < 60


@pytest.mark.parametrize("where", ["/nothing/like/that", "/work/nobody/2021", "/work/xinfang/2020/file/final/none.docx", "/nothing.css"])
def test_who_asks_for_what_there_is_not_is_told_in_chinese_and_led_back(shipped: Workspace, where: str) -> None:
    answer = let_in(shipped).get(where, headers={"Accept": "text/html"})
    assert answer.status_code in {400, 404}
    assert "没有" in answer.text
    assert 'href="/"' in answer.text
    assert "Not Found" not in answer.text
