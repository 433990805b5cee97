"""Files and folders renamed: with patience for other programs, and two folders exchanged in one step."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
# How long a rename is tried again, in seconds: on Windows a virus scanner holds what has just been written for a moment.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


def rename(origin: Path, place: Path) -> None:
    """Rename a file or folder, with patience for programs that look into it for a moment; a file in its place is replaced.

    Raises:
        OSError: it cannot be renamed.
    """
    for pause in PAUSES:
        try:
            origin.replace(place)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    origin.replace(place)


def exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system cannot."""
    import ctypes  # noqa: PLC0415 - only a build that writes needs it

    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):  # on Windows a library has to have a name
        return False
    if exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    fault = ctypes.get_errno()
    if fault in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(fault, os.strerror(fault), str(other))
