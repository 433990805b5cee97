"""What is done to files, links and folders of this computer, whatever site they belong to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Write a file that is not there yet.

    Args:
        path: where.
        data: what is to be in it.
        mode: who may do what with it, whatever the umask.
    """
    with path.open("xb") as file:
        path.chmod(mode)
        file.write(data)


def take_link(origin: str, new: str) -> None:
    """Let a symbolic link be at another path too: the same one, so that it takes no room, or one like it.

    Raises:
        FileNotFoundError: there is no such link.
    """
    try:
        os.link(origin, new, follow_symlinks=False)
    except (OSError, NotImplementedError):  # a system, or a disk, that has no such links
        try:
            os.symlink(os.readlink(origin), new)  # noqa: PTH115, PTH211 - ten thousand times
        except OSError as fault:
            raise FileNotFoundError(origin) from fault


def clear_away(path: Path) -> None:
    """Remove a file or a folder, as far as that is possible."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def files_below(folder: str, above: frozenset[str]) -> Iterator[str]:
    """Yield the paths of the files in a folder and those below it, links followed, but none that leads back to where it came from.

    Args:
        folder: the folder; nothing is in it if it is not there.
        above: the folders that lead to it, by their real paths.
    """
    real = os.path.realpath(folder)
    if real in above or not Path(real).is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from files_below(entry.path, above | {real})
            elif entry.is_file():
                yield entry.path
