"""The folder of a unit-year's documents, written by one process at a time, all or nothing; what went wrong is told in a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline import files
from pipeline.build.open_documents import open_documents
from pipeline.files import BusyError, HalfMade, half_made, locked
from pipeline.problems import Kind, Place, Problem, Stop, error
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


def write_beside(folder: Path, shown: str, contents: Mapping[str, bytes], gone: Collection[str]) -> HalfMade | None:
    """Write a unit-year's files beside those that there are; return None if nothing changes. Call it only in one's turn.

    Args:
        folder: the folder.
        shown: how messages name it.
        contents: the files' contents by name.
        gone: names of files that are to be there no longer.

    Raises:
        Stop: the disk is full, the folder cannot be written, or a document in it is open and protected; the old files are whole.
    """
    if opened := open_documents(folder):
        message, hint = "这份文件正在 Word 或 WPS 里开着，没有写入任何文件", "请先关闭它，再运行一次"
        raise Stop(*(error(Kind.OPEN, message, Place(f"{shown}/{name}"), hint=hint) for name in opened))
    try:
        return half_made(folder, contents, gone)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None


def put_in_place(halves: Mapping[str, HalfMade]) -> dict[str, Problem]:
    """Let what is written beside folders take their places, after one wait for the disk that all share; return what went wrong, by folder.

    Args:
        halves: what is to take a folder's place, by how messages name the folder. One's turn to write it must not have ended.
    """
    faults = zip(halves, files.put_in_place(list(halves.values())), strict=True)
    return {shown: cannot_write(fault, shown) for shown, fault in faults if fault}
