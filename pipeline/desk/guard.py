"""Who may talk to the desk: the browser that was let in with the key, from the desk's own pages, and nobody else on this machine or web.

Other users of the machine reach the port too, and any web page can make the browser send requests to it. So: a key that only this user
can read becomes a cookie; the host must be the desk's own, or a foreign name could be led to this address (DNS rebinding); what changes
something must come from the desk's own page, as JSON or as a file, which no form of a foreign page can send.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENTER: Final = "/enter"
LARGEST: Final = {"application/json": 2_000_000, "application/octet-stream": 50_000_000}  # bytes of a body
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STRANGER: Final = "这里只认打开填报页面的那个浏览器。请关闭这一页，回到运行填报程序的窗口，重新打开。\n"
NOT_OURS: Final = "请求不是从填报页面发出的，没有处理。\n"


class TooLargeError(Exception):
    """A body is larger than anything that the desk's pages send."""


class Guard:
    """Lets only the desk's own browser through to the app.

    Attributes:
        key: opens the desk once, and is then worth nothing.
        used: when the desk was used last, as `time.monotonic` has it.
    """

    def __init__(self, app: ASGIApp, port: int, first: str) -> None:
        """Guard an app; `first` is the page that who enters is led to."""
        self.app = app
        self.first = first
        self.key = secrets.token_urlsafe(32)
        self.used = time.monotonic()
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"ziping-{port}"
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the app do it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope)
        refusal = self.refusal(request)
        if refusal is None:
            self.used = time.monotonic()
            await self.app(scope, limited(receive, largest(request)), with_headers(send))
        else:
            await refusal(scope, receive, with_headers(send))

    def refusal(self, request: Request) -> Response | None:
        """Return the answer to a request that does not reach the app; None if it does."""
        if request.headers.get("host", "") not in self._hosts:
            return PlainTextResponse(NOT_OURS, 421)
        if request.method == "GET" and request.url.path == ENTER:
            return self.entered(request)
        if not is_same(request.cookies.get(self._cookie, ""), self._session):
            return PlainTextResponse(STRANGER, 403)
        if request.method == "GET":
            return None
        if request.method != "POST":
            return PlainTextResponse("不支持这种请求。\n", 405)
        return None if is_from_own_page(request.headers, self._hosts) and largest(request) else PlainTextResponse(NOT_OURS, 403)

    def entered(self, request: Request) -> Response:
        """Return the way in for who has the key, which serves once."""
        if not is_same(request.query_params.get("key", ""), self.key):
            return PlainTextResponse(STRANGER, 403)
        self.key = secrets.token_urlsafe(32)
        answer = RedirectResponse(self.first, 303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
        return answer


def is_same(one: str, other: str) -> bool:
    """Return whether two secrets are the same, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode(), other.encode())


def is_from_own_page(headers: Mapping[str, str], hosts: set[str]) -> bool:
    """Return whether the browser says that a request comes from one of the desk's pages."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in (None, "same-origin"):
        return False
    return origin.removeprefix("http://") in hosts and origin.startswith("http://") if origin is not None else site == "same-origin"


def largest(request: Request) -> int:
    """Return how many bytes the body of a request may have; 0 if it is of no kind that the desk's pages send."""
    return LARGEST.get(request.headers.get("content-type", "").partition(";")[0].strip().lower(), 0) if request.method == "POST" else 1


def limited(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    """Return what receives a body of at most so many bytes."""
    left = most

    async def received() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLargeError
        return message

    return received


def with_headers(send: Send) -> Send:
    """Return what sends an answer with the headers that every answer has."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own: list[Any] = message["headers"]
            named = {name.lower() for name, _ in own}
            message["headers"] = [*own, *((n, v) for n, v in ENCODED if n not in named)]
        await send(message)

    return sent


ENCODED: Final = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
