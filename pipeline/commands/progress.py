"""Shows how far a command has come that does many things on all processors."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import click

from pipeline.commands.saying import say

LINE_SECONDS: Final = 5  # between two lines where there is no terminal


def processors() -> int:
    """Return how many processors this process may use; where the system does not say, as on Windows, how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def progress(count: int, label: str) -> Iterator[Callable[[str], None]]:
    """Yield what to call with the name of each thing done: a bar with rate and remaining time on a terminal, now and then a line elsewhere.

    Args:
        count: how many things there are.
        label: what is done with them.
    """
    began = told = time.monotonic()
    done = 0

    def rate(finished: int) -> float:
        return finished / max(time.monotonic() - began, 0.001)

    def advance(_name: str) -> None:
        nonlocal told, done
        done += 1
        if time.monotonic() - told >= LINE_SECONDS:
            told = time.monotonic()
            say(f"  已完成 {done}/{count}，每秒 {rate(done):.0f} 个，约剩 {(count - done) / rate(done):.0f} 秒")

    if sys.stdout.isatty():
        with click.progressbar(length=count, label=label, show_pos=True, show_eta=True, item_show_func=lambda shown: shown) as bar:
            yield lambda name: bar.update(1, f"每秒 {rate(bar.pos + 1):.0f} 个　{name}")
    else:
        yield advance
