"""Reads a file that anybody may have put there: only a regular one, only so many bytes of it, and nothing from elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from pipeline.problems import Kind, Place, Stop, error

MEGABYTE: Final = 1_000_000
ITSELF: Final = "请把文件本身放在这里"
# Without the last, opening a pipe would wait for somebody who writes into it; Windows knows neither it nor pipes in folders.
FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def read_regular(path: Path, file: str, limit: int, missing: str = "") -> bytes:
    """Return a file's content.

    Args:
        path: the file.
        file: how messages name it.
        limit: how many bytes it may have.
        missing: what to do if it is not there.

    Raises:
        Stop: it is missing, no regular file, a link to elsewhere, too large, or cannot be opened.
    """
    if path.is_dir():
        raise refusal(file, "这是一个文件夹，应是一个文件")
    if leads_away(path):
        raise refusal(file, "这是一个链接，指向别处的文件", ITSELF)
    try:
        with os.fdopen(os.open(path, FLAGS), "rb") as opened:
            state = os.fstat(opened.fileno())
            if not stat.S_ISREG(state.st_mode):  # a device or a pipe could give anything, without end
                raise refusal(file, "这不是普通的文件", ITSELF)
            data = opened.read(limit + 1) if state.st_size <= limit else b""
    except FileNotFoundError:
        dangling = path.is_symlink()
        raise refusal(file, "这个链接指向的文件不存在" if dangling else "没有这个文件", ITSELF if dangling else missing) from None
    except PermissionError:
        raise refusal(file, "没有权限打开这个文件", "请检查文件的权限，或关闭正在使用它的程序") from None
    except OSError:
        raise refusal(file, "文件打不开", "请检查路径和磁盘，或关闭正在使用它的程序") from None
    if state.st_size > limit or len(data) > limit:
        raise refusal(file, f"文件过大（超过 {limit // MEGABYTE} MB）", "请检查是否放错了文件")
    return data


def read_text(path: Path, file: str, limit: int = MEGABYTE) -> str:
    """Return a text file's content; a byte-order mark is dropped.

    Args:
        path: the file.
        file: how messages name it.
        limit: how many bytes it may have.

    Raises:
        Stop: it cannot be read, or is not in UTF-8.
    """
    try:
        return read_regular(path, file, limit).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise Stop(error(Kind.ENCODING, "文件不是 UTF-8 编码", Place(file), hint="请在编辑器中“另存为”，编码选 UTF-8")) from None


def leads_away(path: Path) -> bool:
    """Return whether a file is a link that leads out of the folder of folders that it lies in, such as data or templates."""
    return path.is_symlink() and not path.resolve().is_relative_to(path.parent.parent.resolve())


def refusal(file: str, message: str, hint: str = "") -> Stop:
    """Return the fault of a file that is not read; none of its content is told.

    Args:
        file: how messages name it.
        message: why it is not.
        hint: what to do.
    """
    return Stop(error(Kind.UNREADABLE, message, Place(file), hint=hint))
