"""Writes a folder of files so that, whatever happens, either all the old ones are there or all the new ones."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import locks
from pipeline.flushing import flush_all
from pipeline.records import record
from pipeline.renaming import exchanged, rename


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


@record(eq=False)
class HalfMade:
    """What a folder is to hold, written beside it. It counts only when it takes the folder's place, whatever happens until then.

    Attributes:
        target: the folder.
        staging: the copy beside it.
        changed: the names of the files that change, those that go included.
        own: the names of all files that it is made for.
        fresh: what is not on the disk yet and has to be before the copy counts.
    """

    target: Path
    staging: Path
    changed: tuple[str, ...]
    own: frozenset[str]
    fresh: tuple[Path, ...]


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
    half = half_made(target, files, gone)
    if half is None:
        return []
    (fault,) = put_in_place([half])
    if fault:
        raise fault
    return list(half.changed)


def half_made(target: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> HalfMade | None:
    """Write what a folder is to hold beside it; return None if it holds that already.

    Args:
        target: the folder; it need not exist.
        files: the contents by name.
        gone: names of files that are to be there no longer.

    Raises:
        OSError: no space, no permission; nothing is left beside the folder.
    """
    target = Path(os.path.realpath(target))  # if it is a link, the folder that it leads to is replaced
    recover(target)
    changed = list(files)
    if is_there := target.is_dir():
        changed = [name for name, data in files.items() if not holds(target / name, data)]
        changed += [name for name in gone if (target / name).exists()]
    if not changed:
        return None
    staging = beside(target, "new")
    written = {staging / name: files[name] for name in changed if name in files}
    folders = {staging, *(path.parent for path in written)}
    try:
        staging.mkdir()
        if is_there:
            keep_others(target, staging, set(changed))
        for folder in folders - {staging}:
            folder.mkdir(parents=True, exist_ok=True)
        for path, data in written.items():
            path.write_bytes(data)
    except BaseException:
        clear_away(staging)
        raise
    return HalfMade(target, staging, tuple(changed), frozenset({*files, *gone}), (*written, *folders))


def put_in_place(halves: Sequence[HalfMade]) -> list[OSError | None]:
    """Let copies of folders take the folders' places, each at once, after one wait for the disk that all of them share.

    Args:
        halves: the copies; the lock of each folder is held.

    Returns:
        for each what went wrong, if anything did: then its folder is as it was.
    """
    faults: dict[HalfMade, OSError] = {}
    left: list[Path] = [half.staging for half in halves]
    try:
        unwritten = flush_all(path for half in halves for path in half.fresh)
        for half in halves:
            try:
                take_place(half, unwritten, left)
            except OSError as fault:
                faults[half] = fault
        unknown = flush_all({half.target.parent for half in halves if half not in faults})
        faults |= {half: unknown[half.target.parent] for half in halves if half.target.parent in unknown}
    finally:
        for folder in left:
            clear_away(folder)
    return [faults.get(half) for half in halves]


def take_place(half: HalfMade, unwritten: Mapping[Path, OSError], left: list[Path]) -> None:
    """Let a copy take its folder's place.

    Args:
        half: the copy.
        unwritten: what the disk did not take, and why.
        left: the folders that are of no use from now on; gets the old one, but only when nothing of the user's is in it.

    Raises:
        OSError: the disk did not take it, or it cannot take the place.
    """
    for path in half.fresh:
        if path in unwritten:
            raise unwritten[path]
    old = swap(half.staging, half.target)
    left.remove(half.staging)
    bring_over(old, half.target, half.own)
    left.append(old)


def is_left_over(target: Path) -> bool:
    """Return whether a process that died while replacing a folder has left something beside it, or another one is about to replace it."""
    return any(os.path.lexists(beside(target, purpose)) for purpose in ("new", "old"))


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
    import shutil  # noqa: PLC0415 - takes longer than to see that nothing changed

    if not os.path.lexists(folder):
        return
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
    import shutil  # noqa: PLC0415 - as above

    try:
        os.link(origin, copy, follow_symlinks=os.link not in os.supports_follow_symlinks)
    except (OSError, NotImplementedError):
        shutil.copy2(origin, copy, follow_symlinks=False)


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
    return old


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
