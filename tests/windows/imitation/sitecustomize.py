"""Takes away from Python what it does not have on Windows, and lets the rest fail as it fails there.

Python runs this file by its name at each start when the folder is in PYTHONPATH, in worker processes too. What is imitated stands in
Python's documentation and in Windows' error codes; nobody has tried it beside a real Windows. os.name and sys.platform stay as they are:
with others Python's own library does not work here.
"""

from __future__ import annotations

import builtins
import ctypes
import errno
import fcntl
import io
import multiprocessing.context
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

ABSENT_MODULES = {"fcntl", "pwd", "grp", "resource", "termios", "pty", "tty", "syslog"}
ABSENT_CALLS = ("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getpgid", "setsid", "sched_getaffinity", "pread", "pwrite")
ABSENT_CALLS += ("statvfs", "uname", "mkfifo", "chown", "lchown", "fchmod", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW")

system = {name: getattr(os, name) for name in ("open", "fsync", "link", "replace", "rename", "unlink", "kill", "listdir", "readlink")}
system_open, flock, flags_of = io.open, fcntl.flock, fcntl.fcntl


class Absent:
    """Finds none of the modules that there are not."""

    @staticmethod
    def find_spec(name, *_):
        if name in ABSENT_MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def denied(path, code=errno.EACCES):
    raise OSError(code, os.strerror(code), os.fspath(path))


def is_open(path):
    """Return whether this process has a file, or one in a folder, open: Windows then neither moves nor removes it."""
    wanted = os.path.realpath(path)
    for number in system["listdir"]("/proc/self/fd"):
        try:
            there = system["readlink"](f"/proc/self/fd/{number}")
        except OSError:
            continue
        if there == wanted or there.startswith(f"{wanted}/"):
            return True
    return False


def open_descriptor(path, flags, *arguments, **options):
    if Path(path).is_dir():
        denied(path)  # folders cannot be opened
    return system["open"](path, flags, *arguments, **options)


def fsync(file):
    if flags_of(file, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY:
        denied("", errno.EBADF)
    system["fsync"](file)


def link(origin, path, *, follow_symlinks=True):
    if not follow_symlinks:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")
    system["link"](origin, path)


def symlink(_origin, path, *_, **__):
    denied(path, errno.EINVAL)  # the privilege is not held by the client


def replace(origin, path):
    if is_open(origin) or is_open(path) or Path(path).is_dir():
        denied(origin)
    system["replace"](origin, path)


def rename(origin, path):
    if os.path.lexists(path):
        denied(path, errno.EEXIST)
    replace(origin, path)


def unlink(path, **options):
    if not options and is_open(path):
        denied(path)
    system["unlink"](path, **options)


def kill(number, signal):
    if signal == 0:
        os._exit(99)  # it kills, whichever signal is meant
    system["kill"](number, signal)


def opened(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, **options):
    """Open a file: there is no /proc; a text is in the encoding of the system's language, and its lines end as Windows ends them."""
    if isinstance(file, str | os.PathLike) and os.fspath(file).startswith("/proc/"):
        denied(file, errno.ENOENT)
    if "b" not in mode:
        encoding = "gbk" if encoding in (None, "locale") else encoding
        newline = "\r\n" if newline is None and not {"w", "a", "x"}.isdisjoint(mode) else newline
    return system_open(file, mode, buffering, encoding, errors, newline, **options)


def locking(file, _mode, _count):
    try:
        flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        denied("")


class Library(ctypes.CDLL):
    def __init__(self, name, *arguments, **options):
        if name is None:
            raise TypeError("argument of type 'NoneType' is not iterable")
        super().__init__(name, *arguments, **options)


def imitate():
    import subprocess  # noqa: F401, PLC0415 - it takes msvcrt for a sign of Windows, and then wants more of it

    windows = ModuleType("msvcrt")
    windows.__dict__.update(LK_NBLCK=2, locking=locking)
    sys.modules["msvcrt"] = windows
    for name in ABSENT_MODULES:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, Absent)
    for name in ABSENT_CALLS:
        delattr(os, name)
    os.supports_follow_symlinks.discard(os.link)
    shutil._use_fd_functions = False
    for function in (fsync, link, symlink, replace, rename, unlink, kill):
        setattr(os, function.__name__, function)
    os.open, os.remove = open_descriptor, unlink
    os.listdir = lambda *path: system["listdir"](*path)[::-1]  # in an order of its own
    builtins.open = io.open = opened
    ctypes.CDLL = Library
    for method in ("fork", "forkserver"):
        multiprocessing.context._concrete_contexts.pop(method)
    multiprocessing.context._default_context.get_all_start_methods = multiprocessing.get_all_start_methods = lambda: ["spawn"]
    del multiprocessing.context.ForkProcess
    multiprocessing.set_start_method("spawn")
    os.environ.setdefault("USERNAME", "clerk")


imitate()
