"""A store in a folder of this computer."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pipeline.flushing import flush, flush_all
from pipeline.locks import take
from pipeline.remote.faults import Sentence, damaged, sentence
from pipeline.remote.folder_contents import clear_away, files_below, take_link, write_new
from pipeline.remote.layout import FOLDER_MODE, HALF_MADE, HOME, is_object, mode_of
from pipeline.remote.linked_target import LinkedTarget

LOCK: Final = f"{HOME}lock"


class FolderStore:
    """The folder that a site is in."""

    faults: tuple[type[Exception], ...] = (OSError,)
    lock_name = ""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock_file: int | None = None
        self.unflushed: dict[Path, None] = {}

    def explain(self, fault: Exception) -> Sentence:
        """Return what one of its faults means, and what to do."""
        return sentence(fault)

    def read(self, path: str) -> bytes:
        """Return a file's bytes."""
        try:
            return (self.root / path).read_bytes()
        except (IsADirectoryError, NotADirectoryError) as fault:
            raise FileNotFoundError(path) from fault

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, and read it back; a disk that loses power may tear it until a link is changed."""
        with self.half_made(path) as new:
            write_new(new, data, mode_of(path))
            self.unflushed[self.root / path] = None
            if new.read_bytes() != data:
                raise damaged(path)

    def names(self, folder: str) -> list[str]:
        """Return what is in a folder."""
        try:
            return os.listdir(self.root / folder)  # noqa: PTH208 - ten thousand names
        except (FileNotFoundError, NotADirectoryError):
            return []

    def walk(self, folder: str) -> list[str]:
        """Return the path, from a folder on, of every file that is in it or in folders below it, links followed."""
        root = self.root / folder
        return [path.removeprefix(f"{root}/") for path in files_below(str(root), frozenset())]

    def remove(self, paths: Collection[str]) -> None:
        """Remove files."""
        for path in paths:
            (self.root / path).unlink(missing_ok=True)

    def exists(self, path: str) -> bool:
        """Return whether there is something at a path."""
        return os.path.lexists(self.root / path)

    def make_links(self, path: str, links: Mapping[str, str], base: str = "", same: Collection[str] = ()) -> None:
        """Make a folder of links that appears only when it is whole and on the disk.

        Files are copied, so that what damages one that readers see damages no other. They are not linked either because a browser
        that opens a page from the disk takes the name that a symbolic link leads to, which has no .html, and shows the source.
        Links to folders are one with those of the base, so that they take no room.

        Args:
            path: the folder.
            links: where each leads, by name.
            base: another folder, of which what it has in common with this one may be taken.
            same: the names of those links that are not among the others, because they lead where the base's do.
        """
        with self.half_made(path) as new:
            new.mkdir()
            new.chmod(FOLDER_MODE)
            former = str(self.root / base)
            for name, leads_to in links.items():
                if base and self.link(f"{base}/{name}") == leads_to:
                    take_link(f"{former}/{name}", f"{new}/{name}")
                else:
                    self.put_link(new / name, path, leads_to)
            for name in same:
                take_link(f"{former}/{name}", f"{new}/{name}")
            # Only when all are written, so that the disk takes them in one go.
            with os.scandir(new) as made:
                for file in [Path(entry.path) for entry in made if not entry.is_symlink()]:
                    if file.name not in links:
                        raise FileNotFoundError(file.name)
                    flush(file)
            flush(new)

    def make_link(self, path: str, leads_to: str) -> None:
        """Make or replace one link of a folder of links, in one step."""
        if (place := self.root / path).is_dir() and not place.is_symlink():
            self.discard(path)
        with self.half_made(path) as new:
            self.put_link(new, path.rpartition("/")[0], leads_to)
            if not new.is_symlink():
                flush(new)

    def put_link(self, new: Path, folder: str, leads_to: str) -> None:
        """Make what stands for a link: a copy of a file, a symbolic link to a folder.

        Args:
            new: where.
            folder: the folder of links that it is for.
            leads_to: where the link leads from there.
        """
        origin = os.path.normpath(f"{folder}/{leads_to}")
        if is_object(origin):
            write_new(new, self.read(origin), mode_of(folder))
        else:
            new.symlink_to(leads_to)

    def discard(self, path: str) -> None:
        """Remove a file, or a folder with the files and links in it, which disappears at once."""
        old = self.new_path()
        (self.root / path).rename(old)
        clear_away(old)

    def move(self, origin: str, path: str) -> None:
        """Let a file, folder or link be at another path, in one step, in place of a file or link that is there."""
        place = self.root / path
        self.make_folder(place.parent)
        (self.root / origin).replace(place)
        if not place.is_dir() and not place.is_symlink():
            place.chmod(mode_of(path))
        flush(place.parent)

    def remove_folder(self, path: str) -> None:
        """Remove a folder if it is empty; one that is not there is no fault."""
        with suppress(FileNotFoundError):
            try:
                (self.root / path).rmdir()
            except OSError as fault:
                if fault.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                    raise

    def link(self, path: str) -> str | None:
        """Return where a link leads; None if there is nothing, an empty text if there is something else."""
        place = self.root / path
        if place.is_symlink():
            return str(place.readlink())
        return "" if place.exists() else None

    def relink(self, path: str, leads_to: str) -> None:
        """Let a link lead elsewhere, in one step; everything written before is on the disk."""
        self.flush_written()
        with self.half_made(path) as new:
            new.symlink_to(leads_to)
        self.flush_written()

    def flush_written(self) -> None:
        """Wait until everything that was written is on the disk, all of it in one wait.

        Raises:
            OSError: the disk does not take it.
        """
        written, self.unflushed = [path for path in self.unflushed if path.exists()], {}
        for fault in flush_all(written).values():
            raise fault

    @contextmanager
    def half_made(self, path: str) -> Iterator[Path]:
        """Yield where to make what then takes its place at a path, in one step; a failure leaves nothing."""
        new, place = self.new_path(), self.root / path
        self.make_folder(place.parent)
        try:
            yield new
            new.replace(place)
        except BaseException:
            clear_away(new)
            raise
        self.unflushed[place.parent] = None

    def new_path(self) -> Path:
        """Return a path that nothing has, among what is half-made."""
        folder = self.root / HOME / HALF_MADE
        self.make_folder(folder)
        return folder / secrets.token_hex(8)

    def make_folder(self, path: Path) -> None:
        """Make a folder, and those that it is in, for everybody to read; those that are there stay as they are."""
        if not path.is_dir():
            self.make_folder(path.parent)
            with suppress(FileExistsError):  # another publisher may just have made it
                path.mkdir()
                path.chmod(FOLDER_MODE)

    def sweep(self) -> None:
        """Remove what runs that died have left half-made."""
        shutil.rmtree(self.root / HOME / HALF_MADE, ignore_errors=True)

    def create_lock(self, text: str) -> bool:
        """Take the lock, which belongs to an open file: the system frees it when the process dies, however it dies."""
        self.make_folder(self.root / HOME)
        file = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        if not take(file):
            os.close(file)
            return False
        self.lock_file = file
        try:
            self.write_lock(text)
        except OSError:
            self.remove_lock()
            raise
        return True

    def read_lock(self) -> str | None:
        """Return the lock's text; None if there is no lock."""
        try:
            return (self.root / LOCK).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write_lock(self, text: str) -> None:
        """Replace the text of the lock, which must be this process's own."""
        if self.lock_file is not None:
            os.ftruncate(self.lock_file, 0)
            os.pwrite(self.lock_file, text.encode(), 0)

    def remove_lock(self) -> None:
        """Free the lock if it is this process's own. The file stays: who waits for it and who makes it anew would not mean the same one."""
        if self.lock_file is not None:
            with suppress(OSError):  # readers have been shown the site, or not
                self.flush_written()
            os.close(self.lock_file)
            self.lock_file = None


def open_folder(path: Path, name: str) -> LinkedTarget:
    """Return a site in a folder.

    Args:
        path: the folder; it need not exist.
        name: its path as the user wrote it.

    Raises:
        OSError: something else is in its place.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    return LinkedTarget(name, FolderStore(path))
