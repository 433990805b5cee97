"""The right to publish to another machine: a file that only one can make, and that says who made it."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, Protocol

from pipeline.publish.target import BusyError
from pipeline.wording import BEIJING, minute

# A publication takes minutes; who has held the right for longer than this died on another machine.
STALE: Final = timedelta(hours=1)


class LockStore(Protocol):
    """What a lock needs of the place where it is."""

    def create(self, path: str, data: bytes) -> bool:
        """Make a file; return False if it is there already. Two can never both make it."""

    def read(self, path: str) -> bytes:
        """Return a file's content."""

    def remove(self, path: str) -> None:
        """Remove a file."""


@contextmanager
def held(store: LockStore, path: str, shown: str, now: Callable[[], datetime] = lambda: datetime.now(BEIJING)) -> Iterator[None]:
    """Hold the right to publish.

    Args:
        store: where the lock is.
        path: its name there.
        shown: the site's address.
        now: the clock.

    Raises:
        BusyError: somebody else has it; says who and since when.
    """
    mine = json.dumps({"host": socket.gethostname(), "pid": os.getpid(), "time": now().isoformat(timespec="seconds")}).encode()
    if not store.create(path, mine):
        owner = owner_of(store, path)
        if owner and not is_dead(owner, now()):
            who = f"{owner['host']} 上的程序（{owner['pid']} 号进程）从 {minute(owner['time'])} 起正在发布"
            raise BusyError(f"{shown}：{who}", "请等它结束；它要是已经不在了，一小时后可以再发布")
        store.remove(path)
        if not store.create(path, mine):
            raise BusyError(f"{shown}：另一个程序正在发布", "请等它结束后再试")
    try:
        yield
    finally:
        store.remove(path)


def owner_of(store: LockStore, path: str) -> dict[str, str] | None:
    """Return who holds a lock; None if it has just been freed or says nothing."""
    try:
        owner = json.loads(store.read(path))
        datetime.fromisoformat(owner["time"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return {name: str(owner.get(name, "")) for name in ("host", "pid", "time")}


def is_dead(owner: dict[str, str], now: datetime) -> bool:
    """Return whether a lock's owner is gone: its process here has ended, or it has held the right for too long."""
    if now - datetime.fromisoformat(owner["time"]) > STALE:
        return True
    if owner["host"] != socket.gethostname() or not owner["pid"].isdecimal():
        return False
    try:
        os.kill(int(owner["pid"]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(owner["pid"]) == os.getpid()
