"""Writes a folder of files so that, whatever happens, either all the old ones are there or all the new ones."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import locks

AT_FDCWD = -100
RENAME_EXCHANGE = 2
# How long a rename is tried again, in seconds: on Windows a virus scanner holds what has just been written for a moment.
PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8)


class BusyError(Exception):
    """Another process is writing the same folder."""


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Hold the right to write a folder.

    The lock belongs to the open file, so the system frees it when a process dies, however it dies.

    Raises:
        BusyError: another process holds it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / f".{target.name}.lock").open("ab") as file:
        if not locks.take(file.fileno()):
            raise BusyError(str(target))
        yield


def replace_folder(target: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> list[str]:
    """Bring a folder to hold the given files, all at once; what else is in it stays, also what is saved into it meanwhile.

    Call it only while holding the folder's lock.

    Args:
        target: the folder; it need not exist.
        files: the contents by name; a name may lead into folders below, as in public/table.docx.
        gone: names of files that are to be there no longer.

    Returns:
        the names of the files that changed, those that went included.

    Raises:
        OSError: no space, no permission; the folder is as it was.
    """
    target = target.resolve()  # if it is a link, the folder that it leads to is replaced
    recover(target)
    changed = [name for name, data in files.items() if not holds(target / name, data)]
    changed += [name for name in gone if (target / name).exists()]
    if not changed:
        return []
    staging = beside(target, "new")
    try:
        staging.mkdir()
        if target.is_dir():
            keep_others(target, staging, set(changed))
        written = [name for name in changed if name in files]
        folders = {(staging / name).parent for name in files}
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        for name in written:
            (staging / name).write_bytes(files[name])
        # Only when all are written, so that the disk takes them in one go.
        for path in (*(staging / name for name in written), *folders):
            flush(path)
        old = swap(staging, target)
    except BaseException:
        clear_away(staging)
        raise
    bring_over(old, target, {*files, *gone})
    clear_away(old)
    return changed


def recover(target: Path) -> None:
    """Clear away what a process that died while replacing a folder has left beside it."""
    old = beside(target, "old")
    if old.exists():
        if not target.exists():
            rename(old, target)
        clear_away(old)
    clear_away(beside(target, "new"))


def clear_away(folder: Path) -> None:
    """Remove a folder, if it is there: also folders in it, and on Windows files, that are protected against writing."""
    shutil.rmtree(folder, ignore_errors=True)
    for is_kind, right in ((Path.is_dir, stat.S_IRWXU), (Path.is_file, stat.S_IWRITE)):
        for path in (folder, *folder.rglob("*")) if folder.exists() else ():
            if is_kind(path) and not path.is_symlink():
                with suppress(OSError):
                    path.chmod(path.stat().st_mode | right)
        shutil.rmtree(folder, ignore_errors=True)


def beside(target: Path, purpose: str) -> Path:
    """Return the hidden folder next to a folder that serves a purpose."""
    return target.parent / f".{target.name}.{purpose}"


def holds(path: Path, data: bytes) -> bool:
    """Return whether a file has exactly this content."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def keep_others(origin: Path, copy: Path, left_out: Collection[str]) -> None:
    """Fill a copy of a folder with hard links to all its files but some, which are named from the folder on.

    Args:
        origin: the folder.
        copy: the copy, which is there and empty.
        left_out: the names of files that are not to be in it.
    """
    for path in origin.iterdir():
        below = {name.removeprefix(f"{path.name}/") for name in left_out if name.startswith(f"{path.name}/")}
        if path.is_dir() and not path.is_symlink():
            (copy / path.name).mkdir()
            keep_others(path, copy / path.name, below)
            if below and not any((copy / path.name).iterdir()):
                (copy / path.name).rmdir()
        elif path.name not in left_out:
            link_or_copy(path, copy / path.name)


def link_or_copy(origin: str | Path, copy: str | Path) -> None:
    """Give a file a second name, or a copy where the file system knows no links."""
    try:
        os.link(origin, copy, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except (OSError, NotImplementedError):
        shutil.copy2(origin, copy, follow_symlinks=False)


def write_durably(path: Path, data: bytes) -> None:
    """Write a file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    if path.is_dir():
        flush_names(path)
        return
    with path.open("rb+") as file:  # Windows flushes only what is open for writing
        os.fsync(file.fileno())


def flush_names(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk; where the system opens no folders, as Windows, it sees to that itself."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def swap(staging: Path, target: Path) -> Path:
    """Let the new folder take the old one's place; return where the old one is now, if there was one.

    Raises:
        OSError: it cannot; the old one is where it was.
    """
    old = staging
    if not target.exists():
        rename(staging, target)
    elif not exchanged(staging, target):
        # Without an atomic exchange there is a moment with no folder; `recover` mends it if the process dies then.
        old = beside(target, "old")
        rename(target, old)
        try:
            rename(staging, target)
        except BaseException:
            rename(old, target)
            raise
    flush(target.parent)
    return old


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


def bring_over(old: Path, target: Path, own: Collection[str]) -> None:
    """Move what was saved into a folder while its new copy was made over to the copy.

    Args:
        old: the folder as it was replaced.
        target: the copy, which has taken its place.
        own: the names of the files that the copy was made for.
    """
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old).as_posix()
        copy = target / name
        if path.is_dir() and not path.is_symlink():
            continue
        if name not in own and (not os.path.lexists(copy) or saved(path) != saved(copy)):
            copy.parent.mkdir(parents=True, exist_ok=True)
            rename(path, copy)


def saved(path: Path) -> tuple[int, int]:
    """Return when a file was saved, in ns, and its size in bytes."""
    state = path.lstat()
    return state.st_mtime_ns, state.st_size


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
    flush(path.parent)
