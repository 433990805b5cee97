"""One publisher at a time: who holds a store's lock, and when another one may take it over."""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NoReturn, Protocol

from pipeline.records import record
from pipeline.remote.failures import SAFE, LockedError

# A lock without a sign of life for so long may be taken over; its holder gives one at least every RENEWAL.
LIFETIME: Final = timedelta(hours=1)
RENEWAL: Final = timedelta(minutes=5)

# How many half seconds a lock may stay without a text before it counts as left by a run that failed.
HALF_SECONDS: Final = 10

# How long to wait for another publisher, and between two looks whether it has ended, in seconds.
TURN_SECONDS: Final = 600
TURN_PAUSE: Final = 1

# The tokens of the locks that this very process holds: one of its own that is not among them was left by a run that failed.
held_here: set[str] = set()


class LockStore(Protocol):
    """What a store does for its lock.

    Attributes:
        lock_name: the lock as people see it, who may remove it; empty where the system frees it by itself.
    """

    lock_name: str

    def create_lock(self, text: str) -> bool:
        """Make the lock, in one step; return False if there is one."""

    def read_lock(self) -> str | None:
        """Return the lock's text; an empty one if it has none yet, None if there is no lock."""

    def write_lock(self, text: str) -> None:
        """Replace the lock's text."""

    def remove_lock(self) -> None:
        """Remove the lock, whoever holds it."""


def this_system() -> str:
    """Return what this process shares with those whose numbers it can look up, and with no others."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


@record()
class Holder:
    """Who holds a lock: the process that publishes.

    Attributes:
        host: the computer's name.
        pid: the process's number there.
        time: the last sign of life, in ISO format.
        system: what tells two systems with the same name apart: the boot, and the process's name space.
        token: tells this lock from every other one.
    """

    host: str = field(default_factory=socket.gethostname)
    pid: int = field(default_factory=os.getpid)
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    system: str = field(default_factory=this_system)
    token: str = field(default_factory=lambda: secrets.token_hex(8))

    def text(self) -> str:
        """Return it as the lock's text."""
        return json.dumps(asdict(self))

    def is_gone(self, now: datetime) -> bool:
        """Return whether its process is certainly dead, or has given no sign of life for too long."""
        if now - datetime.fromisoformat(self.time) > LIFETIME:
            return True
        if (self.host, self.system) != (socket.gethostname(), this_system()):
            return False
        if self.pid == os.getpid():
            return self.token not in held_here
        return not is_alive(self.pid)


class Lock:
    """The right to publish, while it is held."""

    def __init__(self, store: LockStore, holder: Holder) -> None:
        self.store = store
        self.holder = holder

    def keep_alive(self) -> None:
        """Give a sign of life if the last one is some time ago."""
        now = datetime.now(UTC)
        if now - datetime.fromisoformat(self.holder.time) > RENEWAL:
            self.check()
            self.holder = replace(self.holder, time=now.isoformat(timespec="seconds"))
            self.store.write_lock(self.holder.text())

    def check(self) -> None:
        """Make sure that the lock is still one's own: after an hour without a sign of life it may not be.

        Raises:
            LockedError: somebody has taken it over.
        """
        other = holder_from(self.store.read_lock())
        if other is None or other.token != self.holder.token:
            raise LockedError(f"发布用时过长，{who(other)}已经接手。{SAFE}", "请等对方发布完，再运行一次")

    def free(self) -> None:
        """Give the lock back, unless somebody has taken it over."""
        held_here.discard(self.holder.token)
        other = holder_from(self.store.read_lock())
        if other and other.token == self.holder.token:
            self.store.remove_lock()


def acquire(store: LockStore, waiting: Callable[[str], None]) -> Lock:
    """Return the store's lock, held, after waiting for another publisher if need be.

    Args:
        store: where the lock is.
        waiting: called once, with a sentence, if another publisher has to end first.

    Raises:
        LockedError: the other publisher does not end.
    """
    lock = Lock(store, Holder())
    # From before it is made, so that another thread does not take it for one that was left behind.
    held_here.add(lock.holder.token)
    deadline = time.monotonic() + TURN_SECONDS
    is_told = False
    try:
        while other := rival(store, lock.holder):
            if time.monotonic() > deadline:
                refuse(store, other)
            if not is_told:
                waiting(f"{other}正在发布到这里，请稍候……")
                is_told = True
            time.sleep(TURN_PAUSE)
    except BaseException:
        held_here.discard(lock.holder.token)
        raise
    return lock


def refuse(store: LockStore, other: str) -> NoReturn:
    """Give up.

    Raises:
        LockedError: always.
    """
    remedy = f"；确知没有人在发布时，可删除 {store.lock_name}" if store.lock_name else ""
    raise LockedError(f"{other}正在发布到这里。{SAFE}", f"请等对方发布完，再运行一次{remedy}")


def rival(store: LockStore, holder: Holder) -> str:
    """Make the lock, also in place of one whose holder is gone; return who holds it instead, in words, or nothing if it is made."""
    if not store.create_lock(holder.text()):
        text = lock_text(store)
        other = holder_from(text)
        if other and other.token != holder.token and not other.is_gone(datetime.now(UTC)):
            return who(other)
        if other is None or other.token != holder.token:
            if text is not None:  # else it has been freed just now, and what is there may be a third one's
                store.remove_lock()
            if not store.create_lock(holder.text()):
                return who(holder_from(lock_text(store)))
    # Who made it last holds it, where a lock can be made over another one.
    last = holder_from(store.read_lock())
    return "" if last and last.token == holder.token else who(last)


def lock_text(store: LockStore) -> str | None:
    """Return a lock's text; where it cannot be made with its text in one step, wait a little for whoever is just making it."""
    text = store.read_lock()
    for _ in range(HALF_SECONDS):
        if text is None or holder_from(text):
            break
        time.sleep(0.5)
        text = store.read_lock()
    return text


def holder_from(text: str | None) -> Holder | None:
    """Return the holder whom a lock's text names, if it names one."""
    with suppress(ValueError, TypeError):
        return Holder(**json.loads(text or ""))
    return None


def who(holder: Holder | None) -> str:
    """Return who holds a lock, in words."""
    if holder is None:
        return "另一个程序"
    since = datetime.fromisoformat(holder.time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"另一个程序（计算机 {holder.host}，进程 {holder.pid}，{since} 起）"


def is_alive(pid: int) -> bool:
    """Return whether a process of this system lives; where asking would kill it, as on Windows, that it may: time will tell."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
