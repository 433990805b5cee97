"""A desk in tests: in this process for what it answers, as a process of its own for a browser."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from pipeline.desk.app import Desk
from pipeline.desk.guard import ENTER, Guard
from pipeline.workspace import Workspace

ROOT = Path(__file__).parents[2]
PORT = 8765
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/enter\?key=\S+")
OWN = {"Origin": f"http://127.0.0.1:{PORT}", "Sec-Fetch-Site": "same-origin"}


class Browser:
    """A browser as far as requests go, in the same process as the desk.

    Attributes:
        headers: what every request has.
    """

    def __init__(self, guard: Guard) -> None:
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app=guard), base_url=f"http://127.0.0.1:{PORT}")
        self.headers: dict[str, str] = {}

    def get(self, where: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        """Ask for a page."""
        return self.request("GET", where, **more)

    def post(self, where: str, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        """Send something."""
        return self.request("POST", where, **more)

    def request(self, method: str, where: str, *, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:  # noqa: ANN401 - as httpx has it
        """Make a request."""
        return asyncio.run(self.client.request(method, where, headers={**self.headers, **(headers or {})}, **more))


def guarded(workspace: Workspace) -> tuple[Guard, Browser]:
    """Return a desk's guard, and a browser that was not let in yet."""
    guard = Guard(Desk(workspace).app(), PORT, "/")
    return guard, Browser(guard)


def let_in(workspace: Workspace) -> Browser:
    """Return a browser that was let in."""
    guard, browser = guarded(workspace)
    assert browser.get(ENTER, params={"key": guard.key}).status_code == 303
    browser.headers.update(OWN)
    return browser


class Page:
    """A page of a unit-year that is open in a browser, without the browser."""

    def __init__(self, browser: Browser, where: str = "/work/xinfang/2020") -> None:
        self.browser, self.where = browser, where
        text = browser.get(where).text
        found = re.search('data-read="([0-9a-f]+)"', text)
        self.text, self.read = text, found[1] if found else ""

    def send(self, what: str, **content: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the page sends
        """Send what the page's script would, and return what it is told."""
        answer = self.browser.post(f"{self.where}/{what}", json=content)
        told: dict[str, Any] = {"status": answer.status_code, **answer.json()}
        if answer.status_code == 200 and told.get("read"):
            self.read = told["read"]
        return told

    def set(self, path: str, typed: str, *, exact: bool = False) -> dict[str, Any]:
        """Save a field; exactly so, if asked."""
        return self.send("set", read=self.read, path=path, typed=typed, exact=exact)

    def drawn(self, told: dict[str, Any]) -> dict[str, str]:
        """Return the documents that the page shows after what it was told."""
        pages: dict[str, str] = self.browser.get(f"{self.where}/drawn/{told['state']}").json()
        return pages


@contextmanager
def running(workspace: Workspace, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command, and yield the address that lets a browser in, and the process."""
    command = [sys.executable, "-m", "pipeline", "desk", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": "false", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=workspace.root, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout
            said = ""
            while not (found := ADDRESS.search(said)):
                line = process.stdout.readline()
                assert line, said
                said += line
            yield found[0], process
        finally:
            process.terminate()  # also when a test fails, which would else wait for it for ever
