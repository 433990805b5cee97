"""A file written whole or not at all, and what is told if the disk or the system does not let it be written."""

from __future__ import annotations

import errno
import os
from os.path import lexists
from pathlib import Path

from pipeline.flushing import flush_names
from pipeline.problems import Kind, Place, Problem, Stop, error
from pipeline.renaming import exchanged, rename


def write_file(path: Path, shown: str, data: bytes) -> None:
    """Write a file, whole or not at all.

    Args:
        path: the file.
        shown: how messages name it.
        data: its content.

    Raises:
        Stop: no space, no permission; the file is as it was.
    """
    try:
        replace_file(path, data)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that, whatever happens, either the old content is there or the new one.

    Raises:
        OSError: no space, no permission; the file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}.new")
    try:
        write_durably(staging, data)
        rename(staging, path)
    except BaseException:
        staging.unlink(missing_ok=True)
        raise
    flush_names(path.parent)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_as_read(path: Path, shown: str, data: bytes, before: bytes | None) -> None:
    """Write a file if it is still as it was read: what a program that knows no locks, such as an editor, writes meanwhile stays.

    Args:
        path: the file.
        shown: how messages name it.
        data: its content.
        before: what was in it when it was read; None if it was not there.

    Raises:
        Stop: somebody else has changed it, or it cannot be written; it is as that one, or as it was.
    """
    staging = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_durably(staging, data)
        is_as_read = content_of(path) == before
        if is_as_read and before is not None and exchanged(staging, path):
            is_as_read = staging.read_bytes() == before  # it may have been changed between the look and the exchange
            if not is_as_read:
                exchanged(staging, path)
        elif is_as_read:
            rename(staging, path)
        flush_names(path.parent)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None
    finally:
        staging.unlink(missing_ok=True)
    if not is_as_read:
        message = "读入以后这个文件又有人改过，没有写进去"
        raise Stop(error(Kind.NOT_WRITTEN, message, Place(shown), hint="请重新读入，再改一次"))


def content_of(path: Path) -> bytes | None:
    """Return what is in a file; None if it is not there."""
    return path.read_bytes() if lexists(path) else None


def remove_file(path: Path, shown: str) -> None:
    """Remove a file.

    Args:
        path: the file; it need not be there.
        shown: how messages name it.

    Raises:
        Stop: no permission.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as fault:
        raise Stop(cannot_write(fault, shown)) from None


def cannot_write(fault: OSError, shown: str) -> Problem:
    """Return a failed write as a problem."""
    advice = {
        errno.ENOSPC: ("磁盘已满", "请清理磁盘后再试"),
        errno.EDQUOT: ("磁盘配额已用完", "请清理磁盘后再试"),
        errno.EACCES: ("没有写入权限", "请检查文件夹的权限；里面有文件正开着的，请先关闭"),
        errno.EPERM: ("没有写入权限", "请检查文件夹的权限；里面有文件正开着的，请先关闭"),
        errno.EROFS: ("磁盘是只读的", "请换到可以写入的磁盘"),
        errno.EEXIST: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.ENOTDIR: ("应是文件夹的地方有一个同名的文件", "请把那个文件改名或移走"),
        errno.EISDIR: ("应是文件的地方有一个同名的文件夹", "请把那个文件夹改名或移走"),
    }
    message, hint = advice.get(fault.errno or 0, (f"写不进去（系统错误 {fault.errno}）", "请检查磁盘"))
    return error(Kind.NOT_WRITTEN, f"{message}，原来的文件没有动", Place(shown), hint=hint)
