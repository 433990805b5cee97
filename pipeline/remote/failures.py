"""The failures of publishing: what a user is told, and by which exit code a command ends."""

from __future__ import annotations

from typing import Final

# How every failure ends before readers could have seen anything of it; a site that was damaged before is so still.
SAFE: Final = "这次没有改动网站，读者看到的和刚才一样"


class TargetError(Exception):
    """Publishing failed at the target; unless the message says otherwise, readers see the old site, whole.

    Attributes:
        message: what happened, in a Chinese sentence.
        hint: what to do; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class AddressError(TargetError):
    """The address cannot be right; nothing was tried."""


class LockedError(TargetError):
    """Another publisher holds the lock."""


class DamagedError(TargetError):
    """A release that is kept cannot be read."""
