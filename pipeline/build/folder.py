"""The folder of a unit-year's documents, written by one process at a time, all or nothing; what went wrong is told in a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.build.open_documents import open_documents
from pipeline.files import BusyError, locked, replace_folder
from pipeline.problems import Kind, Place, Stop, error
from pipeline.writing import cannot_write

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
        Stop: the disk is full, the folder cannot be written, or a document in it is open and protected; the old files are whole.
    """
    if opened := open_documents(folder):
        message, hint = "这份文件正在 Word 或 WPS 里开着，没有写入任何文件", "请先关闭它，再运行一次"
        raise Stop(*(error(Kind.OPEN, message, Place(f"{shown}/{name}"), hint=hint) for name in opened))
    try:
        return replace_folder(folder, files, gone)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None
