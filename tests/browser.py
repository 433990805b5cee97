"""The browser that tests drive: Debian's chromium, as the shell without windows if it is there, which takes a third of the time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, sync_playwright

CHROMIUM: Final = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, and stop it in the end."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
