"""Opens the desk: a port of this machine only, a way in that only this user's browser knows, and an end when nobody works any more."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import sys
import tempfile
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.calls import DESK
from pipeline.desk.app import Desk
from pipeline.desk.guard import ENTER, Guard
from pipeline.workspace import Workspace

LOCAL: Final = "127.0.0.1"
IDLE_SECONDS: Final = 3600
UNREADABLE: Final = "看不懂这个请求。\n".encode()
REFUSAL: Final = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(UNREADABLE), UNREADABLE)
)
PAUSE: Final = 1.0  # seconds between two looks whether anybody still works


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it, but for what it says to who speaks something else."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - English
        """Refuse what is no request of HTTP."""
        self.transport.write(REFUSAL)
        self.transport.close()


def serve(workspace: Workspace, first: str, ready: Callable[[str, bool], None]) -> None:
    """Serve the desk until it is stopped, or until it has not been used for an hour.

    Args:
        workspace: what is worked on.
        first: the page to begin with, as a path.
        ready: called with the address that lets a browser in once, and whether one was opened.
    """
    os.environ[DESK] = "1"  # so that messages name its buttons, not commands
    for name in ("uvicorn", "asyncio"):  # in English, and nothing that a clerk could do anything about
        logging.getLogger(name).addHandler(logging.NullHandler())
    with listening_socket() as listening, tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        port = listening.getsockname()[1]
        guard = Guard(Desk(workspace).app(), port, first)
        config = uvicorn.Config(
            guard, http=Protocol, log_config=None, access_log=False, server_header=False, lifespan="off", timeout_graceful_shutdown=2
        )
        server = uvicorn.Server(config)
        address = f"http://{LOCAL}:{port}{ENTER}?key={guard.key}"
        ready(address, opened_in_browser(address, Path(folder)))
        asyncio.run(served(server, guard, listening))


def listening_socket() -> socket.socket:
    """Return a port of this machine only. It says that it speaks TCP: only then does asyncio send what it has at once.

    Otherwise the second part of each answer waits for the browser's word that it has the first one, which takes 40 ms.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind((LOCAL, 0))
    listening.listen()
    return listening


async def served(server: uvicorn.Server, guard: Guard, listening: socket.socket) -> None:
    """Serve until somebody stops it or nobody uses it.

    Args:
        server: the server.
        guard: knows when the desk was used last.
        listening: where it listens.
    """
    serving = asyncio.create_task(server.serve([listening]))
    while not serving.done():
        await asyncio.wait([serving], timeout=PAUSE)
        if time.monotonic() - guard.used > IDLE_SECONDS:
            server.should_exit = True
    with suppress(KeyboardInterrupt):
        await serving


def opened_in_browser(address: str, folder: Path) -> bool:
    """Return whether a browser was opened. It is led in by a file that only this user can read: every user sees a command's arguments.

    Args:
        address: the address that lets it in.
        folder: a folder that only this user can read.
    """
    way = folder / "ziping.html"
    way.touch(mode=0o600)
    way.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}"><title>自评填报</title>',
        encoding="utf-8",
    )
    try:
        return has_screen() and webbrowser.open(way.as_uri())
    except webbrowser.Error:
        return False


def has_screen() -> bool:
    """Return whether a browser with windows can be opened; one in the terminal would wait for a desk that waits for it."""
    return sys.platform in {"darwin", "win32"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")))
