"""A place to publish to in tests: opened as the program opens it, and looked at from the side, past the program."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.remote.listing import Listing
from pipeline.remote.release import Release
from pipeline.remote.stored_target import StoredTarget
from pipeline.remote.target import open_target

WORD = "2020/xinfang/湛江市信访局2020年度部门整体支出绩效自评报告.docx"
FIRST = {
    "index.html": b"<p>home 1</p>",
    "feed.xml": b"<feed>1</feed>",
    "2020/index.html": b"<p>2020</p>",
    "2020/xinfang/index.html": b"<p>article 1</p>",
    WORD: b"PK 1",
    "assets/site.css": b"p{}",
}
SECOND = FIRST | {"2020/xinfang/index.html": b"<p>article 2</p>"}
TIME = "2021-06-10T09:30:00+08:00"

Files = Mapping[str, bytes]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def release_of(number: int, files: Files) -> Release:
    return Release(number, TIME, Listing.of({path: sha(data) for path, data in files.items()}), {"articles": [number]})


@dataclass
class Place:
    """A place.

    Attributes:
        kind: which one of the four.
        address: as a user would write it.
        base: what a relative address starts from.
        look: what readers see there, the manifest included.
        keep: what is kept behind it: the names in a folder.
        disk: the folder of this disk that it lies in; of no use for a bucket.
    """

    kind: str
    address: str
    base: Path
    look: Callable[[], dict[str, bytes]]
    keep: Callable[[str], list[str]]
    disk: Path = Path()
    opened: list[StoredTarget] = field(default_factory=list)

    def open(self) -> StoredTarget:
        """Open it anew, as each run of the program does."""
        target = open_target(self.address, self.base)
        assert isinstance(target, StoredTarget)
        self.opened.append(target)
        return target

    def close(self) -> None:
        for target in self.opened:
            store = self.store(target)
            if self.kind == "sftp" and store.system:
                store.system.client.close()
                store.system = None  # who goes on with it connects anew
            if self.kind == "webdav":
                store.client.http.close()
        self.opened.clear()

    @staticmethod
    def store(target: StoredTarget) -> Any:  # noqa: ANN401 - whichever of the four
        return target.store

    def root(self) -> Path:
        """Return where it lies on this disk; not for a bucket."""
        return self.disk / self.address.rpartition("/")[2]

    def publish(self, number: int, files: Files, target: StoredTarget | None = None) -> list[str]:
        """Publish as one run of the program does, and return what was sent."""
        target, sent = target or self.open(), list[str]()
        with target.lock():
            upload(target, number, files, sent)
            target.show(number)
        return sent

    def shows(self, number: int, files: Files) -> bool:
        """Return whether readers see exactly this release."""
        return self.look() == {**files, "manifest.json": release_of(number, files).text}


def upload(target: StoredTarget, number: int, files: Files, sent: list[str] | None = None) -> None:
    """Send a release; note what was sent."""
    note = sent if sent is not None else []
    target.upload(release_of(number, files), files, lambda path, _size: note.append(path))


def look_at_folder(root: Path) -> dict[str, bytes]:
    """Return the files below a folder, except those that readers do not look at."""
    paths = [path for path in root.rglob("*") if path.is_file() and ".ziping" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def look_at_tree(root: Path) -> dict[str, bytes]:
    """Return the files below a folder, links followed."""
    files: dict[str, bytes] = {}
    for path in root.iterdir() if root.exists() else ():
        inner = look_at_tree(path) if path.is_dir() else {"": path.read_bytes()}
        files |= {f"{path.name}/{name}".rstrip("/"): data for name, data in inner.items()}
    return files


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []
