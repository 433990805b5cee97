"""One publisher at a time, on places that know no locks of their own: who holds it, and when it may be taken over."""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from pipeline.remote.contract import SAFE, BusyError

# A lock without a sign of life for so long may be taken over; its holder gives one at least every RENEWAL.
LIFETIME: Final = timedelta(hours=1)
RENEWAL: Final = timedelta(minutes=5)

# How many half seconds a lock may stay unsigned before it counts as left by a run that failed.
PATIENCE: Final = 10

# The locks that this very process holds: one of its own that is not among them was left by a run that failed.
held_here: set[str] = set()


class LockPlace(Protocol):
    """Where a lock lies."""

    lock_shown: str

    def claim(self, text: str) -> bool:
        """Put the lock down, in one step; return False if there is one."""

    def claimed(self) -> str | None:
        """Return the lock's text; an empty one if nobody has signed it yet, None if there is no lock."""

    def renew(self, text: str) -> None:
        """Replace the lock's text."""

    def drop(self) -> None:
        """Remove the lock, whosever it is."""


def this_system() -> str:
    """Return what this process shares with those whose numbers it can look up, and with no others."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who publishes.

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
        """Return it as the lock holds it."""
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

    def __init__(self, place: LockPlace, owner: Owner) -> None:
        self.place = place
        self.owner = owner

    def keep_alive(self) -> None:
        """Give a sign of life if the last one is some time ago."""
        now = datetime.now(UTC)
        if now - datetime.fromisoformat(self.owner.time) > RENEWAL:
            self.check()
            self.owner = replace(self.owner, time=now.isoformat(timespec="seconds"))
            self.place.renew(self.owner.text())

    def check(self) -> None:
        """Make sure that the lock is still one's own: after an hour without a sign of life it may not be.

        Raises:
            BusyError: somebody has taken it over.
        """
        other = owner_from(self.place.claimed())
        if other is None or other.token != self.owner.token:
            raise BusyError(f"发布用时过长，{who(other)}已经接手。{SAFE}", "请等对方发布完，再运行一次")

    def free(self) -> None:
        """Give the lock back, unless somebody has taken it over."""
        held_here.discard(self.owner.token)
        other = owner_from(self.place.claimed())
        if other and other.token == self.owner.token:
            self.place.drop()


def acquire(place: LockPlace) -> Lock:
    """Return the lock, held.

    Raises:
        BusyError: another publisher holds it.
    """
    lock = Lock(place, Owner())
    # From before it is put down, so that another thread does not take it for one that was left behind.
    held_here.add(lock.owner.token)
    try:
        if not place.claim(lock.owner.text()):
            take_over(place, lock.owner)
        lock.check()
    except BaseException:
        held_here.discard(lock.owner.token)
        raise
    return lock


def take_over(place: LockPlace, owner: Owner) -> None:
    """Put the lock down in place of one whose holder is gone.

    Raises:
        BusyError: its holder is not gone.
    """
    other = owner_from(signature(place))
    if other is None or other.is_gone(datetime.now(UTC)):
        place.drop()
        if place.claim(owner.text()):
            return
        other = owner_from(signature(place))
    raise BusyError(f"{who(other)}正在发布到这里。{SAFE}", f"请等对方发布完，再运行一次；确知没有人在发布时，可删除 {place.lock_shown}")


def signature(place: LockPlace) -> str | None:
    """Return a lock's text; where a lock cannot be put down signed, wait a little for whoever has just put it down."""
    text = place.claimed()
    for _ in range(PATIENCE):
        if text != "":
            break
        time.sleep(0.5)
        text = place.claimed()
    return text


def owner_from(text: str | None) -> Owner | None:
    """Return who signed a lock, if anybody did."""
    with suppress(ValueError, TypeError):
        return Owner(**json.loads(text or ""))
    return None


def who(owner: Owner | None) -> str:
    """Return who holds a lock, in words."""
    if owner is None:
        return "另一个程序"
    since = datetime.fromisoformat(owner.time).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return f"另一个程序（计算机 {owner.host}，进程 {owner.pid}，{since} 起）"


def is_alive(pid: int) -> bool:
    """Return whether a process of this system lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
