"""The lock of an open file: the system frees it when the process dies, however it dies."""

from __future__ import annotations

import os

# Windows locks bytes, and keeps everybody else from reading them: one so far behind that no text reaches it.
LOCKED_BYTE = 1 << 30

try:
    from fcntl import LOCK_EX, LOCK_NB, flock

    def take(file: int) -> bool:
        """Take an open file's lock; return False if another process has it."""
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            return False
        return True
except ImportError:
    from msvcrt import LK_NBLCK, locking  # type: ignore[attr-defined] # there on Windows only

    def take(file: int) -> bool:
        """Take an open file's lock; return False if another process has it."""
        os.lseek(file, LOCKED_BYTE, os.SEEK_SET)
        try:
            locking(file, LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
