"""What takes long is done beside the desk: others are answered meanwhile, and one unit-year is never changed by two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any

import httpx
import pytest

from pipeline.desk.city import City
from pipeline.desk.receiving import Receiving
from pipeline.desk.work import Work
from pipeline.workspace import Workspace
from tests.desk.desks import Browser, Page, let_in

GOAL = "绩效目标情况.总目标"
PATIENCE = 60  # seconds after which a test fails that would else wait for ever
OTHER = "/work/shili/2020"


def stopped_at(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> tuple[Event, Event]:
    """Let a method wait until it is let go; return what tells that it has begun, and what lets it go."""
    begun, go = Event(), Event()
    original: Callable[..., Any] = getattr(owner, name)

    def waiting(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as the method has them
        begun.set()
        assert go.wait(PATIENCE)
        return original(*arguments, **named)

    monkeypatch.setattr(owner, name, waiting)
    return begun, go


async def sent(browser: Browser, method: str, where: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
    return await browser.client.request(method, where, headers={**browser.headers, **more.pop("headers", {})}, **more)


FILE = {"Content-Type": "application/octet-stream", "X-File-Name": "a.docx"}


@pytest.mark.parametrize(
    ("owner", "name", "method", "where", "more"),
    [
        (Work, "built", "POST", "/work/xinfang/2020/build", {"json": {"draft": True}}),
        (City, "standing_of", "GET", "/city/2020/standing/0", {}),
        (Receiving, "read", "POST", "/receive", {"content": b"x", "headers": FILE}),
        (Work, "page", "GET", OTHER, {}),
    ],
)
def test_who_types_is_answered_while_something_else_takes_long(  # noqa: PLR0913, PLR0917 - one for each part of a request
    shipped: Workspace, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, method: str, where: str, more: dict[str, Any]
) -> None:
    page = Page(let_in(shipped))
    begun, go = stopped_at(monkeypatch, owner, name)

    async def both() -> tuple[httpx.Response, httpx.Response]:
        long = asyncio.create_task(sent(page.browser, method, where, **more))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        typed = await sent(page.browser, "POST", f"{page.where}/try", json={"read": page.read, "path": GOAL, "typed": "甲"})
        assert not long.done()
        go.set()
        return typed, await long

    typed, answer = asyncio.run(both())
    assert (typed.status_code, answer.status_code) == (200, 200)


def test_what_changes_a_unit_year_waits_until_its_page_is_made(shipped: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(let_in(shipped))
    begun, go = stopped_at(monkeypatch, Work, "page")

    async def both() -> tuple[httpx.Response, httpx.Response]:
        long = asyncio.create_task(sent(page.browser, "GET", page.where))
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        typing = asyncio.create_task(sent(page.browser, "POST", f"{page.where}/try", json={"read": page.read, "path": GOAL, "typed": "甲"}))
        await asyncio.sleep(0.1)
        assert not typing.done()
        go.set()
        return await long, await typing

    assert [answer.status_code for answer in asyncio.run(both())] == [200, 200]
