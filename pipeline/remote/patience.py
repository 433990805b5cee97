"""Patience with a place that is away for a while: what failed is tried again, and once patience is at an end nobody waits any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

# Between two tries, in seconds; also once patience is at an end, when whoever comes in between is told at once.
PAUSES: Final = (0.2, 0.5, 1, 2)


class Patience:
    """How long a place has been away, as the threads of a process that use it find."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.lock = threading.Lock()
        self.fault: Exception | None = None
        self.since = self.last = 0.0

    def call(self, call: Callable[[], T], passes: Callable[[Exception], bool]) -> T:
        """Return what a call returns, after trying again while its faults are such as pass by themselves.

        Args:
            call: the call; it must do no harm if made twice.
            passes: whether a fault may be gone after a while.

        Raises:
            Exception: the fault of the call, or of another thread's a moment ago, that did not pass in time.
        """
        tries = 0
        while True:
            self.heed()
            try:
                answer = call()
            except Exception as fault:
                if not passes(fault):
                    raise
                if self.is_at_an_end(fault):
                    raise
                time.sleep(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
            else:
                with self.lock:
                    self.fault = None
                return answer

    def heed(self) -> None:
        """Raise the last fault if patience was at an end a moment ago."""
        with self.lock:
            now = time.monotonic()
            if self.fault and self.last - self.since > self.seconds and now - self.last < PAUSES[-1]:
                raise self.fault

    def is_at_an_end(self, fault: Exception) -> bool:
        """Note a fault, and return whether the place has been away for too long."""
        with self.lock:
            now = time.monotonic()
            if self.fault is None:
                self.since = now
            self.fault, self.last = fault, now
            return now - self.since > self.seconds
