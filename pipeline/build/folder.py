"""The folder of a unit-year's documents, written by one process at a time, all or nothing; what went wrong is told in a sentence."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.files import BusyError, locked, replace_folder
from pipeline.problems import Kind, Place, Problem, Stop, error

LOCK_SECONDS = 60
LOCK_PAUSE = 0.1  # seconds


@contextmanager
def turn(
    folder: Path, shown: str, waiting: Callable[[], None], *, doing: str = "生成这份文件", patience: float | None = None
) -> Iterator[None]:
    """Hold the right to write a folder, after waiting for another process if need be.

    Args:
        folder: the folder.
        shown: how messages name it.
        waiting: called once if another process has to end first.
        doing: what the other process does, in words.
        patience: how long to wait, in seconds; None for the usual time.

    Raises:
        Stop: the other process does not end, or the folder cannot be written.
    """
    patience = LOCK_SECONDS if patience is None else patience
    deadline = time.monotonic() + patience
    told = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(locked(folder))
                break
            except BusyError:
                if time.monotonic() > deadline:
                    message = f"另一个程序一直在{doing}，等了 {patience:.0f} 秒"
                    raise Stop(error(Kind.BUSY, message, Place(shown), hint="请稍后再试")) from None
            except OSError as fault:
                raise Stop(cannot_write(fault, shown)) from None
            if not told:
                waiting()
                told = True
            time.sleep(LOCK_PAUSE)
        yield


def write(folder: Path, shown: str, files: Mapping[str, bytes], gone: Collection[str]) -> list[str]:
    """Write a unit-year's files all at once and return the names of those that changed.

    Args:
        folder: the folder.
        shown: how messages name it.
        files: the contents by name.
        gone: names of files that are to be there no longer.

    Raises:
        Stop: the disk is full or the folder cannot be written; the old files are whole.
    """
    try:
        return replace_folder(folder, files, gone)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None


def cannot_write(fault: OSError, shown: str) -> Problem:
    """Return a failed write as a problem."""
    advice = {
        errno.ENOSPC: ("磁盘已满", "请清理磁盘后再试"),
        errno.EDQUOT: ("磁盘配额已用完", "请清理磁盘后再试"),
        errno.EACCES: ("没有写入权限", "请检查文件夹的权限"),
        errno.EPERM: ("没有写入权限", "请检查文件夹的权限"),
        errno.EROFS: ("磁盘是只读的", "请换到可以写入的磁盘"),
        errno.EEXIST: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.ENOTDIR: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.EISDIR: ("应是文件的地方有一个同名的文件夹", "请把那个文件夹改名或移走"),
    }
    message, hint = advice.get(fault.errno or 0, (f"写不进去（系统错误 {fault.errno}）", "请检查磁盘"))
    return error(Kind.NOT_WRITTEN, f"{message}，原来的文件没有动", Place(shown), hint=hint)
